#include "events.h"

#include "corrections.h"
#include "digest.h"
#include "notes.h"

/*
 * The rows of the table of good manners, each by its name: mail comes in, the
 * clock goes on, and what is due is drafted, as the commands do it.
 */

#define STEPS_MAX 12
#define CORBEL "Al Roe <al@corbel.example>"
#define RUTH "Ruth Adler <ruth@friend.example>"

/* A mail, or what the user says, or the clock alone. */
typedef struct Step {
	Event mail;          /* where it has a kind */
	const char *at;      /* of what follows: "05-04 09:00" */
	const char *set;     /* "role=Optician", of the first application */
	const char *set_2;   /* of the second */
	const char *news;    /* a note, as are those below */
	const char *done;    /* progress with a skill */
	const char *debrief; /* "well=yes;topic=the lens line" */
} Step;

typedef struct Row {
	const char *name;
	Step steps[STEPS_MAX];
	const char *has;   /* of what is shown in the end; "|" between */
	const char *lacks; /* the same */
} Row;

static char *
day_of(gint64 time)
{
	g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(time);

	return g_date_time_format(utc, "%m-%d");
}

/* "[05-14 late thanks tom@northwind.example]" for each line of the digest. */
static void
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

static void
sweep(GString *told, State *state, const Etiquette *etiquette, gint64 now)
{
	g_autoptr(GArray) due = NULL;

	track_advance(state, etiquette, now);
	due = track_due(state, now);
	for (guint i = 0; i < due->len; i++)
		g_array_index(due, Due, i).action->status = ACTION_PLACED;
	tell(told, state, etiquette, now);
}

static void
say(State *state, guint index, const char *pair, gint64 now)
{
	g_auto(GStrv) parts = g_strsplit(pair, "=", 2);
	GError *error = NULL;

	g_assert_true(corrections_set(state, state->applications->pdata[index],
	    parts[0], parts[1], now, &error));
	g_assert_no_error(error);
}

static void
debrief(Application *application, const char *answers, gint64 now)
{
	const Interview *interview = application->interviews->pdata[0];
	g_auto(GStrv) pairs = g_strsplit(answers, ";", -1);
	Note *note = notes_add(application, NOTE_DEBRIEF, "", now);

	g_free(note->interview);
	note->interview = g_strdup(interview->id);
	for (char **pair = pairs; *pair; pair++) {
		g_auto(GStrv) parts = g_strsplit(*pair, "=", 2);

		notes_answer(note, parts[0], parts[1]);
	}
}

static void
take(GString *told, State *state, const Etiquette *etiquette, const Step *step,
    int number)
{
	g_autofree char *id = g_strdup_printf("m%d@mail.example", number);
	const char *at = step->at ? step->at : step->mail.at;
	Application *first =
	    state->applications->len ? state->applications->pdata[0] : NULL;

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
	sweep(told, state, etiquette, time_of(at));
}

/* "northwind-optics waiting: follow_up-1 hr@northwind.example due 05-19 16:00;
 * " and the same for the next. */
static char *
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

static void
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

static void
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

