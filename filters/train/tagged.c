#include "tagged.h"

#include "clues.h"
#include "tag_items.h"
#include "tokens.h"

#include <stdlib.h>
#include <string.h>

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
tagged_new(const Patterns *patterns)
{
	Tagged *tagged = g_new(Tagged, 1);

	tagged->patterns = patterns;
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

/* Whether the words stand at item first; a line may end between them. */
static bool
stands_at(const TagItems *items, guint first, const GArray *words, guint *end)
{
	guint count = tag_items_count(items);
	guint at = first;

	for (guint i = 0; i < words->len; i++) {
		while (i > 0 && at < count && !tag_items_word(items, at))
			at++;
		if (at >= count || tag_items_word(items, at) !=
		                       g_array_index(words, uint32_t, i))
			return false;
		at++;
	}
	*end = at;
	return words->len > 0;
}

/* Tags a label wherever it stands and nothing else does. */
static void
mark(TaggedText *text, const TagItems *items, const Tokens *label, Tag tag)
{
	g_autoptr(GArray) words = g_array_new(false, false, sizeof(uint32_t));
	size_t n = tokens_count(label);

	for (size_t i = 0; i < n; i++) {
		uint32_t word = tag_word(label, i);

		g_array_append_val(words, word);
	}
	for (guint i = 0; i < text->count; i++) {
		guint end;

		if (text->tags[i] || !stands_at(items, i, words, &end))
			continue;
		for (guint j = i; j < end; j++)
			text->tags[j] = (uint8_t)(tag + (j > i));
		i = end - 1;
	}
}

static void
mark_label(const Tagged *tagged, TaggedText *text, const TagItems *items,
    const char *label, Tag tag)
{
	g_autoptr(Tokens) tokens = tokens_cut(tagged->patterns, "", label);

	mark(text, items, tokens, tag);
}

static TaggedText *
read_items(const TagItems *items)
{
	TaggedText *text = g_new0(TaggedText, 1);
	g_autoptr(GArray) all = g_array_new(false, false, sizeof(uint32_t));
	uint32_t features[TAG_FEATURES_MAX];

	text->count = tag_items_count(items);
	text->starts = g_new0(guint, text->count + 1);
	text->tags = g_new0(uint8_t, text->count + 1);
	for (guint i = 0; i < text->count; i++) {
		guint n = tag_items_features(items, i, features);

		g_array_append_vals(all, features, n);
		text->starts[i + 1] = all->len;
	}
	text->features = (uint32_t *)g_array_free(g_steal_pointer(&all), false);
	return text;
}

void
tagged_add(Tagged *tagged, const Example *example)
{
	Context context = {.direction = example->direction};
	g_autoptr(Reading) reading = reading_new();
	g_autoptr(Clues) clues = NULL;
	g_autoptr(TagItems) items = NULL;
	TaggedText *text;

	if (!example->facts)
		return;
	reading->direction = example->direction;
	g_free(reading->lang);
	reading->lang = g_strdup_printf(
	    "%c%c", (int)(example->lang >> 8), (int)(example->lang & 0xff));
	clues =
	    clues_new(tagged->patterns, example->message, &context, reading);
	items = tag_items_new(clues);
	text = read_items(items);
	mark_label(tagged, text, items, example->facts->role, TAG_ROLE);
	mark_label(tagged, text, items, example->facts->firm, TAG_FIRM);
	for (guint i = 0; i < example->facts->people->len; i++)
		mark_label(tagged, text, items,
		    example->facts->people->pdata[i], TAG_PERSON);
	g_ptr_array_add(tagged->texts, text);
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
