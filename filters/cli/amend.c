#include "amend.h"

#include "show.h"
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

void
amend_note(const Amendment *amendment, const Application *application)
{
	if (application &&
	    !g_ptr_array_find(amendment->shown, application, NULL))
		g_ptr_array_add(amendment->shown, (gpointer)application);
}

void
amend_show(const Amendment *amendment, const Application *application)
{
	if (!application)
		return;
	amend_note(amendment, application);
	show_application(amendment->report, application, amendment->house->now);
}

/* As they are now: what was amended and has gone is none. */
static char *
json_of(const Amendment *amendment)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < amendment->shown->len; i++) {
		const Application *application = amendment->shown->pdata[i];
		g_autofree char *line = NULL;

		if (!g_ptr_array_find(
		        amendment->state->applications, application, NULL))
			continue;
		line = application_print(application);
		g_string_append_printf(out, "%s\n", line);
	}
	return g_string_free(out, FALSE);
}

static bool
work_locked(const House *house, AmendWork work, void *user, GString *report,
    char **json, GError **error)
{
	g_autoptr(Etiquette) etiquette = sweeping_etiquette(house, error);
	g_autoptr(Store) store =
	    etiquette ? house_open_store(house, LOCK_WAIT_MS, error) : NULL;
	g_autoptr(GPtrArray) shown = g_ptr_array_new();
	Amendment amendment = {.house = house,
	    .etiquette = etiquette,
	    .report = report,
	    .shown = shown};
	bool queued;

	if (!store)
		return false;
	amendment.store = store;
	amendment.state = store_state(store);
	if (!work(&amendment, user, error))
		return false;
	queued =
	    sweeping_queue(house, etiquette, amendment.state, report, error);
	*json = json_of(&amendment);
	return store_save(store, queued ? error : NULL) && queued;
}

int
amend(const Options *options, bool as_json, AmendWork work, void *user)
{
	g_autoptr(GString) report = g_string_new(NULL);
	g_autoptr(GError) error = NULL;
	g_autoptr(House) house = house_open(options, &error);
	g_autofree char *json = NULL;

	if (house && work_locked(house, work, user, report, &json, &error))
		error = sweeping_deliver(house, report);
	if (!as_json)
		fputs(report->str, stdout);
	else if (json)
		fputs(json, stdout);
	return error ? command_fail(error) : EXIT_SUCCESS;
}
