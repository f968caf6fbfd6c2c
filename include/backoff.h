/*
 * Backoff: how long to wait before something that failed is tried again.
 */
#ifndef BACKOFF_H
#define BACKOFF_H

#include <glib.h>

/*
 * Milliseconds to wait when it has failed so many times before (0 for the
 * first): first_s seconds, doubled each time up to most_s, and at random from
 * half to one and a half of that, so that many clients do not come at once.
 */
guint backoff_ms(int first_s, int most_s, int failures);

#endif
