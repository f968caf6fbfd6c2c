#include "when.h"

#include "when_fields.h"

#include <stdlib.h>
#include <string.h>

#define DAY_S 86400
#define JULIAN_1970 719163
#define DAY_MIN 693596 /* 1900-01-01 */
#define DAY_MAX 800000 /* in 2191 */

/* The matches of the groups that a mention is made of. */
typedef struct Finder {
	Reference reference;
	GArray *dates; /* of Match */
	GArray *times; /* of Match */
} Finder;

/* The date or time that a capture is, else NULL. */
static const Match *
part_of(const Finder *finder, const Capture *capture)
{
	const char *name = capture->field;
	const GArray *parts = NULL;

	if (g_str_has_prefix(name, "end."))
		name += strlen("end.");
	if (strcmp(name, "date") == 0)
		parts = finder->dates;
	else if (strcmp(name, "time") == 0)
		parts = finder->times;
	if (!parts || capture->number < 0 ||
	    (guint)capture->number >= parts->len)
		return NULL;
	return &g_array_index(parts, Match, capture->number);
}

/* The fields of a mention and of the dates and times that it consists of. */
static void
fill_bag(const Finder *finder, const Match *match, Bag *bag)
{
	*bag = (Bag){0};
	for (unsigned i = 0; i < match->n_captures; i++) {
		const Capture *capture = &match->captures[i];
		const Match *part = part_of(finder, capture);

		if (part)
			bag_add_match(bag, part,
			    g_str_has_prefix(capture->field, "end."));
	}
	bag_add_match(bag, match, false);
}

/*
 * Whether 3/4 is 4 March. Another date of the text may tell, or the region;
 * else it is where clocks are those of America, or of nowhere.
 */
static bool
is_month_first(const Tokens *tokens, const GArray *dates, int offset_s)
{
	const char *region = strchr(tokens_lang(tokens), '-');

	for (guint i = 0; i < dates->len; i++) {
		const Match *match = &g_array_index(dates, Match, i);
		const Capture *one = match_get(match, "one");
		const Capture *other = match_get(match, "other");

		if (one && other && one->number > 12)
			return false;
		if (one && other && other->number > 12)
			return true;
	}
	if (region)
		return strcmp(region, "-US") == 0;
	return offset_s == 0 || (offset_s >= -36000 && offset_s <= -10800);
}

static void
take_reference(Finder *finder, Tokens *tokens, Moment moment)
{
	gint64 local = moment.time + moment.utc_offset_s;
	Reference *reference = &finder->reference;

	reference->moment = moment;
	reference->second = (int)(((local % DAY_S) + DAY_S) % DAY_S);
	reference->day =
	    (int)((local - reference->second) / DAY_S) + JULIAN_1970;
	reference->month_first =
	    is_month_first(tokens, finder->dates, moment.utc_offset_s);
	reference->home = when_home(tokens, moment);
	reference->zone = when_zone(tokens, finder->times);
	if (!reference->zone)
		reference->zone = reference->home;
}

/* The part of a match that has the fields of a list's other item. */
static const Match *
part_with(const Finder *finder, const Match *match, const char *field)
{
	for (unsigned i = 0; i < match->n_captures; i++) {
		const Capture *capture = &match->captures[i];
		const Match *part = part_of(finder, capture);

		if (part && match_get(part, field) &&
		    !g_str_has_prefix(capture->field, "end."))
			return part;
	}
	return match;
}

/* Where an item of a list stands: what the others leave is the first one's.
 * False for an item of a range's end. */
static bool
take_stretch(const Match *match, const char *field, const char *own,
    Mention *first, Mention *item)
{
	const Capture *other = match_get(match, field);
	const Capture *named = match_get(match, own);
	size_t end = first->start + first->length;

	if (!other)
		return false;
	*item = (Mention){.start = other->start, .length = other->length};
	if (named && other->start < named->start) {
		first->start =
		    MAX(first->start, MIN(other->start + other->length, end));
		first->length = end - first->start;
	} else if (other->start > first->start && other->start < end) {
		first->length = other->start - first->start;
	}
	return true;
}

