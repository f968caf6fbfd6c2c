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

typedef struct Server {
	char *host;
	char *port;
	Security security;
	char *ca_file; /* NULL: the system's authorities */
	char *user;
	char *password_command; /* NULL, or password_file is */
	char *password_file;
	char *folder; /* of drafts, UTF-8; NULL: look for it */
	char *sent;   /* of what was sent, the same */
	char *rules_folder;
	int timeout_s; /* for each thing that we ask for */
} Server;

/*
 * AFTERWORD_ERROR_RULES naming the key that is wrong or missing: host, port,
 * tls (implicit, starttls, none), ca_file, user, password_command,
 * password_file, folder, sent, timeout.
 */
Server *server_parse(GHashTable *settings, GError **error);

void server_free(Server *server);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Server, server_free)

#endif
