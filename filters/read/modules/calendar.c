#include "calendar.h"

#include "charset.h"
#include "zones.h"

#include <libical/ical.h>
#include <stdbool.h>
#include <string.h>

#define LINE_MAX_BYTES 1000
#define DESCRIPTION_MAX (32 * 1024)
#define DAY_S (24 * 60 * 60)
#define DEPTH_MAX 20 /* of components within each other */

/* Where calendar makers put the link of a meeting. */
static const char *const link_properties[] = {"CONFERENCE",
    "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL",
    "X-MICROSOFT-ONLINEMEETINGEXTERNALLINK", "URL"};

typedef struct Reader {
	icalcomponent *calendar; /* borrowed: where the VTIMEZONEs are */
	int utc_offset_s;
	char *method; /* owned */
} Reader;

typedef struct Time {
	Moment moment;
	bool is_floating;
} Time;

static char *
line_of(icalcomponent *event, icalproperty_kind kind)
{
	icalproperty *property = icalcomponent_get_first_property(event, kind);
	icalvalue *value = property ? icalproperty_get_value(property) : NULL;
	const char *text = NULL;

	if (value && icalvalue_isa(value) == ICAL_TEXT_VALUE)
		text = icalvalue_get_text(value);
	else if (property)
		text = icalproperty_get_value_as_string(property);
	return charset_clean_line(text, LINE_MAX_BYTES);
}

static char *
word_of(icalcomponent *component, icalproperty_kind kind)
{
	g_autofree char *line = line_of(component, kind);

	return g_ascii_strup(line, -1);
}

static const char *
parameter(icalproperty *property, const char *name)
{
	return icalproperty_get_parameter_as_string(property, name);
}

/* Mail addresses come as "mailto:", elsewhere in the parameter EMAIL. */
static void
read_address(icalproperty *property, Address *into)
{
	const char *value = icalproperty_get_value_as_string(property);
	g_autofree char *name =
	    charset_clean_line(parameter(property, "CN"), LINE_MAX_BYTES);
	g_autofree char *email = NULL;

	if (value && g_ascii_strncasecmp(value, "mailto:", 7) == 0)
		email = charset_clean_line(value + 7, LINE_MAX_BYTES);
	else if (parameter(property, "EMAIL"))
		email = charset_clean_line(
		    parameter(property, "EMAIL"), LINE_MAX_BYTES);
	else
		email = charset_clean_line(
		    value && strchr(value, '@') ? value : NULL, LINE_MAX_BYTES);
	into->name = g_strdup(g_strstrip(g_strdelimit(name, "\"", ' ')));
	into->email = g_ascii_strdown(email, -1);
}

static void
read_attendees(icalcomponent *source, CalendarEvent *event)
{
	icalproperty *property =
	    icalcomponent_get_first_property(source, ICAL_ATTENDEE_PROPERTY);

	for (; property && event->attendees->len < MESSAGE_ADDRESSES_MAX;
	     property = icalcomponent_get_next_property(
	         source, ICAL_ATTENDEE_PROPERTY)) {
		Address *attendee = g_new0(Address, 1);

		read_address(property, attendee);
		if (!*attendee->email ||
		    strcmp(attendee->email, event->organizer.email) != 0) {
			g_ptr_array_add(event->attendees, attendee);
			continue;
		}
		event->organizer_place = (int)event->attendees->len;
		address_free(attendee);
	}
}

static void
read_organizer(icalcomponent *source, CalendarEvent *event)
{
	icalproperty *property =
	    icalcomponent_get_first_property(source, ICAL_ORGANIZER_PROPERTY);

	if (property) {
		read_address(property, &event->organizer);
		return;
	}
	event->organizer.name = g_strdup("");
	event->organizer.email = g_strdup("");
}

static gint64
utc_seconds(struct icaltimetype time)
{
	return (gint64)icaltime_as_timet_with_zone(
	    time, icaltimezone_get_utc_timezone());
}

static bool
read_glib_zone(struct icaltimetype time, const char *name, Moment *moment)
{
	g_autoptr(GTimeZone) zone = zones_find(name);
	g_autoptr(GDateTime) date = NULL;

	if (zone)
		date = g_date_time_new(zone, time.year, time.month, time.day,
		    time.hour, time.minute, MIN(time.second, 59));
	if (!date)
		return false;
	moment->time = g_date_time_to_unix(date);
	moment->utc_offset_s =
	    (int)(g_date_time_get_utc_offset(date) / G_TIME_SPAN_SECOND);
	return true;
}

static bool
read_own_zone(
    Reader *reader, struct icaltimetype time, const char *name, Moment *moment)
{
	icaltimezone *zone = icalcomponent_get_timezone(reader->calendar, name);
	int is_daylight;

	if (!zone)
		return false;
	moment->time = (gint64)icaltime_as_timet_with_zone(time, zone);
	moment->utc_offset_s =
	    icaltimezone_get_utc_offset(zone, &time, &is_daylight);
	return true;
}

