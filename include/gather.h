/*
 * Gather: old mail from a folder of an IMAP account, for afterword import.
 *
 * Headers and texts alone; attachments stay on the server, and nothing is
 * marked as read. The server is spoken to by a process of its own, which may
 * die of what it hears: a mail that it dies of is left out in the end. What
 * was taken is kept in import.json, so that an import that was cut off goes
 * on where it was.
 */
#ifndef GATHER_H
#define GATHER_H

#include "command.h"

#include <glib.h>
#include <stdbool.h>

/* All borrowed. */
typedef struct Gather {
	const Options *options;
	const House *house;
	const char *account; /* of the section; NULL: the first with a host */
	const char *folder;  /* UTF-8, as the user calls it */
	gint64 since;        /* Unix seconds, to the day; 0: all mail */
	/* Takes one mail (CRLF); false, with the error, ends it. */
	bool (*take)(GBytes *mail, void *user, GError **error);
	/* How far it is, before the first mail and after each; NULL: silent. */
	void (*progress)(guint done, guint all, void *user);
	void *user;
} Gather;

/*
 * Hands over the mails in the order in which they arrived. AFTERWORD_ERROR_RULES
 * where there is no such account or folder; _SERVER, _PERMISSION, _STORE.
 */
bool gather_run(const Gather *gather, GError **error);

/*
 * Gathers "FOLDER", or "ACCOUNT:FOLDER" where there are several, into files,
 * one a mail, with progress on stderr unless is_quiet. The path of their folder
 * is the caller's. An import that was cut off finds there what was gathered
 * for it; gather_forget removes it when all has been read.
 */
char *gather_source(
    const Gather *gather, const char *source, bool is_quiet, GError **error);
void gather_forget(const char *path);

/*
 * The process that speaks to the server, started by gather_run as "afterword
 * watch --gather FROM --follow ACCOUNT --folder FOLDER". Says on standard
 * output, one line each: "folder VALIDITY COUNT", "trying UID", "mail UID
 * LENGTH" with as many bytes behind it, "skipped UID", "done", "failed CODE
 * TEXT". An exit code.
 */
int gather_send(const Options *options, const char *account, const char *folder,
    const char *from);

#endif
