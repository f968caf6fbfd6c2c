#include "table.h"

#include "hash.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SENDERS_MIN 2 /* whose mail must have a gram */
#define FILL_MAX 0.7  /* of the slots */

static const float group_scales[GROUP_COUNT] = {
    [GROUP_WORDS] = 1,
    [GROUP_CHARACTERS] = 1,
    [GROUP_HEADER] = 0.3F,
    [GROUP_CONCEPTS] = 0.5F,
    [GROUP_STRUCTURE] = 0.3F,
};

static const uint32_t columns[2][HEAD_COUNT] = {
    [DIRECTION_INCOMING] = {[HEAD_KIND] = 10,
        [HEAD_INVITE] = 5,
        [HEAD_REJECTION] = 4,
        [HEAD_OFFER] = 4,
        [HEAD_STAGE] = STAGE_COUNT,
        [HEAD_LANG] = 11},
    [DIRECTION_OUTGOING] = {[HEAD_KIND] = 14, [HEAD_LANG] = 11},
};

/* A gram and the number of examples that have it. */
typedef struct Term {
	uint32_t hash;
	uint32_t examples;
} Term;

typedef struct Plan {
	GArray *terms; /* of Term, by hash */
	guint examples;
} Plan;

/* That an example has a gram. */
typedef struct Use {
	uint32_t hash;
	uint32_t sender;
} Use;

static gint
compare_uses(gconstpointer a, gconstpointer b)
{
	const Use *left = a;
	const Use *right = b;

	if (left->hash != right->hash)
		return left->hash < right->hash ? -1 : 1;
	return (left->sender > right->sender) - (left->sender < right->sender);
}

/* Appends each gram of an example once. */
static void
append_uses(GArray *uses, const Example *example)
{
	const GArray *grams = example->features->grams;
	guint start = uses->len;
	guint kept = start;
	Use *all;

	for (guint i = 0; i < grams->len; i++)
		g_array_append_val(
		    uses, ((Use){g_array_index(grams, Gram, i).hash,
		              example->sender}));
	all = (Use *)uses->data;
	qsort(all + start, uses->len - start, sizeof(*all), compare_uses);
	for (guint i = start; i < uses->len; i++)
		if (i == start || all[i].hash != all[i - 1].hash)
			all[kept++] = all[i];
	g_array_set_size(uses, kept);
}

/* The terms of one direction, by hash. */
static void
make_plan(Plan *plan, const Examples *examples, const bool *chosen,
    Direction direction)
{
	g_autoptr(GArray) uses = g_array_new(false, false, sizeof(Use));
	const Use *all;

	plan->terms = g_array_new(false, false, sizeof(Term));
	plan->examples = 0;
	for (guint i = 0; i < examples->all->len; i++) {
		const Example *example = examples->all->pdata[i];

		if (!chosen[i] || example->direction != direction)
			continue;
		append_uses(uses, example);
		plan->examples++;
	}
	g_array_sort(uses, compare_uses);
	all = (const Use *)uses->data;
	for (guint i = 0, end; i < uses->len; i = end) {
		guint senders = 1;

		for (end = i + 1;
		     end < uses->len && all[end].hash == all[i].hash; end++)
			senders += all[end].sender != all[end - 1].sender;
		if (senders >= SENDERS_MIN)
			g_array_append_val(
			    plan->terms, ((Term){all[i].hash, end - i}));
	}
}

static uint32_t
slot_bits(uint32_t rows)
{
	uint32_t bits = 4;

	while ((double)(1U << bits) * FILL_MAX < rows)
		bits++;
	return bits;
}

/* Gives size bytes behind what there is, at a multiple of four. */
static uint32_t
reserve(uint32_t *end, uint64_t size)
{
	uint32_t at = *end;

	*end += (uint32_t)((size + 3) / 4 * 4);
	return at;
}

