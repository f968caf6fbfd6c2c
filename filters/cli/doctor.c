#include "doctor.h"

#include "detect.h"
#include "error.h"
#include "marks.h"
#include "outbox.h"
#include "sweeping.h"
#include "template.h"
#include "user_rules.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

void
doctor_say(DoctorFinding finding, const char *about, const char *text,
    const char *mend)
{
	static const char *const words[] = {
	    [DOCTOR_OK] = "ok",
	    [DOCTOR_NOTE] = "note",
	    [DOCTOR_WRONG] = "wrong",
	};

	printf("%-6s%s: %s\n", words[finding], about, text);
	if (mend)
		printf("      mend it with: %s\n", mend);
}

/* What goes wrong in several places: the first code is the program's. */
typedef struct Examination {
	const Options *options;
	House *house;
	int code;
	bool has_hook;  /* something hands mail to us */
	bool has_timer; /* something sweeps */
} Examination;

static void
note_code(Examination *examination, int code)
{
	if (!examination->code)
		examination->code = code;
}

static void
note_error(Examination *examination, const char *about, const GError *error,
    const char *mend)
{
	doctor_say(DOCTOR_WRONG, about, error->message, mend);
	note_code(examination, error_exit_code(error));
}

static void
examine_configuration(Examination *examination)
{
	const Settings *settings = examination->house->settings;
	g_autofree char *folder =
	    g_path_get_dirname(settings->user_rules_folder);
	g_autofree char *path = g_build_filename(folder, "config", NULL);
	g_autofree char *text =
	    g_strdup_printf("%s, %u %s", path, settings->accounts->len,
	        settings->accounts->len == 1 ? "account" : "accounts");

	if (g_file_test(path, G_FILE_TEST_EXISTS)) {
		doctor_say(DOCTOR_OK, "configuration", text, NULL);
		return;
	}
	g_free(text);
	text = g_strdup_printf(
	    "%s is not there; drafts go to %s", path, settings->drafts_folder);
	doctor_say(DOCTOR_NOTE, "configuration", text,
	    "[account NAME] and address = YOU@EXAMPLE.ORG in that file");
}

/* Every file of the user's own letters; others are not read by anybody. */
static void
examine_letters(Examination *examination)
{
	const char *rules = examination->house->settings->user_rules_folder;
	g_autoptr(GDir) languages = g_dir_open(rules, 0, NULL);
	const char *lang;

	while (languages && (lang = g_dir_read_name(languages))) {
		g_autofree char *folder =
		    g_build_filename(rules, lang, "replies", NULL);
		g_autoptr(GDir) files = g_dir_open(folder, 0, NULL);
		const char *file;

		while (files && (file = g_dir_read_name(files))) {
			g_autofree char *path =
			    g_build_filename(folder, file, NULL);
			g_autoptr(GError) error = NULL;
			g_autoptr(Template) template =
			    g_str_has_suffix(file, ".json")
			        ? template_load(path, &error)
			        : NULL;

			if (error)
				note_error(examination, "your letters", error,
				    "that field, or remove the file");
		}
	}
}

/* The user's own patterns, each with its examples. */
static void
examine_own_rules(Examination *examination)
{
	const House *house = examination->house;
	const UserRulesPlaces places = {house->settings->user_rules_folder,
	    house->share_folder, house->settings->state_folder};
	g_autoptr(GError) error = NULL;
	g_autoptr(Patterns) patterns = user_rules_open(&places, &error);

	if (error)
		note_error(examination, "your rules", error,
		    "that field, or remove the file; until then the installed "
		    "rules alone count");
	else if (patterns)
		doctor_say(DOCTOR_OK, "your rules", places.user_folder, NULL);
}

static void
examine_rules(Examination *examination)
{
	const House *house = examination->house;
	g_autoptr(GError) error = NULL;
	g_autoptr(Detector) detector =
	    detector_open(house->share_folder, &error);
	g_autoptr(Etiquette) etiquette =
	    detector ? sweeping_etiquette(house, &error) : NULL;

	if (!detector)
		note_error(examination, "rules", error,
		    "make install, which puts them there");
	else if (!etiquette)
		note_error(examination, "rules", error,
		    "that line of the [etiquette] section");
	else
		doctor_say(DOCTOR_OK, "rules", house->share_folder, NULL);
	examine_own_rules(examination);
	examine_letters(examination);
}

