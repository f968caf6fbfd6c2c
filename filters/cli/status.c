#include "command.h"
#include "error.h"
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

static void
show_open(GString *out, const State *state)
{
	for (guint i = 0; i < state->applications->len; i++) {
		const Application *application = state->applications->pdata[i];

		if (is_of_interest(application))
			show_application(out, application);
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
print_status(Store *store, const char *name, bool as_json)
{
	const State *state = store_state(store);
	g_autoptr(GString) out = g_string_new(NULL);
	g_autoptr(GError) error = NULL;
	const Application *application;

	if (as_json) {
		g_autofree char *text = state_print(state);
		puts(text);
		return EXIT_SUCCESS;
	}
	if (!name) {
		show_open(out, state);
	} else {
		if (!state_find(state, name, NULL))
			store_wake_all(store);
		application = state_find(state, name, &error);
		if (!application)
			return command_fail(error);
		show_all(out, application);
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
	g_autoptr(Store) store = NULL;

	if (!command_parse(&argc, &argv, "[APPLICATION]", entries))
		return EX_USAGE;
	if (argc > 2) {
		fputs("afterword: status takes one application\n", stderr);
		return EX_USAGE;
	}
	if (!(house = house_open(options, &error)) ||
	    !(store = store_peek(house->settings->state_folder, &error)))
		return command_fail(error);
	return print_status(store, argc > 1 ? argv[1] : NULL, as_json);
}
