#include "command.h"

#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>

typedef struct Command {
	const char *name;
	int (*run)(const Options *options, int argc, char **argv);
	const char *summary;
} Command;

/* The first is the one that runs without a name. */
static const Command commands[] = {
    {"filter", filter_command, "read one message on standard input"},
    {"explain", explain_command, "say what messages mean, and why"},
    {"status", status_command, "show the applications and what is next"},
    {"report", report_command, "print all applications as a web page"},
    {"set", set_command, "put right what was read, or add to it"},
    {"note", note_command, "keep a note or a debrief"},
    {"draft", draft_command, "write a draft now"},
    {"import", import_command, "read old mail, and draft nothing for it"},
    {"sendmail", sendmail_command, "send a mail, if it has no open gap"},
    {"sweep", sweep_command, "write and deliver the drafts that are due"},
    {"doctor", doctor_command, "say what is wrong, and what mends it"},
    {"watch", watch_command, "follow the mail of the accounts over IMAP"},
};

static int
print_help(void)
{
	puts("Usage: afterword [--now TIME] [COMMAND] [OPTION ...]\n\n"
	     "Reads the mail of a job search, keeps the state of every "
	     "application,\nand puts the reply that is due into the Drafts "
	     "folder. Sends nothing.\n");
	for (size_t i = 0; i < G_N_ELEMENTS(commands); i++)
		printf("  %-10s%s\n", commands[i].name, commands[i].summary);
	puts("\nWithout a command: filter. Each command has --help.\n"
	     "  --now TIME  use this time instead of the clock\n"
	     "  --version   print the version");
	return EXIT_SUCCESS;
}

static const Command *
find_command(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(commands); i++)
		if (!strcmp(commands[i].name, name))
			return &commands[i];
	return NULL;
}

/*
 * Takes "--now TIME" out of the arguments, wherever it stands, into the
 * environment, where a sweep that this process starts finds it too.
 */
static bool
take_now(int *argc, char **argv)
{
	int kept = 0;

	for (int i = 0; i < *argc; i++) {
		if (!strcmp(argv[i], "--now")) {
			if (!argv[i + 1])
				return false;
			g_setenv("AFTERWORD_NOW", argv[++i], TRUE);
		} else if (g_str_has_prefix(argv[i], "--now=")) {
			g_setenv("AFTERWORD_NOW", argv[i] + 6, TRUE);
		} else {
			argv[kept++] = argv[i];
		}
	}
	argv[kept] = NULL;
	*argc = kept;
	return true;
}

static int
usage(const char *what, const char *argument)
{
	fprintf(stderr, "afterword: %s '%s' (see afterword --help)\n", what,
	    argument);
	return EX_USAGE;
}

int
main(int argc, char *argv[])
{
	Options options = {.program = argv[0], .now = time(NULL)};
	const Command *command = &commands[0];
	const char *now;

	/* A warning of GLib's must never end a process that holds a mail. */
	g_unsetenv("G_DEBUG");
	if (!take_now(&argc, argv))
		return usage("no time after", "--now");
	now = g_getenv("AFTERWORD_NOW");
	if (now && !command_parse_time(now, &options.now))
		return usage("not a time:", now);
	if (argc > 1 && !strcmp(argv[1], "--version"))
		return puts("afterword " VERSION) < 0 ? EX_IOERR : EXIT_SUCCESS;
	if (argc > 1 &&
	    (!strcmp(argv[1], "--help") || !strcmp(argv[1], "help")))
		return print_help();
	if (argc > 1 && argv[1][0] != '-') {
		command = find_command(argv[1]);
		if (!command)
			return usage("no command", argv[1]);
		argc--;
		argv++;
	}
	return command->run(&options, argc, argv);
}
