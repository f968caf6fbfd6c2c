/*
 * Store: the state on disk, under one lock, always whole.
 *
 * Saving writes a temporary file of one fixed name, fsyncs it, renames it over
 * the state and fsyncs the folder. A state that does not parse is put aside
 * (state.json.broken-TIME), never overwritten. Mode 0600, folder 0700. Closed
 * applications are put away (archive.h) when it is saved.
 */
#ifndef STORE_H
#define STORE_H

#include "state.h"

#include <glib.h>
#include <stdbool.h>

typedef struct Store Store;

/*
 * Opens folder/state.json, makes the folder where it is missing, and waits for
 * the lock (flock(2) on folder/state.lock) up to wait_ms (negative: for ever).
 * Where there is no file, or it was put aside, the state is empty.
 *
 * AFTERWORD_ERROR_STORE, _PERMISSION; _RULES when a later version wrote it,
 * which is left as it is.
 */
Store *store_open(const char *folder, int wait_ms, GError **error);

/* Reads the state without a lock, for looking only, until store_lock: that
 * reads it again where another has changed it, and what was taken from it is
 * then gone. The errors of both are those of store_open, but that
 * AFTERWORD_ERROR_STORE of a state that does not parse is store_peek's. */
Store *store_peek(const char *folder, GError **error);
bool store_lock(Store *store, int wait_ms, GError **error);

/* The state alone, read without a lock and never written. */
State *store_read(const char *folder, GError **error);

/* Adds to the state what is put away and has one of keys (keys.h), or all of
 * it; store_save puts it back where it is still closed. */
void store_wake(Store *store, const GArray *keys);
void store_wake_all(Store *store);

/* Borrowed; changes to it are kept by store_save alone. */
State *store_state(Store *store);

/* Where a state that did not parse is now, to be said; NULL: nowhere. */
const char *store_put_aside(const Store *store);

/* Writes the state, where it has changed at all. */
bool store_save(Store *store, GError **error);

/* Gives the lock back. What was not saved is forgotten. */
void store_close(Store *store);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Store, store_close)

/* Makes a folder and those above it, mode 0700, where they are missing. */
bool store_make_folder(const char *folder, GError **error);

/* Writes a file whole: temporary name, fsync, rename, fsync of the folder. */
bool store_write_file(
    const char *path, const char *bytes, size_t length, GError **error);

#endif