static void
examine_state(Examination *examination)
{
	const Settings *settings = examination->house->settings;
	g_autoptr(GError) error = NULL;
	g_autoptr(State) state = store_read(settings->state_folder, &error);
	g_autofree char *text = NULL;

	if (!state) {
		note_error(examination, "state", error,
		    "afterword sweep, which puts it aside and begins anew");
		return;
	}
	if (!store_make_folder(settings->state_folder, &error) ||
	    g_access(settings->state_folder, W_OK) != 0) {
		doctor_say(DOCTOR_WRONG, "state",
		    error ? error->message : "its folder cannot be written",
		    "chmod u+rwx on that folder");
		note_code(examination, EX_NOPERM);
		return;
	}
	text = g_strdup_printf("%s, %u %s", settings->state_folder,
	    state->applications->len,
	    state->applications->len == 1 ? "application" : "applications");
	doctor_say(DOCTOR_OK, "state", text, NULL);
}

static void
examine_outbox(Examination *examination)
{
	const char *folder = examination->house->settings->outbox_folder;
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) entries = outbox_list(folder, &error);
	g_autofree char *text = NULL;

	if (!entries) {
		note_error(examination, "outbox", error, NULL);
	} else if (entries->len) {
		text = g_strdup_printf("%u %s not yet in the Drafts folder",
		    entries->len,
		    entries->len == 1 ? "draft is" : "drafts are");
		doctor_say(DOCTOR_NOTE, "outbox", text,
		    "afterword sweep, which says why");
	}
}

/* Logs in by a process of its own, which may die of what the server says. */
static void
examine_account(Examination *examination, const Account *account)
{
	g_autofree char *program = command_program(examination->options);
	char *argv[] = {program, (char *)"doctor", (char *)"--account",
	    account->name, NULL};
	g_autoptr(GError) error = NULL;
	int status = 0;

	fflush(stdout);
	if (!g_spawn_sync(NULL, argv, NULL,
	        G_SPAWN_SEARCH_PATH | G_SPAWN_CHILD_INHERITS_STDIN, NULL, NULL,
	        NULL, NULL, &status, &error)) {
		note_error(examination, account->name, error, NULL);
	} else if (!WIFEXITED(status)) {
		doctor_say(DOCTOR_WRONG, account->name,
		    "what the server says has ended the examination",
		    "host = NAME, one that speaks IMAP");
		note_code(examination, EX_UNAVAILABLE);
	} else if (WEXITSTATUS(status)) {
		note_code(examination, WEXITSTATUS(status));
	}
}

static void
examine_accounts(Examination *examination)
{
	const GPtrArray *accounts = examination->house->settings->accounts;

	for (guint i = 0; i < accounts->len; i++) {
		const Account *account = accounts->pdata[i];

		if (g_hash_table_contains(account->settings, "host"))
			examine_account(examination, account);
	}
}

/* A hook without its safety net would lose the mail that we fail on. */
static void
examine_hook(Examination *examination, const char *name, const char *safe,
    const char *mend)
{
	g_autofree char *path = g_build_filename(g_get_home_dir(), name, NULL);
	g_autofree char *about = g_strconcat("~/", name, NULL);
	g_autofree char *text = NULL;

	if (!g_file_get_contents(path, &text, NULL, NULL) ||
	    !g_regex_match_simple(
	        "^[^#\n]*afterword", text, G_REGEX_MULTILINE, 0))
		return;
	examination->has_hook = true;
	if (g_regex_match_simple(safe, text, G_REGEX_MULTILINE, 0)) {
		doctor_say(DOCTOR_OK, about, "hands mail to afterword", NULL);
		return;
	}
	doctor_say(DOCTOR_WRONG, about,
	    "mail can be lost where afterword fails", mend);
	note_code(examination, EX_CONFIG);
}

/* A unit that is enabled has a link in the folder of what wants it. */
static bool
has_unit(const char *wanted_by, const char *unit)
{
	g_autofree char *path = g_build_filename(
	    g_get_user_config_dir(), "systemd", "user", wanted_by, unit, NULL);

	return g_file_test(path, G_FILE_TEST_IS_SYMLINK);
}

