#include "calendar.h"

void
calendar_event_free(CalendarEvent *event)
{
	if (!event)
		return;
	g_free(event->method);
	g_free(event->uid);
	g_free(event->status);
	g_free(event->summary);
	g_free(event->description);
	g_free(event->location);
	g_free(event->organizer.name);
	g_free(event->organizer.email);
	if (event->attendees)
		g_ptr_array_unref(event->attendees);
	g_free(event);
}

GPtrArray *
calendar_parse(const char *text, int utc_offset_s)
{
	(void)text;
	(void)utc_offset_s;
	return g_ptr_array_new_with_free_func(
	    (GDestroyNotify)calendar_event_free);
}
