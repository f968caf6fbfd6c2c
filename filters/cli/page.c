#include "page.h"

#include "show.h"

#include <string.h>

#define STYLE                                                                  \
	"body{font:16px/1.5 system-ui,sans-serif;max-width:48em;margin:2em "   \
	"auto;padding:0 1em;color:#222;background:#fff}"                       \
	"h1{font-size:1.5em}h2{font-size:1.2em;margin:2em 0 .3em}"             \
	"h3{font-size:1em;margin:1.5em 0 .2em}"                                \
	"ul,ol{padding-left:1.2em;margin:.3em 0}"                              \
	"li{margin:.15em 0;overflow-wrap:anywhere}"                            \
	"time{color:#666;display:inline-block;min-width:11em}"                 \
	".late time{color:#a00}"                                               \
	".standing{background:#eef;border-radius:.5em;padding:0 .5em;"         \
	"font-weight:normal}"                                                  \
	"@media(prefers-color-scheme:dark){body{color:#ddd;background:#"       \
	"181818}"                                                              \
	"time{color:#999}.late time{color:#f88}.standing{background:#334}}"

/* One thing of a time line, or of what is next. */
typedef struct Entry {
	gint64 time;
	char *text; /* not yet escaped */
	bool is_late;
} Entry;

static void
entry_clear(gpointer entry)
{
	g_free(((Entry *)entry)->text);
}

static GArray *
entries_new(void)
{
	GArray *entries = g_array_new(FALSE, FALSE, sizeof(Entry));

	g_array_set_clear_func(entries, entry_clear);
	return entries;
}

static void
add(GArray *entries, gint64 time, bool is_late, char *text)
{
	Entry entry = {time, text, is_late};

	g_array_append_val(entries, entry);
}

static int
compare_entries(gconstpointer a, gconstpointer b)
{
	const Entry *one = a;
	const Entry *other = b;

	return (one->time > other->time) - (one->time < other->time);
}

static void
append(GString *out, const char *text)
{
	g_autofree char *clean = show_clean(text);
	g_autofree char *escaped = g_markup_escape_text(clean, -1);

	g_string_append(out, escaped);
}

static void
print_entries(GString *out, const char *list, GArray *entries)
{
	g_array_sort(entries, compare_entries);
	g_string_append_printf(out, "<%s>\n", list);
	for (guint i = 0; i < entries->len; i++) {
		const Entry *entry = &g_array_index(entries, Entry, i);
		g_autofree char *time = show_time(entry->time);

		g_string_append_printf(out, "<li%s><time>%s</time> ",
		    entry->is_late ? " class=\"late\"" : "", time);
		append(out, entry->text);
		g_string_append(out, "</li>\n");
	}
	g_string_append_printf(out, "</%s>\n", list);
}

static void
add_open_actions(GArray *entries, const Application *application,
    const Memo *memo, gint64 now)
{
	for (guint i = 0; i < application->actions->len; i++) {
		const Action *action = application->actions->pdata[i];

		if (action_is_open(action))
			add(entries, action->due,
			    action->late && action->late < now,
			    memo_line(memo, application, action, now));
	}
}

static void
add_mail(GArray *entries, const Application *application)
{
	for (guint i = 0; i < application->mail->len; i++) {
		const Mail *mail = application->mail->pdata[i];

		add(entries, mail->time, false,
		    g_strdup_printf("%s %s: %s",
		        mail->direction == DIRECTION_OUTGOING ? "sent" : "got",
		        kind_name(mail->kind), mail->subject));
	}
}

static void
add_interviews(GArray *entries, const Application *application)
{
	for (guint i = 0; i < application->interviews->len; i++) {
		const Interview *interview = application->interviews->pdata[i];
		const char *stage = stage_name(interview->stage);

		if (!interview->when.start.precision)
			continue;
		add(entries, interview->when.start.time, false,
		    g_strdup_printf("%sinterview%s%s%s%s%s",
		        interview->is_cancelled ? "cancelled: " : "",
		        *stage ? " (" : "", stage, *stage ? ")" : "",
		        *interview->place ? ", " : "", interview->place));
	}
}

