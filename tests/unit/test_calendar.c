#include "calendar.h"

#include <glib.h>
#include <string.h>

#define BEGIN "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\n"
#define EVENT "BEGIN:VEVENT\r\nUID:a@example.com\r\n"
#define END "END:VEVENT\r\nEND:VCALENDAR\r\n"
#define OUTLOOK_ZONE                                                           \
	"BEGIN:VTIMEZONE\r\nTZID:Customised\r\n"                               \
	"BEGIN:STANDARD\r\nDTSTART:16010101T030000\r\n"                        \
	"TZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\n"                           \
	"RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10\r\n"               \
	"END:STANDARD\r\n"                                                     \
	"BEGIN:DAYLIGHT\r\nDTSTART:16010101T020000\r\n"                        \
	"TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\n"                           \
	"RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3\r\n"                \
	"END:DAYLIGHT\r\nEND:VTIMEZONE\r\n"

/* What the times of one event are taken for; read at +02:00. */
static const struct {
	const char *name;
	const char *zone; /* a VTIMEZONE, or "" */
	const char *times;
	const char *start;
	const char *end;
	bool is_floating;
} cases[] = {
    {"utc", "", "DTSTART:20260512T080000Z\r\nDTEND:20260512T090000Z",
        "2026-05-12T08:00:00+00:00", "2026-05-12T09:00:00+00:00", false},
    {"iana-name", "", "DTSTART;TZID=America/New_York:20260512T150000",
        "2026-05-12T15:00:00-04:00", NULL, false},
    {"iana-name-in-winter", "", "DTSTART;TZID=America/New_York:20260112T150000",
        "2026-01-12T15:00:00-05:00", NULL, false},
    {"iana-name-behind-a-prefix", "",
        "DTSTART;TZID=/example.org/2026_1/Europe/Berlin:20260512T150000",
        "2026-05-12T15:00:00+02:00", NULL, false},
    {"quoted-name", "", "DTSTART;TZID=\"Asia/Tokyo\":20260512T150000",
        "2026-05-12T15:00:00+09:00", NULL, false},
    {"windows-name", "", "DTSTART;TZID=Pacific Standard Time:20260512T150000",
        "2026-05-12T15:00:00-07:00", NULL, false},
    {"windows-display-name", "",
        "DTSTART;TZID=\"(UTC-05:00) Eastern Time (US & Canada)\""
        ":20260512T150000",
        "2026-05-12T15:00:00-04:00", NULL, false},
    {"own-zone", OUTLOOK_ZONE, "DTSTART;TZID=Customised:20260712T150000",
        "2026-07-12T15:00:00+02:00", NULL, false},
    {"own-zone-in-winter", OUTLOOK_ZONE,
        "DTSTART;TZID=Customised:20260112T150000", "2026-01-12T15:00:00+01:00",
        NULL, false},
    {"unknown-zone-floats", "", "DTSTART;TZID=Mars/Olympus:20260512T150000",
        "2026-05-12T15:00:00+02:00", NULL, true},
    {"no-path-is-a-zone", "",
        "DTSTART;TZID=../../../etc/localtime:20260512T150000",
        "2026-05-12T15:00:00+02:00", NULL, true},
    {"floating", "", "DTSTART:20260512T150000", "2026-05-12T15:00:00+02:00",
        NULL, true},
    {"duration", "", "DTSTART:20260512T080000Z\r\nDURATION:PT1H30M",
        "2026-05-12T08:00:00+00:00", "2026-05-12T09:30:00+00:00", false},
    {"all-day-of-one-day", "",
        "DTSTART;VALUE=DATE:20260512\r\nDTEND;VALUE=DATE:20260513",
        "2026-05-12", "2026-05-12", false},
    {"all-day-of-three-days", "",
        "DTSTART;VALUE=DATE:20260512\r\nDTEND;VALUE=DATE:20260515",
        "2026-05-12", "2026-05-14", false},
    {"end-before-start-is-none", "",
        "DTSTART:20260512T080000Z\r\nDTEND:20260511T090000Z",
        "2026-05-12T08:00:00+00:00", NULL, false},
    {"impossible-time-is-none", "", "DTSTART:99999999T999999Z", NULL, NULL,
        false},
    {"first-possible-start-counts", "",
        "DTSTART:20269999T256199\r\nDTSTART:20260512T080000Z",
        "2026-05-12T08:00:00+00:00", NULL, false},
    {"endless-duration-is-none", "",
        "DTSTART:20260512T080000Z\r\nDURATION:PT99999999H",
        "2026-05-12T08:00:00+00:00", NULL, false},
};

static GPtrArray *
parse(const char *zone, const char *lines)
{
	g_autofree char *text =
	    g_strconcat(BEGIN, zone, EVENT, lines, "\r\n", END, NULL);

	return calendar_parse(text, 7200);
}

static void
test_case(gconstpointer data)
{
	size_t i = GPOINTER_TO_SIZE(data);
	g_autoptr(GPtrArray) events = parse(cases[i].zone, cases[i].times);
	const CalendarEvent *event;
	g_autofree char *start = NULL;
	g_autofree char *end = NULL;

	g_assert_cmpuint(events->len, ==, 1);
	event = g_ptr_array_index(events, 0);
	start = moment_format(event->when.start);
	end = moment_format(event->when.end);
	g_assert_cmpstr(start, ==, cases[i].start);
	g_assert_cmpstr(end, ==, cases[i].end);
	g_assert_cmpint(event->is_floating, ==, cases[i].is_floating);
}

