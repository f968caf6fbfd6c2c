#include "wording.h"

#include "error.h"

#include <string.h>

#define DEPTH_MAX 4

/* Where the check stands in a text. */
typedef struct Checker {
	const char *text;
	const char *const *names;
	GError **error;
} Checker;

static bool
refuse(const Checker *checker, const char *at, const char *what)
{
	g_set_error(checker->error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES,
	    "%s at byte %zu of \"%s\"", what, (size_t)(at - checker->text),
	    checker->text);
	return false;
}

static bool
check_field(const Checker *checker, const char *at, const char **end)
{
	const char *start = at + 1 + (at[1] == '?' || at[1] == '!');
	size_t length = strcspn(start, "{}[]|");
	g_autofree char *name = g_strndup(start, length);

	if (start[length] != '}')
		return refuse(checker, at, "unclosed {");
	if (!g_strv_contains(checker->names, name))
		return refuse(checker, at, "unknown field");
	*end = start + length + 1;
	return true;
}

static bool
check_gap(const Checker *checker, const char *at, const char **end)
{
	const char *close = strstr(at, "»");
	const char *next = strstr(at + strlen("«"), "«");

	if (!close || (next && next < close))
		return refuse(checker, at, "unclosed «");
	if (memchr(at, '{', (size_t)(close - at)))
		return refuse(checker, at, "a field in a gap");
	*end = close + strlen("»");
	return true;
}

bool
wording_check(const char *text, const char *const *names, GError **error)
{
	const Checker checker = {text, names, error};
	const char *at = text;
	int depth = 0;

	while (*at) {
		if (*at == '{') {
			if (!check_field(&checker, at, &at))
				return false;
			continue;
		}
		if (g_str_has_prefix(at, "«")) {
			if (!check_gap(&checker, at, &at))
				return false;
			continue;
		}
		if (*at == '[' && ++depth > DEPTH_MAX)
			return refuse(&checker, at, "too many [");
		if (*at == ']' && --depth < 0)
			return refuse(&checker, at, "] without [");
		if (*at == '}' || (*at == '|' && !depth))
			return refuse(&checker, at, "stray sign");
		at++;
	}
	return depth ? refuse(&checker, at, "unclosed [") : true;
}

static bool
fill_field(const char **at, GHashTable *fields, GString *out)
{
	const char *start = *at + 1;
	char test = *start == '?' || *start == '!' ? *start++ : '\0';
	size_t length = strcspn(start, "}");
	g_autofree char *name = g_strndup(start, length);
	const char *value = g_hash_table_lookup(fields, name);

	*at = start + length + (start[length] == '}');
	if (test == '!')
		return !value;
	if (value && !test)
		g_string_append(out, value);
	return value != NULL;
}

/* Fills up to the end of the text or of the alternative it stands in. */
static bool fill(const char **at, GHashTable *fields, GString *out);

static void
fill_choice(const char **at, GHashTable *fields, GString *out)
{
	bool is_chosen = false;

	do {
		g_autoptr(GString) alternative = g_string_new(NULL);
		bool fits;

		(*at)++;
		fits = fill(at, fields, alternative);
		if (fits && !is_chosen)
			g_string_append(out, alternative->str);
		is_chosen |= fits;
	} while (**at == '|');
	if (**at == ']')
		(*at)++;
}

static bool
fill(const char **at, GHashTable *fields, GString *out)
{
	bool fits = true;

	while (**at && **at != '|' && **at != ']') {
		if (**at == '{')
			fits &= fill_field(at, fields, out);
		else if (**at == '[')
			fill_choice(at, fields, out);
		else
			g_string_append_c(out, *(*at)++);
	}
	return fits;
}

char *
wording_fill(const char *text, GHashTable *fields)
{
	g_autoptr(GString) out = g_string_new(NULL);

	if (!fill(&text, fields, out))
		return NULL;
	return g_string_free(g_steal_pointer(&out), FALSE);
}
