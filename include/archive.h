/*
 * Archive: closed applications, put away so that they cost nothing, and found
 * again when a message may be about them.
 *
 * Two files: archive.jsonl has one application a line, of which the last with
 * an id counts, and is only ever added to; archive.index says where what is
 * (keys.h), and is made anew from it when it does not fit. An application
 * that is in the state as well counts as it is there.
 */
#ifndef ARCHIVE_H
#define ARCHIVE_H

#include "state.h"

#include <glib.h>
#include <stdbool.h>

typedef struct Archive Archive;

/* Empty where there are no files. AFTERWORD_ERROR_STORE, _PERMISSION. */
Archive *archive_open(const char *folder, GError **error);

/* Adds to the state the applications that have one of keys (of guint64), the
 * newest of too many; those already there stay as they are. */
void archive_wake(Archive *archive, State *state, const GArray *keys);

/* The same for all there are. */
void archive_wake_all(Archive *archive, State *state);

/* Whether an application of that id is put away. */
bool archive_knows_id(const Archive *archive, const char *id);

/* How many are put away, those woken among them. */
guint archive_count(const Archive *archive);

/*
 * Moves what is at rest out of the state and keeps it, on the disk when it
 * returns: before the state is saved, under its lock. On failure the state is
 * as it was.
 */
bool archive_put_away(Archive *archive, State *state, GError **error);

void archive_close(Archive *archive);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Archive, archive_close)

#endif
