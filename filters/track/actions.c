#include "actions.h"

#include "error.h"
#include "friends.h"
#include "life.h"
#include "party.h"
#include "wanted.h"

#include <string.h>

/* By what two actions of a kind and application are the same one. */
enum {
	BY_PERSON = 1,
	BY_NUMBER = 2,
	BY_INTERVIEW = 4,
	BY_MAIL = 8,
};

static const int identities[ACTION_COUNT] = {
    [ACTION_CONFIRM] = BY_INTERVIEW | BY_MAIL,
    [ACTION_ASK_NAMES] = BY_INTERVIEW,
    [ACTION_THANKS] = BY_INTERVIEW | BY_PERSON,
    [ACTION_ACCEPT] = BY_MAIL,
    [ACTION_DECLINE] = BY_MAIL,
    [ACTION_FEEDBACK] = BY_MAIL,
    [ACTION_KEEP_IN_TOUCH] = BY_MAIL,
    [ACTION_THANKS_AFTER_REJECTION] = BY_MAIL,
    [ACTION_FOLLOW_UP] = BY_NUMBER,
    [ACTION_PROMISE] = BY_MAIL,
    [ACTION_NEWS] = BY_NUMBER,
    [ACTION_REFERENCES] = BY_PERSON | BY_NUMBER,
    [ACTION_REFERRER] = BY_PERSON,
    [ACTION_DEBRIEF] = BY_INTERVIEW,
    [ACTION_PREPARE] = BY_INTERVIEW,
    [ACTION_SKILLS] = BY_INTERVIEW,
    [ACTION_REST] = BY_MAIL | BY_PERSON,
};

static bool
is_same(const Action *one, const Action *other)
{
	int by = identities[one->kind];

	return one->kind == other->kind &&
	       (!(by & BY_PERSON) || !strcmp(one->person, other->person)) &&
	       (!(by & BY_NUMBER) || one->number == other->number) &&
	       (!(by & BY_INTERVIEW) ||
	           !strcmp(one->interview, other->interview)) &&
	       (!(by & BY_MAIL) || !strcmp(one->mail, other->mail));
}

static Action *
find_same(const Application *application, const Action *wanted)
{
	for (guint i = 0; i < application->actions->len; i++) {
		Action *action = application->actions->pdata[i];

		if (is_same(action, wanted))
			return action;
	}
	return NULL;
}

/* A number that this kind and person have not had, where none is given. */
static int
number_of(const Application *application, const Action *wanted)
{
	int number = 1;

	if (wanted->number)
		return wanted->number;
	for (guint i = 0; i < application->actions->len; i++) {
		const Action *action = application->actions->pdata[i];

		if (action->kind == wanted->kind &&
		    !strcmp(action->person, wanted->person))
			number = MAX(number, action->number + 1);
	}
	return number;
}

static void
add(GPtrArray *actions, Action *action)
{
	if (actions)
		g_ptr_array_add(actions, action);
}

static bool
is_name_taken(const Application *application, const Action *action)
{
	for (guint i = 0; i < application->actions->len; i++) {
		const Action *other = application->actions->pdata[i];

		if (other != action && other->kind == action->kind &&
		    other->number == action->number &&
		    !strcmp(other->person, action->person))
			return true;
	}
	return false;
}

/* What waits is still free to go to somebody else, under another name. */
static void
readdress(const Application *application, Action *action, const char *person)
{
	if (!strcmp(action->person, person))
		return;
	g_free(action->person);
	action->person = g_strdup(person);
	while (is_name_taken(application, action))
		action->number++;
}

/* A draft that is on its way keeps the day it was due. */
static void
update(const Application *application, Action *action, const Action *wanted)
{
	readdress(application, action, wanted->person);
	action->due = wanted->due;
	action->late = wanted->late;
	g_free(action->mail);
	action->mail = g_strdup(wanted->mail);
	g_free(action->interview);
	action->interview = g_strdup(wanted->interview);
	action->day = wanted->day;
}

/* Moves a wanted action in; it is not begun when it would be long late. */
static void
take_wanted(Application *application, Action *wanted,
    const Etiquette *etiquette, gint64 now, GPtrArray *made)
{
	Action *action = find_same(application, wanted);
	bool is_over = etiquette_is_forgotten(
	    etiquette, wanted->late ? wanted->late : wanted->due, now);

	if (!action && !is_over) {
		wanted->number = number_of(application, wanted);
		g_ptr_array_add(application->actions, wanted);
		add(made, wanted);
		return;
	}
	if (action && action->is_past && wanted->due != action->due)
		action->is_past = false;
	if (action && action->status == ACTION_WITHDRAWN && !is_over &&
	    !action->is_past) {
		action->status = ACTION_WAITING;
		action->is_stale = false;
		add(made, action);
	}
	if (action && action->status == ACTION_WAITING)
		update(application, action, wanted);
	action_free(wanted);
}

/* What the user has asked for is wanted until they have done it. */
static bool
is_wanted(const Application *application, const GPtrArray *wanted,
    const Action *action, const Etiquette *etiquette)
{
	if (action->is_asked)
		return !wanted_is_done(application, action, etiquette);
	for (guint i = 0; i < wanted->len; i++)
		if (is_same(wanted->pdata[i], action))
			return true;
	return false;
}

