#include "quote.h"

#include "cues.h"

#include <string.h>

#define ATTRIBUTION_MAX 400 /* bytes */
#define ATTRIBUTION_LINES_MAX 4
#define HEADER_LINES_MAX 10
#define HEADER_EMPTY_MAX 2 /* lines that only go on a field */
#define HEADERS_MIN 3      /* kinds of field that make a header */
#define RULE_MIN 3
#define FIELD_NAME_MAX 20
#define SEPARATOR_DASHES_MIN 4
#define SEPARATOR_MAX 100 /* bytes */

/* What an attribution must have some of: a date, an address. */
typedef struct Evidence {
	unsigned digits;
	bool has_at;
	bool ends_with_colon;
} Evidence;

static bool
ends_with(const char *text, size_t length, const char *end)
{
	size_t size = strlen(end);

	return length >= size && memcmp(text + length - size, end, size) == 0;
}

static Evidence
evidence_in(const char *text, size_t length)
{
	Evidence evidence = {0, false, false};

	for (size_t i = 0; i < length; i++) {
		evidence.digits += g_ascii_isdigit(text[i]) != 0;
		evidence.has_at = evidence.has_at || text[i] == '@';
	}
	evidence.ends_with_colon =
	    ends_with(text, length, ":") || ends_with(text, length, "\uff1a");
	return evidence;
}

/* "12.5.2026, 18:30, "Ann" <ann@example.org>:" in any language. */
static bool
is_generic(const char *text, size_t length)
{
	const char *open = memchr(text, '<', length);
	const char *end = text + length;
	const char *close =
	    open ? memchr(open, '>', (size_t)(end - open)) : NULL;
	unsigned words = 0;

	if (!close || !memchr(open, '@', (size_t)(close - open)))
		return false;
	for (const char *c = close + 1; c < end; c++)
		words += *c == ' ' && c[1] != ' ';
	return words <= 1 &&
	       evidence_in(text, (size_t)(open - text)).digits >= 4;
}

/*
 * Dashes around it and the colon behind it are no part of the words. Where
 * marked lines follow (is_above) the words are enough.
 */
static bool
is_attribution(const char *text, size_t length, bool is_above)
{
	Evidence evidence = evidence_in(text, length);

	if (evidence.ends_with_colon && is_generic(text, length))
		return true;
	if (evidence.ends_with_colon
	        ? !is_above && !evidence.has_at && evidence.digits == 0
	        : !evidence.has_at || evidence.digits < 4)
		return false;
	if (ends_with(text, length, "\uff1a"))
		length -= strlen("\uff1a");
	while (length > 0 && strchr(" -:", text[length - 1]))
		length--;
	while (length > 0 && strchr(" -", *text)) {
		text++;
		length--;
	}
	return cues_match(CUE_ATTRIBUTION, text, length);
}

static bool
has_mark_below(const Lines *lines, size_t at)
{
	size_t next = lines_next(lines, at + 1);

	return next <= at + 2 && next < lines->count &&
	       lines->line[next].has_mark;
}

static bool
ends_sentence(const Line *line)
{
	return line->length > 0 &&
	       strchr(".?!", line->text[line->length - 1]) != NULL;
}

/* A glance at the lines that may make one: most have none of it. */
static size_t
lines_to_try(const Lines *lines, size_t at)
{
	const Line *first = &lines->line[at];
	bool has_cue = false;
	size_t count = 0;

	for (; count < ATTRIBUTION_LINES_MAX && at + count < lines->count;
	     count++) {
		const Line *line = first + count;

		if (line->is_blank || line->has_mark)
			break;
		has_cue = has_cue || ends_with(line->text, line->length, ":") ||
		          ends_with(line->text, line->length, "\uff1a") ||
		          memchr(line->text, '@', line->length);
	}
	if (!has_cue)
		return 0;
	for (size_t i = 0; i < first->length; i++)
		if (first->text[i] == '@' || g_ascii_isdigit(first->text[i]))
			return count;
	return MIN(count, 1);
}

/* Its last line has a colon, or nothing right below it but marked lines. */
static bool
may_end(const Lines *lines, size_t at)
{
	const Line *line = &lines->line[at];

	return at + 1 >= lines->count || line[1].is_blank || line[1].has_mark ||
	       ends_with(line->text, line->length, ":") ||
	       ends_with(line->text, line->length, "\uff1a");
}

/* Attributions break over lines; text may stand right above them. */
static size_t
attribution_lines(const Lines *lines, size_t at)
{
	size_t max = lines_to_try(lines, at);
	char joined[ATTRIBUTION_MAX];
	size_t length = 0;

	for (size_t i = 0; i < max; i++) {
		const Line *line = &lines->line[at + i];

		if ((i > 0 && ends_sentence(line - 1)) ||
		    length + line->length + 1 >= ATTRIBUTION_MAX)
			return 0;
		if (length > 0)
			joined[length++] = ' ';
		memcpy(joined + length, line->text, line->length);
		length += line->length;
		if (may_end(lines, at + i) &&
		    is_attribution(
		        joined, length, has_mark_below(lines, at + i)))
			return i + 1;
		if (ends_with(joined, length, ":"))
			return 0;
	}
	return 0;
}

