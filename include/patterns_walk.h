/*
 * Walk: one program of the patterns, tried at one token.
 */
#ifndef PATTERNS_WALK_H
#define PATTERNS_WALK_H

#include "patterns.h"
#include "patterns_format.h"
#include "tokens_inside.h"

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct Slot {
	guint32 open;
	guint32 close;
	int value; /* what last had one: a hit, or -1 - token; 0 for none */
} Slot;

typedef struct Walk {
	Tokens *tokens;
	const Program *program;
	guint32 start;
	guint32 end;  /* where the match ends */
	int value;    /* as in Slot */
	guint32 over; /* the empty line that may be crossed */
	size_t steps;
	size_t n_touched; /* words of tried that are not 0 */
	Slot slots[PATTERNS_CAPTURES_MAX];
} Walk;

/*
 * Whether the program of a candidate matches at its token; of its ways to
 * match the first, as the pattern ranks them. Sets all of w.
 */
bool walk_program(Walk *w, Tokens *tokens, const Candidate *candidate);

#endif
