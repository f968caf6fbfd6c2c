#include "follower.h"

#include "backoff.h"
#include "error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Seconds before the next try: of a line that broke, and of a login that was
 * refused, which a server counts. */
#define RETRY_S 1
#define RETRY_S_MAX 900
#define REFUSED_S 60
#define REFUSED_S_MAX 3600
#define ENDING_MS 5000
#define LINE_BYTES_MAX 4096

struct Follower {
	const FollowerPlan *plan;
	Mark *mark;   /* borrowed from the marks: account and folder, too */
	GPid child;   /* 0: none */
	int output;   /* what the child says; -1 */
	guint source; /* of output */
	guint timer;  /* to start again, or to end what does not end */
	GString *heard;
	GError *error; /* owned */
	char *told;    /* the last trouble that the log has; NULL */
	guint32 trying;
	int failures; /* in a row */
	bool is_connected;
	bool is_stopping;
};

static void start(Follower *follower);

void
follower_log(const char *level, const char *format, ...)
{
	g_autofree char *text = NULL;
	va_list values;

	va_start(values, format);
	text = g_strdup_vprintf(format, values);
	va_end(values);
	fprintf(stderr, "%s %s\n", level, text);
}

/* "account 'home', sent mail" */
static char *
name_of(const Follower *follower)
{
	bool is_sent = *follower->mark->folder == '\\';

	return g_strdup_printf("account '%s', %s", follower->mark->account,
	    is_sent ? "sent mail" : follower->mark->folder);
}

/* What runs once is no service: it tells of what is wrong alone. */
static void
tell(Follower *follower, const char *level, const char *text)
{
	g_autofree char *name = name_of(follower);

	if (follower->plan->once && strcmp(level, "WARN") != 0)
		return;

	follower_log(level, "%s: %s", name, text);
}

/* The same trouble again and again is one line. */
static void
tell_trouble(Follower *follower, const char *text)
{
	if (g_strcmp0(follower->told, text) != 0)
		tell(follower, "WARN", text);
	g_free(follower->told);
	follower->told = g_strdup(text);
}

static void
save(Follower *follower)
{
	g_autoptr(GError) error = NULL;

	if (!marks_save(follower->plan->marks, &error))
		tell_trouble(follower, error->message);
}

static void
note_read(Follower *follower, guint32 uidvalidity, guint32 uid)
{
	Mark *mark = follower->mark;

	mark->uidvalidity = uidvalidity;
	mark->uid = uid;
	mark->time = time(NULL);
	mark->trying = 0;
	mark->tries = 0;
	follower->trying = 0;
	save(follower);
}

static void
note_caught(Follower *follower, int count)
{
	g_autofree char *text = g_strdup_printf(
	    "%d new %s read", count, count == 1 ? "mail" : "mails");

	follower->failures = 0;
	g_clear_error(&follower->error);
	g_clear_pointer(&follower->told, g_free);
	if (count > 0)
		tell(follower, "INFO", text);
}

static void
note_failure(Follower *follower, int code, const char *text)
{
	g_clear_error(&follower->error);
	follower->error = g_error_new(AFTERWORD_ERROR,
	    CLAMP(code, AFTERWORD_ERROR_USAGE, AFTERWORD_ERROR_RULES), "%s",
	    text);
}

static void
hear(Follower *follower, const char *line)
{
	unsigned int uidvalidity;
	unsigned int uid;
	int number;
	int start_of_text = 0;

	if (sscanf(line, "trying %u", &uid) == 1)
		follower->trying = uid;
	else if (sscanf(line, "read %u %u", &uidvalidity, &uid) == 2)
		note_read(follower, uidvalidity, uid);
	else if (sscanf(line, "caught %d", &number) == 1)
		note_caught(follower, number);
	else if (sscanf(line, "failed %d %n", &number, &start_of_text) == 1)
		note_failure(follower, number, line + start_of_text);
	else if (!strcmp(line, "renumbered"))
		tell(follower, "INFO",
		    "the mails have new numbers; the latest are read again");
	else if (g_str_has_prefix(line, "skipped "))
		tell(
		    follower, "WARN", "a mail that cannot be read is left out");
	else if (!strcmp(line, "entered") && !follower->is_connected) {
		follower->is_connected = true;
		tell(follower, "INFO", "connected");
	}
}

/* Takes what there is to read; false at the end. */
static bool
take_output(Follower *follower)
{
	char bytes[1024];
	ssize_t length = read(follower->output, bytes, sizeof bytes);
	char *end;

	if (length <= 0)
		return length < 0 && (errno == EAGAIN || errno == EINTR);
	if (follower->heard->len > LINE_BYTES_MAX)
		g_string_truncate(follower->heard, 0);
	g_string_append_len(follower->heard, bytes, length);
	while ((end = strchr(follower->heard->str, '\n'))) {
		*end = '\0';
		hear(follower, follower->heard->str);
		g_string_erase(
		    follower->heard, 0, end + 1 - follower->heard->str);
	}
	return true;
}

static gboolean
on_output(gint output, GIOCondition condition, gpointer user)
{
	Follower *follower = user;

	(void)output;
	(void)condition;
	if (take_output(follower))
		return G_SOURCE_CONTINUE;
	follower->source = 0;
	return G_SOURCE_REMOVE;
}

