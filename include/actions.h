/*
 * Actions: what etiquette asks of the user, kept in step with a life.
 *
 * What is wanted is worked out anew each time (wanted.h); what is kept of an
 * action is its name, how far its draft has come, and that it is over.
 */
#ifndef ACTIONS_H
#define ACTIONS_H

#include "around.h"
#include "etiquette.h"
#include "state.h"
#include "track.h"

#include <glib.h>
#include <stdbool.h>

/*
 * Brings the actions of a settled application up to date: makes those that are
 * wanted, ends those that the user has done or that nobody wants any more.
 * Adds those that it made and ended to change, where it is given.
 */
void actions_settle(Application *application, const Around *around,
    const Etiquette *etiquette, gint64 now, Change *change);

/*
 * The user wants a draft now, whatever etiquette says: to person, or to
 * everybody whom it is due to, or else to whoever wrote last (NULL).
 * AFTERWORD_ERROR_USAGE where it has been done, or is none.
 */
bool actions_ask(Application *application, ActionKind kind, const char *person,
    const Etiquette *etiquette, gint64 now, GError **error);

#endif
