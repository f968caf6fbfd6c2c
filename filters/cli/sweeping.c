#include "sweeping.h"

#include "deliver.h"
#include "error.h"
#include "memos.h"
#include "outbox.h"
#include "placed.h"
#include "replacing.h"
#include "show.h"
#include "track.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define LOCK_WAIT_MS 20000

Etiquette *
sweeping_etiquette(const House *house, GError **error)
{
	const Settings *settings = house->settings;
	g_autofree char *path =
	    g_build_filename(house->share_folder, "etiquette.json", NULL);
	g_autoptr(Etiquette) etiquette = etiquette_load(path, error);
	GHashTableIter iter;
	gpointer name, value;

	if (!etiquette)
		return NULL;
	etiquette_set_zone(etiquette, settings->timezone);
	for (guint i = 0; i < settings->holidays->len; i++)
		if (!etiquette_add_holiday(
		        etiquette, settings->holidays->pdata[i], error))
			return NULL;
	g_hash_table_iter_init(&iter, settings->etiquette);
	while (g_hash_table_iter_next(&iter, &name, &value))
		if (!etiquette_set(etiquette, name, value, error))
			return NULL;
	return g_steal_pointer(&etiquette);
}

static void
report_action(GString *report, const char *what, const Application *application,
    const Action *action)
{
	g_string_append_printf(report, "%-10s%s: ", what, application->id);
	show_action(report, action);
	g_string_append_c(report, '\n');
}

/* A draft that has nobody to go to will never be wanted: it is withdrawn. */
static bool
queue_draft(const House *house, const Due *due, GError **error)
{
	g_autofree char *key = action_key(due->application, due->action);
	g_autoptr(GError) why = NULL;
	g_autoptr(GBytes) message = replacing_write(
	    house, due->application, due->action, house->now, &why);

	if (why) {
		g_propagate_error(error, g_steal_pointer(&why));
		return false;
	}
	if (message &&
	    !outbox_put(house->settings->outbox_folder, key, message, error))
		return false;
	due->action->status = message ? ACTION_QUEUED : ACTION_WITHDRAWN;
	return true;
}

/* The action whose draft has this key; NULL where no state knows it. */
static Action *
find_action(const State *state, const char *key, Application **owner)
{
	for (guint i = 0; i < state->applications->len; i++) {
		Application *application = state->applications->pdata[i];

		for (guint j = 0; j < application->actions->len; j++) {
			Action *action = application->actions->pdata[j];
			g_autofree char *its = action_key(application, action);

			if (!strcmp(its, key)) {
				*owner = application;
				return action;
			}
		}
	}
	return NULL;
}

/* Drafts still in the outbox that nobody wants any more never leave it. */
static bool
unqueue(const House *house, const State *state, GError **error)
{
	const char *folder = house->settings->outbox_folder;
	g_autoptr(GPtrArray) entries = outbox_list(folder, error);

	for (guint i = 0; entries && i < entries->len; i++) {
		const OutboxEntry *entry = entries->pdata[i];
		Application *owner;
		const Action *action = find_action(state, entry->key, &owner);

		if (!entry->is_withdrawal && action &&
		    !action_is_open(action) &&
		    !outbox_remove(folder, entry, error))
			return false;
	}
	return entries != NULL;
}

/* Drafts in the Drafts folder that nobody wants any more are asked back. */
static bool
withdraw(
    const House *house, const State *state, GString *report, GError **error)
{
	for (guint i = 0; i < state->applications->len; i++) {
		Application *application = state->applications->pdata[i];

		for (guint j = 0; j < application->actions->len; j++) {
			Action *action = application->actions->pdata[j];
			g_autofree char *key = NULL;

			if (!action->is_stale || !*action->place)
				continue;
			key = action_key(application, action);
			if (!outbox_put_withdrawal(
			        house->settings->outbox_folder, key,
			        action->place, error))
				return false;
			action->is_stale = false;
			report_action(report, "withdrawn", application, action);
		}
	}
	return true;
}

/* A note is said in the digest; a debrief is a mail of its own. */
static bool
queue_note(const House *house, const Etiquette *etiquette, const State *state,
    const Due *due, GError **error)
{
	if (due->action->kind == ACTION_DEBRIEF)
		return memos_put_form(house, etiquette, state, due->application,
		    due->action, error);
	due->action->status = ACTION_PLACED;
	return true;
}

static bool
queue_due(const House *house, const Etiquette *etiquette, State *state,
    GString *report, GError **error)
{
	g_autoptr(GArray) due = track_due(state, house->now);

	for (guint i = 0; i < due->len; i++) {
		const Due *one = &g_array_index(due, Due, i);
		bool is_note = action_is_note(one->action);

		if (is_note ? !queue_note(house, etiquette, state, one, error)
		            : !queue_draft(house, one, error))
			return false;
		if (one->action->status == ACTION_QUEUED)
			report_action(report, is_note ? "form" : "draft",
			    one->application, one->action);
		else if (one->action->is_asked)
			g_string_append_printf(report,
			    "%s: there is nobody to write to\n",
			    one->application->id);
	}
	return true;
}

