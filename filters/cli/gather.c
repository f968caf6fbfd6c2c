#include "gather.h"

#include "error.h"
#include "follow.h"
#include "marks.h"
#include "plugin.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#define MAIL_BYTES_MAX (64 * 1024 * 1024)
#define LINE_BYTES_MAX 4096
#define SAVE_EVERY 50 /* mails; taking one again changes nothing */

/* How one run of the process has ended. */
typedef enum {
	END_DONE,
	END_AGAIN,  /* it died of a mail, or could not make it out */
	END_FAILED, /* with the error */
} End;

typedef struct Run {
	const Gather *gather;
	Marks *marks;
	Mark *mark;
	FILE *output; /* what the process says */
	guint32 uidvalidity;
	guint32 trying;
	guint done;
	guint done_before; /* by the runs before this one */
	guint all;
	bool is_over; /* it has said "done" */
	GError *error;
} Run;

static void
tell_progress(const Run *run)
{
	if (run->gather->progress)
		run->gather->progress(
		    run->done, MAX(run->all, run->done), run->gather->user);
}

static bool
note_taken(Run *run, guint32 uid)
{
	run->mark->uidvalidity = run->uidvalidity;
	run->mark->uid = uid;
	run->mark->trying = 0;
	run->mark->tries = 0;
	run->trying = 0;
	run->done++;
	tell_progress(run);
	return run->done % SAVE_EVERY || marks_save(run->marks, &run->error);
}

/* The bytes that follow a line of their length. */
static bool
take_mail(Run *run, guint32 uid, size_t length)
{
	g_autofree char *bytes = NULL;
	g_autoptr(GBytes) mail = NULL;

	if (length > MAIL_BYTES_MAX)
		return false;
	bytes = g_malloc(length + 1);
	if (fread(bytes, 1, length, run->output) != length)
		return false;
	mail = g_bytes_new_take(g_steal_pointer(&bytes), length);
	return run->gather->take(mail, run->gather->user, &run->error) &&
	       note_taken(run, uid);
}

/* A folder whose UIDs are new ones is begun anew: see gather_send. */
static bool
hear(Run *run, char *line)
{
	unsigned int uid;
	unsigned int count;
	size_t length;
	int code;
	int text = 0;

	line[strcspn(line, "\n")] = '\0';
	if (sscanf(line, "mail %u %zu", &uid, &length) == 2)
		return take_mail(run, uid, length);
	if (sscanf(line, "skipped %u", &uid) == 1)
		return note_taken(run, uid);
	if (sscanf(line, "trying %u", &uid) == 1) {
		run->trying = uid;
	} else if (sscanf(line, "folder %u %u", &uid, &count) == 2) {
		run->uidvalidity = uid;
		run->all = run->done + count;
		tell_progress(run);
	} else if (sscanf(line, "failed %d %n", &code, &text) == 1 && text) {
		g_set_error(&run->error, AFTERWORD_ERROR,
		    CLAMP(code, AFTERWORD_ERROR_USAGE, AFTERWORD_ERROR_RULES),
		    "%s", line + text);
		return false;
	}
	run->is_over = !strcmp(line, "done");
	return !run->is_over;
}

/*
 * Whether it is worth another try, after what the process died of: the mail
 * that it was at is to blame. One that dies of no mail gets no further either.
 */
static End
judge(Run *run, int status)
{
	bool is_killed = WIFSIGNALED(status) && !run->error;
	Mark *mark = run->mark;

	if (run->is_over)
		return END_DONE;
	if (is_killed && !run->trying && run->done > run->done_before)
		return END_AGAIN;
	if (run->trying &&
	    (is_killed || g_error_matches(run->error, AFTERWORD_ERROR,
	                      AFTERWORD_ERROR_MAIL))) {
		mark->tries = mark->trying == run->trying ? mark->tries + 1 : 1;
		mark->trying = run->trying;
		run->trying = 0;
		g_clear_error(&run->error);
		return END_AGAIN;
	}
	if (!run->error)
		g_set_error(&run->error, AFTERWORD_ERROR,
		    AFTERWORD_ERROR_SERVER,
		    "the process that reads the mail has ended");
	return END_FAILED;
}

static End
run_once(Run *run, const char *account)
{
	const Gather *gather = run->gather;
	const Mark *mark = run->mark;
	g_autofree char *program = command_program(gather->options);
	g_autofree char *from =
	    g_strdup_printf("%u %u %u %d %" G_GINT64_FORMAT, mark->uidvalidity,
	        mark->uid, mark->trying, mark->tries, gather->since);
	char *argv[] = {program, (char *)"watch", (char *)"--gather", from,
	    (char *)"--follow", (char *)account, (char *)"--folder",
	    (char *)gather->folder, NULL};
	char line[LINE_BYTES_MAX];
	GPid child;
	int output;
	int status = 0;

	if (!g_spawn_async_with_pipes(NULL, argv, NULL,
	        G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_SEARCH_PATH, NULL, NULL,
	        &child, NULL, &output, NULL, &run->error))
		return END_FAILED;
	run->done_before = run->done;
	run->output = fdopen(output, "r");
	while (fgets(line, sizeof line, run->output) && hear(run, line))
		continue;
	/* It has nothing more to say that anybody would hear. */
	fclose(run->output);
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		continue;
	return judge(run, status);
}

