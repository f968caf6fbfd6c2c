/*
 * Deadlines: what each date in a message is for.
 */
#ifndef DEADLINES_H
#define DEADLINES_H

#include "clues.h"

/*
 * Sets slots, calendar_uid, respond_by, decide_by and promise of the reading.
 * A calendar part gives the slot where there is one.
 */
void deadlines_find(Clues *clues);

#endif
