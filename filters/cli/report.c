#include "command.h"
#include "error.h"
#include "memos.h"
#include "page.h"
#include "store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

static int
print(const House *house, const State *state, const char *path)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Memo) memo = memos_open(house, &error);
	g_autofree char *page = NULL;

	if (!memo)
		return command_fail(error);
	page = page_print(state, memo, house->now);
	if (!path)
		return fputs(page, stdout) < 0 || fflush(stdout) ? EX_IOERR
		                                                 : EXIT_SUCCESS;
	if (!store_write_file(path, page, strlen(page), &error))
		return command_fail(error);
	return EXIT_SUCCESS;
}

int
report_command(const Options *options, int argc, char **argv)
{
	g_autofree char *path = NULL;
	const GOptionEntry entries[] = {
	    {"output", 'o', 0, G_OPTION_ARG_FILENAME, &path,
	        "write it there, and not to standard output", "FILE"},
	    {NULL, 0, 0, 0, NULL, NULL, NULL},
	};
	g_autoptr(GError) error = NULL;
	g_autoptr(House) house = NULL;
	g_autoptr(Store) store = NULL;

	if (!command_parse(
	        &argc, &argv, "- all applications as a web page", entries))
		return EX_USAGE;
	if (argc > 1) {
		fputs("afterword: report takes no application\n", stderr);
		return EX_USAGE;
	}
	if (!(house = house_open(options, &error)) ||
	    !(store = store_peek(house->settings->state_folder, &error)))
		return command_fail(error);
	store_wake_all(store);
	return print(house, store_state(store), path);
}