/* May 2026: the 4th is a Monday. */
static const Row rows[] = {
    {"confirm-is-written-at-once", {INVITE},
        "confirm-1 hr@northwind.example drafted 05-04 09:00",
        "thanks-1 tom@"
        "northwind.example drafted"},
    {"ask-names-follows-an-interview-with-somebody-unknown",
        {MAIL("05-04 09:00", .kind = KIND_INVITE, .detail = DETAIL_CONFIRMED,
             .slots = "05-12 15:00", .people = "Wes Hart"),
            CONFIRM, CLOCK("05-12 16:30")},
        "ask_names-1 hr@northwind.example drafted 05-12 16:00", NULL},
    {"ask-names-is-over-when-the-address-is-known",
        {MAIL("05-04 09:00", .kind = KIND_INVITE, .detail = DETAIL_CONFIRMED,
             .slots = "05-12 15:00", .people = "Wes Hart"),
            CONFIRM, CLOCK("05-12 16:30"),
            MAIL("05-12 17:00", .kind = KIND_UPDATE,
                .people = "Wes Hart <wes@northwind.example>")},
        "ask_names-1 hr@northwind.example off|"
        "thanks-1 wes@northwind.example",
        NULL},
    {"thanks-are-ready-when-the-interview-ends",
        {INVITE, CONFIRM, CLOCK("05-12 15:59"), CLOCK("05-12 16:00")},
        "thanks-1 tom@northwind.example drafted 05-12 16:00", NULL},
    {"thanks-follow-an-interview-that-only-the-user-knows-of",
        {MAIL("05-04 09:00", .kind = KIND_ACKNOWLEDGEMENT),
            {.at = "05-11 09:00", .set = "interview=2026-05-12T15:00:00+00:00"},
            {.at = "05-11 09:01", .set = "interviewer=" TOM ", Wes Hart"},
            CLOCK("05-12 16:00")},
        "thanks-1 tom@northwind.example drafted 05-12 16:00|"
        "thanks-1 Wes Hart drafted|ask_names-1 hr@northwind.example|"
        "debrief-1 due 05-12 19:00",
        NULL},
    {"thanks-wait-until-the-interview-has-ended",
        {INVITE, CONFIRM, CLOCK("05-12 15:59")},
        "thanks-1 tom@northwind.example due 05-12 16:00", NULL},
    {"follow-up-1-comes-five-business-days-after-the-thanks",
        {INVITE, CONFIRM, THANKS, CLOCK("05-19 18:00")},
        "follow_up-1 hr@northwind.example drafted 05-19 18:00", NULL},
    {"follow-up-1-waits-a-week-after-the-day-they-named",
        {MAIL("05-04 09:00", .kind = KIND_INVITE, .detail = DETAIL_CONFIRMED,
             .slots = "05-12 15:00", .people = TOM, .decide_by = "05-20"),
            CONFIRM, THANKS, CLOCK("05-27 23:00")},
        "follow_up-1 hr@northwind.example due 05-28 00:00", NULL},
    {"follow-up-2-is-the-last",
        {INVITE, CONFIRM, THANKS, MAIL("05-20 10:00", .kind = KIND_FOLLOW_UP),
            CLOCK("05-27 10:00"), MAIL("05-28 10:00", .kind = KIND_FOLLOW_UP),
            CLOCK("06-20 10:00"), CLOCK("07-20 10:00")},
        "dormant|follow_up-2 hr@northwind.example done", "follow_up-3"},
    {"promise-is-due-that-morning",
        {MAIL("05-04 09:00", .kind = KIND_APPLICATION),
            MAIL("05-06 09:00", .kind = KIND_REPLY, .promise = "05-11"),
            CLOCK("05-11 07:59"), CLOCK("05-11 08:00")},
        "promise-1 hr@northwind.example drafted 05-11 08:00", NULL},
    {"promise-is-kept-by-whatever-the-user-writes-that-day",
        {MAIL("05-04 09:00", .kind = KIND_APPLICATION),
            MAIL("05-06 09:00", .kind = KIND_REPLY, .promise = "05-11"),
            CLOCK("05-11 08:00"), MAIL("05-11 12:00", .kind = KIND_REPLY)},
        "promise-1 hr@northwind.example done", NULL},
    {"promise-to-ask-is-kept-by-the-follow-up",
        {INVITE, CONFIRM,
            MAIL("05-12 18:00", .who = TOM, .kind = KIND_THANKS,
                .promise = "05-19"),
            CLOCK("05-19 08:00")},
        "follow_up-1 hr@northwind.example drafted 05-19 08:00", "promise-1"},
    {"leverage-goes-to-who-is-still-deciding",
        {INVITE, CONFIRM, THANKS, OFFER_AT_CORBEL},
        "leverage-1 hr@northwind.example drafted 05-13 09:00",
        "follow_up-1 "
        "hr@northwind.example due"},
    {"leverage-goes-to-the-first-choice-before-any-interview",
        {MAIL("05-04 09:00", .kind = KIND_ACKNOWLEDGEMENT),
            {.at = "05-05 09:00", .set = "rank=1"}, OFFER_AT_CORBEL},
        "leverage-1 hr@northwind.example drafted 05-13 09:00", NULL},
    {"leverage-is-not-for-those-who-have-seen-nobody",
        {MAIL("05-04 09:00", .kind = KIND_ACKNOWLEDGEMENT), OFFER_AT_CORBEL},
        "corbel offer", "leverage"},
    {"leverage-is-not-wanted-where-the-offer-is-the-first-choice",
        {INVITE, CONFIRM, THANKS, OFFER_AT_CORBEL,
            {.at = "05-13 10:00", .set_2 = "rank=1"}},
        "leverage-1 hr@northwind.example off", NULL},
    {"news-goes-to-those-still-deciding",
        {INVITE, CONFIRM, THANKS,
            {.at = "05-14 09:00", .news = "My paper has won a prize."}},
        "news-1 hr@northwind.example drafted 05-14 09:00", NULL},
    {"accept-is-written-at-once", {OFFER_AT_CORBEL},
        "accept-1 al@corbel.example drafted 05-13 09:00", "decline"},
    {"decline-takes-the-place-of-accept",
        {OFFER_AT_CORBEL, {.at = "05-13 12:00", .set = "interest=no"}},
        "accept-1 al@corbel.example off|"
        "decline-1 al@corbel.example drafted 05-13 12:00",
        NULL},
    {"decline-is-due-when-another-offer-is-accepted",
        {OFFER_AT_CORBEL, MAIL("05-14 09:00", .kind = KIND_OFFER),
            MAIL("05-15 09:00", .kind = KIND_ACCEPT)},
        "decline-1 al@corbel.example drafted 05-15 09:00", NULL},
    {"thank-manager-follows-an-internal-acceptance",
        {MAIL("05-14 09:00", .kind = KIND_OFFER),
            {.at = "05-14 10:00", .set = "internal=yes"},
            {.at = "05-14 10:00", .set = "manager=" RUTH},
            MAIL("05-15 09:00", .kind = KIND_ACCEPT)},
        "accepted: |thank_manager-1 ruth@friend.example drafted 05-15 09:00",
        NULL},
    {"thank-manager-is-done-by-the-users-own-words",
        {MAIL("05-14 09:00", .kind = KIND_OFFER),
            {.at = "05-14 10:00", .set = "internal=yes"},
            {.at = "05-14 10:00", .set = "manager=" RUTH},
            MAIL("05-15 09:00", .kind = KIND_ACCEPT),
            MAIL(
                "05-15 12:00", .who = RUTH, .kind = KIND_REPLY, .thread = "-")},
        "thank_manager-1 ruth@friend.example done", NULL},
    {"withdraw-goes-to-each-still-open",
        {INVITE, CONFIRM, THANKS, OFFER_AT_CORBEL,
            MAIL("05-15 09:00", AT_CORBEL, .kind = KIND_ACCEPT)},
        "withdraw-1 hr@northwind.example drafted 05-15 09:00|"
        "leverage-1 hr@northwind.example off",
        NULL},
    {"withdraw-is-not-for-who-has-closed-it",
        {INVITE, CONFIRM, MAIL("05-13 08:00", .kind = KIND_REJECTION),
            OFFER_AT_CORBEL,
            MAIL("05-15 09:00", AT_CORBEL, .kind = KIND_ACCEPT)},
        "northwind-optics rejected", "withdraw"},
    {"withdraw-is-not-for-what-begins-later",
        {OFFER_AT_CORBEL, MAIL("05-15 09:00", AT_CORBEL, .kind = KIND_ACCEPT),
            MAIL("05-20 09:00", .kind = KIND_ACKNOWLEDGEMENT)},
        "northwind-optics applied", "withdraw"},
    {"feedback-comes-after-a-day-of-rest",
        {INVITE, CONFIRM, MAIL("05-13 09:00", .kind = KIND_REJECTION),
            CLOCK("05-14 08:00"), CLOCK("05-14 09:00")},
        "feedback-1 hr@northwind.example drafted 05-14 09:00",
        "keep_in_touch|thanks_after"},
    {"feedback-is-asked-for-once",
        {INVITE, CONFIRM, MAIL("05-13 09:00", .kind = KIND_REJECTION),
            CLOCK("05-14 09:00"), MAIL("05-14 10:00", .kind = KIND_FEEDBACK),
            CLOCK("06-30 10:00")},
        "feedback-1 hr@northwind.example done", "feedback-2"},
    {"keep-in-touch-follows-a-rejection-before-any-interview",
        {MAIL("05-04 09:00", .kind = KIND_APPLICATION),
            MAIL("05-07 09:00", .kind = KIND_REJECTION), CLOCK("05-08 09:00")},
        "keep_in_touch-1 hr@northwind.example drafted 05-08 09:00", "feedback"},
    {"keep-in-touch-is-for-a-firm-that-the-user-admires",
        {INVITE, CONFIRM, {.at = "05-12 20:00", .set = "interest=admired"},
            MAIL("05-13 09:00", .kind = KIND_REJECTION), CLOCK("05-14 09:00")},
        "keep_in_touch-1 hr@northwind.example drafted", "feedback"},
    {"thanks-after-a-rejection-ask-for-nothing",
        {INVITE, CONFIRM, {.at = "05-12 20:00", .set = "interest=no"},
            MAIL("05-13 09:00", .kind = KIND_REJECTION), CLOCK("05-14 09:00")},
        "thanks_after_rejection-1 hr@northwind.example drafted",
        "feedback|keep_in_touch"},
    {"references-hear-of-it-when-they-are-asked-for",
        {INVITE, CONFIRM, {.at = "05-13 09:00", .set = "references=" RUTH},
            ASKED_REFERENCES},
        "references-1 ruth@friend.example drafted 05-14 09:00", "references-2"},
    {"references-hear-of-it-when-it-went-well",
        {INVITE, CONFIRM, {.at = "05-13 09:00", .set = "references=" RUTH},
            {.at = "05-13 10:00", .debrief = "well=yes"}},
        "references-1 ruth@friend.example drafted 05-13 10:00", NULL},
    {"references-are-asked-later-whether-they-were-called",
        {INVITE, CONFIRM, {.at = "05-13 09:00", .set = "references=" RUTH},
            ASKED_REFERENCES,
            MAIL("05-14 12:00", .who = RUTH, .kind = KIND_NONE,
                .is_outgoing = true, .thread = "-", .firm = ""),
            CLOCK("05-25 12:00")},
        "references-1 ruth@friend.example done|"
        "references-2 ruth@friend.example drafted 05-25 12:00",
        NULL},
    {"referrer-is-thanked-with-the-others",
        {INVITE, {.at = "05-04 12:00", .set = "referrer=" RUTH}, CONFIRM,
            CLOCK("05-12 16:00")},
        "referrer-1 ruth@friend.example drafted 05-12 16:00", NULL},
    {"debrief-comes-on-the-evening-of-the-interview",
        {INVITE, CONFIRM, CLOCK("05-12 18:59")}, "debrief-1 due 05-12 19:00",
        NULL},
    {"debrief-is-done-when-it-is-answered",
        {INVITE, CONFIRM, CLOCK("05-12 19:00"),
            {.at = "05-12 21:00", .debrief = "topic=the lens line"}},
        "debrief-1 done", NULL},
    {"prepare-comes-on-the-morning-two-days-before",
        {INVITE, CONFIRM, CLOCK("05-10 06:00")}, "prepare-1 due 05-10 07:00",
        NULL},
    {"prepare-is-over-when-it-begins",
        {INVITE, CONFIRM, CLOCK("05-10 15:00"), CLOCK("05-12 15:00")},
        "prepare-1 off", NULL},
    {"salary-is-looked-up-after-an-interview",
        {INVITE, CONFIRM, CLOCK("05-12 16:00")}, "salary-1 drafted 05-12 16:00",
        NULL},
    {"salary-is-no-question-where-pay-was-spoken-of",
        {INVITE, CONFIRM, CLOCK("05-12 16:00"),
            {.at = "05-12 21:00", .debrief = "pay=50 to 55"}},
        "salary-1 off", NULL},
    {"skills-that-are-weak-are-worked-on",
        {INVITE, CONFIRM, {.at = "05-12 21:00", .debrief = "skills=French"}},
        "skills-1 drafted 05-12 21:00", NULL},
    {"skills-rest-when-there-is-progress",
        {INVITE, CONFIRM, {.at = "05-12 21:00", .debrief = "skills=French"},
            {.at = "05-18 21:00", .done = "I read a book in French."}},
        "skills-1 done", NULL},
    {"rest-is-said-and-a-look-back-three-weeks-later",
        {INVITE, CONFIRM, MAIL("05-13 09:00", .kind = KIND_REJECTION),
            CLOCK("05-14 08:00"), CLOCK("06-04 08:00"), CLOCK("06-05 08:00")},
        "[05-14 to-do rest]|[06-04 to-do rest review]", "[06-05"},
    {"late-is-said-once",
        {INVITE, CONFIRM, CLOCK("05-12 16:00"), CLOCK("05-14 08:00"),
            CLOCK("05-15 08:00"), CLOCK("05-16 08:00")},
        "[05-14 late thanks tom@northwind.example]", "[05-15 late|[05-16"},
    {"late-is-what-a-pause-has-made-so",
        {INVITE, CONFIRM, CLOCK("05-11 08:00"), CLOCK("06-01 08:00")},
        "[06-01 late thanks tom@northwind.example]|follow_up-1", "follow_up-2"},
    {"keep-applying-comes-once-a-week",
        {MAIL("05-04 06:00", .kind = KIND_APPLICATION), CLOCK("05-10 08:00"),
            CLOCK("05-11 08:00"), CLOCK("05-12 08:00"), CLOCK("05-17 08:00"),
            CLOCK("05-19 08:00")},
        "[05-11 applying]|[05-19 applying]", "[05-10|[05-12|[05-17"},
    {"keep-applying-is-no-word-for-who-does",
        {MAIL("05-04 06:00", .kind = KIND_APPLICATION),
            MAIL("05-04 06:00", .kind = KIND_APPLICATION, .firm = "Ash",
                .who = "a@ash.example", .thread = "b"),
            MAIL("05-04 06:00", .kind = KIND_APPLICATION, .firm = "Birch",
                .who = "b@birch.example", .thread = "c"),
            MAIL("05-04 06:00", .kind = KIND_APPLICATION, .firm = "Cedar",
                .who = "c@cedar.example", .thread = "d"),
            MAIL("05-04 06:00", .kind = KIND_APPLICATION, .firm = "Dogwood",
                .who = "d@dogwood.example", .thread = "e"),
            CLOCK("05-20 08:00")},
        "dogwood applied", "applying"},
    {"dormant-is-said-once",
        {INVITE, CONFIRM, THANKS, MAIL("05-20 10:00", .kind = KIND_FOLLOW_UP),
            MAIL("05-28 10:00", .kind = KIND_FOLLOW_UP), CLOCK("06-20 10:00"),
            CLOCK("06-21 10:00")},
        "[06-20 over]", "[06-21 over"},
    {"digest-waits-for-the-morning",
        {INVITE, CLOCK("05-04 20:00"), CLOCK("05-05 06:59"),
            CLOCK("05-05 07:00"), CLOCK("05-05 12:00")},
        "[05-05 drafts confirm hr@northwind.example]", "[05-04"},
    {"digest-says-nothing-where-nothing-is-new",
        {INVITE, CLOCK("05-05 07:00"), CLOCK("05-07 07:00"),
            CLOCK("05-08 07:00")},
        "[05-05 drafts confirm", "[05-08"},
    {"rest-follows-a-rejection-and-a-look-back-three-weeks-later",
        {INVITE, CONFIRM, MAIL("05-13 09:00", .kind = KIND_REJECTION)},
        "rest-1 drafted 05-13 09:00|rest-1 review due 06-03 09:00", NULL},
};

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *path =
		    g_strconcat("/etiquette/", rows[i].name, NULL);

		g_test_add_data_func(path, &rows[i], test_row);
	}
	return g_test_run();
}
