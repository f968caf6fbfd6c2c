#include "case.h"
#include "life.h"
#include "party.h"
#include "wanted.h"

#include <string.h>

#define DAY_S 86400

/* Whether the user has thanked a person since the interview began. */
static bool
is_thanked(const Case *one, const Interview *interview, const char *person)
{
	for (guint i = 0; i < one->mail->len; i++) {
		const Mail *mail = one->mail->pdata[i];

		if (mail->kind == KIND_THANKS &&
		    mail->time >= interview->when.start.time &&
		    (case_has_person(one, mail->recipients, person) ||
		        case_has_person(one, mail->people, person)))
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
		    case_has_person(one, other->people, person) && later >= 0 &&
		    later < DAY_S / 2 && (later || i > index))
			return true;
	}
	return false;
}

static void
want_thanks_to(Case *one, guint index, const char *person)
{
	const Interview *interview = one->application->interviews->pdata[index];
	gint64 end = life_interview_end(interview, one->etiquette);
	const Mail *mail =
	    application_find_mail(one->application, interview->mail);

	if (is_thanked(one, interview, person) ||
	    meets_again(one, index, person))
		return;
	case_want_for(one, ACTION_THANKS, person, end, mail, interview);
}

/* Whom to thank where no interviewer is known; NULL for nobody. */
static const char *
find_inviter(const Case *one, const Interview *interview)
{
	const Application *application = one->application;
	const Mail *mail = application_find_mail(application, interview->mail);
	const char *person;

	if (!mail && g_str_has_prefix(interview->id, "said "))
		return case_last_word(one, &person) ? person : NULL;
	if (mail)
		return wanted_addressee(application, mail, one->etiquette);
	mail = application_find_mail(application, interview->id);
	if (!mail || !mail->recipients->len ||
	    !etiquette_is_answerable(
	        one->etiquette, mail->recipients->pdata[0]))
		return NULL;
	return mail->recipients->pdata[0];
}

/* A recruiter who only arranges meetings is asked for names instead. */
static bool
is_arranged(const Case *one, const Interview *interview, const char *inviter)
{
	const Person *person = party_find(one->application, inviter);

	return person && person->part == PART_RECRUITER &&
	       interview->stage != STAGE_NONE &&
	       interview->stage != STAGE_SCREEN;
}

static void
want_thanks(Case *one, guint index)
{
	const Interview *interview = one->application->interviews->pdata[index];
	const char *inviter = NULL;

	for (guint i = 0; i < interview->people->len; i++)
		want_thanks_to(one, index, interview->people->pdata[i]);
	if (!interview->people->len)
		inviter = find_inviter(one, interview);
	if (inviter && !is_arranged(one, interview, inviter))
		want_thanks_to(one, index, inviter);
}

/* Somebody was met whose address is not known, and who is still to be thanked. */
static bool
has_unknown(const Case *one, const Interview *interview)
{
	for (guint i = 0; i < interview->people->len; i++)
		if (!strchr(interview->people->pdata[i], '@') &&
		    !is_thanked(one, interview, interview->people->pdata[i]))
			return true;
	if (interview->people->len)
		return false;
	return is_arranged(one, interview, find_inviter(one, interview));
}

/* A letter to somebody is the time to ask somebody else. */
static bool
has_answered_names(const Case *one, const char *person, gint64 since)
{
	for (guint i = 0; i < one->mail->len; i++) {
		const Mail *mail = one->mail->pdata[i];

		if (mail->kind == KIND_REPLY && mail->time >= since &&
		    case_has_person(one, mail->recipients, person))
			return true;
	}
	return false;
}

static void
want_names(Case *one, const Interview *interview)
{
	const char *person = find_inviter(one, interview);
	gint64 end = life_interview_end(interview, one->etiquette);
	const Mail *mail =
	    application_find_mail(one->application, interview->mail);

	if (!person || !has_unknown(one, interview) ||
	    case_has_person(one, interview->people, person) ||
	    has_answered_names(one, person, end))
		return;
	case_want_for(one, ACTION_ASK_NAMES, person, end, mail, interview);
}

/* The form to be filled in on the evening of the interview. */
static void
want_debrief(Case *one, const Interview *interview)
{
	gint64 end = life_interview_end(interview, one->etiquette);
	gint64 evening = etiquette_at_hour(one->etiquette, end - 1,
	    etiquette_number(one->etiquette, DEBRIEF_HOUR));
	Action *action;

	if (case_debrief(one, interview))
		return;
	action = case_note(
	    one, ACTION_DEBRIEF, MAX(end, evening), interview->id, "");
	action->late =
	    etiquette_add_days(one->etiquette, action->due, DEBRIEF_LATE_DAYS);
}

static void
want_salary(Case *one)
{
	gint64 end;
	const Interview *held = case_last_held(one, &end);

	if (!held || one->application->standing == STANDING_OFFER ||
	    *case_answer(case_debrief(one, NULL), "pay"))
		return;
	case_note(one, ACTION_SALARY, end, "", "");
}

/* A skill that was missing, until the user has got on with it. */
static void
want_skills(Case *one)
{
	const Note *debrief = case_debrief(one, NULL);
	const GPtrArray *notes = one->application->notes;

	if (!*case_answer(debrief, "skills"))
		return;
	for (guint i = 0; i < notes->len; i++) {
		const Note *note = notes->pdata[i];

		if (note->kind == NOTE_PROGRESS && note->time >= debrief->time)
			return;
	}
	case_note(one, ACTION_SKILLS, debrief->time, debrief->interview, "");
}

void
wants_after_interview(Case *one)
{
	const Application *application = one->application;

	if (standing_is_closed(application->standing) || case_is_over(one))
		return;
	for (guint i = 0; i < application->interviews->len; i++) {
		const Interview *interview = application->interviews->pdata[i];

		if (!interview->is_sure || interview->is_cancelled ||
		    !interview->when.start.precision)
			continue;
		want_thanks(one, i);
		want_names(one, interview);
		want_debrief(one, interview);
	}
	want_salary(one);
	want_skills(one);
}
