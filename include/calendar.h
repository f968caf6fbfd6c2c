/*
 * Calendar: the events of a text/calendar part (RFC 5545, RFC 5546).
 *
 * libical is loaded at the first call; where it is missing, calendars count
 * as empty. Input is capped at CALENDAR_BYTES_MAX and CALENDAR_EVENTS_MAX.
 */
#ifndef CALENDAR_H
#define CALENDAR_H

#include "message.h"
#include "moment.h"

#include <glib.h>

#define CALENDAR_BYTES_MAX (256 * 1024)
#define CALENDAR_EVENTS_MAX 50

typedef struct CalendarEvent {
	char *method; /* "REQUEST", "CANCEL", "REPLY", "PUBLISH"; "" if none */
	char *uid;
	int sequence;
	char *status; /* "CONFIRMED", "TENTATIVE", "CANCELLED"; "" if none */
	Period when;  /* MOMENT_DAY for all-day events: first and last day */
	bool is_floating; /* no zone: the offset is the message's, a guess */
	char *summary;
	char *description; /* with the links of the meeting that stand apart */
	char *location;
	Address organizer;
	GPtrArray *attendees; /* of Address *, without the organizer */
	int organizer_place;  /* where they stood among these; -1 if nowhere */
} CalendarEvent;

/*
 * A calendar part as UTF-8, of at most CALENDAR_BYTES_MAX, in the charset of
 * its label: makers fold lines within a character, which are joined before.
 */
char *calendar_to_utf8(const char *bytes, size_t length, const char *label);

/*
 * The events of text, of CalendarEvent, in its order; empty where it is no
 * calendar. Floating times are read at utc_offset_s.
 */
GPtrArray *calendar_parse(const char *text, int utc_offset_s);

void calendar_event_free(CalendarEvent *event);

/* What the module exports, as afterword_calendar_read. */
typedef GPtrArray *CalendarRead(const char *text, int utc_offset_s);

#endif
