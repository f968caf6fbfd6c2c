/*
 * Rows: good manners as tables of what happens and what comes of it. Mail
 * comes in, the clock goes on, and what is due is drafted, as the commands do
 * it.
 */
#ifndef ROWS_H
#define ROWS_H

#include "events.h"

#include "actions.h"
#include "corrections.h"
#include "debriefs.h"
#include "digest.h"
#include "notes.h"

#define STEPS_MAX 12
#define CORBEL "Al Roe <al@corbel.example>"
#define RUTH "Ruth Adler <ruth@friend.example>"

/* A mail, or what the user says, or the clock alone. */
typedef struct Step {
	Event mail;           /* where it has a kind */
	const char *at;       /* of what follows: "05-04 09:00" */
	const char *set;      /* "role=Optician", of the first application */
	const char *set_2;    /* of the second */
	const char *news;     /* a note, as are those below */
	const char *done;     /* progress with a skill */
	const char *debrief;  /* "well=yes;topic=the lens line" */
	const char *ask;      /* the user wants that draft now: "thanks" */
	const char *settings; /* "feedback=no;holiday=2026-05-15" */
} Step;

typedef struct Row {
	const char *name;
	Step steps[STEPS_MAX];
	const char *has;   /* of what is shown in the end; "|" between */
	const char *lacks; /* the same */
} Row;

static inline char *
day_of(gint64 time)
{
	g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(time);

	return g_date_time_format(utc, "%m-%d");
}

/* "[05-14 late thanks tom@northwind.example]" for each line of the digest. */
static inline void
tell(GString *told, State *state, const Etiquette *etiquette, gint64 now)
{
	static const char *const sections[DIGEST_SECTION_COUNT] = {
	    "to-do", "drafts", "late", "over", "applying"};
	g_autoptr(Digest) digest = digest_find(state, etiquette, now);
	g_autofree char *day = day_of(now);

	for (guint i = 0; digest && i < digest->lines->len; i++) {
		const DigestLine *line =
		    &g_array_index(digest->lines, DigestLine, i);
		const Action *action = line->action;

		g_string_append_printf(told, "[%s %s%s%s%s%s]", day,
		    sections[line->section], action ? " " : "",
		    action ? action_kind_name(action->kind) : "",
		    action && *action->person ? " " : "",
		    action ? action->person : "");
	}
	if (digest)
		digest_told(state, digest, now);
}

static inline void
sweep(GString *told, State *state, const Etiquette *etiquette, gint64 now)
{
	g_autoptr(GArray) due = NULL;

	track_advance(state, etiquette, now);
	due = track_due(state, now);
	for (guint i = 0; i < due->len; i++)
		g_array_index(due, Due, i).action->status = ACTION_PLACED;
	tell(told, state, etiquette, now);
}

static inline void
say(State *state, guint index, const char *pair, gint64 now)
{
	g_auto(GStrv) parts = g_strsplit(pair, "=", 2);
	GError *error = NULL;

	g_assert_true(corrections_set(state, state->applications->pdata[index],
	    parts[0], parts[1], now, &error));
	g_assert_no_error(error);
}

static inline void
debrief(Application *application, const char *answers, gint64 now)
{
	const Interview *interview = debriefs_find_interview(application, now);
	g_auto(GStrv) pairs = g_strsplit(answers, ";", -1);
	Note *note = notes_add(application, NOTE_DEBRIEF, "", now);

	g_free(note->interview);
	note->interview = g_strdup(interview->id);
	for (char **pair = pairs; *pair; pair++) {
		g_auto(GStrv) parts = g_strsplit(*pair, "=", 2);

		notes_answer(note, parts[0], parts[1]);
	}
}

static inline void
ask(Application *application, const char *action, const Etiquette *etiquette,
    gint64 now)
{
	ActionKind kind;

	g_assert_true(action_kind_named(action, &kind));
	g_assert_true(
	    actions_ask(application, kind, NULL, etiquette, now, NULL));
}

static inline void
configure(Etiquette *etiquette, const char *settings)
{
	g_auto(GStrv) lines = g_strsplit(settings ? settings : "", ";", -1);

	for (char **line = lines; *line; line++) {
		g_auto(GStrv) parts = g_strsplit(*line, "=", 2);

		if (!strcmp(parts[0], "zone"))
			etiquette_set_zone(etiquette, parts[1]);
		else if (!strcmp(parts[0], "holiday"))
			g_assert_true(
			    etiquette_add_holiday(etiquette, parts[1], NULL));
		else
			g_assert_true(
			    etiquette_set(etiquette, parts[0], parts[1], NULL));
	}
}

