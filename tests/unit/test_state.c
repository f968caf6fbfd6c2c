#include "error.h"
#include "state.h"

#include <string.h>

#define NOON 1767268800 /* 2026-01-01T12:00:00Z */

static void
set(char **value, const char *with)
{
	g_free(*value);
	*value = g_strdup(with);
}

static void
add_mail(Application *application, const char *fingerprint, const char *subject)
{
	Mail *mail = mail_new();

	set(&mail->fingerprint, fingerprint);
	set(&mail->id, "one@mail.example");
	set(&mail->references, "zero@mail.example half@mail.example");
	set(&mail->subject, subject);
	mail->time = NOON;
	mail->utc_offset_s = -18000;
	mail->kind = KIND_INVITE;
	mail->detail = DETAIL_PROPOSE;
	mail->confidence = 0.987;
	mail->sure = true;
	g_ptr_array_add(mail->people, g_strdup("tom@northwind.example"));
	g_ptr_array_add(application->mail, mail);
}

static void
add_interview(Application *application)
{
	Interview *interview = interview_new("f1");
	Period slot = {{MOMENT_TIME, NOON, 3600}, {MOMENT_NONE, 0, 0}};

	interview->when = slot;
	g_ptr_array_add(interview->proposed, g_memdup2(&slot, sizeof(slot)));
	interview->stage = STAGE_PANEL;
	interview->is_confirmed = true;
	g_ptr_array_add(application->interviews, interview);
}

static void
add_action(Application *application)
{
	Action *action = action_new(ACTION_THANKS);

	set(&action->person, "tom@northwind.example");
	set(&action->interview, "f1");
	set(&action->place, "12 345");
	action->number = 2;
	action->due = NOON;
	action->status = ACTION_PLACED;
	g_ptr_array_add(application->actions, action);
}

static State *
full_state(const char *text)
{
	State *state = state_new();
	Application *application = application_new("northwind-optics");
	Person *person = g_new0(Person, 1);

	set(&application->company, text);
	application->standing = STANDING_INTERVIEW;
	application->opened = NOON;
	application->decide_by = (Moment){MOMENT_DAY, NOON - 43200, 0};
	*person = (Person){g_strdup(text), g_strdup("tom@northwind.example"),
	    g_strdup("Dr."), g_strdup("Tom"), PART_MANAGER};
	g_ptr_array_add(application->people, person);
	add_mail(application, "f1", text);
	add_interview(application);
	add_action(application);
	g_ptr_array_add(state->applications, application);
	return state;
}

static void
test_round_trip(void)
{
	static const char *const texts[] = {"Northwind Optics", "",
	    "quote \" back \\ slash / line\nbreak \t\001\033[31m \177",
	    "\343\203\216\343\203\274\343\202\271 \360\237\221\213 "
	    "\342\200\256",
	    "{\"version\": 9}", "]]}}\\u0000", "not UTF-8: \xff\xc0\x80"};

	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autoptr(State) state = full_state(texts[i]);
		g_autofree char *text = state_print(state);
		g_autoptr(State) again = state_parse(text, strlen(text), NULL);
		g_autofree char *second = NULL;

		g_assert_nonnull(again);
		second = state_print(again);
		g_assert_cmpstr(text, ==, second);
	}
}

static void
test_keeps_every_member(void)
{
	g_autoptr(State) state = full_state("Northwind");
	g_autofree char *text = state_print(state);
	g_autoptr(State) again = state_parse(text, strlen(text), NULL);
	const Application *application = again->applications->pdata[0];
	const Mail *mail = application->mail->pdata[0];
	const Action *action = application->actions->pdata[0];
	const Interview *interview = application->interviews->pdata[0];

	g_assert_cmpstr(application->company, ==, "Northwind");
	g_assert_cmpint(application->standing, ==, STANDING_INTERVIEW);
	g_assert_cmpint(application->decide_by.precision, ==, MOMENT_DAY);
	g_assert_cmpint(mail->time, ==, NOON);
	g_assert_cmpint(mail->utc_offset_s, ==, -18000);
	g_assert_cmpint(mail->detail, ==, DETAIL_PROPOSE);
	g_assert_true(mail->sure);
	g_assert_cmpint(interview->when.start.time, ==, NOON);
	g_assert_cmpint(interview->proposed->len, ==, 1);
	g_assert_cmpint(interview->stage, ==, STAGE_PANEL);
	g_assert_cmpint(action->number, ==, 2);
	g_assert_cmpint(action->status, ==, ACTION_PLACED);
	g_assert_cmpstr(action->place, ==, "12 345");
}

