/*
 * Placed: drafts as they were put into the Drafts folder.
 *
 * A copy of each, beside the state, for as long as it may have to be replaced:
 * what is written anew from changed facts is compared with it. A mark says
 * that the user has made the draft their own. Losing all of it means only that
 * no draft is replaced. Called under the state's lock.
 */
#ifndef PLACED_H
#define PLACED_H

#include <glib.h>
#include <stdbool.h>

/* Keeps what was put under a key; AFTERWORD_ERROR_STORE, _PERMISSION. */
bool placed_keep(
    const char *state_folder, const char *key, GBytes *message, GError **error);

/* What was put, the caller's; NULL where that is not known. */
GBytes *placed_find(const char *state_folder, const char *key);

/* Marks a draft as the user's own, which facts no longer reach. */
bool placed_mark_touched(
    const char *state_folder, const char *key, GError **error);
bool placed_is_touched(const char *state_folder, const char *key);

/* Forgets copy and mark; what is not there is forgotten already. */
void placed_forget(const char *state_folder, const char *key);

#endif
