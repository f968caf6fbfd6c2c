#include "life.h"

#include "party.h"
#include "rounds.h"
#include "said.h"

#include <string.h>

#define DAY_S 86400
#define ANY DETAIL_COUNT
#define IN(standing) (1u << STANDING_##standing)
#define NEW (1u << STANDING_COUNT) /* no mail has begun it yet */
#define OPEN (IN(LEAD) | IN(APPLIED) | IN(INTERVIEW) | IN(WAITING) | IN(OFFER))
#define QUIET (IN(APPLIED) | IN(INTERVIEW) | IN(WAITING))

/*
 * What a mail makes of a standing: the first row that fits; STANDING_DORMANT is
 * the clock's doing and comes after all mail. A lead is one until
 * the user has answered, or they ask for an interview. Where the word is weak,
 * only a sure reading of it counts ("I accept" is said of many things).
 */
static const struct {
	Kind kind;
	Detail detail;
	unsigned from;
	Standing to;
	bool needs_sure;
} steps[] = {
    {KIND_OUTREACH, ANY, NEW, STANDING_LEAD, false},
    {KIND_ACKNOWLEDGEMENT, ANY, NEW | IN(LEAD), STANDING_APPLIED, false},
    {KIND_UPDATE, ANY, NEW, STANDING_APPLIED, false},
    {KIND_REQUEST, ANY, NEW, STANDING_APPLIED, false},
    {KIND_ASSESSMENT, ANY, NEW | IN(LEAD) | IN(REJECTED), STANDING_APPLIED,
        false},
    {KIND_INVITE, DETAIL_CANCELLED, NEW, STANDING_APPLIED, false},
    {KIND_INVITE, DETAIL_CANCELLED, ~0u, STANDING_COUNT, false},
    {KIND_INVITE, DETAIL_REMINDER, NEW | IN(LEAD) | QUIET, STANDING_INTERVIEW,
        false},
    {KIND_INVITE, DETAIL_REMINDER, ~0u, STANDING_COUNT, false},
    {KIND_INVITE, ANY, NEW | IN(LEAD) | QUIET | IN(REJECTED),
        STANDING_INTERVIEW, false},
    {KIND_REJECTION, DETAIL_RESCINDED, NEW | OPEN | IN(ACCEPTED),
        STANDING_REJECTED, false},
    {KIND_REJECTION, ANY, NEW | OPEN, STANDING_REJECTED, false},
    {KIND_OFFER, DETAIL_REMINDER, NEW | OPEN, STANDING_OFFER, false},
    {KIND_OFFER, DETAIL_REMINDER, ~0u, STANDING_COUNT, false},
    {KIND_OFFER, ANY, ~IN(ACCEPTED), STANDING_OFFER, false},
    {KIND_APPLICATION, ANY,
        NEW | IN(LEAD) | IN(REJECTED) | IN(WITHDRAWN) | IN(DECLINED),
        STANDING_APPLIED, false},
    {KIND_CONFIRM, ANY, NEW | IN(LEAD), STANDING_INTERVIEW, false},
    {KIND_RESCHEDULE, ANY, NEW | IN(LEAD), STANDING_INTERVIEW, false},
    {KIND_ACCEPT, ANY, IN(OFFER), STANDING_ACCEPTED, false},
    {KIND_ACCEPT, ANY, NEW | OPEN, STANDING_ACCEPTED, true},
    {KIND_DECLINE, ANY, IN(OFFER) | IN(LEAD), STANDING_DECLINED, false},
    {KIND_DECLINE, ANY, NEW | OPEN, STANDING_DECLINED, true},
    {KIND_WITHDRAW, ANY, NEW | OPEN, STANDING_WITHDRAWN, false},
};

static int
compare_mail(gconstpointer a, gconstpointer b)
{
	const Mail *const *left = a;
	const Mail *const *right = b;

	if ((*left)->time != (*right)->time)
		return (*left)->time < (*right)->time ? -1 : 1;
	return strcmp((*left)->fingerprint, (*right)->fingerprint);
}

GPtrArray *
life_mail(const Application *application)
{
	GPtrArray *mail = g_ptr_array_new();

	for (guint i = 0; i < application->mail->len; i++)
		g_ptr_array_add(mail, application->mail->pdata[i]);
	g_ptr_array_sort(mail, compare_mail);
	return mail;
}

bool
life_is_empty(const Application *application)
{
	for (guint i = 0; i < application->mail->len; i++)
		if (((const Mail *)application->mail->pdata[i])->kind)
			return false;
	return true;
}

