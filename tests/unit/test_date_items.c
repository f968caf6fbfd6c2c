#include "date_items.h"
#include "deadlines.h"

#include "built.h"

#include <stdio.h>
#include <string.h>

/* Not among the examples; plain enough that no change may lose them. */
static const struct {
	const char *name;
	const char *lang;
	Direction direction;
	Kind kind;
	const char *text;
	const char *wanted; /* respond_by, decide_by, promise; - is none */
} cases[] = {
    {"/dates/en/their-word-and-ours", "en", DIRECTION_INCOMING, KIND_OFFER,
        "We would love to have you. Please let me know by Friday, 15 May; "
        "you would start on 1 July.",
        "2026-05-15 - -"},
    {"/dates/en/they-decide", "en", DIRECTION_INCOMING, KIND_UPDATE,
        "The panel meets next week, and you will hear from us by 20 May at "
        "the latest.",
        "- 2026-05-20 -"},
    {"/dates/en/their-word-then-ours", "en", DIRECTION_INCOMING, KIND_INVITE,
        "We would like to meet you on Tuesday, 19 May, from 3 to 4 pm. Please "
        "tell me by Friday whether that suits you. We expect to decide by "
        "28 May.",
        "2026-05-15 2026-05-28 -"},
    {"/dates/de/their-word-then-ours", "de", DIRECTION_INCOMING, KIND_INVITE,
        "Gern laden wir Sie für Dienstag, 19. Mai, 10 Uhr ein. Bitte geben "
        "Sie uns bis Freitag Bescheid. Wir entscheiden bis zum 28. Mai.",
        "2026-05-15 2026-05-28 -"},
    {"/dates/en/i-promise", "en", DIRECTION_OUTGOING, KIND_REPLY,
        "Thank you. I will send you the references by Monday, 18 May.",
        "- - 2026-05-18"},
    {"/dates/en/history-is-nothing", "en", DIRECTION_INCOMING, KIND_UPDATE,
        "Your application of 3 May reached us well, and it is still being "
        "read. Thank you for your patience.",
        "- - -"},
    {"/dates/de/they-decide", "de", DIRECTION_INCOMING, KIND_UPDATE,
        "Vielen Dank für Ihre Geduld. Spätestens am 22. Mai erhalten Sie von "
        "uns eine Rückmeldung.",
        "- 2026-05-22 -"},
    {"/dates/fr/their-word", "fr", DIRECTION_INCOMING, KIND_REQUEST,
        "Merci de nous transmettre votre diplôme avant le 20 mai.",
        "2026-05-20 - -"},
    {"/dates/ja/their-word", "ja", DIRECTION_INCOMING, KIND_REQUEST,
        "履歴書を5月20日までにお送りください。", "2026-05-20 - -"},
    {"/dates/zh/their-word", "zh", DIRECTION_INCOMING, KIND_OFFER,
        "请您于5月20日前回复是否接受。", "2026-05-20 - -"},
};

static char *
day_of(Moment moment)
{
	return moment.precision == MOMENT_NONE
	           ? g_strdup("-")
	           : moment_format(dates_day_of(moment));
}

static void
test_case(gconstpointer data)
{
	size_t i = GPOINTER_TO_SIZE(data);
	g_autofree char *dates = built_rules("dates.bin");
	g_autofree char *rules = built_rules("patterns.bin");
	g_autoptr(Tagger) tagger = tagger_open(dates, &date_scheme, NULL);
	g_autoptr(Patterns) patterns = patterns_open(rules, NULL);
	g_autofree char *bytes =
	    g_strdup_printf("From: Ann <ann@firm.example>\n"
	                    "To: Sam <sam@example.net>\n"
	                    "Date: Tue, 12 May 2026 10:00:00 +0200\n"
	                    "Subject: -\n"
	                    "Content-Type: text/plain; charset=utf-8\n\n%s\n",
	        cases[i].text);
	g_autoptr(Message) message =
	    message_parse_bytes(bytes, strlen(bytes), NULL);
	Context context = {.direction = cases[i].direction};
	g_autoptr(Reading) reading = reading_new();
	g_autoptr(Clues) clues = NULL;
	g_autofree char *respond = NULL;
	g_autofree char *decide = NULL;
	g_autofree char *promise = NULL;
	g_autofree char *found = NULL;

	g_assert_true(tagger && patterns && message);
	g_free(reading->lang);
	reading->lang = g_strdup(cases[i].lang);
	reading->direction = cases[i].direction;
	reading->kind = cases[i].kind;
	clues = clues_new(patterns, message, &context, reading);
	deadlines_find(clues, tagger);
	respond = day_of(reading->respond_by);
	decide = day_of(reading->decide_by);
	promise = day_of(reading->promise);
	found = g_strdup_printf("%s %s %s", respond, decide, promise);
	g_assert_cmpstr(found, ==, cases[i].wanted);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		g_test_add_data_func(
		    cases[i].name, GSIZE_TO_POINTER(i), test_case);
	return g_test_run();
}
