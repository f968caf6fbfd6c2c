#include "amend.h"

#include "sweeping.h"

#include <stdio.h>
#include <stdlib.h>

#define LOCK_WAIT_MS 50000

Application *
amend_find(const Amendment *amendment, const char *name, GError **error)
{
	Application *application = state_find(amendment->state, name, NULL);

	if (application)
		return application;
	store_wake_all(amendment->store);
	return state_find(amendment->state, name, error);
}

static bool
work_locked(const House *house, AmendWork work, void *user, GString *report,
    GError **error)
{
	g_autoptr(Etiquette) etiquette = sweeping_etiquette(house, error);
	g_autoptr(Store) store =
	    etiquette ? house_open_store(house, LOCK_WAIT_MS, error) : NULL;
	Amendment amendment = {
	    .house = house, .etiquette = etiquette, .report = report};
	bool queued;

	if (!store)
		return false;
	amendment.store = store;
	amendment.state = store_state(store);
	if (!work(&amendment, user, error))
		return false;
	queued =
	    sweeping_queue(house, etiquette, amendment.state, report, error);
	return store_save(store, queued ? error : NULL) && queued;
}

int
amend(const Options *options, AmendWork work, void *user)
{
	g_autoptr(GString) report = g_string_new(NULL);
	g_autoptr(GError) error = NULL;
	g_autoptr(House) house = house_open(options, &error);

	if (house && work_locked(house, work, user, report, &error))
		error = sweeping_deliver(house, report);
	fputs(report->str, stdout);
	return error ? command_fail(error) : EXIT_SUCCESS;
}
