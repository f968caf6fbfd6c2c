/*
 * Rounds: the interviews that a series of mail has fixed, moved, called off.
 */
#ifndef ROUNDS_H
#define ROUNDS_H

#include "state.h"

#include <glib.h>

/* An invite of theirs, the next in order of date. */
void rounds_take_invite(GPtrArray *interviews, const Mail *mail);

/* The user's own confirm or reschedule, the next in order of date. */
void rounds_take_answer(GPtrArray *interviews, const Mail *mail);

/* Whoever says thanks has met somebody: at one of the times proposed, where none
 * was fixed in writing. */
void rounds_take_thanks(GPtrArray *interviews, const Mail *mail);

#endif
