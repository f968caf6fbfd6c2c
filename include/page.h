/*
 * Page: the applications as one HTML page, without scripts and with nothing
 * from outside. What strangers wrote is text in it and never anything else.
 */
#ifndef PAGE_H
#define PAGE_H

#include "memo.h"
#include "state.h"

#include <glib.h>

/* What is next, then each application with its time line; the caller's. */
char *page_print(const State *state, const Memo *memo, gint64 now);

#endif
