#include "actions.h"
#include "amend.h"
#include "error.h"
#include "show.h"
#include "track.h"

#include <stdio.h>
#include <sysexits.h>

/* What the command line asks for. */
typedef struct Wish {
	const char *target;
	const char *person; /* NULL: whoever it is due to */
	ActionKind kind;
} Wish;

static bool
work(const Amendment *amendment, void *user, GError **error)
{
	const Wish *wish = user;
	Application *application = amend_find(amendment, wish->target, error);

	return application &&
	       actions_ask(application, wish->kind, wish->person,
	           amendment->etiquette, amendment->house->now, error);
}

int
draft_command(const Options *options, int argc, char **argv)
{
	const GOptionEntry entries[] = {{NULL, 0, 0, 0, NULL, NULL, NULL}};
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
	wish.target = argv[1];
	wish.person = argv[3];
	return amend(options, work, &wish);
}
