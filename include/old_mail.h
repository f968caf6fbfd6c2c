/*
 * Old mail: the messages of Maildirs, mboxes, folders and files, in the order
 * of their dates.
 */
#ifndef OLD_MAIL_H
#define OLD_MAIL_H

#include "message.h"

#include <glib.h>

/* Where one message lies. */
typedef struct OldMail {
	char *path;
	gint64 offset; /* of an mbox; bytes */
	gint64 length; /* bytes */
	gint64 time;   /* of its Date; 0 where there is none */
} OldMail;

/*
 * All messages (of OldMail *) below the sources, the oldest first. A Maildir is
 * taken with the folders in it; of another folder each file is a message.
 * AFTERWORD_ERROR_MAIL, _PERMISSION, naming a source that cannot be read.
 */
GPtrArray *old_mail_find(char *const *sources, GError **error);

/* Parses one; NULL and AFTERWORD_ERROR_MAIL where it is none. */
Message *old_mail_read(const OldMail *mail, GError **error);

#endif