/* A known IANA name speaks for itself: what calendars add is often cut. */
static bool
read_zone(
    Reader *reader, struct icaltimetype time, const char *name, Moment *moment)
{
	if (strchr(name, '/') && *name != '(' &&
	    read_glib_zone(time, name, moment))
		return true;
	return read_own_zone(reader, time, name, moment) ||
	       read_glib_zone(time, name, moment);
}

static bool
is_sane(struct icaltimetype time)
{
	return !icaltime_is_null_time(time) && icaltime_is_valid_time(time) &&
	       time.year >= 1980 && time.year <= 2099 && time.month >= 1 &&
	       time.month <= 12 && time.day >= 1 &&
	       time.day <= icaltime_days_in_month(time.month, time.year) &&
	       time.hour >= 0 && time.hour <= 23 && time.minute >= 0 &&
	       time.minute <= 59;
}

static Time
read_time(Reader *reader, icalproperty *property, struct icaltimetype time)
{
	Time read = {{MOMENT_NONE, 0, reader->utc_offset_s}, false};
	const char *zone = parameter(property, "TZID");
	g_autofree char *name = zone ? g_strdup(zone) : NULL;

	if (!is_sane(time))
		return read;
	read.moment.precision = time.is_date ? MOMENT_DAY : MOMENT_TIME;
	read.moment.time = utc_seconds(time);
	if (name)
		g_strstrip(g_strdelimit(name, "\"", ' '));
	if (!time.is_date && icaltime_is_utc(time)) {
		read.moment.utc_offset_s = 0;
	} else if (time.is_date || !name ||
	           !read_zone(reader, time, name, &read.moment)) {
		read.moment.time -= reader->utc_offset_s;
		read.is_floating = !time.is_date;
	}
	return read;
}

static Moment
read_end(Reader *reader, icalcomponent *source, Moment start)
{
	Moment end = {MOMENT_NONE, 0, 0};
	icalproperty *property =
	    icalcomponent_get_first_property(source, ICAL_DTEND_PROPERTY);
	struct icaldurationtype duration;

	if (property)
		return read_time(
		    reader, property, icalproperty_get_dtend(property))
		    .moment;
	property =
	    icalcomponent_get_first_property(source, ICAL_DURATION_PROPERTY);
	if (!property)
		return end;
	duration = icalproperty_get_duration(property);
	if (icaldurationtype_is_bad_duration(duration) || duration.weeks > 52 ||
	    duration.days > 366 || duration.hours > 9000 ||
	    duration.minutes > 500000 || duration.seconds > 30000000)
		return end;
	end = start;
	end.time += icaldurationtype_as_int(duration);
	return end;
}

/* The first that is a time at all. */
static Time
read_start(Reader *reader, icalcomponent *source)
{
	Time start = {{MOMENT_NONE, 0, 0}, false};
	icalproperty *property =
	    icalcomponent_get_first_property(source, ICAL_DTSTART_PROPERTY);

	for (; property && start.moment.precision == MOMENT_NONE;
	     property =
	         icalcomponent_get_next_property(source, ICAL_DTSTART_PROPERTY))
		start = read_time(
		    reader, property, icalproperty_get_dtstart(property));
	return start;
}

/* The end of all-day events is the day after, RFC 5545 3.6.1. */
static void
read_when(Reader *reader, icalcomponent *source, CalendarEvent *event)
{
	Time start = read_start(reader, source);
	Moment end;

	event->when.start = start.moment;
	event->is_floating = start.is_floating;
	if (start.moment.precision == MOMENT_NONE)
		return;
	end = read_end(reader, source, start.moment);
	if (end.precision != start.moment.precision ||
	    end.time <= start.moment.time)
		return;
	if (end.precision == MOMENT_DAY)
		end.time -= DAY_S;
	event->when.end = end;
}

static bool
is_link_property(icalproperty *property)
{
	const char *name = icalproperty_get_property_name(property);

	for (size_t i = 0; name && i < G_N_ELEMENTS(link_properties); i++)
		if (g_ascii_strcasecmp(name, link_properties[i]) == 0)
			return true;
	return false;
}

static void
append_links(GString *text, icalcomponent *source)
{
	icalproperty *property =
	    icalcomponent_get_first_property(source, ICAL_ANY_PROPERTY);

	for (; property; property = icalcomponent_get_next_property(
	                     source, ICAL_ANY_PROPERTY)) {
		g_autofree char *link = NULL;

		if (text->len > DESCRIPTION_MAX || !is_link_property(property))
			continue;
		link = charset_clean_line(
		    icalproperty_get_value_as_string(property), LINE_MAX_BYTES);
		if (*link && !strstr(text->str, link))
			g_string_append_printf(
			    text, "%s%s", text->len > 0 ? "\n" : "", link);
	}
}

