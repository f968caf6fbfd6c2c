#include "tag_file.h"

#include "hash.h"

#include <math.h>
#include <string.h>

#define FILL_MAX 0.7 /* of the slots */

static void
fill_slots(TaggerSlot *slots, const TaggerHeader *header, const GArray *hashes)
{
	uint32_t mask = (1U << header->slot_bits) - 1;

	for (uint32_t i = 0; i <= mask; i++)
		slots[i].row = UINT32_MAX;
	for (uint32_t row = 0; row < hashes->len; row++) {
		uint32_t hash = g_array_index(hashes, uint32_t, row);
		uint32_t at = hash_slot(hash, header->slot_bits);

		while (slots[at].row != UINT32_MAX)
			at = (at + 1) & mask;
		slots[at] = (TaggerSlot){hash, row};
	}
}

static void
fill_rows(int8_t *rows, TaggerHeader *header, const TagWeights *weights)
{
	float most = 1e-6F;

	for (uint32_t i = 0; i < header->row_count; i++)
		for (guint t = 0; t < header->tag_count; t++)
			most = MAX(most, fabsf(weights->rows[i][t]));
	header->scale = most / INT8_MAX;
	for (uint32_t i = 0; i < header->row_count; i++)
		for (guint t = 0; t < header->tag_count; t++)
			rows[(size_t)i * header->tag_count + t] =
			    (int8_t)lroundf(
			        weights->rows[i][t] / header->scale);
}

GByteArray *
tag_file_new(const TagScheme *scheme, const GArray *hashes,
    const TagWeights *weights, float lean)
{
	GByteArray *bytes = g_byte_array_new();
	TaggerHeader header = {.magic = TAGGER_MAGIC,
	    .version = TAGGER_VERSION,
	    .scheme_version = scheme->version,
	    .tag_count = scheme->count,
	    .slot_bits = 4,
	    .row_count = hashes->len};
	size_t slots_size;

	while ((double)(1U << header.slot_bits) * FILL_MAX < hashes->len)
		header.slot_bits++;
	slots_size = sizeof(TaggerSlot) << header.slot_bits;
	header.size = (uint32_t)(sizeof(header) + slots_size +
	                         (size_t)hashes->len * header.tag_count);
	g_byte_array_set_size(bytes, header.size);
	fill_slots((TaggerSlot *)(void *)(bytes->data + sizeof(header)),
	    &header, hashes);
	fill_rows((int8_t *)bytes->data + sizeof(header) + slots_size, &header,
	    weights);
	memcpy(header.biases, weights->biases, sizeof(header.biases));
	memcpy(header.follows, weights->follows, sizeof(header.follows));
	for (int i = 0; i < TAGS_MAX; i++)
		header.follows[i][TAG_NONE] -= lean;
	memcpy(bytes->data, &header, sizeof(header));
	return bytes;
}
