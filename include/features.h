/*
 * Features: what the classifier sees of a message, as hashed grams.
 *
 * The trainer and the run time share this file, so that they cannot differ:
 * whatever changes a hash or a group raises FEATURES_VERSION. Words (one to
 * three in a row) and characters (three to five within a word) of subject and new
 * text, subject and sender by themselves, concepts (lexicon.h) and pairs of them in
 * one sentence, and the structure of the message.
 * The cost is linear in the text, which is read up to FEATURES_TEXT_MAX.
 */
#ifndef FEATURES_H
#define FEATURES_H

#include "lexicon.h"
#include "message.h"

#include <glib.h>
#include <stdint.h>

#define FEATURES_VERSION 4
#define FEATURES_TEXT_MAX 4000   /* characters of new text */
#define FEATURES_SUBJECT_MAX 300 /* characters */
#define FEATURES_SENTENCES_MAX 80

/* Each group of grams is brought to length 1 by itself. */
typedef enum {
	GROUP_WORDS,
	GROUP_CHARACTERS,
	GROUP_HEADER, /* subject and sender */
	GROUP_CONCEPTS,
	GROUP_STRUCTURE,
	GROUP_COUNT,
} Group;

typedef struct Gram {
	uint32_t hash;
	uint16_t start; /* its bytes in text; 0 and 0 where it is no text */
	uint8_t length;
	uint8_t group;
} Gram;

/* The grams of one sentence, one after the other; the first is the subject. */
typedef struct Sentence {
	guint first;
	guint count;
	guint start; /* its bytes in text */
	guint length;
} Sentence;

typedef struct Features {
	GString *text;     /* subject, line feed, new text as far as read */
	GArray *grams;     /* of Gram: the sentences', header, structure */
	GArray *sentences; /* of Sentence */
} Features;

Features *features_extract(const Lexicon *lexicon, const Message *message);
void features_free(Features *features);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Features, features_free)

#endif
