#include "named.h"

#include "tag_items.h"

#define WEIGHT_OF_MARGIN 0.05
#define MARGIN_MOST 30.0
#define NAME_ITEMS_MAX 64 /* of an address, in signs; nothing is longer */

static void
clear_named(gpointer named)
{
	g_free(((Named *)named)->text);
}

static NamedKind
kind_of(guint tag)
{
	switch (tag) {
	case TAG_FIRM:
	case TAG_FIRM_ON:
		return NAMED_FIRM;
	case TAG_ROLE:
	case TAG_ROLE_ON:
		return NAMED_ROLE;
	case TAG_PLACE:
	case TAG_PLACE_ON:
		return NAMED_PLACE;
	default:
		return NAMED_PERSON;
	}
}

double
named_weight(const Named *named)
{
	return WEIGHT_OF_MARGIN * MIN(named->margin, MARGIN_MOST);
}

/* The name that begins with an item; how many items it has. */
static guint
take_name(
    Clues *clues, const TagItems *items, const TagChoice *choices, guint first)
{
	guint count = tag_items_count(items);
	guint end = first + 1;
	double sum = (double)choices[first].margin;
	Named named = {.kind = kind_of(choices[first].tag)};

	for (; end < count && choices[end].tag == choices[first].tag + 1; end++)
		sum += (double)choices[end].margin;
	if (end - first > NAME_ITEMS_MAX)
		return end - first;
	named.margin = sum / (end - first);
	named.text = tag_items_text(items, first, end - first);
	named.is_in_text = tag_items_start(items, first, &named.start);
	g_array_append_val(clues->named, named);
	return end - first;
}

void
named_find(Clues *clues, const Tagger *tagger)
{
	g_autoptr(TagItems) items = NULL;
	g_autofree TagChoice *choices = NULL;
	guint count;

	if (!tagger)
		return;
	clues->named = g_array_new(false, false, sizeof(Named));
	g_array_set_clear_func(clues->named, clear_named);
	items = tag_items_new(clues);
	count = tag_items_count(items);
	choices = tagger_mark(tagger, items, count);
	for (guint i = 0; i < count;)
		i += choices[i].tag == TAG_NONE
		         ? 1
		         : take_name(clues, items, choices, i);
}
