#include "when_fields.h"

#include <stdlib.h>

#define YEAR_MIN 1900
#define YEAR_MAX 2199
#define PAST_DAYS_MAX 92 /* a day without a year lies at most so far back */
#define WORKDAYS 5

typedef struct Date {
	int year;
	int month;
	int day;
} Date;

static bool
is_date(Date date)
{
	return date.year >= YEAR_MIN && date.year <= YEAR_MAX && date.day > 0 &&
	       date.day < 256 &&
	       g_date_valid_dmy((GDateDay)date.day, (GDateMonth)date.month,
	           (GDateYear)date.year);
}

static int
day_of(int year, int month, int day)
{
	GDate date;

	g_date_clear(&date, 1);
	g_date_set_dmy(
	    &date, (GDateDay)day, (GDateMonth)month, (GDateYear)year);
	return (int)g_date_get_julian(&date);
}

static Date
date_of(int day)
{
	GDate date;

	g_date_clear(&date, 1);
	g_date_set_julian(&date, (guint32)day);
	return (Date){g_date_get_year(&date), (int)g_date_get_month(&date),
	    g_date_get_day(&date)};
}

/* 1 for Monday, to 7. */
static int
weekday_of(int day)
{
	return (day - 1) % 7 + 1;
}

static int
monday_of(int day)
{
	return day - (weekday_of(day) - 1);
}

static int
month_length(int year, int month)
{
	return g_date_get_days_in_month((GDateMonth)month, (GDateYear)year);
}

static int
add_months(int day, int count)
{
	Date date = date_of(day);
	int months = date.year * 12 + date.month - 1 + count;
	int year = months / 12;
	int month = months % 12 + 1;

	return day_of(year, month, MIN(date.day, month_length(year, month)));
}

static int
add_workdays(int day, int count)
{
	int step = count < 0 ? -1 : 1;

	for (int left = abs(count); left > 0;) {
		day += step;
		if (weekday_of(day) <= WORKDAYS)
			left--;
	}
	return day;
}

int
days_add(int day, Unit unit, int count)
{
	count = CLAMP(count, -1200, 1200);
	switch (unit) {
	case UNIT_WORKDAY:
		return add_workdays(day, count);
	case UNIT_WEEK:
	case UNIT_WEEKEND:
		return day + 7 * count;
	case UNIT_FORTNIGHT:
		return day + 14 * count;
	case UNIT_MONTH:
		return add_months(day, count);
	case UNIT_QUARTER:
		return add_months(day, 3 * count);
	case UNIT_YEAR:
		return add_months(day, 12 * CLAMP(count, -100, 100));
	default:
		return day + count;
	}
}

static Days
month_days(int year, int month, int n_months)
{
	int last = month + n_months - 1;

	return (Days){day_of(year, month, 1),
	    day_of(year, last, month_length(year, last))};
}

/* The week, month … which (0 this, 1 next) from a day. */
static Days
period_at(Unit unit, int which, int day)
{
	Date date;

	switch (unit) {
	case UNIT_WEEK:
		day = monday_of(day) + 7 * which;
		return (Days){day, day + 6};
	case UNIT_WEEKEND:
		day = monday_of(day) + 7 * which;
		return (Days){day + 5, day + 6};
	case UNIT_MONTH:
		date = date_of(add_months(day, which));
		return month_days(date.year, date.month, 1);
	case UNIT_QUARTER:
		date = date_of(add_months(day, 3 * which));
		return month_days(date.year, (date.month - 1) / 3 * 3 + 1, 3);
	case UNIT_YEAR:
		date = date_of(add_months(day, 12 * which));
		return month_days(date.year, 1, 12);
	default:
		day = days_add(day, unit, which);
		return (Days){day, day};
	}
}

/* Early, in the middle of, or at the end of a period; a week is a work week. */
static Days
edge_of(Days days, Edge edge)
{
	int length = days.last - days.first + 1;
	int middle = days.first + (length - 1) / 2;

	if (length == 7) {
		middle = days.first + 2;
		days.last = days.first + WORKDAYS - 1;
	}
	switch (edge) {
	case EDGE_EARLY:
		return (Days){days.first,
		    length <= 7 ? middle : days.first + (length - 1) / 3};
	case EDGE_MIDDLE:
		return (Days){middle, middle};
	default:
		return (Days){days.last, days.last};
	}
}

