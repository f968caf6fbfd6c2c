#include "named.h"

#include "tag_items.h"

#define WEIGHT_OF_MARGIN 0.05
#define MARGIN_MOST 30.0

static void
clear_named(gpointer named)
{
	g_free(((Named *)named)->text);
}

static NamedKind
kind_of(Tag tag)
{
	switch (tag) {
	case TAG_FIRM:
	case TAG_FIRM_ON:
		return NAMED_FIRM;
	case TAG_ROLE:
	case TAG_ROLE_ON:
		return NAMED_ROLE;
	default:
		return NAMED_PERSON;
	}
}

double
named_weight(const Named *named)
{
	return WEIGHT_OF_MARGIN * MIN(named->margin, MARGIN_MOST);
}

void
named_find(Clues *clues, const Tagger *tagger)
{
	g_autoptr(TagItems) items = NULL;
	g_autoptr(GArray) spans = NULL;

	if (!tagger)
		return;
	clues->named = g_array_new(false, false, sizeof(Named));
	g_array_set_clear_func(clues->named, clear_named);
	items = tag_items_new(clues);
	spans = tagger_find(tagger, items);
	for (guint i = 0; i < spans->len; i++) {
		const TagSpan *span = &g_array_index(spans, TagSpan, i);
		Named named = {.kind = kind_of(span->tag),
		    .text = tag_items_text(items, span->first, span->count),
		    .margin = (double)span->margin};

		named.is_in_text =
		    tag_items_start(items, span->first, &named.start);
		g_array_append_val(clues->named, named);
	}
}
