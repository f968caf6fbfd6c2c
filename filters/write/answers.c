#include "answers.h"

#include "notes.h"

#include <stdlib.h>
#include <string.h>

/* One line without its marks of quotation. */
typedef struct Line {
	const char *text; /* borrowed */
	bool is_quoted;
} Line;

static GArray *
lines_of(char **all)
{
	GArray *lines = g_array_new(FALSE, FALSE, sizeof(Line));

	for (char **one = all; *one; one++) {
		Line line = {*one, false};

		line.text += strspn(line.text, " \t");
		while (*line.text == '>' || *line.text == '|') {
			line.is_quoted = true;
			line.text += 1 + strspn(line.text + 1, " \t");
		}
		g_array_append_val(lines, line);
	}
	return lines;
}

/* The number of a question at the start of text, and what comes after; 0
 * where there is none. "[ 3 ]" and "*[3]*" are what some programs make. */
static int
number_at(const char *text, const char **rest)
{
	char *end;
	long number;

	text += strspn(text, "*_ ");
	if (*text != '[')
		return 0;
	number = strtol(text + 1, &end, 10);
	end += strspn(end, " ");
	if (end == text + 1 || *end != ']' || number < 1 || number > 99)
		return 0;
	*rest = end + 1 + strspn(end + 1, "*_ \t");
	return (int)number;
}

/* Cuts lines where a question's number stands within them: some programs run
 * all together. The parts are the caller's. */
static GPtrArray *
split_at_numbers(const char *text)
{
	GPtrArray *parts = g_ptr_array_new_with_free_func(g_free);
	const char *start = text;
	const char *rest;

	for (const char *at = text; *at; at++) {
		if (*at != '\n' &&
		    (*at != '[' || !number_at(at, &rest) || at == start))
			continue;
		/* A mark of quotation before a number stays with it. */
		if (*at == '[' &&
		    strspn(start, "> |*_\t") == (size_t)(at - start))
			continue;
		g_ptr_array_add(parts, g_strndup(start, (gsize)(at - start)));
		start = *at == '\n' ? at + 1 : at;
	}
	g_ptr_array_add(parts, g_strdup(start));
	g_ptr_array_add(parts, NULL);
	return parts;
}

/* Skips what is neither letter nor digit. */
static const char *
next_letter(const char *text)
{
	while (*text && !g_unichar_isalnum(g_utf8_get_char(text)))
		text = g_utf8_next_char(text);
	return text;
}

/* What is left of text after question, of which letters and digits count, and
 * the signs at its end if they are there; all of it where it does not begin
 * so. */
static const char *
after_question(const char *text, const char *question)
{
	const char *at = text;
	const char *tail = question;

	while (*(question = next_letter(question))) {
		at = next_letter(at);
		if (g_utf8_get_char(at) != g_utf8_get_char(question))
			return text;
		at = g_utf8_next_char(at);
		question = g_utf8_next_char(question);
		tail = question;
	}
	if (g_str_has_prefix(at, tail))
		at += strlen(tail);
	return at + strspn(at, "?:.)\"*_ \t\n");
}

static bool
is_one_of(const char *word, const Json *words)
{
	for (const Json *one = json_first(words); one; one = json_next(one)) {
		g_autofree char *folded = g_utf8_casefold(
		    json_string(one) ? json_string(one) : "", -1);

		if (!strcmp(word, folded))
			return true;
	}
	return false;
}

/* Where the first word is yes or no in the form's language, that word. */
static const char *
plain_answer(const Json *form, const char *answer)
{
	g_autofree char *folded = g_utf8_casefold(answer, -1);
	g_auto(GStrv) words = g_strsplit_set(folded, " ,.;!\n", 2);

	if (!words[0])
		return answer;
	if (is_one_of(words[0], json_get(form, "yes")))
		return "yes";
	return is_one_of(words[0], json_get(form, "no")) ? "no" : answer;
}

static const Json *
find_question(const Json *form, int number)
{
	const Json *one = json_first(json_get(form, "questions"));

	while (one && --number > 0)
		one = json_next(one);
	return one;
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

static bool
keep(const Json *form, int number, const char *text, Note *note)
{
	const Json *question = find_question(form, number);
	const char *id = json_get_string(question, "id", "");
	g_autofree char *answer = g_strdup(
	    after_question(text, json_get_string(question, "text", "")));

	g_strstrip(answer);
	if (!question || !*answer || has_answer(note, id))
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

	while (answer->len && g_ascii_isspace(answer->str[answer->len - 1]))
		g_string_truncate(answer, answer->len - 1);
	last = strrchr(answer->str, '\n');
	if (g_str_has_suffix(answer->str, ":"))
		g_string_truncate(
		    answer, last ? (gsize)(last - answer->str) : 0);
}

/* The answer from line index on, up to the next number. */
static GString *
collect(const GArray *lines, guint *index, const char *rest)
{
	bool is_quoted = g_array_index(lines, Line, *index).is_quoted;
	GString *answer = g_string_new(is_quoted ? "" : rest);
	const char *unused;

	while (++*index < lines->len) {
		const Line *line = &g_array_index(lines, Line, *index);

		if (number_at(line->text, &unused))
			break;
		if (!is_quoted && line->is_quoted) {
			drop_attribution(answer);
			break;
		}
		if (!line->is_quoted)
			g_string_append_printf(answer, "\n%s", line->text);
	}
	return answer;
}

bool
answers_read(const Json *form, const char *text, Note *note)
{
	g_autoptr(GPtrArray) parts = split_at_numbers(text);
	g_autoptr(GArray) lines = lines_of((char **)parts->pdata);
	bool is_answered = false;
	guint i = 0;

	while (i < lines->len) {
		const char *rest;
		int number =
		    number_at(g_array_index(lines, Line, i).text, &rest);
		GString *answer;

		if (!number) {
			i++;
			continue;
		}
		answer = collect(lines, &i, rest);
		is_answered =
		    keep(form, number, answer->str, note) || is_answered;
		g_string_free(answer, TRUE);
	}
	return is_answered;
}
