/*
 * Whatever a user writes as a pattern, it compiles or is refused, and finds
 * only what is in the text.
 */
#include "patterns.h"
#include "tokens.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static Patterns *
compile(const char *pattern)
{
	g_autoptr(Json) file = json_object_new();
	Json *rules = json_array_new();
	Json *rule = json_object_new();
	RuleFile input = {"fuzz", "", false, file};
	g_autoptr(GBytes) compiled = NULL;

	json_set_string(rule, "id", "rule");
	json_set_string(rule, "finds", "group");
	json_set_string(rule, "pattern", pattern);
	json_append_take(rules, rule);
	json_take(file, "patterns", rules);
	compiled = patterns_compile(&input, 1, NULL);
	return compiled ? patterns_new(compiled, NULL) : NULL;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t length = strnlen((const char *)data, size);
	size_t rest = length < size ? length + 1 : size;
	g_autofree char *pattern =
	    g_utf8_make_valid((const char *)data, (gssize)length);
	g_autofree char *text =
	    g_utf8_make_valid((const char *)data + rest, (gssize)(size - rest));
	g_autoptr(Patterns) patterns = compile(pattern);
	g_autoptr(Tokens) tokens = NULL;
	g_autoptr(GArray) matches = NULL;

	if (!patterns)
		return 0;
	tokens = tokens_cut(patterns, "en", text);
	matches = patterns_find(tokens, "group");
	for (guint i = 0; i < matches->len; i++) {
		const Match *match = &g_array_index(matches, Match, i);

		g_assert_cmpint(match->length, >, 0);
		g_assert_cmpint(match->start + match->length, <=, strlen(text));
	}
	return 0;
}
