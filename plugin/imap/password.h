/*
 * Password: read when it is needed, and wiped when it is not.
 *
 * It is the first line of a command's output or of a file, without its line
 * end; a token in place of a password is the same. It is in no argument,
 * environment, log or error of ours.
 */
#ifndef PASSWORD_H
#define PASSWORD_H

#include "server.h"

#include <glib.h>

#define PASSWORD_BYTES_MAX 16384 /* some tokens are long */

typedef struct Password {
	char text[PASSWORD_BYTES_MAX];
} Password;

/*
 * A command is run by /bin/sh -c, with nothing to read, and has a minute; a
 * secret is asked of secret-tool(1), which no shell is needed for.
 * AFTERWORD_ERROR_PERMISSION when there is no password to be had, when the
 * file can be read by others, or when it holds control characters.
 */
Password *password_read(const Server *server, GError **error);

/* Wipes it first. */
void password_free(Password *password);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Password, password_free)

#endif
