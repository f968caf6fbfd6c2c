#include "answers.h"

#include "notes.h"

#include <string.h>

#define NUMBER_MAX 99
#define BEGINNING 6   /* letters by which a question is known */
#define CALLED_MAX 40 /* bytes of a name that a program puts before answers */

/* How the number of a question looks; what comes after it goes to rest. 0
 * where there is none at the start of text. */
typedef int NumberAt(const char *text, const char **rest);

/* One line without its marks of quotation. */
typedef struct Line {
	const char *text; /* borrowed */
	bool is_quoted;
} Line;

/* What stands between one number and the next. */
typedef struct Block {
	GString *own;    /* that is not quoted */
	GString *quoted; /* that is */
} Block;

static gunichar
sign_at(const char *text)
{
	return g_utf8_get_char(text);
}

static bool
is_one_of_signs(gunichar sign, const char *signs)
{
	return sign && g_utf8_strchr(signs, -1, sign);
}

/* Skips what is blank to the eye, and other signs. */
static const char *
skip(const char *text, const char *signs)
{
	while (*text && (g_unichar_isspace(sign_at(text)) ||
	                    g_unichar_iszerowidth(sign_at(text)) ||
	                    is_one_of_signs(sign_at(text), signs)))
		text = g_utf8_next_char(text);
	return text;
}

/* The marks of quotation are those of any program, full-width ones, too. */
static GArray *
lines_of(char **all)
{
	GArray *lines = g_array_new(FALSE, FALSE, sizeof(Line));

	for (char **one = all; *one; one++) {
		Line line = {skip(*one, ""), false};

		while (is_one_of_signs(sign_at(line.text), ">|＞│")) {
			line.is_quoted = true;
			line.text = skip(g_utf8_next_char(line.text), "");
		}
		g_array_append_val(lines, line);
	}
	return lines;
}

/* Digits of any script; 0 where there are none, or too many. */
static int
digits_at(const char *text, const char **rest)
{
	int number = 0;

	for (*rest = text;
	     number <= NUMBER_MAX && g_unichar_digit_value(sign_at(*rest)) >= 0;
	     *rest = g_utf8_next_char(*rest))
		number = number * 10 + g_unichar_digit_value(sign_at(*rest));
	return number > NUMBER_MAX ? 0 : number;
}

/* "[3]"; "[ 3 ]", "*[3]*" and "［３］" are what some programs make of it. */
static int
bracketed_at(const char *text, const char **rest)
{
	int number;

	text = skip(text, "*_");
	if (!is_one_of_signs(sign_at(text), "[［【〔"))
		return 0;
	number = digits_at(skip(g_utf8_next_char(text), ""), &text);
	text = skip(text, "");
	if (!is_one_of_signs(sign_at(text), "]］】〕"))
		return 0;
	*rest = skip(g_utf8_next_char(text), "*_");
	return number;
}

/* "3." and "3)", as people write. */
static int
plain_at(const char *text, const char **rest)
{
	int number = digits_at(skip(text, "(（#"), &text);

	if (!number || !is_one_of_signs(sign_at(text), ".):、．）："))
		return 0;
	*rest = skip(g_utf8_next_char(text), "");
	return number;
}

static const Json *
find_question(const Json *form, int number)
{
	const Json *one = json_first(json_get(form, "questions"));

	while (one && --number > 0)
		one = json_next(one);
	return one;
}

/* Skips what is neither letter nor digit. */
static const char *
next_letter(const char *text)
{
	while (*text && !g_unichar_isalnum(sign_at(text)))
		text = g_utf8_next_char(text);
	return text;
}

/* Whether a question, or the line that ends the form, begins there. */
static bool
is_question(const Json *form, int number, const char *text)
{
	const Json *one = find_question(form, number);
	const char *question = one ? json_get_string(one, "text", "")
	                           : json_get_string(form, "outro", "");
	int letters = 0;

	if (!one && number != (int)json_length(json_get(form, "questions")) + 1)
		return false;
	while (letters < BEGINNING && *(question = next_letter(question))) {
		text = next_letter(text);
		if (sign_at(text) != sign_at(question))
			return false;
		text = g_utf8_next_char(text);
		question = g_utf8_next_char(question);
		letters++;
	}
	return letters > 0;
}

