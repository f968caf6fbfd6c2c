#include "error.h"
#include "json.h"
#include "patterns.h"

#include <glib.h>
#include <string.h>

static const char words[] =
    "{\"classes\": {"
    "  \"weekday\": {\"1\": [\"monday\", \"mon\"], \"2\": [\"tuesday\"]},"
    "  \"number\": {\"2\": [\"two\"], \"21\": [\"twenty-one\"]},"
    "  \"part_of_day\": {\"morning\": [\"in the morning\", \"morning\","
    "    \"\xe5\x8d\x88\xe5\x89\x8d\"]},"
    "  \"talk\": [\"interview*\", \"phone screen\"],"
    "  \"trade\": [\"*leiter\"],"
    "  \"name_particle\": [\"van\", \"van der\", \"de\"]},"
    " \"parts\": {\"day\": \"day:<weekday> <part_of_day>?\"},"
    " \"patterns\": [{\"id\": \"r\", \"finds\": \"g\", \"pattern\": ";

/* A pattern, a text, what it matches there, and one field of the match. */
typedef struct Case {
	const char *name;
	const char *pattern;
	const char *text;
	const char *match; /* NULL for none */
	const char *field; /* NULL to look at none */
	const char *value; /* of the class, or the text */
	int number;
} Case;

static const Case cases[] = {
    {"word", "tuesday", "On Tuesday.", "Tuesday", NULL, NULL, 0},
    {"words-across-lines", "see you", "see\nyou", "see\nyou", NULL, NULL, 0},
    {"no-words-across-blocks", "see you", "see\n\nyou", NULL, NULL, NULL, 0},
    {"block-crosses-blocks", "see <block> you", "see\n\nyou", "see\n\nyou",
        NULL, NULL, 0},
    {"accents-fold", "fur", "F\xc3\xbcr dich", "F\xc3\xbcr", NULL, NULL, 0},
    {"prefix", "interview*", "an Interviewtermin", "Interviewtermin", NULL,
        NULL, 0},
    {"prefix-after-word", "an inter*", "an interview", "an interview", NULL,
        NULL, 0},
    {"class-value", "on d:<weekday>", "on Mon", "on Mon", "d", "1", 1},
    {"ending", "a <trade>", "a Schichtleiter", "a Schichtleiter", NULL, NULL,
        0},
    {"ending-not-inside", "a <trade>", "a Leiterin", NULL, NULL, NULL, 0},
    {"class-of-two-words", "a <talk>", "a phone screen", "a phone screen", NULL,
        NULL, 0},
    {"longest-member-first", "<part_of_day>", "in the morning",
        "in the morning", NULL, NULL, 0},
    {"signs-without-blanks", "p:<part_of_day> n:<number>",
        "\xe5\x8d\x88\xe5\x89\x8d"
        "10",
        "\xe5\x8d\x88\xe5\x89\x8d"
        "10",
        "p", "morning", 0},
    {"number-in-bounds", "n:<number 1-31>", "12", "12", "n", "12", 12},
    {"number-out-of-bounds", "<number 1-31>", "32", NULL, NULL, NULL, 0},
    {"number-as-word", "n:<number 1-31>", "twenty-one", "twenty-one", "n", "21",
        21},
    {"digits-counted", "<digits 4>", "123 1234", "1234", NULL, NULL, 0},
    {"choice", "( a | b c ) d", "b c d", "b c d", NULL, NULL, 0},
    {"optional", "a b? c", "a c", "a c", NULL, NULL, 0},
    {"repeat", "a b{1,2} c", "a b b c", "a b b c", NULL, NULL, 0},
    {"repeat-too-many", "a b{1,2} c", "a b b b c", NULL, NULL, NULL, 0},
    {"gap-few-first", "a .. b", "a x b y b", "a x b", NULL, NULL, 0},
    {"gap-no-stop", "alpha ... beta", "alpha said. Then beta", NULL, NULL, NULL,
        0},
    {"glue", "a ~ - ~ b", "a - b, a-b", "a-b", NULL, NULL, 0},
    {"quoted", "'(' a ')' '?'", "is it (a)?", "(a)?", NULL, NULL, 0},
    {"link", "at l:<link>", "at https://x.example/a?b=1.",
        "at "
        "https://x.example/a?b=1",
        "l", "https://x.example/a?b=1", 0},
    {"email", "<email>", "write jo.b@x.example.", "jo.b@x.example", NULL, NULL,
        0},
    {"name", "meet n:<name>", "meet Jan van der Berg-Smith today",
        "meet Jan van der Berg-Smith", "n", "Jan van der Berg-Smith", 0},
    {"glue-has-no-blank", "a <blank> b", "a-b, a b", "a b", NULL, NULL, 0},
    {"kanji", "n:( <kanji>{1,3} )",
        "\xe3\x81\xae\xe5\xb1\xb1\xe7\x94\xb0"
        "\xe3\x81\xa7\xe3\x81\x99",
        "\xe5\xb1\xb1\xe7\x94\xb0", NULL, NULL, 0},
    {"katakana", "n:( <katakana>{1,4} )",
        "\xe5\xb1\xb1\xe3\x83\xa4\xe3\x83\x9e\xe3\x81\xae",
        "\xe3\x83\xa4\xe3\x83\x9e", NULL, NULL, 0},
    {"name-gives-back", "n:<name> Smith", "Ann Smith", "Ann Smith", "n", "Ann",
        0},
    {"part", "on <day>", "on Monday morning", "on Monday morning", "day", "1",
        1},
    {"part-in-field", "e:<day>", "Monday", "Monday", "e.day", "1", 1},
    {"line-start", "<line-start> a", "b\na", "a", NULL, NULL, 0},
    {"line-end", "a <line-end>", "a b a\nb", "a", NULL, NULL, 0},
    {"value-within-field", "d:( the n:<number> )", "the 5", "the 5", "d",
        "the 5", 5},
};

