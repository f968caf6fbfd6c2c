#include "timeline.h"

#include <string.h>

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
add(GArray *entries, gint64 time, const char *class, char *text)
{
	Entry entry = {.time = time, .text = text, .class = class};

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
add_mail(GArray *entries, const Application *application)
{
	for (guint i = 0; i < application->mail->len; i++) {
		const Mail *mail = application->mail->pdata[i];
		bool is_own = mail->direction == DIRECTION_OUTGOING;

		add(entries, mail->time, is_own ? "sent" : "got",
		    g_strdup_printf("%s %s: %s", is_own ? "sent" : "got",
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
		add(entries, interview->when.start.time,
		    interview->is_cancelled ? "off" : "meeting",
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
		GString *text = g_string_new(note_kind_name(note->kind));

		if (*note->text)
			g_string_append_printf(text, ": %s", note->text);
		for (guint j = 0; j < note->answers->len; j++) {
			const Answer *answer = note->answers->pdata[j];

			g_string_append_printf(text, "%s %s: %s",
			    j || *note->text ? ";" : ":", answer->question,
			    answer->text);
		}
		add(entries, note->time, "note", g_string_free(text, FALSE));
	}
}

/* "thank_manager" is "thank manager". */
static char *
words_of(ActionKind kind)
{
	return g_strdelimit(g_strdup(action_kind_name(kind)), "_", ' ');
}

static const char *
name_of(const Application *application, const char *key)
{
	const Person *person = application_find_person(application, key);

	return person && *person->name ? person->name : key;
}

char *
timeline_words(const Application *application, const Action *action)
{
	g_autofree char *kind = words_of(action->kind);

	if (action_is_note(action) || !*action->person)
		return g_steal_pointer(&kind);
	return g_strdup_printf(
	    "%s to %s", kind, name_of(application, action->person));
}

static void
add_actions(GArray *entries, const Application *application)
{
	static const char *const words[ACTION_STATUS_COUNT] = {
	    [ACTION_WAITING] = "due",
	    [ACTION_QUEUED] = "draft on its way",
	    [ACTION_PLACED] = "draft waits",
	    [ACTION_DONE] = "done",
	    [ACTION_WITHDRAWN] = "not wanted any more",
	};

	for (guint i = 0; i < application->actions->len; i++) {
		const Action *action = application->actions->pdata[i];
		bool waits = action_is_note(action) && action_is_open(action);
		g_autofree char *what = timeline_words(application, action);

		add(entries, action->due,
		    action->status == ACTION_WITHDRAWN ? "off" : "action",
		    g_strdup_printf("%s: %s", what,
		        waits ? "waits" : words[action->status]));
	}
}

GArray *
timeline_of(const Application *application)
{
	GArray *entries = entries_new();

	add_mail(entries, application);
	add_interviews(entries, application);
	add_notes(entries, application);
	add_actions(entries, application);
	g_array_sort(entries, compare_entries);
	return entries;
}

static void
add_open(GArray *entries, const Application *application, const Memo *memo,
    gint64 now)
{
	for (guint i = 0; i < application->actions->len; i++) {
		const Action *action = application->actions->pdata[i];
		Entry entry = {.time = action->due,
		    .about = application->id,
		    .class = "action",
		    .late = action->late};

		if (!action_is_open(action))
			continue;
		entry.text = memo_line(memo, application, action, now);
		g_array_append_val(entries, entry);
	}
}

GArray *
timeline_next(const State *state, const Memo *memo, gint64 now)
{
	GArray *entries = entries_new();

	for (guint i = 0; i < state->applications->len; i++)
		add_open(entries, state->applications->pdata[i], memo, now);
	g_array_sort(entries, compare_entries);
	return entries;
}
