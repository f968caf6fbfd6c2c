#include "lines.h"

#include <string.h>

/*
 * ">From " is what mbox makes of a line that begins with "From ", and ">:" is
 * the end of an attribution that was broken within an address.
 */
static bool
has_mark(const char *text, size_t length)
{
	while (length > 0 && *text == ' ') {
		text++;
		length--;
	}
	return length > 0 && *text == '>' && (length != 2 || text[1] != ':') &&
	       (length < 6 || memcmp(text, ">From ", 6) != 0);
}

static Line
line_at(const char *text, size_t length)
{
	Line line = {text, length, false, false, LINE_NEW};

	while (line.length > 0 && g_ascii_isspace(text[line.length - 1]))
		line.length--;
	line.is_blank = line.length == 0;
	line.has_mark = has_mark(text, line.length);
	return line;
}

Lines *
lines_new(const char *text)
{
	Lines *lines = g_new(Lines, 1);
	GArray *array = g_array_new(false, false, sizeof(Line));

	while (*text) {
		size_t length = strcspn(text, "\n");
		Line line = line_at(text, length);

		g_array_append_val(array, line);
		text += length + (text[length] == '\n');
	}
	lines->count = array->len;
	lines->line = (Line *)(void *)g_array_free(array, FALSE);
	return lines;
}

size_t
lines_next(const Lines *lines, size_t at)
{
	while (at < lines->count && lines->line[at].is_blank)
		at++;
	return at;
}

bool
line_is_rule(const Line *line, size_t min)
{
	size_t marks = 0;

	for (size_t i = 0; i < line->length; i++) {
		if (strchr("-_=*~", line->text[i]))
			marks++;
		else if (line->text[i] != ' ')
			return false;
	}
	return marks >= min;
}

void
lines_free(Lines *lines)
{
	if (!lines)
		return;
	g_free(lines->line);
	g_free(lines);
}
