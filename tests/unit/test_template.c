#include "template.h"

#include "error.h"
#include "particulars.h"
#include "wording.h"

#include <glib/gstdio.h>
#include <string.h>

static GHashTable *
fields_of(const char *const *pairs)
{
	GHashTable *fields = g_hash_table_new(g_str_hash, g_str_equal);

	for (; *pairs; pairs += 2)
		g_hash_table_insert(
		    fields, (gpointer)pairs[0], (gpointer)pairs[1]);
	return fields;
}

static void
test_fill(void)
{
	static const char *const known[] = {"role", "Archivist", "called", "",
	    "firm", "{role} [x|y] «z»", NULL};
	static const struct {
		const char *text, *filled;
	} cases[] = {
	    {"plain", "plain"},
	    {"as {role}", "as Archivist"},
	    {"on {day}", NULL},
	    {"gone[ on {day}]", "gone"},
	    {"[a {day}|b {role}|c]", "b Archivist"},
	    {"[a {day}|c]", "c"},
	    {"[[on {day}|as {role}], then|x]", "as Archivist, then"},
	    {"{?called}hi", "hi"},
	    {"{!called}dear", NULL},
	    {"{!day}no day", "no day"},
	    {"at {firm}", "at {role} [x|y] «z»"},
	    {"«a gap»", "«a gap»"},
	    {"[|x]", ""},
	};
	g_autoptr(GHashTable) fields = fields_of(known);

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *filled = wording_fill(cases[i].text, fields);

		g_assert_cmpstr(filled, ==, cases[i].filled);
	}
}

static void
test_wrong_wordings(void)
{
	static const char *const cases[] = {"{role", "{}", "{nobody}", "[a",
	    "a]", "a|b", "}", "«gap", "«gap «two»»", "«{role}»", "{ro[le}",
	    "[[[[[deep]]]]]"};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GError) error = NULL;

		if (wording_check(cases[i], particulars_names(), &error))
			g_error("took %s", cases[i]);
		g_assert_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES);
		g_assert_nonnull(strstr(error->message, cases[i]));
	}
}

/* A file, and what the complaint about it must name. */
static const struct {
	const char *json, *names;
} wrong_files[] = {
    {"{", "no valid JSON"},
    {"{\"letters\": []}", "'subject'"},
    {"{\"subject\": \"{x}\"}", "'subject': unknown field"},
    {"{\"subject\": \"s\"}", "'letters'"},
    {"{\"subject\": \"s\", \"letters\": [{}]}", "letter 1: no 'id'"},
    {"{\"subject\": \"s\", \"letters\": [{\"id\": \"a\"}]}",
        "letter 'a': 'paragraphs'"},
    {"{\"subject\": \"s\", \"letters\": [{\"id\": \"a\", \"paragraphs\": "
     "[[\"x\"], [\"y\", \"{who}\"]]}]}",
        "letter 'a': 'paragraph 2': unknown field"},
    {"{\"subject\": \"s\", \"letters\": [{\"id\": \"a\", \"when\": [\"!huh\"], "
     "\"paragraphs\": [[\"x\"]]}]}",
        "letter 'a': '!huh': unknown field"},
    {"{\"subject\": \"s\", \"letters\": [{\"id\": \"a\", \"paragraphs\": "
     "[[[]]]}]}",
        "letter 'a': 'paragraph 1': an empty part"},
    {"{\"subject\": \"s\", \"letters\": [{\"id\": \"a\", \"paragraphs\": "
     "[[7]]}]}",
        "letter 'a': 'paragraph 1': not a text"},
};

static char *
write_file(const char *json)
{
	char *path = NULL;
	int file = g_file_open_tmp("afterword-XXXXXX", &path, NULL);

	g_assert_cmpint(file, >=, 0);
	g_assert_true(g_close(file, NULL));
	g_assert_true(g_file_set_contents(path, json, -1, NULL));
	return path;
}

static void
test_wrong_files(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(wrong_files); i++) {
		g_autofree char *path = write_file(wrong_files[i].json);
		g_autoptr(GError) error = NULL;

		g_assert_null(template_load(path, &error));
		g_assert_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES);
		if (!strstr(error->message, wrong_files[i].names) ||
		    !g_str_has_prefix(error->message, path))
			g_error("%s", error->message);
		g_unlink(path);
	}
}

static void
test_wrong_manners(void)
{
	static const struct {
		const char *from, *to, *names;
	} cases[] = {
	    {"\"day\"", "\"dya\"", "'day'"},
	    {"{weekday}", "{week}", "'day': unknown field"},
	    {"\"Sunday\"", "\"Sunday\", \"Funday\"", "'weekdays'"},
	    {"Hi {called}", "Hi {calledd}", "'greetings': unknown field"},
	};
	g_autofree char *good = NULL;

	g_assert_true(g_file_get_contents(
	    "rules/en/replies/manners.json", &good, NULL, NULL));
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GString) bad = g_string_new(good);
		g_autoptr(GError) error = NULL;
		g_autofree char *path = NULL;

		g_assert_cmpint(
		    g_string_replace(bad, cases[i].from, cases[i].to, 1), ==,
		    1);
		path = write_file(bad->str);
		g_assert_null(manners_load(path, &error));
		if (!strstr(error->message, cases[i].names))
			g_error("%s", error->message);
		g_unlink(path);
	}
}

static void
test_turns(void)
{
	g_autoptr(Template) template =
	    template_load("rules/en/replies/thanks.json", NULL);
	g_autoptr(GHashTable) fields =
	    g_hash_table_new(g_str_hash, g_str_equal);
	guint count = template_length(template);
	g_autofree bool *taken = g_new0(bool, count);
	guint letter = count;

	for (guint i = 0; i < count; i++) {
		g_assert_true(
		    template_pick(template, fields, 5, taken, &letter));
		g_assert_cmpuint(letter, ==, (5 + i) % count);
		g_assert_false(taken[letter]);
		taken[letter] = true;
	}
	g_assert_true(template_pick(template, fields, 5, taken, &letter));
	g_assert_cmpuint(letter, ==, 5 % count);
}

static void
test_clean(void)
{
	static const struct {
		const char *value, *clean;
	} cases[] = {
	    {"Tom Weld", "Tom Weld"},
	    {"  Tom\r\n\tWeld ", "Tom Weld"},
	    {"«Tom»", "Tom"},
	    {"a\x01z", "a z"},
	    {"\xe2\x80\xaeTom", "Tom"},
	    {"山田 太郎", "山田 太郎"},
	    {"", NULL},
	    {" \n", NULL},
	    {"1234567890123456789012345678901234567890"
	     "12345678901234567890123456789012345678901",
	        NULL},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *clean = particulars_clean(cases[i].value);

		g_assert_cmpstr(clean, ==, cases[i].clean);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/template/fills-what-is-known", test_fill);
	g_test_add_func(
	    "/template/refuses-wrong-wordings", test_wrong_wordings);
	g_test_add_func("/template/names-the-part-at-fault", test_wrong_files);
	g_test_add_func("/template/names-wrong-manners", test_wrong_manners);
	g_test_add_func("/template/gives-everybody-another-letter", test_turns);
	g_test_add_func("/template/values-are-made-safe", test_clean);
	return g_test_run();
}
