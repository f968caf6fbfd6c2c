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
 * the lock up to wait_ms (negative: for ever). Where there is no file the
 * state is empty. AFTERWORD_ERROR_STORE, _PERMISSION.
 */
Store *store_open(const char *folder, int wait_ms, GError **error);

/* The state, read without a lock and never written; for looking only. */
State *store_read(const char *folder, GError **error);

/* Borrowed; changes to it are kept by store_save alone. */
State *store_state(Store *store);
bool store_save(Store *store, GError **error);

/* Gives the lock back. What was not saved is forgotten. */
void store_close(Store *store);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Store, store_close)

/* Writes a file whole: temporary name, fsync, rename, fsync of the folder. */
bool store_write_file(
    const char *path, const char *bytes, size_t length, GError **error);

#endif
