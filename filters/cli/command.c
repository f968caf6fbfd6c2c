#include "command.h"

#include "error.h"
#include "moment.h"
#include "taught.h"
#include "user_rules.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

bool
command_parse(
    int *argc, char ***argv, const char *arguments, const GOptionEntry *entries)
{
	g_autoptr(GOptionContext) context = g_option_context_new(arguments);
	g_autoptr(GError) error = NULL;

	g_option_context_add_main_entries(context, entries, NULL);
	if (g_option_context_parse(context, argc, argv, &error))
		return true;
	fprintf(
	    stderr, "afterword: %s (see afterword --help)\n", error->message);
	return false;
}

int
command_fail(const GError *error)
{
	fprintf(stderr, "afterword: %s\n", error->message);
	return error_exit_code(error);
}

bool
command_parse_time(const char *text, gint64 *time)
{
	g_autoptr(GTimeZone) local = g_time_zone_new_local();
	g_autoptr(GDateTime) moment = NULL;
	g_autofree char *day = NULL;
	char *end;

	if (*text == '@') {
		gint64 seconds = g_ascii_strtoll(text + 1, &end, 10);
		if (end == text + 1 || *end)
			return false;
		*time = seconds;
		return true;
	}
	if (strlen(text) == 10)
		text = day = g_strconcat(text, "T00:00:00", NULL);
	else if (strlen(text) == 16)
		text = day = g_strconcat(text, ":00", NULL);
	moment = g_date_time_new_from_iso8601(text, local);
	if (!moment)
		return false;
	*time = g_date_time_to_unix(moment);
	return true;
}

/* An upgrade leaves "afterword (deleted)" behind the link. */
char *
command_program(const Options *options)
{
	g_autofree char *path = g_file_read_link("/proc/self/exe", NULL);

	if (path && g_file_test(path, G_FILE_TEST_IS_EXECUTABLE))
		return g_steal_pointer(&path);
	return g_strdup(options->program);
}

/* The folder of this program; NULL where the system does not say. */
static char *
program_folder(void)
{
	g_autofree char *path = g_file_read_link("/proc/self/exe", NULL);

	if (!path)
		path = g_file_read_link("/proc/curproc/file", NULL);
	return path ? g_path_get_dirname(path) : NULL;
}

/* Beside the program in the build tree, or where make install puts it. */
static char *
find_share_folder(void)
{
	static const char *const places[] = {"rules", "../share/afterword"};
	g_autofree char *folder = program_folder();

	for (size_t i = 0; folder && i < G_N_ELEMENTS(places); i++) {
		g_autofree char *share =
		    g_build_filename(folder, places[i], NULL);
		if (g_file_test(share, G_FILE_TEST_IS_DIR))
			return g_steal_pointer(&share);
	}
	return g_strdup(SHARE_DIR);
}

House *
house_open(const Options *options, GError **error)
{
	g_autoptr(Settings) settings = settings_load(NULL, error);
	g_autoptr(House) house = NULL;

	if (!settings)
		return NULL;
	house = g_new(House, 1);
	*house = (House){.now = options->now,
	    .settings = g_steal_pointer(&settings),
	    .share_folder = find_share_folder()};
	return taught_load(
	           house->settings->state_folder, &house->lessons, error)
	           ? g_steal_pointer(&house)
	           : NULL;
}

Detector *
house_open_detector(const House *house, char **fault, GError **error)
{
	const UserRulesPlaces places = {house->settings->user_rules_folder,
	    house->share_folder, house->settings->state_folder};
	g_autoptr(GError) why = NULL;
	g_autofree char *said = NULL;
	Detector *detector = detector_open(house->share_folder, error);
	Patterns *patterns = detector ? user_rules_open(&places, &why) : NULL;

	if (patterns)
		detector_take_patterns(detector, patterns);
	if (why)
		said = g_strdup_printf(
		    "your own rules are left out: %s", why->message);
	if (fault)
		*fault = g_steal_pointer(&said);
	else if (said)
		fprintf(stderr, "afterword: %s\n", said);
	return detector;
}

char *
house_warning(const Store *store)
{
	const char *path = store_put_aside(store);

	return path ? g_strdup_printf("the state could not be read: it is now "
	                              "'%s', and an empty one takes its place",
	                  path)
	            : NULL;
}

Store *
house_open_store(const House *house, int wait_ms, GError **error)
{
	Store *store =
	    store_open(house->settings->state_folder, wait_ms, error);
	g_autofree char *warning = store ? house_warning(store) : NULL;

	if (warning)
		fprintf(stderr, "afterword: %s\n", warning);
	return store;
}

void
house_close(House *house)
{
	if (!house)
		return;
	settings_free(house->settings);
	lessons_free(house->lessons);
	g_free(house->share_folder);
	g_free(house);
}
