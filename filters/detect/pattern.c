#include "pattern.h"

#include "error.h"
#include "tokens_inside.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define DEPTH_MAX 16
#define REPEAT_MAX 16
#define GAP_SHORT 4
#define GAP_LONG 10

typedef struct Parser {
	const char *text;
	const char *place;
	GHashTable *parts;  /* borrowed */
	const char *prefix; /* of field names, "" or "end." */
	int depth;
	size_t *work; /* elements that may still be made */
	GError **error;
} Parser;

static Pattern *parse_choice(Parser *parser);

static Pattern *
pattern_new(PatternKind kind)
{
	Pattern *pattern = g_new0(Pattern, 1);

	pattern->kind = kind;
	pattern->items =
	    g_ptr_array_new_with_free_func((GDestroyNotify)pattern_free);
	return pattern;
}

static Pattern *
pattern_around(PatternKind kind, Pattern *item)
{
	Pattern *pattern = pattern_new(kind);

	g_ptr_array_add(pattern->items, item);
	return pattern;
}

static Pattern *
fail(const Parser *parser, const char *what)
{
	g_set_error(parser->error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES,
	    "%s at byte %zu of '%.80s'", what,
	    (size_t)(parser->place - parser->text), parser->text);
	return NULL;
}

/* "*leiter" is what begins with its letters from the last one back. */
static char *
fold_ending(const char *ending)
{
	g_autoptr(Tokens) tokens = tokens_cut(NULL, "", ending);
	size_t length = strcspn(tokens->folded, (char[]){TOKEN_END, '\0'});
	char *folded = g_malloc(length + 2);

	folded[0] = TOKEN_BACKWARD;
	for (size_t i = 0; i < length; i++)
		folded[i + 1] = tokens->folded[length - 1 - i];
	folded[length + 1] = '\0';
	return folded;
}

char *
pattern_fold_words(const char *words)
{
	size_t length = strlen(words);
	bool is_open = length > 1 && words[length - 1] == '*';
	g_autofree char *whole = g_strndup(words, length - is_open);
	g_autoptr(Tokens) tokens = tokens_cut(NULL, "", whole);
	char *folded;

	if (words[0] == '*' && length > 1)
		return fold_ending(words + 1);
	folded = g_strdup(tokens->folded);
	length = strlen(folded);
	if (is_open && length > 0)
		folded[length - 1] = '\0';
	return folded;
}

static Pattern *
words_new(const Parser *parser, const char *start, size_t length)
{
	g_autofree char *words = g_strndup(start, length);
	Pattern *pattern;

	if (length > PATTERN_WORDS_MAX)
		return fail(parser, "too long a word");
	pattern = pattern_new(PATTERN_WORDS);
	pattern->name = pattern_fold_words(words);
	if (*pattern->name)
		return pattern;
	pattern_free(pattern);
	return fail(parser, "nothing to look for");
}

static Pattern *
parse_part(Parser *parser, const char *part)
{
	Parser inner = {
	    .text = part,
	    .place = part,
	    .parts = parser->parts,
	    .prefix = parser->prefix,
	    .depth = parser->depth + 1,
	    .work = parser->work,
	    .error = parser->error,
	};
	Pattern *pattern;

	if (inner.depth > DEPTH_MAX)
		return fail(parser, "parts within parts too deep");
	pattern = parse_choice(&inner);
	if (!pattern || !*inner.place)
		return pattern;
	pattern_free(pattern);
	return fail(&inner, "a bracket too many");
}

/* "<name>", "<name 2>" or "<name 2-5>"; parts stand for their pattern. */
static Pattern *
parse_class(Parser *parser)
{
	const char *start = parser->place + 1;
	size_t length = strcspn(start, ">");
	g_autofree char *inside = g_strndup(start, length);
	char *bounds = strchr(inside, ' ');
	const char *part = g_hash_table_lookup(parser->parts, inside);
	Pattern *pattern;

	if (start[length] != '>')
		return fail(parser, "no '>' after '<'");
	if (part) {
		pattern = parse_part(parser, part);
		parser->place = start + length + 1;
		return pattern;
	}
	pattern = pattern_new(PATTERN_CLASS);
	pattern->max = G_MAXINT32;
	if (bounds) {
		*bounds++ = '\0';
		pattern->min = (int)strtol(bounds, &bounds, 10);
		pattern->max = pattern->min;
		if (*bounds == '-')
			pattern->max = (int)strtol(bounds + 1, NULL, 10);
	}
	pattern->name = g_strdup(inside);
	parser->place = start + length + 1;
	return pattern;
}

/* The length of "field:" where an element follows it at once, else 0. */
static size_t
field_length(const char *text)
{
	size_t length = strspn(text, "abcdefghijklmnopqrstuvwxyz_.0123456789");

	if (length == 0 || !g_ascii_islower(*text) || text[length] != ':' ||
	    strchr(" )|", text[length + 1]))
		return 0;
	return length;
}

static Pattern *
parse_quoted(Parser *parser)
{
	const char *start = parser->place + 1;
	size_t length = strcspn(start, "'");

	if (!*start || *start == ' ') {
		parser->place++;
		return words_new(parser, "'", 1);
	}
	if (start[length] != '\'')
		return fail(parser, "a quote without its end");
	parser->place = start + length + 1;
	return words_new(parser, start, length);
}