bool
life_counts(const Mail *mail, const Etiquette *etiquette)
{
	return !mail->suspicious &&
	       (mail->sure || etiquette_believes(etiquette, mail->confidence));
}

gint64
life_interview_end(const Interview *interview, const Etiquette *etiquette)
{
	const Period *when = &interview->when;

	if (when->start.precision == MOMENT_NONE)
		return 0;
	if (when->end.precision == MOMENT_TIME &&
	    when->end.time > when->start.time)
		return when->end.time;
	if (when->start.precision == MOMENT_DAY)
		return when->start.time + DAY_S;
	return when->start.time + etiquette_interview_length_s(etiquette);
}

bool
life_was_held(
    const Interview *interview, const Etiquette *etiquette, gint64 now)
{
	gint64 end = life_interview_end(interview, etiquette);

	return end && end <= now && !interview->is_cancelled;
}

static Standing
step(Standing from, const Mail *mail)
{
	for (size_t i = 0; i < G_N_ELEMENTS(steps); i++) {
		if (steps[i].kind != mail->kind ||
		    (steps[i].detail != ANY &&
		        steps[i].detail != mail->detail) ||
		    !(steps[i].from & (1u << from)) ||
		    (steps[i].needs_sure && !mail->sure))
			continue;
		return steps[i].to == STANDING_COUNT ? from : steps[i].to;
	}
	/* Whatever the user answers, a lead is answered. */
	if (from == STANDING_LEAD && mail->direction == DIRECTION_OUTGOING)
		return STANDING_APPLIED;
	return from;
}

/* A proposal that a later meeting has overtaken is no longer open. */
static bool
is_overtaken(const Application *application, guint index,
    const Etiquette *etiquette, gint64 now)
{
	for (guint i = index + 1; i < application->interviews->len; i++)
		if (life_was_held(
		        application->interviews->pdata[i], etiquette, now))
			return true;
	return false;
}

/* Before an interview, after one, or neither. */
static Standing
standing_by_interviews(
    const Application *application, const Etiquette *etiquette, gint64 now)
{
	Standing standing = STANDING_APPLIED;

	for (guint i = 0; i < application->interviews->len; i++) {
		const Interview *interview = application->interviews->pdata[i];
		gint64 end = life_interview_end(interview, etiquette);

		if (interview->is_cancelled)
			continue;
		if (end && end <= now)
			standing = STANDING_WAITING;
		else if (end || !is_overtaken(application, i, etiquette, now))
			return STANDING_INTERVIEW;
	}
	return standing;
}

static bool
is_quiet(Standing standing)
{
	return standing == STANDING_APPLIED || standing == STANDING_INTERVIEW ||
	       standing == STANDING_WAITING;
}

/* The time of the last follow-up where as many as may be went unanswered. */
static gint64
last_unanswered(const GPtrArray *mail, const Etiquette *etiquette)
{
	int sent = 0;
	gint64 last = 0;

	for (guint i = 0; i < mail->len; i++) {
		const Mail *one = mail->pdata[i];

		if (!life_counts(one, etiquette))
			continue;
		if (one->direction == DIRECTION_INCOMING) {
			sent = kind_is_of_application(one->kind) ? 0 : sent;
		} else if (one->kind == KIND_FOLLOW_UP) {
			sent++;
			last = one->time;
		}
	}
	return sent && sent >= etiquette_follow_ups_most(etiquette) ? last : 0;
}

/* Years without a word, and no interview that is still to come. */
static bool
is_silent(
    const Application *application, const Etiquette *etiquette, gint64 now)
{
	gint64 last = application->changed;

	for (guint i = 0; i < application->interviews->len; i++) {
		const Interview *interview = application->interviews->pdata[i];

		last = MAX(last, life_interview_end(interview, etiquette));
	}
	return now >= etiquette_add_days(etiquette, last, SILENT_DAYS);
}

static Standing
quiet_standing(const Application *application, const GPtrArray *mail,
    const Etiquette *etiquette, gint64 now)
{
	Standing standing = standing_by_interviews(application, etiquette, now);
	gint64 last = last_unanswered(mail, etiquette);

	if (standing == STANDING_INTERVIEW)
		return standing;
	if (last && now >= etiquette_late(etiquette, ACTION_FOLLOW_UP, last))
		return STANDING_DORMANT;
	return is_silent(application, etiquette, now) ? STANDING_DORMANT
	                                              : standing;
}