/*
 * Where a line is to be cut, since some programs run all together: before a
 * question, and before any number where the line begins with one. NULL where
 * it is not.
 */
static const char *
find_cut(const Json *form, const char *line, const char *end)
{
	const char *start = skip(line, ">|＞│");
	const char *rest;
	bool is_list = bracketed_at(start, &rest) > 0;

	if (is_list)
		start = rest;
	for (const char *at = start; at < end; at = g_utf8_next_char(at)) {
		int number = is_one_of_signs(sign_at(at), "[［【〔")
		                 ? bracketed_at(at, &rest)
		                 : 0;

		if (number && at > skip(line, ">|＞│*_") &&
		    (is_list || is_question(form, number, rest)))
			return at;
	}
	return NULL;
}

/* The lines, and the parts of those that have several questions. */
static GPtrArray *
cut(const Json *form, const char *text)
{
	GPtrArray *parts = g_ptr_array_new_with_free_func(g_free);

	while (*text) {
		const char *end = text + strcspn(text, "\n");
		const char *at = find_cut(form, text, end);

		g_ptr_array_add(
		    parts, g_strndup(text, (gsize)((at ? at : end) - text)));
		text = at ? at : end + (*end == '\n');
	}
	g_ptr_array_add(parts, NULL);
	return parts;
}

/*
 * What is left of text after question, of which letters and digits count, and
 * the signs at its end if they are there; NULL where it does not begin so.
 */
static const char *
after_question(const char *text, const char *question)
{
	const char *at = text;
	const char *tail = question;

	while (*(question = next_letter(question))) {
		at = next_letter(at);
		if (sign_at(at) != sign_at(question))
			return NULL;
		at = g_utf8_next_char(at);
		question = g_utf8_next_char(question);
		tail = question;
	}
	if (g_str_has_prefix(at, tail))
		at += strlen(tail);
	return skip(at, "?:.)\"*_？：。．）”»」");
}

/* Some programs put the name of who answers before each answer: "[Jo] yes". */
static const char *
after_name(const char *answer)
{
	const char *end = *answer == '[' ? strchr(answer, ']') : NULL;

	return end && end - answer < CALLED_MAX && *skip(end + 1, ":")
	           ? skip(end + 1, ":")
	           : answer;
}

/* Leaves out the sign that stands before an answer in a list: "- yes". */
static const char *
after_bullet(const char *answer)
{
	bool is_bullet = is_one_of_signs(sign_at(answer), "-–—•*·→");
	const char *rest = is_bullet ? g_utf8_next_char(answer) : answer;

	return g_unichar_isspace(sign_at(rest)) ? skip(rest, "") : answer;
}

/* Cuts off what is blank to the eye at the end. */
static void
chomp(char *text)
{
	char *end = text + strlen(text);

	while (end > text) {
		char *last = g_utf8_prev_char(end);

		if (*skip(last, ""))
			break;
		*last = '\0';
		end = last;
	}
}

/* Whether folded begins with words, and does not go on with a letter. */
static bool
begins_with(const char *folded, const char *words)
{
	g_autofree char *its = g_utf8_casefold(words, -1);

	return *its && g_str_has_prefix(folded, its) &&
	       !g_unichar_isalnum(sign_at(folded + strlen(its)));
}

static bool
begins_with_any(const char *folded, const Json *words)
{
	for (const Json *one = json_first(words); one; one = json_next(one))
		if (json_string(one) && begins_with(folded, json_string(one)))
			return true;
	return false;
}

/* Where it begins with yes or no in the form's language, that word. */
static const char *
plain_answer(const Json *form, const char *answer)
{
	g_autofree char *folded = g_utf8_casefold(next_letter(answer), -1);

	if (begins_with_any(folded, json_get(form, "yes")))
		return "yes";
	return begins_with_any(folded, json_get(form, "no")) ? "no" : answer;
}

static bool
has_answer(const Note *note, const char *question)
{
	for (guint i = 0; i < note->answers->len; i++) {
		const Answer *answer = note->answers->pdata[i];

		if (!strcmp(answer->question, question))
			return true;
	}
	return false;
}

/*
 * The user's own words of a block: what is not quoted, less the question; else
 * what goes on behind the question in the quotation itself.
 */