static const Account *
choose_account(const Gather *gather, GError **error)
{
	const GPtrArray *accounts = gather->house->settings->accounts;

	for (guint i = 0; i < accounts->len; i++) {
		const Account *account = accounts->pdata[i];

		if (g_hash_table_contains(account->settings, "host") &&
		    (!gather->account ||
		        !strcmp(gather->account, account->name)))
			return account;
	}
	g_set_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES,
	    gather->account ? "there is no account '%s' with a host"
	                    : "there is no account with a host%s",
	    gather->account ? gather->account : "");
	return NULL;
}

/* An import that ended well begins anew the next time. */
static bool
finish(Run *run, End end, GError **error)
{
	if (end == END_DONE)
		run->mark->uidvalidity = 0;
	if (!marks_save(run->marks, run->error ? NULL : &run->error) ||
	    run->error) {
		g_propagate_error(error, g_steal_pointer(&run->error));
		return false;
	}
	return end == END_DONE;
}

bool
gather_run(const Gather *gather, GError **error)
{
	const Account *account = choose_account(gather, error);
	g_autoptr(Marks) marks =
	    account ? marks_load(gather->house->settings->state_folder,
	                  "import", error)
	            : NULL;
	g_autofree char *name = g_strdup_printf(
	    "%s since %" G_GINT64_FORMAT, gather->folder, gather->since);
	Run run = {.gather = gather, .marks = marks};
	End end;

	if (!marks)
		return false;
	if (!marks_lock(marks, error)) {
		if (error && !*error)
			g_set_error(error, AFTERWORD_ERROR,
			    AFTERWORD_ERROR_STORE, "another import is at work");
		return false;
	}
	run.mark = marks_find(marks, account->name, name);
	do
		end = run_once(&run, account->name);
	while (end == END_AGAIN);
	return finish(&run, end, error);
}

/* The other side: the process that speaks to the server. */
typedef struct Sender {
	const MailboxPlugin *plugin;
	Mailbox *mailbox;
	Mark mark; /* where to begin; its strings are not used */
	gint64 since;
} Sender;

static void
flush(void)
{
	if (fflush(stdout) != 0)
		exit(EX_IOERR);
}

static bool
send_mail(Sender *sender, guint32 uid, GError **error)
{
	int tries = sender->mark.trying == uid ? sender->mark.tries : 0;
	g_autoptr(GBytes) mail = NULL;
	g_autoptr(GError) why = NULL;
	gsize length;
	const char *bytes;

	printf("trying %u\n", uid);
	flush();
	if (tries < FOLLOW_TRIES_MAX)
		mail = sender->plugin->fetch(sender->mailbox, uid,
		    tries                 ? MAILBOX_WHOLE
		    : sender->mark.trying ? MAILBOX_ALONE
		                          : MAILBOX_TEXT,
		    &why);
	if (why) {
		g_propagate_error(error, g_steal_pointer(&why));
		return false;
	}
	if (!mail) {
		printf("skipped %u\n", uid);
		flush();
		return true;
	}
	bytes = g_bytes_get_data(mail, &length);
	printf("mail %u %zu\n", uid, length);
	fwrite(bytes, 1, length, stdout);
	flush();
	return true;
}

static bool
send_folder(Sender *sender, const char *name, GError **error)
{
	MailboxFolder folder;
	g_autoptr(GArray) uids = NULL;

	if (!sender->plugin->enter(sender->mailbox, name, &folder, error))
		return false;
	if (folder.uidvalidity != sender->mark.uidvalidity)
		sender->mark = (Mark){0};
	uids = sender->plugin->list(
	    sender->mailbox, sender->mark.uid, sender->since, error);
	if (!uids)
		return false;
	printf("folder %u %u\n", folder.uidvalidity, uids->len);
	flush();
	for (guint i = 0; i < uids->len; i++)
		if (!send_mail(sender, g_array_index(uids, guint32, i), error))
			return false;
	puts("done");
	flush();
	return true;
}

static bool
run_sender(Sender *sender, const House *house, const char *account,
    const char *folder, GError **error)
{
	const Account *section =
	    settings_find_section(house->settings, account);
	g_autoptr(GHashTable) settings =
	    section ? settings_for_plugin(
	                  house->settings, section, house->share_folder)
	            : NULL;
	bool is_done;

	sender->plugin = settings ? plugin_find_mailbox(error) : NULL;
	sender->mailbox =
	    sender->plugin ? sender->plugin->open(settings, error) : NULL;
	if (!sender->mailbox)
		return false;
	is_done = send_folder(sender, folder, error);
	sender->plugin->close(sender->mailbox);
	return is_done;
}

int
gather_send(const Options *options, const char *account, const char *folder,
    const char *from)
{
	Sender sender = {0};
	Mark *mark = &sender.mark;
	g_autoptr(GError) error = NULL;
	g_autoptr(House) house = house_open(options, &error);

	if (sscanf(from, "%u %u %u %d %" G_GINT64_FORMAT, &mark->uidvalidity,
	        &mark->uid, &mark->trying, &mark->tries, &sender.since) != 5)
		return EX_USAGE;
	plugin_guard();
	signal(SIGPIPE, SIG_IGN);
	if (house && run_sender(&sender, house, account, folder, &error))
		return EXIT_SUCCESS;
	if (!error)
		return EX_USAGE;
	follow_say_failure(error);
	return error_exit_code(error);
}
