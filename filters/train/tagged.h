/*
 * Tagged: labelled messages as rows of items, each with its features and the
 * tag that it should get.
 */
#ifndef TAGGED_H
#define TAGGED_H

#include "examples.h"
#include "patterns.h"
#include "tagger.h"

#include <glib.h>
#include <stdint.h>

/* One message: item i has the features from starts[i] to starts[i + 1]. */
typedef struct TaggedText {
	guint count;
	guint *starts;
	uint32_t *features; /* hashes; rows once tagged_number was called */
	uint8_t *tags;      /* of Tag */
} TaggedText;

typedef struct Tagged {
	const Patterns *patterns; /* borrowed */
	GPtrArray *texts;         /* of TaggedText * */
} Tagged;

Tagged *tagged_new(const Patterns *patterns);

/* Adds an example that has its facts labelled; leaves out any other. */
void tagged_add(Tagged *tagged, const Example *example);

/*
 * Gives each feature that comes often enough a row, from 0 on, in place of its
 * hash, and drops the others; the hashes by row, of uint32_t, the caller's.
 */
GArray *tagged_number(Tagged *tagged);

void tagged_free(Tagged *tagged);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Tagged, tagged_free)

#endif
