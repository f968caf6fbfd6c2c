/*
 * Mail: what the state keeps of one message.
 *
 * Texts are cut to a few hundred bytes and lists to a few dozen, so that no
 * stranger's mail makes the state grow by more than a few thousand.
 */
#ifndef MAIL_H
#define MAIL_H

#include "etiquette.h"
#include "message.h"
#include "reading.h"
#include "state.h"

#include <glib.h>

/* The caller's. A date that is missing, or ahead of now, becomes now. */
Mail *mail_record(const Message *message, const Reading *reading,
    const Etiquette *etiquette, gint64 now);

/* What is kept of a text, the caller's: cut between two letters; "" of NULL. */
char *mail_keep(const char *text);

#endif
