/*
 * Store: the state on disk, under one lock, always whole.
 *
 * Saving writes a temporary file of one fixed name, fsyncs it, renames it over
 * the state and fsyncs the folder. A state that does not parse is put aside
 * (state.json.broken-TIME), never overwritten. Mode 0600, folder 0700.
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

/* The state, read without a lock and never written; for looking only. */
State *store_read(const char *folder, GError **error);

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
