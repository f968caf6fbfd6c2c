/*
 * People: who there is on the other side, by name, address and part.
 */
#ifndef PEOPLE_H
#define PEOPLE_H

#include "clues.h"

/*
 * Fills the contacts of the reading, whose company and role are known: from
 * the headers, the calendar part, the signature and the text. The candidate is
 * never one of them, nor is an address that nobody reads.
 */
void people_find(Clues *clues);

#endif
