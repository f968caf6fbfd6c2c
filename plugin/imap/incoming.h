/*
 * Incoming: mail that is to be read from the folder that is open.
 *
 * Nothing is marked as seen, and attachments stay on the server. Deadlines
 * and errors are those of imap.h.
 */
#ifndef INCOMING_H
#define INCOMING_H

#include "imap.h"

#include <glib.h>
#include <stdbool.h>

#define INCOMING_BATCH_MAX 40

/* The highest UID of the folder, 0 where it is empty. */
bool incoming_last(Imap *imap, guint32 *uid, GError **error);

/* UIDs, of guint32, rising: above after, and not before the day of since. */
GArray *incoming_search(
    Imap *imap, guint32 after, gint64 since, GError **error);

/* Some mails that are fetched together; uids are borrowed. */
typedef struct IncomingBatch {
	const guint32 *uids;
	guint count; /* INCOMING_BATCH_MAX at most */
} IncomingBatch;

/*
 * Mails with header and text parts, and with attachments that are empty, into
 * mails: UID (GUINT_TO_POINTER) to GBytes *, the table's own. One that is not
 * there any more is left out. AFTERWORD_ERROR_MAIL when what the server says
 * of one of them cannot be parsed.
 */
bool incoming_fetch(
    Imap *imap, const IncomingBatch *batch, GHashTable *mails, GError **error);

/*
 * Waits for news: IDLE (RFC 2177) where the server has it, else just the time
 * and a NOOP. wake: as in mailbox.h.
 */
bool incoming_wait(Imap *imap, int wake, int seconds, GError **error);

#endif
