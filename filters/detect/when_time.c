#include "when_fields.h"

#include "zone.h"

#define DAY_S 86400
#define JULIAN_1970 719163
#define AFTERNOON_HOURS 7 /* "at 6" is one of the afternoon, "at 7" is not */

int
time_resolve(const Fields *fields)
{
	int hour = fields_get(fields, FIELD_HOUR, -1);
	int minute = fields_get(fields, FIELD_MINUTE, 0);
	int second = fields_get(fields, FIELD_SECOND, 0);
	int half = fields_get(fields, FIELD_HALF, 0);
	int part = fields_get(fields, FIELD_PART, 0);

	if (hour < 0 || hour > 24 || minute > 59 || second > 60 ||
	    (half == 1 && hour > 12))
		return -1;
	if (half && hour <= 12) /* "14:00 pm" says it twice */
		hour = hour % 12 + (half == 2 ? 12 : 0);
	else if (part >= 12 && hour < 12 && (part < 20 || hour > 5))
		hour += 12;
	else if (part == 0 && hour > 0 && hour < AFTERNOON_HOURS &&
	         fields_get(fields, FIELD_CLOCK, 24) == 12)
		hour += 12;
	return hour * 3600 + minute * 60 + second -
	       60 * fields_get(fields, FIELD_BEFORE, 0);
}

Moment
time_at(int day, int second, const Fields *fields, const Reference *reference)
{
	gint64 local = (gint64)(day - JULIAN_1970) * DAY_S + second;
	Moment moment = {
	    .precision = MOMENT_TIME,
	    .utc_offset_s = reference->moment.utc_offset_s,
	};

	if (fields_have(fields, FIELD_ZONE_HOURS)) {
		int hours = fields->numbers[FIELD_ZONE_HOURS];
		int minutes = fields_get(fields, FIELD_ZONE_MINUTES, 0);

		if (hours > 99) { /* "+0200" */
			minutes = hours % 100;
			hours /= 100;
		}
		if (hours > 14)
			hours = 0;
		moment.utc_offset_s = 60 * minutes + 3600 * hours;
		if (fields_get(fields, FIELD_ZONE_SIGN, 1) < 0)
			moment.utc_offset_s = -moment.utc_offset_s;
	} else if (fields->zone && *fields->zone) {
		moment.utc_offset_s = zone_offset(fields->zone, local);
	} else if (reference->zone) {
		moment.utc_offset_s = zone_offset(reference->zone, local);
	}
	moment.time = local - moment.utc_offset_s;
	return moment;
}
