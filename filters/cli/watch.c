#include "watch.h"

#include "error.h"
#include "follower.h"
#include "gather.h"
#include "mailbox.h"
#include "marks.h"
#include "nap.h"
#include "outbox.h"
#include "store.h"
#include "track.h"

#include <glib-unix.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <time.h>

#define TICK_S_MAX 5 /* timers stand still while the machine sleeps */
#define SWEEP_S 30   /* between two sweeps at least */
#define SWEEP_S_MAX 1800
#define ONCE_MS (5 * 60 * 1000)

typedef struct Watch {
	const Options *options;
	House *house;
	House *next_house; /* NULL: the configuration is as it was */
	Marks *marks;
	FollowerPlan plan;
	GPtrArray *followers; /* of Follower * */
	GMainLoop *loop;
	GPid sweep;            /* 0: none runs */
	gint64 sweep_after_us; /* monotonic */
	int sweep_failures;
	gint64 next_due;         /* Unix seconds; 0: nothing waits */
	struct timespec changed; /* the state that next_due is from */
	guint timer;
	Nap nap;
	bool is_ending;
	GError *error; /* the first, where it runs once */
} Watch;

/* --now stops the clock, as it does for all commands. */
static gint64
now(const Watch *watch)
{
	return g_getenv("AFTERWORD_NOW") ? watch->options->now : time(NULL);
}

/* When something comes due, from the state as it is on disk now. */
static void
look_at_state(Watch *watch)
{
	const char *folder = watch->house->settings->state_folder;
	g_autofree char *path = g_build_filename(folder, "state.json", NULL);
	g_autoptr(State) state = NULL;
	struct stat status;

	if (stat(path, &status) != 0 ||
	    !memcmp(&status.st_mtim, &watch->changed, sizeof watch->changed))
		return;
	state = store_read(folder, NULL);
	if (!state)
		return;
	watch->changed = status.st_mtim;
	watch->next_due = track_next_due(state);
}

static gboolean on_tick(gpointer user);

/* The next look: when something is due, and soon in any case. */
static void
set_timer(Watch *watch)
{
	gint64 left =
	    watch->next_due ? watch->next_due - now(watch) : TICK_S_MAX;

	g_clear_handle_id(&watch->timer, g_source_remove);
	watch->timer = g_timeout_add_seconds(
	    (guint)CLAMP(left, 1, TICK_S_MAX), on_tick, watch);
}

static void
on_sweep_end(GPid child, gint status, gpointer user)
{
	Watch *watch = user;
	int delay_s = SWEEP_S;

	g_spawn_close_pid(child);
	watch->sweep = 0;
	if (g_spawn_check_wait_status(status, NULL)) {
		watch->sweep_failures = 0;
	} else {
		follower_log("WARN", "a sweep has failed");
		delay_s = MIN(SWEEP_S_MAX, SWEEP_S << watch->sweep_failures);
		watch->sweep_failures = MIN(watch->sweep_failures + 1, 10);
	}
	watch->sweep_after_us =
	    g_get_monotonic_time() + delay_s * G_TIME_SPAN_SECOND;
}

static void
sweep(Watch *watch)
{
	g_autofree char *program = command_program(watch->options);
	char *argv[] = {program, (char *)"sweep", (char *)"--quiet", NULL};
	g_autoptr(GError) error = NULL;

	follower_log("INFO", "something is due: sweeping");
	if (g_spawn_async(NULL, argv, NULL,
	        G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_SEARCH_PATH, NULL, NULL,
	        &watch->sweep, &error))
		g_child_watch_add(watch->sweep, on_sweep_end, watch);
	else
		follower_log("WARN", "%s", error->message);
}

/* After a sleep all is tried at once, however often it has failed before. */
static void
wake(Watch *watch)
{
	follower_log(
	    "INFO", "the machine was asleep, or its clock was set ahead");
	watch->sweep_after_us = 0;
	watch->sweep_failures = 0;
	for (guint i = 0; i < watch->followers->len; i++)
		follower_wake(watch->followers->pdata[i]);
}

/*
 * What has just come due must not wait; a draft that does not get out, or a
 * state that stays due, is tried again later and later.
 */
