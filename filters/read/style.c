#include "style.h"

#include <string.h>

#define DECLARATIONS_MAX 2000
#define HIDDEN_MAX 500 /* names kept of all style sheets */

/* Lower case without white space: "display : None" is "display:none". */
static void
squeeze(char *out, const char *text, size_t length)
{
	size_t at = 0;

	for (size_t i = 0; i < length && at < DECLARATIONS_MAX - 1; i++)
		if (!g_ascii_isspace(text[i]))
			out[at++] = g_ascii_tolower(text[i]);
	out[at] = '\0';
}

/* The value of a property, or NULL; the last of several counts. */
static const char *
value_of(const char *squeezed, const char *property)
{
	size_t length = strlen(property);
	const char *value = NULL;

	for (const char *at = squeezed; (at = strstr(at, property));
	     at += length)
		if ((at == squeezed || at[-1] == ';') && at[length] == ':')
			value = at + length + 1;
	return value;
}

static bool
is(const char *value, const char *word)
{
	return value && strncmp(value, word, strlen(word)) == 0;
}

/* "0", "0px", "0.0em"; not "0.9em". */
static bool
is_zero(const char *value)
{
	return value && g_ascii_isdigit(*value) &&
	       g_ascii_strtod(value, NULL) == 0;
}

Style
style_parse(const char *declarations)
{
	char squeezed[DECLARATIONS_MAX];
	const char *size;

	squeeze(squeezed, declarations, strlen(declarations));
	if (is(value_of(squeezed, "display"), "none") ||
	    is(value_of(squeezed, "visibility"), "hidden") ||
	    is(value_of(squeezed, "mso-hide"), "all") ||
	    is_zero(value_of(squeezed, "opacity")) ||
	    (is_zero(value_of(squeezed, "max-height")) &&
	        is(value_of(squeezed, "overflow"), "hidden")))
		return STYLE_HIDDEN;
	size = value_of(squeezed, "font-size");
	if (!size)
		return STYLE_PLAIN;
	return is_zero(size) ? STYLE_TINY : STYLE_SIZED;
}

/* A selector of one class or id, with or without an element's name. */
static void
add_selector(const char *selector, size_t length, GHashTable *hidden)
{
	const char *name;
	size_t rest;

	while (length > 0 && g_ascii_isspace(*selector)) {
		selector++;
		length--;
	}
	while (length > 0 && g_ascii_isspace(selector[length - 1]))
		length--;
	name = selector;
	while (name < selector + length && *name != '.' && *name != '#')
		if (!g_ascii_isalnum(*name++))
			return;
	rest = length - (size_t)(name - selector);
	if (rest < 2 || g_hash_table_size(hidden) >= HIDDEN_MAX)
		return;
	for (size_t i = 1; i < rest; i++)
		if (!g_ascii_isalnum(name[i]) && name[i] != '-' &&
		    name[i] != '_')
			return;
	g_hash_table_add(hidden, g_strndup(name, rest));
}

static void
add_rule(const char *selectors, const char *open, const char *close,
    GHashTable *hidden)
{
	g_autofree char *declarations =
	    g_strndup(open + 1, (gsize)(close - open - 1));

	if (style_parse(declarations) != STYLE_HIDDEN)
		return;
	while (selectors < open) {
		const char *comma =
		    memchr(selectors, ',', (size_t)(open - selectors));
		const char *end = comma ? comma : open;

		add_selector(selectors, (size_t)(end - selectors), hidden);
		selectors = end + 1;
	}
}

/* Past the block of an at-rule, which may hold rules of its own. */
static const char *
skip_block(const char *open, const char *end)
{
	int depth = 0;

	for (; open < end; open++) {
		if (*open == '{')
			depth++;
		else if (*open == '}' && --depth <= 0)
			return open + 1;
	}
	return end;
}

/* Past comments, what hides sheets from old browsers, and white space. */
static const char *
skip_noise(const char *at, const char *end)
{
	while (at < end) {
		if (g_ascii_isspace(*at) || *at == '}' || *at == ';') {
			at++;
		} else if (g_str_has_prefix(at, "<!--")) {
			at += 4;
		} else if (g_str_has_prefix(at, "/*")) {
			const char *close =
			    memmem(at + 2, (size_t)(end - at - 2), "*/", 2);

			at = close ? close + 2 : end;
		} else {
			break;
		}
	}
	return at;
}

void
style_find_hidden(const char *sheet, size_t length, GHashTable *hidden)
{
	g_autofree char *copy = g_strndup(sheet, length);
	const char *at = copy;
	const char *end = copy + strlen(copy);

	while ((at = skip_noise(at, end)) < end) {
		const char *open = at + strcspn(at, "{;");
		const char *close;

		if (*at == '@') {
			at = *open == '{' ? skip_block(open, end) : open;
			continue;
		}
		open = at + strcspn(at, "{");
		close = open + strcspn(open, "}");
		if (!*close)
			return;
		add_rule(at, open, close, hidden);
		at = close + 1;
	}
}
