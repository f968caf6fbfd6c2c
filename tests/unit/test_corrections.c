#include "events.h"

#include "error.h"

#define NOON "05-20 12:00"

typedef struct Fixture {
	Etiquette *etiquette;
	State *state;
	int mails;
} Fixture;

static void
set_up(Fixture *fixture, gconstpointer user)
{
	(void)user;
	fixture->etiquette = etiquette_load(RULES, NULL);
	fixture->state = state_new();
	fixture->mails = 0;
	etiquette_set_zone(fixture->etiquette, "UTC");
}

static void
tear_down(Fixture *fixture, gconstpointer user)
{
	(void)user;
	etiquette_free(fixture->etiquette);
	state_free(fixture->state);
}

/* Takes a mail in; the Message-IDs are m0, m1 ... */
static void
get(Fixture *fixture, const Event *event)
{
	g_autofree char *id =
	    g_strdup_printf("m%d@mail.example", fixture->mails++);

	apply(fixture->state, fixture->etiquette, event, id);
}

static Application *
nth(const Fixture *fixture, guint index)
{
	g_assert_cmpuint(index, <, fixture->state->applications->len);
	return fixture->state->applications->pdata[index];
}

static void
set_fact(Fixture *fixture, const char *key, const char *value)
{
	GError *error = NULL;

	g_assert_true(corrections_set(fixture->state, nth(fixture, 0), key,
	    value, time_of(NOON), &error));
	g_assert_no_error(error);
	track_settle(
	    fixture->state, nth(fixture, 0), fixture->etiquette, time_of(NOON));
}

/* Says of mail mN what it is, as the command does. */
static void
put_right(Fixture *fixture, const char *id, const char *key, const char *value)
{
	Application *owner = NULL;
	Application *before;
	Mail *mail = state_find_mail(fixture->state, id, &owner);
	GError *error = NULL;

	g_assert_nonnull(mail);
	before = owner;
	g_assert_true(corrections_set_mail(
	    fixture->state, mail, &owner, key, value, time_of(NOON), &error));
	g_assert_no_error(error);
	if (before)
		track_settle(
		    fixture->state, before, fixture->etiquette, time_of(NOON));
	if (owner)
		track_settle(
		    fixture->state, owner, fixture->etiquette, time_of(NOON));
}

static const Event update = {"05-10 09:00", .kind = KIND_UPDATE};

static void
test_kind(Fixture *fixture, gconstpointer user)
{
	static const Event begin = {"05-04 09:00", .kind = KIND_APPLICATION};

	(void)user;
	get(fixture, &begin);
	get(fixture, &update);
	put_right(fixture, "m1@mail.example", "kind", "rejection");
	g_assert_cmpint(nth(fixture, 0)->standing, ==, STANDING_REJECTED);
	g_assert_cmpint(nth(fixture, 0)->actions->len, ==, 1);
	put_right(fixture, "m1@mail.example", "kind", "update");
	g_assert_cmpint(nth(fixture, 0)->standing, ==, STANDING_APPLIED);
}

static void
test_kind_is_remembered(Fixture *fixture, gconstpointer user)
{
	static const Event begin = {"05-04 09:00", .kind = KIND_APPLICATION};
	static const Event same = {
	    "05-12 09:00", .kind = KIND_OFFER, .who = TOM};
	static const Event other = {
	    "05-13 09:00", .kind = KIND_OFFER, .who = ANN};

	(void)user;
	get(fixture, &begin);
	get(fixture, &same);
	g_assert_cmpint(nth(fixture, 0)->standing, ==, STANDING_OFFER);
	put_right(fixture, "m1@mail.example", "kind", "update");
	g_assert_cmpint(nth(fixture, 0)->standing, ==, STANDING_APPLIED);
	get(fixture, &same);
	g_assert_cmpint(nth(fixture, 0)->standing, ==, STANDING_APPLIED);
	get(fixture, &other);
	g_assert_cmpint(nth(fixture, 0)->standing, ==, STANDING_OFFER);
}

