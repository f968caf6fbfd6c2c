#include "when.h"

#include "when_fields.h"

#include <string.h>

#define DAY_S 86400
#define HALF_DAY_S (DAY_S / 2)
#define JULIAN_1970 719163
#define DAY_MIN 693596 /* 1900-01-01 */
#define DAY_MAX 800000 /* in 2191 */

/* The matches of the groups that a mention is made of. */
typedef struct Finder {
	Reference reference;
	GArray *dates; /* of Match */
	GArray *times; /* of Match */
} Finder;

/* A mention half resolved. */
typedef struct Draft {
	Bag bag;
	Days start;
	Days end;
	int start_second; /* -1 for none */
	int end_second;
	bool names_day;
} Draft;

static Moment
day_moment(int day, const Reference *reference)
{
	int offset = reference->moment.utc_offset_s;

	return (Moment){
	    .precision = MOMENT_DAY,
	    .time = (gint64)(day - JULIAN_1970) * DAY_S - offset,
	    .utc_offset_s = offset,
	};
}

static void
add_child(Bag *bag, const GArray *matches, const Capture *capture, bool to_end)
{
	if (capture->number < 0 || (guint)capture->number >= matches->len)
		return;
	bag_add_match(
	    bag, &g_array_index(matches, Match, capture->number), to_end);
}

/* The fields of a mention and of the dates and times that it consists of. */
static void
fill_bag(const Finder *finder, const Match *match, Bag *bag)
{
	*bag = (Bag){0};
	for (unsigned i = 0; i < match->n_captures; i++) {
		const Capture *capture = &match->captures[i];

		if (strcmp(capture->field, "date") == 0)
			add_child(bag, finder->dates, capture, false);
		else if (strcmp(capture->field, "time") == 0)
			add_child(bag, finder->times, capture, false);
		else if (strcmp(capture->field, "end.date") == 0)
			add_child(bag, finder->dates, capture, true);
		else if (strcmp(capture->field, "end.time") == 0)
			add_child(bag, finder->times, capture, true);
	}
	bag_add_match(bag, match, false);
}

static void
copy(Fields *to, const Fields *from, Field field)
{
	if (fields_have(from, field) && !fields_have(to, field))
		fields_set(to, field, from->numbers[field]);
}

static bool
has_calendar_day(const Fields *fields)
{
	return fields_have(fields, FIELD_DAY) ||
	       fields_have(fields, FIELD_MONTH) ||
	       fields_have(fields, FIELD_ONE);
}

/* In "10 to 22 August" each end tells what the other leaves out. */
static void
share_dates(Fields *start, Fields *end)
{
	if (!has_calendar_day(start) || !has_calendar_day(end))
		return;
	if (fields_have(start, FIELD_DAY) && fields_have(end, FIELD_DAY)) {
		copy(start, end, FIELD_MONTH);
		copy(end, start, FIELD_MONTH);
	}
	copy(start, end, FIELD_YEAR);
	copy(end, start, FIELD_YEAR);
	copy(start, end, FIELD_ERA);
	copy(end, start, FIELD_ERA);
}

static bool
resolve_range(Draft *draft, const Reference *reference)
{
	Fields *start = &draft->bag.start;
	Fields *end = &draft->bag.end;
	bool start_had_year = fields_have(start, FIELD_YEAR);
	bool end_had_year = fields_have(end, FIELD_YEAR);
	Reference later = *reference;

	share_dates(start, end);
	if (!days_resolve(start, reference, &draft->start))
		return false;
	if (!end_had_year && !start_had_year)
		later.day = draft->start.first - 1;
	if (!days_resolve(end, &later, &draft->end))
		return false;
	if (draft->end.last >= draft->start.first)
		return true;
	if (!start_had_year && end_had_year) {
		fields_set(start, FIELD_YEAR, start->numbers[FIELD_YEAR] - 1);
		return days_resolve(start, reference, &draft->start);
	}
	if (end_had_year || !fields_have(end, FIELD_YEAR))
		return false;
	fields_set(end, FIELD_YEAR, end->numbers[FIELD_YEAR] + 1);
	return days_resolve(end, reference, &draft->end);
}

