#include "firm_name.h"

#include "firm.h"
#include "firm_label.h"
#include "votes.h"

#include <string.h>

/* Cuts the last word off text, in place. */
static void
drop_last_word(char *text)
{
	char *blank = strrchr(text, ' ');

	*(blank ? blank : text) = '\0';
	g_strchomp(text);
	for (size_t n = strlen(text); n && strchr(",-|&(", text[n - 1]); n--)
		text[n - 1] = '\0';
	g_strchomp(text);
}

/* One letter, as the cut-off begin of "S.p.A." is. */
static bool
is_initial(const char *word)
{
	return !word[1] || (word[1] == '.' && !word[2]);
}

/* Cuts a name where the sentence goes on, in place. */
static void
cut_at_stop(const Clues *clues, char *name)
{
	Tokens *tokens = clues_short(clues, name);
	g_autoptr(GArray) matches = patterns_find(tokens, "firm_stop");

	for (guint i = 0; i < matches->len; i++) {
		size_t start = g_array_index(matches, Match, i).start;

		if (!start || clues_is_inside_kana(name, start))
			continue;
		name[start] = '\0';
		break;
	}
	g_strchomp(name);
}

/*
 * A firm's name as it is kept: one line, without legal form and the words for
 * its recruiters; the first n_kept words stay whatever they are.
 */
char *
firm_name_clean(const Clues *clues, const char *text, guint n_kept)
{
	g_auto(GStrv) words = g_strsplit_set(text, " \n\t", -1);
	GString *joined = g_string_new(NULL);
	char *name;

	for (char **word = words; *word; word++)
		if (**word)
			g_string_append_printf(
			    joined, "%s%s", joined->len ? " " : "", *word);
	name = g_string_free(joined, FALSE);
	if (!n_kept)
		cut_at_stop(clues, name);
	for (;;) {
		g_auto(GStrv) left = g_strsplit(name, " ", -1);
		guint n = g_strv_length(left);

		if (n <= MAX(n_kept, 1) ||
		    (!is_initial(left[n - 1]) &&
		        !clues_text_is(clues, "firm_tail", name)))
			return name;
		drop_last_word(name);
	}
}

/* Whether a name, or the end of it, fits the firm's own domain. */
bool
firm_name_fits(const Clues *clues, const char *name)
{
	for (const char *from = name; from && *clues->label;
	     from = strchr(from, ' ')) {
		from += *from == ' ';
		if (firm_fits_label(from, clues->label))
			return true;
	}
	return false;
}

/* Whether a cleaned name can be a firm's at all. */
/* Whether a name is that of who wrote, though the firm is called after them. */
static bool
is_writer(const Clues *clues, const char *name)
{
	g_autofree char *key = vote_key(name);
	g_autofree char *writer = vote_key(clues->other->name);

	return clues->party == PARTY_PERSON && strchr(key, ' ') &&
	       !strcmp(key, writer) &&
	       clues_text_is(clues, "given", clues->other->name);
}

bool
firm_name_is_possible(const Clues *clues, const char *name)
{
	static const char *const never[] = {
	    "titled_name", "tool", "never_firm", NULL};
	static const char *const others[] = {"given", "role_head", NULL};

	if (!*name || clues_is_user_name(clues, name) ||
	    is_writer(clues, name) || clues_text_is_any(clues, never, name))
		return false;
	return firm_fits_label(name, clues->label) || strchr(name, '&') ||
	       (firm_name_fits(clues, name) &&
	           !clues_text_is(clues, "given", name)) ||
	       !clues_text_is_any(clues, others, name);
}

/* "Team of Northwind Optics" is Northwind Optics; the caller's. */
char *
firm_name_without_lead(const Clues *clues, const char *text)
{
	Tokens *tokens = clues_short(clues, text);
	g_autoptr(GArray) matches = patterns_find(tokens, "firm_lead");
	char *rest = NULL;

	if (matches->len && !firm_fits_label(text, clues->label))
		rest = match_dup_text(
		    &g_array_index(matches, Match, 0), "rest", tokens);
	if (rest) {
		const char *at = strstr(text, rest);
		g_autofree char *lead = g_strndup(text, at ? at - text : 0);

		if (!clues_is_in_signs(lead) &&
		    clues_text_is(clues, "firm_word", lead))
			g_clear_pointer(&rest, g_free);
	}
	return rest ? rest : g_strdup(text);
}

static bool
is_one_name(const char *word)
{
	return !strchr(word, ' ') && g_unichar_isupper(g_utf8_get_char(word));
}

const char *
firm_name_fitting_end(const Clues *clues, const char *text)
{
	g_autofree char *label = firm_label_bare(clues->label);

	for (const char *at = strchr(text, ' '); at && *label;
	     at = strchr(at + 1, ' ')) {
		g_auto(GStrv) words = firm_label_words(at + 1);
		g_autofree char *lead = g_strndup(text, at - text);
		bool is_whole;

		if (firm_fits_label(text, clues->label) ||
		    clues_text_is(clues, "firm_word", lead) ||
		    (is_one_name(lead) &&
		        !clues_text_is(clues, "never_firm", lead)))
			return text;
		if (firm_label_count(label, words, &is_whole) && is_whole)
			return at + 1;
	}
	return text;
}

/* The last line of text, but at least two words; a part of it. */
const char *
firm_name_last_line(const char *text)
{
	const char *line = strrchr(text, '\n');

	for (; line && !strchr(line, ' ');
	     line = g_strrstr_len(text, line - text, "\n"))
		if (line == text)
			return text;
	return line ? line + 1 : text;
}
