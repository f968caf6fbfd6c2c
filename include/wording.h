/*
 * Wording: a text of rules/LANG/replies/, with fields, choices and gaps.
 *
 * {role}   the value of a field; where it is unknown the text does not fit
 * {?role}  fits where the field is known, and prints nothing
 * {!role}  fits where it is unknown, and prints nothing
 * [a|b|c]  the first of these that fits; nothing where none does
 * «hint»   a gap for the user to fill, printed as it stands
 *
 * Values come from strangers: they are put in as they are, and nothing in
 * them is ever taken for one of these signs.
 */
#ifndef WORDING_H
#define WORDING_H

#include <glib.h>
#include <stdbool.h>

/*
 * Checks a text: signs closed, fields among names (NULL last), depth.
 * AFTERWORD_ERROR_RULES says what is wrong, at which byte.
 */
bool wording_check(const char *text, const char *const *names, GError **error);

/*
 * The text with its fields (char * to char *) filled in, the caller's; NULL
 * where it does not fit. text has passed wording_check.
 */
char *wording_fill(const char *text, GHashTable *fields);

#endif