static void
test_says_who_where_and_what(void)
{
	g_autoptr(GPtrArray) events = parse("",
	    "DTSTART:20260512T080000Z\r\nSTATUS:tentative\r\nSEQUENCE:3\r\n"
	    "SUMMARY:Interview\\, part 2\r\nLOCATION:Room 3\r\n"
	    "DESCRIPTION:Bring\\na pen\r\n"
	    "X-GOOGLE-CONFERENCE:https://meet.example/a\r\n"
	    "ORGANIZER;CN=\"Ruiz, Ana\":MAILTO:Ana@Acme.example\r\n"
	    "ATTENDEE;CN=Ana:mailto:ana@acme.example\r\n"
	    "ATTENDEE;CN=Sam:mailto:sam@example.com\r\n"
	    "ATTENDEE;EMAIL=tom@acme.example:urn:uuid:1");
	const CalendarEvent *event = g_ptr_array_index(events, 0);
	const Address *last;

	g_assert_cmpstr(event->method, ==, "REQUEST");
	g_assert_cmpstr(event->uid, ==, "a@example.com");
	g_assert_cmpstr(event->status, ==, "TENTATIVE");
	g_assert_cmpint(event->sequence, ==, 3);
	g_assert_cmpstr(event->summary, ==, "Interview, part 2");
	g_assert_cmpstr(event->location, ==, "Room 3");
	g_assert_cmpstr(
	    event->description, ==, "Bring\na pen\nhttps://meet.example/a");
	g_assert_cmpstr(event->organizer.name, ==, "Ruiz, Ana");
	g_assert_cmpstr(event->organizer.email, ==, "ana@acme.example");
	g_assert_cmpuint(event->attendees->len, ==, 2);
	g_assert_cmpint(event->organizer_place, ==, 0);
	last = g_ptr_array_index(event->attendees, 1);
	g_assert_cmpstr(last->email, ==, "tom@acme.example");
}

static void
test_several_events_and_calendars(void)
{
	g_autoptr(GPtrArray) events = calendar_parse(BEGIN EVENT
	    "DTSTART:20260512T080000Z\r\nEND:VEVENT\r\n" EVENT
	    "DTSTART:20260513T080000Z\r\n" END
	    "BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\n" EVENT
	    "DTSTART:20260514T080000Z\r\n" END,
	    0);
	const CalendarEvent *last;

	g_assert_cmpuint(events->len, ==, 3);
	last = g_ptr_array_index(events, 2);
	g_assert_cmpstr(last->method, ==, "CANCEL");
}

static void
test_events_are_capped(void)
{
	g_autoptr(GString) text = g_string_new(BEGIN);
	g_autoptr(GPtrArray) events = NULL;

	for (int i = 0; i < 3000; i++)
		g_string_append(
		    text, EVENT "DTSTART:20260512T080000Z\r\nEND:VEVENT\r\n");
	g_string_append(text, "END:VCALENDAR\r\n");
	events = calendar_parse(text->str, 0);
	g_assert_cmpuint(events->len, ==, CALENDAR_EVENTS_MAX);
}

static void
test_cut_off_is_mended(void)
{
	g_autoptr(GPtrArray) events =
	    calendar_parse(BEGIN EVENT "DTSTART:20260512T080000Z\r\n", 0);

	g_assert_cmpuint(events->len, ==, 1);
}

static void
test_folds_within_characters_are_joined(void)
{
	static const char bytes[] =
	    BEGIN EVENT "DTSTART:20260512T080000Z\r\nSUMMARY:Gespr\xC3\r\n \xA4"
	                "ch\r\n" END;
	g_autofree char *text = calendar_to_utf8(bytes, strlen(bytes), "utf-8");
	g_autoptr(GPtrArray) events = calendar_parse(text, 0);
	const CalendarEvent *event = g_ptr_array_index(events, 0);

	g_assert_cmpstr(event->summary, ==, "Gespräch");
}

static void
test_no_calendar_is_empty(void)
{
	static const char *const texts[] = {
	    "", "hello", "BEGIN:VCALENDAR", "END:VCALENDAR\r\n", "BEGIN:VCARD"};

	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autoptr(GPtrArray) events = calendar_parse(texts[i], 0);

		g_assert_cmpuint(events->len, ==, 0);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *path =
		    g_strconcat("/calendar/", cases[i].name, NULL);

		g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_case);
	}
	g_test_add_func(
	    "/calendar/says-who-where-and-what", test_says_who_where_and_what);
	g_test_add_func("/calendar/several-events-and-calendars",
	    test_several_events_and_calendars);
	g_test_add_func("/calendar/events-are-capped", test_events_are_capped);
	g_test_add_func("/calendar/cut-off-is-mended", test_cut_off_is_mended);
	g_test_add_func("/calendar/folds-within-characters-are-joined",
	    test_folds_within_characters_are_joined);
	g_test_add_func(
	    "/calendar/no-calendar-is-empty", test_no_calendar_is_empty);
	return g_test_run();
}