bool
sweeping_queue(const House *house, const Etiquette *etiquette, State *state,
    GString *report, GError **error)
{
	track_advance(state, etiquette, house->now);
	return queue_due(house, etiquette, state, report, error) &&
	       unqueue(house, state, error) &&
	       withdraw(house, state, report, error) &&
	       replacing_queue(house, state, report, error);
}

typedef struct Keeper {
	const House *house;
	GString *report;
} Keeper;

/* What became of a draft that was to be put. One that was not is not wanted:
 * what stands in its place is told of by the withdrawal that comes next. */
static bool
record_draft(const Keeper *keeper, const Delivery *delivery,
    Application *application, Action *action, GError **error)
{
	const Settings *settings = keeper->house->settings;

	if (!delivery->place)
		return true;
	g_free(action->place);
	action->place = g_strdup(delivery->place);
	action->is_stale = !action_is_open(action);
	if (!action_is_open(action))
		return true;
	if (action->status == ACTION_QUEUED) {
		action->status = ACTION_PLACED;
		report_action(keeper->report, "delivered", application, action);
	}
	return placed_keep(settings->state_folder, delivery->entry->key,
	    delivery->entry->content, error);
}

/*
 * What became of a draft that was to be taken back. Where its action goes on,
 * it was to be replaced: that is over when the user has made it their own, and
 * when they have thrown it away, for good.
 */
static bool
record_withdrawal(const Keeper *keeper, const Delivery *delivery,
    Application *application, Action *action, GError **error)
{
	const Settings *settings = keeper->house->settings;
	const char *key = delivery->entry->key;
	bool is_replaced = action->status == ACTION_PLACED;
	g_autoptr(GBytes) next =
	    is_replaced ? outbox_find_draft(settings->outbox_folder, key)
	                : NULL;
	const OutboxEntry successor = {.key = (char *)key};

	if (is_replaced && delivery->found == DRAFTS_TOUCHED) {
		report_action(keeper->report, "left", application, action);
		return placed_mark_touched(
		           settings->state_folder, key, error) &&
		       outbox_remove(
		           settings->outbox_folder, &successor, error);
	}
	g_free(action->place);
	action->place = g_strdup("");
	action->is_stale = false;
	placed_forget(settings->state_folder, key);
	if (!is_replaced)
		return true;
	if (delivery->found == DRAFTS_UNTOUCHED) {
		action->status = next ? ACTION_QUEUED : ACTION_WAITING;
		return true;
	}
	action->status = ACTION_DONE;
	return outbox_remove(settings->outbox_folder, &successor, error);
}

/* A draft that was written anew meanwhile stays, and becomes a replacement. */
static bool
finish_entry(const Settings *settings, const Delivery *delivery, GError **error)
{
	const OutboxEntry *entry = delivery->entry;
	g_autoptr(GBytes) now =
	    entry->is_withdrawal || !delivery->place
	        ? NULL
	        : outbox_find_draft(settings->outbox_folder, entry->key);

	if (!now || g_bytes_equal(now, entry->content))
		return outbox_remove(settings->outbox_folder, entry, error);
	return outbox_put_replacement(
	    settings->outbox_folder, entry->key, now, delivery->place, error);
}

static bool
keep_delivery(const Delivery *delivery, void *user, GError **error)
{
	const Keeper *keeper = user;
	g_autoptr(Store) store =
	    house_open_store(keeper->house, LOCK_WAIT_MS, error);
	Application *application = NULL;
	Action *action;

	if (!store)
		return false;
	action =
	    find_action(store_state(store), delivery->entry->key, &application);
	if (action && !(delivery->entry->is_withdrawal ? record_withdrawal
	                                               : record_draft)(
	                  keeper, delivery, application, action, error))
		return false;
	return store_save(store, error) &&
	       finish_entry(keeper->house->settings, delivery, error);
}

GError *
sweeping_deliver(const House *house, GString *report)
{
	Keeper keeper = {.house = house, .report = report};
	g_autoptr(GPtrArray) errors = deliver_outbox(
	    house->settings, house->share_folder, keep_delivery, &keeper);

	return errors->len ? g_error_copy(errors->pdata[0]) : NULL;
}

/* Twice forked, so that it has no parent to wait for it; no pipe of ours. */
void
sweeping_start(const Options *options)
{
	const char *const arguments[] = {"afterword", "sweep", "--quiet", NULL};
	g_autofree char *program = command_program(options);
	int nowhere;

	if (fork() != 0)
		return;
	setsid();
	if (fork() != 0)
		_exit(0);
	nowhere = open("/dev/null", O_RDWR);
	dup2(nowhere, STDIN_FILENO);
	dup2(nowhere, STDOUT_FILENO);
	dup2(nowhere, STDERR_FILENO);
	execvp(program, (char **)arguments);
	_exit(127);
}
