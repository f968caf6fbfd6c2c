#include "signature.h"

#include "cues.h"

#include <string.h>

#define MOBILE_MAX 60  /* bytes without a link */
#define CLOSING_MAX 70 /* bytes */
#define NAME_MAX_LENGTH 60
#define NAME_WORDS_MAX 6
#define BLOCK_LINE_MAX 110
#define BLOCK_LINES_MAX 14
#define FOOTER_LINES_MAX 14
#define SHORT_LINE_MAX 70
#define PGP_MESSAGE "-----BEGIN PGP SIGNED MESSAGE-----"
#define PGP_SIGNATURE "-----BEGIN PGP SIGNATURE-----"
#define PGP_END "-----END PGP SIGNATURE-----"

bool
signature_is_delimiter(const Line *line)
{
	return line->length == 2 && memcmp(line->text, "--", 2) == 0;
}

/* Without a link behind it, or a second sentence: "Excuse my typing." */
static size_t
length_of_footer(const Line *line)
{
	const char *link = memchr(line->text, '<', line->length);
	const char *stop = g_strstr_len(line->text, (gssize)line->length, ". ");
	const char *end = link && (!stop || link < stop) ? link : stop;
	size_t length = end ? (size_t)(end - line->text) : line->length;

	while (length > 0 && strchr(" *_", line->text[length - 1]))
		length--;
	return length;
}

/* A sentence goes on or ends: "Sent from my desk, which is easier." */
static bool
is_sentence(const char *text, size_t length)
{
	const char *comma = memchr(text, ',', length);

	return (comma && (size_t)(comma - text) + 2 < length &&
	           g_ascii_islower(comma[2])) ||
	       strchr(".?!:;", text[length - 1]);
}

bool
signature_is_mobile(const Line *line)
{
	size_t length = length_of_footer(line);

	return length > 0 && length <= MOBILE_MAX &&
	       cues_match(CUE_MOBILE, line->text, length) &&
	       !is_sentence(line->text, length);
}

static bool
begins_with(const Line *line, const char *text)
{
	return line->length >= strlen(text) &&
	       memcmp(line->text, text, strlen(text)) == 0;
}

size_t
signature_armour(const Lines *lines, size_t at)
{
	bool is_message = begins_with(&lines->line[at], PGP_MESSAGE);

	if (!is_message && !begins_with(&lines->line[at], PGP_SIGNATURE))
		return at;
	for (; at < lines->count; at++)
		if (is_message ? lines->line[at].is_blank
		               : begins_with(&lines->line[at], PGP_END))
			return at + !is_message;
	return at;
}

static size_t
without_marks(const Line *line)
{
	static const char *const marks[] = {",", ".", "!", ";", "-", ":", " ",
	    "*", "_", "\uff0c", "\u3002", "\uff01", "\u2026", "\u2013"};
	size_t length = line->length;

	for (size_t i = 0; i < G_N_ELEMENTS(marks) && length > 0; i++) {
		size_t size = strlen(marks[i]);

		if (length >= size &&
		    memcmp(line->text + length - size, marks[i], size) == 0) {
			length -= size;
			i = (size_t)-1;
		}
	}
	return length;
}

/* With its punctuation or, where the words have some themselves, as it is. */
static bool
is_closing(const Line *line)
{
	return line->length <= CLOSING_MAX &&
	       (cues_match(CUE_CLOSING, line->text, without_marks(line)) ||
	           cues_match(CUE_CLOSING, line->text, line->length));
}

static bool
is_postscript(const Line *line)
{
	size_t length = 0;

	while (length < line->length && length < 12 &&
	       !strchr(" :,", line->text[length]))
		length++;
	return cues_match(CUE_POSTSCRIPT, line->text, length);
}

static unsigned
count_digits(const Line *line)
{
	unsigned digits = 0;

	for (size_t i = 0; i < line->length; i++)
		digits += g_ascii_isdigit(line->text[i]) != 0;
	return digits;
}

static unsigned
count_words(const Line *line)
{
	unsigned words = 1;

	for (size_t i = 1; i < line->length; i++)
		words += line->text[i - 1] == ' ' && line->text[i] != ' ';
	return words;
}

static bool
has(const Line *line, const char *mark)
{
	return g_strstr_len(line->text, (gssize)line->length, mark) != NULL;
}

