/*
 * The fields that date and time rules find, as numbers, and what they come to.
 *
 * Shared by when.c (which finds mentions), when_resolve.c (what they come to),
 * when_day.c, when_time.c and when_zone.c. Days are counted as GDate's julian
 * days.
 */
#ifndef WHEN_FIELDS_H
#define WHEN_FIELDS_H

#include "moment.h"
#include "patterns.h"
#include "when.h"

#include <glib.h>
#include <stdbool.h>

/* In the order of field_names in when_fields.c. */
typedef enum {
	FIELD_YEAR,
	FIELD_MONTH,
	FIELD_DAY,
	FIELD_WEEKDAY, /* 1 Monday to 7 Sunday */
	FIELD_ONE,     /* of 3/4, where the order is not known */
	FIELD_OTHER,
	FIELD_ERA,   /* years to add: 2018 for Reiwa */
	FIELD_DAYS,  /* from the reference: tomorrow is 1 */
	FIELD_WHICH, /* -1 last, 0 this, 1 next, 2 the one after */
	FIELD_UNIT,  /* a Unit */
	FIELD_COUNT,
	FIELD_PAST, /* count goes backwards */
	FIELD_WEEK, /* number in its year */
	FIELD_EDGE, /* an Edge of the period */
	FIELD_NTH,  /* 2 in "second Tuesday of May", -1 the last */
	FIELD_HOUR,
	FIELD_MINUTE,
	FIELD_SECOND,
	FIELD_HALF,   /* 1 am, 2 pm */
	FIELD_PART,   /* hour at which the part of the day begins */
	FIELD_CLOCK,  /* 12: an hour with no half may be one of the afternoon */
	FIELD_BEFORE, /* minutes before the hour: 15 in "quarter to" */
	FIELD_ZONE,   /* a name, in zone */
	FIELD_ZONE_SIGN, /* of GMT+2, -1 or 1 */
	FIELD_ZONE_HOURS,
	FIELD_ZONE_MINUTES,
	FIELD_BOUND, /* a Bound */
	FIELD_FROM,  /* a From; counted from the message where there is none */
	FIELD_NUMBERS,
} Field;

typedef enum {
	UNIT_SECOND = 1,
	UNIT_MINUTE,
	UNIT_HOUR,
	UNIT_DAY,
	UNIT_WORKDAY,
	UNIT_WEEK,
	UNIT_WEEKEND,
	UNIT_FORTNIGHT,
	UNIT_MONTH,
	UNIT_QUARTER,
	UNIT_YEAR,
} Unit;

typedef enum { EDGE_EARLY = 1, EDGE_MIDDLE, EDGE_END } Edge;
typedef enum { BOUND_BY = 1, BOUND_AFTER, BOUND_WITHIN } Bound;

/* What days count from that do not count from the message. */
typedef enum {
	FROM_BEFORE = 1, /* the mention before this one */
	FROM_BEFORE_OR_NOW,
	FROM_LATEST, /* the latest day to come spoken of so far: the interview's */
} From;

typedef struct Fields {
	guint32 known; /* bit by Field */
	int numbers[FIELD_NUMBERS];
	const char *zone; /* borrowed */
} Fields;

#define ALSO_MAX 2

/* A mention: what it begins with, its end ("end.day"), what is counted
 * besides ("more.count"), and others of a list that leave out what it says
 * ("also.day", "also2.day"). */
typedef struct Bag {
	Fields start;
	Fields end;
	Fields more;
	Fields also[ALSO_MAX];
} Bag;

/* What a mention counts from. */
typedef struct Reference {
	Moment moment;
	int day;          /* julian */
	int second;       /* of the day */
	bool month_first; /* 3/4 is 4 March */
	const char *zone; /* of times with none; NULL for the moment's offset */
	const char *home; /* zone of days, the same */
	int context_day;  /* of times with no day; 0 for the reference's */
	int latest_day;   /* to come, spoken of so far; 0 for none */
	int context_week; /* Monday of the week spoken of; 0 for none */
} Reference;

/* The zone that the text says its times are in, or some of them; NULL for none.
 * Borrowed. */
const char *when_zone(Tokens *tokens, const GArray *times);

/*
 * A zone in which people of the language live whose clocks are so far from UTC
 * at that moment: its clocks may change before the days that the text names.
 * NULL where none is known. Borrowed.
 */
const char *when_home(const Tokens *tokens, Moment moment);

/* Days, first to last. */
typedef struct Days {
	int first;
	int last;
} Days;

static inline bool
fields_have(const Fields *fields, Field field)
{
	return (fields->known >> field) & 1;
}

/* The number of a field, or otherwise. */
static inline int
fields_get(const Fields *fields, Field field, int otherwise)
{
	return fields_have(fields, field) ? fields->numbers[field] : otherwise;
}

void fields_set(Fields *fields, Field field, int number);

/* Sets one field that from knows and fields does not. */
void fields_copy(Fields *fields, const Fields *from, Field field);

/* Sets what other knows and fields does not. */
void fields_complete(Fields *fields, const Fields *other);

/* Adds the captures of a match to bag, to its end if so wanted; what the bag
 * knows already stays. */
void bag_add_match(Bag *bag, const Match *match, bool to_end);

bool fields_have_day(const Fields *fields);
bool fields_have_time(const Fields *fields);

/* What a bag comes to: the times of mention, of which only the stretch is set.
 * The day that it speaks of becomes the reference's context. False where there
 * is no such day or time. */
bool mention_resolve(Reference *reference, const Bag *bag, Mention *mention);

/* The days that fields name; false when there is no such day. */
bool days_resolve(const Fields *fields, const Reference *reference, Days *days);

/* The day count units from day on, backwards where it is negative. */
int days_add(int day, Unit unit, int count);

/* The second of the day (86400 for its end); -1 when there is no such time. */
int time_resolve(const Fields *fields);

/* The moment of a second of a day, in the zone of fields or of reference. */
Moment time_at(
    int day, int second, const Fields *fields, const Reference *reference);

#endif
