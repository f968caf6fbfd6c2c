/*
 * Draft: the reply that waits in the Drafts folder, a whole RFC 5322 message.
 *
 * Made from the state alone: the same application and action give the same
 * bytes. The templates are rules/LANG/replies/; the draft's language is the
 * thread's, or English where there is no template. What is not known is a gap
 * for the user to fill, «like this», or left out; never invented.
 */
#ifndef DRAFT_H
#define DRAFT_H

#include "state.h"

#include <glib.h>
#include <stdbool.h>

/* Whose drafts these are; all borrowed. */
typedef struct DraftAuthor {
	const char *name;  /* as in the From header; "" where unknown */
	const char *email; /* where the mail that it answers has no recipient */
} DraftAuthor;

/*
 * The draft of one action, with CRLF line ends, at the moment now.
 *
 * folders, NULL last, are searched in this order for addresses.json,
 * LANG/replies/manners.json and LANG/replies/ACTION.json. NULL without an error
 * where there is nobody to write to: only addresses that nobody reads, or a
 * suspicious sender. NULL and AFTERWORD_ERROR_RULES when a template is wrong,
 * naming file and field. A thank-you to somebody whose address is not known
 * has no To; the user adds it.
 */
GBytes *draft_write(const Application *application, const Action *action,
    const DraftAuthor *author, const char *const *folders, gint64 now,
    GError **error);

/* The hint in the first open gap of a text, the caller's; NULL: none. A
 * French quotation, with blanks inside its guillemets, is no gap. */
char *draft_find_gap(const char *text);

#endif
