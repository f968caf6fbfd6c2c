/*
 * Case: one application, looked at once, to find what it calls for now. Each
 * wants_* function adds the actions of one part of a life to the case.
 */
#ifndef CASE_H
#define CASE_H

#include "around.h"
#include "etiquette.h"
#include "state.h"

#include <glib.h>
#include <stdbool.h>

typedef struct Case {
	const Application *application;
	const Around *around;
	const Etiquette *etiquette;
	gint64 now;
	GPtrArray *mail;   /* in order of date, borrowed, only what counts */
	GPtrArray *wanted; /* of Action * */
} Case;

/* Adds an action, due and late as etiquette has it from then on; borrowed. */
Action *case_want(Case *one, ActionKind kind, const char *person, gint64 from);

/* The same for a mail that it answers, and an interview that it is about;
 * NULL for none. */
Action *case_want_for(Case *one, ActionKind kind, const char *person,
    gint64 from, const Mail *mail, const Interview *interview);

/* Adds a note to oneself, due then and not late, on an interview (its id) or
 * a mail (its fingerprint), "" for none; borrowed. */
Action *case_note(Case *one, ActionKind kind, gint64 due, const char *interview,
    const char *mail);

/* Whether a list of people has somebody, whatever their key is now. */
bool case_has_person(const Case *one, const GPtrArray *keys, const char *key);

/* How many mails the user has written to somebody since then; last is when
 * the last of them was, and may be NULL. */
int case_count_written(
    const Case *one, const char *person, gint64 since, gint64 *last);

/* What the user has said: "interest" is "no", say. */
bool case_says(const Case *one, const char *key, const char *value);

/* The last interview that has been held; NULL. end may be NULL. */
const Interview *case_last_held(const Case *one, gint64 *end);

/* The debrief of an interview (of any where NULL); NULL where there is none. */
const Note *case_debrief(const Case *one, const Interview *interview);

/* An answer in a debrief; "" where there is none, or no debrief. */
const char *case_answer(const Note *debrief, const char *question);

/* The last sure word of theirs that can be answered; NULL. */
const Mail *case_last_word(const Case *one, const char **person);

/* When a moment begins: a day is one of the user's own. */
gint64 case_start(const Case *one, Moment moment);

/* Once another offer was accepted nothing is left but to say so. */
bool case_is_over(const Case *one);

void wants_before_interview(Case *one); /* confirm, prepare */
void wants_after_interview(Case *one);  /* thanks, names, debrief ... */
void wants_friends(Case *one);          /* references, referrer, manager */
void wants_outcome(Case *one);          /* accept, decline, last words */
void wants_waiting(Case *one);          /* follow-ups, promises, news ... */

#endif