static void
test_refuses(void)
{
	static const struct {
		const char *text;
		int code;
		const char *says;
	} cases[] = {
	    {"", AFTERWORD_ERROR_STORE, "JSON"},
	    {"{\"version\": 1", AFTERWORD_ERROR_STORE, "JSON"},
	    {"[]", AFTERWORD_ERROR_STORE, "version"},
	    {"{}", AFTERWORD_ERROR_STORE, "version"},
	    {"{\"version\": 3}", AFTERWORD_ERROR_RULES, "later afterword"},
	    {"{\"version\": 1, \"applications\": 5}", AFTERWORD_ERROR_STORE,
	        "state.applications: no list"},
	    {"{\"version\": 1, \"applications\": [{\"id\": 5}]}",
	        AFTERWORD_ERROR_STORE, "state.applications[0].id: no text"},
	    {"{\"version\": 1, \"applications\": [{}, {\"standing\": \"x\"}]}",
	        AFTERWORD_ERROR_STORE,
	        "state.applications[1].standing: no known word"},
	    {"{\"version\": 1, \"unassigned\": [{\"time\": \"soon\"}]}",
	        AFTERWORD_ERROR_STORE, "state.unassigned[0].time: no time"},
	    {"{\"version\": 1, \"unassigned\": [{\"sure\": 1}]}",
	        AFTERWORD_ERROR_STORE, "no true or false"},
	    {"{\"version\": 1, \"unassigned\": [null]}", AFTERWORD_ERROR_STORE,
	        "state.unassigned[0]: no object"},
	    {"\xff", AFTERWORD_ERROR_STORE, "UTF-8"},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GError) error = NULL;
		State *state =
		    state_parse(cases[i].text, strlen(cases[i].text), &error);

		g_assert_null(state);
		g_assert_error(error, AFTERWORD_ERROR, cases[i].code);
		g_assert_nonnull(strstr(error->message, cases[i].says));
	}
}

static void
test_skips_unknown_members(void)
{
	const char *text = "{\"version\": 1, \"later\": {\"a\": [1]},"
	                   " \"applications\": [{\"id\": \"a\", \"b\": 1}]}";
	g_autoptr(State) state = state_parse(text, strlen(text), NULL);

	g_assert_nonnull(state);
	g_assert_cmpint(state->applications->len, ==, 1);
}

/* What an earlier afterword wrote is taken over, and written as we do. */
static void
test_takes_version_1(void)
{
	const char *text = "{\"version\": 1, \"applications\": [{\"id\": \"a\","
	                   " \"actions\": [{\"kind\": \"thanks\"}]}]}";
	g_autoptr(State) state = state_parse(text, strlen(text), NULL);
	g_autofree char *again = NULL;

	g_assert_nonnull(state);
	again = state_print(state);
	g_assert_nonnull(strstr(again, "\"version\":\t2"));
}

