/*
 * probe MODE: reads JSON lines on standard input and answers in JSON lines.
 */
#include "probe.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	const char *name;
	ProbeMode *mode;
} modes[] = {
    {"calendar", probe_calendar},
    {"html", probe_html},
    {"text", probe_text},
    {"when", probe_when},
};

void
probe_print(Json *value)
{
	g_autofree char *text = json_print(value, false);

	puts(text);
	json_free(value);
}

Json *
probe_answer(const Json *line)
{
	Json *answer = json_object_new();

	json_set_string(answer, "id", json_get_string(line, "id", ""));
	return answer;
}

static int
run(ProbeMode *mode, const char *rules)
{
	g_autofree char *line = NULL;
	size_t size = 0;
	ssize_t length;

	while ((length = getline(&line, &size, stdin)) > 0) {
		g_autoptr(GError) error = NULL;
		g_autoptr(Json) json = json_parse(line, (size_t)length, &error);

		if (!json) {
			fprintf(stderr, "probe: %s\n", error->message);
			return EXIT_FAILURE;
		}
		mode(json, rules);
	}
	return EXIT_SUCCESS;
}

int
main(int argc, char **argv)
{
	g_autofree char *folder = g_path_get_dirname(argv[0]);
	g_autofree char *rules = g_build_filename(folder, "..", "rules", NULL);

	for (size_t i = 0; i < G_N_ELEMENTS(modes); i++)
		if (argc == 2 && strcmp(argv[1], modes[i].name) == 0)
			return run(modes[i].mode, rules);
	fputs("usage: probe MODE < LINES; modes:", stderr);
	for (size_t i = 0; i < G_N_ELEMENTS(modes); i++)
		fprintf(stderr, " %s", modes[i].name);
	fputc('\n', stderr);
	return EXIT_FAILURE;
}
