/*
 * Wanted: the actions that an application's mail and interviews call for now.
 */
#ifndef WANTED_H
#define WANTED_H

#include "around.h"
#include "etiquette.h"
#include "state.h"

#include <glib.h>
#include <stdbool.h>

/*
 * Those that the user has not done yet, of Action *; a number of 0 stands for
 * the next. The array is the caller's.
 */
GPtrArray *wanted_find(const Application *application, const Around *around,
    const Etiquette *etiquette, gint64 now);

/* Whether the user has since written what an action is for. */
bool wanted_is_done(const Application *application, const Action *action,
    const Etiquette *etiquette);

/*
 * Where an answer to a mail goes: its Reply-To or sender, or somebody else of
 * the application's people where nobody reads those. Borrowed; NULL: nowhere.
 */
const char *wanted_addressee(const Application *application, const Mail *mail,
    const Etiquette *etiquette);

#endif
