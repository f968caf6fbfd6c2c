#include "carrier.h"

#include "drafts.h"
#include "error.h"
#include "plugin.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define LINE_BYTES_MAX 8192
#define PLACE_BYTES_MAX (DRAFTS_PLACE_MAX + 300)

/*
 * The process reports in lines: "done INDEX FOUND PLACE", with "-" for no
 * place, and "failed CODE MESSAGE".
 */
static void
report(int pipe, const char *line)
{
	g_autofree char *whole = g_strconcat(line, "\n", NULL);
	size_t length = strlen(whole);

	if (write(pipe, whole, length) != (ssize_t)length)
		_exit(EXIT_FAILURE);
}

static void
report_done(int pipe, guint index, DraftsFound found, const char *place)
{
	g_autofree char *line = g_strdup_printf(
	    "done %u %d %s", index, (int)found, place ? place : "-");

	report(pipe, line);
}

static void
report_failed(int pipe, const GError *error)
{
	int code = error->domain == AFTERWORD_ERROR ? error->code
	                                            : AFTERWORD_ERROR_SERVER;
	g_autofree char *line = g_strdup_printf(
	    "failed %d %.*s", code, LINE_BYTES_MAX / 2, error->message);

	for (char *c = line; *c; c++)
		if (g_ascii_iscntrl(*c))
			*c = ' ';
	report(pipe, line);
}

static const DraftsPlugin *
load(const char *name, GError **error)
{
	const DraftsPlugin *(*entry)(void) =
	    (const DraftsPlugin *(*)(void))plugin_find(
	        name, "afterword_drafts", error);

	if (!entry)
		return NULL;
	if (entry()->version != DRAFTS_VERSION) {
		g_set_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES,
		    "drafts: plugin '%s' is of another version", name);
		return NULL;
	}
	return entry();
}

/* The state of the process as it works through its errands. */
typedef struct Round {
	const DraftsPlugin *plugin;
	Drafts *drafts;
	GPtrArray *errands;
	const char *outbox_folder;
	int pipe;
	bool has_failed;
} Round;

static void
note_failure(Round *round, GError *error)
{
	if (!round->has_failed)
		report_failed(round->pipe, error);
	round->has_failed = true;
	g_error_free(error);
}

static bool
is_place(const char *text)
{
	size_t length = strlen(text);

	for (size_t i = 0; i < length; i++)
		if (!g_ascii_isprint(text[i]))
			return false;
	return length <= PLACE_BYTES_MAX;
}

static void
put(Round *round, guint index)
{
	const Errand *errand = g_ptr_array_index(round->errands, index);
	const OutboxEntry *entry = errand->entry;
	g_autofree char *place = NULL;
	g_autofree char *whole = NULL;
	GError *error = NULL;

	if (!round->plugin->put(
	        round->drafts, entry->key, entry->content, &place, &error)) {
		note_failure(round, error);
		return;
	}
	whole = g_strconcat(errand->address, " ", place, NULL);
	if (!is_place(whole)) {
		note_failure(round,
		    g_error_new_literal(AFTERWORD_ERROR, AFTERWORD_ERROR_SERVER,
		        "the plugin gave no sensible place"));
		return;
	}
	report_done(round->pipe, index, DRAFTS_UNTOUCHED, whole);
}

/*
 * Whether what we find is no draft of the user's but the successor, which an
 * attempt before this one has put. To put a draft that is there puts nothing
 * and says where it is.
 */
static bool
has_put_before(Round *round, const OutboxEntry *successor, DraftsFound *found,
    GError **error)
{
	g_autofree char *place = NULL;
	DraftsFound there;

	if (!round->plugin->put(round->drafts, successor->key,
	        successor->content, &place, error) ||
	    !round->plugin->find(
	        round->drafts, successor->key, place, &there, error))
		return false;
	if (there == DRAFTS_UNTOUCHED)
		*found = DRAFTS_UNTOUCHED;
	return true;
}

/*
 * Takes away a draft that is to be replaced. That we are about to is noted
 * first: killed before anybody knows that it is gone, we would take it for
 * deleted by the user the next time, and the new one would be lost.
 */