/* A day holds until it is answered, or until they say more. */
static void
take_days(Application *application, const Mail *mail)
{
	bool is_new = mail->kind == KIND_INVITE || mail->kind == KIND_OFFER ||
	              mail->kind == KIND_ASSESSMENT ||
	              mail->kind == KIND_REQUEST ||
	              mail->kind == KIND_REJECTION;

	if (mail->direction == DIRECTION_OUTGOING || is_new)
		application->respond_by = (Moment){0};
	if (mail->kind == KIND_OFFER || mail->kind == KIND_REJECTION)
		application->decide_by = (Moment){0};
	if (mail->direction == DIRECTION_OUTGOING)
		return;
	if (mail->respond_by.precision)
		application->respond_by = mail->respond_by;
	if (mail->decide_by.precision)
		application->decide_by = mail->decide_by;
}

static void
take_mail(Application *application, const Mail *mail)
{
	if (mail->direction == DIRECTION_INCOMING && mail->kind == KIND_INVITE)
		rounds_take_invite(application->interviews, mail);
	if (mail->direction == DIRECTION_OUTGOING &&
	    (mail->kind == KIND_CONFIRM || mail->kind == KIND_RESCHEDULE))
		rounds_take_answer(application->interviews, mail);
	if (mail->direction == DIRECTION_OUTGOING && mail->kind == KIND_THANKS)
		rounds_take_thanks(application->interviews, mail);
	take_days(application, mail);
}

static void
resolve_people(Application *application)
{
	for (guint i = 0; i < application->interviews->len; i++) {
		Interview *interview = application->interviews->pdata[i];
		GPtrArray *people = g_ptr_array_new_with_free_func(g_free);

		for (guint j = 0; j < interview->people->len; j++) {
			const char *key =
			    party_key(application, interview->people->pdata[j]);

			if (!g_ptr_array_find_with_equal_func(
			        people, key, g_str_equal, NULL))
				g_ptr_array_add(people, g_strdup(key));
		}
		g_ptr_array_unref(interview->people);
		interview->people = people;
	}
}

static void
forget(Application *application)
{
	g_ptr_array_set_size(application->interviews, 0);
	application->decide_by = (Moment){0};
	application->respond_by = (Moment){0};
}

/* What the user has said of the standing; STANDING_COUNT where they only
 * want it open again. NULL: nothing. */
static const Fact *
find_said(const Application *application, Standing *standing)
{
	for (guint i = 0; i < application->facts->len; i++) {
		const Fact *fact = application->facts->pdata[i];

		if (strcmp(fact->key, "standing") != 0)
			continue;
		if (!standing_named(fact->value, standing))
			*standing = STANDING_COUNT;
		return fact;
	}
	return NULL;
}

/* The standing after all mail, the user's own word in its place between. */
static Standing
standing_by_mail(Application *application, const GPtrArray *mail,
    const Etiquette *etiquette, bool *is_said)
{
	Standing standing = STANDING_COUNT;
	Standing said;
	const Fact *fact = find_said(application, &said);

	*is_said = false;
	for (guint i = 0; i < mail->len; i++) {
		const Mail *one = mail->pdata[i];
		Standing before = standing;

		if (!life_counts(one, etiquette))
			continue;
		if (fact && one->time > fact->time) {
			standing = before = said;
			fact = NULL;
			*is_said = true;
		}
		take_mail(application, one);
		standing = step(standing, one);
		*is_said = *is_said && standing == before;
	}
	if (fact)
		standing = said;
	*is_said = standing != STANDING_COUNT && (*is_said || fact);
	return standing;
}

void
life_settle(Application *application, const Etiquette *etiquette, gint64 now)
{
	g_autoptr(GPtrArray) mail = life_mail(application);
	bool is_said;
	Standing standing;

	forget(application);
	standing = standing_by_mail(application, mail, etiquette, &is_said);
	said_take(application);
	resolve_people(application);
	if (mail->len) {
		application->opened = ((const Mail *)mail->pdata[0])->time;
		application->changed =
		    ((const Mail *)mail->pdata[mail->len - 1])->time;
	}
	if (standing == STANDING_COUNT)
		standing = life_is_empty(application) ? STANDING_WITHDRAWN
		                                      : STANDING_APPLIED;
	if (standing == STANDING_LEAD && is_silent(application, etiquette, now))
		standing = STANDING_DORMANT;
	if (is_quiet(standing) && !is_said)
		standing = quiet_standing(application, mail, etiquette, now);
	application->standing = standing;
}
