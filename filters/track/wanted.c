#include "wanted.h"

#include "case.h"
#include "life.h"

#include <string.h>

#define KINDS_MAX 4

/* What the user writes that leaves nothing of an action to do. */
static const struct {
	Kind kinds[KINDS_MAX];
	bool any;       /* whatever they write */
	bool to_person; /* but to this person */
} done_by[ACTION_COUNT] = {
    [ACTION_CONFIRM] = {{KIND_CONFIRM, KIND_RESCHEDULE}, false, false},
    [ACTION_ASK_NAMES] = {{KIND_REPLY}, false, true},
    [ACTION_THANKS] = {{KIND_THANKS}, false, true},
    [ACTION_ACCEPT] = {{KIND_ACCEPT, KIND_DECLINE}, false, false},
    [ACTION_DECLINE] = {{KIND_DECLINE, KIND_WITHDRAW}, false, false},
    [ACTION_WITHDRAW] = {{KIND_WITHDRAW, KIND_DECLINE}, false, false},
    [ACTION_FEEDBACK] = {{KIND_FEEDBACK, KIND_KEEP_IN_TOUCH, KIND_THANKS},
        false, false},
    [ACTION_KEEP_IN_TOUCH] = {{KIND_KEEP_IN_TOUCH, KIND_FEEDBACK, KIND_THANKS},
        false, false},
    [ACTION_THANKS_AFTER_REJECTION] = {{KIND_THANKS, KIND_KEEP_IN_TOUCH,
                                           KIND_FEEDBACK},
        false, false},
    [ACTION_FOLLOW_UP] = {{KIND_FOLLOW_UP}, false, false},
    [ACTION_LEVERAGE] = {{KIND_LEVERAGE}, false, false},
    [ACTION_PROMISE] = {{0}, true, false},
    [ACTION_NEWS] = {{0}, true, true},
    [ACTION_REFERENCES] = {{0}, true, true},
    [ACTION_REFERRER] = {{0}, true, true},
    [ACTION_THANK_MANAGER] = {{0}, true, true},
};

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

static Case
case_of(const Application *application, const Around *around,
    const Etiquette *etiquette, gint64 now)
{
	Case one = {
	    application, around, etiquette, now, life_mail(application), NULL};

	for (guint i = one.mail->len; i-- > 0;)
		if (!life_counts(one.mail->pdata[i], etiquette))
			g_ptr_array_remove_index(one.mail, i);
	return one;
}

GPtrArray *
wanted_find(const Application *application, const Around *around,
    const Etiquette *etiquette, gint64 now)
{
	Case one = case_of(application, around, etiquette, now);

	one.wanted =
	    g_ptr_array_new_with_free_func((GDestroyNotify)action_free);
	wants_before_interview(&one);
	wants_after_interview(&one);
	wants_friends(&one);
	wants_outcome(&one);
	wants_waiting(&one);
	g_ptr_array_unref(one.mail);
	return one.wanted;
}

/* The time from which on the user's mail may have done an action. */
static gint64
done_since(const Application *application, const Action *action,
    const Etiquette *etiquette)
{
	const Interview *interview =
	    application_find_interview(application, action->interview);
	const Mail *mail = application_find_mail(application, action->mail);

	if (action->is_asked || done_by[action->kind].any)
		return action->kind == ACTION_PROMISE
		           ? etiquette_at_hour(etiquette, action->due, 0)
		           : action->due;
	if (interview &&
	    (action->kind == ACTION_THANKS || action->kind == ACTION_ASK_NAMES))
		return interview->when.start.time;
	return mail ? mail->time : 0;
}

/* Whether a mail is of the kinds that do an action. */
static bool
is_of_kind(const Mail *mail, ActionKind action)
{
	if (done_by[action].any)
		return mail->direction == DIRECTION_OUTGOING;
	for (size_t i = 0; i < KINDS_MAX && done_by[action].kinds[i]; i++)
		if (done_by[action].kinds[i] == mail->kind)
			return true;
	return false;
}

/* Notes are done when the user has written something down. */
static bool
is_note_done(const Application *application, const Action *action)
{
	NoteKind kind =
	    action->kind == ACTION_SKILLS ? NOTE_PROGRESS : NOTE_DEBRIEF;

	for (guint i = 0; i < application->notes->len; i++) {
		const Note *note = application->notes->pdata[i];

		if (note->kind == kind &&
		    (kind == NOTE_PROGRESS ||
		        !strcmp(note->interview, action->interview)))
			return true;
	}
	return false;
}

/* The first is done by the first that was sent, and so on. */
static bool
is_follow_up_done(const Application *application, int number)
{
	int sent = 0;

	for (guint i = 0; i < application->mail->len; i++)
		sent += ((const Mail *)application->mail->pdata[i])->kind ==
		        KIND_FOLLOW_UP;
	return sent >= number;
}

bool
wanted_is_done(const Application *application, const Action *action,
    const Etiquette *etiquette)
{
	Case one;
	gint64 since = done_since(application, action, etiquette);
	bool is_done = false;

	if (action_is_note(action))
		return is_note_done(application, action);
	if (action->kind == ACTION_FOLLOW_UP && !action->is_asked)
		return is_follow_up_done(application, action->number);
	one = case_of(application, NULL, etiquette, 0);
	for (guint i = 0; i < one.mail->len && !is_done; i++) {
		const Mail *mail = one.mail->pdata[i];

		is_done = mail->time >= since && is_of_kind(mail, action->kind);
		if (done_by[action->kind].to_person)
			is_done =
			    is_done && (case_has_person(&one, mail->recipients,
			                    action->person) ||
			                   case_has_person(&one, mail->people,
			                       action->person));
	}
	g_ptr_array_unref(one.mail);
	return is_done;
}
