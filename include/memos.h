/*
 * Memos: mail to the user themselves on its way out, and what they answer.
 */
#ifndef MEMOS_H
#define MEMOS_H

#include "command.h"
#include "etiquette.h"
#include "memo.h"
#include "message.h"
#include "state.h"

#include <glib.h>
#include <stdbool.h>

/* The words in the user's language, by the locale. */
Memo *memos_open(const House *house, GError **error);

/* Puts the form of a debrief into the outbox; without an address of the
 * user's own, or in the quiet hours, it is not, and stays due. */
bool memos_put_form(const House *house, const Etiquette *etiquette,
    const State *state, Application *application, Action *action,
    GError **error);

/* Puts the day's digest into the outbox where there is something new; for
 * sweeps, since it has no place in the path of delivery. */
bool memos_put_digest(const House *house, const Etiquette *etiquette,
    State *state, GString *report, GError **error);

/* The debrief that a message of the user's answers, and its application; NULL
 * where it answers none. */
Action *memos_find_answered(
    const State *state, const Message *message, Application **owner);

/* Keeps what a message answers to it; is_new where it was not kept before.
 * false only on failure. */
bool memos_take_answer(const House *house, Application *application,
    const Action *action, const Message *message, bool *is_new, GError **error);

/* Keeps a text of the user's as the debrief of the last interview, where it
 * answers a question of the form. */
bool memos_take_text(const House *house, Application *application,
    const char *text, bool *is_form, GError **error);

#endif
