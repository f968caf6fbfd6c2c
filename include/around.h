/*
 * Around: what the other applications mean for one: an offer that waits, one
 * that was accepted, whom the user names as references.
 */
#ifndef AROUND_H
#define AROUND_H

#include "etiquette.h"
#include "state.h"

#include <glib.h>

/* All borrowed from the state; NULL, 0 and "" where there is none. */
typedef struct Around {
	const Application *accepted; /* the last that was */
	gint64 accepted_at;
	const Application *offered; /* an offer that the user may still take */
	gint64 offered_at;
	const char *references; /* as afterword set has it */
} Around;

/* Of applications whose lives are worked out. */
Around around_look(const State *state, const Etiquette *etiquette);

#endif
