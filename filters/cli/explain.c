#include "command.h"
#include "error.h"
#include "keys.h"
#include "reader.h"
#include "show.h"
#include "spool.h"
#include "store.h"

#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>

typedef struct Explanation {
	const House *house;
	const Detector *detector;
	Store *store;
	Written written;
	bool as_json;
} Explanation;

static void
print_reading(
    const Explanation *explanation, const Reading *reading, const char *path)
{
	g_autofree char *name = g_path_get_basename(path);

	if (explanation->as_json) {
		g_autoptr(Json) object = reading_to_json(reading, name);
		g_autofree char *line = json_print(object, false);
		puts(line);
	} else {
		g_autoptr(GString) text = g_string_new(NULL);
		g_autofree char *clean = show_clean(path);
		show_reading(text, reading);
		printf("%s: %s", clean, text->str);
	}
}

/* A file that is no message has its line too: one line a file, in order. */
static void
print_nothing(const Explanation *explanation, const char *path, const char *why)
{
	g_autofree char *name = g_path_get_basename(path);
	g_autoptr(Json) object = json_object_new();
	g_autofree char *line = NULL;

	if (!explanation->as_json)
		return;
	json_set_string(object, "file", name);
	json_set_string(object, "error", why);
	line = json_print(object, false);
	puts(line);
}

static bool
explain_file(const Explanation *explanation, const char *path, GError **error)
{
	g_autoptr(Message) message = spool_parse_path(path, error);
	g_autoptr(Reading) reading = NULL;
	g_autoptr(GArray) keys = NULL;

	if (!message)
		return false;
	keys = keys_of_message(message, NULL);
	store_wake(explanation->store, keys);
	reading = reader_read(explanation->house, explanation->detector,
	    store_state(explanation->store), message, explanation->written);
	print_reading(explanation, reading, path);
	return true;
}

/* Explains each file; the exit code of the last that could not be read. */
static int
explain_all(const Explanation *explanation, int count, char **paths)
{
	int code = EXIT_SUCCESS;

	for (int i = 0; i < count; i++) {
		g_autoptr(GError) error = NULL;

		if (explain_file(explanation, paths[i], &error))
			continue;
		print_nothing(explanation, paths[i], error->message);
		code = command_fail(error);
	}
	return fflush(stdout) == 0 ? code : EX_IOERR;
}

static int
run(const Options *options, Explanation *explanation, int count, char **paths)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(House) house = house_open(options, &error);
	g_autoptr(Detector) detector = NULL;
	g_autoptr(Store) store = NULL;

	if (!house || !(detector = house_open_detector(house, NULL, &error)) ||
	    !(store = store_peek(house->settings->state_folder, &error)))
		return command_fail(error);
	explanation->house = house;
	explanation->detector = detector;
	explanation->store = store;
	return explain_all(explanation, count, paths);
}

int
explain_command(const Options *options, int argc, char **argv)
{
	gboolean as_json = FALSE, incoming = FALSE, outgoing = FALSE;
	const GOptionEntry entries[] = {
	    {"json", 0, 0, G_OPTION_ARG_NONE, &as_json,
	        "one JSON object a line", NULL},
	    {"incoming", 0, 0, G_OPTION_ARG_NONE, &incoming,
	        "the messages were written to the user", NULL},
	    {"outgoing", 0, 0, G_OPTION_ARG_NONE, &outgoing,
	        "the messages were written by the user", NULL},
	    {NULL, 0, 0, 0, NULL, NULL, NULL},
	};
	Explanation explanation = {0};

	if (!command_parse(
	        &argc, &argv, "FILE ... - say what messages mean", entries))
		return EX_USAGE;
	if (argc < 2) {
		fputs("afterword: explain needs a file\n", stderr);
		return EX_USAGE;
	}
	explanation.as_json = as_json;
	explanation.written = outgoing   ? WRITTEN_BY_USER
	                      : incoming ? WRITTEN_BY_OTHERS
	                                 : WRITTEN_UNKNOWN;
	return run(options, &explanation, argc - 1, argv + 1);
}
