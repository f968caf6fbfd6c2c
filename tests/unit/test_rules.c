/*
 * Every rule of every language against its own examples: it must match in each
 * of "matches", with the fields given there, and in none of "spares".
 */
#include "json.h"
#include "moment.h"
#include "patterns.h"
#include "tokens.h"
#include "when.h"

#include <glib.h>
#include <string.h>

/* What the test reads, the same for all cases. */
typedef struct Rules {
	Patterns *patterns;
	GPtrArray *files; /* of Json *, owned */
	GPtrArray *langs; /* of char *, owned; beside files */
} Rules;

/* One rule of one file. */
typedef struct Case {
	const Rules *rules;
	const Json *rule;
	const Json *examples; /* "matches" and "spares" */
	const char *lang;
} Case;

/* The groups of a language, each once, in order. */
static GPtrArray *
groups_of(const Rules *rules, const char *lang)
{
	GPtrArray *groups = g_ptr_array_new();

	for (guint i = 0; i < rules->files->len; i++) {
		const Json *file = g_ptr_array_index(rules->files, i);
		const char *of = g_ptr_array_index(rules->langs, i);

		if (*of && strcmp(of, lang) != 0)
			continue;
		for (const Json *r = json_first(json_get(file, "patterns")); r;
		     r = json_next(r)) {
			const char *group = json_get_string(r, "finds", "");

			if (!g_ptr_array_find_with_equal_func(
			        groups, group, g_str_equal, NULL))
				g_ptr_array_add(groups, (char *)group);
		}
	}
	return groups;
}

/* The matches of the rule's group, found after all that it may build upon. */
static GArray *
find(const Case *c, Tokens *tokens)
{
	const char *wanted = json_get_string(c->rule, "finds", "");
	g_autoptr(GPtrArray) groups = groups_of(c->rules, c->lang);
	bool is_when = strcmp(wanted, "date") == 0 ||
	               strcmp(wanted, "time") == 0 ||
	               strcmp(wanted, "zone") == 0;
	Moment reference = {MOMENT_TIME, 1778573400, 0};

	if (is_when)
		return patterns_find(tokens, wanted);
	if (strcmp(wanted, "mention") == 0) {
		g_array_unref(patterns_find(tokens, "date"));
		g_array_unref(patterns_find(tokens, "time"));
		return patterns_find(tokens, wanted);
	}
	g_array_unref(when_find(tokens, reference));
	for (guint i = 0; i < groups->len; i++) {
		const char *group = g_ptr_array_index(groups, i);

		if (strcmp(group, wanted) != 0)
			g_array_unref(patterns_find(tokens, group));
	}
	return patterns_find(tokens, wanted);
}

static const Match *
match_of(const GArray *matches, const char *id)
{
	for (guint i = 0; i < matches->len; i++) {
		const Match *match = &g_array_index(matches, Match, i);

		if (strcmp(match->rule, id) == 0)
			return match;
	}
	return NULL;
}

static void
check_fields(const Json *example, const Match *match, const Tokens *tokens)
{
	for (const Json *f = json_first(example); f; f = json_next(f)) {
		const char *name = json_name(f);
		const Capture *capture = match_get(match, name);
		g_autofree char *text = match_dup_text(match, name, tokens);

		if (strcmp(name, "text") == 0)
			continue;
		if (!capture ||
		    (g_strcmp0(capture->value, json_string(f)) != 0 &&
		        g_strcmp0(text, json_string(f)) != 0))
			g_test_fail_printf("%s is '%s' (%s), not '%s'", name,
			    text ? text : "", capture ? capture->value : "",
			    json_string(f));
	}
}

static void
check_match(const Case *c, const Json *example)
{
	const char *text = json_string(example);
	const char *id = json_get_string(c->rule, "id", "");
	g_autoptr(Tokens) tokens = NULL;
	g_autoptr(GArray) matches = NULL;
	const Match *match;

	if (!text)
		text = json_get_string(example, "text", "");
	tokens = tokens_cut(c->rules->patterns, c->lang, text);
	matches = find(c, tokens);
	match = match_of(matches, id);
	if (json_get_bool(c->rule, "drops", false)) {
		if (matches->len > 0)
			g_test_fail_printf("not dropped: %s", text);
		return;
	}
	if (!match) {
		g_test_fail_printf("no match in: %s", text);
		return;
	}
	if (json_is_object(example))
		check_fields(example, match, tokens);
}

static void
check_spare(const Case *c, const Json *example)
{
	const char *text = json_string(example);
	g_autoptr(Tokens) tokens = NULL;
	g_autoptr(GArray) matches = NULL;

	g_assert_nonnull(text);
	tokens = tokens_cut(c->rules->patterns, c->lang, text);
	matches = find(c, tokens);
	if (match_of(matches, json_get_string(c->rule, "id", "")))
		g_test_fail_printf("a match in: %s", text);
}

static void
test_rule(gconstpointer data)
{
	const Case *c = data;
	const Json *matches = json_get(c->examples, "matches");
	const Json *spares = json_get(c->examples, "spares");

	for (const Json *e = json_first(matches); e; e = json_next(e))
		check_match(c, e);
	for (const Json *e = json_first(spares); e; e = json_next(e))
		check_spare(c, e);
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
	g_autoptr(GArray) files = g_array_new(false, false, sizeof(RuleFile));
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
	Rules rules = {NULL, files, langs};
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
