#include "corrections.h"
#include "debriefs.h"
#include "digest.h"
#include "etiquette.h"
#include "notes.h"
#include "track.h"

#include <string.h>

/*
 * Thousands of random lives: messages late, twice, in any order, a clock that
 * jumps, a user who says this and that. Whatever happens, what is promised
 * holds. --seed repeats a run.
 */

#define LIVES 2000
#define MESSAGES_MAX 14
#define RULES "rules/etiquette.json"
#define BEGIN 1777885200 /* a Monday: 2026-05-04T09:00:00Z */
#define DAY_S 86400
#define FOLLOW_UPS_MOST 2
#define EVE "eve@evil.example" /* only ever seen in suspicious mail */

static const char *const firms[] = {
    "Northwind Optics", "Northwind", "Corbel Insurance", "", NULL};
static const char *const roles[] = {"Optician", "Lens Designer", "", "", NULL};
static const char *const others[] = {"hr@northwind.example",
    "tom@northwind.example", "no-reply@northwind.example", "al@agency.example",
    "jobs@corbel.example", NULL};
static const char *const names[] = {
    "Priya Raman", "Tom Weld", "Tom", "", "Ann Lee", NULL};
static const char *const uids[] = {"", "", "u1", "u2", NULL};

static const char *
any_of(GRand *random, const char *const *words)
{
	guint count = g_strv_length((char **)words);

	return words[g_rand_int_range(random, 0, (gint32)count)];
}

static bool
chance(GRand *random, int percent)
{
	return g_rand_int_range(random, 0, 100) < percent;
}

static Address *
address_new(const char *name, const char *email)
{
	Address *address = g_new0(Address, 1);

	address->name = g_strdup(name);
	address->email = g_strdup(email);
	return address;
}

static Message *
any_message(GRand *random, bool is_outgoing, int number)
{
	const char *user = "jo@home.example";
	const char *other = any_of(random, others);
	Message *message = g_new0(Message, 1);

	message->id = g_strdup_printf("m%d@mail.example", number);
	message->references = g_ptr_array_new_with_free_func(g_free);
	if (number && chance(random, 60))
		g_ptr_array_add(message->references,
		    g_strdup_printf("m%d@mail.example",
		        g_rand_int_range(random, 0, number)));
	message->subject = g_strdup("Interview");
	message->from.name = g_strdup("");
	message->from.email = g_strdup(is_outgoing ? user : other);
	message->reply_to.name = g_strdup("");
	message->reply_to.email =
	    g_strdup(chance(random, 10) ? any_of(random, others) : "");
	message->to =
	    g_ptr_array_new_with_free_func((GDestroyNotify)address_free);
	message->cc =
	    g_ptr_array_new_with_free_func((GDestroyNotify)address_free);
	g_ptr_array_add(
	    message->to, address_new("", is_outgoing ? other : user));
	message->delivered_to = g_strdup("");
	message->list_id = g_strdup("");
	message->text = g_strdup("");
	message->new_text = g_strdup("");
	message->quoted = g_strdup("");
	message->signature = g_strdup("");
	message->links = g_ptr_array_new();
	message->calendars = g_ptr_array_new();
	return message;
}

static Moment
any_moment(GRand *random, gint64 after)
{
	return (Moment){chance(random, 85) ? MOMENT_TIME : MOMENT_DAY,
	    after + (gint64)g_rand_int_range(random, -3, 14) * DAY_S,
	    g_rand_int_range(random, -8, 9) * 3600};
}

static Reading *
any_reading(GRand *random, bool is_outgoing, gint64 time)
{
	Reading *reading = reading_new();

	reading->direction =
	    is_outgoing ? DIRECTION_OUTGOING : DIRECTION_INCOMING;
	reading->kind =
	    (Kind)(is_outgoing
	               ? g_rand_int_range(random, KIND_APPLICATION, KIND_COUNT)
	               : g_rand_int_range(random, KIND_NONE, KIND_APPLICATION));
	reading->detail =
	    (Detail)g_rand_int_range(random, DETAIL_NONE, DETAIL_COUNT);
	reading->sure = chance(random, 80);
	reading->confidence = g_rand_double(random);
	reading->suspicious = chance(random, 8);
	reading->company = g_strdup(any_of(random, firms));
	reading->role = g_strdup(any_of(random, roles));
	reading->calendar_uid = g_strdup(any_of(random, uids));
	for (int i = g_rand_int_range(random, 0, 4); i > 0; i--)
		reading_add_slot(
		    reading, any_moment(random, time), (Moment){0});
	for (int i = g_rand_int_range(random, 0, 4); i > 0; i--)
		reading_add_person(reading, any_of(random, names),
		    chance(random, 50) ? any_of(random, others) : "",
		    (Part)g_rand_int_range(random, 0, PART_COUNT));
	if (chance(random, 20))
		reading->decide_by = any_moment(random, time);
	if (is_outgoing && chance(random, 20))
		reading->promise = any_moment(random, time);
	reading->asks_references = chance(random, 10);
	return reading;
}

