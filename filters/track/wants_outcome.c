#include "case.h"
#include "life.h"
#include "wanted.h"

#include <string.h>

#define DAY_S 86400
#define REVIEW "review" /* tells the second note from the first */

static bool
ends_offer(const Mail *mail)
{
	return mail->kind == KIND_ACCEPT || mail->kind == KIND_DECLINE ||
	       mail->kind == KIND_WITHDRAW || mail->kind == KIND_REJECTION;
}

/* The first sure word of the offer that now stands. */
static const Mail *
find_offer(const Case *one)
{
	const Mail *offer = NULL;

	for (guint i = 0; i < one->mail->len; i++) {
		const Mail *mail = one->mail->pdata[i];

		if (ends_offer(mail))
			offer = NULL;
		else if (mail->kind == KIND_OFFER && mail->sure && !offer)
			offer = mail;
	}
	return offer;
}

/* When the user said that key; 0 for never. */
static gint64
said_at(const Case *one, const char *key)
{
	const GPtrArray *facts = one->application->facts;

	for (guint i = 0; i < facts->len; i++) {
		const Fact *fact = facts->pdata[i];

		if (!strcmp(fact->key, key))
			return fact->time;
	}
	return 0;
}

/* An offer is accepted, unless the user has turned it down, or another is. */
static void
want_answer(Case *one)
{
	const Mail *offer = find_offer(one);
	bool is_no = case_says(one, "interest", "no") || case_is_over(one);
	gint64 from = offer ? offer->time : 0;
	const char *person;
	Action *action;

	if (one->application->standing != STANDING_OFFER || !offer)
		return;
	person = wanted_addressee(one->application, offer, one->etiquette);
	if (!person)
		return;
	if (is_no)
		from = MAX(from, case_is_over(one) ? one->around->accepted_at
		                                   : said_at(one, "interest"));
	action = case_want_for(one, is_no ? ACTION_DECLINE : ACTION_ACCEPT,
	    person, from, offer, NULL);
	if (!is_no && offer->respond_by.precision &&
	    case_start(one, offer->respond_by) > offer->time)
		action->late =
		    case_start(one, offer->respond_by) +
		    (offer->respond_by.precision == MOMENT_DAY ? DAY_S : 0);
}

/* With an offer accepted elsewhere each application still open is taken back;
 * whoever wrote without being answered expects nothing. */
static void
want_withdraw(Case *one)
{
	Standing standing = one->application->standing;
	const char *person;
	const Mail *mail = case_last_word(one, &person);

	if (!case_is_over(one) || standing_is_closed(standing) ||
	    standing == STANDING_LEAD || standing == STANDING_OFFER || !mail)
		return;
	case_want_for(
	    one, ACTION_WITHDRAW, person, one->around->accepted_at, mail, NULL);
}

static bool
reopens(const Mail *mail)
{
	return mail->kind == KIND_APPLICATION || mail->kind == KIND_OFFER ||
	       mail->kind == KIND_ASSESSMENT ||
	       (mail->kind == KIND_INVITE && mail->detail != DETAIL_CANCELLED &&
	           mail->detail != DETAIL_REMINDER);
}

static bool
answers_rejection(const Mail *mail)
{
	return mail->kind == KIND_FEEDBACK ||
	       mail->kind == KIND_KEEP_IN_TOUCH || mail->kind == KIND_THANKS;
}

/* The first sure rejection that can be answered, of those since it was last
 * open; is_answered where the user has answered since. */
static const Mail *
find_rejection(const Case *one, bool *is_answered)
{
	const Mail *rejection = NULL;

	*is_answered = false;
	for (guint i = 0; i < one->mail->len; i++) {
		const Mail *mail = one->mail->pdata[i];

		if (reopens(mail)) {
			rejection = NULL;
			*is_answered = false;
		} else if (mail->kind == KIND_REJECTION && mail->sure &&
		           !rejection) {
			rejection = mail;
		} else if (rejection && answers_rejection(mail)) {
			*is_answered = true;
		}
	}
	return rejection;
}

static bool
had_interview(const Case *one, const Mail *rejection)
{
	const GPtrArray *all = one->application->interviews;

	for (guint i = 0; i < all->len; i++)
		if (life_was_held(
		        all->pdata[i], one->etiquette, rejection->time))
			return true;
	return rejection->detail == DETAIL_AFTER_INTERVIEW ||
	       rejection->detail == DETAIL_RESCINDED;
}

static ActionKind
word_after(const Case *one, const Mail *rejection)
{
	if (case_says(one, "interest", "no"))
		return ACTION_THANKS_AFTER_REJECTION;
	if (case_says(one, "interest", "admired") ||
	    !had_interview(one, rejection))
		return ACTION_KEEP_IN_TOUCH;
	return ACTION_FEEDBACK;
}

/* A day or two with nothing to do; and a look back when the pain has gone. */
static void
want_rest(Case *one, const Mail *rejection)
{
	gint64 review = etiquette_add_days(
	    one->etiquette, rejection->time, REST_REVIEW_DAYS);
	gint64 end =
	    etiquette_add_days(one->etiquette, rejection->time, REST_DAYS);
	Action *action;

	if (one->now < end)
		case_note(one, ACTION_REST, rejection->time, "",
		    rejection->fingerprint);
	if (one->now <
	        etiquette_add_days(one->etiquette, review, FORGET_DAYS) &&
	    had_interview(one, rejection)) {
		action = case_note(
		    one, ACTION_REST, review, "", rejection->fingerprint);
		g_free(action->person);
		action->person = g_strdup(REVIEW);
	}
}

static void
want_word_after_rejection(Case *one)
{
	bool is_answered;
	const Mail *rejection = find_rejection(one, &is_answered);
	const char *person;

	if (one->application->standing != STANDING_REJECTED || !rejection)
		return;
	want_rest(one, rejection);
	person = wanted_addressee(one->application, rejection, one->etiquette);
	if (person && !is_answered)
		case_want_for(one, word_after(one, rejection), person,
		    rejection->time, rejection, NULL);
}

void
wants_outcome(Case *one)
{
	want_answer(one);
	want_withdraw(one);
	want_word_after_rejection(one);
}
