#include "wanted.h"

#include "life.h"
#include "party.h"
#include "silence.h"

#include <string.h>

#define DAY_S 86400
#define KINDS_MAX 4

/* One application, looked at once. */
typedef struct Case {
	const Application *application;
	const Etiquette *etiquette;
	gint64 now;
	GPtrArray *mail;   /* in order of date, borrowed, only what counts */
	GPtrArray *wanted; /* of Action * */
} Case;

/* What the user writes that leaves nothing of an action to do. */
static const Kind done_by[ACTION_COUNT][KINDS_MAX] = {
    [ACTION_CONFIRM] = {KIND_CONFIRM, KIND_RESCHEDULE},
    [ACTION_THANKS] = {KIND_THANKS},
    [ACTION_ACCEPT] = {KIND_ACCEPT, KIND_DECLINE},
    [ACTION_FEEDBACK] = {KIND_FEEDBACK, KIND_KEEP_IN_TOUCH, KIND_THANKS},
    [ACTION_KEEP_IN_TOUCH] = {KIND_KEEP_IN_TOUCH, KIND_FEEDBACK, KIND_THANKS},
    [ACTION_FOLLOW_UP] = {KIND_FOLLOW_UP},
};

static bool
does(Kind kind, ActionKind action)
{
	for (size_t i = 0; i < KINDS_MAX && done_by[action][i]; i++)
		if (done_by[action][i] == kind)
			return true;
	return false;
}

static Action *
want(Case *one, ActionKind kind, const char *person, gint64 from)
{
	Action *action = action_new(kind);

	g_free(action->person);
	action->person = g_strdup(person);
	action->number = 0;
	action->due = etiquette_due(one->etiquette, kind, from);
	action->late = etiquette_late(one->etiquette, kind, from);
	g_ptr_array_add(one->wanted, action);
	return action;
}

static void
replace(char **value, const char *with)
{
	g_free(*value);
	*value = g_strdup(with);
}

/* Whoever is nearest to the decision; NULL where nobody has an address. */
static const char *
find_anybody(const Application *application, const Etiquette *etiquette)
{
	static const Part order[] = {
	    PART_RECRUITER, PART_MANAGER, PART_OTHER, PART_INTERVIEWER};

	for (size_t i = 0; i < G_N_ELEMENTS(order); i++)
		for (guint j = 0; j < application->people->len; j++) {
			const Person *person = application->people->pdata[j];

			if (person->part == order[i] &&
			    etiquette_is_answerable(etiquette, person->email))
				return person->email;
		}
	return NULL;
}

const char *
wanted_addressee(const Application *application, const Mail *mail,
    const Etiquette *etiquette)
{
	if (etiquette_is_answerable(etiquette, mail->reply_to))
		return mail->reply_to;
	if (etiquette_is_answerable(etiquette, mail->sender_email))
		return mail->sender_email;
	return find_anybody(application, etiquette);
}

/* The mail that asks to be answered; NULL where none may be. */
static const Mail *
find_asking(const Case *one, const Interview *interview)
{
	const Mail *mail =
	    *interview->asked
	        ? application_find_mail(one->application, interview->asked)
	        : NULL;

	return mail && mail->sure ? mail : NULL;
}

/* Whether there is a time left to take. */
static bool
is_ahead(const Interview *interview, gint64 now)
{
	if (interview->when.start.precision)
		return interview->when.start.time > now;
	for (guint i = 0; i < interview->proposed->len; i++) {
		const Period *slot = interview->proposed->pdata[i];
		gint64 start = slot->start.time;

		if (slot->start.precision == MOMENT_DAY)
			start += DAY_S;
		if (start > now || !slot->start.precision)
			return true;
	}
	return !interview->proposed->len;
}

static void
want_confirm(Case *one)
{
	const Application *application = one->application;

	if (standing_is_closed(application->standing))
		return;
	for (guint i = 0; i < application->interviews->len; i++) {
		const Interview *interview = application->interviews->pdata[i];
		const Mail *mail = find_asking(one, interview);
		const char *person =
		    mail ? wanted_addressee(application, mail, one->etiquette)
		         : NULL;
		Action *action;

		if (!person || interview->is_cancelled ||
		    !is_ahead(interview, one->now))
			continue;
		action = want(one, ACTION_CONFIRM, person, mail->time);
		replace(&action->mail, mail->fingerprint);
		replace(&action->interview, interview->id);
	}
}

