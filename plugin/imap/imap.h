/*
 * Imap: what we ask of an IMAP server, over libetpan.
 *
 * Folder names are as on the wire, in modified UTF-7. libetpan can crash on
 * what a hostile server says, so all this runs in a process that may die.
 * Every call has a new deadline; after a failure of the connection each call
 * fails at once. Errors are AFTERWORD_ERROR_SERVER unless said.
 */
#ifndef IMAP_H
#define IMAP_H

#include "password.h"
#include "server.h"

#include <glib.h>
#include <stdbool.h>

#define IMAP_MAIL_BYTES_MAX (1024 * 1024) /* a draft of ours is far smaller */

typedef struct Imap Imap;

/* What a folder is for, RFC 6154. */
typedef enum {
	IMAP_USE_DRAFTS,
	IMAP_USE_SENT,
	IMAP_USE_COUNT,
} ImapUse;

typedef struct ImapFolder {
	char *name;
	char delimiter; /* 0 where there is none */
	bool has_use[IMAP_USE_COUNT];
	bool can_hold; /* can hold mail */
} ImapFolder;

typedef enum {
	IMAP_LIST_ALL,
	IMAP_LIST_SPECIAL, /* RFC 6154; some servers give all */
	IMAP_LIST_XLIST,   /* what came before it */
} ImapListing;

typedef struct ImapMail {
	guint32 uid; /* 0: there is no such mail */
	guint32 size;
	bool is_deleted;
	bool is_removed; /* by us, but for the last step: see imap_remove */
	char *key;       /* X-Afterword-Draft; NULL */
} ImapMail;

/*
 * Connects, secures, and logs in. server and password stay borrowed, password
 * for the call only. AFTERWORD_ERROR_PERMISSION when the login is refused,
 * _RULES when the server and the settings do not go together.
 */
Imap *imap_open(const Server *server, const Password *password, GError **error);

/* Whether the server has a capability: "UIDPLUS". */
bool imap_can(const Imap *imap, const char *capability);

/* The folders, of ImapFolder *, as the server lists them. */
GPtrArray *imap_list(
    Imap *imap, ImapListing listing, const char *pattern, GError **error);

/* What names of the user's own folders begin with: "" or "INBOX." */
char *imap_prefix(Imap *imap, GError **error);

/* Makes and subscribes a folder for drafts. */
bool imap_create(Imap *imap, const char *folder, GError **error);

/* Opens a folder; the read-only way changes nothing in it, not even \Recent. */
bool imap_select(
    Imap *imap, const char *folder, guint32 *uidvalidity, GError **error);
bool imap_examine(
    Imap *imap, const char *folder, guint32 *uidvalidity, GError **error);

/* Leaves a folder that was examined; nothing is expunged. */
bool imap_leave(Imap *imap, GError **error);

/* The UIDs, of guint32, of the mails whose header has the key in it. */
GArray *imap_search(Imap *imap, const char *key, GError **error);

/* Looks at a mail without marking it as seen. */
bool imap_look(Imap *imap, guint32 uid, ImapMail *mail, GError **error);
void imap_mail_clear(ImapMail *mail);

/* All of a mail; NULL on failure or where there is none. */
GBytes *imap_fetch(Imap *imap, guint32 uid, GError **error);

/*
 * Appends a draft, with CRLF line ends. *uid is 0 where the server does not
 * say. On failure it may or may not be there.
 */
bool imap_append(Imap *imap, const char *folder, GBytes *message, guint32 *uid,
    GError **error);

/*
 * Removes one mail for good, and no other: with UIDPLUS, which must be there
 * (RFC 4315), in a folder that was selected. In two steps, between which the
 * line may drop: a keyword says that the first was ours, not the user's.
 */
bool imap_remove(Imap *imap, guint32 uid, GError **error);

/* Says goodbye, but does not wait for a server that does not answer. */
void imap_close(Imap *imap);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Imap, imap_close)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(ImapMail, imap_mail_clear)

#endif
