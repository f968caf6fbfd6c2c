#include "track.h"

#include "actions.h"
#include "around.h"
#include "friends.h"
#include "life.h"
#include "mail.h"
#include "names.h"
#include "party.h"
#include "wanted.h"

#include <string.h>

static void
set(char **value, const char *text)
{
	g_free(*value);
	*value = mail_keep(text);
}

/* The longer of two names that are one says more: "Tallgrass Robotics". */
static void
complete(char **value, const char *with)
{
	if (!with || !*with ||
	    (**value && (strlen(with) <= strlen(*value) ||
	                    !names_contain(with, *value))))
		return;
	set(value, with);
}

/* What a suspicious mail says of people and firms is not taken over: nothing is
 * to be drafted to whom it names. */
static void
merge_facts(Application *application, const Message *message,
    const Reading *reading, const Etiquette *etiquette)
{
	if (reading->suspicious)
		return;
	if (!*application_fact(application, "company"))
		complete(&application->company, reading->company);
	if (!*application->role)
		complete(&application->role, reading->role);
	if (!*application->requisition)
		complete(&application->requisition, reading->requisition);
	if (*reading->lang && reading->direction == DIRECTION_INCOMING)
		set(&application->lang, reading->lang);
	party_meet(application, message, reading, etiquette);
}

/* After the firm, else the sender's domain. */
static char *
new_id(const State *state, const Message *message, const Reading *reading)
{
	const Address *other = reading->direction == DIRECTION_INCOMING
	                           ? &message->from
	                       : message->to->len ? message->to->pdata[0]
	                                          : NULL;
	g_autofree char *firm =
	    names_slug(reading->company ? reading->company : "");
	g_autofree char *domain =
	    names_slug(other ? names_domain(other->email) : "");

	return state_new_id(state, *firm ? firm : domain);
}

/* Whether a message may be the first of an application. */
static bool
begins(const Reading *reading, const Etiquette *etiquette)
{
	if (reading->suspicious ||
	    (!reading->sure &&
	        !etiquette_begins(etiquette, reading->confidence)))
		return false;
	switch (reading->kind) {
	case KIND_ACKNOWLEDGEMENT:
	case KIND_ASSESSMENT:
	case KIND_REQUEST:
	case KIND_REJECTION:
	case KIND_OFFER:
	case KIND_OUTREACH:
	case KIND_APPLICATION:
	case KIND_CONFIRM:
		return true;
	case KIND_INVITE:
		return reading->detail != DETAIL_CANCELLED;
	default:
		return false;
	}
}

static Application *
begin(State *state, const Message *message, const Reading *reading)
{
	g_autofree char *id = new_id(state, message, reading);
	Application *application = application_new(id);

	g_ptr_array_add(state->applications, application);
	return application;
}

/* The same message again, also where a list has added a line to it, or where
 * it is the copy that the user sent to themselves. */
static bool
is_again(const Mail *one, const Mail *other)
{
	return !strcmp(one->fingerprint, other->fingerprint) ||
	       (*one->id && !strcmp(one->id, other->id) &&
	           one->direction == other->direction &&
	           !strcmp(one->sender_email, other->sender_email));
}

static bool
has_mail(const GPtrArray *all, const Mail *mail)
{
	for (guint i = 0; i < all->len; i++)
		if (is_again(all->pdata[i], mail))
			return true;
	return false;
}

/* Fills in where the mail is already; false where it is not. */
static bool
find_known(const State *state, const Mail *mail, Change *change)
{
	for (guint i = 0; i < state->applications->len; i++) {
		Application *application = state->applications->pdata[i];

		if (!has_mail(application->mail, mail))
			continue;
		change->application = application;
		change->is_known = true;
		return true;
	}
	change->is_known = has_mail(state->unassigned, mail);
	return change->is_known;
}

static void
settle(State *state, Application *application, const Etiquette *etiquette,
    gint64 now, Change *change)
{
	Around around;

	life_settle(application, etiquette, now);
	around = around_look(state, etiquette);
	friends_settle(application, &around);
	actions_settle(application, &around, etiquette, now, change);
}

static bool
calls_for_draft(const Mail *mail)
{
	return mail->kind == KIND_OFFER || mail->kind == KIND_REJECTION ||
	       (mail->kind == KIND_INVITE && mail->detail != DETAIL_CANCELLED &&
	           mail->detail != DETAIL_REMINDER);
}

static Withheld
find_withheld(const Change *change, const Application *application,
    const Mail *mail, const Etiquette *etiquette)
{
	if (!calls_for_draft(mail) || change->actions->len)
		return WITHHELD_NOT;
	if (mail->suspicious)
		return WITHHELD_SUSPICIOUS;
	if (!mail->sure)
		return WITHHELD_UNSURE;
	if (!wanted_addressee(application, mail, etiquette))
		return WITHHELD_NO_ADDRESS;
	return WITHHELD_NOT_WANTED;
}

/* Finds the application of a new mail, or begins it; NULL: none. */
static Application *
find_or_begin(State *state, const Message *message, const Reading *reading,
    const Etiquette *etiquette, Change *change)
{
	Application *application =
	    track_match(state, message, reading, &change->is_tie);

	if (application || change->is_tie || !begins(reading, etiquette))
		return application;
	change->is_new = true;
	return begin(state, message, reading);
}

void
track_settle(State *state, Application *application, const Etiquette *etiquette,
    gint64 now)
{
	settle(state, application, etiquette, now, NULL);
}

