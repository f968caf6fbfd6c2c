/*
 * Trust: whether a message is a trap, and why.
 */
#ifndef TRUST_H
#define TRUST_H

#include "clues.h"

/*
 * Sets suspicious of the reading and adds the reasons, each with its weight,
 * where they are enough together. A false alarm costs the user an offer, so no
 * one weak sign is.
 */
void trust_judge(Clues *clues);

#endif