/* Days of the mention; a time alone is of the day spoken of before. */
static bool
resolve_days(Draft *draft, const Reference *reference)
{
	Fields *start = &draft->bag.start;
	Fields *end = &draft->bag.end;

	draft->names_day = fields_have_day(start) || fields_have_day(end);
	if (!fields_have_day(start) && fields_have_day(end)) {
		*start = *end;
		*end = (Fields){0};
	}
	if (!draft->names_day) {
		int day = reference->context_day;

		if (!day)
			day = reference->day +
			      (draft->start_second < reference->second);
		draft->start = draft->end = (Days){day, day};
		return true;
	}
	if (fields_have_day(end))
		return resolve_range(draft, reference);
	if (!days_resolve(start, reference, &draft->start))
		return false;
	draft->end = draft->start;
	return true;
}

static int
resolve_with_half(const Fields *fields, int half)
{
	Fields copied = *fields;

	if (fields->numbers[FIELD_HOUR] > 12)
		return time_resolve(fields);
	fields_set(&copied, FIELD_HALF, half);
	return time_resolve(&copied);
}

/* "2-3pm", "8pm - 11", "11 - 1": one end tells the half day of the other. */
static void
resolve_both_times(Draft *draft, const Fields *start, const Fields *end)
{
	int start_half = fields_get(start, FIELD_HALF, 0);
	int end_half = fields_get(end, FIELD_HALF, 0);

	if (end_half && !start_half) {
		draft->start_second = resolve_with_half(start, end_half);
		if (draft->start_second >= draft->end_second)
			draft->start_second =
			    resolve_with_half(start, 3 - end_half);
	} else if (start_half && !end_half) {
		draft->end_second = resolve_with_half(end, start_half);
		if (draft->end_second <= draft->start_second)
			draft->end_second =
			    resolve_with_half(end, 3 - start_half);
	} else if (!start_half && draft->end_second < draft->start_second &&
	           draft->end_second < HALF_DAY_S &&
	           draft->end_second + HALF_DAY_S > draft->start_second &&
	           fields_get(end, FIELD_CLOCK, 24) == 12) {
		draft->end_second += HALF_DAY_S;
	}
}

static bool
resolve_times(Draft *draft)
{
	Fields *start = &draft->bag.start;
	Fields *end = &draft->bag.end;

	draft->start_second = draft->end_second = -1;
	if (fields_have_time(end) && !fields_have_time(start) &&
	    !fields_have_day(end)) {
		fields_complete(start, end);
		*end = (Fields){0};
	}
	copy(start, end, FIELD_CLOCK);
	copy(end, start, FIELD_CLOCK);
	copy(end, start, FIELD_PART);
	copy(start, end, FIELD_PART);
	if (fields_have_time(start)) {
		draft->start_second = time_resolve(start);
		if (draft->start_second < 0)
			return false;
	}
	if (fields_have_time(end)) {
		draft->end_second = time_resolve(end);
		if (draft->end_second < 0)
			return false;
	}
	if (fields_have_time(start) && fields_have_time(end))
		resolve_both_times(draft, start, end);
	return true;
}

/* "in 2 hours", "in 1 day and 3 hours": a moment from the reference's. */
static bool
resolve_hours(const Draft *draft, const Reference *reference, Moment *moment)
{
	static const int seconds[] = {
	    [UNIT_SECOND] = 1, [UNIT_MINUTE] = 60, [UNIT_HOUR] = 3600};
	const Fields *parts[] = {&draft->bag.start, &draft->bag.more};
	int sign = fields_have(parts[0], FIELD_PAST) ? -1 : 1;
	bool found = false;

	*moment = reference->moment;
	for (int i = 0; i < 2; i++) {
		int unit = fields_get(parts[i], FIELD_UNIT, 0);
		int count = MIN(fields_get(parts[i], FIELD_COUNT, 0), 100000);

		if (!unit || !fields_have(parts[i], FIELD_COUNT))
			continue;
		if (unit <= UNIT_HOUR) {
			found = true;
			moment->time += (gint64)sign * count * seconds[unit];
		} else {
			moment->time +=
			    (gint64)sign * DAY_S *
			    (days_add(reference->day, (Unit)unit, count) -
			        reference->day);
		}
	}
	moment->precision = MOMENT_TIME;
	return found;
}

/* "two days after next Friday" */
static void
shift(Draft *draft, const Fields *by)
{
	int count = fields_get(by, FIELD_COUNT, 0);
	Unit unit = (Unit)fields_get(by, FIELD_UNIT, UNIT_DAY);

	if (fields_have(by, FIELD_PAST))
		count = -count;
	if (count == 0)
		return;
	draft->start.first = days_add(draft->start.first, unit, count);
	draft->start.last = draft->start.first;
	draft->end = draft->start;
}

