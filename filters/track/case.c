#include "case.h"

#include "life.h"
#include "party.h"
#include "wanted.h"

#include <string.h>

static void
replace(char **value, const char *with)
{
	g_free(*value);
	*value = g_strdup(with);
}

Action *
case_want(Case *one, ActionKind kind, const char *person, gint64 from)
{
	return case_want_for(one, kind, person, from, NULL, NULL);
}

Action *
case_want_for(Case *one, ActionKind kind, const char *person, gint64 from,
    const Mail *mail, const Interview *interview)
{
	Action *action = action_new(kind);

	replace(&action->person, person);
	action->number = 0;
	action->due = etiquette_due(one->etiquette, kind, from);
	action->late = etiquette_late(one->etiquette, kind, from);
	if (mail)
		replace(&action->mail, mail->fingerprint);
	if (interview)
		replace(&action->interview, interview->id);
	g_ptr_array_add(one->wanted, action);
	return action;
}

Action *
case_note(Case *one, ActionKind kind, gint64 due, const char *interview,
    const char *mail)
{
	Action *action = case_want(one, kind, "", due);

	action->due = due;
	action->late = 0;
	replace(&action->interview, interview);
	replace(&action->mail, mail);
	return action;
}

bool
case_has_person(const Case *one, const GPtrArray *keys, const char *key)
{
	for (guint i = 0; i < keys->len; i++)
		if (!strcmp(party_key(one->application, keys->pdata[i]), key))
			return true;
	return false;
}

int
case_count_written(
    const Case *one, const char *person, gint64 since, gint64 *last)
{
	const GPtrArray *all = one->application->mail;
	int count = 0;

	for (guint i = 0; i < all->len; i++) {
		const Mail *mail = all->pdata[i];

		if (mail->direction != DIRECTION_OUTGOING ||
		    mail->time < since ||
		    !case_has_person(one, mail->recipients, person))
			continue;
		count++;
		if (last)
			*last = MAX(*last, mail->time);
	}
	return count;
}

bool
case_says(const Case *one, const char *key, const char *value)
{
	return !strcmp(application_fact(one->application, key), value);
}

const Interview *
case_last_held(const Case *one, gint64 *end)
{
	const GPtrArray *all = one->application->interviews;
	const Interview *last = NULL;
	gint64 latest = 0;

	for (guint i = 0; i < all->len; i++) {
		const Interview *interview = all->pdata[i];
		gint64 its = life_interview_end(interview, one->etiquette);

		if (!life_was_held(interview, one->etiquette, one->now) ||
		    its < latest)
			continue;
		last = interview;
		latest = its;
	}
	if (end)
		*end = latest;
	return last;
}

const Note *
case_debrief(const Case *one, const Interview *interview)
{
	const GPtrArray *notes = one->application->notes;

	for (guint i = notes->len; i-- > 0;) {
		const Note *note = notes->pdata[i];

		if (note->kind == NOTE_DEBRIEF &&
		    (!interview || !strcmp(note->interview, interview->id)))
			return note;
	}
	return NULL;
}

const char *
case_answer(const Note *debrief, const char *question)
{
	for (guint i = 0; debrief && i < debrief->answers->len; i++) {
		const Answer *answer = debrief->answers->pdata[i];

		if (!strcmp(answer->question, question))
			return answer->text;
	}
	return "";
}

const Mail *
case_last_word(const Case *one, const char **person)
{
	for (guint i = one->mail->len; i-- > 0;) {
		const Mail *mail = one->mail->pdata[i];

		if (mail->direction != DIRECTION_INCOMING || !mail->sure)
			continue;
		*person =
		    wanted_addressee(one->application, mail, one->etiquette);
		if (*person)
			return mail;
	}
	return NULL;
}

gint64
case_start(const Case *one, Moment moment)
{
	return etiquette_start(one->etiquette, moment);
}

bool
case_is_over(const Case *one)
{
	const Around *around = one->around;

	return around->accepted && around->accepted != one->application &&
	       one->application->opened <= around->accepted_at;
}
