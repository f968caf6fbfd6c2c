#include "error.h"
#include "etiquette.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define RULES "rules/etiquette.json"
#define DAY_S 86400

static gint64
time_of(const char *text)
{
	Moment moment = {0};

	g_assert_true(moment_parse(text, &moment));
	return moment.time;
}

static Etiquette *
load(void)
{
	g_autoptr(GError) error = NULL;
	Etiquette *etiquette = etiquette_load(RULES, &error);

	g_assert_no_error(error);
	return etiquette;
}

/* 2026-05-08 is a Friday; the last Sunday of March has 23 hours in Madrid. */
static void
test_business_days(void)
{
	static const struct {
		const char *zone;
		const char *from;
		int days;
		const char *to;
	} cases[] = {
	    {"UTC", "2026-05-04T09:00:00+00:00", 0,
	        "2026-05-04T09:00:00+00:00"},
	    {"UTC", "2026-05-04T09:00:00+00:00", 1,
	        "2026-05-05T09:00:00+00:00"},
	    {"UTC", "2026-05-08T09:00:00+00:00", 1,
	        "2026-05-11T09:00:00+00:00"},
	    {"UTC", "2026-05-09T09:00:00+00:00", 1,
	        "2026-05-11T09:00:00+00:00"},
	    {"UTC", "2026-05-10T09:00:00+00:00", 5,
	        "2026-05-15T09:00:00+00:00"},
	    {"UTC", "2026-05-04T09:00:00+00:00", 5,
	        "2026-05-11T09:00:00+00:00"},
	    {"UTC", "2026-05-04T09:00:00+00:00", 10,
	        "2026-05-18T09:00:00+00:00"},
	    /* the 24th, 25th and 1st are holidays */
	    {"UTC", "2026-12-23T09:00:00+00:00", 1,
	        "2026-12-28T09:00:00+00:00"},
	    {"UTC", "2026-12-23T09:00:00+00:00", 5,
	        "2027-01-04T09:00:00+00:00"},
	    /* Friday night in New York is Saturday in UTC */
	    {"America/New_York", "2026-05-09T02:00:00+00:00", 1,
	        "2026-05-12T02:00:00+00:00"},
	    {"Asia/Tokyo", "2026-05-10T16:00:00+00:00", 1,
	        "2026-05-11T16:00:00+00:00"},
	    /* the same time of day, across the change of the clocks */
	    {"Europe/Madrid", "2026-03-27T09:00:00+01:00", 1,
	        "2026-03-30T09:00:00+02:00"},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(Etiquette) etiquette = load();

		etiquette_set_zone(etiquette, cases[i].zone);
		etiquette_add_holiday(etiquette, "2026-12-24", NULL);
		etiquette_add_holiday(etiquette, "2026-12-25", NULL);
		etiquette_add_holiday(etiquette, "2027-01-01", NULL);
		g_assert_cmpint(etiquette_add_business_days(etiquette,
		                    time_of(cases[i].from), cases[i].days),
		    ==, time_of(cases[i].to));
	}
}

static void
test_waits(void)
{
	static const struct {
		ActionKind kind;
		int due_days;
		int late_days;
	} cases[] = {
	    {ACTION_CONFIRM, 0, 1},
	    {ACTION_THANKS, 0, 1},
	    {ACTION_ACCEPT, 0, 2},
	    {ACTION_FEEDBACK, 1, 7},
	    {ACTION_KEEP_IN_TOUCH, 1, 7},
	    {ACTION_FOLLOW_UP, 7, 14},
	};
	g_autoptr(Etiquette) etiquette = load();
	gint64 monday = time_of("2026-05-04T09:00:00+00:00");

	etiquette_set_zone(etiquette, "UTC");
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_assert_cmpint(etiquette_due(etiquette, cases[i].kind, monday),
		    ==, monday + cases[i].due_days * DAY_S);
		g_assert_cmpint(
		    etiquette_late(etiquette, cases[i].kind, monday), ==,
		    monday + cases[i].late_days * DAY_S);
	}
	g_assert_cmpint(etiquette_due_after_decision(etiquette, monday), ==,
	    monday + 7 * DAY_S);
	g_assert_cmpint(etiquette_follow_ups_most(etiquette), ==, 2);
	g_assert_cmpint(etiquette_interview_length_s(etiquette), ==, 3600);
}

