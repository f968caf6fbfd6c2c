/*
 * Any calendar has no more events than are kept, and none ends before it
 * begins.
 */
#include "calendar.h"

#include "charset.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *text =
	    charset_to_utf8((const char *)data, size, "utf-8", size);
	g_autoptr(GPtrArray) events = calendar_parse(text, 3600);

	g_assert_cmpuint(events->len, <=, CALENDAR_EVENTS_MAX);
	for (guint i = 0; i < events->len; i++) {
		const CalendarEvent *event = g_ptr_array_index(events, i);

		g_assert_true(g_utf8_validate(event->summary, -1, NULL));
		if (event->when.end.precision != MOMENT_NONE)
			g_assert_cmpint(
			    event->when.end.time, >=, event->when.start.time);
	}
	return 0;
}