static bool
is_name(const Line *line)
{
	char last = line->length > 0 ? line->text[line->length - 1] : '?';

	return line->length > 0 && line->length <= NAME_MAX_LENGTH &&
	       last != '?' && last != '!' && last != ':' &&
	       count_words(line) <= NAME_WORDS_MAX && count_digits(line) == 0 &&
	       !has(line, "@") && !has(line, "://") &&
	       !g_ascii_islower(*line->text);
}

/* What no sentence has: an address, a telephone number, a bar. */
static bool
is_contact(const Line *line)
{
	return has(line, "@") || has(line, "www.") || has(line, "://") ||
	       has(line, " | ") || has(line, "\u00b7") || has(line, "\u2022") ||
	       count_digits(line) >= 7;
}

static bool
is_block_line(const Line *line)
{
	char last = line->text[line->length - 1];

	if (line->length > BLOCK_LINE_MAX)
		return is_contact(line);
	return is_contact(line) ||
	       (line->length <= SHORT_LINE_MAX && last != '?' &&
	           (last != '.' || count_words(line) <= NAME_WORDS_MAX));
}

/* The last line of a block may be the first of a postscript. */
static size_t
block_end(const Lines *lines, size_t from, size_t end)
{
	for (size_t i = from; i < end; i++)
		if (is_postscript(&lines->line[i]))
			return i;
	return end;
}

/* Below the closing formula: a name, and more that is no text. */
static bool
is_block(const Lines *lines, size_t closing, size_t end)
{
	size_t name = lines_next(lines, closing + 1);
	size_t count = 0;

	if (name >= end || !is_name(&lines->line[name]))
		return false;
	for (size_t i = name + 1; i < end; i++) {
		const Line *line = &lines->line[i];

		if (line->is_blank)
			continue;
		if (!is_block_line(line))
			return false;
		count++;
	}
	return count > 0 && count <= BLOCK_LINES_MAX;
}

static size_t
find_closing(const Lines *lines, size_t from, size_t end)
{
	size_t seen = 0;

	for (size_t i = end; i-- > from && seen <= BLOCK_LINES_MAX;) {
		const Line *line = &lines->line[i];

		seen += !line->is_blank;
		if (line->is_blank || !is_closing(line))
			continue;
		if (!is_block(lines, i, end))
			return end;
		if (i > from && !lines->line[i - 1].is_blank &&
		    is_closing(&lines->line[i - 1]))
			i--;
		return i;
	}
	return end;
}

/* The line from which on no more than FOOTER_LINES_MAX are not blank. */
static size_t
footer_begin(const Lines *lines, size_t from, size_t end)
{
	size_t count = 0;

	while (end > from && count <= FOOTER_LINES_MAX)
		count += !lines->line[--end].is_blank;
	return end;
}

/* Mailing lists and firms put their footers below a line of underscores. */
static bool
is_footer_rule(const Line *line)
{
	return *line->text == '_' && line_is_rule(line, 2);
}

static bool
begins_paragraph(const Lines *lines, size_t at, size_t from)
{
	return at == from || lines->line[at - 1].is_blank ||
	       line_is_rule(&lines->line[at - 1], 2);
}

static bool
is_disclaimer(const Line *line)
{
	const char *text = line->text;
	size_t length = line->length;

	while (length > 0 && strchr("*_ ", *text)) {
		text++;
		length--;
	}
	return cues_match(CUE_DISCLAIMER, text, length);
}

/* Delimiters and disclaimers speak for all that follows them. */
static size_t
find_marked(const Lines *lines, size_t from, size_t end)
{
	size_t footer = footer_begin(lines, from, end);

	for (size_t i = from; i < end; i++) {
		const Line *line = &lines->line[i];

		if (line->is_blank)
			continue;
		if (signature_is_delimiter(line) ||
		    (i >= footer && is_footer_rule(line)) ||
		    (begins_paragraph(lines, i, from) && is_disclaimer(line)))
			return i;
	}
	return end;
}

size_t
signature_find(const Lines *lines, size_t from, size_t end)
{
	size_t marked = find_marked(lines, from, end);
	size_t last = block_end(lines, from, marked);
	size_t closing = find_closing(lines, from, last);

	/* A postscript is text, so that what stands above it stays too. */
	return last == marked && closing < marked ? closing : marked;
}
