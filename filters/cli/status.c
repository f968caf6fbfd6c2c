#include "command.h"
#include "error.h"
#include "ics.h"
#include "memos.h"
#include "replacing.h"
#include "show.h"
#include "store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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

/* What a stranger wrote is to be copied into a shell only where it can do no
 * harm there. */
static bool
is_plain(const char *id)
{
	const char *at = id;

	while (g_ascii_isalnum(*at) || (*at && strchr("@._+=-", *at)))
		at++;
	return at > id && !*at;
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
		show_application(out, application, house->now);
		show_left(out, house, application);
	}
	for (guint i = 0; i < state->unassigned->len; i++) {
		const Mail *mail = state->unassigned->pdata[i];
		g_autofree char *subject = show_clean(mail->subject);

		g_string_append_printf(out,
		    "unassigned: %s \"%s\" may belong to several "
		    "applications\n  assign    afterword set %s%s "
		    "application=NAME\n",
		    kind_name(mail->kind), subject,
		    is_plain(mail->id) ? "mid:" : "",
		    is_plain(mail->id) ? mail->id : "FILE");
	}
	if (!out->len)
		g_string_append(out, "no open applications\n");
}

typedef enum { AS_WORDS, AS_JSON, AS_ICS } Form;

/* The application of that name, put away or not; NULL without a name. */
static bool
find(Store *store, const char *name, const Application **application,
    GError **error)
{
	*application = NULL;
	if (!name)
		return true;
	if (!state_find(store_state(store), name, NULL))
		store_wake_all(store);
	*application = state_find(store_state(store), name, error);
	return *application != NULL;
}

static char *
words_of(const House *house, const State *state, const Application *application)
{
	GString *out = g_string_new(NULL);

	if (application) {
		show_all(out, application, house->now);
		show_left(out, house, application);
	} else {
		show_open(out, house, state);
	}
	return g_string_free(out, FALSE);
}

static char *
json_of(const State *state, const Application *application)
{
	g_autofree char *line = NULL;

	if (!application)
		return state_print(state);
	line = application_print(application);
	return g_strconcat(line, "\n", NULL);
}

static int
print_status(const House *house, Store *store, const char *name, Form form)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Memo) memo = NULL;
	g_autofree char *text = NULL;
	const Application *application;
	const State *state;

	if (!find(store, name, &application, &error) ||
	    (form == AS_ICS && !(memo = memos_open(house, &error))))
		return command_fail(error);
	state = store_state(store);
	text = form == AS_ICS ? ics_print(state, application, memo, house->now)
	       : form == AS_JSON ? json_of(state, application)
	                         : words_of(house, state, application);
	return fputs(text, stdout) < 0 || fflush(stdout) ? EX_IOERR
	                                                 : EXIT_SUCCESS;
}

int
status_command(const Options *options, int argc, char **argv)
{
	gboolean as_json = FALSE, as_ics = FALSE;
	const GOptionEntry entries[] = {
	    {"json", 0, 0, G_OPTION_ARG_NONE, &as_json,
	        "as JSON, as the state has it", NULL},
	    {"ics", 0, 0, G_OPTION_ARG_NONE, &as_ics,
	        "what is due, as iCalendar", NULL},
	    {NULL, 0, 0, 0, NULL, NULL, NULL},
	};
	g_autoptr(GError) error = NULL;
	g_autoptr(House) house = NULL;
	g_autoptr(Store) store = NULL;

	if (!command_parse(&argc, &argv, "[APPLICATION]", entries))
		return EX_USAGE;
	if (argc > 2 || (as_json && as_ics)) {
		fputs(argc > 2
		          ? "afterword: status takes one application\n"
		          : "afterword: --json and --ics exclude each other\n",
		    stderr);
		return EX_USAGE;
	}
	if (!(house = house_open(options, &error)) ||
	    !(store = store_peek(house->settings->state_folder, &error)))
		return command_fail(error);
	return print_status(house, store, argc > 1 ? argv[1] : NULL,
	    as_json  ? AS_JSON
	    : as_ics ? AS_ICS
	             : AS_WORDS);
}
