/*
 * Stage: which interview of several an invite is for.
 */
#ifndef STAGE_H
#define STAGE_H

#include "clues.h"

/* Sets the stage of an invite where its words name one; else leaves what was
 * learnt. */
void stage_find(Clues *clues);

/* Sets the detail where words name one: a reminder, what is closed, what was
 * changed; else leaves what was learnt. */
void detail_find(Clues *clues);

#endif
