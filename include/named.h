/*
 * Named: what the tagger takes for names of firms, jobs, people and
 * places.
 *
 * It votes with the patterns: it knows names that no rule speaks of, they know
 * what it has not seen.
 */
#ifndef NAMED_H
#define NAMED_H

#include "clues.h"
#include "tagger.h"

/* Fills clues->named; with no tagger that stays NULL. */
void named_find(Clues *clues, const Tagger *tagger);

/* What a vote weighs more for how clearly the name is one. */
double named_weight(const Named *named);

#endif
