/*
 * Message: one RFC 5322 message, decoded and taken apart for reading.
 *
 * All text is valid UTF-8 without NUL, with LF line ends, and capped
 * (MESSAGE_TEXT_MAX); header values hold no control characters. Attachments
 * are neither decoded nor kept. Every field belongs to the message.
 */
#ifndef MESSAGE_H
#define MESSAGE_H

#include "moment.h"

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#define MESSAGE_TEXT_MAX (256 * 1024) /* bytes of decoded text that are read */
#define MESSAGE_ADDRESSES_MAX 200     /* addresses kept of each header */
#define MESSAGE_REFERENCES_MAX 200

typedef struct Address {
	char *name;  /* "" where there is none */
	char *email; /* lower case; "" where there is none */
} Address;

typedef struct Link {
	char *url;  /* http, https, tel, mailto; as written */
	char *text; /* what a reader sees of it; "" in plain text */
} Link;

/* What the user's own server found, RFC 8601. */
typedef enum {
	AUTHENTICATION_UNKNOWN,
	AUTHENTICATION_PASS,
	AUTHENTICATION_FAIL,
} Authentication;

typedef struct Message {
	char *id;              /* without angle brackets; "" where missing */
	GPtrArray *references; /* of char *, In-Reply-To last, none twice */
	char *subject;
	Address from;
	Address reply_to;   /* empty where there is none */
	GPtrArray *to;      /* of Address * */
	GPtrArray *cc;      /* of Address * */
	char *delivered_to; /* Delivered-To or X-Original-To; "" if none */
	Moment date;        /* precision MOMENT_NONE where there is none */
	char *list_id;      /* RFC 2919; "" where there is none */
	bool is_bulk;       /* Precedence bulk/list/junk, List-Unsubscribe */
	bool is_automatic;  /* Auto-Submitted other than no, RFC 3834 */
	bool is_memo;       /* X-Afterword-Memo: our own mail to the user */
	bool is_report;     /* a bounce or receipt: multipart/report */
	Authentication authentication;
	char *text;       /* the whole text, best of the alternatives */
	char *new_text;   /* without quotes and signature */
	char *quoted;     /* what was quoted or forwarded below; "" if none */
	char *signature;  /* "" where none was found */
	bool from_html;   /* the text comes from HTML alone */
	GPtrArray *links; /* of Link *, in order, none twice */
	GPtrArray *calendars; /* of char *: text/calendar parts, UTF-8 */
} Message;

/*
 * Parses the message in a file, from its beginning. The file must be seekable;
 * the descriptor stays the caller's. A leading mbox "From " line is skipped.
 *
 * AFTERWORD_ERROR_MAIL when it is empty or no message at all.
 */
Message *message_parse_file(int file, GError **error);

/* The same, from memory. */
Message *message_parse_bytes(const char *bytes, size_t length, GError **error);

/*
 * A name for this very message, the same on every arrival: a hash in lower
 * case hex of Message-ID, sender, date and new text.
 */
char *message_fingerprint(const Message *message);

/* A message that says nothing: no string is NULL, every list is empty. */
Message *message_new(void);

/* Makes text, valid UTF-8, the message's text, and takes it apart. */
void message_take_text(Message *message, char *text);

void address_free(Address *address);
void link_free(Link *link);
void message_free(Message *message);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Message, message_free)

#endif
