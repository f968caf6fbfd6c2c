#include "tagger.h"

#include "error.h"
#include "hash.h"

#include <math.h>
#include <string.h>

#define PROBES_MAX 256 /* of slots, should a file have none empty */
#define NEVER (-1e9F)

struct Tagger {
	const TagScheme *scheme;
	GMappedFile *file;
	TaggerHeader header;
	const TaggerSlot *slots;
	const int8_t *rows;
};

static bool
is_sound(const TaggerHeader *header, const TagScheme *scheme, size_t size)
{
	if (size < sizeof(*header) || header->magic != TAGGER_MAGIC ||
	    header->version != TAGGER_VERSION ||
	    header->scheme_version != scheme->version ||
	    header->tag_count != scheme->count || header->size != size ||
	    header->slot_bits < 1 || header->slot_bits > 24 ||
	    !isfinite(header->scale))
		return false;
	for (int i = 0; i < TAGS_MAX; i++)
		for (int j = 0; j < TAGS_MAX; j++)
			if (!isfinite(header->follows[i][j]))
				return false;
	return size == sizeof(*header) +
	                   (sizeof(TaggerSlot) << header->slot_bits) +
	                   (uint64_t)header->row_count * header->tag_count;
}

Tagger *
tagger_open(const char *path, const TagScheme *scheme, GError **error)
{
	g_autoptr(GError) why = NULL;
	g_autoptr(GMappedFile) file = g_mapped_file_new(path, false, &why);
	const char *bytes;
	Tagger *tagger;

	if (!file) {
		g_set_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES,
		    "cannot open '%s': %s", path, why->message);
		return NULL;
	}
	bytes = g_mapped_file_get_contents(file);
	if (!bytes || !is_sound((const TaggerHeader *)(const void *)bytes,
	                  scheme, g_mapped_file_get_length(file))) {
		g_set_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES,
		    "%s: damaged, or of another version", path);
		return NULL;
	}
	tagger = g_new0(Tagger, 1);
	tagger->scheme = scheme;
	memcpy(&tagger->header, bytes, sizeof(tagger->header));
	bytes += sizeof(TaggerHeader);
	tagger->slots = (const TaggerSlot *)(const void *)bytes;
	bytes += sizeof(TaggerSlot) << tagger->header.slot_bits;
	tagger->rows = (const int8_t *)bytes;
	tagger->file = g_steal_pointer(&file);
	return tagger;
}

void
tagger_close(Tagger *tagger)
{
	if (!tagger)
		return;
	g_mapped_file_unref(tagger->file);
	g_free(tagger);
}

/* The row of a feature; NULL where it was never seen. */
static const int8_t *
find_row(const Tagger *tagger, uint32_t hash)
{
	uint32_t mask = (1U << tagger->header.slot_bits) - 1;
	uint32_t at = hash_slot(hash, tagger->header.slot_bits);

	for (int i = 0; i < PROBES_MAX; i++) {
		const TaggerSlot *slot = &tagger->slots[at];

		/* Whatever the file says, no row beyond its end is read. */
		if (slot->row >= tagger->header.row_count)
			return NULL;
		if (slot->hash == hash)
			return tagger->rows +
			       (size_t)slot->row * tagger->header.tag_count;
		at = (at + 1) & mask;
	}
	return NULL;
}

static void
score(const Tagger *tagger, const void *items, guint index, float *scores)
{
	uint32_t features[TAG_FEATURES_MAX];
	guint count = tagger->scheme->features(items, index, features);
	int sums[TAGS_MAX] = {0};

	for (guint i = 0; i < count; i++) {
		const int8_t *row = find_row(tagger, features[i]);

		for (guint t = 0; row && t < tagger->scheme->count; t++)
			sums[t] += row[t];
	}
	for (guint t = 0; t < tagger->scheme->count; t++)
		scores[t] = tagger->header.biases[t] +
		            tagger->header.scale * (float)sums[t];
}

/* The best tag before tag, given the sums of what came before. */
static guint
best_before(const TagScheme *scheme, const float *sums,
    float follows[TAGS_MAX][TAGS_MAX], guint tag, float *sum)
{
	guint best = TAG_NONE;

	*sum = NEVER;
	for (guint before = 0; before < scheme->count; before++) {
		float value = sums[before] + follows[before][tag];

		if (scheme->may_follow(before, tag) && value > *sum) {
			*sum = value;
			best = before;
		}
	}
	return best;
}

void
tagger_decode(const TagScheme *scheme, float (*scores)[TAGS_MAX],
    float follows[TAGS_MAX][TAGS_MAX], guint count, uint8_t *tags)
{
	g_autofree uint8_t *from = g_new(uint8_t, count * TAGS_MAX + 1);
	float sums[TAGS_MAX] = {0};
	guint tag = TAG_NONE;

	/* Before the first item is no mark. */
	for (guint t = 1; t < scheme->count; t++)
		sums[t] = NEVER;
	for (guint i = 0; i < count; i++) {
		float next[TAGS_MAX] = {0};

		for (guint t = 0; t < scheme->count; t++) {
			from[i * TAGS_MAX + t] = (uint8_t)best_before(
			    scheme, sums, follows, t, &next[t]);
			next[t] += scores[i][t];
		}
		memcpy(sums, next, scheme->count * sizeof(*sums));
	}
	for (guint t = 1; t < scheme->count; t++)
		if (sums[t] > sums[tag])
			tag = t;
	for (guint i = count; i-- > 0;) {
		tags[i] = (uint8_t)tag;
		tag = from[i * TAGS_MAX + tag];
	}
}

static float
margin_of(const TagScheme *scheme, const float *scores, guint tag)
{
	float rival = NEVER;

	for (guint t = 0; t < scheme->count; t++)
		if (t != tag)
			rival = MAX(rival, scores[t]);
	return scores[tag] - rival;
}

TagChoice *
tagger_mark(const Tagger *tagger, const void *items, guint count)
{
	g_autofree float(*scores)[TAGS_MAX] =
	    g_malloc_n(count + 1, sizeof(*scores));
	g_autofree uint8_t *tags = g_new0(uint8_t, count + 1);
	TagChoice *choices = g_new0(TagChoice, count + 1);
	float follows[TAGS_MAX][TAGS_MAX];

	memcpy(follows, tagger->header.follows, sizeof(follows));
	for (guint i = 0; i < count; i++)
		score(tagger, items, i, scores[i]);
	tagger_decode(tagger->scheme, scores, follows, count, tags);
	for (guint i = 0; i < count; i++)
		choices[i] = (TagChoice){
		    tags[i], margin_of(tagger->scheme, scores[i], tags[i])};
	return choices;
}
