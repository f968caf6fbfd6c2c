/*
 * Calls a drafts plugin as a delivery does, for the system tests.
 *
 * usage: drafts PLUGIN SETTINGS put KEY FILE
 *        drafts PLUGIN SETTINGS find|withdraw KEY PLACE
 *
 * SETTINGS is a file of "key=value" lines. Prints the place, or what was
 * found; exits as afterword does.
 */
#include "drafts.h"
#include "error.h"

#include <dlfcn.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const found_names[] = {
    [DRAFTS_ABSENT] = "absent",
    [DRAFTS_UNTOUCHED] = "untouched",
    [DRAFTS_TOUCHED] = "touched",
};

static GHashTable *
read_settings(const char *path)
{
	GHashTable *settings =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	g_autofree char *text = NULL;
	g_auto(GStrv) lines = NULL;

	if (!g_file_get_contents(path, &text, NULL, NULL))
		exit(EXIT_FAILURE);
	lines = g_strsplit(text, "\n", -1);
	for (char **line = lines; *line; line++) {
		g_auto(GStrv) words = g_strsplit(*line, "=", 2);

		if (g_strv_length(words) == 2)
			g_hash_table_insert(
			    settings, g_strdup(words[0]), g_strdup(words[1]));
	}
	return settings;
}

static bool
put(const DraftsPlugin *plugin, Drafts *drafts, char **argv, GError **error)
{
	g_autofree char *text = NULL;
	g_autofree char *place = NULL;
	g_autoptr(GBytes) message = NULL;
	gsize length;

	if (!g_file_get_contents(argv[5], &text, &length, error))
		return false;
	message = g_bytes_new(text, length);
	if (!plugin->put(drafts, argv[4], message, &place, error))
		return false;
	puts(place);
	return true;
}

static bool
look(const DraftsPlugin *plugin, Drafts *drafts, char **argv, GError **error)
{
	DraftsFound found;
	bool is_done =
	    !strcmp(argv[3], "find")
	        ? plugin->find(drafts, argv[4], argv[5], &found, error)
	        : plugin->withdraw(drafts, argv[4], argv[5], &found, error);

	if (is_done)
		puts(found_names[found]);
	return is_done;
}

int
main(int argc, char **argv)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GHashTable) settings = NULL;
	g_autofree char *file = NULL;
	const DraftsPlugin *(*entry)(void);
	Drafts *drafts;
	void *module;

	if (argc != 6)
		return EXIT_FAILURE;
	signal(SIGPIPE, SIG_IGN);
	file = g_strconcat("afterword-drafts-", argv[1], ".so", NULL);
	module = dlopen(file, RTLD_NOW);
	if (!module)
		g_error("%s", dlerror());
	*(void **)&entry = dlsym(module, "afterword_drafts");
	settings = read_settings(argv[2]);
	drafts = entry()->open(settings, &error);
	if (drafts) {
		(!strcmp(argv[3], "put") ? put : look)(
		    entry(), drafts, argv, &error);
		entry()->close(drafts);
	}
	if (error)
		fprintf(stderr, "drafts: %s\n", error->message);
	return error_exit_code(error);
}
