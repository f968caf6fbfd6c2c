#include "model.h"

#include "error.h"
#include "hash.h"

#include <math.h>
#include <string.h>

#define PROBES_MAX 256 /* of slots, should a file have none empty */
#define COUNT_MAX 31   /* more of a gram adds nothing */

struct Model {
	GMappedFile *file; /* NULL where the bytes are borrowed */
	const char *bytes;
	size_t size;
	Lexicon lexicon;
};

static bool
fits(const Model *model, uint64_t offset, uint64_t size)
{
	return offset % sizeof(uint32_t) == 0 && size <= model->size &&
	       offset <= model->size - size;
}

static bool
head_is_sound(const ModelSection *section, const ModelHead *head)
{
	if (head->count > MODEL_CLASSES_MAX || head->first > section->columns ||
	    head->count > section->columns - head->first)
		return false;
	for (uint32_t i = 0; i < head->count; i++)
		if (!isfinite(head->classes[i].scale) ||
		    !isfinite(head->classes[i].bias))
			return false;
	return true;
}

static bool
section_is_sound(const Model *model, const ModelSection *section)
{
	if (section->slot_bits < 1 || section->slot_bits > 24 ||
	    section->columns > HEAD_COUNT * MODEL_CLASSES_MAX)
		return false;
	for (int i = 0; i < HEAD_COUNT; i++)
		if (!head_is_sound(section, &section->heads[i]))
			return false;
	return fits(model, section->slots,
	           sizeof(ModelSlot) << section->slot_bits) &&
	       fits(model, section->rarities, section->row_count) &&
	       fits(model, section->rows,
	           (uint64_t)section->row_count * section->columns +
	               MODEL_CLASSES_MAX);
}

static bool
lexicon_is_sound(const Model *model, const ModelLexicon *lexicon)
{
	return lexicon->stem_bits >= 1 && lexicon->stem_bits <= 24 &&
	       lexicon->wording_bits >= 1 && lexicon->wording_bits <= 24 &&
	       fits(model, lexicon->stems,
	           sizeof(uint32_t) << lexicon->stem_bits) &&
	       fits(model, lexicon->wordings,
	           sizeof(LexiconSlot) << lexicon->wording_bits);
}

uint32_t
model_checksum(const ModelHeader *header)
{
	uint32_t sum = 0;

	for (size_t i = 0; i + sizeof(sum) <= sizeof(*header);
	     i += sizeof(sum)) {
		uint32_t word;

		memcpy(&word, (const char *)header + i, sizeof(word));
		if (i != offsetof(ModelHeader, checksum))
			sum = (sum << 5 | sum >> 27) ^ word * 0x9e3779b1U;
	}
	return sum;
}

static bool
model_is_sound(const Model *model)
{
	const ModelHeader *header = (const ModelHeader *)model->bytes;

	return model->size >= sizeof(*header) && header->magic == MODEL_MAGIC &&
	       header->version == MODEL_VERSION &&
	       header->features_version == FEATURES_VERSION &&
	       header->size == model->size &&
	       header->checksum == model_checksum(header) &&
	       lexicon_is_sound(model, &header->lexicon) &&
	       section_is_sound(model, &header->sections[0]) &&
	       section_is_sound(model, &header->sections[1]);
}

static Lexicon
lexicon_in(const Model *model)
{
	const ModelLexicon *place =
	    &((const ModelHeader *)model->bytes)->lexicon;

	return (Lexicon){
	    .stems = (const uint32_t *)(model->bytes + place->stems),
	    .stem_bits = place->stem_bits,
	    .wordings = (const LexiconSlot *)(model->bytes + place->wordings),
	    .wording_bits = place->wording_bits,
	};
}

Model *
model_new(const void *bytes, size_t size, GError **error)
{
	g_autoptr(Model) model = g_new0(Model, 1);

	model->bytes = bytes;
	model->size = size;
	if (!model_is_sound(model)) {
		g_set_error_literal(error, AFTERWORD_ERROR,
		    AFTERWORD_ERROR_RULES,
		    "the weights are damaged or of another version");
		return NULL;
	}
	model->lexicon = lexicon_in(model);
	return g_steal_pointer(&model);
}

Model *
model_open(const char *path, GError **error)
{
	g_autoptr(GError) why = NULL;
	g_autoptr(GMappedFile) file = g_mapped_file_new(path, false, &why);
	Model *model;

	if (!file) {
		g_set_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES,
		    "cannot open '%s': %s", path, why->message);
		return NULL;
	}
	model = model_new(g_mapped_file_get_contents(file),
	    g_mapped_file_get_length(file), error);
	if (!model) {
		g_prefix_error(error, "%s: ", path);
		return NULL;
	}
	model->file = g_steal_pointer(&file);
	return model;
}

void
model_close(Model *model)
{
	if (!model)
		return;
	g_clear_pointer(&model->file, g_mapped_file_unref);
	g_free(model);
}

const Lexicon *
model_lexicon(const Model *model)
{
	return &model->lexicon;
}

bool
model_drafts(Kind kind)
{
	return kind == KIND_INVITE || kind == KIND_REJECTION ||
	       kind == KIND_OFFER;
}

const ModelSection *
model_section(const Model *model, Direction direction)
{
	return &((const ModelHeader *)model->bytes)
	            ->sections[direction == DIRECTION_OUTGOING];
}

static const int8_t *
row_at(const Model *model, const ModelSection *section, uint32_t row)
{
	return (const int8_t *)model->bytes + section->rows +
	       (size_t)row * section->columns;
}

