#include "show.h"

#include <math.h>
#include <string.h>

#define REASONS_SHOWN 3

/* Marks that turn the direction of text round: they disguise what is there. */
static bool
turns_text(gunichar letter)
{
	return (letter >= 0x200e && letter <= 0x200f) ||
	       (letter >= 0x202a && letter <= 0x202e) ||
	       (letter >= 0x2066 && letter <= 0x2069);
}

char *
show_clean(const char *text)
{
	g_autofree char *valid = g_utf8_make_valid(text, -1);
	GString *clean = g_string_new(NULL);

	for (const char *at = valid; *at; at = g_utf8_next_char(at)) {
		gunichar letter = g_utf8_get_char(at);

		if (turns_text(letter))
			continue;
		if (g_unichar_iscntrl(letter))
			g_string_append_c(clean, ' ');
		else
			g_string_append_unichar(clean, letter);
	}
	return g_string_free(clean, FALSE);
}

char *
show_time(gint64 time)
{
	g_autoptr(GDateTime) local = g_date_time_new_from_unix_local(time);

	return local ? g_date_time_format(local, "%a %-d %b %Y, %H:%M")
	             : g_strdup("never");
}

static char *
show_moment(Moment moment)
{
	g_autoptr(GDateTime) day = NULL;

	if (moment.precision == MOMENT_TIME)
		return show_time(moment.time);
	day = g_date_time_new_from_unix_utc(moment.time + moment.utc_offset_s);
	return day ? g_date_time_format(day, "%a %-d %b %Y")
	           : g_strdup("never");
}

static void
add_line(GString *out, const char *name, const char *text)
{
	g_autofree char *clean = NULL;

	if (!text || !*text)
		return;
	clean = show_clean(text);
	g_string_append_printf(out, "  %-10s%s\n", name, clean);
}

static void
add_moment(GString *out, const char *name, Moment moment)
{
	g_autofree char *text = NULL;

	if (moment.precision == MOMENT_NONE)
		return;
	text = show_moment(moment);
	add_line(out, name, text);
}

/* Of an end on the day of its start the time alone. */
static char *
show_end(const char *start, Moment end)
{
	g_autofree char *text = show_moment(end);
	const char *time = strstr(text, ", ");

	if (time && !strncmp(start, text, (size_t)(time - text) + 2))
		return g_strdup(time + 2);
	return g_steal_pointer(&text);
}

static void
add_period(GString *out, const char *name, const Period *period)
{
	g_autofree char *start = show_moment(period->start);
	g_autofree char *end = NULL;
	g_autofree char *both = NULL;

	if (period->end.precision == MOMENT_NONE) {
		add_line(out, name, start);
		return;
	}
	end = show_end(start, period->end);
	both = g_strconcat(start, " to ", end, NULL);
	add_line(out, name, both);
}

static void
add_person(GString *out, const Person *person)
{
	g_autofree char *text =
	    g_strconcat(person->name, *person->email ? " <" : "", person->email,
	        *person->email ? ">" : "", ", ", part_name(person->part), NULL);

	add_line(out, "who", text);
}

static void
add_reasons(GString *out, const Reading *reading)
{
	for (guint i = 0; i < MIN(reading->reasons->len, REASONS_SHOWN); i++) {
		const Reason *reason = reading->reasons->pdata[i];
		g_autofree char *text = g_strdup_printf("\"%s\" (%s, %+.2f)",
		    reason->text, reason->rule, reason->weight);

		add_line(out, "because", text);
	}
}

void
show_reading(GString *out, const Reading *reading)
{
	g_string_append(out, kind_name(reading->kind));
	if (reading->detail)
		g_string_append_printf(
		    out, " (%s)", detail_name(reading->detail));
	/* Rounded down: only what the user said is sure. */
	g_string_append_printf(out, ", %.0f %%%s\n",
	    floor(reading->confidence * 100),
	    reading->sure || !kind_is_of_application(reading->kind)
	        ? ""
	        : ", not sure enough to draft");
	if (reading->suspicious)
		g_string_append(out, "  suspicious: nothing is drafted\n");
	add_reasons(out, reading);
	add_line(out, "firm", reading->company);
	add_line(out, "role", reading->role);
	add_line(out, "stage", stage_name(reading->stage));
	for (guint i = 0; i < reading->contacts->len; i++)
		add_person(out, reading->contacts->pdata[i]);
	for (guint i = 0; i < reading->slots->len; i++)
		add_period(out, "when", reading->slots->pdata[i]);
	add_line(out, "where", reading->place);
	add_line(out, "link", reading->link);
	add_moment(out, "answer by", reading->respond_by);
	add_moment(out, "decision", reading->decide_by);
	add_moment(out, "promised", reading->promise);
}