/* "From:", "Sent:", "To:", "Subject:" in a block, in any order. */
static bool
is_header(const Lines *lines, size_t at)
{
	unsigned seen = 0;
	unsigned kinds = 0;
	size_t others = 0;

	for (size_t i = at; i < lines->count && i < at + HEADER_LINES_MAX;
	     i++) {
		const Line *line = &lines->line[i];
		CueKind kind = cues_header(line->text, line->length);

		if (kind == CUE_KINDS &&
		    (i == at || ++others > HEADER_EMPTY_MAX))
			break;
		if (kind != CUE_KINDS && !(seen & 1U << kind)) {
			seen |= 1U << kind;
			kinds++;
		}
	}
	return kinds >= HEADERS_MIN && seen & 1U << CUE_FROM;
}

/* The words between the dashes; their number is no more than length. */
static size_t
strip_dashes(const char **text, size_t length, bool *is_dashed)
{
	const char *begin = *text;
	size_t before;
	size_t after = 0;

	while (length > 0 && strchr("-_=*# ", **text)) {
		(*text)++;
		length--;
	}
	before = (size_t)(*text - begin);
	while (length > 0 && strchr("-_=*:# ", (*text)[length - 1])) {
		length--;
		after++;
	}
	*is_dashed =
	    before >= SEPARATOR_DASHES_MIN && after >= SEPARATOR_DASHES_MIN;
	return length;
}

/* "Word:" or two, as the name of a field that we do not know. */
static bool
is_field(const Line *line)
{
	const char *colon =
	    memchr(line->text, ':', MIN(line->length, FIELD_NAME_MAX));
	unsigned words = 1;

	if (!colon || colon == line->text)
		return false;
	for (const char *c = line->text; c < colon; c++) {
		words += *c == ' ';
		if (g_ascii_isdigit(*c))
			return false;
	}
	return words <= 3;
}

/* "-------- Oprindelig besked --------" above fields that we cannot read. */
static bool
has_fields_below(const Lines *lines, size_t at)
{
	unsigned fields = 0;

	for (size_t i = at + 1; i < lines->count && i <= at + 4; i++)
		fields += is_field(&lines->line[i]);
	return fields >= 2;
}

static bool
may_separate(const Line *line)
{
	return line->length <= SEPARATOR_MAX &&
	       (strchr("-_*=# ", *line->text) ||
	           (unsigned char)*line->text >= 0x80 ||
	           ends_with(line->text, line->length, ":"));
}

static bool
is_separator(const Lines *lines, size_t at)
{
	const char *text = lines->line[at].text;
	size_t whole = lines->line[at].length;
	bool is_dashed;
	size_t length;

	if (!may_separate(&lines->line[at]))
		return false;
	length = strip_dashes(&text, whole, &is_dashed);
	if (length == 0 || length == whole)
		return false;
	return cues_match(CUE_SEPARATOR, text, length) ||
	       cues_match(CUE_FORWARD, text, length) ||
	       (is_dashed && (cues_match(CUE_ATTRIBUTION, text, length) ||
	                         has_fields_below(lines, at)));
}

/* Help desks draw one on top of what they send; below it is their text. */
static bool
is_reply_line(const Line *line)
{
	const char *text = line->text;
	bool is_dashed;
	size_t length;

	if (line->length > SEPARATOR_MAX || !strchr("-_*=#", *text))
		return false;
	length = strip_dashes(&text, line->length, &is_dashed);
	return cues_match(CUE_REPLY_LINE, text, length);
}

QuoteIntro
quote_intro(const Lines *lines, size_t at)
{
	QuoteIntro intro = {0, true, false};
	size_t below = at;

	if (lines->line[at].is_blank || lines->line[at].has_mark)
		return intro;
	if (line_is_rule(&lines->line[at], RULE_MIN)) {
		below = lines_next(lines, at + 1);
		if (below >= lines->count || below > at + 3 ||
		    lines->line[below].has_mark)
			return intro;
	}
	if (is_header(lines, below) || is_separator(lines, below)) {
		intro.lines = below - at + 1;
		return intro;
	}
	intro.is_rest = false;
	if (is_reply_line(&lines->line[at])) {
		intro.is_line = true;
		intro.lines = 1;
		return intro;
	}
	intro.lines = attribution_lines(lines, below);
	if (intro.lines > 0)
		intro.lines += below - at;
	return intro;
}
