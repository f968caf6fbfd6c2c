#include "calendar.h"

#include <dlfcn.h>

/* Found through the program's run path, as are all its modules. */
#define MODULE "afterword-calendar.so"
#define SYMBOL "afterword_calendar_read"

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
	void *module = dlopen(MODULE, RTLD_NOW | RTLD_LOCAL);
	CalendarRead *read = NULL;

	/* POSIX's way from an object pointer to a function. */
	if (module)
		*(void **)&read = dlsym(module, SYMBOL);
	if (read)
		return read(text, utc_offset_s);
	return g_ptr_array_new_with_free_func(
	    (GDestroyNotify)calendar_event_free);
}
