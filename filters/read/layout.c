#include "layout.h"

#include <string.h>

#define NEWLINES_MAX 3
#define QUOTES_MAX 20

struct Layout {
	GString *out; /* owned */
	size_t max;
	int newlines;  /* owed before the next character */
	char space;    /* owed: ' ' or '\t', or NUL for none */
	bool has_nbsp; /* an empty line that holds its height */
	int quotes;
	int quotes_before; /* of the line before the owed newlines */
	int preformats;
};

Layout *
layout_new(size_t max)
{
	Layout *layout = g_new0(Layout, 1);

	layout->out = g_string_new(NULL);
	layout->max = max;
	return layout;
}

static void
put_quotes(Layout *layout, int depth, bool is_empty)
{
	for (int i = 0; i < depth; i++)
		g_string_append(
		    layout->out, is_empty && i == depth - 1 ? ">" : "> ");
}

/* Empty lines between two depths belong to the shallower one. */
static void
put_owed(Layout *layout)
{
	int between = MIN(layout->quotes, layout->quotes_before);
	bool is_first = layout->out->len == 0;

	if (is_first)
		put_quotes(layout, layout->quotes, false);
	for (int i = 0; !is_first && i < layout->newlines; i++) {
		bool is_last = i == layout->newlines - 1;

		g_string_append_c(layout->out, '\n');
		put_quotes(
		    layout, is_last ? layout->quotes : between, !is_last);
	}
	if (layout->space && layout->newlines == 0 && !is_first)
		g_string_append_c(layout->out, layout->space);
	layout->newlines = 0;
	layout->space = '\0';
	layout->has_nbsp = false;
	layout->quotes_before = layout->quotes;
}

void
layout_newline(Layout *layout)
{
	layout->newlines = MIN(layout->newlines + 1, NEWLINES_MAX);
	layout->space = '\0';
	layout->has_nbsp = false;
}

void
layout_block(Layout *layout, bool is_paragraph)
{
	if (layout->newlines > 0 && layout->has_nbsp)
		layout_newline(layout);
	layout->newlines = MAX(layout->newlines, is_paragraph ? 2 : 1);
	layout->space = '\0';
}

void
layout_cell(Layout *layout)
{
	layout->space = '\t';
}

void
layout_quote(Layout *layout, int more)
{
	layout_block(layout, false);
	layout->quotes = CLAMP(layout->quotes + more, 0, QUOTES_MAX);
}

void
layout_preformat(Layout *layout, int more)
{
	layout_block(layout, false);
	layout->preformats = MAX(layout->preformats + more, 0);
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool
is_nbsp(const char *c, const char *end)
{
	return end - c >= 2 && c[0] == '\xC2' && c[1] == '\xA0';
}

static const char *
skip_word(const char *text, const char *end)
{
	while (text < end && !is_space(*text) && !is_nbsp(text, end))
		text++;
	return text;
}

static void
put_space(Layout *layout, char c)
{
	if (!layout->preformats) {
		if (!layout->space)
			layout->space = ' ';
	} else if (c == '\n') {
		layout_newline(layout);
	} else {
		put_owed(layout);
		g_string_append_c(layout->out, c == '\t' ? '\t' : ' ');
	}
}

void
layout_text(Layout *layout, const char *text, size_t length)
{
	const char *end = text + length;

	while (text < end && layout->out->len < layout->max) {
		const char *word = text;

		if (is_space(*text)) {
			put_space(layout, *text++);
			continue;
		}
		if (is_nbsp(text, end)) {
			put_space(layout, ' ');
			layout->has_nbsp = true;
			text += 2;
			continue;
		}
		text = skip_word(text, end);
		put_owed(layout);
		g_string_append_len(layout->out, word, text - word);
	}
}

size_t
layout_mark(Layout *layout)
{
	layout_block(layout, false);
	return layout->out->len;
}

void
layout_quote_since(Layout *layout, size_t mark)
{
	g_autofree char *late = NULL;
	const char *line;

	if (mark >= layout->out->len)
		return;
	late = g_strdup(layout->out->str + mark);
	line = late + strspn(late, "\n");
	g_string_truncate(layout->out, mark + (size_t)(line - late));
	while (*line) {
		size_t length = strcspn(line, "\n");

		g_string_append(layout->out, *line == '\n' ? ">" : "> ");
		length += line[length] == '\n';
		g_string_append_len(layout->out, line, (gssize)length);
		line += length;
	}
	layout_block(layout, false);
}

char *
layout_finish(Layout *layout)
{
	char *text = g_string_free(layout->out, FALSE);

	g_free(layout);
	return text;
}
