/*
 * Command: what the commands of the program share.
 *
 * Every command is one file of filters/cli and one row of the table in main.
 */
#ifndef COMMAND_H
#define COMMAND_H

#include "detect.h"
#include "lessons.h"
#include "settings.h"
#include "store.h"

#include <glib.h>
#include <stdbool.h>

/* What main has read before a command runs. */
typedef struct Options {
	const char *program; /* how to start this program again */
	gint64 now;          /* Unix seconds: the clock, or what --now says */
} Options;

/* Commands take their own arguments, argv[0] being the command's name, and
 * return an exit code of sysexits(3). */
int filter_command(const Options *options, int argc, char **argv);
int explain_command(const Options *options, int argc, char **argv);
int status_command(const Options *options, int argc, char **argv);
int sweep_command(const Options *options, int argc, char **argv);
int set_command(const Options *options, int argc, char **argv);
int note_command(const Options *options, int argc, char **argv);
int draft_command(const Options *options, int argc, char **argv);
int report_command(const Options *options, int argc, char **argv);
int import_command(const Options *options, int argc, char **argv);
int sendmail_command(const Options *options, int argc, char **argv);
int doctor_command(const Options *options, int argc, char **argv);
int watch_command(const Options *options, int argc, char **argv);

/* Settings, rules and clock of one run. */
typedef struct House {
	gint64 now;
	Settings *settings;
	char *share_folder; /* compiled rules, etiquette, templates */
	Lessons *lessons;   /* what the user has taught; NULL for nothing */
} House;

/* NULL with the error of settings_load or taught_load. */
House *house_open(const Options *options, GError **error);

/*
 * Opens what mail is read with: the installed rules, and the user's laid over
 * them. A user's rules that are at fault are left out, all of them, since half
 * of them may mean something else; *fault says so in a sentence, the caller's,
 * or else (fault NULL) it is said on stderr.
 */
Detector *house_open_detector(const House *house, char **fault, GError **error);

/* Where a state that could not be read has been put aside, as a sentence, the
 * caller's; NULL where none was. */
char *house_warning(const Store *store);

/* Opens the state for changing it, as store_open, and says that sentence. */
Store *house_open_store(const House *house, int wait_ms, GError **error);

void house_close(House *house);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(House, house_close)

/* The path to start this program by, also when it was replaced since. */
char *command_program(const Options *options);

/*
 * Reads a command's arguments into entries (GLib's option table), leaving
 * file names in argv. A wrong one is said on stderr with the command's name.
 */
bool command_parse(int *argc, char ***argv, const char *arguments,
    const GOptionEntry *entries);

/* Says on stderr what went wrong; the exit code that goes with it. */
int command_fail(const GError *error);

/* Unix seconds of "2026-05-12", "2026-05-12T15:00", "2026-05-12T15:00:00-04:00" or "@1778612400".
 */
bool command_parse_time(const char *text, gint64 *time);

#endif
