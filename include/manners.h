/*
 * Manners: what all letters of one language share: greetings, closings, how
 * days and hours are written, in which order a name comes.
 *
 * The file is rules/LANG/replies/manners.json.
 */
#ifndef MANNERS_H
#define MANNERS_H

#include "moment.h"

#include <glib.h>
#include <stdbool.h>

typedef struct Manners Manners;

/* NULL and AFTERWORD_ERROR_RULES naming file and field when it is wrong. */
Manners *manners_load(const char *path, GError **error);

/*
 * "Tuesday, May 12", "3 p.m.", in the moment's own zone; NULL where the moment
 * does not have it. fields, so far as they are known, choose between habits
 * of one language (americas).
 */
char *manners_day(const Manners *manners, Moment moment, GHashTable *fields);
char *manners_hour(const Manners *manners, Moment moment, GHashTable *fields);

/* "A, B and C" of the names (char *). */
char *manners_list(const Manners *manners, const GPtrArray *names);

/* The word for a stage by its name (stage_name); NULL where there is none. */
const char *manners_stage(const Manners *manners, const char *name);

/* Whether title is one of list: "feminine" or "masculine". */
bool manners_has_title(
    const Manners *manners, const char *list, const char *title);

bool manners_family_first(const Manners *manners);

/* What stands between two sentences of a paragraph. */
const char *manners_space(const Manners *manners);

/* The first greeting that fits; the closing that fits, choice counting on. */
char *manners_greeting(const Manners *manners, GHashTable *fields);
char *manners_closing(const Manners *manners, GHashTable *fields, guint choice);

void manners_free(Manners *manners);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Manners, manners_free)

#endif