static Moment
start_moment(const Draft *draft, const Reference *reference)
{
	Fields fields = draft->bag.start;

	fields_complete(&fields, &draft->bag.end);
	if (draft->start_second < 0)
		return day_moment(draft->start.first, reference);
	return time_at(
	    draft->start.first, draft->start_second, &fields, reference);
}

static Moment
end_moment(const Draft *draft, const Reference *reference)
{
	Fields fields = draft->bag.end;
	int second = draft->end_second;
	int day = draft->end.last;
	bool has_days = fields_have_day(&draft->bag.end) ||
	                draft->end.last > draft->start.first;

	fields_complete(&fields, &draft->bag.start);
	if (second < 0 && has_days)
		second = draft->start_second;
	if (second < 0 && has_days)
		return day_moment(day, reference);
	if (second < 0)
		return (Moment){MOMENT_NONE, 0, 0};
	if (day == draft->start.first && second <= draft->start_second)
		day++;
	return time_at(day, second, &fields, reference);
}

/* "by Friday" is an end, "after Friday" a start. */
static void
apply_bound(Mention *mention, Bound bound)
{
	Moment none = {MOMENT_NONE, 0, 0};
	Period *when = &mention->when;

	if (bound == BOUND_AFTER) {
		when->end = none;
		mention->is_open = true;
	} else if (bound) {
		if (when->end.precision == MOMENT_NONE)
			when->end = when->start;
		when->start = none;
	}
}

static bool
resolve(const Finder *finder, const Match *match, Mention *mention, int *day)
{
	const Reference *reference = &finder->reference;
	Draft draft = {{{0}, {0}, {0}}, {0, 0}, {0, 0}, -1, -1, true};
	Bound bound;

	*mention = (Mention){.start = match->start, .length = match->length};
	fill_bag(finder, match, &draft.bag);
	bound = (Bound)fields_get(&draft.bag.start, FIELD_BOUND, 0);
	mention->names_day = true;
	if (resolve_hours(&draft, reference, &mention->when.start)) {
		apply_bound(mention, bound);
		return true;
	}
	if (!resolve_times(&draft) || !resolve_days(&draft, reference))
		return false;
	shift(&draft, &draft.bag.more);
	mention->when.start = start_moment(&draft, reference);
	mention->when.end = end_moment(&draft, reference);
	mention->names_day = draft.names_day;
	*day = draft.start.first;
	apply_bound(mention, bound);
	return true;
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

/* The zone that some times of the text name, if they all name the same. */
static const char *
zone_of_times(const GArray *times)
{
	const char *zone = NULL;

	for (guint i = 0; i < times->len; i++) {
		const Capture *capture =
		    match_get(&g_array_index(times, Match, i), "zone");

		if (!capture)
			continue;
		if (zone && strcmp(zone, capture->value) != 0)
			return NULL;
		zone = capture->value;
	}
	return zone;
}

static void
take_reference(Finder *finder, Tokens *tokens, Moment moment)
{
	gint64 local = moment.time + moment.utc_offset_s;
	Reference *reference = &finder->reference;
	g_autoptr(GArray) zones = patterns_find(tokens, "zone");

	reference->moment = moment;
	reference->second = (int)(((local % DAY_S) + DAY_S) % DAY_S);
	reference->day =
	    (int)((local - reference->second) / DAY_S) + JULIAN_1970;
	reference->month_first =
	    is_month_first(tokens, finder->dates, moment.utc_offset_s);
	for (guint i = 0; i < zones->len && !reference->zone; i++) {
		const Capture *zone =
		    match_get(&g_array_index(zones, Match, i), "zone");

		reference->zone = zone ? zone->value : NULL;
	}
	if (!reference->zone)
		reference->zone = zone_of_times(finder->times);
}

/* The tokens of a mention, for the patterns of other groups. */
static void
add_mention(
    GArray *mentions, const Mention *mention, Tokens *tokens, const Match *m)
{
	tokens_mark(
	    tokens, "when", m->first_token, m->n_tokens, (int)mentions->len);
	g_array_append_val(mentions, *mention);
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
		int day = finder.reference.context_day;
		Mention mention;

		if (!resolve(&finder, match, &mention, &day))
			continue;
		finder.reference.context_day = day;
		add_mention(mentions, &mention, tokens, match);
	}
	return mentions;
}
