/*
 * Digest: what is to be said to the user in one mail a day.
 */
#ifndef DIGEST_H
#define DIGEST_H

#include "etiquette.h"
#include "state.h"

#include <glib.h>

typedef enum {
	DIGEST_TO_DO,  /* notes to oneself that are due */
	DIGEST_DRAFTS, /* letters that wait to be sent */
	DIGEST_LATE,   /* either, past its last day; said once */
	DIGEST_OVER,   /* nobody has answered; said once */
	DIGEST_APPLYING,
	DIGEST_SECTION_COUNT,
} DigestSection;

/* One thing to say; borrowed from the state, NULL where it is of none. */
typedef struct DigestLine {
	DigestSection section;
	Application *application;
	Action *action;
} DigestLine;

typedef struct Digest {
	GArray *lines; /* of DigestLine, by section */
	guint open;    /* applications that are still open */
} Digest;

/* NULL where there was one today, it is too early in the day, or nothing has
 * come since the last one and before this morning. */
Digest *digest_find(const State *state, const Etiquette *etiquette, gint64 now);

/* Keeps in the state that all of it has been said. */
void digest_told(State *state, const Digest *digest, gint64 now);

void digest_free(Digest *digest);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Digest, digest_free)

#endif
