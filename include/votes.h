/*
 * Votes: several places in a message name one thing; which name wins.
 *
 * Names that differ in case, signs and blanks alone are one; a name counts for
 * every longer one that begins or ends with it.
 */
#ifndef VOTES_H
#define VOTES_H

#include <glib.h>
#include <stdbool.h>

typedef struct Vote {
	char *text; /* as first written */
	char *key;  /* letters and digits alone, case folded, a blank between */
	double weight;
} Vote;

typedef GPtrArray Votes; /* of Vote * */

Votes *votes_new(void);

/* Adds weight to the name in text; nothing where it has no letters. */
Vote *votes_add(Votes *votes, const char *text, double weight);

/* The name of most weight, that of its longest form; NULL where none is above
 * zero. Borrowed. */
const Vote *votes_best(const Votes *votes);

/* The weight of a name and of all its shorter forms. */
double votes_weight(const Votes *votes, const Vote *vote);

/* The key of a name, the caller's. */
char *vote_key(const char *text);

void votes_free(Votes *votes);

#endif
