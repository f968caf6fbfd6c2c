/*
 * Etiquette: how long to wait for what, from rules/etiquette.json.
 *
 * Every number has its source beside it in that file; the user's
 * configuration lays its own over it.
 */
#ifndef ETIQUETTE_H
#define ETIQUETTE_H

#include "state.h"

#include <glib.h>
#include <stdbool.h>

typedef struct Etiquette Etiquette;

/* NULL and AFTERWORD_ERROR_RULES naming file and field when it is wrong. */
Etiquette *etiquette_load(const char *path, GError **error);

/* Lays one "NAME = VALUE" of the configuration over it. */
bool etiquette_set(
    Etiquette *etiquette, const char *name, const char *value, GError **error);

/* The user's zone, for business days; NULL or "" is the system's. */
void etiquette_set_zone(Etiquette *etiquette, const char *iana_name);

/* A day that is no business day: "2026-12-24". */
bool etiquette_add_holiday(
    Etiquette *etiquette, const char *day, GError **error);

/* Whether the user wants this kind of draft at all. */
bool etiquette_wants(const Etiquette *etiquette, ActionKind kind);

/* When a draft is due, and when it is late, counted from a moment. */
gint64 etiquette_due(const Etiquette *etiquette, ActionKind kind, gint64 from);
gint64 etiquette_late(const Etiquette *etiquette, ActionKind kind, gint64 from);

/* A length in seconds: an interview whose end was not said. */
gint64 etiquette_interview_length_s(const Etiquette *etiquette);

void etiquette_free(Etiquette *etiquette);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Etiquette, etiquette_free)

#endif