static const char *
find_words(const Block *block, const char *question)
{
	const char *words = block->own->str;
	const char *after;

	if (!*skip(words, "")) {
		after = after_question(block->quoted->str, question);
		return after ? after : "";
	}
	after = after_question(words, question);
	return after ? after : words;
}

static bool
keep(const Json *form, int number, const Block *block, Note *note)
{
	const Json *question = find_question(form, number);
	const char *id = json_get_string(question, "id", "");
	g_autofree char *answer = NULL;

	if (!question || has_answer(note, id))
		return false;
	answer = g_strdup(after_bullet(after_name(skip(
	    find_words(block, json_get_string(question, "text", "")), ""))));
	chomp(answer);
	if (!*answer)
		return false;
	notes_answer(
	    note, id, strcmp(id, "well") ? answer : plain_answer(form, answer));
	return true;
}

/* Drops a last line that leads over to what is quoted: "On Monday ... wrote:" */
static void
drop_attribution(GString *answer)
{
	char *last;

	g_strchomp(answer->str);
	g_string_truncate(answer, strlen(answer->str));
	last = strrchr(answer->str, '\n');
	if (g_str_has_suffix(answer->str, ":") ||
	    g_str_has_suffix(answer->str, "："))
		g_string_truncate(
		    answer, last ? (gsize)(last - answer->str) : 0);
}

/* The letters and digits of text alone. */
static char *
letters_of(const char *text)
{
	GString *letters = g_string_new(NULL);

	while (*(text = next_letter(text))) {
		g_string_append_unichar(letters, sign_at(text));
		text = g_utf8_next_char(text);
	}
	return g_string_free(letters, FALSE);
}

/* Whether a line goes on with the question: a program has broken it off its
 * quoted line. */
static bool
is_broken_off(const Block *block, const char *line, const char *question)
{
	g_autofree char *whole = letters_of(question);
	g_autofree char *so_far = letters_of(block->quoted->str);
	g_autofree char *piece = letters_of(line);

	return *piece && g_str_has_prefix(whole, so_far) &&
	       g_str_has_prefix(whole + strlen(so_far), piece);
}

/* What stands from line index on, up to the next number. */
static void
collect(const GArray *lines, guint *index, const char *question,
    NumberAt *number_at, Block *block)
{
	bool is_quoted = g_array_index(lines, Line, *index).is_quoted;
	bool is_over = false;
	bool is_words;
	const char *unused;

	while (++*index < lines->len) {
		const Line *line = &g_array_index(lines, Line, *index);

		if (number_at(line->text, &unused))
			break;
		if (!is_quoted && line->is_quoted) {
			drop_attribution(block->own);
			break;
		}
		is_over = is_over || !strcmp(line->text, "--") ||
		          !strcmp(line->text, "-- ");
		if (is_over)
			continue;
		is_words =
		    !line->is_quoted &&
		    !(is_quoted && is_broken_off(block, line->text, question));
		g_string_append_printf(
		    is_words ? block->own : block->quoted, "\n%s", line->text);
	}
}

static bool
read_lines(
    const Json *form, const GArray *lines, NumberAt *number_at, Note *note)
{
	bool is_answered = false;
	guint i = 0;

	while (i < lines->len) {
		const Line *line = &g_array_index(lines, Line, i);
		Block block;
		const char *rest;
		int number = number_at(line->text, &rest);
		const char *question = json_get_string(
		    find_question(form, MAX(number, 1)), "text", "");

		if (!number) {
			i++;
			continue;
		}
		block.own = g_string_new(line->is_quoted ? "" : rest);
		block.quoted = g_string_new(line->is_quoted ? rest : "");
		collect(lines, &i, question, number_at, &block);
		is_answered = keep(form, number, &block, note) || is_answered;
		g_string_free(block.own, TRUE);
		g_string_free(block.quoted, TRUE);
	}
	return is_answered;
}

bool
answers_read(const Json *form, const char *text, Note *note)
{
	g_autoptr(GPtrArray) parts = cut(form, text);
	g_autoptr(GArray) lines = lines_of((char **)parts->pdata);

	return read_lines(form, lines, bracketed_at, note);
}

bool
answers_read_plain(const Json *form, const char *text, Note *note)
{
	g_auto(GStrv) parts = g_strsplit(text, "\n", -1);
	g_autoptr(GArray) lines = lines_of(parts);

	return read_lines(form, lines, plain_at, note);
}
