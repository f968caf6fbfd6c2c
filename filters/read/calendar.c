#include "calendar.h"

#include "charset.h"

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

/* RFC 5545, 3.1: a line end and a blank after it are no part of the line. */
static char *
unfold(const char *bytes, size_t *length)
{
	char *out = g_malloc(*length + 1);
	size_t kept = 0;

	for (size_t i = 0; i < *length; i++) {
		size_t end = i + (bytes[i] == '\r');

		if (end + 1 < *length && bytes[end] == '\n' &&
		    (bytes[end + 1] == ' ' || bytes[end + 1] == '\t'))
			i = end + 1;
		else
			out[kept++] = bytes[i];
	}
	*length = kept;
	return out;
}

char *
calendar_to_utf8(const char *bytes, size_t length, const char *label)
{
	g_autofree char *unfolded = NULL;

	if (g_utf8_validate_len(bytes, length, NULL))
		return charset_to_utf8(
		    bytes, length, label, CALENDAR_BYTES_MAX);
	unfolded = unfold(bytes, &length);
	return charset_to_utf8(unfolded, length, label, CALENDAR_BYTES_MAX);
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