static Patterns *
compile_pattern(const char *pattern, GError **error)
{
	g_autofree char *text = g_strdup_printf("%s\"%s\"}]}", words, pattern);
	g_autoptr(Json) json = json_parse(text, strlen(text), NULL);
	RuleFile file = {"test.json", "", false, json};
	g_autoptr(GBytes) bytes = NULL;

	g_assert_nonnull(json);
	bytes = patterns_compile(&file, 1, error);
	return bytes ? patterns_new(bytes, error) : NULL;
}

static void
check_field(const Case *c, const Match *match, const Tokens *tokens)
{
	const Capture *capture = match_get(match, c->field);
	g_autofree char *text = match_dup_text(match, c->field, tokens);

	g_assert_nonnull(capture);
	g_assert_cmpint(capture->number, ==, c->number);
	g_assert_cmpstr(*capture->value ? capture->value : text, ==, c->value);
}

static void
test_case(gconstpointer data)
{
	const Case *c = data;
	g_autoptr(GError) error = NULL;
	g_autoptr(Patterns) patterns = compile_pattern(c->pattern, &error);
	g_autoptr(Tokens) tokens = NULL;
	g_autoptr(GArray) matches = NULL;
	const Match *match;
	g_autofree char *found = NULL;

	g_assert_no_error(error);
	tokens = tokens_cut(patterns, "en", c->text);
	matches = patterns_find(tokens, "g");
	if (!c->match) {
		g_assert_cmpint(matches->len, ==, 0);
		return;
	}
	g_assert_cmpint(matches->len, >, 0);
	match = &g_array_index(matches, Match, 0);
	found = g_strndup(c->text + match->start, match->length);
	g_assert_cmpstr(found, ==, c->match);
	if (c->field)
		check_field(c, match, tokens);
}

static const struct {
	const char *name;
	const char *pattern;
	const char *complaint;
} faults[] = {
    {"no-class", "<wekday>",
        "test.json: r: pattern: no class, part or "
        "group wekday"},
    {"bracket-open", "( a", "no ')' after '(' at byte 3"},
    {"bracket-many", "a )", "a bracket too many at byte 2"},
    {"nothing", "a? b?", "it could match nothing at all"},
    {"empty", "", "it could match nothing at all"},
    {"too-large", "(((a{16} b?){16}){16}){16}", "too large a pattern"},
    {"bad-count", "a{3,2}", "no count of 0 to 16"},
    {"repeated-nothing",
        "((((((((((((((){16}){16}){16}){16}){16}){16}){16}){16}){16})"
        "{16}){16}){16}){16}){16}",
        "too large a pattern"},
    {"brackets-too-deep", "(((((((((((((((((((( a", "too deep"},
};

