/*
 * Heading: the header of a message, made short where it is endless.
 *
 * A million recipients or a subject of 10 MB cost GMime seconds and a gigabyte;
 * what is read of any header fits into far less.
 */
#ifndef HEADING_H
#define HEADING_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#define HEADING_MAX (256 * 1024)       /* bytes of a header that may stay */
#define HEADING_FIELD_MAX (64 * 1024)  /* bytes of a field in a longer one */
#define HEADING_KEPT_MAX (1024 * 1024) /* bytes of all its fields */

/* The length of what may stand before the first header: a byte order mark,
 * "From " lines. */
size_t heading_prefix(const char *bytes, size_t length);

/* Whether lines end in CR alone, as those of old Macs. */
bool heading_has_old_mac_ends(const char *bytes, size_t length);

/* Whether the header ends within the first length bytes of a message. */
bool heading_ends(const char *bytes, size_t length);

/* Whether that of a file is longer than HEADING_MAX. */
bool heading_is_long(int file);

/*
 * The message with fields that are too long cut off, and those that only
 * machines on the way have written left out; the caller's. NULL where the
 * header is no longer than HEADING_MAX.
 */
GByteArray *heading_shorten(const char *bytes, size_t length);

#endif