static inline void
take(GString *told, State *state, Etiquette *etiquette, const Step *step,
    int number)
{
	g_autofree char *id = g_strdup_printf("m%d@mail.example", number);
	const char *at = step->at ? step->at : step->mail.at;
	Application *first =
	    state->applications->len ? state->applications->pdata[0] : NULL;

	configure(etiquette, step->settings);
	if (step->mail.at)
		apply(state, etiquette, &step->mail, id);
	if (step->set)
		say(state, 0, step->set, time_of(at));
	if (step->set_2)
		say(state, 1, step->set_2, time_of(at));
	if (step->news)
		notes_add(first, NOTE_NEWS, step->news, time_of(at));
	if (step->done)
		notes_add(first, NOTE_PROGRESS, step->done, time_of(at));
	if (step->debrief)
		debrief(first, step->debrief, time_of(at));
	if (step->ask)
		ask(first, step->ask, etiquette, time_of(at));
	sweep(told, state, etiquette, time_of(at));
}

/* "northwind-optics waiting: follow_up-1 hr@northwind.example due 05-19 16:00;
 * " and the same for the next. */
static inline char *
show(const State *state)
{
	static const char *const words[ACTION_STATUS_COUNT] = {
	    "due", "queued", "drafted", "done", "off"};
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < state->applications->len; i++) {
		const Application *application = state->applications->pdata[i];

		g_string_append_printf(text, "%s %s:", application->id,
		    standing_name(application->standing));
		for (guint j = 0; j < application->actions->len; j++) {
			const Action *action = application->actions->pdata[j];
			g_autoptr(GDateTime) due =
			    g_date_time_new_from_unix_utc(action->due);
			g_autofree char *day =
			    g_date_time_format(due, "%m-%d %H:%M");

			g_string_append_printf(text, " %s-%d %s%s%s %s;",
			    action_kind_name(action->kind), action->number,
			    action->person, *action->person ? " " : "",
			    words[action->status], day);
		}
		g_string_append(text, "\n");
	}
	return g_string_free(text, FALSE);
}

static inline void
check(const char *shown, const char *parts, bool is_wanted)
{
	g_auto(GStrv) all = g_strsplit(parts ? parts : "", "|", -1);

	for (char **part = all; *part; part++)
		if ((strstr(shown, *part) != NULL) != is_wanted) {
			g_test_message("%s '%s' in:\n%s",
			    is_wanted ? "no" : "unwanted", *part, shown);
			g_test_fail();
		}
}

static inline void
test_row(gconstpointer user)
{
	const Row *row = user;
	g_autoptr(Etiquette) etiquette = etiquette_load(RULES, NULL);
	g_autoptr(State) state = state_new();
	g_autoptr(GString) told = g_string_new(NULL);
	g_autofree char *shown = NULL;
	g_autofree char *all = NULL;

	etiquette_set_zone(etiquette, "UTC");
	for (int i = 0; i < STEPS_MAX; i++)
		if (row->steps[i].at || row->steps[i].mail.at)
			take(told, state, etiquette, &row->steps[i], i);
	shown = show(state);
	all = g_strconcat(shown, told->str, NULL);
	check(all, row->has, true);
	check(all, row->lacks, false);
}

#define MAIL(...)                                                              \
	{                                                                      \
		.mail = { __VA_ARGS__ }                                        \
	}
#define CLOCK(time)                                                            \
	{                                                                      \
		.at = time                                                     \
	}
#define INVITE                                                                 \
	MAIL("05-04 09:00", .kind = KIND_INVITE, .detail = DETAIL_CONFIRMED,   \
	    .slots = "05-12 15:00", .people = TOM)
#define CONFIRM MAIL("05-04 10:00", .kind = KIND_CONFIRM)
#define THANKS MAIL("05-12 18:00", .who = TOM, .kind = KIND_THANKS)
#define AT_CORBEL .who = CORBEL, .firm = "Corbel", .thread = "c"
#define OFFER_AT_CORBEL MAIL("05-13 09:00", AT_CORBEL, .kind = KIND_OFFER)
#define ASKED_REFERENCES                                                       \
	MAIL("05-14 09:00", .kind = KIND_REQUEST, .asks_references = true)

static inline void
add_rows(const Row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		g_autofree char *path =
		    g_strconcat("/etiquette/", rows[i].name, NULL);

		g_test_add_data_func(path, &rows[i], test_row);
	}
}

#endif
