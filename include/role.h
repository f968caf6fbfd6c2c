/*
 * Role: the job that a message is about, and its requisition number.
 */
#ifndef ROLE_H
#define ROLE_H

#include "clues.h"

/* Sets role and requisition of the reading. */
void role_find(Clues *clues);

#endif
