#include "rule_examples.h"

#include "error.h"
#include "moment.h"
#include "tokens.h"
#include "when.h"

#include <string.h>

#define REFERENCE 1778573400 /* Unix seconds; any time will do */

/* One rule that is tried. */
typedef struct Trial {
	const RuleBook *book;
	const Json *rule;
	const char *id;
	const char *lang;
	GError **error;
} Trial;

static bool
fail(const Trial *trial, const char *field, const char *what, const char *text)
{
	g_set_error(trial->error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES,
	    "%s: %s: %.200s", field, what, text);
	return false;
}

/* The groups of a language, each once, in order. */
static GPtrArray *
groups_of(const RuleBook *book, const char *lang)
{
	GPtrArray *groups = g_ptr_array_new();

	for (size_t i = 0; i < book->n; i++) {
		const RuleFile *file = &book->files[i];
		const Json *rules = json_get(file->json, "patterns");

		if (*file->lang && strcmp(file->lang, lang) != 0)
			continue;
		for (const Json *r = json_first(rules); r; r = json_next(r)) {
			const char *group = json_get_string(r, "finds", "");

			if (!g_ptr_array_find_with_equal_func(
			        groups, group, g_str_equal, NULL))
				g_ptr_array_add(groups, (char *)group);
		}
	}
	return groups;
}

static bool
is_one_of(const char *name, const char *const *names)
{
	return g_strv_contains(names, name);
}

/* The matches of the rule's group, found after all that it may build upon. */
static GArray *
find(const Trial *trial, Tokens *tokens)
{
	static const char *const first[] = {"date", "time", "zone", NULL};
	const char *wanted = json_get_string(trial->rule, "finds", "");
	g_autoptr(GPtrArray) groups = NULL;
	Moment reference = {MOMENT_TIME, REFERENCE, 0};

	if (is_one_of(wanted, first))
		return patterns_find(tokens, wanted);
	if (strcmp(wanted, "mention") == 0) {
		g_array_unref(patterns_find(tokens, "date"));
		g_array_unref(patterns_find(tokens, "time"));
		return patterns_find(tokens, wanted);
	}
	groups = groups_of(trial->book, trial->lang);
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

static bool
has_field(const Trial *trial, const Json *field, const Match *match,
    const Tokens *tokens)
{
	const char *name = json_name(field);
	const Capture *capture = match_get(match, name);
	g_autofree char *text = match_dup_text(match, name, tokens);
	g_autofree char *what = NULL;

	if (capture && (g_strcmp0(capture->value, json_string(field)) == 0 ||
	                   g_strcmp0(text, json_string(field)) == 0))
		return true;
	what = g_strdup_printf("%.80s is '%.80s' (%.80s), not '%.80s', in",
	    name, text ? text : "", capture ? capture->value : "",
	    json_string(field) ? json_string(field) : "");
	return fail(trial, "matches", what, tokens_text(tokens));
}

/* The text of an example; NULL, with the error, where it is none. */
static const char *
text_of(const Trial *trial, const char *field, const Json *example)
{
	const char *text = json_string(example);

	if (!text)
		text = json_get_string(example, "text", "");
	if (*text && strlen(text) <= RULE_EXAMPLE_BYTES_MAX)
		return text;
	fail(trial, field, *text ? "an example too long" : "no text", text);
	return NULL;
}

static bool
holds_match(const Trial *trial, const Json *example)
{
	const char *text = text_of(trial, "matches", example);
	g_autoptr(Tokens) tokens = NULL;
	g_autoptr(GArray) matches = NULL;
	const Match *match;

	if (!text)
		return false;
	tokens = tokens_cut(trial->book->patterns, trial->lang, text);
	matches = find(trial, tokens);
	match = match_of(matches, trial->id);
	if (json_get_bool(trial->rule, "drops", false))
		return matches->len == 0 ||
		       fail(trial, "matches", "not dropped in", text);
	if (!match)
		return fail(trial, "matches", "not found in", text);
	for (const Json *f = json_is_object(example) ? json_first(example)
	                                             : NULL;
	     f; f = json_next(f))
		if (strcmp(json_name(f), "text") != 0 &&
		    !has_field(trial, f, match, tokens))
			return false;
	return true;
}

static bool
holds_spare(const Trial *trial, const Json *example)
{
	const char *text = text_of(trial, "spares", example);
	g_autoptr(Tokens) tokens = NULL;
	g_autoptr(GArray) matches = NULL;

	if (!text)
		return false;
	tokens = tokens_cut(trial->book->patterns, trial->lang, text);
	matches = find(trial, tokens);
	return !match_of(matches, trial->id) ||
	       fail(trial, "spares", "found in", text);
}

bool
rule_examples_hold(const RuleBook *book, const Json *rule, const Json *examples,
    const char *lang, GError **error)
{
	Trial trial = {
	    book, rule, json_get_string(rule, "id", ""), lang, error};
	const Json *matches = json_get(examples, "matches");
	const Json *spares = json_get(examples, "spares");

	if (matches && !json_is_array(matches))
		return fail(&trial, "matches", "no list", "");
	if (spares && !json_is_array(spares))
		return fail(&trial, "spares", "no list", "");
	for (const Json *e = json_first(matches); e; e = json_next(e))
		if (!holds_match(&trial, e))
			return false;
	for (const Json *e = json_first(spares); e; e = json_next(e))
		if (!holds_spare(&trial, e))
			return false;
	return true;
}

static bool
check_file(
    const RuleBook *book, const RuleFile *file, size_t *n, GError **error)
{
	const Json *rules = json_get(file->json, "patterns");
	const char *lang = *file->lang ? file->lang : "en";

	for (const Json *r = json_first(rules); r; r = json_next(r)) {
		*n += json_length(json_get(r, "matches")) +
		      json_length(json_get(r, "spares"));
		if (*n > RULE_EXAMPLES_MAX) {
			g_set_error(error, AFTERWORD_ERROR,
			    AFTERWORD_ERROR_RULES, "%s: more than %d examples",
			    file->name, RULE_EXAMPLES_MAX);
			return false;
		}
		if (!rule_examples_hold(book, r, r, lang, error)) {
			g_prefix_error(error, "%s: %.80s: ", file->name,
			    json_get_string(r, "id", ""));
			return false;
		}
	}
	return true;
}

bool
rule_examples_check(const RuleBook *book, GError **error)
{
	size_t n = 0;

	for (size_t i = 0; i < book->n; i++)
		if (book->files[i].is_users &&
		    !check_file(book, &book->files[i], &n, error))
			return false;
	return true;
}
