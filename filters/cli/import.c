#include "command.h"
#include "error.h"
#include "gather.h"
#include "keys.h"
#include "old_mail.h"
#include "reader.h"
#include "store.h"
#include "sweeping.h"
#include "track.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#define LOCK_WAIT_MS 50000
#define IMAP_PREFIX "imap:"
#define BATCH 50 /* messages for which the lock is held at once */

/* One import. */
typedef struct Import {
	const House *house;
	const Etiquette *etiquette;
	const Detector *detector;
	const GPtrArray *mails; /* of OldMail * */
	Written written;
	char *marker; /* the file that says how far it has come */
	char *sources;
	guint come;         /* messages that were read at least once */
	bool is_more_known; /* since the last time all were looked at */
	guint taken, unreadable;
	gint64 since; /* of mail on a server; 0: all */
	bool is_quiet;
} Import;

/* "1200 of 3000", over and over on a terminal, now and then elsewhere. */
static void
show_progress(const Import *import, guint done)
{
	bool is_terminal = isatty(STDERR_FILENO);
	bool is_last = done == import->mails->len;

	if (import->is_quiet || (!is_terminal && !is_last && done % 1000))
		return;
	fprintf(stderr, "%s%u of %u messages read%s", is_terminal ? "\r" : "",
	    done, import->mails->len, is_terminal && !is_last ? "" : "\n");
}

/* Another list of sources, or mail that has come or gone, begins anew. */
static char *
name_of(const GPtrArray *mails, char *const *sources)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);

	for (; *sources; sources++) {
		g_autofree char *path = g_canonicalize_filename(*sources, NULL);

		g_checksum_update(
		    sum, (const guchar *)path, (gssize)strlen(path) + 1);
	}
	return g_strdup_printf(
	    "%.16s %u", g_checksum_get_string(sum), mails->len);
}

/* How many messages an import of the same that was stopped has taken in. */
static guint
find_start(const Import *import)
{
	g_autofree char *text = NULL;
	guint64 done;
	char *last;

	if (!g_file_get_contents(import->marker, &text, NULL, NULL) ||
	    !g_str_has_prefix(text, import->sources))
		return 0;
	last = strrchr(g_strchomp(text), ' ');
	if (!last || !g_ascii_string_to_unsigned(
	                 last + 1, 10, 0, import->mails->len, &done, NULL))
		return 0;
	return (guint)done;
}

static bool
keep_marker(const Import *import, GError **error)
{
	g_autofree char *text =
	    g_strdup_printf("%s %u\n", import->sources, import->come);

	return store_write_file(import->marker, text, strlen(text), error);
}

/*
 * Takes in one message; false where it belongs to nothing, and may still be
 * found to when more is known. What answers no mail, and speaks of no
 * application, never is.
 */
static bool
take(Import *import, Store *store, const OldMail *mail)
{
	State *state = store_state(store);
	g_autoptr(Message) message = old_mail_read(mail, NULL);
	g_autoptr(Reading) reading = NULL;
	g_autoptr(GArray) keys = NULL;
	g_autoptr(GArray) more = NULL;
	Change change;
	bool is_known, belongs;

	if (!message || message->is_memo) {
		import->unreadable += !message;
		return true;
	}
	keys = keys_of_message(message, NULL);
	store_wake(store, keys);
	reading = reader_read(
	    import->house, import->detector, state, message, import->written);
	if (!kind_is_of_application(reading->kind) &&
	    !state_find_thread(state, message->references))
		return !message->references->len;
	more = keys_of_message(message, reading);
	store_wake(store, more);
	track_apply(state, message, reading, import->etiquette,
	    import->house->now, &change);
	is_known = change.is_known;
	belongs = is_known || change.is_tie || change.application;
	import->taken += change.application && !is_known;
	import->is_more_known = import->is_more_known || (belongs && !is_known);
	change_clear(&change);
	return belongs;
}

/* Some messages, kept before the next: what is stopped goes on from there. */
static bool
take_batch(Import *import, const GArray *todo, guint start, guint end,
    GArray *left, GError **error)
{
	g_autoptr(Store) store =
	    house_open_store(import->house, LOCK_WAIT_MS, error);
	g_autoptr(GHashTable) owed = NULL;

	if (!store)
		return false;
	owed = track_owed(
	    store_state(store), import->etiquette, import->house->now);
	for (guint i = start; i < end; i++) {
		guint index = g_array_index(todo, guint, i);

		if (!take(import, store, import->mails->pdata[index]))
			g_array_append_val(left, index);
		import->come = MAX(import->come, index + 1);
	}
	track_let_go(
	    store_state(store), import->etiquette, import->house->now, owed);
	return store_save(store, error) && keep_marker(import, error);
}

/* Reads each of todo once; left gets those that belong to nothing yet. */
static bool
take_each(Import *import, const GArray *todo, GArray *left, GError **error)
{
	import->is_more_known = false;
	for (guint start = 0; start < todo->len; start += BATCH) {
		guint end = MIN(start + BATCH, todo->len);
		bool is_first = import->come < import->mails->len;

		if (!take_batch(import, todo, start, end, left, error))
			return false;
		if (is_first)
			show_progress(import, import->come);
	}
	return true;
}