/* What a user's file may say to make compiling it endless. */
static const struct {
	const char *name;
	const char *json;
	const char *complaint;
} hostile[] = {
    {"parts-multiply",
        "{\"parts\": {\"a\": \"<b> <b> <b> <b> <b> <b> <b> <b>\","
        "\"b\": \"<c> <c> <c> <c> <c> <c> <c> <c>\","
        "\"c\": \"<d> <d> <d> <d> <d> <d> <d> <d>\","
        "\"d\": \"<e> <e> <e> <e> <e> <e> <e> <e>\","
        "\"e\": \"<f> <f> <f> <f> <f> <f> <f> <f>\","
        "\"f\": \"<g> <g> <g> <g> <g> <g> <g> <g>\", \"g\": \"x\"},"
        "\"patterns\": [{\"id\": \"r\", \"finds\": \"g\","
        "\"pattern\": \"<a>\"}]}",
        "r: pattern: too large a pattern"},
    {"part-in-itself",
        "{\"parts\": {\"a\": \"x <a> <a>\"}, \"patterns\":"
        "[{\"id\": \"r\", \"finds\": \"g\", \"pattern\": \"<a>\"}]}",
        "r: pattern: parts within parts too deep"},
    {"classes-no-object", "{\"classes\": [[\"a\"]]}",
        "classes: classes: no object"},
    {"parts-no-object", "{\"parts\": [\"a\"]}", "parts: parts: no object"},
    {"patterns-no-list", "{\"patterns\": \"a\"}",
        "patterns: patterns: no list"},
    {"sets-no-object",
        "{\"patterns\": [{\"id\": \"r\", \"finds\": \"g\","
        "\"pattern\": \"a\", \"sets\": [\"b\"]}]}",
        "r: sets: no object"},
};

static void
test_hostile_files(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(hostile); i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(Json) json = json_parse(
		    hostile[i].json, strlen(hostile[i].json), &error);
		RuleFile file = {"own.json", "", true, json};
		g_autoptr(GBytes) bytes = NULL;

		g_assert_no_error(error);
		bytes = patterns_compile(&file, 1, &error);
		g_assert_null(bytes);
		g_assert_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES);
		if (!strstr(error->message, hostile[i].complaint))
			g_test_fail_printf(
			    "%s: %s", hostile[i].name, error->message);
	}
}

/* Many rules with the same beginning, many meanings of one word. */
static void
test_crowds_are_refused(void)
{
	g_autoptr(GString) rules = g_string_new("{\"patterns\": [");
	g_autoptr(GString) classes = g_string_new("{\"classes\": {");
	const GString *const texts[] = {rules, classes};
	const char *const complaints[] = {
	    "too many patterns begin as it does", "too many meanings"};

	for (int i = 0; i < 1000; i++) {
		g_string_append_printf(rules,
		    "%s{\"id\": \"r%d\", \"finds\": \"g\", \"pattern\":"
		    "\"<any> w%d\"}",
		    i ? "," : "", i, i);
		g_string_append_printf(
		    classes, "%s\"c%d\": [\"the\"]", i ? "," : "", i);
	}
	g_string_append(rules, "]}");
	g_string_append(classes, "}}");
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(Json) json =
		    json_parse(texts[i]->str, texts[i]->len, NULL);
		RuleFile file = {"own.json", "en", true, json};

		g_assert_null(patterns_compile(&file, 1, &error));
		g_assert_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES);
		g_assert_nonnull(strstr(error->message, complaints[i]));
	}
}