static bool
has_key(const Application *application, const GPtrArray *keys, const char *key)
{
	for (guint i = 0; i < keys->len; i++)
		if (!strcmp(party_key(application, keys->pdata[i]), key))
			return true;
	return false;
}

/* Whether the user has thanked a person since the interview began. */
static bool
is_thanked(const Case *one, const Interview *interview, const char *person)
{
	for (guint i = 0; i < one->mail->len; i++) {
		const Mail *mail = one->mail->pdata[i];

		if (mail->kind == KIND_THANKS &&
		    mail->time >= interview->when.start.time &&
		    (has_key(one->application, mail->recipients, person) ||
		        has_key(one->application, mail->people, person)))
			return true;
	}
	return false;
}

/* Several meetings with one person on one day call for one note. */
static bool
meets_again(const Case *one, guint index, const char *person)
{
	const GPtrArray *all = one->application->interviews;
	const Interview *this = all->pdata[index];

	for (guint i = 0; i < all->len; i++) {
		const Interview *other = all->pdata[i];
		gint64 later = other->when.start.time - this->when.start.time;

		if (i != index && other->when.start.precision &&
		    !other->is_cancelled &&
		    has_key(one->application, other->people, person) &&
		    later >= 0 && later < DAY_S / 2 && (later || i > index))
			return true;
	}
	return false;
}

static void
want_thanks_to(Case *one, guint index, const char *person)
{
	const Interview *interview = one->application->interviews->pdata[index];
	gint64 end = life_interview_end(interview, one->etiquette);
	Action *action;

	if (is_thanked(one, interview, person) ||
	    meets_again(one, index, person))
		return;
	action = want(one, ACTION_THANKS, person, end);
	replace(&action->mail, interview->mail);
	replace(&action->interview, interview->id);
}

/* Whom to thank where no interviewer is known; NULL for nobody. */
static const char *
find_inviter(const Case *one, const Interview *interview)
{
	const Application *application = one->application;
	const Mail *mail = application_find_mail(application, interview->mail);

	if (mail)
		return wanted_addressee(application, mail, one->etiquette);
	mail = application_find_mail(application, interview->id);
	if (!mail || !mail->recipients->len ||
	    !etiquette_is_answerable(
	        one->etiquette, mail->recipients->pdata[0]))
		return NULL;
	return mail->recipients->pdata[0];
}

static void
want_thanks(Case *one)
{
	const Application *application = one->application;

	if (standing_is_closed(application->standing))
		return;
	for (guint i = 0; i < application->interviews->len; i++) {
		const Interview *interview = application->interviews->pdata[i];
		const char *inviter = NULL;

		if (!interview->is_sure || interview->is_cancelled ||
		    !interview->when.start.precision)
			continue;
		for (guint j = 0; j < interview->people->len; j++)
			want_thanks_to(one, i, interview->people->pdata[j]);
		if (!interview->people->len)
			inviter = find_inviter(one, interview);
		if (inviter)
			want_thanks_to(one, i, inviter);
	}
}

static bool
ends_offer(const Mail *mail)
{
	return mail->kind == KIND_ACCEPT || mail->kind == KIND_DECLINE ||
	       mail->kind == KIND_WITHDRAW || mail->kind == KIND_REJECTION;
}

/* The first sure word of the offer that now stands. */
static void
want_accept(Case *one)
{
	const Mail *offer = NULL;
	const char *person;
	Action *action;

	if (one->application->standing != STANDING_OFFER)
		return;
	for (guint i = 0; i < one->mail->len; i++) {
		const Mail *mail = one->mail->pdata[i];

		if (ends_offer(mail))
			offer = NULL;
		else if (mail->kind == KIND_OFFER && mail->sure && !offer)
			offer = mail;
	}
	person = offer
	             ? wanted_addressee(one->application, offer, one->etiquette)
	             : NULL;
	if (!person)
		return;
	action = want(one, ACTION_ACCEPT, person, offer->time);
	replace(&action->mail, offer->fingerprint);
	if (offer->respond_by.precision && offer->respond_by.time > offer->time)
		action->late = offer->respond_by.time;
}

static bool
reopens(const Mail *mail)
{
	return mail->kind == KIND_APPLICATION || mail->kind == KIND_OFFER ||
	       mail->kind == KIND_ASSESSMENT ||
	       (mail->kind == KIND_INVITE && mail->detail != DETAIL_CANCELLED &&
	           mail->detail != DETAIL_REMINDER);
}

