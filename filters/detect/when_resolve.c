#include "when.h"

#include "when_fields.h"
#include "zone.h"

#define DAY_S 86400
#define HALF_DAY_S (DAY_S / 2)
#define JULIAN_1970 719163
#define SOON_DAYS 120 /* an interview is within them */

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
	gint64 local = (gint64)(day - JULIAN_1970) * DAY_S;
	int offset = reference->moment.utc_offset_s;

	if (reference->home)
		offset = zone_offset(reference->home, local + HALF_DAY_S);
	return (Moment){
	    .precision = MOMENT_DAY,
	    .time = local - offset,
	    .utc_offset_s = offset,
	};
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
		fields_copy(start, end, FIELD_MONTH);
		fields_copy(end, start, FIELD_MONTH);
	}
	fields_copy(start, end, FIELD_YEAR);
	fields_copy(end, start, FIELD_YEAR);
	fields_copy(start, end, FIELD_ERA);
	fields_copy(end, start, FIELD_ERA);
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
	fields_copy(start, end, FIELD_CLOCK);
	fields_copy(end, start, FIELD_CLOCK);
	fields_copy(end, start, FIELD_PART);
	fields_copy(start, end, FIELD_PART);
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

/* "Next week": the weekdays after it in its sentence are of that week. */
static bool
names_week(const Fields *fields)
{
	bool is_week = fields_have(fields, FIELD_WEEK) ||
	               (fields_get(fields, FIELD_UNIT, 0) == UNIT_WEEK &&
	                   fields_have(fields, FIELD_WHICH));

	return is_week && !fields_have(fields, FIELD_WEEKDAY) &&
	       !fields_have(fields, FIELD_EDGE) &&
	       !fields_have(fields, FIELD_COUNT);
}

static bool
names_zone(const Fields *fields, const Reference *reference)
{
	return fields->zone || fields_have(fields, FIELD_ZONE_HOURS) ||
	       reference->zone != reference->home;
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

bool
mention_resolve(Reference *reference, const Bag *bag, Mention *mention)
{
	Draft draft = {.bag = *bag, .start_second = -1, .end_second = -1};
	Bound bound = (Bound)fields_get(&bag->start, FIELD_BOUND, 0);

	mention->names_day = true;
	if (resolve_hours(&draft, reference, &mention->when.start)) {
		apply_bound(mention, bound);
		return true;
	}
	if (bound == BOUND_BY)
		reference->context_week = 0;
	if (!resolve_times(&draft) || !resolve_days(&draft, reference))
		return false;
	shift(&draft, &draft.bag.more);
	mention->when.start = start_moment(&draft, reference);
	mention->when.end = end_moment(&draft, reference);
	mention->names_day = draft.names_day;
	mention->names_zone = names_zone(&bag->start, reference);
	reference->context_day = draft.start.first;
	if (draft.start.first >= reference->day &&
	    draft.start.first < reference->day + SOON_DAYS)
		reference->latest_day =
		    MAX(reference->latest_day, draft.start.first);
	if (names_week(&bag->start))
		reference->context_week = draft.start.first;
	apply_bound(mention, bound);
	return true;
}
