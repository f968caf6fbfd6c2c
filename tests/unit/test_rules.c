/*
 * Every rule of every language against its own examples: it must match in each
 * of "matches", with the fields given there, and in none of "spares".
 */
#include "json.h"
#include "patterns.h"
#include "rule_examples.h"

#include <glib.h>
#include <string.h>

/* What the test reads, the same for all cases. */
typedef struct Rules {
	Patterns *patterns;
	GPtrArray *files; /* of Json *, owned */
	GPtrArray *langs; /* of char *, owned; beside files */
	GArray *book;     /* of RuleFile */
} Rules;

/* One rule of one file. */
typedef struct Case {
	const Rules *rules;
	const Json *rule;
	const Json *examples; /* "matches" and "spares" */
	const char *lang;
} Case;

static void
test_rule(gconstpointer data)
{
	const Case *c = data;
	const Rules *rules = c->rules;
	RuleBook book = {rules->patterns,
	    (const RuleFile *)(void *)rules->book->data, rules->book->len};
	g_autoptr(GError) error = NULL;

	if (!rule_examples_hold(&book, c->rule, c->examples, c->lang, &error))
		g_test_fail_printf("%s", error->message);
}

static void
take_file(Rules *rules, const char *path, const char *lang)
{
	Json *json = json_parse_file(path, NULL);

	g_assert_nonnull(json);
	g_ptr_array_add(rules->files, json);
	g_ptr_array_add(rules->langs, g_strdup(lang));
}

static void
take_folder(Rules *rules, const char *folder, const char *lang)
{
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	const char *name;

	g_assert_nonnull(dir);
	while ((name = g_dir_read_name(dir))) {
		g_autofree char *path = g_build_filename(folder, name, NULL);

		if (g_str_has_suffix(name, ".json"))
			take_file(rules, path, lang);
		else if (!*lang && strlen(name) == 2)
			take_folder(rules, path, name);
	}
}

/* Compiles what was read, as the tool does. */
static void
compile(Rules *rules)
{
	GArray *files = rules->book;
	g_autoptr(GBytes) bytes = NULL;
	g_autoptr(GError) error = NULL;

	for (guint i = 0; i < rules->files->len; i++) {
		RuleFile file = {"rules", g_ptr_array_index(rules->langs, i),
		    false, g_ptr_array_index(rules->files, i)};

		g_array_append_val(files, file);
	}
	bytes = patterns_compile(
	    (const RuleFile *)(void *)files->data, files->len, &error);
	g_assert_no_error(error);
	rules->patterns = patterns_new(bytes, &error);
	g_assert_no_error(error);
}

/* The rule of every language with that id, or NULL. */
static const Json *
common_rule(const Rules *rules, const char *id)
{
	for (guint i = 0; i < rules->files->len; i++) {
		const Json *file = g_ptr_array_index(rules->files, i);
		const char *lang = g_ptr_array_index(rules->langs, i);

		for (const Json *r = json_first(json_get(file, "patterns"));
		     r && !*lang; r = json_next(r))
			if (strcmp(json_get_string(r, "id", ""), id) == 0)
				return r;
	}
	return NULL;
}

static void
add_case(const Rules *rules, const Json *rule, const Json *examples,
    const char *lang)
{
	Case *c = g_new(Case, 1);
	g_autofree char *path = g_strdup_printf("/rules/%s/%s/%s", lang,
	    json_get_string(rule, "finds", ""),
	    json_get_string(rule, "id", ""));

	*c = (Case){rules, rule, examples, lang};
	g_test_add_data_func_full(path, c, test_rule, g_free);
}

/* Rules of every language have their examples in the languages' files, or, in
 * English, with them. */
static void
add_cases(const Rules *rules, GHashTable *shown)
{
	for (guint i = 0; i < rules->files->len; i++) {
		const Json *file = g_ptr_array_index(rules->files, i);
		const char *lang = g_ptr_array_index(rules->langs, i);
		const Json *examples = json_get(file, "examples");

		for (const Json *r = json_first(json_get(file, "patterns")); r;
		     r = json_next(r))
			if (*lang || json_get(r, "matches"))
				add_case(rules, r, r, *lang ? lang : "en");
		for (const Json *e = json_first(examples); e;
		     e = json_next(e)) {
			const Json *rule = common_rule(rules, json_name(e));

			g_assert_nonnull(rule);
			g_hash_table_add(shown, (char *)json_name(e));
			add_case(rules, rule, e, lang);
		}
	}
}

static void
test_no_rule_without_example(gconstpointer data)
{
	const Rules *rules = ((gconstpointer const *)data)[0];
	GHashTable *shown = ((gpointer *)data)[1];

	for (guint i = 0; i < rules->files->len; i++) {
		const Json *file = g_ptr_array_index(rules->files, i);

		for (const Json *r = json_first(json_get(file, "patterns")); r;
		     r = json_next(r))
			if (!json_get(r, "matches") &&
			    !g_hash_table_contains(
			        shown, json_get_string(r, "id", "")))
				g_test_fail_printf("%s has no example",
				    json_get_string(r, "id", ""));
	}
}

int
main(int argc, char **argv)
{
	g_autoptr(GPtrArray) files =
	    g_ptr_array_new_with_free_func((GDestroyNotify)json_free);
	g_autoptr(GPtrArray) langs = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GArray) book = g_array_new(false, false, sizeof(RuleFile));
	Rules rules = {NULL, files, langs, book};
	g_autoptr(GHashTable) shown = g_hash_table_new(g_str_hash, g_str_equal);
	gconstpointer both[] = {&rules, shown};
	int result;

	g_test_init(&argc, &argv, NULL);
	take_folder(&rules, "rules", "");
	compile(&rules);
	add_cases(&rules, shown);
	g_test_add_data_func(
	    "/rules/none-without-example", both, test_no_rule_without_example);
	result = g_test_run();
	patterns_close(rules.patterns);
	return result;
}
