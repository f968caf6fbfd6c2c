#include "command.h"
#include "draft.h"
#include "error.h"
#include "intake.h"
#include "spool.h"
#include "sweeping.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

/* A mail that cannot be read has no gap that we know of. */
static char *
find_gap(const Message *message, int *line)
{
	g_auto(GStrv) lines = g_strsplit(message->text, "\n", -1);
	char *gap = draft_find_gap(message->subject);

	*line = 0;
	for (char **one = lines; *one && !gap; one++) {
		++*line;
		if (**one != '>')
			gap = draft_find_gap(*one);
	}
	return gap;
}

/* A gap may go over several lines. */
static bool
is_held_back(const Spool *spool)
{
	g_autoptr(Message) message = spool_parse(spool, NULL);
	int line = 0;
	g_autofree char *gap = message ? find_gap(message, &line) : NULL;

	if (!gap && message && message->new_text)
		gap = draft_find_gap(message->new_text);
	if (!gap)
		return false;
	for (char *at = gap; *at; at++)
		if (g_ascii_iscntrl(*at))
			*at = ' ';
	if (line)
		fprintf(stderr,
		    "afterword: not sent: «%s» is still open (line %d of the "
		    "text)\n",
		    gap, line);
	else
		fprintf(stderr,
		    "afterword: not sent: «%s» is still open (in the "
		    "subject)\n",
		    gap);
	return true;
}

static void
become(const char *program, char **argv, int input)
{
	dup2(input, STDIN_FILENO);
	close(input);
	execvp(program, argv);
	fprintf(stderr, "afterword: cannot start '%s': %s\n", program,
	    g_strerror(errno));
	_exit(EX_UNAVAILABLE);
}

/* Hands the message on; the exit code of the real one. */
static int
hand_on(const Spool *spool, const char *program, char **argv)
{
	int ends[2];
	int status;
	bool is_written;
	pid_t child;

	if (pipe(ends) < 0 || (child = fork()) < 0) {
		fprintf(stderr, "afterword: cannot start a process: %s\n",
		    g_strerror(errno));
		return EX_OSERR;
	}
	if (child == 0) {
		close(ends[1]);
		signal(SIGPIPE, SIG_DFL);
		become(program, argv, ends[0]);
	}
	close(ends[0]);
	is_written = spool_write(spool, "", ends[1]);
	close(ends[1]);
	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return EX_OSERR;
	if (!WIFEXITED(status))
		return EX_TEMPFAIL;
	return WEXITSTATUS(status) || is_written ? WEXITSTATUS(status)
	                                         : EX_TEMPFAIL;
}

/* The mail is sent: what goes wrong from here on is only said. */
static void
keep(const Options *options, const House *house, const Spool *spool)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Intake) intake =
	    intake_read(house, spool, WRITTEN_BY_USER, &error);

	if (intake && intake_keep(intake, &error) &&
	    intake_has_mail_out(intake))
		sweeping_start(options);
	if (intake && intake_fault(intake))
		fprintf(stderr, "afterword: %s\n", intake_fault(intake));
	if (error)
		command_fail(error);
}

int
sendmail_command(const Options *options, int argc, char **argv)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(House) house = NULL;
	g_autoptr(Spool) spool = NULL;
	const char *program;
	int code;

	if (argc == 2 && !strcmp(argv[1], "--help")) {
		puts("Usage: afterword sendmail [ARG ...] < message\n\n"
		     "Holds back a mail with an open «gap»; hands any other on "
		     "to sendmail with ARGs,\nand reads it as the user's own.");
		return EXIT_SUCCESS;
	}
	signal(SIGPIPE, SIG_IGN);
	if (!(house = house_open(options, &error)) ||
	    !(spool = spool_read(STDIN_FILENO, &error)))
		return command_fail(error);
	if (is_held_back(spool))
		return EX_DATAERR;
	program = house->settings->sendmail;
	argv[0] = (char *)"sendmail";
	code = hand_on(spool, program, argv);
	if (code == EXIT_SUCCESS)
		keep(options, house, spool);
	return code;
}
