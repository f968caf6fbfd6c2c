#include "actions.h"
#include "amend.h"
#include "corrections.h"
#include "error.h"
#include "track.h"

#include <stdio.h>
#include <sysexits.h>

/* What the command line asks for. */
typedef struct Wish {
	const char *target;
	const char *person; /* NULL: whoever it is due to */
	ActionKind kind;
} Wish;

/* Who wants to decline does not want the draft that accepts. */
static bool
turn_down(const Amendment *amendment, Application *application, GError **error)
{
	if (!corrections_set(amendment->state, application, "interest", "no",
	        amendment->house->now, error))
		return false;
	track_settle(amendment->state, application, amendment->etiquette,
	    amendment->house->now);
	return true;
}

static bool
work(const Amendment *amendment, void *user, GError **error)
{
	const Wish *wish = user;
	Application *application = amend_find(amendment, wish->target, error);

	if (!application || (wish->kind == ACTION_DECLINE &&
	                        !turn_down(amendment, application, error)))
		return false;
	amend_note(amendment, application);
	return actions_ask(application, wish->kind, wish->person,
	    amendment->etiquette, amendment->house->now, error);
}

int
draft_command(const Options *options, int argc, char **argv)
{
	gboolean as_json = FALSE;
	const GOptionEntry entries[] = {
	    {"json", 0, 0, G_OPTION_ARG_NONE, &as_json,
	        "say what has become of it as JSON", NULL},
	    {NULL, 0, 0, 0, NULL, NULL, NULL},
	};
	Wish wish = {0};

	if (!command_parse(&argc, &argv,
	        "APPLICATION ACTION [PERSON] - write that draft now", entries))
		return EX_USAGE;
	if (argc < 3 || argc > 4) {
		fputs("afterword: draft needs an application and an action\n",
		    stderr);
		return EX_USAGE;
	}
	if (!action_kind_named(argv[2], &wish.kind)) {
		fprintf(stderr, "afterword: no action '%s'\n", argv[2]);
		return EX_USAGE;
	}
	if (wish.kind >= ACTION_FIRST_NOTE && wish.kind != ACTION_DEBRIEF) {
		fprintf(
		    stderr, "afterword: %s is a note to yourself\n", argv[2]);
		return EX_USAGE;
	}
	wish.target = argv[1];
	wish.person = argv[3];
	return amend(options, as_json, work, &wish);
}
