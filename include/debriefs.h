/*
 * Debriefs: what the user has written down after an interview.
 */
#ifndef DEBRIEFS_H
#define DEBRIEFS_H

#include "state.h"

#include <stdbool.h>

/* Takes a debrief in, in place of an earlier one of the same interview; false
 * where that changes nothing. */
bool debriefs_take(Application *application, Note *note);

/* The interview that a debrief by hand is about: the last that has begun, else
 * the next that will; NULL where there is none. */
const Interview *debriefs_find_interview(
    const Application *application, gint64 now);

#endif
