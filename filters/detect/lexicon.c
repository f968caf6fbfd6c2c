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

/* Adds the concepts of a wording at a place. */
static void
add_concepts(
    const Lexicon *lexicon, uint32_t wording, Concept concept, GArray *concepts)
{
	uint32_t mask = (1U << lexicon->wording_bits) - 1;
	uint32_t at = hash_slot(wording, lexicon->wording_bits);

	for (uint32_t i = 0; i <= mask && lexicon->wordings[at].wording; i++) {
		const LexiconSlot *slot = &lexicon->wordings[at];

		at = (at + 1) & mask;
		if (slot->wording != wording ||
		    slot->concept == LEXICON_BEGINNING)
			continue;
		concept.name = slot->concept;
		g_array_append_val(concepts, concept);
	}
}

/* What the lexicon has of some words in a row. */
typedef struct Finding {
	bool is_wording;
	bool is_beginning; /* of a longer one */
} Finding;

static Finding
look_up(const Lexicon *lexicon, uint32_t wording)
{
	uint32_t mask = (1U << lexicon->wording_bits) - 1;
	uint32_t at = hash_slot(wording, lexicon->wording_bits);
	Finding finding = {false, false};

	for (uint32_t i = 0; i <= mask && lexicon->wordings[at].wording; i++) {
		const LexiconSlot *slot = &lexicon->wordings[at];

		at = (at + 1) & mask;
		if (slot->wording != wording)
			continue;
		if (slot->concept == LEXICON_BEGINNING)
			finding.is_beginning = true;
		else
			finding.is_wording = true;
	}
	return finding;
}

/* The number of words in the longest wording at units; 0 for none. */
static uint32_t
find_longest(const Lexicon *lexicon, const uint32_t *units, uint32_t count,
    uint32_t *wording)
{
	uint32_t longest = 0;
	uint32_t hash = 0;

	for (uint32_t i = 0; i < count; i++) {
		Finding finding;

		hash = hash_step(hash, units[i]);
		finding = look_up(lexicon, hash);
		if (finding.is_wording) {
			longest = i + 1;
			*wording = hash;
		}
		if (!finding.is_beginning)
			break;
	}
	return longest;
}

void
lexicon_find(const Lexicon *lexicon, const Words *line, GArray *concepts)
{
	const Word *words = (const Word *)line->list->data;
	uint32_t count = line->list->len;
	g_autofree uint32_t *units = g_new(uint32_t, count + 1);
	uint32_t place = 0;

	g_array_set_size(concepts, 0);
	for (uint32_t i = 0; i < count; i++)
		units[i] = lexicon_unit(
		    lexicon, line->codes + words[i].first, words[i].count);
	for (uint32_t i = 0; i < count; i++) {
		uint32_t wording;
		uint32_t length =
		    find_longest(lexicon, units + i, count - i, &wording);

		if (!length)
			continue;
		add_concepts(lexicon, wording,
		    (Concept){.place = place,
		        .start = words[i].start,
		        .end = words[i + length - 1].end},
		    concepts);
		place++;
		i += length - 1;
	}
}