static void
close_output(Follower *follower)
{
	if (follower->output < 0)
		return;
	if (follower->source)
		while (
		    g_unix_set_fd_nonblocking(follower->output, true, NULL) &&
		    take_output(follower) && errno != EAGAIN)
			continue;
	g_clear_handle_id(&follower->source, g_source_remove);
	close(follower->output);
	follower->output = -1;
}

/* A mail that ends the reader, or that nobody can parse, is counted. */
static void
note_end(Follower *follower, int status)
{
	bool is_killed = WIFSIGNALED(status) && !follower->is_stopping;
	Mark *mark = follower->mark;

	if (is_killed) {
		g_autofree char *text = g_strdup_printf(
		    "the reader died of signal %d", WTERMSIG(status));

		note_failure(follower, AFTERWORD_ERROR_SERVER, text);
	} else if (!follower->error && !follower->is_stopping &&
	           !follower->plan->once) {
		note_failure(follower, AFTERWORD_ERROR_SERVER,
		    "the reader ended without a word");
	}
	if (!follower->trying ||
	    (!is_killed && !g_error_matches(follower->error, AFTERWORD_ERROR,
	                       AFTERWORD_ERROR_MAIL)))
		return;
	mark->tries = mark->trying == follower->trying ? mark->tries + 1 : 1;
	mark->trying = follower->trying;
	follower->trying = 0;
	save(follower);
}

static gboolean
on_retry(gpointer user)
{
	Follower *follower = user;

	follower->timer = 0;
	start(follower);
	return G_SOURCE_REMOVE;
}

static bool
was_refused(const Follower *follower)
{
	return follower->error &&
	       (follower->error->code == AFTERWORD_ERROR_PERMISSION ||
	           follower->error->code == AFTERWORD_ERROR_RULES);
}

static guint
delay_ms(const Follower *follower)
{
	if (was_refused(follower))
		return backoff_ms(REFUSED_S, REFUSED_S_MAX, follower->failures);
	return backoff_ms(RETRY_S, RETRY_S_MAX, follower->failures);
}

static void
retry(Follower *follower)
{
	if (follower->error)
		tell_trouble(follower, follower->error->message);
	follower->is_connected = false;
	follower->timer = g_timeout_add(delay_ms(follower), on_retry, follower);
	follower->failures++;
}

static void
on_end(GPid child, gint status, gpointer user)
{
	Follower *follower = user;

	g_spawn_close_pid(child);
	follower->child = 0;
	close_output(follower);
	g_clear_handle_id(&follower->timer, g_source_remove);
	note_end(follower, status);
	if (follower->is_stopping || follower->plan->once)
		follower->plan->ended(follower, follower->plan->user);
	else
		retry(follower);
}

static void
start(Follower *follower)
{
	g_autofree char *program = command_program(follower->plan->options);
	char *argv[] = {program, (char *)"watch", (char *)"--follow",
	    follower->mark->account, (char *)"--folder", follower->mark->folder,
	    follower->plan->once ? (char *)"--once" : NULL, NULL};
	g_autoptr(GError) error = NULL;

	g_clear_error(&follower->error);
	g_string_truncate(follower->heard, 0);
	if (!g_spawn_async_with_pipes(NULL, argv, NULL,
	        G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_SEARCH_PATH, NULL, NULL,
	        &follower->child, NULL, &follower->output, NULL, &error)) {
		follower->child = 0;
		follower->output = -1;
		note_failure(follower, AFTERWORD_ERROR_STORE, error->message);
		retry(follower);
		return;
	}
	follower->source = g_unix_fd_add(
	    follower->output, G_IO_IN | G_IO_HUP, on_output, follower);
	g_child_watch_add(follower->child, on_end, follower);
}

Follower *
follower_new(const FollowerPlan *plan, const char *account, const char *folder)
{
	Follower *follower = g_new0(Follower, 1);

	follower->plan = plan;
	follower->mark = marks_find(plan->marks, account, folder);
	follower->output = -1;
	follower->heard = g_string_new(NULL);
	start(follower);
	return follower;
}

void
follower_wake(Follower *follower)
{
	if (follower->is_stopping)
		return;
	if (follower->child) {
		kill(follower->child, SIGCONT);
	} else if (follower->timer && !was_refused(follower)) {
		g_clear_handle_id(&follower->timer, g_source_remove);
		follower->failures = 0;
		start(follower);
	}
}

static gboolean
on_patience_over(gpointer user)
{
	Follower *follower = user;

	follower->timer = 0;
	if (follower->child)
		kill(follower->child, SIGKILL);
	else
		follower->plan->ended(follower, follower->plan->user);
	return G_SOURCE_REMOVE;
}

void
follower_stop(Follower *follower)
{
	if (follower->is_stopping)
		return;
	follower->is_stopping = true;
	g_clear_handle_id(&follower->timer, g_source_remove);
	if (follower->child)
		kill(follower->child, SIGTERM);
	follower->timer = g_timeout_add(
	    follower->child ? ENDING_MS : 0, on_patience_over, follower);
}

const GError *
follower_error(const Follower *follower)
{
	return follower->error;
}

void
follower_free(Follower *follower)
{
	if (!follower)
		return;
	g_clear_handle_id(&follower->timer, g_source_remove);
	close_output(follower);
	g_string_free(follower->heard, TRUE);
	g_clear_error(&follower->error);
	g_free(follower->told);
	g_free(follower);
}
