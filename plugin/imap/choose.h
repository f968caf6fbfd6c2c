/*
 * Choose: which folder of a server is the one for drafts.
 *
 * What the user says counts first, then what the server says (RFC 6154, or
 * XLIST), then the names that mail programs give it, in many languages; where
 * none is there, one is made. The names are in rules/folders.json.
 */
#ifndef CHOOSE_H
#define CHOOSE_H

#include "imap.h"
#include "server.h"

#include <glib.h>

/*
 * The folder's name on the wire, the caller's. AFTERWORD_ERROR_RULES when the
 * folder of the settings is not there.
 */
char *choose_drafts(Imap *imap, const Server *server, GError **error);

/* Text, valid UTF-8, in the modified UTF-7 of RFC 3501, 5.1.3. */
char *choose_encode(const char *text);

#endif
