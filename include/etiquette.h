/*
 * Etiquette: how long to wait for what, from rules/etiquette.json.
 *
 * Every number has its source beside it in that file; the user's
 * configuration lays its own over it. Times are Unix seconds.
 */
#ifndef ETIQUETTE_H
#define ETIQUETTE_H

#include "state.h"

#include <glib.h>
#include <stdbool.h>

/* The numbers of the file, named there in lower case; most are days. */
typedef enum {
	CONFIRM_DUE_DAYS,
	CONFIRM_LATE_DAYS,
	THANKS_DUE_DAYS,
	THANKS_LATE_DAYS,
	ACCEPT_DUE_DAYS,
	ACCEPT_LATE_DAYS,
	FEEDBACK_DUE_DAYS,
	FEEDBACK_LATE_DAYS,
	KEEP_IN_TOUCH_DUE_DAYS,
	KEEP_IN_TOUCH_LATE_DAYS,
	FOLLOW_UP_DUE_BUSINESS_DAYS,
	FOLLOW_UP_LATE_BUSINESS_DAYS,
	FOLLOW_UP_DUE_DAYS_AFTER_DECISION,
	FOLLOW_UP_LATE_DAYS_AFTER_DECISION,
	FOLLOW_UPS_MOST,
	INTERVIEW_MINUTES,
	FORGET_DAYS,
	BELIEVE_PERCENT,
	BEGIN_PERCENT,
	ASK_NAMES_DUE_DAYS,
	ASK_NAMES_LATE_DAYS,
	PROMISE_HOUR,
	PROMISE_LATE_DAYS,
	LEVERAGE_DUE_DAYS,
	LEVERAGE_LATE_DAYS,
	NEWS_DUE_DAYS,
	NEWS_LATE_DAYS,
	DECLINE_DUE_DAYS,
	DECLINE_LATE_DAYS,
	THANK_MANAGER_DUE_DAYS,
	THANK_MANAGER_LATE_DAYS,
	WITHDRAW_DUE_DAYS,
	WITHDRAW_LATE_DAYS,
	REFERENCES_DUE_DAYS,
	REFERENCES_LATE_DAYS,
	REFERENCES_AGAIN_BUSINESS_DAYS,
	REFERRER_DUE_DAYS,
	REFERRER_LATE_DAYS,
	DEBRIEF_HOUR,
	DEBRIEF_LATE_DAYS,
	PREPARE_DAYS_BEFORE,
	REST_DAYS,
	REST_REVIEW_DAYS,
	KEEP_APPLYING_DAYS,
	KEEP_APPLYING_FEW,
	DIGEST_HOUR,
	QUIET_FROM_HOUR,
	QUIET_UNTIL_HOUR,
	SILENT_DAYS,
	ETIQUETTE_NUMBER_COUNT,
} EtiquetteNumber;

typedef struct Etiquette Etiquette;

/* "thanks_late_days"; and the number of a name, or the count for none. */
const char *etiquette_number_name(EtiquetteNumber number);
EtiquetteNumber etiquette_number_named(const char *name);

/* NULL and AFTERWORD_ERROR_RULES naming file and field when it is wrong. */
Etiquette *etiquette_load(const char *path, GError **error);

/*
 * Lays one "NAME = VALUE" of the configuration over it: a number of the file
 * ("thanks_late_days = 2"), or a kind of draft or note, digest or keep_applying,
 * and whether it is wanted at all ("feedback = no"). AFTERWORD_ERROR_RULES naming it.
 */
bool etiquette_set(
    Etiquette *etiquette, const char *name, const char *value, GError **error);

/* The user's zone, for business days; NULL or "" is the system's, as is a name
 * that the system does not know. */
void etiquette_set_zone(Etiquette *etiquette, const char *iana_name);

/* A day that is no business day: "2026-12-24". */
bool etiquette_add_holiday(
    Etiquette *etiquette, const char *day, GError **error);

/* Whether the user wants this kind of draft or note at all. */
bool etiquette_wants(const Etiquette *etiquette, ActionKind kind);

/* Whether they want a digest, and in it the word to go on applying. */
bool etiquette_wants_digest(const Etiquette *etiquette);
bool etiquette_wants_applying(const Etiquette *etiquette);

int etiquette_number(const Etiquette *etiquette, EtiquetteNumber number);

/* So many days later; and that day's hour (0 to 23) in the user's zone, which
 * may be earlier than time. */
gint64 etiquette_add_days(
    const Etiquette *etiquette, gint64 time, EtiquetteNumber days);
gint64 etiquette_at_hour(const Etiquette *etiquette, gint64 time, int hour);

/* When a moment begins; a day, given by its date alone, does in the user's
 * zone. */
gint64 etiquette_start(const Etiquette *etiquette, Moment moment);

/* The number of a day in the user's zone: it grows by one each midnight. */
int etiquette_day(const Etiquette *etiquette, gint64 time);

/* The same time, or where that is in the quiet hours their end. */
gint64 etiquette_after_quiet(const Etiquette *etiquette, gint64 time);

/* When a draft is due, and when it is late, counted from a moment. */
gint64 etiquette_due(const Etiquette *etiquette, ActionKind kind, gint64 from);
gint64 etiquette_late(const Etiquette *etiquette, ActionKind kind, gint64 from);

/* The same for a follow-up where they had named the day of their decision. */
gint64 etiquette_due_after_decision(const Etiquette *etiquette, gint64 day);
gint64 etiquette_late_after_decision(const Etiquette *etiquette, gint64 day);

/*
 * The same time of day so many business days later in the user's zone:
 * Saturdays, Sundays and holidays do not count.
 */
gint64 etiquette_add_business_days(
    const Etiquette *etiquette, gint64 from, int days);

/* Whether something that was late at that time is not begun any more. */
bool etiquette_is_forgotten(
    const Etiquette *etiquette, gint64 late, gint64 now);

/* How many follow-ups may be sent after one interview. */
int etiquette_follow_ups_most(const Etiquette *etiquette);

/* A length in seconds: an interview whose end was not said. */
gint64 etiquette_interview_length_s(const Etiquette *etiquette);

/* Whether a reading is certain enough to change where an application stands,
 * or to begin one; confidence is from 0 to 1. */
bool etiquette_believes(const Etiquette *etiquette, double confidence);
bool etiquette_begins(const Etiquette *etiquette, double confidence);

/* Whether somebody reads what is sent to this address. */
bool etiquette_is_answerable(const Etiquette *etiquette, const char *email);

void etiquette_free(Etiquette *etiquette);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Etiquette, etiquette_free)

#endif
