#include "error.h"
#include "named.h"
#include "tag_items.h"

#include "built.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

/* Not among the examples; plain enough that no change may lose them. */
static const struct {
	const char *name;
	const char *lang;
	NamedKind kind;
	const char *wanted;
	const char *text;
} cases[] = {
    {"/tagger/en/person", "en", NAMED_PERSON, "Ottoline Varga",
        "Subject: Interview\n\nHi Sam,\n\nYou will meet Ottoline Varga, who "
        "leads our design team.\n\nBest regards,\nNed\n"},
    {"/tagger/en/role", "en", NAMED_ROLE, "Payroll Analyst",
        "Subject: Your application\n\nDear Sam,\n\nThank you for applying for "
        "the position of Payroll Analyst at Fernhollow Energy.\n"},
    {"/tagger/en/firm", "en", NAMED_FIRM, "Fernhollow Energy",
        "Subject: Your application to Fernhollow Energy\n\nDear Sam,\n\n"
        "Thank you for your interest in Fernhollow Energy.\n\nKind "
        "regards\nFernhollow Energy Recruiting\n"},
    {"/tagger/de/firm", "de", NAMED_FIRM, "Torwald Maschinenbau",
        "Subject: Ihre Bewerbung bei Torwald Maschinenbau\n\nSehr geehrte Frau "
        "Winter,\n\nvielen Dank für Ihre Bewerbung.\n"},
    {"/tagger/pt/role", "pt", NAMED_ROLE, "Analista de Dados",
        "Subject: Sua candidatura\n\nOlá, Sara!\n\nRecebemos a sua "
        "candidatura para a vaga de Analista de Dados na Fernhollow.\n"},
};

static void
test_case(gconstpointer data)
{
	size_t i = GPOINTER_TO_SIZE(data);
	g_autofree char *names = built_rules("names.bin");
	g_autofree char *rules = built_rules("patterns.bin");
	g_autoptr(Tagger) tagger = tagger_open(names, &name_scheme, NULL);
	g_autoptr(Patterns) patterns = patterns_open(rules, NULL);
	g_autofree char *text = g_strconcat(
	    "From: Ned Orme <ned@mail.example>\nTo: Sam Winter "
	    "<sam@example.net>\nContent-Type: text/plain; charset=utf-8\n",
	    cases[i].text, NULL);
	g_autoptr(Message) message =
	    message_parse_bytes(text, strlen(text), NULL);
	Context context = {.direction = DIRECTION_INCOMING};
	g_autoptr(Reading) reading = reading_new();
	g_autoptr(Clues) clues = NULL;
	bool found = false;

	g_assert_true(tagger && patterns && message);
	g_free(reading->lang);
	reading->lang = g_strdup(cases[i].lang);
	clues = clues_new(patterns, message, &context, reading);
	named_find(clues, tagger);
	for (guint k = 0; k < clues->named->len; k++) {
		const Named *named = &g_array_index(clues->named, Named, k);

		g_test_message("%d %s", named->kind, named->text);
		g_assert_cmpstr(named->text, !=, "Sam");
		found |= named->kind == cases[i].kind &&
		         !strcmp(named->text, cases[i].wanted);
	}
	g_assert_true(found);
}

/* Scores that would have a name go on where none has begun. */
static void
test_decode(void)
{
	float follows[TAGS_MAX][TAGS_MAX] = {{0}};
	float scores[3][TAGS_MAX] = {{0}};
	uint8_t tags[3];

	scores[0][TAG_NONE] = 5;
	scores[1][TAG_FIRM_ON] = 4;
	scores[1][TAG_FIRM] = 1;
	scores[2][TAG_ROLE_ON] = 4;
	scores[2][TAG_FIRM_ON] = 3;
	tagger_decode(&name_scheme, scores, follows, 3, tags);
	g_assert_cmpint(tags[0], ==, TAG_NONE);
	g_assert_cmpint(tags[1], ==, TAG_FIRM);
	g_assert_cmpint(tags[2], ==, TAG_FIRM_ON);
	g_assert_true(name_scheme.may_follow(TAG_FIRM, TAG_FIRM_ON));
	g_assert_false(name_scheme.may_follow(TAG_FIRM, TAG_ROLE_ON));
	g_assert_false(name_scheme.may_follow(TAG_NONE, TAG_PERSON_ON));
}

/* Bytes of the header that are changed, and the file's new length. */
static const struct {
	const char *name;
	size_t at;
	gssize cut;
} damages[] = {
    {"/tagger/another-magic-is-refused", 0, 0},
    {"/tagger/another-version-is-refused", 4, 0},
    {"/tagger/other-features-are-refused", 8, 0},
    {"/tagger/a-size-that-lies-is-refused", 12, 0},
    {"/tagger/a-table-that-lies-is-refused", 16, 0},
    {"/tagger/rows-that-lie-are-refused", 20, 0},
    {"/tagger/other-tags-are-refused", 24, 0},
    {"/tagger/a-file-cut-off-is-refused", SIZE_MAX, 1},
    {"/tagger/an-empty-file-is-refused", SIZE_MAX, G_MAXSSIZE},
};

static void
test_damage(gconstpointer data)
{
	size_t i = GPOINTER_TO_SIZE(data);
	g_autofree char *good = built_rules("names.bin");
	g_autofree char *bytes = NULL;
	g_autofree char *path = NULL;
	g_autoptr(GError) error = NULL;
	gsize length;
	int file = g_file_open_tmp("names-XXXXXX", &path, NULL);

	g_assert_true(g_file_get_contents(good, &bytes, &length, NULL));
	g_close(file, NULL);
	if (damages[i].at != SIZE_MAX)
		bytes[damages[i].at] ^= 0x55;
	length -= MIN(length, (gsize)damages[i].cut);
	g_assert_true(g_file_set_contents(path, bytes, (gssize)length, NULL));
	g_assert_null(tagger_open(path, &name_scheme, &error));
	g_assert_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES);
	g_assert_nonnull(strstr(error->message, path));
	remove(path);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		g_test_add_data_func(
		    cases[i].name, GSIZE_TO_POINTER(i), test_case);
	g_test_add_func(
	    "/tagger/a-name-goes-on-only-where-it-began", test_decode);
	for (size_t i = 0; i < G_N_ELEMENTS(damages); i++)
		g_test_add_data_func(
		    damages[i].name, GSIZE_TO_POINTER(i), test_damage);
	return g_test_run();
}
