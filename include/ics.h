/*
 * Ics: what is due, as iCalendar (RFC 5545): each interview an event, each
 * action that is open a task.
 */
#ifndef ICS_H
#define ICS_H

#include "memo.h"
#include "state.h"

#include <glib.h>

/* The whole calendar of the applications that are open, or of one (NULL: all),
 * with CRLF; the caller's. */
char *ics_print(
    const State *state, const Application *only, const Memo *memo, gint64 now);

#endif
