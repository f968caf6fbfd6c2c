#include "tone.h"

#include "patterns.h"

#include <string.h>

#define MARKS " \t-*_,.!~" /* what stands around a name below a letter */

static guint
count(Clues *clues, const char *group)
{
	g_autoptr(GArray) matches = patterns_find(clues->tokens, group);

	return matches->len;
}

/* Whether a line of text is word, and marks, alone. */
static bool
has_line(const char *text, const char *word)
{
	size_t length = strlen(word);

	while (*text) {
		const char *line = text + strspn(text, MARKS);
		size_t rest = strcspn(line, "\n");

		if (rest >= length && !strncmp(line, word, length) &&
		    strspn(line + length, MARKS "\r") >= rest - length)
			return true;
		text = line + rest + (line[rest] == '\n');
	}
	return false;
}

static Person *
find_sender(const Clues *clues)
{
	const char *email = clues->message->from.email;

	for (guint i = 0; *email && i < clues->reading->contacts->len; i++) {
		Person *person = clues->reading->contacts->pdata[i];

		if (!g_ascii_strcasecmp(person->email, email))
			return person;
	}
	return NULL;
}

static void
find_called(Clues *clues)
{
	Person *sender = find_sender(clues);
	const char *blank = sender ? strchr(sender->name, ' ') : NULL;
	g_autofree char *first = NULL;

	if (!blank)
		return;
	first = g_strndup(sender->name, (size_t)(blank - sender->name));
	if (!has_line(clues->message->new_text, first) &&
	    !has_line(clues->message->signature, first))
		return;
	g_free(sender->called);
	sender->called = g_steal_pointer(&first);
}

void
tone_find(Clues *clues)
{
	guint familiar;

	if (clues->reading->direction == DIRECTION_OUTGOING)
		return;
	familiar = count(clues, "familiar");
	clues->reading->is_familiar =
	    familiar && familiar >= count(clues, "formal");
	find_called(clues);
}
