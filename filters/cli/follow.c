#include "follow.h"

#include "error.h"
#include "marks.h"
#include "plugin.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#define POLL_S 300
#define OVERLAP_S (2 * 24 * 3600) /* days are the server's, in its own zone */
#define LINE_BYTES_MAX 1000

typedef struct Follow {
	const Options *options;
	const Followed *followed;
	const MailboxPlugin *plugin;
	Mailbox *mailbox;
	Mark mark; /* where to begin; strings borrowed */
	int count; /* mails read since the last "caught" */
	int poll_s;
} Follow;

/* Whoever started us is gone when nobody reads what we say. */
static bool
has_listener(void)
{
	struct pollfd listener = {.fd = STDOUT_FILENO};

	return poll(&listener, 1, 0) <= 0 || !(listener.revents & POLLERR);
}

static void G_GNUC_PRINTF(1, 2) say(const char *format, ...)
{
	va_list values;

	va_start(values, format);
	vprintf(format, values);
	va_end(values);
	if (putchar('\n') == EOF || fflush(stdout) != 0)
		exit(EX_IOERR);
}

static bool
write_all(int output, GBytes *mail)
{
	gsize length;
	const char *bytes = g_bytes_get_data(mail, &length);

	while (length > 0) {
		ssize_t written = write(output, bytes, length);

		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
			return false;
		bytes += written;
		length -= (size_t)written;
	}
	return true;
}

