/*
 * Tag file: writes the weights of a tagger as tagger.h reads them.
 */
#ifndef TAG_FILE_H
#define TAG_FILE_H

#include "tagger.h"

#include <glib.h>

typedef struct TagWeights {
	float (*rows)[TAGS_MAX]; /* of each feature, for each tag */
	float biases[TAGS_MAX];
	float follows[TAGS_MAX][TAGS_MAX];
} TagWeights;

/*
 * The file, the caller's. hashes are the features by row (of uint32_t); lean
 * takes from TAG_NONE wherever it follows: towards marks.
 */
GByteArray *tag_file_new(const TagScheme *scheme, const GArray *hashes,
    const TagWeights *weights, float lean);

#endif
