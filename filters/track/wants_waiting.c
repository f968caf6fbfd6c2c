#include "case.h"
#include "life.h"
#include "silence.h"

#include <stdlib.h>
#include <string.h>

#define DAY_S 86400

/* They are still to decide. */
static bool
is_waiting(const Case *one)
{
	Standing standing = one->application->standing;

	return standing == STANDING_APPLIED || standing == STANDING_INTERVIEW ||
	       standing == STANDING_WAITING;
}

/* The last promise that the user has not kept yet; NULL. Whatever they write
 * on its day or later keeps it. */
static const Mail *
find_promise(const Case *one)
{
	const Mail *promise = NULL;

	for (guint i = 0; i < one->mail->len; i++) {
		const Mail *mail = one->mail->pdata[i];

		if (mail->direction != DIRECTION_OUTGOING)
			continue;
		if (promise && mail->time >= case_start(one, promise->promise))
			promise = NULL;
		if (mail->promise.precision && mail->recipients->len &&
		    case_start(one, mail->promise) > mail->time)
			promise = mail;
	}
	return promise;
}

/* On the morning of the day, or at its hour where that is earlier. */
static Action *
want_promise(Case *one)
{
	const Mail *promise = find_promise(one);
	gint64 day = promise ? case_start(one, promise->promise) : 0;
	const char *person;
	Action *action;

	if (!promise || !etiquette_is_answerable(
	                    one->etiquette, promise->recipients->pdata[0]))
		return NULL;
	person = promise->recipients->pdata[0];
	action = case_want_for(one, ACTION_PROMISE, person, day, promise, NULL);
	action->due = etiquette_at_hour(one->etiquette, day,
	    etiquette_number(one->etiquette, PROMISE_HOUR));
	if (promise->promise.precision == MOMENT_TIME)
		action->due = MIN(action->due, day);
	action->late =
	    etiquette_add_days(one->etiquette, action->due, PROMISE_LATE_DAYS);
	action->day =
	    (Moment){MOMENT_DAY, promise->time, promise->utc_offset_s};
	return action;
}

static Action *
want_follow_up(Case *one)
{
	const Application *application = one->application;
	Silence silence =
	    silence_listen(application, one->mail, one->etiquette, one->now);
	gint64 since = silence_since(&silence);
	bool by_decision = silence_has_decision(&silence);
	const char *person;
	const Mail *last = case_last_word(one, &person);
	Action *action;

	if ((application->standing != STANDING_WAITING &&
	        application->standing != STANDING_APPLIED) ||
	    !last || (!since && !by_decision) ||
	    silence.asked_times >= etiquette_follow_ups_most(one->etiquette) ||
	    case_says(one, "interest", "no"))
		return NULL;
	action = case_want_for(
	    one, ACTION_FOLLOW_UP, person, since, last, silence.interview);
	action->number = silence.all_times + 1;
	if (by_decision) {
		action->due = etiquette_due_after_decision(
		    one->etiquette, silence.decision);
		action->late = etiquette_late_after_decision(
		    one->etiquette, silence.decision);
	}
	return action;
}

static gint64
rank_of(const Application *application)
{
	const char *rank = application_fact(application, "rank");

	return *rank ? g_ascii_strtoll(rank, NULL, 10) : G_MAXINT64;
}

/* The user would rather be here than there, where there is an offer. */
static Action *
want_leverage(Case *one)
{
	const Around *around = one->around;
	const char *person;
	const Mail *last = case_last_word(one, &person);
	Action *action;

	if (!around->offered || around->offered == one->application || !last ||
	    case_says(one, "interest", "no") ||
	    rank_of(around->offered) < rank_of(one->application) ||
	    (rank_of(one->application) != 1 && !case_last_held(one, NULL)))
		return NULL;
	for (guint i = 0; i < one->mail->len; i++) {
		const Mail *mail = one->mail->pdata[i];

		if (mail->kind == KIND_LEVERAGE &&
		    mail->time >= around->offered_at)
			return NULL;
	}
	action = case_want_for(
	    one, ACTION_LEVERAGE, person, around->offered_at, last, NULL);
	action->day = around->offered->respond_by;
	return action;
}

/* One letter with all the news that they have not had yet. */
static void
want_news(Case *one)
{
	const GPtrArray *notes = one->application->notes;
	const Note *untold = NULL;
	const char *person;
	const Mail *last = case_last_word(one, &person);
	Action *action;
	int number = 0;

	for (guint i = 0; last && i < notes->len; i++) {
		const Note *note = notes->pdata[i];

		if (note->kind != NOTE_NEWS)
			continue;
		number++;
		untold = case_count_written(one, person, note->time, NULL)
		             ? NULL
		             : note;
	}
	if (!untold)
		return;
	action =
	    case_want_for(one, ACTION_NEWS, person, untold->time, last, NULL);
	action->number = number;
}

/* One letter at a time: what was promised, or an offer elsewhere, comes before
 * asking how things stand. A promise to ask is kept by asking. */
static void
settle_order(Case *one, Action *follow_up, Action *promise, Action *leverage)
{
	if (!follow_up)
		return;
	if (leverage)
		g_ptr_array_remove(one->wanted, follow_up);
	else if (promise && llabs(follow_up->due - promise->due) <= DAY_S) {
		follow_up->due = promise->due;
		g_ptr_array_remove(one->wanted, promise);
	} else if (promise) {
		gint64 after = etiquette_due(
		    one->etiquette, ACTION_FOLLOW_UP, promise->due);

		follow_up->late += MAX(0, after - follow_up->due);
		follow_up->due = MAX(follow_up->due, after);
	}
}

void
wants_waiting(Case *one)
{
	Action *promise, *leverage, *follow_up;

	if (standing_is_closed(one->application->standing) || case_is_over(one))
		return;
	promise = want_promise(one);
	if (!is_waiting(one))
		return;
	leverage = want_leverage(one);
	follow_up = want_follow_up(one);
	want_news(one);
	settle_order(one, follow_up, promise, leverage);
}
