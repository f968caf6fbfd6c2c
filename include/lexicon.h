/*
 * Lexicon: words that mean the same in all languages, as concepts.
 *
 * rules/LANG/concepts.json names wordings for each concept; what the
 * classifier learns of a concept in one language holds in the others. A word
 * that begins with a known stem ("interview*") counts as that stem; the
 * longest wording at a place is the one that counts, and may have several
 * concepts. The tables are part of the model's file and read in place.
 */
#ifndef LEXICON_H
#define LEXICON_H

#include "words.h"

#include <glib.h>
#include <stdint.h>

#define LEXICON_STEM_MIN 2  /* letters */
#define LEXICON_BEGINNING 0 /* no concept: a longer wording begins so */

typedef struct LexiconSlot {
	uint32_t wording; /* hash of its words; 0 where the slot is empty */
	uint32_t concept; /* hash of its name */
} LexiconSlot;

/* Tables with open addressing; all borrowed. */
typedef struct Lexicon {
	const uint32_t *stems; /* hashes; 0 where the slot is empty */
	uint32_t stem_bits;    /* there are 1 << stem_bits slots */
	const LexiconSlot *wordings;
	uint32_t wording_bits;
} Lexicon;

/* A concept at a place in the text. */
typedef struct Concept {
	uint32_t name;  /* its hash */
	uint32_t place; /* counts wordings; concepts of one wording share it */
	uint32_t start; /* bytes */
	uint32_t end;
} Concept;

/* A word as wordings are made of: its stem, or all of it. */
uint32_t lexicon_unit(
    const Lexicon *lexicon, const uint32_t *codes, uint32_t count);

/* The hash of a word's beginning, as a stem is entered. */
uint32_t lexicon_stem(const uint32_t *codes, uint32_t count);

/* Finds the concepts in words into concepts (of Concept), in place of those
 * before. */
void lexicon_find(const Lexicon *lexicon, const Words *line, GArray *concepts);

#endif
