#include "probe.h"

#include "calendar.h"
#include "message.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define DAY_S (24 * 60 * 60)

/* UTC for instants, the bare local time for floating ones. */
static char *
format(const CalendarEvent *event, Moment moment)
{
	g_autoptr(GDateTime) date = NULL;
	gint64 local = event->is_floating || moment.precision == MOMENT_DAY
	                   ? moment.utc_offset_s
	                   : 0;

	if (moment.precision == MOMENT_NONE)
		return NULL;
	date = g_date_time_new_from_unix_utc(moment.time + local);
	if (moment.precision == MOMENT_DAY)
		return g_date_time_format(date, "%Y-%m-%d");
	return g_date_time_format(date,
	    event->is_floating ? "%Y-%m-%dT%H:%M:%S" : "%Y-%m-%dT%H:%M:%SZ");
}

/* The end as calendars say it: of all-day events the day after the last. */
static char *
format_end(const CalendarEvent *event)
{
	Moment end = event->when.end;

	if (end.precision == MOMENT_DAY)
		end.time += DAY_S;
	return format(event, end);
}

/* As the calendar lists them, the organizer in their place. */
static Json *
attendees_of(const CalendarEvent *event)
{
	Json *attendees = json_array_new();

	for (guint i = 0; i <= event->attendees->len; i++) {
		const Address *attendee;

		if ((int)i == event->organizer_place)
			json_append_string(attendees, event->organizer.email);
		if (i == event->attendees->len)
			break;
		attendee = g_ptr_array_index(event->attendees, i);
		json_append_string(attendees, attendee->email);
	}
	return attendees;
}

static void
set_event(Json *answer, const CalendarEvent *event)
{
	g_autofree char *start = format(event, event->when.start);
	g_autofree char *end = format_end(event);
	Json *attendees = attendees_of(event);

	json_set_string(answer, "method", event->method);
	json_set_string(answer, "start", start);
	json_set_string(answer, "end", end);
	json_set_string(answer, "organizer", event->organizer.email);
	json_take(answer, "attendees", attendees);
	json_set_string(answer, "location", event->location);
	json_set_string(answer, "summary", event->summary);
	json_set_string(answer, "uid", event->uid);
	json_set_string(answer, "status", event->status);
	json_set_number(answer, "sequence", event->sequence);
}

static GPtrArray *
events_of_mail(const char *path)
{
	int file = open(path, O_RDONLY | O_CLOEXEC);
	g_autoptr(Message) message =
	    file < 0 ? NULL : message_parse_file(file, NULL);

	if (file >= 0)
		close(file);
	if (!message || message->calendars->len == 0)
		return NULL;
	return calendar_parse(g_ptr_array_index(message->calendars, 0),
	    message->date.utc_offset_s);
}

static GPtrArray *
events_of_file(const char *path)
{
	g_autofree char *bytes = NULL;
	g_autofree char *text = NULL;
	gsize length;

	if (!g_file_get_contents(path, &bytes, &length, NULL))
		return NULL;
	text = calendar_to_utf8(bytes, length, NULL);
	return calendar_parse(text, 0);
}

void
probe_calendar(const Json *request, const char *rules)
{
	const char *path = json_get_string(request, "path", "");
	bool is_mail = strcmp(json_get_string(request, "kind", ""), "eml") == 0;
	g_autoptr(GPtrArray) events =
	    is_mail ? events_of_mail(path) : events_of_file(path);
	Json *answer = probe_answer(request);

	if (events && events->len > 0)
		set_event(answer, g_ptr_array_index(events, 0));
	probe_print(answer);
	(void)rules;
}