void
track_apply(State *state, const Message *message, const Reading *reading,
    const Etiquette *etiquette, gint64 now, Change *change)
{
	Mail *mail = mail_record(message, reading, etiquette, now);
	Application *application;

	*change =
	    (Change){.actions = g_ptr_array_new(), .ended = g_ptr_array_new()};
	if (find_known(state, mail, change)) {
		mail_free(mail);
		return;
	}
	application = find_or_begin(state, message, reading, etiquette, change);
	change->application = application;
	if (application) {
		g_ptr_array_add(application->mail, mail);
		merge_facts(application, message, reading, etiquette);
		settle(state, application, etiquette, now, change);
		change->withheld =
		    find_withheld(change, application, mail, etiquette);
	} else if (change->is_tie) {
		g_ptr_array_add(state->unassigned, mail);
	} else {
		change->withheld = reading->suspicious && calls_for_draft(mail)
		                       ? WITHHELD_SUSPICIOUS
		                       : WITHHELD_NOT;
		mail_free(mail);
	}
}

void
change_clear(Change *change)
{
	g_clear_pointer(&change->actions, g_ptr_array_unref);
	g_clear_pointer(&change->ended, g_ptr_array_unref);
	*change = (Change){0};
}

static bool
has_open_action(const Application *application)
{
	for (guint i = 0; i < application->actions->len; i++)
		if (action_is_open(application->actions->pdata[i]))
			return true;
	return false;
}

/* Nothing is left of it, and nothing of it lies about. */
static bool
is_empty(const Application *application)
{
	if (!life_is_empty(application) || application->facts->len ||
	    application->notes->len)
		return false;
	for (guint i = 0; i < application->actions->len; i++) {
		const Action *action = application->actions->pdata[i];

		if (action_is_open(action) || action->is_stale)
			return false;
	}
	return true;
}

static bool
may_change(const Application *application)
{
	return !standing_is_closed(application->standing) ||
	       application->standing == STANDING_ACCEPTED ||
	       has_open_action(application);
}

/* First all lives, since what one calls for may hang on another. */
void
track_advance(State *state, const Etiquette *etiquette, gint64 now)
{
	g_autoptr(GPtrArray) moving = g_ptr_array_new();
	Around around;

	for (guint i = state->applications->len; i-- > 0;) {
		Application *application = state->applications->pdata[i];

		if (is_empty(application)) {
			g_ptr_array_remove_index(state->applications, i);
		} else if (may_change(application)) {
			life_settle(application, etiquette, now);
			g_ptr_array_add(moving, application);
		}
	}
	around = around_look(state, etiquette);
	for (guint i = moving->len; i-- > 0;) {
		friends_settle(moving->pdata[i], &around);
		actions_settle(moving->pdata[i], &around, etiquette, now, NULL);
	}
}

static int
compare_due(gconstpointer a, gconstpointer b)
{
	const Due *left = a;
	const Due *right = b;

	if (left->action->due != right->action->due)
		return left->action->due < right->action->due ? -1 : 1;
	return strcmp(left->application->id, right->application->id);
}

GArray *
track_due(const State *state, gint64 now)
{
	GArray *all = g_array_new(FALSE, FALSE, sizeof(Due));

	for (guint i = 0; i < state->applications->len; i++) {
		Application *application = state->applications->pdata[i];

		for (guint j = 0; j < application->actions->len; j++) {
			Action *action = application->actions->pdata[j];
			Due due = {application, action};

			if (action->status == ACTION_WAITING &&
			    action->due <= now)
				g_array_append_val(all, due);
		}
	}
	g_array_sort(all, compare_due);
	return all;
}

/* "northwind-optics/", where it is still to be said that it is dormant. */
static char *
dormant_name(const Application *application)
{
	return application->standing == STANDING_DORMANT &&
	               !application->is_told
	           ? g_strconcat(application->id, "/", NULL)
	           : NULL;
}

GHashTable *
track_owed(State *state, const Etiquette *etiquette, gint64 now)
{
	GHashTable *owed =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GArray) due = NULL;

	track_advance(state, etiquette, now);
	due = track_due(state, now);
	for (guint i = 0; i < due->len; i++) {
		const Due *one = &g_array_index(due, Due, i);

		g_hash_table_add(
		    owed, action_name(one->application, one->action));
	}
	for (guint i = 0; i < state->applications->len; i++) {
		char *name = dormant_name(state->applications->pdata[i]);

		if (name)
			g_hash_table_add(owed, name);
	}
	return owed;
}

void
track_let_go(
    State *state, const Etiquette *etiquette, gint64 now, GHashTable *owed)
{
	g_autoptr(GArray) due = NULL;

	track_advance(state, etiquette, now);
	due = track_due(state, now);
	for (guint i = 0; i < due->len; i++) {
		const Due *one = &g_array_index(due, Due, i);
		g_autofree char *name =
		    action_name(one->application, one->action);

		if (g_hash_table_contains(owed, name))
			continue;
		one->action->status = ACTION_WITHDRAWN;
		one->action->is_past = true;
	}
	for (guint i = 0; i < state->applications->len; i++) {
		Application *application = state->applications->pdata[i];
		g_autofree char *name = dormant_name(application);

		application->is_told =
		    application->is_told ||
		    (name && !g_hash_table_contains(owed, name));
	}
}

gint64
track_next_due(const State *state)
{
	gint64 next = 0;

	for (guint i = 0; i < state->applications->len; i++) {
		const Application *application = state->applications->pdata[i];

		for (guint j = 0; j < application->actions->len; j++) {
			const Action *action = application->actions->pdata[j];

			if (action->status == ACTION_WAITING &&
			    (!next || action->due < next))
				next = action->due;
		}
	}
	return next;
}
