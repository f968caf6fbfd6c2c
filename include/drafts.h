/*
 * Drafts: a place for drafts, as a plugin (a shared object).
 *
 * The plugin exports one function, afterword_drafts(), that returns its table.
 * It runs in a process of its own and may block up to its deadline; when it
 * dies, the draft is still in the outbox and is tried again. It must never
 * touch a message that it did not put there, nor one that the user has changed.
 * SIGPIPE is ignored. After a failure of the connection every call fails.
 *
 * key: 32 lower-case hex digits, the draft's name forever, also in its header
 * X-Afterword-Draft. place: the plugin's own words for where a draft is and
 * what it was, kept in the state and handed back; printable ASCII, at most
 * DRAFTS_PLACE_MAX bytes. The IMAP plugin says "UIDVALIDITY UID HASH", the
 * Maildir plugin "FILE HASH".
 */
#ifndef DRAFTS_H
#define DRAFTS_H

#include <glib.h>
#include <stdbool.h>

#define DRAFTS_VERSION 1
#define DRAFTS_PLACE_MAX 300

typedef struct Drafts Drafts; /* one open folder; the plugin's own struct */

typedef enum {
	DRAFTS_ABSENT,    /* no such draft: deleted, sent, or moved away */
	DRAFTS_UNTOUCHED, /* there, as we put it */
	DRAFTS_TOUCHED,   /* there, changed by the user */
} DraftsFound;

typedef struct DraftsPlugin {
	int version; /* DRAFTS_VERSION */

	/*
	 * Opens the folder, and makes it where it is missing. settings: the
	 * keys of the user's [account] section as strings (product:
	 * afterword(5)), with "path" and "rules_folder" always there; borrowed
	 * for the call only. NULL and error (AFTERWORD_ERROR_SERVER, _STORE,
	 * _RULES, _PERMISSION), which never holds a password.
	 */
	Drafts *(*open)(GHashTable *settings, GError **error);

	/*
	 * Puts a message (CRLF) into the folder unless a draft with that key
	 * is already there; one with X-Afterword-Memo in its header is new mail
	 * to the user, and the folder is their INBOX ("folder" of settings); *place is the caller's. On failure it may or may
	 * not be there: put it again.
	 */
	bool (*put)(Drafts *drafts, const char *key, GBytes *message,
	    char **place, GError **error);

	/* Looks for a draft. false only on failure. */
	bool (*find)(Drafts *drafts, const char *key, const char *place,
	    DraftsFound *found, GError **error);

	/*
	 * Takes an untouched draft away, for good; leaves any other. *found is
	 * what was there before.
	 */
	bool (*withdraw)(Drafts *drafts, const char *key, const char *place,
	    DraftsFound *found, GError **error);

	void (*close)(Drafts *drafts);
} DraftsPlugin;

/* The one function that a plugin exports; never unloaded. */
__attribute__((visibility("default"))) const DraftsPlugin *afterword_drafts(
    void);

#endif
