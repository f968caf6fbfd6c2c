/*
 * Show: readings and applications in words, for a terminal.
 *
 * What strangers wrote comes out without control and direction characters, so
 * that no mail can steer a terminal. Times are in the user's zone.
 */
#ifndef SHOW_H
#define SHOW_H

#include "reading.h"
#include "state.h"

#include <glib.h>

/* text without what steers a terminal; the caller's. */
char *show_clean(const char *text);

/* "Tue 12 May 2026, 15:00"; the caller's. */
char *show_time(gint64 time);

/* What a message says, and why: some lines, added to out. */
void show_reading(GString *out, const Reading *reading);

/* One line of an application, and one for each action that is open, with what
 * is late at that time. */
void show_application(GString *out, const Application *application, gint64 now);

/* All of an application: people, interviews, mail, actions. */
void show_all(GString *out, const Application *application, gint64 now);

/* One action in words: "thanks to tom@northwind.example, due ...". */
void show_action(GString *out, const Action *action);

#endif
