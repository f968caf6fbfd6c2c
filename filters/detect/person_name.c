#include "person_name.h"

#include "votes.h"

#include <string.h>

#define NAME_WORDS_MAX 4
#define NICKNAME_BYTES_MIN 2

/* One line's name: without blanks at its ends, one blank between words, and
 * without a stop that is no initial's. */
char *
person_name_tidy(const char *text)
{
	g_auto(GStrv) words = g_strsplit_set(text, " \n\t\"", -1);
	GString *name = g_string_new(NULL);

	for (char **word = words; *word; word++)
		if (**word)
			g_string_append_printf(
			    name, "%s%s", name->len ? " " : "", *word);
	while (name->len && strchr(",;:-", name->str[name->len - 1]))
		g_string_truncate(name, name->len - 1);
	return g_string_free(name, FALSE);
}

/* Takes a title off the front of a name; the caller's, "" where none. */
char *
person_name_split_title(const Clues *clues, char **name)
{
	Tokens *tokens = clues_short(clues, *name);
	g_autoptr(GArray) matches = patterns_find(tokens, "titled_name");
	const Match *match;
	char *title;
	char *rest;

	if (!matches->len)
		return g_strdup("");
	match = &g_array_index(matches, Match, 0);
	title = match_dup_text(match, "title", tokens);
	rest = match_dup_text(match, "name", tokens);
	if (!title || !rest || match->start) {
		g_free(title);
		g_free(rest);
		return g_strdup("");
	}
	g_free(*name);
	*name = rest;
	return title;
}

/* How many of the words of name are in the local part of email. */
int
person_name_words_in_email(const char *name, const char *email)
{
	g_autofree char *plain = g_str_to_ascii(name, "C");
	g_autofree char *key = vote_key(plain);
	g_auto(GStrv) words = g_strsplit(key, " ", -1);
	g_autofree char *local = g_strndup(email, strcspn(email, "@"));
	int n = 0;

	for (char **word = words; *word; word++)
		n += strlen(*word) >= NICKNAME_BYTES_MIN &&
		     strstr(local, *word) != NULL;
	return n;
}

/* The words of name without small ones, "van", which are words of the language,
 * too; the caller's. */
static char *
big_words(char **words)
{
	GString *big = g_string_new(NULL);

	for (char **word = words; *word; word++)
		if (!g_unichar_islower(g_utf8_get_char(*word)))
			g_string_append_printf(
			    big, "%s%s", big->len ? " " : "", *word);
	return g_string_free(big, FALSE);
}

/* Whether all of the words of name begin with capitals and are no firm's. */
bool
person_name_is_likely(const Clues *clues, const char *name)
{
	g_auto(GStrv) words = g_strsplit(name, " ", -1);
	g_autofree char *big = big_words(words);
	guint n = g_strv_length(words);

	if (n == 0 || n > NAME_WORDS_MAX || strpbrk(name, "0123456789@/&|()"))
		return false;
	for (char **word = words; *word; word++)
		if (g_unichar_islower(g_utf8_get_char(*word)) && n == 1)
			return false;
	return !clues_text_is(clues, "not_name", *big ? big : name);
}

bool
person_name_is_full(const Clues *clues, const char *name)
{
	static const char *const others[] = {
	    "firm_word", "agency", "legal_form", NULL};
	const char *blank = strchr(name, ' ');

	return blank && g_unichar_isupper(g_utf8_get_char(name)) &&
	       g_unichar_isupper(g_utf8_get_char(strrchr(name, ' ') + 1)) &&
	       person_name_is_likely(clues, name) &&
	       !clues_text_is_any(clues, others, name);
}

/* "HR Strategist Ove Kihl" is Ove Kihl. */
void
person_name_drop_office(const Clues *clues, char *name)
{
	for (char *blank = strchr(name, ' '); blank && strchr(blank + 1, ' ');
	     blank = strchr(name, ' ')) {
		g_autofree char *first = g_strndup(name, blank - name);

		if (!clues_text_is(clues, "role_head", first))
			return;
		memmove(name, blank + 1, strlen(blank));
	}
}

/* Whether a name that nothing else speaks for may still be a person's. */
bool
person_name_is_unlisted(const Clues *clues, const char *name)
{
	return clues_is_in_signs(name) || person_name_is_full(clues, name) ||
	       (!strchr(name, ' ') && !clues_text_is(clues, "firm_word", name));
}