static bool
remove_noted(Round *round, guint index, DraftsFound *found, GError **error)
{
	const Errand *errand = g_ptr_array_index(round->errands, index);
	const Errand *next = g_ptr_array_index(round->errands, index + 1);
	const char *key = errand->entry->key;

	if (!round->plugin->find(
	        round->drafts, key, errand->place, found, error))
		return false;
	if (*found == DRAFTS_TOUCHED && errand->is_resumed)
		return has_put_before(round, next->entry, found, error);
	if (*found == DRAFTS_ABSENT && errand->is_resumed)
		*found = DRAFTS_UNTOUCHED;
	else if (*found == DRAFTS_UNTOUCHED)
		return outbox_begin_removal(round->outbox_folder, key, error) &&
		       round->plugin->withdraw(
		           round->drafts, key, errand->place, found, error);
	return true;
}

/*
 * Takes the draft away, and puts its successor (0: there is none) if it was
 * untouched. A successor that is not wanted goes before the withdrawal does:
 * were it left alone in the outbox, it would be put.
 */
static void
withdraw(Round *round, guint index, guint successor)
{
	const Errand *errand = g_ptr_array_index(round->errands, index);
	DraftsFound found = DRAFTS_TOUCHED;
	GError *error = NULL;
	bool is_done =
	    successor ? remove_noted(round, index, &found, &error)
	              : round->plugin->withdraw(round->drafts,
	                    errand->entry->key, errand->place, &found, &error);

	if (!is_done) {
		note_failure(round, error);
		return;
	}
	if (successor && found != DRAFTS_UNTOUCHED)
		report_done(round->pipe, successor, found, NULL);
	report_done(round->pipe, index, found, NULL);
	if (successor && found == DRAFTS_UNTOUCHED)
		put(round, successor);
}

static bool
is_successor(GPtrArray *errands, guint index)
{
	const Errand *errand;
	const Errand *before;

	if (index == 0 || index >= errands->len)
		return false;
	errand = g_ptr_array_index(errands, index);
	before = g_ptr_array_index(errands, index - 1);
	return !errand->entry->is_withdrawal && before->entry->is_withdrawal &&
	       !strcmp(errand->entry->key, before->entry->key);
}

static void
work(const Carrier *carrier, GPtrArray *errands, int pipe)
{
	Round round = {.errands = errands,
	    .outbox_folder = carrier->outbox_folder,
	    .pipe = pipe};
	GError *error = NULL;

	plugin_guard();
	signal(SIGPIPE, SIG_IGN);
	round.plugin = load(carrier->plugin, &error);
	if (round.plugin)
		round.drafts = round.plugin->open(carrier->settings, &error);
	if (!round.drafts) {
		note_failure(&round, error);
		return;
	}
	for (guint i = 0; i < errands->len; i++) {
		const Errand *errand = g_ptr_array_index(errands, i);

		if (errand->entry->is_withdrawal)
			withdraw(&round, i,
			    is_successor(errands, i + 1) ? i + 1 : 0);
		else if (!is_successor(errands, i))
			put(&round, i);
	}
	round.plugin->close(round.drafts);
}

/* The parent's side: what has been said so far, and what went wrong first. */
typedef struct Listener {
	const Carrier *carrier;
	GPtrArray *errands;
	GString *heard;
	GError *error; /* owned */
} Listener;

static void
note_error(Listener *listener, int code, const char *message)
{
	if (!listener->error)
		listener->error =
		    g_error_new_literal(AFTERWORD_ERROR, code, message);
}

static void
hear_done(Listener *listener, const char *text)
{
	unsigned int index;
	int found;
	int start = 0;
	const char *place;
	const Errand *errand;
	Delivery delivery = {0};

	if (sscanf(text, "%u %d %n", &index, &found, &start) != 2 || !start ||
	    index >= listener->errands->len || found < DRAFTS_ABSENT ||
	    found > DRAFTS_TOUCHED || !is_place(text + start)) {
		note_error(listener, AFTERWORD_ERROR_SERVER,
		    "the plugin gave no sensible answer");
		return;
	}
	place = text + start;
	errand = g_ptr_array_index(listener->errands, index);
	delivery.entry = errand->entry;
	delivery.found = (DraftsFound)found;
	delivery.place = strcmp(place, "-") != 0 ? place : NULL;
	listener->carrier->keep(&delivery, listener->carrier->keeper,
	    listener->error ? NULL : &listener->error);
}