static void
test_overrides(void)
{
	g_autoptr(Etiquette) etiquette = load();
	g_autoptr(GError) error = NULL;

	g_assert_true(etiquette_set(etiquette, "thanks_due_days", "3", NULL));
	g_assert_cmpint(
	    etiquette_due(etiquette, ACTION_THANKS, 0), ==, 3 * DAY_S);
	g_assert_true(etiquette_wants(etiquette, ACTION_FEEDBACK));
	g_assert_true(etiquette_set(etiquette, "feedback", "no", NULL));
	g_assert_false(etiquette_wants(etiquette, ACTION_FEEDBACK));
	g_assert_true(etiquette_set(etiquette, "feedback", "yes", NULL));
	g_assert_true(etiquette_wants(etiquette, ACTION_FEEDBACK));
}

static void
test_refuses(void)
{
	static const char *const cases[][2] = {{"thanks_due_days", "soon"},
	    {"thanks_due_days", "-1"}, {"thanks_due_days", "99999999"},
	    {"thanks_due_days", ""}, {"thanks_due", "1"}, {"feedback", "maybe"},
	    {"", "1"}};
	static const char *const days[] = {"", "Christmas", "2026-13-01",
	    "2026-12-24T00:00:00+00:00", "24.12.2026"};
	g_autoptr(Etiquette) etiquette = load();

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GError) error = NULL;

		g_assert_false(
		    etiquette_set(etiquette, cases[i][0], cases[i][1], &error));
		g_assert_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES);
		g_assert_nonnull(strstr(error->message, cases[i][0]));
	}
	for (size_t i = 0; i < G_N_ELEMENTS(days); i++)
		g_assert_false(etiquette_add_holiday(etiquette, days[i], NULL));
}

static void
test_names_the_field(void)
{
	static const struct {
		const char *from;
		const char *to;
		const char *says;
	} cases[] = {
	    {"{\n  \"about\"", "\n  \"about\"", "no valid JSON"},
	    {"thanks_due_days", "thanks_days", "numbers.thanks_due_days.value"},
	    {"\"value\": 60", "\"value\": \"x\"",
	        "numbers.interview_minutes.value"},
	    {"\"numbers\": {", "\"numbers\": { \"tea_days\": {},",
	        "numbers.tea_days: no such number"},
	    {"learn: not more than twice after the thanks", "",
	        "numbers.follow_ups_most.source: missing"},
	};
	g_autofree char *text = NULL;

	g_assert_true(g_file_get_contents(RULES, &text, NULL, NULL));
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_auto(GStrv) parts = g_strsplit(text, cases[i].from, 2);
		g_autofree char *wrong = g_strjoinv(cases[i].to, parts);
		g_autofree char *path = NULL;
		g_autoptr(GError) error = NULL;

		close(g_file_open_tmp("etiquette-XXXXXX", &path, NULL));
		g_assert_true(g_file_set_contents(path, wrong, -1, NULL));
		g_assert_null(etiquette_load(path, &error));
		g_assert_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES);
		g_assert_nonnull(strstr(error->message, path));
		g_assert_nonnull(strstr(error->message, cases[i].says));
		g_unlink(path);
	}
}

static void
test_mailboxes(void)
{
	static const struct {
		const char *email;
		bool is_answerable;
	} cases[] = {
	    {"priya@northwind.example", true},
	    {"jobs@northwind.example", true},
	    {"no-reply@northwind.example", false},
	    {"NoReply+17@northwind.example", false},
	    {"careers-donotreply@ats.example", false},
	    {"priya@noreply.example", true},
	    {"", false},
	    {"priya", false},
	    {"@northwind.example", false},
	};
	g_autoptr(Etiquette) etiquette = load();

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		g_assert_cmpint(
		    etiquette_is_answerable(etiquette, cases[i].email), ==,
		    cases[i].is_answerable);
}