static void
add_notes(GArray *entries, const Application *application)
{
	for (guint i = 0; i < application->notes->len; i++) {
		const Note *note = application->notes->pdata[i];
		g_autoptr(GString) text =
		    g_string_new(note_kind_name(note->kind));

		if (*note->text)
			g_string_append_printf(text, ": %s", note->text);
		for (guint j = 0; j < note->answers->len; j++) {
			const Answer *answer = note->answers->pdata[j];

			g_string_append_printf(text, "%s %s: %s",
			    j || *note->text ? ";" : ":", answer->question,
			    answer->text);
		}
		add(entries, note->time, false, g_strdup(text->str));
	}
}

static void
add_done(GArray *entries, const Application *application)
{
	static const char *const words[ACTION_STATUS_COUNT] = {
	    [ACTION_WAITING] = "due",
	    [ACTION_QUEUED] = "draft on its way",
	    [ACTION_PLACED] = "waits",
	    [ACTION_DONE] = "done",
	    [ACTION_WITHDRAWN] = "not wanted any more",
	};

	for (guint i = 0; i < application->actions->len; i++) {
		const Action *action = application->actions->pdata[i];

		add(entries, action->due, false,
		    g_strdup_printf("%s%s%s: %s",
		        action_kind_name(action->kind),
		        *action->person ? " to " : "", action->person,
		        words[action->status]));
	}
}

static void
print_people(GString *out, const Application *application)
{
	for (guint i = 0; i < application->people->len; i++) {
		const Person *person = application->people->pdata[i];

		g_string_append(out, i ? ", " : "<p>");
		append(out, *person->name ? person->name : person->email);
		g_string_append_printf(out, " (%s)", part_name(person->part));
	}
	if (application->people->len)
		g_string_append(out, "</p>\n");
}

static void
print_application(GString *out, const Application *application)
{
	g_autoptr(GArray) entries = entries_new();

	g_string_append(out, "<h3>");
	append(out,
	    *application->company ? application->company : application->id);
	if (*application->role) {
		g_string_append(out, ", ");
		append(out, application->role);
	}
	g_string_append_printf(out,
	    " <span class=\"standing\">%s</span></h3>\n",
	    standing_name(application->standing));
	print_people(out, application);
	add_mail(entries, application);
	add_interviews(entries, application);
	add_notes(entries, application);
	add_done(entries, application);
	print_entries(out, "ol", entries);
}

static void
print_all(GString *out, const State *state, bool closed, const char *heading)
{
	bool is_first = true;

	for (guint i = 0; i < state->applications->len; i++) {
		const Application *application = state->applications->pdata[i];

		if (standing_is_closed(application->standing) != closed)
			continue;
		if (is_first)
			g_string_append_printf(out, "<h2>%s</h2>\n", heading);
		is_first = false;
		print_application(out, application);
	}
}

static void
print_next(GString *out, const State *state, const Memo *memo, gint64 now)
{
	g_autoptr(GArray) entries = entries_new();

	for (guint i = 0; i < state->applications->len; i++)
		add_open_actions(
		    entries, state->applications->pdata[i], memo, now);
	g_string_append(out, "<h2>What is next</h2>\n");
	if (entries->len)
		print_entries(out, "ul", entries);
	else
		g_string_append(out, "<p>Nothing waits for you.</p>\n");
}

char *
page_print(const State *state, const Memo *memo, gint64 now)
{
	GString *out = g_string_new(
	    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
	    "<meta charset=\"utf-8\">\n"
	    "<meta name=\"viewport\" content=\"width=device-width\">\n"
	    "<meta http-equiv=\"Content-Security-Policy\" "
	    "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
	    "<title>Applications</title>\n<style>" STYLE "</style>\n"
	    "</head>\n<body>\n<h1>Applications</h1>\n");
	g_autofree char *time = show_time(now);

	g_string_append_printf(out, "<p>As of %s.</p>\n", time);
	print_next(out, state, memo, now);
	print_all(out, state, false, "Open");
	print_all(out, state, true, "Closed");
	g_string_append(out, "</body>\n</html>\n");
	return g_string_free(out, FALSE);
}
