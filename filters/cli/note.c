#include "amend.h"
#include "error.h"
#include "notes.h"
#include "show.h"
#include "track.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

/* What the command line asks for. */
typedef struct Wish {
	const char *target;
	const char *text;
	NoteKind kind;
} Wish;

static bool
work(const Amendment *amendment, void *user, GError **error)
{
	const Wish *wish = user;
	Application *application =
	    state_find(amendment->state, wish->target, error);

	if (!application)
		return false;
	notes_add(application, wish->kind, wish->text, amendment->house->now);
	track_settle(amendment->state, application, amendment->etiquette,
	    amendment->house->now);
	show_application(amendment->report, application);
	return true;
}

/* Standard input, as far as a note goes. */
static char *
read_text(void)
{
	g_autofree char *bytes = g_malloc(NOTES_TEXT_MAX + 1);
	size_t length = fread(bytes, 1, NOTES_TEXT_MAX, stdin);

	bytes[length] = '\0';
	return g_utf8_make_valid(bytes, -1);
}

static int
run(const Options *options, Wish *wish, char **words)
{
	g_autofree char *text = *words ? g_strjoinv(" ", words) : read_text();

	wish->text = g_strstrip(text);
	if (*wish->text)
		return amend(options, work, wish);
	fputs("afterword: the note is empty\n", stderr);
	return EX_USAGE;
}

int
note_command(const Options *options, int argc, char **argv)
{
	const GOptionEntry entries[] = {
	    {NULL, 0, 0, 0, NULL, NULL, NULL},
	};
	Wish wish = {.kind = NOTE_TEXT};

	if (!command_parse(&argc, &argv,
	        "APPLICATION [TEXT] - keep a note; without TEXT the one on "
	        "standard input",
	        entries))
		return EX_USAGE;
	if (argc < 2) {
		fputs("afterword: note needs an application\n", stderr);
		return EX_USAGE;
	}
	wish.target = argv[1];
	return run(options, &wish, argv + 2);
}