static int
weekday_at(const Fields *fields, const Reference *reference)
{
	int weekday = fields->numbers[FIELD_WEEKDAY];
	int today = reference->day;
	int ahead = (weekday - weekday_of(today) + 7) % 7;
	int which;

	if (!fields_have(fields, FIELD_WHICH)) {
		int of_week = reference->context_week + weekday - 1;

		return of_week >= today ? of_week : today + (ahead ? ahead : 7);
	}
	which = fields->numbers[FIELD_WHICH];
	if (which == 0 && !fields_have(fields, FIELD_UNIT))
		return today + ahead;
	if (which < 0 && !fields_have(fields, FIELD_UNIT))
		return today + (ahead ? ahead - 7 : -7);
	return monday_of(today) + 7 * which + weekday - 1;
}

/* The second Tuesday of a month; nth -1 is the last one. */
static int
nth_weekday(Days month, int nth, int weekday)
{
	int first = month.first + (weekday - weekday_of(month.first) + 7) % 7;

	if (nth > 0)
		return first + 7 * (nth - 1);
	return month.last - (weekday_of(month.last) - weekday + 7) % 7;
}

static int
year_of(const Fields *fields)
{
	int year = fields->numbers[FIELD_YEAR];

	if (fields_have(fields, FIELD_ERA))
		return year + fields->numbers[FIELD_ERA];
	if (year < 70)
		return year + 2000;
	return year < 100 ? year + 1900 : year;
}

/* The year in which a day of the year is nearest to come. */
static int
likely_year(Date date, const Reference *reference)
{
	date.year = date_of(reference->day).year;
	for (int year = date.year - 1; year < date.year + 8; year++) {
		Date candidate = {year, date.month, date.day};

		if (is_date(candidate) && day_of(year, date.month, date.day) >=
		                              reference->day - PAST_DAYS_MAX)
			return year;
	}
	return 0;
}

/* Which of 3/4 is the month: the other way where it cannot be, and where only
 * that way the weekday is right. */
static void
order(const Fields *fields, const Reference *reference, Date *date)
{
	int one = fields->numbers[FIELD_ONE];
	int other = fields->numbers[FIELD_OTHER];
	Date first = {date->year, one, other};
	Date last = {date->year, other, one};
	int weekday = fields_get(fields, FIELD_WEEKDAY, 0);
	bool month_first = reference->month_first;

	if (!date->year) {
		first.year = likely_year(first, reference);
		last.year = likely_year(last, reference);
	}
	if (!is_date(first) || !is_date(last))
		month_first = is_date(first);
	else if (weekday &&
	         weekday_of(day_of(first.year, one, other)) != weekday &&
	         weekday_of(day_of(last.year, other, one)) == weekday)
		month_first = false;
	else if (weekday &&
	         weekday_of(day_of(first.year, one, other)) == weekday)
		month_first = true;
	*date = month_first ? first : last;
}

static bool
resolve_month(
    const Fields *fields, const Reference *reference, Date date, Days *days)
{
	date.day = 1;
	if (!date.year && fields_have(fields, FIELD_WHICH)) {
		date.year =
		    date_of(reference->day).year + fields->numbers[FIELD_WHICH];
	} else if (!date.year) {
		date.year = date_of(reference->day).year;
		if (day_of(date.year, date.month, 28) < reference->day - 31)
			date.year++;
	}
	if (!is_date(date))
		return false;
	*days = month_days(date.year, date.month, 1);
	if (fields_have(fields, FIELD_NTH) &&
	    fields_have(fields, FIELD_WEEKDAY))
		days->first = days->last = nth_weekday(*days,
		    fields->numbers[FIELD_NTH], fields->numbers[FIELD_WEEKDAY]);
	return true;
}

/* A day by its number alone: "on the 5th". */
static int
month_with(int day, const Reference *reference)
{
	Date date = date_of(reference->day);

	if (day < date.day)
		date.month = date.month % 12 + 1;
	return date.month;
}