static char *
read_description(icalcomponent *source)
{
	icalproperty *property =
	    icalcomponent_get_first_property(source, ICAL_DESCRIPTION_PROPERTY);
	const char *raw =
	    property ? icalproperty_get_description(property) : NULL;
	g_autofree char *clean = charset_to_utf8(
	    raw ? raw : "", raw ? strlen(raw) : 0, "utf-8", DESCRIPTION_MAX);
	GString *text = g_string_new(g_strstrip(clean));

	append_links(text, source);
	return g_string_free(text, FALSE);
}

static CalendarEvent *
read_event(Reader *reader, icalcomponent *source)
{
	CalendarEvent *event = g_new0(CalendarEvent, 1);

	event->organizer_place = -1;
	event->method = g_strdup(reader->method);
	event->uid = line_of(source, ICAL_UID_PROPERTY);
	event->sequence = icalcomponent_get_sequence(source);
	event->status = word_of(source, ICAL_STATUS_PROPERTY);
	event->summary = line_of(source, ICAL_SUMMARY_PROPERTY);
	event->location = line_of(source, ICAL_LOCATION_PROPERTY);
	event->description = read_description(source);
	event->attendees =
	    g_ptr_array_new_with_free_func((GDestroyNotify)address_free);
	read_organizer(source, event);
	read_attendees(source, event);
	read_when(reader, source, event);
	return event;
}

static void
read_events(icalcomponent *calendar, int utc_offset_s, GPtrArray *events)
{
	icalcomponent *source =
	    icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
	Reader reader = {calendar, utc_offset_s, NULL};

	reader.method = word_of(calendar, ICAL_METHOD_PROPERTY);
	for (; source && events->len < CALENDAR_EVENTS_MAX;
	     source = icalcomponent_get_next_component(
	         calendar, ICAL_VEVENT_COMPONENT))
		g_ptr_array_add(events, read_event(&reader, source));
	g_free(reader.method);
}

typedef struct Open {
	const char *name[DEPTH_MAX]; /* the lines "BEGIN:...", borrowed */
	size_t length[DEPTH_MAX];
	size_t depth;
} Open;

/* Whether a line may stay: an END without a BEGIN may not. */
static bool
count_line(Open *open, const char *line, size_t length)
{
	if (g_ascii_strncasecmp(line, "BEGIN:", 6) == 0) {
		if (open->depth == DEPTH_MAX)
			return false;
		open->name[open->depth] = line + strlen("BEGIN:");
		open->length[open->depth++] = length - strlen("BEGIN:");
	} else if (g_ascii_strncasecmp(line, "END:", 4) == 0) {
		if (open->depth == 0)
			return false;
		open->depth--;
	}
	return true;
}

/*
 * With an end for every begin, and none else: some calendars are cut off, and
 * libical writes to standard error about the rest.
 */
static char *
balance(const char *text)
{
	GString *out = g_string_new(NULL);
	Open open = {.depth = 0};

	while (*text) {
		size_t length = strcspn(text, "\n");

		if (count_line(&open, text, length)) {
			g_string_append_len(out, text, (gssize)length);
			g_string_append_c(out, '\n');
		}
		text += length + (text[length] == '\n');
	}
	while (open.depth > 0) {
		open.depth--;
		g_string_append_printf(out, "END:%.*s\n",
		    (int)open.length[open.depth], open.name[open.depth]);
	}
	return g_string_free(out, FALSE);
}

static icalcomponent *
parse(const char *text)
{
	g_autofree char *balanced = balance(text);

	return icalparser_parse_string(balanced);
}

static const char *
find_calendar(const char *text)
{
	static const char begin[] = "BEGIN:VCALENDAR";

	for (; *text; text += strcspn(text, "\n"), text += *text == '\n')
		if (g_ascii_strncasecmp(text, begin, strlen(begin)) == 0)
			return text;
	return NULL;
}

CalendarRead afterword_calendar_read;

__attribute__((visibility("default"))) GPtrArray *
afterword_calendar_read(const char *text, int utc_offset_s)
{
	GPtrArray *events =
	    g_ptr_array_new_with_free_func((GDestroyNotify)calendar_event_free);
	const char *begin = find_calendar(text);
	icalcomponent *root = NULL;

	icalerror_set_errors_are_fatal(false);
	if (begin && strlen(begin) <= CALENDAR_BYTES_MAX)
		root = parse(begin);
	if (!root)
		return events;
	if (icalcomponent_isa(root) == ICAL_VCALENDAR_COMPONENT)
		read_events(root, utc_offset_s, events);
	for (icalcomponent *calendar = icalcomponent_get_first_component(
	         root, ICAL_VCALENDAR_COMPONENT);
	     calendar; calendar = icalcomponent_get_next_component(
	                   root, ICAL_VCALENDAR_COMPONENT))
		read_events(calendar, utc_offset_s, events);
	icalcomponent_free(root);
	return events;
}
