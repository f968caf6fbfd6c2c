#include "detect.h"

#include "error.h"

#include "built.h"

#include <glib.h>
#include <string.h>

static const char invite[] =
    "From: Ana Ruiz <ana@lakeshorecu.example>\n"
    "To: Robin Sands <robin@example.net>\n"
    "Subject: Interview confirmation\n"
    "Date: Wed, 06 May 2026 09:00:00 -0500\n\n"
    "Dear Robin,\n\n"
    "This is to confirm your interview for the Branch Manager position at "
    "Lakeshore Credit Union on Tuesday, May 12, 2026 at 1:00 PM.\n\n"
    "We look forward to meeting you.\n\nAna Ruiz\nHuman Resources Manager\n";

static const char list_mail[] =
    "From: Pat <pat@lists.example>\n"
    "To: bakers@lists.example\n"
    "List-Id: <bakers.lists.example>\n"
    "Subject: [bakers] rye\n"
    "Date: Wed, 06 May 2026 09:00:00 -0500\n\n"
    "Has anybody tried the new rye flour? It rises like nothing else.\n";

static Reading *
read_text(const Detector *detector, const char *text)
{
	GError *error = NULL;
	g_autoptr(Message) message =
	    message_parse_bytes(text, strlen(text), &error);
	Context context = {.direction = DIRECTION_INCOMING};

	g_assert_no_error(error);
	return detect(detector, message, &context);
}

static void
test_reads_kind_and_facts(void)
{
	GError *error = NULL;
	g_autofree char *folder = built_rules(NULL);
	g_autoptr(Detector) detector = detector_open(folder, &error);
	g_autoptr(Reading) reading = NULL;

	g_assert_no_error(error);
	reading = read_text(detector, invite);
	g_assert_cmpint(reading->kind, ==, KIND_INVITE);
	g_assert_cmpstr(reading->lang, ==, "en");
	g_assert_cmpstr(reading->company, ==, "Lakeshore Credit Union");
	g_assert_cmpstr(reading->role, ==, "Branch Manager");
	g_assert_cmpuint(reading->contacts->len, ==, 1);
	g_assert_cmpuint(reading->slots->len, ==, 1);
}

static void
test_finds_no_facts_in_other_mail(void)
{
	g_autofree char *folder = built_rules(NULL);
	g_autoptr(Detector) detector = detector_open(folder, NULL);
	g_autoptr(Reading) reading = read_text(detector, list_mail);

	g_assert_cmpint(reading->kind, ==, KIND_NONE);
	g_assert_null(reading->company);
	g_assert_cmpuint(reading->contacts->len, ==, 0);
	g_assert_false(reading->suspicious);
}

static void
test_missing_rules_are_an_error(void)
{
	GError *error = NULL;

	g_assert_null(detector_open("tests/nowhere", &error));
	g_assert_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES);
	g_clear_error(&error);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func(
	    "/detect/reads-kind-and-facts", test_reads_kind_and_facts);
	g_test_add_func("/detect/finds-no-facts-in-other-mail",
	    test_finds_no_facts_in_other_mail);
	g_test_add_func("/detect/missing-rules-are-an-error",
	    test_missing_rules_are_an_error);
	return g_test_run();
}
