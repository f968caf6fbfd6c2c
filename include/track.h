/*
 * Track: what a reading means for the applications, and what becomes due.
 *
 * Pure: a state, a reading and the time go in, the state is changed. The same
 * message a second time changes nothing.
 */
#ifndef TRACK_H
#define TRACK_H

#include "etiquette.h"
#include "message.h"
#include "reading.h"
#include "state.h"

#include <glib.h>
#include <stdbool.h>

/* Why a message that calls for a draft has set off none. */
typedef enum {
	WITHHELD_NOT,        /* it has, or calls for none */
	WITHHELD_SUSPICIOUS, /* nothing is drafted to its sender */
	WITHHELD_UNSURE,     /* the reading is not sure enough */
	WITHHELD_NO_ADDRESS, /* nobody reads what is sent there */
	WITHHELD_NOT_WANTED, /* done, over, long past, or switched off */
} Withheld;

/* What one message did to the state. */
typedef struct Change {
	Application *application; /* borrowed from state; NULL: none touched */
	bool is_new;              /* the application began with this message */
	bool is_known;      /* the message was seen before; nothing changed */
	bool is_tie;        /* kept unassigned: it may belong to several */
	Withheld withheld;  /* of an invite, offer or rejection */
	GPtrArray *actions; /* of Action *, borrowed: made by this message */
	GPtrArray *ended;   /* the same: done by it, or no longer wanted */
} Change;

/* The application message belongs to: thread, then people, firm and role; NULL
 * where none or more than one fits; is_tie says which. */
Application *track_match(const State *state, const Message *message,
    const Reading *reading, bool *is_tie);

/* The application for which a letter to one of the recipients is due who is
 * on the user's own side (friends.h); NULL for none. */
Application *track_errand(const State *state, const Message *message);

/*
 * Takes one message into the state; change is filled, and its arrays are the
 * caller's to clear. A message of no application, and one that is suspicious
 * and in no known thread, changes nothing.
 */
void track_apply(State *state, const Message *message, const Reading *reading,
    const Etiquette *etiquette, gint64 now, Change *change);
void change_clear(Change *change);

/* Works an application out anew after its mail or facts were put right. */
void track_settle(State *state, Application *application,
    const Etiquette *etiquette, gint64 now);

/* Moves on what the clock alone moves: interviews that have ended, silence
 * that has lasted, drafts that nobody wants any more. */
void track_advance(State *state, const Etiquette *etiquette, gint64 now);

/* A set of names of what is due now, and of what is dormant and still to be
 * told so: what old mail that is taken in must leave alone. The caller's. */
GHashTable *track_owed(State *state, const Etiquette *etiquette, gint64 now);

/* Lets go of all else that was due before now: of old mail nothing is drafted.
 * It comes back only where it becomes due at another time. */
void track_let_go(
    State *state, const Etiquette *etiquette, gint64 now, GHashTable *owed);

/* An action that waits and whose time has come. */
typedef struct Due {
	Application *application; /* borrowed */
	Action *action;           /* borrowed */
} Due;

/* All of Due that are due at now, in order of time; the array is the caller's. */
GArray *track_due(const State *state, gint64 now);

/* The first time at which something becomes due; 0 where nothing waits. */
gint64 track_next_due(const State *state);

#endif
