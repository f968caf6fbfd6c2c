/*
 * Carrier: one account's errands, done by its plugin in a process of its own.
 *
 * The process may crash, hang or be fed by a hostile server: it holds nothing
 * that matters, dumps no core, and is killed after timeout_ms. What it says is
 * checked, and kept as it comes, one errand at a time.
 */
#ifndef CARRIER_H
#define CARRIER_H

#include "deliver.h"

#include <glib.h>
#include <stdbool.h>

#define CARRIER_TIMEOUT_MS (5 * 60 * 1000)

/* One entry on its way; a withdrawal goes right before a draft of its key. */
typedef struct Errand {
	const OutboxEntry *entry; /* borrowed from the list of the outbox */
	char *address;            /* goes before the place */
	char *place;     /* of a withdrawal, in the plugin's words; else NULL */
	bool is_memo;    /* mail to the user themselves, for their INBOX */
	bool is_resumed; /* we may have removed it already (outbox.h) */
} Errand;

/* All borrowed. */
typedef struct Carrier {
	const char *plugin; /* "maildir" */
	GHashTable *settings;
	const char *outbox_folder;
	DeliverKeep keep;
	void *keeper;
	int timeout_ms; /* for all errands: CARRIER_TIMEOUT_MS */
} Carrier;

/*
 * Does all errands (of Errand *) that can be done; false and the first error
 * (of any AfterwordError) when one could not be. AFTERWORD_ERROR_RULES when
 * there is no such plugin.
 */
bool carrier_run(const Carrier *carrier, GPtrArray *errands, GError **error);

#endif
