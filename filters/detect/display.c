#include "firm.h"

#include <string.h>

/* "Standish, Philippa" is written from behind; the caller's. */
static char *
turn_name(const char *name)
{
	const char *comma = strchr(name, ',');
	g_autofree char *last = NULL;
	g_autofree char *first = NULL;

	if (!comma || strchr(comma + 1, ','))
		return g_strdup(name);
	last = g_strstrip(g_strndup(name, comma - name));
	first = g_strstrip(g_strdup(comma + 1));
	if (!*first || !*last || strchr(first, ' '))
		return g_strdup(name);
	return g_strdup_printf("%s %s", first, last);
}

/* Takes one match of the group "sender" into display. */
static void
take_match(Display *display, const Match *match, const Tokens *tokens)
{
	static const char *const person_fields[] = {"name", "either", NULL};

	if (match_says(match, "is", "office")) {
		display->is_office = true;
		return;
	}
	if (match_get(match, "firm") && !*display->firm) {
		g_free(display->firm);
		display->firm = match_dup_text(match, "firm", tokens);
	}
	for (const char *const *field = person_fields; *field; field++) {
		if (!match_get(match, *field) || *display->person)
			continue;
		g_free(display->person);
		display->person = match_dup_text(match, *field, tokens);
		display->is_bare = !strcmp(*field, "either");
	}
}

/* Whether an address has a word of a name in it. */
static bool
is_in_email(const char *name, const char *email)
{
	g_autofree char *lower = g_ascii_strdown(name, -1);
	g_auto(GStrv) words = g_strsplit(lower, " ", -1);
	g_autofree char *local = g_strndup(email, strcspn(email, "@"));

	for (char **word = words; *word; word++)
		if ((*word)[0] && (*word)[1] && strstr(local, *word))
			return true;
	return false;
}

/* "Theatre Royal - Production" begins with no person. */
static void
swap_firm(const Clues *clues, Display *display, const char *email)
{
	char *person = display->person;

	if (!*display->firm || !*person || clues_is_in_signs(person) ||
	    is_in_email(person, email) || clues_text_is(clues, "given", person))
		return;
	display->person = g_strdup("");
	g_free(display->firm);
	display->firm = person;
}

Display
display_parse(const Clues *clues, const char *name, const char *email)
{
	Display display = {.person = g_strdup(""), .firm = g_strdup("")};
	g_autofree char *turned = turn_name(name);
	g_autoptr(Tokens) tokens =
	    tokens_cut(clues->patterns, clues->reading->lang, name);
	g_autoptr(GArray) matches = patterns_find(tokens, "sender");

	for (guint i = 0; i < matches->len; i++)
		take_match(&display, &g_array_index(matches, Match, i), tokens);
	if (matches->len) {
		char *plain;

		swap_firm(clues, &display, email);
		plain = turn_name(display.person);
		g_free(display.person);
		display.person = plain;
		return display;
	}
	g_free(display.person);
	display.person = g_steal_pointer(&turned);
	display.is_bare = true;
	return display;
}

void
display_clear(Display *display)
{
	g_free(display->person);
	g_free(display->firm);
}