typedef struct Mailing {
	Message *message;
	Reading *reading;
} Mailing;

static Mailing
any_mailing(GRand *random, int number)
{
	bool is_outgoing = chance(random, 40);
	gint64 time =
	    BEGIN + (gint64)g_rand_int_range(random, 0, 40 * 24) * 3600;
	Mailing mailing = {any_message(random, is_outgoing, number),
	    any_reading(random, is_outgoing, time)};

	if (mailing.reading->suspicious && !is_outgoing) {
		g_free(mailing.message->from.email);
		mailing.message->from.email = g_strdup(EVE);
		reading_add_person(mailing.reading, "Eve", EVE, PART_RECRUITER);
	}
	mailing.message->date = (Moment){MOMENT_TIME, time, 0};
	if (chance(random, 3))
		mailing.message->date = (Moment){0};
	return mailing;
}

static const char *const pairs[] = {"rank=1", "rank=2", "rank=", "interest=no",
    "interest=yes", "interest=admired", "internal=yes", "channel=paper",
    "manager=Ruth <ruth@friend.example>", "referrer=Ben <ben@friend.example>",
    "references=Ruth <ruth@friend.example>, Kim <kim@friend.example>",
    "standing=waiting", "standing=rejected", "standing=accepted",
    "standing=offer", "standing=", "closed=yes", "closed=no", "role=Optician",
    "company=Corbel", NULL};

/* A debrief of some interview, with some of the answers that count. */
static void
debrief(GRand *random, Application *application, gint64 now)
{
	const Interview *interview = debriefs_find_interview(application, now);
	Note *note = interview ? note_new(NOTE_DEBRIEF) : NULL;

	if (!note)
		return;
	g_free(note->interview);
	note->interview = g_strdup(interview->id);
	note->time = now;
	if (chance(random, 50))
		notes_answer(note, "well", "yes");
	if (chance(random, 50))
		notes_answer(note, "skills", "French");
	if (chance(random, 50))
		notes_answer(note, "topic", "the lens line");
	debriefs_take(application, note);
}

/* What the user says of some application, or writes down. */
static void
say(GRand *random, State *state, const Etiquette *etiquette, gint64 now)
{
	guint index = (guint)g_rand_int_range(
	    random, 0, (gint32)state->applications->len);
	Application *application = state->applications->pdata[index];
	g_auto(GStrv) pair = g_strsplit(any_of(random, pairs), "=", 2);

	switch (g_rand_int_range(random, 0, 4)) {
	case 0:
		debrief(random, application, now);
		break;
	case 1:
		notes_add(application,
		    (NoteKind)g_rand_int_range(random, 0, NOTE_DEBRIEF),
		    "A word.", now);
		break;
	default:
		g_assert_true(corrections_set(
		    state, application, pair[0], pair[1], now, NULL));
		break;
	}
	track_settle(state, application, etiquette, now);
}

/* At most one a day, however often it is looked for. */
static void
tell(State *state, const Etiquette *etiquette, gint64 now)
{
	g_autoptr(Digest) digest = digest_find(state, etiquette, now);

	if (!digest)
		return;
	g_assert_cmpuint(digest->lines->len, >, 0);
	digest_told(state, digest, now);
	g_assert_null(digest_find(state, etiquette, now));
}

/* As the commands do it: what is due is drafted, and mostly delivered. */
static void
sweep(GRand *random, State *state, const Etiquette *etiquette, gint64 now)
{
	GArray *due;

	track_advance(state, etiquette, now);
	due = track_due(state, now);
	for (guint i = 0; i < due->len; i++) {
		Action *action = g_array_index(due, Due, i).action;

		action->status = ACTION_QUEUED;
		if (chance(random, 70)) {
			action->status = ACTION_PLACED;
			g_free(action->place);
			action->place = g_strdup("1 1");
		}
	}
	g_array_unref(due);
	tell(state, etiquette, now);
}

static void
check_names(GHashTable *seen, const Application *application)
{
	for (guint i = 0; i < application->actions->len; i++) {
		char *name =
		    action_name(application, application->actions->pdata[i]);

		g_assert_true(g_hash_table_add(seen, name));
	}
}

