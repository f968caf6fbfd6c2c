/*
 * Moment: a day or a point in time, as a message names it.
 *
 * A day is kept as its midnight at its own offset from UTC, so that it can be
 * compared with points in time; precision says which of the two it is.
 */
#ifndef MOMENT_H
#define MOMENT_H

#include <glib.h>
#include <stdbool.h>

typedef enum {
	MOMENT_NONE, /* nothing was said; the other fields mean nothing */
	MOMENT_DAY,
	MOMENT_TIME,
} MomentPrecision;

typedef struct Moment {
	MomentPrecision precision;
	gint64 time; /* Unix seconds, UTC */
	int utc_offset_s;
} Moment;

/* From first to last; a point in time has an end of MOMENT_NONE. */
typedef struct Period {
	Moment start;
	Moment end;
} Period;

/* ISO 8601: "2026-05-12" or "2026-05-12T15:00:00-04:00"; NULL for none. */
char *moment_format(Moment moment);

/* Parses what moment_format prints; false for anything else. */
bool moment_parse(const char *text, Moment *moment);

#endif
