/*
 * Nap: whether this machine was asleep, or stopped in some other way.
 *
 * While a machine sleeps, timers stand still and servers give connections up:
 * whoever waits for long must ask now and then. A wall clock that is set ahead
 * counts as a sleep too, since a virtual machine that was halted has no other
 * sign of it.
 */
#ifndef NAP_H
#define NAP_H

#include <glib.h>
#include <stdbool.h>

/* How far other clocks are ahead of the one that stands still, microseconds. */
typedef struct Nap {
	gint64 wall;
	gint64 since_start;
} Nap;

Nap nap_begin(void);

/* Whether there was one, of some seconds at least, since last asked. */
bool nap_is_over(Nap *nap);

#endif