void
show_action(GString *out, const Action *action)
{
	static const char *const words[ACTION_STATUS_COUNT] = {
	    [ACTION_WAITING] = "due",
	    [ACTION_QUEUED] = "draft on its way since",
	    [ACTION_PLACED] = "draft waits in Drafts since",
	    [ACTION_DONE] = "done, was due",
	    [ACTION_WITHDRAWN] = "not wanted any more, was due",
	};
	g_autofree char *due = show_time(action->due);
	g_autofree char *person = show_clean(action->person);
	const char *before = action_is_note(action) ? " " : " to ";
	const char *word =
	    action_is_note(action) && action->status == ACTION_PLACED
	        ? "since"
	        : words[action->status];

	g_string_append_printf(out, "%s%s%s, %s %s",
	    action_kind_name(action->kind), *person ? before : "", person, word,
	    due);
}

static bool
is_open(const Action *action)
{
	return action->status != ACTION_DONE &&
	       action->status != ACTION_WITHDRAWN;
}

static void
add_actions(GString *out, const Application *application, bool all, gint64 now)
{
	for (guint i = 0; i < application->actions->len; i++) {
		const Action *action = application->actions->pdata[i];

		if (!all && !is_open(action))
			continue;
		g_string_append(out, "  next      ");
		show_action(out, action);
		g_string_append(
		    out, is_open(action) && action->late && action->late < now
		             ? ": late\n"
		             : "\n");
	}
}

static void
add_heading(GString *out, const Application *application)
{
	g_autofree char *company = show_clean(application->company);
	g_autofree char *role = show_clean(application->role);
	g_autofree char *changed = show_time(application->changed);

	g_string_append_printf(out, "%s: %s%s%s, %s since %s\n",
	    application->id, *company ? company : "unknown firm",
	    *role ? ", " : "", role, standing_name(application->standing),
	    changed);
}

void
show_application(GString *out, const Application *application, gint64 now)
{
	add_heading(out, application);
	add_moment(out, "decision", application->decide_by);
	add_moment(out, "answer by", application->respond_by);
	add_actions(out, application, false, now);
}

static void
add_interview(GString *out, const Interview *interview)
{
	if (interview->when.start.precision != MOMENT_NONE)
		add_period(out,
		    interview->is_cancelled ? "cancelled" : "interview",
		    &interview->when);
	for (guint i = 0; i < interview->proposed->len; i++)
		add_period(out, "proposed", interview->proposed->pdata[i]);
	add_line(out, "where", interview->place);
}

static void
add_mail(GString *out, const Mail *mail)
{
	g_autofree char *time = show_time(mail->time);
	g_autofree char *text = g_strdup_printf("%s %s %s: %s", time,
	    mail->direction == DIRECTION_OUTGOING ? "sent" : "got",
	    kind_name(mail->kind), mail->subject);

	add_line(out, "mail", text);
}

static void
add_facts(GString *out, const Application *application)
{
	for (guint i = 0; i < application->facts->len; i++) {
		const Fact *fact = application->facts->pdata[i];
		g_autofree char *text =
		    g_strconcat(fact->key, " = ", fact->value, NULL);

		add_line(out, "set", text);
	}
}

static void
add_note(GString *out, const Note *note)
{
	g_autofree char *time = show_time(note->time);
	g_autofree char *text = g_strconcat(time, ": ", note->text, NULL);

	add_line(out, note_kind_name(note->kind), text);
	for (guint i = 0; i < note->answers->len; i++) {
		const Answer *answer = note->answers->pdata[i];
		g_autofree char *line =
		    g_strconcat(answer->question, ": ", answer->text, NULL);

		add_line(out, "", line);
	}
}

void
show_all(GString *out, const Application *application, gint64 now)
{
	add_heading(out, application);
	add_moment(out, "decision", application->decide_by);
	add_moment(out, "answer by", application->respond_by);
	for (guint i = 0; i < application->people->len; i++)
		add_person(out, application->people->pdata[i]);
	for (guint i = 0; i < application->interviews->len; i++)
		add_interview(out, application->interviews->pdata[i]);
	for (guint i = 0; i < application->mail->len; i++)
		add_mail(out, application->mail->pdata[i]);
	add_facts(out, application);
	for (guint i = 0; i < application->notes->len; i++)
		add_note(out, application->notes->pdata[i]);
	add_actions(out, application, true, now);
}
