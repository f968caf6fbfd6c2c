/*
 * Replacing: a draft that was put follows the facts, until the user touches it.
 */
#ifndef REPLACING_H
#define REPLACING_H

#include "command.h"
#include "state.h"

#include <glib.h>
#include <stdbool.h>

/*
 * The draft of an action as it is written at the moment now, in the name of
 * the account that the other side wrote to; as draft_write.
 */
GBytes *replacing_write(const House *house, const Application *application,
    const Action *action, gint64 now, GError **error);

/*
 * Writes every draft that was put anew, and where it says something else by
 * now, queues it in place of the old one. Adds a line for each to report.
 */
bool replacing_queue(
    const House *house, State *state, GString *report, GError **error);

/* Whether facts have changed since the user made this draft their own. */
bool replacing_is_left(
    const House *house, const Application *application, const Action *action);

#endif
