/*
 * Settings: the user's configuration, an INI file, and where our files are.
 *
 * With no configuration everything works: drafts go to a local Maildir and the
 * user is whoever a mail was sent to.
 */
#ifndef SETTINGS_H
#define SETTINGS_H

#include "account.h"
#include "message.h"

#include <glib.h>
#include <stdbool.h>

typedef struct Settings {
	GPtrArray *accounts;   /* of Account *; never empty */
	char *timezone;        /* IANA name; "" is the system's */
	char *sendmail;        /* what "afterword sendmail" stands in for */
	GPtrArray *holidays;   /* of char *: "2026-12-24" */
	GHashTable *etiquette; /* the [etiquette] section, char * to char * */
	char *state_folder;    /* $XDG_STATE_HOME/afterword */
	char *outbox_folder;
	char *user_rules_folder; /* beside the configuration */
	char *drafts_folder;     /* the Maildir of the "maildir" plugin */
} Settings;

/*
 * Reads path, or the file that the XDG variables name where path is NULL; only
 * the latter may be missing. One [account NAME] section for each account
 * (account.h), and [afterword] timezone, holidays, sendmail; [etiquette] NAME =
 * VALUE (etiquette.h).
 *
 * AFTERWORD_ERROR_RULES with file, section and key when it is wrong;
 * AFTERWORD_ERROR_PERMISSION when it cannot be read.
 */
Settings *settings_load(const char *path, GError **error);

/* The account of an address, with any "+tag" left out; else the first. */
const Account *settings_find_account(
    const Settings *settings, const char *email);

/* The account of the section [account NAME]; NULL where there is none. */
const Account *settings_find_section(
    const Settings *settings, const char *name);

/* Whether address is one of the user's own. */
bool settings_owns(const Settings *settings, const char *email);

/*
 * What a plugin is given (drafts.h): the keys of the account's section, and
 * where things are. The table is the caller's; what is in it, borrowed from
 * all three.
 */
GHashTable *settings_for_plugin(
    const Settings *settings, const Account *account, const char *rules_folder);

void settings_free(Settings *settings);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Settings, settings_free)

#endif