/* What is left to do once an application is closed. */
static bool
may_be_open(const Application *application, const Action *action)
{
	if (!standing_is_closed(application->standing))
		return true;
	if (application->standing == STANDING_ACCEPTED)
		return action->kind == ACTION_THANK_MANAGER;
	return application->standing == STANDING_REJECTED &&
	       (action->kind == ACTION_FEEDBACK ||
	           action->kind == ACTION_KEEP_IN_TOUCH ||
	           action->kind == ACTION_THANKS_AFTER_REJECTION ||
	           action->kind == ACTION_REST);
}

/* How many follow-ups the user has sent since the last interview began, as far
 * as mail is believed at all. */
static int
count_sent(const Application *application, gint64 now)
{
	gint64 since = 0;
	int sent = 0;

	for (guint i = 0; i < application->interviews->len; i++) {
		const Interview *interview = application->interviews->pdata[i];
		gint64 start = interview->when.start.time;

		if (!interview->is_cancelled && start < now)
			since = MAX(since, start + 2 * DAY_S);
	}
	for (guint i = 0; i < application->mail->len; i++) {
		const Mail *mail = application->mail->pdata[i];

		sent += mail->kind == KIND_FOLLOW_UP && mail->sure &&
		        !mail->suspicious && mail->time >= since;
	}
	return sent;
}

/* One that waits, and none after as many as may be were sent. */
static void
check_follow_ups(const Application *application, gint64 now)
{
	int open = 0;

	for (guint i = 0; i < application->actions->len; i++) {
		const Action *action = application->actions->pdata[i];

		if (action->kind == ACTION_FOLLOW_UP)
			open += action_is_open(action);
	}
	g_assert_cmpint(open, <=, 1);
	if (open)
		g_assert_cmpint(
		    count_sent(application, now), <, FOLLOW_UPS_MOST);
}

static bool
is_same_action(const Action *one, const Action *other)
{
	return one->kind == other->kind &&
	       !strcmp(one->person, other->person) &&
	       !strcmp(one->interview, other->interview) &&
	       !strcmp(one->mail, other->mail);
}

static void
check_actions(const Application *application, gint64 now)
{
	for (guint i = 0; i < application->actions->len; i++) {
		const Action *action = application->actions->pdata[i];
		const Mail *mail =
		    application_find_mail(application, action->mail);

		if (!action_is_open(action))
			continue;
		g_assert_true(may_be_open(application, action));
		g_assert_false(g_str_has_prefix(action->person, "no-reply"));
		g_assert_cmpstr(action->person, !=, EVE);
		g_assert_true(*action->person || action_is_note(action) ||
		              action->kind == ACTION_THANK_MANAGER);
		g_assert_true(!mail || !mail->suspicious);
		for (guint j = 0; j < i; j++) {
			const Action *other = application->actions->pdata[j];

			if (action_is_open(other) &&
			    is_same_action(action, other))
				g_error(
				    "%s twice", action_kind_name(action->kind));
		}
	}
	check_follow_ups(application, now);
}

static void
check_loads_again(const State *state)
{
	g_autofree char *text = state_print(state);
	g_autoptr(GError) error = NULL;
	g_autoptr(State) again = state_parse(text, strlen(text), &error);
	g_autofree char *second = NULL;

	g_assert_no_error(error);
	second = state_print(again);
	g_assert_cmpstr(text, ==, second);
}

static void
check(const State *state, gint64 now)
{
	g_autoptr(GHashTable) seen =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (guint i = 0; i < state->applications->len; i++) {
		check_names(seen, state->applications->pdata[i]);
		check_actions(state->applications->pdata[i], now);
	}
}

static void
check_again_changes_nothing(State *state, const Mailing *mailing,
    const Etiquette *etiquette, gint64 now)
{
	g_autofree char *before = state_print(state);
	g_autofree char *after = NULL;
	Change change;

	track_apply(
	    state, mailing->message, mailing->reading, etiquette, now, &change);
	g_assert_cmpint(change.actions->len, ==, 0);
	change_clear(&change);
	after = state_print(state);
	g_assert_cmpstr(before, ==, after);
}

static void
take(GRand *random, State *state, const Mailing *mailing,
    const Etiquette *etiquette, gint64 now)
{
	Change change;
	bool is_kept;

	track_apply(
	    state, mailing->message, mailing->reading, etiquette, now, &change);
	is_kept = change.application || change.is_tie || change.is_known;
	change_clear(&change);
	if (is_kept && chance(random, 30))
		check_again_changes_nothing(state, mailing, etiquette, now);
	if (state->applications->len && chance(random, 40))
		say(random, state, etiquette, now);
	if (chance(random, 50))
		sweep(random, state, etiquette, now);
	check(state, now);
}

