/*
 * Amend: what the commands share that change the state by the user's own word.
 */
#ifndef AMEND_H
#define AMEND_H

#include "command.h"
#include "etiquette.h"
#include "state.h"

#include <glib.h>
#include <stdbool.h>

/* The state, locked, and what is needed to change it; all borrowed. */
typedef struct Amendment {
	const House *house;
	const Etiquette *etiquette;
	Store *store;
	State *state;
	GString *report;  /* printed where all went well */
	GPtrArray *shown; /* of const Application *: amended, for a program */
} Amendment;

/* The application of that name, put away or not, as state_find; borrowed. */
Application *amend_find(
    const Amendment *amendment, const char *name, GError **error);

/* Says what has become of an application; NULL is none. */
void amend_show(const Amendment *amendment, const Application *application);

/* The same for a program alone: what was amended speaks for itself. */
void amend_note(const Amendment *amendment, const Application *application);

typedef bool (*AmendWork)(
    const Amendment *amendment, void *user, GError **error);

/*
 * Runs work on the state, moves the state on, keeps it, and takes drafts that
 * are due to their folder; an exit code. Where work fails nothing is kept. What
 * was shown is printed in words, or, as_json, as a JSON object a line.
 */
int amend(const Options *options, bool as_json, AmendWork work, void *user);

#endif
