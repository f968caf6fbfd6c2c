#include "command.h"
#include "memos.h"
#include "store.h"
#include "sweeping.h"
#include "watch.h"

#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>

#define LOCK_WAIT_MS 50000

static bool
queue_due(const House *house, GString *report, GError **error)
{
	g_autoptr(Etiquette) etiquette = sweeping_etiquette(house, error);
	g_autoptr(Store) store = NULL;
	bool queued;

	if (!etiquette)
		return false;
	store = house_open_store(house, LOCK_WAIT_MS, error);
	if (!store)
		return false;
	queued = sweeping_queue(
	             house, etiquette, store_state(store), report, error) &&
	         memos_put_digest(
	             house, etiquette, store_state(store), report, error);
	return store_save(store, queued ? error : NULL) && queued;
}

static void
warn_of_clear_lines(const House *house)
{
	for (guint i = 0; i < house->settings->accounts->len; i++) {
		const Account *account = house->settings->accounts->pdata[i];

		if (account_is_in_the_clear(account))
			fprintf(stderr,
			    "afterword: warning: account '%s': anybody on the "
			    "way can read mail and password (tls = none)\n",
			    account->name);
	}
}

int
sweep_command(const Options *options, int argc, char **argv)
{
	gboolean quiet = FALSE;
	gboolean sent = FALSE;
	const GOptionEntry entries[] = {
	    {"sent", 0, 0, G_OPTION_ARG_NONE, &sent,
	        "read what the accounts have sent first", NULL},
	    {"quiet", 0, 0, G_OPTION_ARG_NONE, &quiet, "say nothing", NULL},
	    {NULL, 0, 0, 0, NULL, NULL, NULL},
	};
	g_autoptr(GString) report = g_string_new(NULL);
	g_autoptr(GError) error = NULL;
	g_autoptr(GError) unread = NULL;
	g_autoptr(House) house = NULL;
	int code = EXIT_SUCCESS;

	if (!command_parse(&argc, &argv, "- do what has come due", entries))
		return EX_USAGE;
	if (sent)
		unread = watch_sent_once(options);
	house = house_open(options, &error);
	if (house && !quiet)
		warn_of_clear_lines(house);
	if (house && queue_due(house, report, &error))
		error = sweeping_deliver(house, report);
	if (!quiet)
		fputs(report->str, stdout);
	if (unread)
		code = command_fail(unread);
	return error ? command_fail(error) : code;
}
