#include "command.h"
#include "error.h"
#include "intake.h"
#include "spool.h"
#include "supervisor.h"
#include "sweeping.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

/*
 * A hook waits for us, and Sieve only ten seconds; a person has more time. A
 * child that is slower, on a machine under load, goes on alone (supervisor.h):
 * the mail is not late, and what it says is not lost.
 */
#define HOOK_READ_MS 3000
#define HOOK_KEEP_MS 3000
#define PERSON_MS 50000

/* The parts of the child's answer. */
enum {
	PART_HEADERS = 'H',
	PART_REPORT = 'R',
	PART_SWEEP = 'S',
	PART_WARNING = 'W',
	PART_FAULT = 'F',
	PART_ERROR = 'E'
};

typedef struct FilterOptions {
	gboolean pass;
	gboolean quiet;
	gboolean incoming;
	gboolean outgoing;
} FilterOptions;

/* What the child is to do. */
typedef struct Work {
	const Options *options;
	const Spool *spool;
	Written written;
} Work;

static void
answer_error(int answer, const GError *error)
{
	g_autofree char *text =
	    g_strdup_printf("%d %s", error_exit_code(error), error->message);

	supervisor_answer(answer, PART_ERROR, text);
}

static void
take_in(int answer, void *user)
{
	const Work *work = user;
	g_autoptr(GError) error = NULL;
	g_autoptr(House) house = house_open(work->options, &error);
	g_autoptr(Intake) intake = NULL;
	g_autofree char *headers = NULL;

	if (!house || !(intake = intake_read(
	                    house, work->spool, work->written, &error))) {
		answer_error(answer, error);
		return;
	}
	headers = intake_headers(intake);
	if (intake_fault(intake))
		supervisor_answer(answer, PART_FAULT, intake_fault(intake));
	supervisor_answer(answer, PART_HEADERS, headers);
	if (!intake_keep(intake, &error))
		answer_error(answer, error);
	if (intake_warning(intake))
		supervisor_answer(answer, PART_WARNING, intake_warning(intake));
	supervisor_answer(answer, PART_REPORT, intake_report(intake));
	if (intake_has_mail_out(intake))
		supervisor_answer(answer, PART_SWEEP, "");
}

/* Says what the child could not do; its exit code. */
static int
report_error(Supervisor *supervisor, const char *ended)
{
	static const char warnings[] = {PART_FAULT, PART_WARNING};
	const char *text;
	char *sentence;
	long code;

	for (size_t i = 0; i < G_N_ELEMENTS(warnings); i++) {
		const char *said = supervisor_wait(supervisor, warnings[i], 0);

		if (said)
			fprintf(stderr, "afterword: %s\n", said);
	}
	text = supervisor_wait(supervisor, PART_ERROR, 0);
	if (!text && !ended)
		return EXIT_SUCCESS;
	if (!text) {
		fprintf(stderr, "afterword: %s\n", ended);
		return EX_SOFTWARE;
	}
	code = strtol(text, &sentence, 10);
	fprintf(stderr, "afterword:%s\n", sentence);
	return (int)code;
}

static bool
has_part(Supervisor *supervisor, char part)
{
	return supervisor_wait(supervisor, part, 0) != NULL;
}

/* Hands the message on at once; the state may still be written meanwhile. */
static int
pass_on(const Options *options, const Spool *spool, Supervisor *supervisor)
{
	const char *lines =
	    supervisor ? supervisor_wait(supervisor, PART_HEADERS, HOOK_READ_MS)
	               : NULL;
	g_autofree char *ended = NULL;

	if (!spool_write(spool, lines ? lines : "", STDOUT_FILENO) ||
	    close(STDOUT_FILENO) < 0) {
		fputs("afterword: cannot write the message\n", stderr);
		return EX_TEMPFAIL;
	}
	if (!supervisor)
		return EXIT_SUCCESS;
	ended = supervisor_finish(supervisor, lines ? HOOK_KEEP_MS : 0);
	report_error(supervisor, ended);
	if (has_part(supervisor, PART_SWEEP))
		sweeping_start(options);
	return EXIT_SUCCESS;
}

