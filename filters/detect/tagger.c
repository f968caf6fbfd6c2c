#include "tagger.h"

#include "error.h"
#include "hash.h"

#include <math.h>
#include <string.h>

#define PROBES_MAX 256 /* of slots, should a file have none empty */
#define NEVER (-1e9F)

struct Tagger {
	GMappedFile *file;
	TaggerHeader header;
	const TaggerSlot *slots;
	const int8_t *rows;
};

static bool
is_sound(const TaggerHeader *header, size_t size)
{
	if (size < sizeof(*header) || header->magic != TAGGER_MAGIC ||
	    header->version != TAGGER_VERSION ||
	    header->features_version != TAG_FEATURES_VERSION ||
	    header->size != size || header->slot_bits < 1 ||
	    header->slot_bits > 24 || !isfinite(header->scale))
		return false;
	for (int i = 0; i < TAG_COUNT; i++)
		for (int j = 0; j < TAG_COUNT; j++)
			if (!isfinite(header->follows[i][j]))
				return false;
	return size == sizeof(*header) +
	                   (sizeof(TaggerSlot) << header->slot_bits) +
	                   (uint64_t)header->row_count * TAG_COUNT;
}

Tagger *
tagger_open(const char *path, GError **error)
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
	                  g_mapped_file_get_length(file))) {
		g_set_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES,
		    "%s: damaged, or of another version", path);
		return NULL;
	}
	tagger = g_new0(Tagger, 1);
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
			return tagger->rows + (size_t)slot->row * TAG_COUNT;
		at = (at + 1) & mask;
	}
	return NULL;
}

static void
score(const Tagger *tagger, const TagItems *items, guint index, float *scores)
{
	uint32_t features[TAG_FEATURES_MAX];
	guint count = tag_items_features(items, index, features);
	int sums[TAG_COUNT] = {0};

	for (guint i = 0; i < count; i++) {
		const int8_t *row = find_row(tagger, features[i]);

		for (int tag = 0; row && tag < TAG_COUNT; tag++)
			sums[tag] += row[tag];
	}
	for (int tag = 0; tag < TAG_COUNT; tag++)
		scores[tag] = tagger->header.scale * (float)sums[tag];
}

bool
tag_may_follow(Tag before, Tag tag)
{
	bool goes_on =
	    tag == TAG_FIRM_ON || tag == TAG_ROLE_ON || tag == TAG_PERSON_ON;

	return !goes_on || before == tag || before + 1 == tag;
}

/* The best tag before tag, given the sums of what came before. */
static Tag
best_before(
    const float *sums, float follows[TAG_COUNT][TAG_COUNT], Tag tag, float *sum)
{
	Tag best = TAG_NONE;

	*sum = NEVER;
	for (int before = 0; before < TAG_COUNT; before++) {
		float value = sums[before] + follows[before][tag];

		if (tag_may_follow((Tag)before, tag) && value > *sum) {
			*sum = value;
			best = (Tag)before;
		}
	}
	return best;
}

void
tagger_decode(float (*scores)[TAG_COUNT], float follows[TAG_COUNT][TAG_COUNT],
    guint count, uint8_t *tags)
{
	g_autofree uint8_t *from = g_new(uint8_t, count * TAG_COUNT + 1);
	float sums[TAG_COUNT] = {0};
	int tag = 0;

	/* Before the first word is no name. */
	for (int i = 1; i < TAG_COUNT; i++)
		sums[i] = NEVER;
	for (guint i = 0; i < count; i++) {
		float next[TAG_COUNT];

		for (int t = 0; t < TAG_COUNT; t++) {
			from[i * TAG_COUNT + (guint)t] = (uint8_t)best_before(
			    sums, follows, (Tag)t, &next[t]);
			next[t] += scores[i][t];
		}
		memcpy(sums, next, sizeof(sums));
	}
	for (int t = 1; t < TAG_COUNT; t++)
		if (sums[t] > sums[tag])
			tag = t;
	for (guint i = count; i-- > 0;) {
		tags[i] = (uint8_t)tag;
		tag = from[i * TAG_COUNT + (guint)tag];
	}
}

static float
margin_of(const float *scores, int tag)
{
	float rival = NEVER;

	for (int t = 0; t < TAG_COUNT; t++)
		if (t != tag)
			rival = MAX(rival, scores[t]);
	return scores[tag] - rival;
}

/* Names are runs of tags. */
static GArray *
gather(float (*scores)[TAG_COUNT], const uint8_t *tags, guint count)
{
	GArray *spans = g_array_new(false, false, sizeof(TagSpan));

	for (guint i = 0; i < count;) {
		TagSpan span = {.tag = (Tag)tags[i], .first = i};

		i++;
		if (span.tag == TAG_NONE)
			continue;
		while (i < count && tags[i] == span.tag + 1)
			i++;
		span.count = i - span.first;
		for (guint j = span.first; j < i; j++)
			span.margin += margin_of(scores[j], tags[j]);
		span.margin /= (float)span.count;
		g_array_append_val(spans, span);
	}
	return spans;
}

GArray *
tagger_find(const Tagger *tagger, const TagItems *items)
{
	guint count = tag_items_count(items);
	g_autofree float(*scores)[TAG_COUNT] =
	    g_malloc_n(count + 1, sizeof(*scores));
	g_autofree uint8_t *tags = g_new0(uint8_t, count + 1);
	float follows[TAG_COUNT][TAG_COUNT];

	memcpy(follows, tagger->header.follows, sizeof(follows));
	for (guint i = 0; i < count; i++)
		score(tagger, items, i, scores[i]);
	tagger_decode(scores, follows, count, tags);
	return gather(scores, tags, count);
}
