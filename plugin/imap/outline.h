/*
 * Outline: a mail without its attachments. From its structure (RFC 3501,
 * 7.4.2) and the parts that are worth reading a message is made that reads
 * like it: texts and calendars as they are, all else empty.
 */
#ifndef OUTLINE_H
#define OUTLINE_H

#include "session.h"

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#define OUTLINE_PART_BYTES_MAX (512 * 1024) /* of each part, encoded */

typedef struct Outline Outline;

Outline *outline_new(void);

/* Takes in what the server said of the mail. */
void outline_take_structure(Outline *outline, const struct mailimap_body *body);
void outline_take_section(
    Outline *outline, const struct mailimap_msg_att_body_section *section);

/* Whether the server knows such a mail. */
bool outline_is_there(const Outline *outline);

/* Whether its structure cannot be followed: it has to be read whole. */
bool outline_is_odd(const Outline *outline);

/* Whether every part is worth reading: then BODY[TEXT] has them all. */
bool outline_is_plain(const Outline *outline);

/* Bytes of the parts that are worth reading. */
size_t outline_size(const Outline *outline);

/* Adds the parts that are worth reading to what is fetched. */
void outline_want_parts(
    const Outline *outline, struct mailimap_fetch_type *type);

/* The message, the caller's; NULL where there was no header. */
GBytes *outline_put_together(const Outline *outline);

void outline_free(Outline *outline);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Outline, outline_free)

#endif
