#include "actions.h"

#include "wanted.h"

#include <string.h>

static bool
is_same(const Action *one, const Action *other)
{
	if (one->kind != other->kind)
		return false;
	if (one->kind == ACTION_FOLLOW_UP)
		return one->number == other->number;
	if (strcmp(one->interview, other->interview) != 0)
		return false;
	if (one->kind == ACTION_THANKS)
		return !strcmp(one->person, other->person);
	return !strcmp(one->mail, other->mail);
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

/* A draft that is on its way keeps the day it was due. */
static void
update(Action *action, const Action *wanted)
{
	action->due = wanted->due;
	action->late = wanted->late;
	g_free(action->mail);
	action->mail = g_strdup(wanted->mail);
	g_free(action->interview);
	action->interview = g_strdup(wanted->interview);
}

/* Moves a wanted action in; it is not begun when it would be long late. */
static void
take_wanted(Application *application, Action *wanted,
    const Etiquette *etiquette, gint64 now, GPtrArray *made)
{
	Action *action = find_same(application, wanted);
	bool is_over = etiquette_is_forgotten(etiquette, wanted->late, now);

	if (!action && !is_over) {
		wanted->number = number_of(application, wanted);
		g_ptr_array_add(application->actions, wanted);
		add(made, wanted);
		return;
	}
	if (action && action->status == ACTION_WITHDRAWN && !is_over) {
		action->status = ACTION_WAITING;
		action->is_stale = false;
		add(made, action);
	}
	if (action && action->status == ACTION_WAITING)
		update(action, wanted);
	action_free(wanted);
}

static bool
is_wanted(const GPtrArray *wanted, const Action *action)
{
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

		if (!action_is_open(action) || is_wanted(wanted, action))
			continue;
		action->is_stale = *action->place;
		action->status = wanted_is_done(application, action, etiquette)
		                     ? ACTION_DONE
		                     : ACTION_WITHDRAWN;
		add(ended, action);
	}
}

void
actions_settle(Application *application, const Etiquette *etiquette, gint64 now,
    GPtrArray *made, GPtrArray *ended)
{
	g_autoptr(GPtrArray) wanted = wanted_find(application, etiquette, now);

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
