/*
 * Charset: bytes of a mail as UTF-8, whatever their label claims.
 *
 * The result is always valid UTF-8 without NUL or other control characters
 * than tab and LF, without characters that cannot be seen (zero-width, marks of
 * direction), and composed (NFC); what cannot be decoded is U+FFFD.
 */
#ifndef CHARSET_H
#define CHARSET_H

#include <stddef.h>

/*
 * Decodes bytes that are labelled with a MIME charset; NULL or an unknown name
 * is guessed. Labels lie: Latin-1 is read as Windows-1252, and text that can
 * hardly be anything but UTF-8 is. At most max bytes come out.
 */
char *charset_to_utf8(
    const char *bytes, size_t length, const char *label, size_t max);

/*
 * One line of text: white space collapsed and stripped, at most max bytes; ""
 * for NULL. What was encoded in a header or a calendar may hold line ends.
 */
char *charset_clean_line(const char *text, size_t max);

#endif
