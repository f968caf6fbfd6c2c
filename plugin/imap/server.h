/*
 * Server: which IMAP server, and how to log in, from an [account] section.
 *
 * No string holds a control character: a line end in one would become a
 * command of its own on the wire.
 */
#ifndef SERVER_H
#define SERVER_H

#include <glib.h>

typedef enum {
	SECURITY_TLS,      /* from the first byte, RFC 8314 */
	SECURITY_STARTTLS, /* required, not tried */
	SECURITY_NONE,     /* only where the user has said so */
} Security;

/* How to log in. */
typedef enum {
	MECHANISM_ANY,     /* SCRAM where both sides have it, else as follows */
	MECHANISM_SCRAM,   /* RFC 5802: the password is not sent at all */
	MECHANISM_PLAIN,   /* RFC 4616 */
	MECHANISM_LOGIN,   /* the command of RFC 3501, 6.2.3 */
	MECHANISM_XOAUTH2, /* with a token in place of the password */
} Mechanism;

typedef struct Server {
	char *host;
	char *port;
	Security security;
	char *ca_file; /* NULL: the system's authorities */
	char *user;
	Mechanism mechanism;
	/* One of these is there: how to get the password, or the token. */
	char *password_command;
	char *token_command;
	char *password_file;
	char *secret; /* attributes and values, as secret-tool(1) has them */
	char *folder; /* of drafts, UTF-8; NULL: look for it */
	char *sent;   /* of what was sent, the same */
	char *rules_folder;
	int timeout_s; /* for each thing that we ask for */
} Server;

/*
 * AFTERWORD_ERROR_RULES naming the key that is wrong or missing: host, port,
 * tls (implicit, starttls, none), ca_file, user, auth, password_command,
 * password_file, secret, token_command, folder, sent, timeout.
 */
Server *server_parse(GHashTable *settings, GError **error);

void server_free(Server *server);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Server, server_free)

#endif