static void
hear(Listener *listener, const char *line)
{
	int code;
	int start = 0;

	if (g_str_has_prefix(line, "done "))
		hear_done(listener, line + strlen("done "));
	else if (sscanf(line, "failed %d %n", &code, &start) == 1 && start)
		note_error(listener, code, line + start);
}

static void
hear_all(Listener *listener)
{
	char *end;

	while (
	    (end = memchr(listener->heard->str, '\n', listener->heard->len))) {
		*end = '\0';
		hear(listener, listener->heard->str);
		g_string_erase(
		    listener->heard, 0, end + 1 - listener->heard->str);
	}
}

/* Listens until the process ends; false when it must be ended. */
static bool
listen_to(Listener *listener, int pipe)
{
	gint64 end =
	    g_get_monotonic_time() + listener->carrier->timeout_ms * 1000LL;
	char bytes[1024];

	while (listener->heard->len <= LINE_BYTES_MAX) {
		gint64 left_ms = (end - g_get_monotonic_time()) / 1000;
		struct pollfd poller = {.fd = pipe, .events = POLLIN};
		int ready = left_ms > 0 ? poll(&poller, 1, (int)left_ms) : 0;
		ssize_t length;

		if (ready < 0 && errno == EINTR)
			continue;
		if (ready <= 0)
			return false;
		length = read(pipe, bytes, sizeof bytes);
		if (length < 0 && errno == EINTR)
			continue;
		if (length <= 0)
			return length == 0;
		g_string_append_len(listener->heard, bytes, length);
		hear_all(listener);
	}
	return false;
}

static void
note_end(Listener *listener, bool was_patient, int status)
{
	g_autofree char *death = NULL;

	if (!was_patient) {
		note_error(listener, AFTERWORD_ERROR_SERVER,
		    "the plugin took too long and was ended");
	} else if (WIFSIGNALED(status)) {
		death = g_strdup_printf("the plugin died of signal %d (%s)",
		    WTERMSIG(status), g_strsignal(WTERMSIG(status)));
		note_error(listener, AFTERWORD_ERROR_SERVER, death);
	} else if (WEXITSTATUS(status) != 0) {
		note_error(listener, AFTERWORD_ERROR_SERVER,
		    "the plugin ended before it was done");
	}
}

static void
wait_for(Listener *listener, pid_t child, int pipe)
{
	bool was_patient = listen_to(listener, pipe);
	int status = 0;

	if (!was_patient)
		kill(child, SIGKILL);
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		continue;
	note_end(listener, was_patient, status);
}

/* Starts the process; -1 and errno where there is none. */
static pid_t
start(const Carrier *carrier, GPtrArray *errands, int *pipe)
{
	int ends[2];
	int why;
	pid_t child;

	if (pipe2(ends, O_CLOEXEC) != 0)
		return -1;
	child = fork();
	if (child == 0) {
		work(carrier, errands, ends[1]);
		_exit(EXIT_SUCCESS);
	}
	why = errno;
	close(ends[1]);
	if (child < 0)
		close(ends[0]);
	*pipe = ends[0];
	errno = why;
	return child;
}

bool
carrier_run(const Carrier *carrier, GPtrArray *errands, GError **error)
{
	Listener listener = {.carrier = carrier, .errands = errands};
	int pipe = -1;
	pid_t child = start(carrier, errands, &pipe);

	if (child < 0) {
		g_set_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_STORE,
		    "cannot start a process: %s", g_strerror(errno));
		return false;
	}
	listener.heard = g_string_new(NULL);
	wait_for(&listener, child, pipe);
	close(pipe);
	g_string_free(listener.heard, true);
	if (!listener.error)
		return true;
	g_propagate_error(error, listener.error);
	return false;
}