static gboolean
on_tick(gpointer user)
{
	Watch *watch = user;
	gint64 due = watch->next_due;
	bool is_new;

	watch->timer = 0;
	if (nap_is_over(&watch->nap) && !watch->is_ending)
		wake(watch);
	look_at_state(watch);
	is_new = watch->next_due != due;
	if (!watch->sweep && !watch->is_ending &&
	    (is_new || g_get_monotonic_time() >= watch->sweep_after_us) &&
	    ((watch->next_due && watch->next_due <= now(watch)) ||
	        !outbox_is_empty(watch->house->settings->outbox_folder)))
		sweep(watch);
	set_timer(watch);
	return G_SOURCE_REMOVE;
}

/* Starts a follower for each folder, or for those called only. */
static void
start_all(Watch *watch, const char *only)
{
	const GPtrArray *accounts = watch->house->settings->accounts;

	for (guint i = 0; i < accounts->len; i++) {
		const Account *account = accounts->pdata[i];
		g_autoptr(GPtrArray) folders = account_followed(account);

		if (!watch->plan.once && account_is_in_the_clear(account))
			follower_log("WARN",
			    "account '%s': anybody on the way can read mail "
			    "and password (tls = none)",
			    account->name);
		for (guint j = 0; j < folders->len; j++) {
			const char *folder = folders->pdata[j];

			if (!only || !strcmp(only, folder))
				g_ptr_array_add(watch->followers,
				    follower_new(
				        &watch->plan, account->name, folder));
		}
	}
}

/* A new configuration begins when the last of the old followers has gone. */
static void
on_ended(Follower *follower, void *user)
{
	Watch *watch = user;

	if (watch->plan.once && !watch->error && follower_error(follower)) {
		watch->error = g_error_copy(follower_error(follower));
		/* Whose words it is that nobody can make out. */
		if (watch->error->code == AFTERWORD_ERROR_MAIL)
			watch->error->code = AFTERWORD_ERROR_SERVER;
	}
	g_ptr_array_remove_fast(watch->followers, follower);
	follower_free(follower);
	if (watch->followers->len)
		return;
	if (watch->is_ending || watch->plan.once || !watch->next_house) {
		g_main_loop_quit(watch->loop);
		return;
	}
	house_close(watch->house);
	watch->house = g_steal_pointer(&watch->next_house);
	watch->changed = (struct timespec){0};
	start_all(watch, NULL);
}

static void
stop_all(Watch *watch)
{
	for (guint i = 0; i < watch->followers->len; i++)
		follower_stop(watch->followers->pdata[i]);
}

static gboolean
on_terminate(gpointer user)
{
	Watch *watch = user;

	follower_log("INFO", "ending");
	watch->is_ending = true;
	stop_all(watch);
	return G_SOURCE_CONTINUE;
}

static guint
count_followed(const House *house)
{
	guint count = 0;

	for (guint i = 0; i < house->settings->accounts->len; i++) {
		g_autoptr(GPtrArray) folders =
		    account_followed(house->settings->accounts->pdata[i]);

		count += folders->len;
	}
	return count;
}

static bool
check_followed(const House *house, GError **error)
{
	if (count_followed(house))
		return true;
	g_set_error_literal(error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES,
	    "there is no account to watch: 'host = ...' in an [account NAME] "
	    "section of the configuration makes one");
	return false;
}

/* A configuration that is wrong does not end what goes well. */
static gboolean
on_hang_up(gpointer user)
{
	Watch *watch = user;
	g_autoptr(GError) error = NULL;
	g_autoptr(House) house = house_open(watch->options, &error);

	if (!house || !check_followed(house, &error)) {
		follower_log("WARN", "the configuration stays as it was: %s",
		    error->message);
		return G_SOURCE_CONTINUE;
	}
	follower_log("INFO", "reading the configuration again");
	house_close(watch->next_house);
	watch->next_house = g_steal_pointer(&house);
	stop_all(watch);
	return G_SOURCE_CONTINUE;
}

