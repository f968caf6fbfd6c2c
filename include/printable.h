/*
 * Printable: text of strangers made safe to stand in a letter.
 */
#ifndef PRINTABLE_H
#define PRINTABLE_H

#include <glib.h>

/* On one line, without control or invisible characters and guillemets; NULL
 * where nothing is left or more than most characters are. The caller's. */
char *printable_clean(const char *value, long most);

#endif
