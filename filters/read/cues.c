#include "cues.h"

#include <glib.h>
#include <string.h>

#define HEADER_NAME_MAX 40 /* bytes before the colon */

static unsigned char
fold(char c)
{
	return (unsigned char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

static bool
is_same(char a, char b)
{
	return fold(a) == fold(b);
}

/* Glob with "*" alone: on a mismatch the last "*" takes one byte more. */
static bool
glob(const char *pattern, const char *text, const char *end)
{
	const char *star = NULL;
	const char *resume = NULL;

	while (text < end) {
		if (*pattern == '*') {
			star = pattern++;
			resume = text;
		} else if (*pattern && is_same(*pattern, *text)) {
			pattern++;
			text++;
		} else if (star) {
			pattern = star + 1;
			text = ++resume;
		} else {
			return false;
		}
	}
	while (*pattern == '*')
		pattern++;
	return *pattern == '\0';
}

/* Tries the patterns from there on that begin with the same letter. */
static bool
match_group(const char *pattern, const char *text, size_t length)
{
	char first = *pattern;
	size_t size;

	for (; *pattern && is_same(*pattern, first); pattern += size + 1) {
		char last;

		size = strlen(pattern);
		last = pattern[size - 1];
		if (last != '*' && !is_same(last, text[length - 1]))
			continue;
		if (glob(pattern, text, text + length))
			return true;
	}
	return false;
}

bool
cues_match(CueKind kind, const char *text, size_t length)
{
	const char *words = cue_words[kind];

	if (length == 0)
		return false;
	return (*words == '*' && match_group(words, text, length)) ||
	       match_group(words + cue_index[kind][fold(*text)], text, length);
}

static const char *
find_colon(const char *line, size_t length)
{
	size_t max = MIN(length, HEADER_NAME_MAX);
	const char *plain = memchr(line, ':', max);

	return plain ? plain : g_strstr_len(line, (gssize)max, "\uff1a");
}

/* Markdown's stars and the space before French colons do not count. */
static size_t
trim(const char **text, size_t length)
{
	while (length > 0 && strchr(" \t*_", **text)) {
		(*text)++;
		length--;
	}
	while (length > 0 && strchr(" \t*_", (*text)[length - 1]))
		length--;
	return length;
}

CueKind
cues_header(const char *line, size_t length)
{
	const char *colon = find_colon(line, length);
	size_t rest;

	if (!colon)
		return CUE_KINDS;
	rest = trim(&line, (size_t)(colon - line));
	for (CueKind kind = CUE_FROM; kind <= CUE_SUBJECT; kind++)
		if (cues_match(kind, line, rest))
			return kind;
	return CUE_KINDS;
}
