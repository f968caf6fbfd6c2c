/*
 * Login: who we are, said in the safest way that both sides know.
 *
 * SCRAM comes first, as the password itself stays here; then PLAIN and LOGIN,
 * which under TLS only the server can read. What has held the password on the
 * way is wiped.
 */
#ifndef LOGIN_H
#define LOGIN_H

#include "imap.h"
#include "password.h"

#include <glib.h>
#include <stdbool.h>

/*
 * AFTERWORD_ERROR_PERMISSION when the login is refused, _RULES when the server
 * does not take it this way.
 */
bool login(Imap *imap, const Password *password, GError **error);

#endif
