#include "amend.h"
#include "debriefs.h"
#include "memos.h"
#include "notes.h"
#include "track.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#define ALL "all"

/* What the command line asks for. */
typedef struct Wish {
	const char *target;
	const char *text;
	NoteKind kind;
} Wish;

/* A form that has been filled in is a debrief; all else a note. */
static bool
keep(const Amendment *amendment, const Wish *wish, Application *application,
    GError **error)
{
	bool is_form = false;

	if (wish->kind == NOTE_TEXT &&
	    !memos_take_text(
	        amendment->house, application, wish->text, &is_form, error))
		return false;
	if (!is_form)
		notes_add(
		    application, wish->kind, wish->text, amendment->house->now);
	track_settle(amendment->state, application, amendment->etiquette,
	    amendment->house->now);
	amend_show(amendment, application);
	return true;
}

/* News is for whoever is still deciding. */
static bool
keep_for_all(const Amendment *amendment, const Wish *wish, GError **error)
{
	const GPtrArray *all = amendment->state->applications;

	for (guint i = 0; i < all->len; i++) {
		Application *application = all->pdata[i];

		if (!standing_is_closed(application->standing) &&
		    application->standing != STANDING_LEAD &&
		    !keep(amendment, wish, application, error))
			return false;
	}
	return true;
}

static bool
work(const Amendment *amendment, void *user, GError **error)
{
	const Wish *wish = user;
	Application *application;

	if (!strcmp(wish->target, ALL) && wish->kind == NOTE_NEWS)
		return keep_for_all(amendment, wish, error);
	application = amend_find(amendment, wish->target, error);
	return application && keep(amendment, wish, application, error);
}

/* Prints the form for the last interview, to be filled in. */
static int
print_form(const Options *options, const char *target)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(House) house = house_open(options, &error);
	g_autoptr(Store) store = NULL;
	g_autoptr(Memo) memo = NULL;
	g_autofree char *text = NULL;
	const Application *application;
	const Interview *interview;
	Action action = {
	    .kind = ACTION_DEBRIEF, .person = (char *)"", .mail = (char *)""};

	if (!house ||
	    !(store = store_peek(house->settings->state_folder, &error)) ||
	    !(application = state_find(store_state(store), target, &error)) ||
	    !(memo = memos_open(house, &error)))
		return command_fail(error);
	interview = debriefs_find_interview(application, house->now);
	action.interview = interview ? interview->id : (char *)"";
	text = memo_form_text(memo, application, &action, house->now);
	fputs(text, stdout);
	return EXIT_SUCCESS;
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
run(const Options *options, bool as_json, Wish *wish, char **words)
{
	g_autofree char *text = *words ? g_strjoinv(" ", words) : read_text();

	wish->text = g_strstrip(text);
	if (*wish->text)
		return amend(options, as_json, work, wish);
	fputs("afterword: the note is empty\n", stderr);
	return EX_USAGE;
}

int
note_command(const Options *options, int argc, char **argv)
{
	gboolean news = FALSE, progress = FALSE, form = FALSE;
	gboolean as_json = FALSE;
	const GOptionEntry entries[] = {
	    {"news", 0, 0, G_OPTION_ARG_NONE, &news,
	        "news for those who are still deciding (APPLICATION or all)",
	        NULL},
	    {"progress", 0, 0, G_OPTION_ARG_NONE, &progress,
	        "progress with a skill that was missing", NULL},
	    {"form", 0, 0, G_OPTION_ARG_NONE, &form,
	        "print the questions about the last interview", NULL},
	    {"json", 0, 0, G_OPTION_ARG_NONE, &as_json,
	        "say what has become of it as JSON", NULL},
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
	if (form)
		return print_form(options, wish.target);
	return run(options, as_json, &wish, argv + 2);
}
