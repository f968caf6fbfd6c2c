/*
 * Corrections: what the user says against what was read (afterword set).
 *
 * Of an application, a fact that no mail changes again; of a message, a kind
 * that holds for it and for what the same sender writes in the same thread, as
 * long as that is read in the same wrong way.
 */
#ifndef CORRECTIONS_H
#define CORRECTIONS_H

#include "message.h"
#include "reading.h"
#include "state.h"

#include <glib.h>
#include <stdbool.h>

/*
 * Sets role, company, requisition, rank (1 is the first choice), interest
 * (yes, no, admired), internal (yes, no), channel (mail, phone, paper),
 * referrer, manager, references, interviewer (NAME <EMAIL>, ...), interview (a
 * time; each is one more), standing, or closed (yes, no: another word for standing).
 * An empty value takes back what was said. AFTERWORD_ERROR_USAGE.
 */
bool corrections_set(State *state, Application *application, const char *key,
    const char *value, gint64 now, GError **error);

/*
 * Sets kind, detail, stage, or application (an id, a part of a firm's name,
 * "new" or "none") of a mail that the state has. owner is its application,
 * NULL where it is unassigned, and is changed with it. AFTERWORD_ERROR_USAGE.
 */
bool corrections_set_mail(State *state, Mail *mail, Application **owner,
    const char *key, const char *value, gint64 now, GError **error);

/* Remembers the same of a message that the state does not have. */
bool corrections_set_message(State *state, const Message *message,
    const Reading *reading, const char *key, const char *value, gint64 now,
    GError **error);

/* Takes back what was said of a message and its like, for one key. */
void corrections_forget(State *state, const Message *message, const char *key);

/* Puts a reading right where the user has put its like right before. */
void corrections_read(
    const State *state, const Message *message, Reading *reading);

/* The application that the user has given such mail to; by its thread, or by
 * its sender alone. NULL for none; is_none where they said so. */
Application *corrections_find_owner(
    const State *state, const Message *message, bool by_thread, bool *is_none);

#endif
