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

#define INCOMING_PART_BYTES_MAX (512 * 1024) /* of each text part, encoded */

/* The highest UID of the folder, 0 where it is empty. */
bool incoming_last(Imap *imap, guint32 *uid, GError **error);

/* UIDs, of guint32, rising: above after, and not before the day of since. */
GArray *incoming_search(
    Imap *imap, guint32 after, gint64 since, GError **error);

/*
 * A mail with its header and text parts, and with attachments that are empty;
 * NULL without an error where there is none. AFTERWORD_ERROR_MAIL when what
 * the server says of it cannot be parsed.
 */
GBytes *incoming_fetch(Imap *imap, guint32 uid, GError **error);

/*
 * Waits for news: IDLE (RFC 2177) where the server has it, else just the time
 * and a NOOP. wake: as in mailbox.h.
 */
bool incoming_wait(Imap *imap, int wake, int seconds, GError **error);

#endif