static int
record(const Options *options, Supervisor *supervisor)
{
	g_autofree char *ended =
	    supervisor_finish(supervisor, HOOK_READ_MS + HOOK_KEEP_MS);

	if (has_part(supervisor, PART_SWEEP))
		sweeping_start(options);
	return report_error(supervisor, ended);
}

static int
deliver_now(const Options *options)
{
	g_autoptr(GString) report = g_string_new(NULL);
	g_autoptr(GError) error = NULL;
	g_autoptr(House) house = house_open(options, &error);

	if (house)
		error = sweeping_deliver(house, report);
	fputs(report->str, stdout);
	return error ? command_fail(error) : EXIT_SUCCESS;
}

static int
tell(const Options *options, Supervisor *supervisor)
{
	const char *text = supervisor_wait(supervisor, PART_REPORT, PERSON_MS);
	g_autofree char *ended = NULL;
	int code;

	if (text)
		fputs(text, stdout);
	else
		supervisor_kill(supervisor);
	ended = supervisor_finish(supervisor, PERSON_MS);
	code = report_error(supervisor, ended);
	if (code == EXIT_SUCCESS && has_part(supervisor, PART_SWEEP))
		code = deliver_now(options);
	return code;
}

static int
run(const Options *options, const FilterOptions *wanted)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Spool) spool = spool_read(STDIN_FILENO, &error);
	Work work = {.options = options,
	    .spool = spool,
	    .written = wanted->outgoing   ? WRITTEN_BY_USER
	               : wanted->incoming ? WRITTEN_BY_OTHERS
	                                  : WRITTEN_UNKNOWN};
	g_autoptr(Supervisor) supervisor = NULL;

	if (!spool)
		return command_fail(error);
	supervisor = supervisor_start(take_in, &work, &error);
	if (!supervisor)
		fprintf(stderr, "afterword: %s\n", error->message);
	if (wanted->pass)
		return pass_on(options, spool, supervisor);
	if (!supervisor)
		return error_exit_code(error);
	return wanted->quiet ? record(options, supervisor)
	                     : tell(options, supervisor);
}

/* A hook with a wrong option in it must not cost the mail. */
static int
refuse(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		g_autoptr(Spool) spool = NULL;

		if (strcmp(argv[i], "--pass"))
			continue;
		spool = spool_read(STDIN_FILENO, NULL);
		if (!spool || !spool_write(spool, "", STDOUT_FILENO))
			return EX_TEMPFAIL;
		break;
	}
	return EX_USAGE;
}

int
filter_command(const Options *options, int argc, char **argv)
{
	FilterOptions wanted = {0};
	const GOptionEntry entries[] = {
	    {"pass", 0, 0, G_OPTION_ARG_NONE, &wanted.pass,
	        "give the message back, with X-Afterword lines on top", NULL},
	    {"quiet", 0, 0, G_OPTION_ARG_NONE, &wanted.quiet, "say nothing",
	        NULL},
	    {"incoming", 0, 0, G_OPTION_ARG_NONE, &wanted.incoming,
	        "the message was written to the user", NULL},
	    {"outgoing", 0, 0, G_OPTION_ARG_NONE, &wanted.outgoing,
	        "the message was written by the user", NULL},
	    {NULL, 0, 0, 0, NULL, NULL, NULL},
	};
	g_auto(GStrv) copy = g_strdupv(argv);
	int count = argc;

	/* A reader that has gone, a file too large: failed writes say so. */
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
	if (!command_parse(&argc, &argv, "- filter a message", entries))
		return refuse(count, copy);
	if (argc > 1 || (wanted.incoming && wanted.outgoing)) {
		fprintf(stderr, "afterword: %s (see afterword --help)\n",
		    argc > 1 ? "filter reads standard input, no files"
		             : "--incoming and --outgoing exclude each other");
		return refuse(count, copy);
	}
	return run(options, &wanted);
}
