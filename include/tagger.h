/*
 * Tagger: names of firms, jobs and people, marked in a message by what was
 * learnt from labelled ones.
 *
 * A linear model gives each word a score for each tag, and the best row of
 * tags is taken, in which a name goes on only where it has begun (Collins,
 * 2002: training of such models with the perceptron). The weights are made by
 * filters/train at build time, mapped at run time and read in place; the cost
 * is linear in the text.
 */
#ifndef TAGGER_H
#define TAGGER_H

#include "tag_items.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#define TAGGER_MAGIC 0x54475741u /* "AWGT" where the low byte comes first */
#define TAGGER_VERSION 1u

/* What a word is: of no name, the first of one, or a further one. */
typedef enum {
	TAG_NONE,
	TAG_FIRM,
	TAG_FIRM_ON,
	TAG_ROLE,
	TAG_ROLE_ON,
	TAG_PERSON,
	TAG_PERSON_ON,
	TAG_COUNT,
} Tag;

/* A row's slot in the table; empty where row is at or above row_count. */
typedef struct TaggerSlot {
	uint32_t hash;
	uint32_t row;
} TaggerSlot;

/* The file: this, slots, and row_count rows of TAG_COUNT bytes. */
typedef struct TaggerHeader {
	uint32_t magic;
	uint32_t version;
	uint32_t features_version;
	uint32_t size; /* of the file, bytes */
	uint32_t slot_bits;
	uint32_t row_count;
	float scale;                         /* of a byte */
	float follows[TAG_COUNT][TAG_COUNT]; /* what a tag adds after another */
} TaggerHeader;

typedef struct Tagger Tagger;

/* A name that was found. */
typedef struct TagSpan {
	Tag tag;     /* TAG_FIRM, TAG_ROLE or TAG_PERSON */
	guint first; /* item */
	guint count;
	float margin; /* over the next best tag, the mean of its words */
} TagSpan;

/* AFTERWORD_ERROR_RULES when it is missing, cut off, or of another version. */
Tagger *tagger_open(const char *path, GError **error);

/* Whether a tag may come after another. */
bool tag_may_follow(Tag before, Tag tag);

/*
 * The best row of tags for scores (of count items), with follows added between
 * neighbours; into tags.
 */
void tagger_decode(float (*scores)[TAG_COUNT],
    float follows[TAG_COUNT][TAG_COUNT], guint count, uint8_t *tags);

/* The names in items; of TagSpan, the caller's. */
GArray *tagger_find(const Tagger *tagger, const TagItems *items);

void tagger_close(Tagger *tagger);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Tagger, tagger_close)

#endif