/* Madrid is two hours ahead of UTC in May. */
static void
test_hours(void)
{
	g_autoptr(Etiquette) etiquette = load();
	gint64 late = time_of("2026-05-04T23:30:00+02:00");
	Moment day = {MOMENT_DAY, time_of("2026-05-20T00:00:00+00:00"), 0};

	etiquette_set_zone(etiquette, "Europe/Madrid");
	g_assert_cmpint(etiquette_at_hour(etiquette, late, 7), ==,
	    time_of("2026-05-04T07:00:00+02:00"));
	g_assert_cmpint(etiquette_day(etiquette, late) + 1, ==,
	    etiquette_day(etiquette, late + 3600));
	g_assert_cmpint(etiquette_start(etiquette, day), ==,
	    time_of("2026-05-20T00:00:00+02:00"));
	day.precision = MOMENT_TIME;
	g_assert_cmpint(etiquette_start(etiquette, day), ==, day.time);
	etiquette_set_zone(etiquette, "America/Los_Angeles");
	day.precision = MOMENT_DAY;
	g_assert_cmpint(etiquette_start(etiquette, day), ==,
	    time_of("2026-05-20T00:00:00-07:00"));
}

static void
test_quiet(void)
{
	static const struct {
		const char *from, *until; /* hours */
		const char *at, *after;   /* of the 4th of May */
	} cases[] = {
	    {"22", "7", "2026-05-04T21:59:00+00:00",
	        "2026-05-04T21:59:00+00:00"},
	    {"22", "7", "2026-05-04T22:00:00+00:00",
	        "2026-05-05T07:00:00+00:00"},
	    {"22", "7", "2026-05-04T03:00:00+00:00",
	        "2026-05-04T07:00:00+00:00"},
	    {"22", "7", "2026-05-04T07:00:00+00:00",
	        "2026-05-04T07:00:00+00:00"},
	    {"1", "9", "2026-05-04T00:30:00+00:00",
	        "2026-05-04T00:30:00+00:00"},
	    {"1", "9", "2026-05-04T08:59:00+00:00",
	        "2026-05-04T09:00:00+00:00"},
	    {"0", "0", "2026-05-04T03:00:00+00:00",
	        "2026-05-04T03:00:00+00:00"},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(Etiquette) etiquette = load();

		etiquette_set_zone(etiquette, "UTC");
		g_assert_true(etiquette_set(
		    etiquette, "quiet_from_hour", cases[i].from, NULL));
		g_assert_true(etiquette_set(
		    etiquette, "quiet_until_hour", cases[i].until, NULL));
		g_assert_cmpint(
		    etiquette_after_quiet(etiquette, time_of(cases[i].at)), ==,
		    time_of(cases[i].after));
	}
}

static void
test_digest_switch(void)
{
	g_autoptr(Etiquette) etiquette = load();

	g_assert_true(etiquette_wants_digest(etiquette));
	g_assert_true(etiquette_wants_applying(etiquette));
	g_assert_true(etiquette_set(etiquette, "digest", "no", NULL));
	g_assert_true(etiquette_set(etiquette, "keep_applying", "no", NULL));
	g_assert_false(etiquette_wants_digest(etiquette));
	g_assert_false(etiquette_wants_applying(etiquette));
	g_assert_false(etiquette_set(etiquette, "digest", "later", NULL));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func(
	    "/etiquette/business-days-leave-out-weekends-and-holidays",
	    test_business_days);
	g_test_add_func("/etiquette/each-word-has-its-moment", test_waits);
	g_test_add_func(
	    "/etiquette/the-configuration-overrides", test_overrides);
	g_test_add_func(
	    "/etiquette/refuses-what-it-does-not-know", test_refuses);
	g_test_add_func(
	    "/etiquette/names-file-and-field-at-fault", test_names_the_field);
	g_test_add_func("/etiquette/a-mailbox-nobody-reads-is-no-addressee",
	    test_mailboxes);
	g_test_add_func("/etiquette/hours-are-the-users", test_hours);
	g_test_add_func("/etiquette/quiet-hours-go-past-midnight", test_quiet);
	g_test_add_func(
	    "/etiquette/a-digest-can-be-switched-off", test_digest_switch);
	return g_test_run();
}
