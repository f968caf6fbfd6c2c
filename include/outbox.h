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

/*
 * A draft in place of the one at place, if the user has not touched that. A
 * crash in between leaves the withdrawal, so that no draft stays beside the
 * old one.
 */
bool outbox_put_replacement(const char *folder, const char *key,
    GBytes *message, const char *place, GError **error);

/*
 * Notes that the old draft of a replacement is about to be removed: should the
 * note outlive the attempt, whoever finds no draft knows that it was not the
 * user who removed it. The note goes with the withdrawal.
 */
bool outbox_begin_removal(const char *folder, const char *key, GError **error);
bool outbox_has_begun_removal(const char *folder, const char *key);

/* The draft of that key that is in the box, the caller's; NULL: none. */
GBytes *outbox_find_draft(const char *folder, const char *key);

/*
 * All entries, of OutboxEntry *, in order of key; empty without a folder. A
 * note that a crash has left behind its withdrawal is removed: the next
 * withdrawal of that key must not find it.
 */
GPtrArray *outbox_list(const char *folder, GError **error);

/* Whether there is no entry; what else a crash has left does not count. */
bool outbox_is_empty(const char *folder);

/* An entry that is not there is as good as removed. */
bool outbox_remove(
    const char *folder, const OutboxEntry *entry, GError **error);

void outbox_entry_free(OutboxEntry *entry);

#endif