static bool
watch_runs(const House *house)
{
	g_autoptr(Marks) marks =
	    marks_load(house->settings->state_folder, "watch", NULL);
	g_autoptr(GError) error = NULL;

	return marks && !marks_lock(marks, &error) && !error;
}

static bool
has_crontab(void)
{
	char *argv[] = {(char *)"crontab", (char *)"-l", NULL};
	g_autofree char *text = NULL;

	return g_spawn_sync(NULL, argv, NULL,
	           G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL,
	           &text, NULL, NULL, NULL) &&
	       g_regex_match_simple(
	           "^[^#\n]*afterword sweep", text, G_REGEX_MULTILINE, 0);
}

static void
examine_hooks(Examination *examination)
{
	bool watches = watch_runs(examination->house);
	bool has_watch =
	    has_unit("default.target.wants", "afterword-watch.service");

	examine_hook(examination, ".procmailrc",
	    "^:0 *f?[a-z]*w[a-z]*[^\n]*\n(\\*[^\n]*\n)*\\|[^\n]*afterword",
	    ":0 fwr and, below it, | exec afterword filter --pass;");
	examine_hook(examination, ".mailfilter",
	    "^ *exception *\\{[^}]*afterword|^[^#\n]*cc[^\n]*afterword",
	    "exception { xfilter \"afterword filter --pass\" }");
	examine_hook(examination, ".dovecot.sieve", "afterword", NULL);
	if (watches)
		doctor_say(DOCTOR_OK, "watch", "is running", NULL);
	else if (has_watch)
		doctor_say(DOCTOR_WRONG, "watch", "is enabled, but not running",
		    "systemctl --user start afterword-watch.service");
	else if (!examination->has_hook)
		doctor_say(DOCTOR_WRONG, "hooks",
		    "nothing that I can see hands mail to afterword",
		    "systemctl --user enable --now afterword-watch.service, "
		    "or one of the hooks in the README");
	if (!watches && (has_watch || !examination->has_hook))
		note_code(examination, EX_CONFIG);
	if (!watches && !has_crontab() &&
	    !has_unit("timers.target.wants", "afterword-sweep.timer"))
		doctor_say(DOCTOR_NOTE, "timer",
		    "nothing that I can see sweeps: what comes due waits for "
		    "the next mail",
		    "systemctl --user enable --now afterword-sweep.timer");
}

static int
examine_all(const Options *options)
{
	Examination examination = {.options = options};
	g_autoptr(GError) error = NULL;
	g_autoptr(House) house = house_open(options, &error);

	examination.house = house;
	if (!house) {
		note_error(&examination, "configuration", error,
		    "that line; man 5 afterword has them all");
		return examination.code;
	}
	examine_configuration(&examination);
	examine_rules(&examination);
	examine_state(&examination);
	examine_outbox(&examination);
	examine_accounts(&examination);
	examine_hooks(&examination);
	if (!examination.code)
		puts("all is well");
	return examination.code;
}

static int
examine_one(const Options *options, const char *name)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(House) house = house_open(options, &error);
	const Account *account =
	    house ? settings_find_section(house->settings, name) : NULL;

	if (!house)
		return command_fail(error);
	if (!account || !g_hash_table_contains(account->settings, "host")) {
		fprintf(
		    stderr, "afterword: no account '%s' with a host\n", name);
		return EX_USAGE;
	}
	return doctor_examine(house, account);
}

int
doctor_command(const Options *options, int argc, char **argv)
{
	g_autofree char *account = NULL;
	const GOptionEntry entries[] = {
	    {"account", 0, 0, G_OPTION_ARG_FILENAME, &account,
	        "examine this account alone", "NAME"},
	    {NULL, 0, 0, 0, NULL, NULL, NULL},
	};

	if (!command_parse(&argc, &argv,
	        "- say what is wrong, and what mends it", entries))
		return EX_USAGE;
	if (argc > 1) {
		fputs("afterword: doctor takes no arguments\n", stderr);
		return EX_USAGE;
	}
	return account ? examine_one(options, account) : examine_all(options);
}
