/*
 * Gathers old mail as an import does, for the system tests.
 *
 * usage: gather FOLDER SINCE [LIMIT]
 *        gather --files SOURCE SINCE
 *
 * The second prints the folder that has the mails as files; the first prints
 * the Subject of each mail and its bytes; the progress goes to stderr.
 * After LIMIT mails it fails, as on a full disk. With KILL_ALL or KILL_READER
 * set to a number, all of it or the process that reads is killed at that mail.
 * Exits as afterword does.
 */
#include "gather.h"
#include "error.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

typedef struct Taker {
	int limit; /* -1: none */
	int count;
} Taker;

/* Once: what is killed is started again. */
static void
kill_at(int count)
{
	const char *all = getenv("KILL_ALL");
	const char *reader = getenv("KILL_READER");
	g_autofree char *command =
	    g_strdup_printf("pkill -KILL -x -P %d gather", (int)getpid());

	if (all && atoi(all) == count)
		raise(SIGKILL);
	if (reader && atoi(reader) == count && system(command) != 0)
		fprintf(stderr, "nothing to kill\n");
}

static bool
take(GBytes *mail, void *user, GError **error)
{
	Taker *taker = user;
	gsize length;
	const char *bytes = g_bytes_get_data(mail, &length);
	g_autofree char *text = g_strndup(bytes, length);
	const char *subject = strstr(text, "Subject: ");
	int width = subject ? (int)strcspn(subject, "\r\n") : 0;

	kill_at(taker->count);
	if (taker->count++ == taker->limit) {
		g_set_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_STORE,
		    "the disk is full");
		return false;
	}
	printf("%.*s, %zu bytes\n", width, subject ? subject : "", length);
	fflush(stdout);
	if (getenv("WHOLE"))
		fwrite(bytes, 1, length, stdout);
	return true;
}

static void
tell(guint done, guint all, void *user)
{
	(void)user;
	fprintf(stderr, "%u of %u\n", done, all);
}

int
main(int argc, char **argv)
{
	Options options = {.program = argv[0], .now = time(NULL)};
	g_autoptr(GError) error = NULL;
	g_autoptr(House) house = NULL;
	g_autofree char *files = NULL;
	Taker taker = {.limit = argc > 3 ? atoi(argv[3]) : -1};

	/* The process that speaks to the server is this program, too. */
	if (argc > 1 && !strcmp(argv[1], "watch"))
		return watch_command(&options, argc - 1, argv + 1);
	if (argc < 3)
		return EXIT_FAILURE;
	house = house_open(&options, &error);
	if (house && !strcmp(argv[1], "--files"))
		files = gather_source(
		    &(Gather){.options = &options,
		        .house = house,
		        .since =
		            argc > 3 ? g_ascii_strtoll(argv[3], NULL, 10) : 0},
		    argv[2], false, &error);
	else if (house)
		gather_run(&(Gather){.options = &options,
		               .house = house,
		               .folder = argv[1],
		               .since = g_ascii_strtoll(argv[2], NULL, 10),
		               .take = take,
		               .progress = tell,
		               .user = &taker},
		    &error);
	if (files)
		puts(files);
	if (error)
		fprintf(stderr, "gather: %s\n", error->message);
	return error_exit_code(error);
}