static void
test_none(Fixture *fixture, gconstpointer user)
{
	(void)user;
	get(fixture, &(Event){"05-04 09:00", .kind = KIND_OFFER});
	put_right(fixture, "m0@mail.example", "kind", "none");
	g_assert_cmpint(nth(fixture, 0)->standing, ==, STANDING_WITHDRAWN);
	track_advance(fixture->state, fixture->etiquette, time_of(NOON));
	g_assert_cmpuint(fixture->state->applications->len, ==, 0);
	fixture->mails = 0;
	get(fixture, &(Event){"05-04 09:00", .kind = KIND_OFFER});
	g_assert_cmpuint(fixture->state->applications->len, ==, 0);
}

/* Two roles at one firm, and a mail that may be of either. */
static void
get_tie(Fixture *fixture)
{
	get(fixture, &(Event){"05-04 09:00", .kind = KIND_APPLICATION,
	                 .thread = "a", .role = "Lecturer in Physics"});
	get(fixture, &(Event){"05-04 10:00", .kind = KIND_APPLICATION,
	                 .thread = "b", .role = "Laboratory Technician"});
	get(fixture,
	    &(Event){"05-07 09:00", .kind = KIND_REJECTION, .thread = "-"});
	g_assert_cmpuint(fixture->state->unassigned->len, ==, 1);
}

static void
test_assigns(Fixture *fixture, gconstpointer user)
{
	(void)user;
	get_tie(fixture);
	put_right(
	    fixture, "m2@mail.example", "application", "northwind-optics-2");
	g_assert_cmpuint(fixture->state->unassigned->len, ==, 0);
	g_assert_cmpint(nth(fixture, 0)->standing, ==, STANDING_APPLIED);
	g_assert_cmpint(nth(fixture, 1)->standing, ==, STANDING_REJECTED);
}

static void
test_assigns_what_follows(Fixture *fixture, gconstpointer user)
{
	(void)user;
	get_tie(fixture);
	put_right(
	    fixture, "m2@mail.example", "application", "northwind-optics");
	g_assert_cmpint(nth(fixture, 0)->standing, ==, STANDING_REJECTED);
	get(fixture,
	    &(Event){"05-08 09:00", .kind = KIND_OFFER, .thread = "-"});
	g_assert_cmpuint(fixture->state->unassigned->len, ==, 0);
}

static void
test_moves(Fixture *fixture, gconstpointer user)
{
	(void)user;
	get(fixture, &(Event){"05-04 09:00", .kind = KIND_APPLICATION});
	get(fixture, &(Event){"05-05 09:00", .kind = KIND_OFFER});
	put_right(fixture, "m1@mail.example", "application", "new");
	g_assert_cmpint(nth(fixture, 0)->standing, ==, STANDING_APPLIED);
	g_assert_cmpint(nth(fixture, 1)->standing, ==, STANDING_OFFER);
	get(fixture, &(Event){"05-06 09:00", .kind = KIND_REJECTION});
	g_assert_cmpint(nth(fixture, 1)->standing, ==, STANDING_REJECTED);
	put_right(fixture, "m2@mail.example", "application", "none");
	g_assert_cmpint(nth(fixture, 1)->standing, ==, STANDING_OFFER);
}

static void
test_facts_hold(Fixture *fixture, gconstpointer user)
{
	(void)user;
	get(fixture, &(Event){"05-04 09:00", .kind = KIND_APPLICATION,
	                 .firm = "Northwind", .role = "Optician"});
	set_fact(fixture, "role", "Lens Designer");
	set_fact(fixture, "company", "North");
	get(fixture, &(Event){"05-05 09:00", .kind = KIND_UPDATE,
	                 .firm = "Northwind Optics", .role = "Optician"});
	g_assert_cmpstr(nth(fixture, 0)->role, ==, "Lens Designer");
	g_assert_cmpstr(nth(fixture, 0)->company, ==, "North");
}

static void
test_company_is_remembered(Fixture *fixture, gconstpointer user)
{
	(void)user;
	get(fixture, &(Event){"05-04 09:00", .kind = KIND_OUTREACH,
	                 .firm = "Talent Team"});
	set_fact(fixture, "company", "Northwind Optics");
	get(fixture,
	    &(Event){"05-06 09:00", .kind = KIND_OUTREACH, .who = TOM,
	        .firm = "Talent Team", .role = "Optician", .thread = "b"});
	g_assert_cmpuint(fixture->state->applications->len, ==, 1);
}