static void
live_once(guint32 seed, const Etiquette *etiquette)
{
	GRand *random = g_rand_new_with_seed(seed);
	g_autoptr(State) state = state_new();
	int count = g_rand_int_range(random, 1, MESSAGES_MAX);
	gint64 now = BEGIN;

	for (int i = 0; i < count; i++) {
		Mailing mailing = any_mailing(random, i);

		now += (gint64)g_rand_int_range(random, -2, 6) * DAY_S;
		if (chance(random, 60))
			now = MAX(now, mailing.message->date.time);
		take(random, state, &mailing, etiquette, now);
		message_free(mailing.message);
		reading_free(mailing.reading);
	}
	sweep(random, state, etiquette, now + 30 * DAY_S);
	check(state, now + 30 * DAY_S);
	check_loads_again(state);
	g_rand_free(random);
}

static void
test_random_lives(void)
{
	g_autoptr(Etiquette) etiquette = etiquette_load(RULES, NULL);
	guint32 first = (guint32)g_test_rand_int();

	g_assert_nonnull(etiquette);
	etiquette_set_zone(etiquette, "UTC");
	for (guint32 i = 0; i < LIVES; i++)
		live_once(first + i, etiquette);
}

/* Where each mail belongs is said by its thread, the order says nothing. */
static char *
live_in_order(const Mailing *mailings, const int *order, int count,
    const Etiquette *etiquette)
{
	g_autoptr(State) state = state_new();
	const Application *application;
	GString *text = g_string_new(NULL);

	for (int i = 0; i < count; i++) {
		const Mailing *one = &mailings[order[i]];
		Change change;

		track_apply(state, one->message, one->reading, etiquette,
		    BEGIN + 60 * DAY_S, &change);
		change_clear(&change);
	}
	g_assert_cmpint(state->applications->len, ==, 1);
	application = state->applications->pdata[0];
	g_string_append(text, standing_name(application->standing));
	for (guint i = 0; i < application->interviews->len; i++) {
		const Interview *interview = application->interviews->pdata[i];

		g_string_append_printf(text, "; %s %" G_GINT64_FORMAT " %d%d%d",
		    interview->id, interview->when.start.time,
		    interview->is_cancelled, interview->is_confirmed,
		    interview->is_answered);
	}
	return g_string_free(text, FALSE);
}

static void
shuffle(GRand *random, int *order, int count)
{
	for (int i = count - 1; i > 0; i--) {
		int other = g_rand_int_range(random, 0, i + 1);
		int kept = order[i];

		order[i] = order[other];
		order[other] = kept;
	}
}

static void
check_any_order(guint32 seed, const Etiquette *etiquette)
{
	enum { COUNT = 8 };
	GRand *random = g_rand_new_with_seed(seed);
	Mailing mailings[COUNT];
	int order[COUNT];
	g_autofree char *first = NULL;
	g_autofree char *second = NULL;

	for (int i = 0; i < COUNT; i++) {
		mailings[i] = any_mailing(random, i);
		mailings[i].message->date.precision = MOMENT_TIME;
		mailings[i].reading->suspicious = false;
		mailings[i].reading->sure = true;
		mailings[i].reading->kind =
		    i ? mailings[i].reading->kind : KIND_INVITE;
		g_ptr_array_add(mailings[i].message->references,
		    g_strdup("thread@mail.example"));
		order[i] = i;
	}
	mailings[0].reading->direction = DIRECTION_INCOMING;
	mailings[0].reading->detail = DETAIL_PROPOSE;
	first = live_in_order(mailings, order, COUNT, etiquette);
	shuffle(random, order + 1, COUNT - 1);
	second = live_in_order(mailings, order, COUNT, etiquette);
	g_assert_cmpstr(first, ==, second);
	for (int i = 0; i < COUNT; i++) {
		message_free(mailings[i].message);
		reading_free(mailings[i].reading);
	}
	g_rand_free(random);
}

static void
test_any_order(void)
{
	g_autoptr(Etiquette) etiquette = etiquette_load(RULES, NULL);
	guint32 first = (guint32)g_test_rand_int();

	etiquette_set_zone(etiquette, "UTC");
	for (guint32 i = 0; i < LIVES / 3; i++)
		check_any_order(first + i, etiquette);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func(
	    "/lives/whatever-comes-the-promises-hold", test_random_lives);
	g_test_add_func(
	    "/lives/the-order-of-arrival-makes-no-difference", test_any_order);
	return g_test_run();
}
