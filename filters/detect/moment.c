#include "moment.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DAY_S 86400

/* Days since 1970-01-01 of a date in the Gregorian calendar. */
static gint64
days_of(int year, int month, int day)
{
	GDate date;

	g_date_set_dmy(
	    &date, (GDateDay)day, (GDateMonth)month, (GDateYear)year);
	return (gint64)g_date_get_julian(&date) - 719163;
}

char *
moment_format(Moment moment)
{
	gint64 local = moment.time + moment.utc_offset_s;
	g_autoptr(GDateTime) utc = NULL;
	g_autofree char *text = NULL;
	int minutes = abs(moment.utc_offset_s) / 60;

	if (moment.precision != MOMENT_NONE)
		utc = g_date_time_new_from_unix_utc(local);
	if (!utc)
		return NULL;
	if (moment.precision == MOMENT_DAY)
		return g_date_time_format(utc, "%Y-%m-%d");
	text = g_date_time_format(utc, "%Y-%m-%dT%H:%M:%S");
	return g_strdup_printf("%s%c%02d:%02d", text,
	    moment.utc_offset_s < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

bool
moment_parse(const char *text, Moment *moment)
{
	int year, month, day, hour, minute, second, zone_hour, zone_minute;
	int end = 0;
	char sign;
	Moment parsed = {0};

	if (sscanf(text, "%4d-%2d-%2d%n", &year, &month, &day, &end) != 3 ||
	    !g_date_valid_dmy(
	        (GDateDay)day, (GDateMonth)month, (GDateYear)year))
		return false;
	parsed.time = days_of(year, month, day) * DAY_S;
	parsed.precision = MOMENT_DAY;
	if (text[end]) {
		text += end;
		end = 0;
		if (sscanf(text, "T%2d:%2d:%2d%c%2d:%2d%n", &hour, &minute,
		        &second, &sign, &zone_hour, &zone_minute, &end) != 6 ||
		    text[end] || !strchr("+-", sign) || hour > 24 ||
		    minute > 59 || second > 60 || zone_hour > 24)
			return false;
		parsed.precision = MOMENT_TIME;
		parsed.utc_offset_s = (zone_hour * 60 + zone_minute) * 60;
		if (sign == '-')
			parsed.utc_offset_s = -parsed.utc_offset_s;
		parsed.time +=
		    hour * 3600 + minute * 60 + second - parsed.utc_offset_s;
	}
	*moment = parsed;
	return true;
}
