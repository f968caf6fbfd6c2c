/*
 * Outbox: drafts on disk that are not yet in the Drafts folder.
 *
 * One file a draft, KEY.eml, and one a withdrawal, KEY.withdraw (its content
 * is the place the plugin gave). Written whole (temporary file, fsync, rename,
 * fsync of the folder), mode 0600, under the state's lock. The last word on a
 * key counts: a draft takes its withdrawal out of the box, and the reverse;
 * both of one key are a replacement.
 */
#ifndef OUTBOX_H
#define OUTBOX_H

#include <glib.h>
#include <stdbool.h>

typedef struct OutboxEntry {
	char *key;
	bool is_withdrawal;
	GBytes *content; /* the message, or the place */
} OutboxEntry;

/* AFTERWORD_ERROR_STORE or _PERMISSION, as all below. */
bool outbox_put(
    const char *folder, const char *key, GBytes *message, GError **error);
bool outbox_put_withdrawal(
    const char *folder, const char *key, const char *place, GError **error);

/* A draft in place of the one that was put at place, if that is untouched. */
bool outbox_put_replacement(const char *folder, const char *key,
    GBytes *message, const char *place, GError **error);

/* All entries, of OutboxEntry *, in order of key; empty without a folder. */
GPtrArray *outbox_list(const char *folder, GError **error);
bool outbox_remove(
    const char *folder, const OutboxEntry *entry, GError **error);

void outbox_entry_free(OutboxEntry *entry);

#endif