static void
test_standing(Fixture *fixture, gconstpointer user)
{
	(void)user;
	get(fixture, &(Event){"05-04 09:00", .kind = KIND_APPLICATION});
	set_fact(fixture, "standing", "waiting");
	g_assert_cmpint(nth(fixture, 0)->standing, ==, STANDING_WAITING);
	set_fact(fixture, "closed", "yes");
	g_assert_true(standing_is_closed(nth(fixture, 0)->standing));
	get(fixture, &(Event){"05-21 09:00", .kind = KIND_OFFER});
	g_assert_cmpint(nth(fixture, 0)->standing, ==, STANDING_OFFER);
	get(fixture, &(Event){"05-22 09:00", .kind = KIND_REJECTION});
	set_fact(fixture, "closed", "no");
	set_fact(fixture, "closed", "");
	g_assert_cmpint(nth(fixture, 0)->standing, ==, STANDING_REJECTED);
}

static void
test_refuses(Fixture *fixture, gconstpointer user)
{
	static const char *const wrong[][2] = {{"colour", "red"}, {"rank", "0"},
	    {"rank", "first"}, {"interest", "maybe"}, {"channel", "pigeon"},
	    {"standing", "up"}, {"closed", "1"}};
	GError *error = NULL;

	(void)user;
	get(fixture, &(Event){"05-04 09:00", .kind = KIND_APPLICATION});
	for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
		g_assert_false(corrections_set(fixture->state, nth(fixture, 0),
		    wrong[i][0], wrong[i][1], 1, &error));
		g_assert_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_USAGE);
		g_assert_true(strstr(error->message, wrong[i][0]));
		g_clear_error(&error);
	}
	g_assert_cmpuint(nth(fixture, 0)->facts->len, ==, 0);
}

static void
test_refuses_kinds(Fixture *fixture, gconstpointer user)
{
	static const char *const wrong[][2] = {{"kind", "letter"},
	    {"kind", "rejection"}, {"detail", "later"}, {"stage", "fourth"},
	    {"application", "corbel"}, {"role", "Optician"}};
	Application *owner;
	Mail *mail;
	GError *error = NULL;

	(void)user;
	get(fixture, &(Event){"05-04 09:00", .kind = KIND_APPLICATION});
	mail = state_find_mail(fixture->state, "m0@mail.example", &owner);
	for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
		g_assert_false(corrections_set_mail(fixture->state, mail,
		    &owner, wrong[i][0], wrong[i][1], 1, &error));
		g_assert_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_USAGE);
		g_clear_error(&error);
	}
	g_assert_cmpuint(fixture->state->corrections->len, ==, 0);
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *path;
		void (*run)(Fixture *fixture, gconstpointer user);
	} tests[] = {
	    {"/corrections/of-a-kind-work-the-life-out-anew", test_kind},
	    {"/corrections/hold-for-the-sender-in-the-thread",
	        test_kind_is_remembered},
	    {"/corrections/to-none-never-come-back", test_none},
	    {"/corrections/assign-what-was-a-tie", test_assigns},
	    {"/corrections/break-the-senders-next-tie",
	        test_assigns_what_follows},
	    {"/corrections/move-a-mail-and-what-answers-it", test_moves},
	    {"/corrections/win-over-what-mail-says-later", test_facts_hold},
	    {"/corrections/of-a-firm-hold-for-its-senders",
	        test_company_is_remembered},
	    {"/corrections/of-a-standing-hold-until-more-happens",
	        test_standing},
	    {"/corrections/refuse-what-cannot-be", test_refuses},
	    {"/corrections/refuse-what-a-message-cannot-be",
	        test_refuses_kinds},
	};

	g_test_init(&argc, &argv, NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(tests); i++)
		g_test_add(tests[i].path, Fixture, NULL, set_up, tests[i].run,
		    tear_down);
	return g_test_run();
}
