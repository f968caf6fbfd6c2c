/*
 * Stage: which interview of several an invite is for.
 */
#ifndef STAGE_H
#define STAGE_H

#include "clues.h"

/* Sets the stage of an invite: what its words name, and whether they meet at an
 * address, laid over the scores that the examples gave. */
void stage_find(Clues *clues);

/* Sets the detail in the same way, where words name one: a reminder, what is
 * closed, what was changed. */
void detail_find(Clues *clues);

#endif
