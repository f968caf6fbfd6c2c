#include "command.h"
#include "error.h"
#include "replacing.h"
#include "show.h"
#include "store.h"

#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>

/* A closed application may still have a last word to say. */
static bool
is_of_interest(const Application *application)
{
	bool is_open = !standing_is_closed(application->standing);

	for (guint i = 0; !is_open && i < application->actions->len; i++)
		is_open = action_is_open(application->actions->pdata[i]);
	return is_open;
}

/* What the user has to look at again, since nobody else will. */
static void
show_left(GString *out, const House *house, const Application *application)
{
	for (guint i = 0; i < application->actions->len; i++) {
		const Action *action = application->actions->pdata[i];
		g_autofree char *person = show_clean(action->person);

		if (replacing_is_left(house, application, action))
			g_string_append_printf(out,
			    "  look at   %s%s%s: the draft is left as you have "
			    "it, "
			    "and facts have changed since\n",
			    action_kind_name(action->kind),
			    *person ? " to " : "", person);
	}
}

static void
show_open(GString *out, const House *house, const State *state)
{
	for (guint i = 0; i < state->applications->len; i++) {
		const Application *application = state->applications->pdata[i];

		if (!is_of_interest(application))
			continue;
		show_application(out, application);
		show_left(out, house, application);
	}
	for (guint i = 0; i < state->unassigned->len; i++) {
		const Mail *mail = state->unassigned->pdata[i];
		g_autofree char *subject = show_clean(mail->subject);

		g_string_append_printf(out,
		    "unassigned: %s \"%s\" may belong to several "
		    "applications\n",
		    kind_name(mail->kind), subject);
	}
	if (!out->len)
		g_string_append(out, "no open applications\n");
}

static int
print_status(
    const House *house, const State *state, const char *name, bool as_json)
{
	g_autoptr(GString) out = g_string_new(NULL);
	g_autoptr(GError) error = NULL;
	const Application *application;

	if (as_json) {
		g_autofree char *text = state_print(state);
		puts(text);
		return EXIT_SUCCESS;
	}
	if (!name) {
		show_open(out, house, state);
	} else {
		application = state_find(state, name, &error);
		if (!application)
			return command_fail(error);
		show_all(out, application);
		show_left(out, house, application);
	}
	fputs(out->str, stdout);
	return EXIT_SUCCESS;
}

int
status_command(const Options *options, int argc, char **argv)
{
	gboolean as_json = FALSE;
	const GOptionEntry entries[] = {
	    {"json", 0, 0, G_OPTION_ARG_NONE, &as_json,
	        "the whole state as JSON", NULL},
	    {NULL, 0, 0, 0, NULL, NULL, NULL},
	};
	g_autoptr(GError) error = NULL;
	g_autoptr(House) house = NULL;
	g_autoptr(State) state = NULL;

	if (!command_parse(&argc, &argv, "[APPLICATION]", entries))
		return EX_USAGE;
	if (argc > 2) {
		fputs("afterword: status takes one application\n", stderr);
		return EX_USAGE;
	}
	if (!(house = house_open(options, &error)) ||
	    !(state = store_read(house->settings->state_folder, &error)))
		return command_fail(error);
	return print_status(house, state, argc > 1 ? argv[1] : NULL, as_json);
}