static bool
resolve_date(const Fields *fields, const Reference *reference, Days *days)
{
	Date date = {0, fields_get(fields, FIELD_MONTH, 0),
	    fields_get(fields, FIELD_DAY, 0)};

	if (fields_have(fields, FIELD_YEAR))
		date.year = year_of(fields);
	if (fields_have(fields, FIELD_ONE))
		order(fields, reference, &date);
	if (!date.month && !date.day) {
		if (date.year < YEAR_MIN || date.year > YEAR_MAX)
			return false;
		*days = month_days(date.year, 1, 12);
		return true;
	}
	if (date.month < 0 || date.month > 12 ||
	    (!date.day && fields_have(fields, FIELD_DAY)) ||
	    (!date.month && fields_have(fields, FIELD_MONTH)))
		return false;
	if (!date.day)
		return resolve_month(fields, reference, date, days);
	if (!date.month)
		date.month = month_with(date.day, reference);
	if (!date.year)
		date.year = likely_year(date, reference);
	if (!is_date(date))
		return false;
	days->first = days->last = day_of(date.year, date.month, date.day);
	if (fields_get(fields, FIELD_UNIT, 0) == UNIT_WEEK)
		*days = period_at(UNIT_WEEK, 0, days->first);
	return true;
}

static bool
resolve_week(const Fields *fields, const Reference *reference, Days *days)
{
	int year = date_of(reference->day).year;
	int week = fields->numbers[FIELD_WEEK];
	int monday;

	if (fields_have(fields, FIELD_YEAR))
		year = year_of(fields);
	if (year < YEAR_MIN || year > YEAR_MAX || week < 1 || week > 53)
		return false;
	monday = monday_of(day_of(year, 1, 4)) + 7 * (week - 1);
	if (!fields_have(fields, FIELD_YEAR) &&
	    monday < reference->day - PAST_DAYS_MAX)
		monday = monday_of(day_of(year + 1, 1, 4)) + 7 * (week - 1);
	*days = (Days){monday, monday + 6};
	if (fields_have(fields, FIELD_WEEKDAY))
		days->first = days->last =
		    monday + fields->numbers[FIELD_WEEKDAY] - 1;
	return true;
}

static Days
resolve_counted(const Fields *fields, const Reference *reference)
{
	Unit unit = (Unit)fields->numbers[FIELD_UNIT];
	int count = fields_get(fields, FIELD_COUNT, 1);
	int day;

	if (fields_have(fields, FIELD_PAST))
		count = -count;
	day = days_add(reference->day, unit, count);
	return (Days){day, day};
}

/* The reference of fields: "the day after" counts from the mention before. */
static bool
move_reference(const Fields *fields, Reference *reference)
{
	From from = (From)fields_get(fields, FIELD_FROM, 0);
	int day = from == FROM_LATEST ? reference->latest_day
	                              : reference->context_day;

	if (!from || (from == FROM_BEFORE_OR_NOW && !day))
		return true;
	reference->day = day;
	reference->context_week = 0;
	return day > 0;
}

bool
days_resolve(const Fields *fields, const Reference *of_text, Days *days)
{
	Reference moved = *of_text;
	const Reference *reference = &moved;
	int unit = fields_get(fields, FIELD_UNIT, 0);
	int day;

	if (!move_reference(fields, &moved))
		return false;
	if (fields_have(fields, FIELD_WEEK)) {
		if (!resolve_week(fields, reference, days))
			return false;
	} else if (fields_have(fields, FIELD_DAYS)) {
		day = reference->day + fields->numbers[FIELD_DAYS];
		*days = (Days){day, day};
	} else if (fields_have(fields, FIELD_COUNT)) {
		*days = resolve_counted(fields, reference);
	} else if (fields_have(fields, FIELD_MONTH) ||
	           fields_have(fields, FIELD_DAY) ||
	           fields_have(fields, FIELD_ONE) ||
	           fields_have(fields, FIELD_YEAR)) {
		if (!resolve_date(fields, reference, days))
			return false;
	} else if (fields_have(fields, FIELD_WEEKDAY)) {
		day = weekday_at(fields, reference);
		*days = (Days){day, day};
	} else {
		*days = period_at((Unit)unit,
		    fields_get(fields, FIELD_WHICH, 0), reference->day);
	}
	if (fields_have(fields, FIELD_EDGE))
		*days = edge_of(*days, (Edge)fields->numbers[FIELD_EDGE]);
	return days->first > 0;
}