/* Each member that version 2 has brought, in one file. */
static void
test_keeps_what_the_user_says(void)
{
	const char *text =
	    "{\"version\": 2, \"digested\": \"2026-05-04T07:00:00+00:00\","
	    " \"reminded\": \"2026-05-03T07:00:00+00:00\", \"applications\": ["
	    "{\"id\": \"a\", \"is_told\": true, \"facts\": [{\"key\": \"rank\","
	    " \"value\": \"1\", \"time\": \"2026-05-01T07:00:00+00:00\"}],"
	    " \"friends\": [{\"name\": \"Ruth\"}], \"notes\": [{\"kind\":"
	    " \"debrief\", \"interview\": \"i\", \"text\": \"t\", \"answers\":"
	    " [{\"question\": \"well\", \"text\": \"yes\"}]}], \"actions\":"
	    " [{\"kind\": \"leverage\", \"day\": \"2026-05-20\", \"is_asked\":"
	    " true, \"is_past\": true, \"is_told\": true, \"is_late_told\":"
	    " true}], \"mail\": [{\"promise\": \"2026-05-11\", \"starts\":"
	    " \"2026-06-01\", \"asks_references\": true}]}], \"corrections\":"
	    " [{\"key\": \"kind\", \"was\": \"offer\", \"value\": \"update\","
	    " \"sender\": \"a@b.example\", \"thread\": \"x y\"}]}";
	static const char *const kept[] = {"2026-05-04T07", "2026-05-03T07",
	    "\"rank\"", "\"Ruth\"", "\"debrief\"", "\"well\"", "\"leverage\"",
	    "2026-05-20", "is_asked", "is_past", "is_late_told", "2026-05-11",
	    "2026-06-01", "asks_references", "\"x y\"", "\"offer\""};
	g_autoptr(State) state = state_parse(text, strlen(text), NULL);
	g_autofree char *again = NULL;

	g_assert_nonnull(state);
	again = state_print(state);
	for (size_t i = 0; i < G_N_ELEMENTS(kept); i++)
		g_assert_nonnull(strstr(again, kept[i]));
}

static void
test_finds_by_part_of_a_name(void)
{
	g_autoptr(State) state = full_state("Northwind Optics");
	g_autoptr(GError) error = NULL;

	g_assert_nonnull(state_find(state, "northWIND", NULL));
	g_assert_nonnull(state_find(state, "northwind-optics", NULL));
	g_assert_null(state_find(state, "acme", &error));
	g_assert_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_USAGE);
	g_clear_error(&error);
	g_assert_null(state_find(state, "", &error));
	g_clear_error(&error);
	g_ptr_array_add(
	    state->applications, application_new("northwind-optics-2"));
	set(&((Application *)state->applications->pdata[1])->company,
	    "Northwind Optics");
	g_assert_null(state_find(state, "northwind", &error));
	g_assert_nonnull(strstr(error->message, "any of 2"));
	g_assert_true(state_find(state, "northwind-optics-2", NULL) ==
	              state->applications->pdata[1]);
}

static void
test_finds_a_thread(void)
{
	static const struct {
		const char *id;
		bool is_known;
	} cases[] = {{"one@mail.example", true}, {"zero@mail.example", true},
	    {"half@mail.example", true}, {"one@mail", false},
	    {"ne@mail.example", false}, {"", false}, {" ", false}};
	g_autoptr(State) state = full_state("Northwind");

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GPtrArray) ids = g_ptr_array_new();
		bool is_known;

		g_ptr_array_add(ids, (gpointer)cases[i].id);
		is_known = state_find_thread(state, ids) != NULL;
		g_assert_cmpint(is_known, ==, cases[i].is_known);
	}
}

static void
test_names_an_action_for_ever(void)
{
	g_autoptr(State) state = full_state("Northwind");
	const Application *application = state->applications->pdata[0];
	const Action *action = application->actions->pdata[0];
	g_autofree char *name = action_name(application, action);
	g_autofree char *key = action_key(application, action);

	g_assert_cmpstr(
	    name, ==, "northwind-optics/thanks/tom@northwind.example/2");
	g_assert_cmpstr(key, ==, "42d9ded1f8438fd96c547e15cd34927b");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func(
	    "/state/what-is-printed-is-read-again", test_round_trip);
	g_test_add_func(
	    "/state/every-member-comes-back", test_keeps_every_member);
	g_test_add_func("/state/refuses-and-says-where", test_refuses);
	g_test_add_func(
	    "/state/unknown-members-are-skipped", test_skips_unknown_members);
	g_test_add_func("/state/an-application-is-found-by-part-of-its-name",
	    test_finds_by_part_of_a_name);
	g_test_add_func(
	    "/state/a-thread-is-found-by-any-of-its-ids", test_finds_a_thread);
	g_test_add_func("/state/an-action-has-one-name-for-ever",
	    test_names_an_action_for_ever);
	g_test_add_func(
	    "/state/what-version-1-had-is-taken-over", test_takes_version_1);
	g_test_add_func(
	    "/state/what-the-user-says-is-kept", test_keeps_what_the_user_says);
	return g_test_run();
}
