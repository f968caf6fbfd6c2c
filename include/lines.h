/*
 * Lines: a text seen line by line, and what each line is. All are views: they
 * last as long as the text.
 */
#ifndef LINES_H
#define LINES_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

typedef enum {
	LINE_NEW,
	LINE_QUOTED,
	LINE_SIGNATURE,
} LineKind;

typedef struct Line {
	const char *text;
	size_t length; /* without the line end and white space before it */
	bool is_blank;
	bool has_mark; /* ">" */
	LineKind kind;
} Line;

typedef struct Lines {
	Line *line; /* owned */
	size_t count;
} Lines;

Lines *lines_new(const char *text);

/* The next line from at on that is not blank; the count where there is none. */
size_t lines_next(const Lines *lines, size_t at);

/* Whether a line has nothing but at least min dashes, underscores and such. */
bool line_is_rule(const Line *line, size_t min);

void lines_free(Lines *lines);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Lines, lines_free)

#endif
