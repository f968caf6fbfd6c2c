/*
 * Session: the inside of an Imap, for the files that together are
 * libetpan's door.
 */
#ifndef SESSION_H
#define SESSION_H

#include "imap.h"
#include "wire.h"

#include <libetpan/libetpan.h>

struct Imap {
	const Server *server; /* borrowed */
	mailimap *etpan;
	Wire *wire;       /* owned by the stream in etpan, once there is one */
	char *death;      /* why no call can succeed any more; NULL */
	bool cannot_idle; /* the server has refused it */
};

/* Begins a call: a new deadline. false when the connection is dead. */
bool session_begin(Imap *imap, GError **error);

/*
 * Whether result, of a call to libetpan, is a success; else the error: "HOST:
 * cannot DEED: what the server said".
 */
bool session_check(Imap *imap, int result, const char *deed, GError **error);

/* What the server said last, fit for one line of a terminal; the caller's. */
char *session_words(const Imap *imap);

/* Sets the error to "HOST:PORT: why"; returns false. */
bool session_fail(const Imap *imap, int code, GError **error, const char *why);

/* Sends a line as it is; reads on to the end of the command under way. */
bool session_send(Imap *imap, const char *line);
int session_finish(Imap *imap);

/* Sends one command that libetpan cannot, or not rightly, and reads the end. */
int session_command(Imap *imap, const char *command);

#endif
