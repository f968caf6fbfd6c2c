/*
 * Place: where an interview is, and the link that asks for something.
 */
#ifndef PLACE_H
#define PLACE_H

#include "clues.h"

/*
 * Sets place (a meeting link, else an address; none where they ring the
 * candidate) and link (to schedule, test, form or contract) of the reading.
 */
void place_find(Clues *clues);

#endif
