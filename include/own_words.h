/*
 * Own words: what a letter takes from the user's notes, and from what hangs on
 * other applications; a part of the particulars.
 */
#ifndef OWN_WORDS_H
#define OWN_WORDS_H

#include "manners.h"
#include "particulars.h"

#include <glib.h>

/* Adds to the fields of particulars_gather. */
void own_words_gather(
    GHashTable *fields, const Occasion *occasion, const Manners *manners);

#endif
