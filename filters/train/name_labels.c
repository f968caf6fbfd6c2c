#include "labels.h"

#include "tag_items.h"
#include "tokens.h"

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
mark(TaggedText *text, const TagItems *items, const Tokens *label, guint tag)
{
	g_autoptr(GArray) words = g_array_new(false, false, sizeof(uint32_t));
	size_t n = tokens_count(label);

	for (size_t i = 0; i < n; i++) {
		uint32_t word = tokens_hash(label, i);

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
mark_label(const Patterns *patterns, TaggedText *text, const TagItems *items,
    const char *label, guint tag)
{
	g_autoptr(Tokens) tokens = tokens_cut(patterns, "", label);

	mark(text, items, tokens, tag);
}

void
labels_add_names(Tagged *tagged, const Patterns *patterns,
    const Example *example, const Clues *clues)
{
	const Facts *facts = example->facts;
	g_autoptr(TagItems) items = tag_items_new(clues);
	TaggedText *text = tagged_add(tagged, items, tag_items_count(items));

	mark_label(patterns, text, items, facts->role, TAG_ROLE);
	mark_label(patterns, text, items, facts->place, TAG_PLACE);
	mark_label(patterns, text, items, facts->firm, TAG_FIRM);
	for (guint i = 0; i < facts->people->len; i++)
		mark_label(
		    patterns, text, items, facts->people->pdata[i], TAG_PERSON);
}
