#include "replacing.h"

#include "draft.h"
#include "message.h"
#include "outbox.h"
#include "placed.h"
#include "show.h"

/* The last address of the user's own that this firm has written to. */
static const Mail *
last_mail_to_user(const House *house, const Application *application)
{
	const Mail *last = NULL;

	for (guint i = 0; i < application->mail->len; i++) {
		const Mail *mail = application->mail->pdata[i];

		if (mail->direction == DIRECTION_INCOMING &&
		    (!last || settings_owns(house->settings, mail->recipient)))
			last = mail;
	}
	return last;
}

GBytes *
replacing_write(const House *house, const Application *application,
    const Action *action, gint64 now, GError **error)
{
	const char *const folders[] = {
	    house->settings->user_rules_folder, house->share_folder, NULL};
	const Mail *mail = last_mail_to_user(house, application);
	const Account *account =
	    settings_find_account(house->settings, mail ? mail->recipient : "");
	const DraftAuthor author = {
	    .name = *account->author || !mail ? account->author
	                                      : mail->recipient_name,
	    .email =
	        account->addresses->len ? account->addresses->pdata[0] : "",
	};

	return draft_write(application, action, &author, folders, now, error);
}

/* When a draft was written: its Date; 0 where it has none. */
static gint64
time_of(GBytes *draft)
{
	gsize length;
	const char *bytes = g_bytes_get_data(draft, &length);
	g_autoptr(Message) message = message_parse_bytes(bytes, length, NULL);

	return message && message->date.precision == MOMENT_TIME
	           ? message->date.time
	           : 0;
}

/*
 * Whether what was put would be written otherwise today, for the moment when
 * it was written. Where there is nobody to write to any more it stays.
 */
static bool
has_changed(const House *house, const Application *application,
    const Action *action, GBytes *put)
{
	gint64 then = time_of(put);
	g_autoptr(GBytes) again =
	    then ? replacing_write(house, application, action, then, NULL)
	         : NULL;

	return again && !g_bytes_equal(again, put);
}

/* A draft that is still in the outbox is written over. */
static bool
renew(const House *house, const Application *application, const Action *action,
    GError **error)
{
	const char *outbox = house->settings->outbox_folder;
	g_autofree char *key = action_key(application, action);
	g_autoptr(GBytes) waiting = outbox_find_draft(outbox, key);
	g_autoptr(GBytes) next = NULL;

	if (!waiting || !has_changed(house, application, action, waiting))
		return true;
	next = replacing_write(house, application, action, house->now, error);
	return next && outbox_put(outbox, key, next, error);
}

/* One that is in the Drafts folder gets a successor in the outbox. */
static bool
replace(const House *house, const Application *application,
    const Action *action, GString *report, GError **error)
{
	const Settings *settings = house->settings;
	g_autofree char *key = action_key(application, action);
	g_autoptr(GBytes) put = placed_find(settings->state_folder, key);
	g_autoptr(GBytes) waiting =
	    outbox_find_draft(settings->outbox_folder, key);
	g_autoptr(GBytes) next = NULL;

	if (!put || placed_is_touched(settings->state_folder, key) ||
	    !has_changed(house, application, action, waiting ? waiting : put))
		return true;
	next = replacing_write(house, application, action, house->now, error);
	if (!next || !outbox_put_replacement(settings->outbox_folder, key, next,
	                 action->place, error))
		return false;
	g_string_append_printf(
	    report, "%-10s%s: ", "replaced", application->id);
	show_action(report, action);
	g_string_append_c(report, '\n');
	return true;
}

static bool
follow_facts(const House *house, const Application *application,
    const Action *action, GString *report, GError **error)
{
	if (action_is_note(action))
		return true;
	if (action->status == ACTION_QUEUED)
		return renew(house, application, action, error);
	if (action->status == ACTION_PLACED && *action->place)
		return replace(house, application, action, report, error);
	return true;
}

bool
replacing_queue(
    const House *house, State *state, GString *report, GError **error)
{
	for (guint i = 0; i < state->applications->len; i++) {
		const Application *application = state->applications->pdata[i];

		for (guint j = 0; j < application->actions->len; j++) {
			const Action *action = application->actions->pdata[j];

			if (!follow_facts(
			        house, application, action, report, error))
				return false;
		}
	}
	return true;
}

bool
replacing_is_left(
    const House *house, const Application *application, const Action *action)
{
	g_autofree char *key = action_key(application, action);

	return action->status == ACTION_PLACED &&
	       placed_is_touched(house->settings->state_folder, key);
}