/* The bag of a list's other item: what it leaves out is as in the first. */
static Bag
bag_of_also(const Bag *bag, const Fields *also)
{
	Bag item = {.start = *also, .end = bag->end, .more = bag->more};
	const Fields *whole = &bag->start;
	guint32 left_out = 0;

	if (fields_have(also, FIELD_DAY))
		left_out |= 1u << FIELD_WEEKDAY;
	if (fields_have(also, FIELD_HOUR)) {
		left_out |= 1u << FIELD_MINUTE | 1u << FIELD_BEFORE;
		item.end = (Fields){0};
	}
	for (int i = 0; i < FIELD_NUMBERS; i++)
		if (!(left_out >> i & 1))
			fields_copy(&item.start, whole, (Field)i);
	item.start.zone = also->zone ? also->zone : whole->zone;
	return item;
}

/* A mention with the day that the next one may count from. */
typedef struct Item {
	Mention mention;
	int day;
} Item;

static int
by_start(const void *one, const void *other)
{
	size_t a = ((const Item *)one)->mention.start;
	size_t b = ((const Item *)other)->mention.start;

	return (a > b) - (a < b);
}

static bool
resolve_item(Finder *finder, const Bag *bag, Item *item)
{
	Reference *reference = &finder->reference;

	if (!mention_resolve(reference, bag, &item->mention))
		return false;
	item->day = reference->context_day;
	return true;
}

/* The mentions that a match is, a list's items in the order of the text. */
static void
add_mentions(
    Finder *finder, const Match *match, Tokens *tokens, GArray *mentions)
{
	Item items[1 + ALSO_MAX] = {
	    {{.start = match->start, .length = match->length}, 0}};
	size_t n = 1;
	Bag bag;

	fill_bag(finder, match, &bag);
	if (!resolve_item(finder, &bag, &items[0]))
		return;
	for (int i = 0; i < ALSO_MAX; i++) {
		bool is_day = fields_have(&bag.also[i], FIELD_DAY);
		const char *own = is_day ? "day" : "hour";
		g_autofree char *field =
		    g_strconcat(i ? "also2." : "also.", own, NULL);
		Bag other = bag_of_also(&bag, &bag.also[i]);

		if (bag.also[i].known &&
		    take_stretch(part_with(finder, match, field), field, own,
		        &items[0].mention, &items[n].mention) &&
		    resolve_item(finder, &other, &items[n]))
			n++;
	}
	qsort(items, n, sizeof(*items), by_start);
	finder->reference.context_day = items[n - 1].day;
	tokens_mark(tokens, "when", match->first_token, match->n_tokens,
	    (int)mentions->len);
	for (size_t i = 0; i < n; i++)
		g_array_append_val(mentions, items[i].mention);
}

/* Whether a sentence ends between two matches. */
static bool
has_stop(const Tokens *tokens, const Match *one, const Match *next)
{
	for (unsigned i = one->first_token; i < next->first_token; i++)
		if (tokens_get(tokens, i)->ends_sentence ||
		    tokens_get(tokens, i + 1)->starts_block)
			return true;
	return false;
}

GArray *
when_find(Tokens *tokens, Moment reference)
{
	g_autoptr(GArray) dates = patterns_find(tokens, "date");
	g_autoptr(GArray) times = patterns_find(tokens, "time");
	g_autoptr(GArray) found = NULL;
	GArray *mentions = g_array_new(false, false, sizeof(Mention));
	Finder finder = {.dates = dates, .times = times};

	take_reference(&finder, tokens, reference);
	if (reference.precision == MOMENT_NONE ||
	    finder.reference.day < DAY_MIN || finder.reference.day > DAY_MAX)
		return mentions;
	found = patterns_find(tokens, "mention");
	for (guint i = 0; i < found->len; i++) {
		const Match *match = &g_array_index(found, Match, i);

		if (i && has_stop(tokens, match - 1, match))
			finder.reference.context_week = 0;
		add_mentions(&finder, match, tokens, mentions);
	}
	return mentions;
}
