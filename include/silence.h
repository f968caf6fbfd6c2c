/*
 * Silence: how long nobody has answered, after an interview or after the day
 * that they had named for their decision.
 */
#ifndef SILENCE_H
#define SILENCE_H

#include "etiquette.h"
#include "state.h"

#include <glib.h>
#include <stdbool.h>

/* Times are 0 for never. */
typedef struct Silence {
	const Interview *interview; /* the last one held; NULL */
	gint64 interview_end;
	gint64 thanked;   /* the user's last thanks since then */
	gint64 asked;     /* the user's last follow-up since then */
	gint64 answered;  /* their last word */
	gint64 decision;  /* end of the day they named, not yet overtaken */
	const Mail *last; /* their last sure word; NULL */
	int asked_times;  /* since the interview */
	int all_times;    /* since the beginning */
} Silence;

/* From the mail that counts, in order of date; borrows from it. */
Silence silence_listen(const Application *application, const GPtrArray *mail,
    const Etiquette *etiquette, gint64 now);

/* What the wait counts from; 0 where there is nothing to wait for. */
gint64 silence_since(const Silence *silence);

/* Whether the wait counts from the day that they named instead. */
bool silence_has_decision(const Silence *silence);

#endif
