/*
 * Signature: where the writer's text ends and their signature begins. A name
 * below the closing formula is still text; only with more below it (title,
 * firm, telephone) is all of that a signature.
 */
#ifndef SIGNATURE_H
#define SIGNATURE_H

#include "lines.h"

/* "-- " and its like, which separate signatures by convention. */
bool signature_is_delimiter(const Line *line);

/* "Sent from my phone". */
bool signature_is_mobile(const Line *line);

/* The end of the OpenPGP armour that begins at line at; at for none. */
size_t signature_armour(const Lines *lines, size_t at);

/* The line in from to below end where a signature begins; end for none. */
size_t signature_find(const Lines *lines, size_t from, size_t end);

#endif
