/*
 * Dates: the mentions of days and times in one message, and what each is for.
 */
#ifndef DATES_H
#define DATES_H

#include "clues.h"
#include "when.h"

#define DAY_S 86400
#define AHEAD_DAYS_MAX 400 /* nobody is asked in for later */

/* What a mention is for. */
typedef enum {
	USE_UNKNOWN,
	USE_SLOT,
	USE_RESPOND,
	USE_DECIDE,
	USE_START,
	USE_OLD,
	USE_PROMISE,
	USE_PAST, /* what was then, if it can be */
	USE_NOTHING,
	USE_MAYBE, /* no rule says so, but "by" and the kind do */
	USE_COUNT,
} Use;

typedef struct Dates {
	Clues *clues;     /* borrowed, as all of it */
	GArray *mentions; /* of Mention */
	Use *uses;        /* of each mention */
	float *margins;   /* how clearly each is for that; 0 where rules said */
	bool *is_free;    /* of each day alone: a day to meet on */
} Dates;

/* The mentions in the text and what rules take them for; the caller's. */
Dates *dates_new(Clues *clues);
void dates_free(Dates *dates);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Dates, dates_free)

/* The last moment that a mention names: "by Friday", "within a week". */
Moment dates_last_moment(const Mention *mention);

/* Whether it names an end alone: "by Friday". */
bool dates_is_by(const Mention *mention);

/* Whether messages of a kind ask for something: a day in one is the day for
 * it more often than not. */
bool dates_are_answers(Kind kind);

/* A moment as a day alone: what day it is where it was written. */
Moment dates_day_of(Moment moment);

/* Whether a mention follows the one before it in a list: "Monday or Friday". */
bool dates_continue_list(const Dates *dates, guint i);

/* Adds the times and days to meet that messages of this kind name. */
void slots_find(Dates *dates);

#endif