/* The exit code of a filter that has this mail; -1 where it was killed. */
static int
run_filter(const Follow *follow, GBytes *mail, GError **error)
{
	g_autofree char *program = command_program(follow->options);
	bool is_sent = !strcmp(follow->followed->folder, MAILBOX_SENT);
	char *argv[] = {program, (char *)"filter", (char *)"--quiet",
	    is_sent ? (char *)"--outgoing" : NULL, NULL};
	const GSpawnFlags flags = G_SPAWN_DO_NOT_REAP_CHILD |
	                          G_SPAWN_STDOUT_TO_DEV_NULL |
	                          G_SPAWN_SEARCH_PATH;
	GPid child;
	int input;
	int status = 0;

	if (!g_spawn_async_with_pipes(NULL, argv, NULL, flags, NULL, NULL,
	        &child, &input, NULL, NULL, error))
		return -1;
	write_all(input, mail);
	close(input);
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		continue;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/*
 * Hands a mail to the filter. One that cannot be read is done with as well:
 * a hook would have delivered it all the same.
 */
static bool
filter(const Follow *follow, GBytes *mail, GError **error)
{
	g_autoptr(GError) why = NULL;
	int code = run_filter(follow, mail, &why);

	if (code == EXIT_SUCCESS || code == EX_DATAERR || code == EX_SOFTWARE)
		return true;
	g_set_error(error, AFTERWORD_ERROR,
	    code == EX_CONFIG   ? AFTERWORD_ERROR_RULES
	    : code == EX_NOPERM ? AFTERWORD_ERROR_PERMISSION
	                        : AFTERWORD_ERROR_STORE,
	    "the filter ended with code %d%s%s", code, why ? ": " : "",
	    why ? why->message : "");
	return false;
}

static bool
read_mail(Follow *follow, guint32 uid, GError **error)
{
	int tries = follow->mark.trying == uid ? follow->mark.tries : 0;
	g_autoptr(GBytes) mail = NULL;
	g_autoptr(GError) why = NULL;

	if (tries >= FOLLOW_TRIES_MAX) {
		say("skipped %u", uid);
		return true;
	}
	say("trying %u", uid);
	mail = follow->plugin->fetch(
	    follow->mailbox, uid, tries ? MAILBOX_WHOLE : MAILBOX_TEXT, &why);
	if (why) {
		g_propagate_error(error, g_steal_pointer(&why));
		return false;
	}
	if (mail && !filter(follow, mail, error))
		return false;
	follow->count += mail != NULL;
	return true;
}

/* Reads what came after the mark, or on the day of since or later. */
static bool
catch_up(Follow *follow, gint64 since, GError **error)
{
	g_autoptr(GArray) uids = follow->plugin->list(
	    follow->mailbox, follow->mark.uid, since, error);

	for (guint i = 0; uids && i < uids->len; i++) {
		guint32 uid = g_array_index(uids, guint32, i);

		if (!read_mail(follow, uid, error))
			return false;
		follow->mark.uid = uid;
		say("read %u %u", follow->mark.uidvalidity, uid);
	}
	if (!uids)
		return false;
	say("caught %d", follow->count);
	follow->count = 0;
	return true;
}

/*
 * Opens the folder and finds the place to go on from. A folder that is new to
 * us begins with what comes next; one that has new UIDs is read from the day
 * that it was read up to, and what is known already changes nothing.
 */
static bool
begin(Follow *follow, GError **error)
{
	Mark *mark = &follow->mark;
	bool is_new = mark->uidvalidity == 0;
	MailboxFolder folder;

	if (!follow->plugin->enter(
	        follow->mailbox, follow->followed->folder, &folder, error))
		return false;
	say("entered");
	if (folder.uidvalidity == mark->uidvalidity)
		return true;
	mark->uidvalidity = folder.uidvalidity;
	mark->trying = 0;
	mark->uid = is_new ? folder.last : 0;
	if (!is_new) {
		say("renumbered");
		if (!catch_up(follow, mark->time - OVERLAP_S, error))
			return false;
		mark->uid = MAX(mark->uid, folder.last);
	}
	say("read %u %u", mark->uidvalidity, mark->uid);
	return true;
}

static bool
run(Follow *follow, GHashTable *settings, GError **error)
{
	follow->mailbox = follow->plugin->open(settings, error);
	if (!follow->mailbox || !begin(follow, error))
		return false;
	while (catch_up(follow, 0, error)) {
		if (follow->followed->once)
			return true;
		if (!follow->plugin->wait(
		        follow->mailbox, STDOUT_FILENO, follow->poll_s, error))
			return false;
		if (!has_listener())
			return true;
	}
	return false;
}

static bool
follow_folder(Follow *follow, const House *house, GError **error)
{
	const Account *account =
	    settings_find_section(house->settings, follow->followed->account);
	g_autoptr(Marks) marks =
	    marks_load(house->settings->state_folder, "watch", error);
	g_autoptr(GHashTable) settings = NULL;
	const char *poll;

	if (!marks || !(follow->plugin = plugin_find_mailbox(error)))
		return false;
	if (!account) {
		g_set_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES,
		    "there is no account '%s'", follow->followed->account);
		return false;
	}
	settings =
	    settings_for_plugin(house->settings, account, house->share_folder);
	poll = g_hash_table_lookup(settings, "poll");
	follow->poll_s = poll ? atoi(poll) : POLL_S;
	follow->mark =
	    *marks_find(marks, account->name, follow->followed->folder);
	return run(follow, settings, error);
}

void
follow_say_failure(const GError *error)
{
	int code = error->domain == AFTERWORD_ERROR ? error->code
	                                            : AFTERWORD_ERROR_SERVER;
	g_autofree char *text = g_strndup(error->message, LINE_BYTES_MAX);

	for (char *c = text; *c; c++)
		if (g_ascii_iscntrl(*c))
			*c = ' ';
	say("failed %d %s", code, text);
}

/* That it came is enough: it ends a wait. */
static void
on_wake(int signal)
{
	(void)signal;
}

int
follow_run(const Options *options, const Followed *followed)
{
	Follow follow = {.options = options, .followed = followed};
	g_autoptr(GError) error = NULL;
	g_autoptr(House) house = house_open(options, &error);

	plugin_guard();
	signal(SIGPIPE, SIG_IGN);
	signal(SIGCONT, on_wake);
	if (house)
		follow_folder(&follow, house, &error);
	if (follow.mailbox)
		follow.plugin->close(follow.mailbox);
	if (!error)
		return EXIT_SUCCESS;
	follow_say_failure(error);
	return error_exit_code(error);
}