static Pattern *
parse_word(Parser *parser)
{
	const char *start = parser->place;
	size_t dots = strspn(start, ".");
	size_t length = strcspn(start, " \t\n()|<>~?{}");
	Pattern *gap;

	if (dots == length && (dots == 2 || dots == 3)) {
		parser->place += dots;
		gap = pattern_new(PATTERN_GAP);
		gap->max = dots == 2 ? GAP_SHORT : GAP_LONG;
		return gap;
	}
	if (length == 0)
		return fail(parser, "a sign that must stand in quotes");
	parser->place += length;
	return words_new(parser, start, length);
}

static Pattern *
parse_bracket(Parser *parser)
{
	Pattern *pattern;

	if (++parser->depth > DEPTH_MAX)
		return fail(parser, "brackets within brackets too deep");
	parser->place++;
	pattern = parse_choice(parser);
	parser->depth--;
	if (!pattern || *parser->place == ')') {
		parser->place += pattern != NULL;
		return pattern;
	}
	pattern_free(pattern);
	return fail(parser, "no ')' after '('");
}

static Pattern *
parse_single(Parser *parser)
{
	switch (*parser->place) {
	case '(':
		return parse_bracket(parser);
	case '<':
		return parse_class(parser);
	case '\'':
		return parse_quoted(parser);
	case '~':
		parser->place++;
		return pattern_new(PATTERN_GLUE);
	default:
		return parse_word(parser);
	}
}

/* What stands after an element: "?", "{0,3}" or "{2}". */
static Pattern *
parse_repeat(Parser *parser, Pattern *item)
{
	Pattern *repeat;
	char *end;

	if (*parser->place != '?' && *parser->place != '{')
		return item;
	repeat = pattern_around(PATTERN_REPEAT, item);
	repeat->max = 1;
	if (*parser->place++ == '?')
		return repeat;
	repeat->min = (int)strtol(parser->place, &end, 10);
	repeat->max = repeat->min;
	if (*end == ',')
		repeat->max = (int)strtol(end + 1, &end, 10);
	parser->place = end;
	if (*end == '}' && repeat->min >= 0 && repeat->max >= repeat->min &&
	    repeat->max > 0 && repeat->max <= REPEAT_MAX) {
		parser->place++;
		return repeat;
	}
	pattern_free(repeat);
	return fail(parser, "no count of 0 to 16 in '{}'");
}

static Pattern *
parse_element(Parser *parser)
{
	size_t length = field_length(parser->place);
	const char *name = parser->place;
	const char *prefix = parser->prefix;
	g_autofree char *inner = NULL;
	Pattern *item, *field;

	if (*parser->work == 0)
		return fail(parser, "too large a pattern");
	--*parser->work;
	if (length == 0) {
		item = parse_single(parser);
		return item ? parse_repeat(parser, item) : NULL;
	}
	parser->place += length + 1;
	inner = g_strdup_printf("%s%.*s.", prefix, (int)length, name);
	parser->prefix = inner;
	item = parse_single(parser);
	parser->prefix = prefix;
	if (!item)
		return NULL;
	field = pattern_around(PATTERN_FIELD, item);
	field->name = g_strdup_printf("%s%.*s", prefix, (int)length, name);
	return parse_repeat(parser, field);
}

/* Words that follow each other are looked up at once. */
static void
add_to_sequence(Pattern *sequence, Pattern *item)
{
	GPtrArray *items = sequence->items;
	Pattern *last =
	    items->len > 0 ? g_ptr_array_index(items, items->len - 1) : NULL;
	g_autofree char *before = NULL;

	if (!last || last->kind != PATTERN_WORDS ||
	    item->kind != PATTERN_WORDS ||
	    last->name[strlen(last->name) - 1] != TOKEN_END ||
	    strlen(last->name) + strlen(item->name) > PATTERN_WORDS_MAX) {
		g_ptr_array_add(items, item);
		return;
	}
	before = last->name;
	last->name = g_strconcat(before, item->name, NULL);
	pattern_free(item);
}

static Pattern *
parse_sequence(Parser *parser)
{
	g_autoptr(Pattern) sequence = pattern_new(PATTERN_SEQUENCE);

	for (;;) {
		Pattern *item;

		parser->place += strspn(parser->place, " \t\n");
		if (!*parser->place || strchr(")|", *parser->place))
			return g_steal_pointer(&sequence);
		item = parse_element(parser);
		if (!item)
			return NULL;
		add_to_sequence(sequence, item);
	}
}

static Pattern *
parse_choice(Parser *parser)
{
	g_autoptr(Pattern) choice = pattern_new(PATTERN_CHOICE);

	for (;;) {
		Pattern *item = parse_sequence(parser);

		if (!item)
			return NULL;
		g_ptr_array_add(choice->items, item);
		if (*parser->place != '|')
			return g_steal_pointer(&choice);
		parser->place++;
	}
}

Pattern *
pattern_parse(const char *text, GHashTable *parts, size_t *work, GError **error)
{
	Parser parser = {
	    .text = text,
	    .place = text,
	    .parts = parts,
	    .prefix = "",
	    .depth = -1,
	    .work = work,
	    .error = error,
	};

	return parse_part(&parser, text);
}

void
pattern_free(Pattern *pattern)
{
	if (!pattern)
		return;
	g_ptr_array_free(pattern->items, true);
	g_free(pattern->name);
	g_free(pattern);
}
