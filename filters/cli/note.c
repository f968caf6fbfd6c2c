#include "amend.h"
#include "error.h"
#include "notes.h"
#include "show.h"
#include "track.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#define ALL "all"

/* What the command line asks for. */
typedef struct Wish {
	const char *target;
	const char *text;
	NoteKind kind;
} Wish;

static void
keep(const Amendment *amendment, const Wish *wish, Application *application)
{
	notes_add(application, wish->kind, wish->text, amendment->house->now);
	track_settle(amendment->state, application, amendment->etiquette,
	    amendment->house->now);
	show_application(amendment->report, application);
}

/* News is for whoever is still deciding. */
static void
keep_for_all(const Amendment *amendment, const Wish *wish)
{
	const GPtrArray *all = amendment->state->applications;

	for (guint i = 0; i < all->len; i++) {
		Application *application = all->pdata[i];

		if (!standing_is_closed(application->standing) &&
		    application->standing != STANDING_LEAD)
			keep(amendment, wish, application);
	}
}

static bool
work(const Amendment *amendment, void *user, GError **error)
{
	const Wish *wish = user;
	Application *application;

	if (!strcmp(wish->target, ALL) && wish->kind == NOTE_NEWS) {
		keep_for_all(amendment, wish);
		return true;
	}
	application = state_find(amendment->state, wish->target, error);
	if (application)
		keep(amendment, wish, application);
	return application != NULL;
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
	gboolean news = FALSE, progress = FALSE;
	const GOptionEntry entries[] = {
	    {"news", 0, 0, G_OPTION_ARG_NONE, &news,
	        "news for those who are still deciding (APPLICATION or all)",
	        NULL},
	    {"progress", 0, 0, G_OPTION_ARG_NONE, &progress,
	        "progress with a skill that was missing", NULL},
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
	wish.kind = news ? NOTE_NEWS : progress ? NOTE_PROGRESS : NOTE_TEXT;
	wish.target = argv[1];
	return run(options, &wish, argv + 2);
}
