/*
 * Tagger: marks items in a message, such as its words, by what was learnt from
 * labelled ones.
 *
 * A linear model gives each item a score for each tag, and the best row of
 * tags is taken, in which only some may follow others. What the items and their
 * tags are is the matter of a scheme, and how their weights are learnt that of
 * filters/train: of words that hang together with the perceptron (Collins,
 * 2002), of dates that stand alone each by itself (solve.h). The weights are made by filters/train at build time,
 * mapped at run time and read in place; the cost is linear in the items.
 */
#ifndef TAGGER_H
#define TAGGER_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#define TAGGER_MAGIC 0x54475741u /* "AWGT" where the low byte comes first */
#define TAGGER_VERSION 3u
#define TAGS_MAX 12
#define TAG_FEATURES_MAX 512 /* of one item */
#define TAG_NONE 0           /* of every scheme: no mark */

/* What is marked, and how. */
typedef struct TagScheme {
	guint count;      /* of tags, TAG_NONE among them */
	uint32_t version; /* raised when a feature changes */
	/* Whether a tag may come after another. */
	bool (*may_follow)(guint before, guint tag);
	/* The features of an item, hashed, into out[TAG_FEATURES_MAX]; how
	 * many. */
	guint (*features)(const void *items, guint index, uint32_t *out);
} TagScheme;

/* A row's slot in the table; empty where row is at or above row_count. */
typedef struct TaggerSlot {
	uint32_t hash;
	uint32_t row;
} TaggerSlot;

/* The file: this, slots, and row_count rows of tag_count bytes. */
typedef struct TaggerHeader {
	uint32_t magic;
	uint32_t version;
	uint32_t scheme_version;
	uint32_t size; /* of the file, bytes */
	uint32_t slot_bits;
	uint32_t row_count;
	uint32_t tag_count;
	float scale;            /* of a byte */
	float biases[TAGS_MAX]; /* what a tag has, whatever it sees */
	float follows[TAGS_MAX][TAGS_MAX]; /* what a tag adds after another */
} TaggerHeader;

typedef struct Tagger Tagger;

/* What an item was marked as. */
typedef struct TagChoice {
	guint tag;
	float
	    margin; /* over the next best tag; below 0 where the row decided */
} TagChoice;

/*
 * scheme is borrowed. AFTERWORD_ERROR_RULES when the file is missing, cut off,
 * or of another version or scheme.
 */
Tagger *tagger_open(const char *path, const TagScheme *scheme, GError **error);

/*
 * The best row of tags for scores (of count items), with follows added between
 * neighbours; into tags.
 */
void tagger_decode(const TagScheme *scheme, float (*scores)[TAGS_MAX],
    float follows[TAGS_MAX][TAGS_MAX], guint count, uint8_t *tags);

/* Marks count items of the scheme's kind; the choices are the caller's. */
TagChoice *tagger_mark(const Tagger *tagger, const void *items, guint count);

void tagger_close(Tagger *tagger);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Tagger, tagger_close)

#endif
