/*
 * Utf7: names of folders as they are on the wire, in the modified UTF-7 of
 * RFC 3501, 5.1.3.
 */
#ifndef UTF7_H
#define UTF7_H

#include <glib.h>

/* From text, valid UTF-8; the caller's. */
char *utf7_encode(const char *text);

/* To valid UTF-8, for showing it; the caller's. */
char *utf7_decode(const char *name);

#endif
