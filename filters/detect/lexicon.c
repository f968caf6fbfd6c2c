#include "lexicon.h"

#include "hash.h"

#include <stdbool.h>

#define SEED_UNIT 0x71c9feb3
#define STEM_MARK 0x5bd1e995

static bool
is_stem(const Lexicon *lexicon, uint32_t hash)
{
	uint32_t mask = (1U << lexicon->stem_bits) - 1;
	uint32_t at = hash_slot(hash, lexicon->stem_bits);

	for (uint32_t i = 0; i <= mask && lexicon->stems[at]; i++) {
		if (lexicon->stems[at] == hash)
			return true;
		at = (at + 1) & mask;
	}
	return false;
}

uint32_t
lexicon_stem(const uint32_t *codes, uint32_t count)
{
	uint32_t hash = SEED_UNIT;

	for (uint32_t i = 0; i < count; i++)
		hash = hash_step(hash, codes[i]);
	return hash;
}

uint32_t
lexicon_unit(const Lexicon *lexicon, const uint32_t *codes, uint32_t count)
{
	uint32_t hash = SEED_UNIT;
	uint32_t stem = 0;

	for (uint32_t i = 0; i < count; i++) {
		hash = hash_step(hash, codes[i]);
		if (i + 1 >= LEXICON_STEM_MIN && is_stem(lexicon, hash))
			stem = hash ^ STEM_MARK;
	}
	return stem ? stem : hash;
}

/* Adds the concepts of a wording; false where it has none. */
static bool
add_concepts(const Lexicon *lexicon, uint32_t wording, const Concept *found,
    GArray *concepts)
{
	uint32_t mask = (1U << lexicon->wording_bits) - 1;
	uint32_t at = hash_slot(wording, lexicon->wording_bits);
	bool any = false;

	for (uint32_t i = 0; i <= mask && lexicon->wordings[at].wording; i++) {
		if (lexicon->wordings[at].wording == wording) {
			Concept concept = *found;

			concept.name = lexicon->wordings[at].concept;
			g_array_append_val(concepts, concept);
			any = true;
		}
		at = (at + 1) & mask;
	}
	return any;
}

/*
 * The number of words of the longest wording that begins with the first of
 * units; its concepts are added. 0: none does.
 */
static uint32_t
take_longest(const Lexicon *lexicon, const uint32_t *units, const Word *words,
    uint32_t count, GArray *concepts)
{
	uint32_t hashes[LEXICON_WORDS_MAX];
	uint32_t hash = 0;
	Concept found = {.start = words[0].start,
	    .place = concepts->len
	                 ? g_array_index(concepts, Concept, concepts->len - 1)
	                           .place +
	                       1
	                 : 0};

	count = MIN(count, LEXICON_WORDS_MAX);
	for (uint32_t i = 0; i < count; i++)
		hashes[i] = hash = hash_step(hash, units[i]);
	for (uint32_t n = count; n > 0; n--) {
		found.end = words[n - 1].end;
		if (add_concepts(lexicon, hashes[n - 1], &found, concepts))
			return n;
	}
	return 0;
}

void
lexicon_find(const Lexicon *lexicon, const Letters *letters, GArray *concepts)
{
	const Word *words = (const Word *)letters->words->data;
	uint32_t count = letters->words->len;
	g_autofree uint32_t *units = g_new(uint32_t, count + 1);

	g_array_set_size(concepts, 0);
	for (uint32_t i = 0; i < count; i++)
		units[i] = lexicon_unit(
		    lexicon, letters->codes + words[i].first, words[i].count);
	for (uint32_t i = 0; i < count;) {
		uint32_t taken = take_longest(
		    lexicon, units + i, words + i, count - i, concepts);

		i += MAX(taken, 1);
	}
}
