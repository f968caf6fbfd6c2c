/*
 * Mime: a message as it goes into a mailbox, over GMime.
 *
 * RFC 5322 with CRLF, one text/plain part, UTF-8, format=flowed (RFC 3676),
 * in 7bit or quoted-printable. No value can begin a header line of its own.
 */
#ifndef MIME_H
#define MIME_H

#include <glib.h>
#include <stdbool.h>

#define MIME_REFERENCES_MAX 20

/* All borrowed; "" leaves a header out, save From. */
typedef struct Mime {
	const char *from_name;
	const char *from_email;
	const char *to_name;
	const char *to_email;
	const char *subject;
	const char *in_reply_to; /* Message-ID without brackets */
	const char *references;  /* the same, blank between, oldest first */
	const char *key;         /* X-Afterword-Draft, and the Message-ID */
	const char *memo; /* X-Afterword-Memo: mail to oneself; NULL: a draft */
	const char *body; /* UTF-8, LF; a line may be a paragraph */
	gint64 date;
	int utc_offset_s;
} Mime;

/* NULL where From or To is no plain address (mime_is_address). */
GBytes *mime_write(const Mime *mime);

/* Whether email is a bare ASCII addr-spec that every server takes. */
bool mime_is_address(const char *email);

/* Text wrapped by RFC 3676, with soft breaks, space-stuffed; the caller's. */
char *mime_flow(const char *text);

#endif
