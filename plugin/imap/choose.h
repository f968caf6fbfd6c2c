/*
 * Choose: which folder of a server is the one for drafts, or for sent mail.
 *
 * What the user says counts first, then what the server says (RFC 6154, or
 * XLIST), then the names that mail programs give it, in many languages. The
 * names are in rules/folders.json. Folders are named as on the wire, the
 * caller's.
 */
#ifndef CHOOSE_H
#define CHOOSE_H

#include "imap.h"
#include "server.h"

#include <glib.h>

/* How a folder was found. */
typedef enum {
	CHOSEN_NOT,     /* there is none */
	CHOSEN_GIVEN,   /* the user has named it */
	CHOSEN_SPECIAL, /* the server says so */
	CHOSEN_NAME,    /* by its name */
} Chosen;

/*
 * The folder for a use; NULL without an error, and *how CHOSEN_NOT, where
 * there is none. AFTERWORD_ERROR_RULES when the folder of the settings is not
 * there.
 */
char *choose_folder(
    Imap *imap, const Server *server, ImapUse use, Chosen *how, GError **error);

/* The folder for drafts, which is made where there is none. */
char *choose_drafts(Imap *imap, const Server *server, GError **error);

/* The folder that the user calls name; NULL without an error: not there. */
char *choose_named(Imap *imap, const char *name, GError **error);

#endif