static void
place_lexicon(ModelLexicon *place, const Lexicon *lexicon, uint32_t *end)
{
	*place = (ModelLexicon){
	    .stem_bits = lexicon->stem_bits,
	    .stems = reserve(end, sizeof(uint32_t) << lexicon->stem_bits),
	    .wording_bits = lexicon->wording_bits,
	    .wordings =
	        reserve(end, sizeof(LexiconSlot) << lexicon->wording_bits),
	};
}

static void
lay_out(
    ModelSection *section, const Plan *plan, Direction direction, uint32_t *end)
{
	section->row_count = plan->terms->len;
	section->slot_bits = slot_bits(section->row_count);
	for (int i = 0; i < HEAD_COUNT; i++) {
		section->heads[i].first = section->columns;
		section->columns += columns[direction][i];
	}
	section->slots = reserve(end, sizeof(ModelSlot) << section->slot_bits);
	section->rarities = reserve(end, section->row_count);
	section->rows =
	    reserve(end, (uint64_t)section->row_count * section->columns +
	                     MODEL_CLASSES_MAX);
	memcpy(section->group_scale, group_scales, sizeof(group_scales));
	section->sure = section->sure_draft = 1;
}

static void
fill_slots(ModelSlot *slots, const ModelSection *section, const Plan *plan)
{
	uint32_t mask = (1U << section->slot_bits) - 1;

	for (uint32_t i = 0; i <= mask; i++)
		slots[i].row = MODEL_NO_ROW;
	for (uint32_t row = 0; row < plan->terms->len; row++) {
		uint32_t hash = g_array_index(plan->terms, Term, row).hash;
		uint32_t at = hash_slot(hash, section->slot_bits);

		while (slots[at].row != MODEL_NO_ROW)
			at = (at + 1) & mask;
		slots[at] = (ModelSlot){hash, row};
	}
}

static double
rarity(const Plan *plan, uint32_t examples)
{
	return sqrt(1 + log((1.0 + plan->examples) / (1.0 + examples)));
}

/* The root of the inverse document frequency, smoothed, in 255 steps. */
static void
fill_rarities(uint8_t *rarities, ModelSection *section, const Plan *plan)
{
	double most = rarity(plan, SENDERS_MIN);

	section->rarity_unit = (float)(most / UINT8_MAX);
	for (guint row = 0; row < plan->terms->len; row++) {
		const Term *term = &g_array_index(plan->terms, Term, row);

		rarities[row] = (uint8_t)lround(
		    rarity(plan, term->examples) / most * UINT8_MAX);
	}
}

GByteArray *
table_new(const Examples *examples, const bool *chosen)
{
	GByteArray *bytes = g_byte_array_new();
	ModelHeader header = {.magic = MODEL_MAGIC,
	    .version = MODEL_VERSION,
	    .features_version = FEATURES_VERSION,
	    .size = sizeof(header)};
	Plan plans[2];

	place_lexicon(
	    &header.lexicon, &examples->wordings->lexicon, &header.size);
	for (int i = 0; i < 2; i++) {
		make_plan(&plans[i], examples, chosen, (Direction)i);
		lay_out(
		    &header.sections[i], &plans[i], (Direction)i, &header.size);
	}
	g_byte_array_set_size(bytes, header.size);
	memset(bytes->data, 0, header.size);
	memcpy(bytes->data + header.lexicon.stems,
	    examples->wordings->stems->data,
	    sizeof(uint32_t) << header.lexicon.stem_bits);
	memcpy(bytes->data + header.lexicon.wordings,
	    examples->wordings->wordings->data,
	    sizeof(LexiconSlot) << header.lexicon.wording_bits);
	for (int i = 0; i < 2; i++) {
		ModelSection *section = &header.sections[i];

		fill_slots((ModelSlot *)(bytes->data + section->slots), section,
		    &plans[i]);
		fill_rarities(
		    bytes->data + section->rarities, section, &plans[i]);
		g_array_unref(plans[i].terms);
	}
	header.checksum = model_checksum(&header);
	memcpy(bytes->data, &header, sizeof(header));
	return bytes;
}
