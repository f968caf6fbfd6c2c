#include "zone.h"

#include <stdbool.h>
#include <stdlib.h>

#define DAY_S 86400
#define HOUR_S 3600
#define CHANGE_S (2 * HOUR_S) /* when clocks change, if nothing is said */

typedef struct Rule {
	int month;
	int week;    /* 5 for the last one */
	int weekday; /* 0 for Sunday */
	int second;  /* of the day, local */
} Rule;

typedef struct Zone {
	int standard; /* seconds east of UTC */
	int summer;
	bool has_summer;
	Rule begin;
	Rule end;
} Zone;

static const char *
past_name(const char *p)
{
	while (g_ascii_isalpha(*p))
		p++;
	return p;
}

/* "5", "-5:30" or "+1": seconds. */
static int
parse_hours(const char **p)
{
	char *end;
	int sign = **p == '-' ? -1 : 1;
	long seconds = labs(strtol(*p, &end, 10)) * HOUR_S;

	if (*end == ':')
		seconds += strtol(end + 1, &end, 10) * 60;
	*p = end;
	return (int)CLAMP(seconds, 0, 7 * DAY_S) * sign;
}

/* A number and the stop after it, kept within bounds. */
static int
parse_number(const char **p, int min, int max)
{
	char *end;
	long number = strtol(*p, &end, 10);

	*p = end + (*end == '.');
	return (int)CLAMP(number, min, max);
}

/* ",M3.2.0/3" */
static bool
parse_rule(const char **p, Rule *rule)
{
	if ((*p)[0] != ',' || (*p)[1] != 'M')
		return false;
	*p += 2;
	rule->month = parse_number(p, 1, 12);
	rule->week = parse_number(p, 1, 5);
	rule->weekday = parse_number(p, 0, 6);
	rule->second = CHANGE_S;
	if (**p == '/') {
		++*p;
		rule->second = parse_hours(p);
	}
	return true;
}

static bool
zone_parse(const char *text, Zone *zone)
{
	const char *p = past_name(text);

	if (p == text)
		return false;
	zone->standard = -parse_hours(&p);
	zone->has_summer = g_ascii_isalpha(*p);
	if (!zone->has_summer)
		return true;
	p = past_name(p);
	zone->summer = zone->standard + HOUR_S;
	return parse_rule(&p, &zone->begin) && parse_rule(&p, &zone->end);
}

/* Days since 1970-01-01 of the first of a month. */
static gint64
first_of(int year, int month)
{
	int shifted = month <= 2 ? year - 1 : year;
	int since_march = (month + 9) % 12;
	int leaps = shifted / 4 - shifted / 100 + shifted / 400;

	return 365 * (gint64)shifted + leaps + (153 * since_march + 2) / 5 -
	       719468;
}

static gint64
change_at(const Rule *rule, int year)
{
	gint64 first = first_of(year, rule->month);
	gint64 next = rule->month == 12 ? first_of(year + 1, 1)
	                                : first_of(year, rule->month + 1);
	int weekday = (int)((first + 4) % 7); /* 1970 began on a Thursday */
	gint64 day = first + (rule->weekday - weekday + 7) % 7 +
	             7 * (gint64)(rule->week - 1);

	while (day >= next)
		day -= 7;
	return day * DAY_S + rule->second;
}

int
zone_offset(const char *zone, gint64 local)
{
	Zone parsed = {0};
	gint64 begin, end;
	int year;

	if (!zone_parse(zone, &parsed))
		return 0;
	if (!parsed.has_summer || local < 0)
		return parsed.standard;
	year = 1970 + (int)(local / DAY_S / 365.2425);
	begin = change_at(&parsed.begin, year);
	end = change_at(&parsed.end, year);
	if (begin < end)
		return local >= begin && local < end ? parsed.summer
		                                     : parsed.standard;
	return local >= end && local < begin ? parsed.standard : parsed.summer;
}
