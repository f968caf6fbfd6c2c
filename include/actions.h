/*
 * Actions: what etiquette asks of the user, kept in step with a life.
 *
 * What is wanted is worked out anew each time (wanted.h); what is kept of an
 * action is its name, how far its draft has come, and that it is over.
 */
#ifndef ACTIONS_H
#define ACTIONS_H

#include "etiquette.h"
#include "state.h"

#include <glib.h>

/*
 * Brings the actions of a settled application up to date: makes those that are
 * wanted, ends those that the user has done or that nobody wants any more.
 * Adds those that it made and ended, borrowed, to the arrays; NULL: not asked.
 */
void actions_settle(Application *application, const Etiquette *etiquette,
    gint64 now, GPtrArray *made, GPtrArray *ended);

#endif