/* The row of a gram's hash; MODEL_NO_ROW where it has none. */
static inline uint32_t
find_row(const ModelSlot *slots, const ModelSection *section, uint32_t hash)
{
	uint32_t mask = (1U << section->slot_bits) - 1;
	uint32_t at = hash_slot(hash, section->slot_bits);

	for (int i = 0; i < PROBES_MAX; i++) {
		const ModelSlot *slot = &slots[at];

		/* Whatever the file says, no row beyond its end is read. */
		if (slot->row >= section->row_count)
			return MODEL_NO_ROW;
		if (slot->hash == hash)
			return slot->row;
		at = (at + 1) & mask;
	}
	return MODEL_NO_ROW;
}

/* Entries of value 0, with how often each occurs in counts, by row. */
static void
collect(const Model *model, const ModelSection *section,
    const Features *features, GArray *entries, uint8_t *counts)
{
	const ModelSlot *slots =
	    (const ModelSlot *)(model->bytes + section->slots);
	const Gram *gram = (const Gram *)features->grams->data;
	Entry *entry;

	g_array_set_size(entries, features->grams->len);
	entry = (Entry *)entries->data;
	for (uint32_t i = 0; i < features->grams->len; i++) {
		uint32_t row = find_row(slots, section, gram[i].hash);

		if (row == MODEL_NO_ROW)
			continue;
		if (!counts[row])
			*entry++ = (Entry){.row = row, .gram = i};
		if (counts[row] < COUNT_MAX)
			counts[row]++;
	}
	g_array_set_size(
	    entries, (guint)(entry - (const Entry *)entries->data));
}

/* Rare grams and repeated ones count for more. */
static void
weigh(const Model *model, const ModelSection *section, GArray *entries,
    const uint8_t *counts)
{
	const uint8_t *rarities =
	    (const uint8_t *)model->bytes + section->rarities;
	Entry *entry = (Entry *)entries->data;
	float factors[COUNT_MAX + 1];

	for (int i = 1; i <= COUNT_MAX; i++)
		factors[i] = section->rarity_unit * (1 + logf((float)i));
	for (guint i = 0; i < entries->len; i++)
		entry[i].value = (float)rarities[entry[i].row] *
		                 factors[counts[entry[i].row]];
}

/* Brings the values of each group to the length of that group. */
static void
normalise(
    const ModelSection *section, const Features *features, GArray *entries)
{
	const Gram *gram = (const Gram *)features->grams->data;
	Entry *entry = (Entry *)entries->data;
	float factors[GROUP_COUNT] = {0};

	for (guint i = 0; i < entries->len; i++)
		factors[gram[entry[i].gram].group] +=
		    entry[i].value * entry[i].value;
	for (int i = 0; i < GROUP_COUNT; i++)
		if (factors[i] > 0)
			factors[i] =
			    section->group_scale[i] / sqrtf(factors[i]);
	for (guint i = 0; i < entries->len; i++)
		entry[i].value *= factors[gram[entry[i].gram].group];
}

GArray *
model_weigh(
    const Model *model, const ModelSection *section, const Features *features)
{
	g_autofree uint8_t *counts = g_new0(uint8_t, section->row_count + 1);
	GArray *entries = g_array_new(false, false, sizeof(Entry));

	collect(model, section, features, entries, counts);
	weigh(model, section, entries, counts);
	normalise(section, features, entries);
	return entries;
}

void
model_score(const Model *model, const ModelSection *section, HeadName name,
    const GArray *entries, float *scores)
{
	const ModelHead *head = &section->heads[name];
	const Entry *entry = (const Entry *)entries->data;
	float sums[MODEL_CLASSES_MAX] = {0};

	for (guint i = 0; i < entries->len; i++) {
		const int8_t *row =
		    row_at(model, section, entry[i].row) + head->first;

		/* All columns, so that it is one vector operation. */
		for (int j = 0; j < MODEL_CLASSES_MAX; j++)
			sums[j] += entry[i].value * (float)row[j];
	}
	for (uint32_t j = 0; j < MODEL_CLASSES_MAX; j++)
		scores[j] = j < head->count
		                ? head->classes[j].bias +
		                      head->classes[j].scale * sums[j]
		                : 0;
}

float *
model_parts(const Model *model, const ModelSection *section,
    const GArray *entries, uint32_t for_class, uint32_t against)
{
	const ModelHead *head = &section->heads[HEAD_KIND];
	const Entry *entry = (const Entry *)entries->data;
	float *parts = g_new(float, entries->len + 1);

	for (guint i = 0; i < entries->len; i++) {
		const int8_t *row =
		    row_at(model, section, entry[i].row) + head->first;

		parts[i] =
		    entry[i].value *
		    (head->classes[for_class].scale * (float)row[for_class] -
		        head->classes[against].scale * (float)row[against]);
	}
	return parts;
}

void
model_calibrate(
    const ModelSection *section, const float *scores, float *probabilities)
{
	uint32_t count = section->heads[HEAD_KIND].count;
	float largest = -INFINITY;
	float sum = 0;

	for (uint32_t i = 0; i < count; i++) {
		const float *weights = section->layer[i];

		probabilities[i] = weights[MODEL_CLASSES_MAX];
		for (uint32_t j = 0; j < count; j++)
			probabilities[i] += weights[j] * scores[j];
		largest = MAX(largest, probabilities[i]);
	}
	for (uint32_t i = 0; i < count; i++)
		sum += probabilities[i] = expf(probabilities[i] - largest);
	for (uint32_t i = 0; i < count; i++)
		probabilities[i] /= sum;
}
