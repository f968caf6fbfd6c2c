/*
 * Tagged: labelled messages as rows of items, each with its features and the
 * tag that it should get.
 */
#ifndef TAGGED_H
#define TAGGED_H

#include "tagger.h"

#include <glib.h>
#include <stdint.h>

/* One message: item i has the features from starts[i] to starts[i + 1]. */
typedef struct TaggedText {
	guint count;
	guint *starts;
	uint32_t *features; /* hashes; rows once tagged_number was called */
	uint8_t *tags;      /* TAG_NONE at first */
} TaggedText;

typedef struct Tagged {
	const TagScheme *scheme; /* borrowed */
	GPtrArray *texts;        /* of TaggedText * */
} Tagged;

Tagged *tagged_new(const TagScheme *scheme);

/* Adds a message's items with their features; whoever adds them tags them. */
TaggedText *tagged_add(Tagged *tagged, const void *items, guint count);

/*
 * Gives each feature that comes often enough a row, from 0 on, in place of its
 * hash, and drops the others; the hashes by row, of uint32_t, the caller's.
 */
GArray *tagged_number(Tagged *tagged);

void tagged_free(Tagged *tagged);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Tagged, tagged_free)

#endif
