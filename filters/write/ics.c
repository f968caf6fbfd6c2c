#include "ics.h"

#include <stdbool.h>
#include <string.h>

#define OCTETS_MAX 75 /* of a line, RFC 5545, 3.1 */
#define INTERVIEW_S 3600
#define UID_LENGTH 32

/* A line, folded between two letters. */
static void
add_line(GString *out, const char *line)
{
	size_t width = 0;

	for (const char *at = line; *at; at = g_utf8_next_char(at)) {
		size_t length = (size_t)(g_utf8_next_char(at) - at);

		if (width + length > OCTETS_MAX) {
			g_string_append(out, "\r\n ");
			width = 1;
		}
		g_string_append_len(out, at, (gssize)length);
		width += length;
	}
	g_string_append(out, "\r\n");
}

/* "NAME:text", with what has a meaning there escaped, RFC 5545, 3.3.11. */
static void
add_text(GString *out, const char *name, const char *text)
{
	g_autofree char *valid = g_utf8_make_valid(text, -1);
	g_autoptr(GString) line = g_string_new(name);

	if (!*valid)
		return;
	g_string_append_c(line, ':');
	for (const char *at = valid; *at; at++) {
		if (*at == '\n')
			g_string_append(line, "\\n");
		else if (strchr("\\;,", *at))
			g_string_append_printf(line, "\\%c", *at);
		else if (!g_ascii_iscntrl(*at))
			g_string_append_c(line, *at);
	}
	add_line(out, line->str);
}

static void
add_time(GString *out, const char *name, gint64 time)
{
	g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(time);
	g_autofree char *text =
	    utc ? g_date_time_format(utc, "%Y%m%dT%H%M%SZ") : NULL;
	g_autofree char *line =
	    g_strconcat(name, ":", text ? text : "19700101T000000Z", NULL);

	add_line(out, line);
}

static void
add_date(GString *out, const char *name, Moment day)
{
	g_autoptr(GDateTime) local =
	    g_date_time_new_from_unix_utc(day.time + day.utc_offset_s);
	g_autofree char *text =
	    local ? g_date_time_format(local, "%Y%m%d") : NULL;
	g_autofree char *line =
	    g_strconcat(name, ";VALUE=DATE:", text ? text : "19700101", NULL);

	add_line(out, line);
}

static void
add_head(GString *out, const char *kind, const char *uid, gint64 now)
{
	g_autofree char *begin = g_strconcat("BEGIN:", kind, NULL);
	g_autofree char *line =
	    g_strdup_printf("UID:%.*s@afterword", UID_LENGTH, uid);

	add_line(out, begin);
	add_line(out, line);
	add_time(out, "DTSTAMP", now);
}

static char *
title_of(const Application *application)
{
	return g_strconcat(application->company,
	    *application->company && *application->role ? ", " : "",
	    application->role,
	    *application->company || *application->role ? "" : application->id,
	    NULL);
}

static void
add_interview(GString *out, const Application *application,
    const Interview *interview, gint64 now)
{
	const Period *when = &interview->when;
	g_autofree char *title = title_of(application);

	if (interview->is_cancelled || !when->start.precision)
		return;
	add_head(out, "VEVENT", interview->id, now);
	if (when->start.precision == MOMENT_DAY) {
		add_date(out, "DTSTART", when->start);
	} else {
		add_time(out, "DTSTART", when->start.time);
		add_time(out, "DTEND",
		    when->end.time > when->start.time
		        ? when->end.time
		        : when->start.time + INTERVIEW_S);
	}
	add_text(out, "SUMMARY", title);
	add_text(out, "LOCATION", interview->place);
	add_text(out, "DESCRIPTION", stage_name(interview->stage));
	add_line(out, "END:VEVENT");
}

static void
add_action(GString *out, const Application *application, const Action *action,
    const Memo *memo, gint64 now)
{
	g_autofree char *key = action_key(application, action);
	g_autofree char *line = NULL;

	if (!action_is_open(action))
		return;
	line = memo_line(memo, application, action, now);
	add_head(out, "VTODO", key, now);
	add_time(out, "DUE", action->due);
	add_text(out, "SUMMARY", line);
	add_line(out, "STATUS:NEEDS-ACTION");
	add_line(out, "END:VTODO");
}

static void
add_application(
    GString *out, const Application *application, const Memo *memo, gint64 now)
{
	for (guint i = 0; i < application->interviews->len; i++)
		if (!standing_is_closed(application->standing))
			add_interview(out, application,
			    application->interviews->pdata[i], now);
	for (guint i = 0; i < application->actions->len; i++)
		add_action(out, application, application->actions->pdata[i],
		    memo, now);
}

char *
ics_print(
    const State *state, const Application *only, const Memo *memo, gint64 now)
{
	GString *out = g_string_new(NULL);

	add_line(out, "BEGIN:VCALENDAR");
	add_line(out, "VERSION:2.0");
	add_line(out, "PRODID:-//afterword//afterword//EN");
	for (guint i = 0; i < state->applications->len; i++)
		if (!only || only == state->applications->pdata[i])
			add_application(
			    out, state->applications->pdata[i], memo, now);
	add_line(out, "END:VCALENDAR");
	return g_string_free(out, FALSE);
}
