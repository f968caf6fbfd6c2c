#include "command.h"
#include "memos.h"
#include "store.h"
#include "sweeping.h"

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

int
sweep_command(const Options *options, int argc, char **argv)
{
	gboolean quiet = FALSE;
	const GOptionEntry entries[] = {
	    {"quiet", 0, 0, G_OPTION_ARG_NONE, &quiet, "say nothing", NULL},
	    {NULL, 0, 0, 0, NULL, NULL, NULL},
	};
	g_autoptr(GString) report = g_string_new(NULL);
	g_autoptr(GError) error = NULL;
	g_autoptr(House) house = NULL;

	if (!command_parse(&argc, &argv, "- do what has come due", entries))
		return EX_USAGE;
	house = house_open(options, &error);
	if (house && queue_due(house, report, &error))
		error = sweeping_deliver(house, report);
	if (!quiet)
		fputs(report->str, stdout);
	return error ? command_fail(error) : EXIT_SUCCESS;
}