static void
end_unwanted(Application *application, const GPtrArray *wanted,
    const Etiquette *etiquette, GPtrArray *ended)
{
	for (guint i = 0; i < application->actions->len; i++) {
		Action *action = application->actions->pdata[i];

		if (!action_is_open(action) ||
		    is_wanted(application, wanted, action, etiquette))
			continue;
		action->is_stale = *action->place && !action_is_note(action);
		action->status = wanted_is_done(application, action, etiquette)
		                     ? ACTION_DONE
		                     : ACTION_WITHDRAWN;
		add(ended, action);
	}
}

void
actions_settle(Application *application, const Around *around,
    const Etiquette *etiquette, gint64 now, Change *change)
{
	GPtrArray *made = change ? change->actions : NULL;
	GPtrArray *ended = change ? change->ended : NULL;
	g_autoptr(GPtrArray) wanted =
	    wanted_find(application, around, etiquette, now);

	for (guint i = wanted->len; i-- > 0;) {
		const Action *action = wanted->pdata[i];

		if (!etiquette_wants(etiquette, action->kind))
			g_ptr_array_remove_index(wanted, i);
	}
	end_unwanted(application, wanted, etiquette, ended);
	g_ptr_array_set_free_func(wanted, NULL);
	for (guint i = 0; i < wanted->len; i++)
		take_wanted(
		    application, wanted->pdata[i], etiquette, now, made);
}

/* The last word of the other side that can be answered; NULL: none. */
static const Mail *
find_last(const Application *application, const Etiquette *etiquette,
    const char **person)
{
	g_autoptr(GPtrArray) mail = life_mail(application);

	for (guint i = mail->len; i-- > 0;) {
		const Mail *one = mail->pdata[i];

		if (one->direction != DIRECTION_INCOMING || one->suspicious)
			continue;
		*person = wanted_addressee(application, one, etiquette);
		if (*person)
			return one;
	}
	*person = "";
	return NULL;
}

/* The interview that a draft is asked for: the last that was held, or the one
 * that waits to be confirmed; "" where none is. */
static const char *
find_meant(const Application *application, ActionKind kind,
    const Etiquette *etiquette, gint64 now)
{
	const char *id = "";
	gint64 latest = 0;

	for (guint i = 0; i < application->interviews->len; i++) {
		const Interview *one = application->interviews->pdata[i];
		gint64 end = life_interview_end(one, etiquette);

		if (kind == ACTION_CONFIRM && *one->asked)
			id = one->id;
		if (kind != ACTION_CONFIRM && end >= latest &&
		    life_was_held(one, etiquette, now)) {
			id = one->id;
			latest = end;
		}
	}
	return id;
}

/* Whom a letter goes to that is for the user's own side, as they have said; ""
 * where they have not: nobody of the firm is meant. The caller's. */
static char *
find_friend(const Application *application, ActionKind kind)
{
	const char *key = kind == ACTION_REFERENCES ? "references"
	                  : kind == ACTION_REFERRER ? "referrer"
	                                            : "manager";
	g_autoptr(GPtrArray) people =
	    friends_parse(application_fact(application, key));

	return g_strdup(people->len ? friends_key(people->pdata[0]) : "");
}

static bool
is_for_friend(ActionKind kind)
{
	return kind == ACTION_REFERENCES || kind == ACTION_REFERRER ||
	       kind == ACTION_THANK_MANAGER;
}

static void
add_asked(Application *application, ActionKind kind, const char *person,
    const Etiquette *etiquette, gint64 now)
{
	Action *action = action_new(kind);
	const char *last;
	const Mail *mail = find_last(application, etiquette, &last);

	g_free(action->person);
	action->person = person ? g_strdup(party_key(application, person))
	                 : is_for_friend(kind) ? find_friend(application, kind)
	                                       : g_strdup(last);
	if (kind == ACTION_THANKS || kind == ACTION_DEBRIEF ||
	    kind == ACTION_CONFIRM) {
		g_free(action->interview);
		action->interview =
		    g_strdup(find_meant(application, kind, etiquette, now));
	}
	action->number = 0;
	action->number = number_of(application, action);
	action->due = now;
	action->is_asked = true;
	if (mail) {
		g_free(action->mail);
		action->mail = g_strdup(mail->fingerprint);
	}
	g_ptr_array_add(application->actions, action);
}

static void
revive(Action *action, gint64 now)
{
	action->status = ACTION_WAITING;
	action->due = MIN(action->due, now);
	action->is_asked = true;
	action->is_past = false;
	action->is_stale = false;
}

bool
actions_ask(Application *application, ActionKind kind, const char *person,
    const Etiquette *etiquette, gint64 now, GError **error)
{
	guint revived = 0, done = 0;

	for (guint i = 0; i < application->actions->len; i++) {
		Action *action = application->actions->pdata[i];

		if (action->kind != kind ||
		    (person && strcmp(action->person,
		                   party_key(application, person)) != 0))
			continue;
		if (action->status == ACTION_DONE) {
			done++;
			continue;
		}
		revive(action, now);
		revived++;
	}
	if (!revived && !done)
		add_asked(application, kind, person, etiquette, now);
	if (!revived && done)
		g_set_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_USAGE,
		    "%s: %s has been done", application->id,
		    action_kind_name(kind));
	return revived || !done;
}
