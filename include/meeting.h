/*
 * Meeting: which of several interviews a letter speaks of.
 */
#ifndef MEETING_H
#define MEETING_H

#include "particulars.h"

#include <glib.h>
#include <stdbool.h>

/*
 * The interview of the action; else the one that its letter is to speak of:
 * what is confirmed or called off is ahead, all else looks back. NULL where
 * there is none.
 */
const Interview *meeting_find(const Occasion *occasion);

/* How many have begun; what was called off is none. */
guint meeting_count_held(const Occasion *occasion);

/* The day, or the point in time, is still to come. */
bool meeting_is_ahead(Moment moment, gint64 now);

#endif