/* Who laid it over whom: one id in files of several layers. */
static void
test_users_rules_count_first(void)
{
	const struct {
		const char *lang;
		bool is_users;
		const char *word;
	} layers[] = {
	    {"", false, "four"},
	    {"en", false, "three"},
	    {"", true, "two"},
	    {"en", true, "one"},
	};
	RuleFile files[G_N_ELEMENTS(layers)];
	g_autoptr(GPtrArray) all =
	    g_ptr_array_new_with_free_func((GDestroyNotify)json_free);

	for (size_t i = 0; i < G_N_ELEMENTS(layers); i++) {
		g_autofree char *text = g_strdup_printf(
		    "{\"patterns\": [{\"id\": \"r\", \"finds\": \"g\","
		    "\"pattern\": \"%s\"}]}",
		    layers[i].word);
		g_autoptr(GBytes) bytes = NULL;
		g_autoptr(Patterns) patterns = NULL;
		g_autoptr(Tokens) tokens = NULL;
		g_autoptr(GArray) matches = NULL;
		g_autofree char *found = NULL;

		files[i] = (RuleFile){"f", layers[i].lang, layers[i].is_users,
		    json_parse(text, strlen(text), NULL)};
		g_ptr_array_add(all, (gpointer)files[i].json);
		bytes = patterns_compile(files, i + 1, NULL);
		patterns = patterns_new(bytes, NULL);
		tokens = tokens_cut(patterns, "en", "four three two one");
		matches = patterns_find(tokens, "g");
		g_assert_cmpint(matches->len, ==, 1);
		found = g_strndup(tokens_text(tokens) +
		                      g_array_index(matches, Match, 0).start,
		    g_array_index(matches, Match, 0).length);
		g_assert_cmpstr(found, ==, layers[i].word);
	}
}

static void
test_faults(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(faults); i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(Patterns) patterns =
		    compile_pattern(faults[i].pattern, &error);

		g_assert_null(patterns);
		g_assert_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES);
		g_assert_nonnull(strstr(error->message, faults[i].complaint));
	}
}

static void
test_hostile_pattern_is_bounded(void)
{
	g_autoptr(GString) text = g_string_new(NULL);
	g_autoptr(Patterns) patterns =
	    compile_pattern("(a? a? a? a? a? a? a? a? a? a? a? a?){8} b", NULL);
	g_autoptr(Tokens) tokens = NULL;
	g_autoptr(GArray) matches = NULL;

	for (int i = 0; i < 2000; i++)
		g_string_append(text, "a ");
	tokens = tokens_cut(patterns, "en", text->str);
	matches = patterns_find(tokens, "g");
	g_assert_cmpint(matches->len, ==, 0);
}

static void
test_damage_is_noticed(void)
{
	g_autofree char *text = g_strconcat(words, "\"a\"}]}", NULL);
	g_autoptr(Json) json = json_parse(text, strlen(text), NULL);
	RuleFile file = {"test.json", "", false, json};
	g_autoptr(GBytes) bytes = patterns_compile(&file, 1, NULL);
	gsize size;
	g_autofree char *copy =
	    g_memdup2(g_bytes_get_data(bytes, &size), g_bytes_get_size(bytes));

	for (gsize i = 0; i < g_bytes_get_size(bytes); i += 7) {
		g_autoptr(GBytes) damaged = NULL;
		g_autoptr(Patterns) patterns = NULL;
		g_autoptr(GError) error = NULL;

		copy[i] ^= 0x40;
		damaged = g_bytes_new(copy, size);
		copy[i] ^= 0x40;
		patterns = patterns_new(damaged, &error);
		if (patterns)
			g_assert_false(patterns_check(patterns, &error));
		g_assert_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES);
	}
	for (gsize i = 0; i < g_bytes_get_size(bytes); i++) {
		g_autoptr(GBytes) cut = g_bytes_new(copy, i);

		g_assert_null(patterns_new(cut, NULL));
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *path =
		    g_strconcat("/patterns/", cases[i].name, NULL);

		g_test_add_data_func(path, &cases[i], test_case);
	}
	g_test_add_func("/patterns/faults-are-named", test_faults);
	g_test_add_func(
	    "/patterns/hostile-files-are-refused", test_hostile_files);
	g_test_add_func(
	    "/patterns/crowds-are-refused", test_crowds_are_refused);
	g_test_add_func(
	    "/patterns/users-rules-count-first", test_users_rules_count_first);
	g_test_add_func("/patterns/hostile-pattern-is-bounded",
	    test_hostile_pattern_is_bounded);
	g_test_add_func("/patterns/damage-is-noticed", test_damage_is_noticed);
	return g_test_run();
}