static void
watch_clear(Watch *watch)
{
	g_clear_handle_id(&watch->timer, g_source_remove);
	g_clear_error(&watch->error);
	if (watch->followers) {
		g_ptr_array_set_free_func(
		    watch->followers, (GDestroyNotify)follower_free);
		g_ptr_array_unref(watch->followers);
	}
	if (watch->loop)
		g_main_loop_unref(watch->loop);
	marks_free(watch->marks);
	house_close(watch->next_house);
	house_close(watch->house);
}

/* false without an error where another watch runs. */
static bool
watch_open(Watch *watch, const Options *options, bool once, GError **error)
{
	watch->options = options;
	watch->house = house_open(options, error);
	if (!watch->house)
		return false;
	watch->marks =
	    marks_load(watch->house->settings->state_folder, "watch", error);
	watch->followers = g_ptr_array_new();
	watch->loop = g_main_loop_new(NULL, FALSE);
	watch->plan = (FollowerPlan){.options = options,
	    .marks = watch->marks,
	    .once = once,
	    .ended = on_ended,
	    .user = watch};
	return watch->marks && marks_lock(watch->marks, error);
}

static gboolean
on_once_over(gpointer user)
{
	stop_all(user);
	return G_SOURCE_REMOVE;
}

GError *
watch_sent_once(const Options *options)
{
	Watch watch = {0};
	GError *error = NULL;
	guint timer;

	if (watch_open(&watch, options, true, &error)) {
		timer = g_timeout_add(ONCE_MS, on_once_over, &watch);
		start_all(&watch, MAILBOX_SENT);
		if (watch.followers->len)
			g_main_loop_run(watch.loop);
		g_source_remove(timer);
		error = g_steal_pointer(&watch.error);
	}
	watch_clear(&watch);
	return error;
}

static void
run(Watch *watch)
{
	guint sources[] = {
	    g_unix_signal_add(SIGTERM, on_terminate, watch),
	    g_unix_signal_add(SIGINT, on_terminate, watch),
	    g_unix_signal_add(SIGHUP, on_hang_up, watch),
	};

	follower_log(
	    "INFO", "watching %u folders", count_followed(watch->house));
	start_all(watch, NULL);
	watch->nap = nap_begin();
	on_tick(watch);
	g_main_loop_run(watch->loop);
	for (size_t i = 0; i < G_N_ELEMENTS(sources); i++)
		g_source_remove(sources[i]);
	follower_log("INFO", "ended");
}

static int
watch_all(const Options *options)
{
	Watch watch = {0};
	g_autoptr(GError) error = NULL;
	bool is_open = watch_open(&watch, options, false, &error);
	int code = EXIT_SUCCESS;

	if (is_open && check_followed(watch.house, &error)) {
		run(&watch);
	} else if (!error) {
		fputs("afterword: a watch is running already\n", stderr);
		code = EX_TEMPFAIL;
	}
	if (error)
		code = command_fail(error);
	watch_clear(&watch);
	return code;
}

int
watch_command(const Options *options, int argc, char **argv)
{
	g_autofree char *account = NULL;
	g_autofree char *folder = NULL;
	g_autofree char *from = NULL;
	gboolean once = FALSE;
	const int hidden = G_OPTION_FLAG_HIDDEN;
	/* File names are taken as they are, whatever the locale. */
	const GOptionEntry entries[] = {
	    {"follow", 0, hidden, G_OPTION_ARG_FILENAME, &account, "", NULL},
	    {"folder", 0, hidden, G_OPTION_ARG_FILENAME, &folder, "", NULL},
	    {"gather", 0, hidden, G_OPTION_ARG_STRING, &from, "", NULL},
	    {"once", 0, hidden, G_OPTION_ARG_NONE, &once, "", NULL},
	    {NULL, 0, 0, 0, NULL, NULL, NULL},
	};
	Followed followed = {0};

	if (!command_parse(&argc, &argv,
	        "- follow the mail of the accounts, until told to end",
	        entries))
		return EX_USAGE;
	if (argc > 1) {
		fputs("afterword: watch takes no arguments\n", stderr);
		return EX_USAGE;
	}
	if (!account || !folder)
		return watch_all(options);
	if (from)
		return gather_send(options, account, folder, from);
	followed = (Followed){account, folder, once};
	return follow_run(options, &followed);
}
