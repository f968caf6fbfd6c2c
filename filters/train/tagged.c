#include "tagged.h"

#include <stdlib.h>

#define FEATURES_OFTEN 3 /* a feature must come so often */

static void
text_free(gpointer pointer)
{
	TaggedText *text = pointer;

	g_free(text->starts);
	g_free(text->features);
	g_free(text->tags);
	g_free(text);
}

Tagged *
tagged_new(const TagScheme *scheme)
{
	Tagged *tagged = g_new(Tagged, 1);

	tagged->scheme = scheme;
	tagged->texts = g_ptr_array_new_with_free_func(text_free);
	return tagged;
}

void
tagged_free(Tagged *tagged)
{
	if (!tagged)
		return;
	g_ptr_array_unref(tagged->texts);
	g_free(tagged);
}

TaggedText *
tagged_add(Tagged *tagged, const void *items, guint count)
{
	TaggedText *text = g_new0(TaggedText, 1);
	g_autoptr(GArray) all = g_array_new(false, false, sizeof(uint32_t));
	uint32_t features[TAG_FEATURES_MAX];

	text->count = count;
	text->starts = g_new0(guint, count + 1);
	text->tags = g_new0(uint8_t, count + 1);
	for (guint i = 0; i < count; i++) {
		guint n = tagged->scheme->features(items, i, features);

		g_array_append_vals(all, features, n);
		text->starts[i + 1] = all->len;
	}
	text->features = (uint32_t *)g_array_free(g_steal_pointer(&all), false);
	g_ptr_array_add(tagged->texts, text);
	return text;
}

static int
compare_hashes(const void *a, const void *b)
{
	uint32_t left = *(const uint32_t *)a;
	uint32_t right = *(const uint32_t *)b;

	return (left > right) - (left < right);
}

/* All features of all texts, sorted. */
static GArray *
sorted_features(const Tagged *tagged)
{
	GArray *all = g_array_new(false, false, sizeof(uint32_t));

	for (guint i = 0; i < tagged->texts->len; i++) {
		const TaggedText *text = tagged->texts->pdata[i];

		g_array_append_vals(
		    all, text->features, text->starts[text->count]);
	}
	qsort(all->data, all->len, sizeof(uint32_t), compare_hashes);
	return all;
}

static void
number_text(TaggedText *text, const GArray *hashes)
{
	guint kept = 0;
	guint first = 0;

	for (guint i = 0; i < text->count; i++) {
		for (; first < text->starts[i + 1]; first++) {
			const uint32_t *found =
			    bsearch(&text->features[first], hashes->data,
			        hashes->len, sizeof(uint32_t), compare_hashes);

			if (found)
				text->features[kept++] =
				    (uint32_t)(found -
				               (const uint32_t *)(void *)
				                   hashes->data);
		}
		text->starts[i + 1] = kept;
	}
}

GArray *
tagged_number(Tagged *tagged)
{
	g_autoptr(GArray) all = sorted_features(tagged);
	const uint32_t *sorted = (const uint32_t *)(void *)all->data;
	GArray *hashes = g_array_new(false, false, sizeof(uint32_t));

	for (guint i = 0, end; i < all->len; i = end) {
		for (end = i; end < all->len && sorted[end] == sorted[i];)
			end++;
		if (end - i >= FEATURES_OFTEN)
			g_array_append_val(hashes, sorted[i]);
	}
	for (guint i = 0; i < tagged->texts->len; i++)
		number_text(tagged->texts->pdata[i], hashes);
	return hashes;
}
