/*
 * Deadlines: what each date in a message is for.
 */
#ifndef DEADLINES_H
#define DEADLINES_H

#include "clues.h"
#include "tagger.h"

/*
 * Sets slots, calendar_uid, respond_by, decide_by and promise of the reading.
 * tagger is that of dates (date_items.h), NULL for rules alone.
 * A calendar part gives the slot where there is one.
 */
void deadlines_find(Clues *clues, const Tagger *tagger);

#endif