/* The first sure rejection that can be answered, of those since it was last
 * open; NULL where the user has answered since. */
static const Mail *
find_rejection(const Case *one)
{
	const Mail *rejection = NULL;

	for (guint i = 0; i < one->mail->len; i++) {
		const Mail *mail = one->mail->pdata[i];

		if (reopens(mail))
			rejection = NULL;
		else if (mail->kind == KIND_REJECTION && mail->sure &&
		         !rejection &&
		         wanted_addressee(
		             one->application, mail, one->etiquette))
			rejection = mail;
		else if (rejection && does(mail->kind, ACTION_FEEDBACK))
			return NULL;
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

static void
want_word_after_rejection(Case *one)
{
	const Mail *rejection;
	Action *action;

	if (one->application->standing != STANDING_REJECTED)
		return;
	rejection = find_rejection(one);
	if (!rejection)
		return;
	action = want(one,
	    had_interview(one, rejection) ? ACTION_FEEDBACK
	                                  : ACTION_KEEP_IN_TOUCH,
	    wanted_addressee(one->application, rejection, one->etiquette),
	    rejection->time);
	replace(&action->mail, rejection->fingerprint);
}

static void
want_follow_up(Case *one)
{
	const Application *application = one->application;
	Silence silence =
	    silence_listen(application, one->mail, one->etiquette, one->now);
	gint64 since = silence_since(&silence);
	bool by_decision = silence_has_decision(&silence);
	const char *person = silence.last ? wanted_addressee(application,
	                                        silence.last, one->etiquette)
	                                  : NULL;
	Action *action;

	if ((application->standing != STANDING_WAITING &&
	        application->standing != STANDING_APPLIED) ||
	    !person || (!since && !by_decision) ||
	    silence.asked_times >= etiquette_follow_ups_most(one->etiquette))
		return;
	action = want(one, ACTION_FOLLOW_UP, person, since);
	action->number = silence.all_times + 1;
	replace(&action->mail, silence.last->fingerprint);
	if (silence.interview)
		replace(&action->interview, silence.interview->id);
	if (!by_decision)
		return;
	action->due =
	    etiquette_due_after_decision(one->etiquette, silence.decision);
	action->late =
	    etiquette_late_after_decision(one->etiquette, silence.decision);
}

static Case
case_of(const Application *application, const Etiquette *etiquette, gint64 now)
{
	Case one = {application, etiquette, now, life_mail(application), NULL};

	for (guint i = one.mail->len; i-- > 0;)
		if (!life_counts(one.mail->pdata[i], etiquette))
			g_ptr_array_remove_index(one.mail, i);
	return one;
}

GPtrArray *
wanted_find(
    const Application *application, const Etiquette *etiquette, gint64 now)
{
	Case one = case_of(application, etiquette, now);

	one.wanted =
	    g_ptr_array_new_with_free_func((GDestroyNotify)action_free);
	want_confirm(&one);
	want_thanks(&one);
	want_accept(&one);
	want_word_after_rejection(&one);
	want_follow_up(&one);
	g_ptr_array_unref(one.mail);
	return one.wanted;
}

/* The time from which on the user's mail may have done an action. */
static gint64
done_since(const Application *application, const Action *action)
{
	const Interview *interview =
	    application_find_interview(application, action->interview);
	const Mail *mail = application_find_mail(application, action->mail);

	if (action->is_asked)
		return action->due;
	if (action->kind == ACTION_THANKS && interview)
		return interview->when.start.time;
	return mail ? mail->time : 0;
}

bool
wanted_is_done(const Application *application, const Action *action,
    const Etiquette *etiquette)
{
	Case one = case_of(application, etiquette, 0);
	gint64 since = done_since(application, action);
	bool is_done = false;

	for (guint i = 0; i < one.mail->len && !is_done; i++) {
		const Mail *mail = one.mail->pdata[i];

		is_done = mail->time >= since && does(mail->kind, action->kind);
		if (action->kind == ACTION_THANKS)
			is_done =
			    is_done && (has_key(application, mail->recipients,
			                    action->person) ||
			                   has_key(application, mail->people,
			                       action->person));
	}
	g_ptr_array_unref(one.mail);
	return is_done;
}
