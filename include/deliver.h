/*
 * Deliver: takes the outbox to the Drafts folders, through the plugins.
 *
 * Each account gets a process of its own, which opens its plugin once, works
 * through the entries and may hang or die: then they stay in the outbox and
 * are tried again. One program delivers at a time; a second one finds nothing
 * to do. Blocks, so it has no place in the path of delivery.
 *
 * An account is found by the From address of its draft. A place is handed on
 * as "ADDRESS WORDS": that address, then the plugin's own words; it is kept in
 * the state and comes back as the content of a withdrawal, so that a draft is
 * withdrawn where it was put.
 *
 * A withdrawal and a draft of one key are a replacement: the old one is taken
 * away first, and the new one is put only if the old one was untouched.
 */
#ifndef DELIVER_H
#define DELIVER_H

#include "drafts.h"
#include "outbox.h"
#include "settings.h"

#include <glib.h>
#include <stdbool.h>

/* What became of one entry, which is done with; all borrowed. */
typedef struct Delivery {
	const OutboxEntry *entry;
	/*
	 * Of a draft: UNTOUCHED, it is at place; else it was to replace one
	 * that the user has changed or taken away, and was not put.
	 * Of a withdrawal: what was there; UNTOUCHED, so it is gone now.
	 */
	DraftsFound found;
	const char *place; /* of a draft that was put; else NULL */
} Delivery;

/*
 * Keeps a delivery: writes place into the state, or empties it, and then
 * removes the entry from the outbox, all under the state's lock. An entry of
 * a draft that has got other content meanwhile stays; with a withdrawal of
 * place beside it, it becomes a replacement. On failure the entry stays too.
 */
typedef bool (*DeliverKeep)(
    const Delivery *delivery, void *keeper, GError **error);

/*
 * Delivers every entry, and those that arrive meanwhile, calling keep for
 * each that is done.
 *
 * rules_folder: where folders.json is. Returns what failed, of GError *, at
 * most one an account, and of each the first; empty when all went well.
 * Messages never hold a password.
 */
GPtrArray *deliver_outbox(const Settings *settings, const char *rules_folder,
    DeliverKeep keep, void *keeper);

#endif
