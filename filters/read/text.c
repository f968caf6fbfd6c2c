#include "text.h"

#include "lines.h"
#include "quote.h"
#include "signature.h"

#include <string.h>

/* Quoted lines of this length were broken once more on their way. */
#define WRAPPED_MIN 60
#define WRAPPED_LINES_MAX 2

#define GREETING_LINES_MAX 4
#define LAST_LINE_MAX 30 /* bytes of a name or a word of thanks */

static void
mark(Lines *lines, size_t from, size_t end, LineKind kind)
{
	for (size_t i = from; i < end; i++)
		if (lines->line[i].kind == LINE_NEW)
			lines->line[i].kind = kind;
}

static bool
has_new_text(const Lines *lines, size_t from, size_t end)
{
	for (size_t i = from; i < end; i++)
		if (lines->line[i].kind == LINE_NEW && !lines->line[i].is_blank)
			return true;
	return false;
}

/*
 * Whether marked lines follow, at once or, where nothing new was said before,
 * after a greeting.
 */
static bool
is_quoted_below(const Lines *lines, size_t at, size_t from)
{
	size_t look = has_new_text(lines, 0, at) ? 1 : GREETING_LINES_MAX;

	for (; look > 0 && from < lines->count; look--, from++) {
		from = lines_next(lines, from);
		if (from < lines->count && lines->line[from].has_mark)
			return true;
	}
	return false;
}

/* The rest of a quoted line that was broken, between two marked ones. */
static size_t
wrapped_lines(const Lines *lines, size_t at)
{
	size_t end = at;

	if (at == 0 || !lines->line[at - 1].has_mark ||
	    lines->line[at - 1].length < WRAPPED_MIN)
		return 0;
	while (end < lines->count && end < at + WRAPPED_LINES_MAX &&
	       !lines->line[end].is_blank && !lines->line[end].has_mark)
		end++;
	return end < lines->count && lines->line[end].has_mark ? end - at : 0;
}

/* A program's footer stands last; what is below it is quoted without marks. */
static bool
is_mobile_footer(const Lines *lines, size_t at)
{
	return (at == 0 || lines->line[at - 1].is_blank ||
	           lines->line[at - 1].length <= LAST_LINE_MAX) &&
	       signature_is_mobile(&lines->line[at]);
}

/* Marks one line or more, and gives the line to go on with. */
static size_t
mark_quote(Lines *lines, size_t at)
{
	QuoteIntro intro;
	size_t wrapped;

	if (lines->line[at].kind != LINE_NEW)
		return at + 1;
	if (lines->line[at].has_mark) {
		lines->line[at].kind = LINE_QUOTED;
		return at + 1;
	}
	if (is_mobile_footer(lines, at)) {
		lines->line[at].kind = LINE_SIGNATURE;
		mark(lines, at + 1, lines->count, LINE_QUOTED);
		return lines->count;
	}
	wrapped = wrapped_lines(lines, at);
	intro = quote_intro(lines, at);
	if (intro.is_line)
		intro.is_rest = has_new_text(lines, 0, at);
	else if (intro.lines > 0 &&
	         !is_quoted_below(lines, at, at + intro.lines))
		intro.is_rest = true;
	if (intro.lines > 0 && intro.is_rest) {
		mark(lines, at, lines->count, LINE_QUOTED);
		return lines->count;
	}
	mark(lines, at, at + MAX(wrapped, intro.lines), LINE_QUOTED);
	return at + MAX(MAX(wrapped, intro.lines), 1);
}

/*
 * Where all seems quoted somebody answered below what they quote, which no
 * line but the marked ones is; forwarded mail without a word has no such.
 */
static void
mark_answer_below(Lines *lines)
{
	size_t first = 0;

	while (first < lines->count && !lines->line[first].has_mark)
		first++;
	for (size_t i = first; i < lines->count; i++)
		if (!lines->line[i].has_mark && wrapped_lines(lines, i) == 0)
			lines->line[i].kind = LINE_NEW;
}

/* The armour of OpenPGP, around the text and below it. */
static void
mark_armour(Lines *lines)
{
	for (size_t i = 0; i < lines->count; i++) {
		size_t end = signature_armour(lines, i);

		mark(lines, i, end, LINE_SIGNATURE);
		i = MAX(end, i + 1) - 1;
	}
}

/*
 * A signature stands below the first piece of new text or the last: between
 * quotes people answer, and do not sign.
 */
static void
mark_signature(Lines *lines, size_t from, size_t end)
{
	size_t begin = signature_find(lines, from, end);

	if (has_new_text(lines, 0, begin))
		mark(lines, begin, end, LINE_SIGNATURE);
}

static size_t
end_of_piece(const Lines *lines, size_t at)
{
	while (at < lines->count && lines->line[at].kind == LINE_NEW)
		at++;
	return at;
}

static size_t
begin_of_piece(const Lines *lines, size_t end)
{
	while (end > 0 && lines->line[end - 1].kind == LINE_NEW)
		end--;
	return end;
}

static void
mark_signatures(Lines *lines)
{
	size_t first = 0;
	size_t end;
	size_t last = begin_of_piece(lines, lines->count);

	while (first < lines->count && lines->line[first].kind != LINE_NEW)
		first++;
	end = end_of_piece(lines, first);
	if (!has_new_text(lines, end, last))
		mark_signature(lines, first, end);
	if (last > first)
		mark_signature(lines, last, lines->count);
}

/* The lines of a kind, without the blank ones around them. */
static char *
collect(const Lines *lines, LineKind kind)
{
	GString *text = g_string_new(NULL);
	size_t blanks = 0;

	for (size_t i = 0; i < lines->count; i++) {
		const Line *line = &lines->line[i];

		if (line->kind != kind)
			continue;
		if (line->is_blank) {
			blanks++;
			continue;
		}
		for (; text->len > 0 && blanks > 0; blanks--)
			g_string_append_c(text, '\n');
		blanks = 0;
		g_string_append_len(text, line->text, (gssize)line->length);
		g_string_append_c(text, '\n');
	}
	return g_string_free(text, FALSE);
}

TextParts
text_split(const char *text)
{
	g_autoptr(Lines) lines = lines_new(text);
	TextParts parts;

	mark_armour(lines);
	for (size_t i = 0; i < lines->count;)
		i = mark_quote(lines, i);
	if (!has_new_text(lines, 0, lines->count))
		mark_answer_below(lines);
	mark_signatures(lines);
	parts.new_text = collect(lines, LINE_NEW);
	parts.quoted = collect(lines, LINE_QUOTED);
	parts.signature = collect(lines, LINE_SIGNATURE);
	return parts;
}
