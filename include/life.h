/*
 * Life: an application's interviews and standing, worked out from its mail.
 *
 * All of it is worked out anew each time, in the order of the mail's dates, so
 * that it makes no difference in which order, or how late, mail was seen.
 */
#ifndef LIFE_H
#define LIFE_H

#include "etiquette.h"
#include "state.h"

#include <glib.h>
#include <stdbool.h>

/* The mail in order of date, of Mail * borrowed; the array is the caller's. */
GPtrArray *life_mail(const Application *application);

/* Whether none of its mail has anything to do with an application. */
bool life_is_empty(const Application *application);

/* Whether a mail is certain and trusted enough to change anything. */
bool life_counts(const Mail *mail, const Etiquette *etiquette);

/* Works out interviews, standing, dates and what they have promised. */
void life_settle(
    Application *application, const Etiquette *etiquette, gint64 now);

/* When an interview ends; 0 where its time is not known. */
gint64 life_interview_end(
    const Interview *interview, const Etiquette *etiquette);

/* Whether it took place, as far as mail can say. */
bool life_was_held(
    const Interview *interview, const Etiquette *etiquette, gint64 now);

#endif