static GArray *
list_new(guint start, guint end)
{
	GArray *list = g_array_new(FALSE, FALSE, sizeof(guint));

	for (; start < end; start++)
		g_array_append_val(list, start);
	return list;
}

/*
 * All messages once, then those left over, until no more are found to belong:
 * so the same import again changes nothing.
 */
static bool
take_all(Import *import, GError **error)
{
	guint start = find_start(import);
	g_autoptr(GArray) todo = list_new(start, import->mails->len);
	GArray *left = list_new(0, start);
	bool is_taken;

	import->come = start;
	is_taken = take_each(import, todo, left, error);
	for (bool is_first = start > 0;
	     is_taken && (import->is_more_known || is_first);
	     is_first = false) {
		g_array_unref(todo);
		todo = left;
		left = list_new(0, 0);
		is_taken = take_each(import, todo, left, error);
	}
	g_array_unref(left);
	if (is_taken)
		g_unlink(import->marker);
	return is_taken;
}

/*
 * The sources as paths, NULL last: what is on a server is gathered first, into
 * folders that gathered gets too.
 */
static GPtrArray *
find_paths(const Gather *gather, const Import *import, char *const *sources,
    GPtrArray *gathered, GError **error)
{
	g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
	char *path;

	for (; *sources; sources++) {
		bool is_on_server = g_str_has_prefix(*sources, IMAP_PREFIX);

		path = is_on_server ? gather_source(gather,
		                          *sources + strlen(IMAP_PREFIX),
		                          import->is_quiet, error)
		                    : g_strdup(*sources);
		if (!path)
			return NULL;
		if (is_on_server)
			g_ptr_array_add(gathered, g_strdup(path));
		g_ptr_array_add(paths, path);
	}
	g_ptr_array_add(paths, NULL);
	return g_steal_pointer(&paths);
}

static void
finish(const Import *import, const GPtrArray *gathered)
{
	for (guint i = 0; i < gathered->len; i++)
		gather_forget(gathered->pdata[i]);
	if (!import->is_quiet)
		printf("%u messages belong to an application; %u could not be "
		       "read\n",
		    import->taken, import->unreadable);
}

static int
run(const Options *options, Import *import, char *const *sources)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(House) house = house_open(options, &error);
	const Gather gather = {
	    .options = options, .house = house, .since = import->since};
	g_autoptr(GPtrArray) gathered = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) paths = NULL;
	g_autoptr(Etiquette) etiquette = NULL;
	g_autoptr(Detector) detector = NULL;
	g_autoptr(GPtrArray) mails = NULL;
	g_autofree char *marker = NULL;
	g_autofree char *name = NULL;

	if (!house || !(etiquette = sweeping_etiquette(house, &error)) ||
	    !(detector = house_open_detector(house, NULL, &error)) ||
	    !(paths = find_paths(&gather, import, sources, gathered, &error)) ||
	    !(mails = old_mail_find((char *const *)paths->pdata, &error)) ||
	    !store_make_folder(house->settings->state_folder, &error))
		return command_fail(error);
	import->house = house;
	import->etiquette = etiquette;
	import->detector = detector;
	import->mails = mails;
	import->marker = marker =
	    g_build_filename(house->settings->state_folder, "import", NULL);
	import->sources = name = name_of(mails, (char *const *)paths->pdata);
	if (!take_all(import, &error))
		return command_fail(error);
	finish(import, gathered);
	return EXIT_SUCCESS;
}

int
import_command(const Options *options, int argc, char **argv)
{
	gboolean incoming = FALSE, outgoing = FALSE, quiet = FALSE;
	g_autofree char *since = NULL;
	const GOptionEntry entries[] = {
	    {"since", 0, 0, G_OPTION_ARG_STRING, &since,
	        "of a server's mail, from this day on", "DATE"},
	    {"quiet", 0, 0, G_OPTION_ARG_NONE, &quiet, "say nothing", NULL},
	    {"incoming", 0, 0, G_OPTION_ARG_NONE, &incoming,
	        "the messages were written to the user", NULL},
	    {"outgoing", 0, 0, G_OPTION_ARG_NONE, &outgoing,
	        "the messages were written by the user", NULL},
	    {NULL, 0, 0, 0, NULL, NULL, NULL},
	};
	Import import = {0};

	if (!command_parse(&argc, &argv,
	        "SOURCE ... - read old mail: Maildirs, mboxes, folders, files, "
	        "imap:FOLDER",
	        entries))
		return EX_USAGE;
	if (argc < 2 || (incoming && outgoing)) {
		fputs(argc < 2 ? "afterword: import needs a source\n"
		               : "afterword: --incoming and --outgoing exclude "
		                 "each other\n",
		    stderr);
		return EX_USAGE;
	}
	if (since && !command_parse_time(since, &import.since)) {
		fprintf(stderr, "afterword: not a time: '%s'\n", since);
		return EX_USAGE;
	}
	import.is_quiet = quiet;
	import.written = outgoing   ? WRITTEN_BY_USER
	                 : incoming ? WRITTEN_BY_OTHERS
	                            : WRITTEN_UNKNOWN;
	return run(options, &import, argv + 1);
}
