/*
 * Sweeping: what is due becomes drafts in the outbox, and leaves it.
 */
#ifndef SWEEPING_H
#define SWEEPING_H

#include "command.h"
#include "etiquette.h"
#include "state.h"
#include "store.h"

#include <glib.h>
#include <stdbool.h>

/* The etiquette of the rules with the user's configuration laid over it. */
Etiquette *sweeping_etiquette(const House *house, GError **error);

/*
 * Moves the state on to house->now: drafts of what is due into the outbox, those that
 * are no longer wanted out of it. Under the store's lock, before store_save.
 * Adds a line for each to report. The state is worth saving on failure too.
 */
bool sweeping_queue(const House *house, const Etiquette *etiquette,
    State *state, GString *report, GError **error);

/*
 * Takes the outbox to the Drafts folders and keeps the outcome in the state.
 * Adds a line for each draft to report. NULL when all went well, else the
 * first error. Talks to servers: never in the path of delivery.
 */
GError *sweeping_deliver(const House *house, GString *report);

/* Starts "afterword sweep --quiet" as a process of its own. */
void sweeping_start(const Options *options);

#endif
