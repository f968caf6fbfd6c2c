#include "memos.h"

#include "debriefs.h"
#include "notes.h"
#include "outbox.h"

#include <string.h>

#define KEY_LENGTH 32

Memo *
memos_open(const House *house, GError **error)
{
	const char *const folders[] = {
	    house->settings->user_rules_folder, house->share_folder, NULL};
	const char *const *languages = g_get_language_names();
	g_autofree char *lang = g_strndup(languages[0], 2);

	if (!g_ascii_isalpha(lang[0]) || !g_ascii_isalpha(lang[1]))
		return memo_load(folders, "en", error);
	return memo_load(folders, lang, error);
}

/* As configured, or what the last mail was sent to. */
static DraftAuthor
find_author(const House *house, const State *state)
{
	const Account *account = settings_find_account(house->settings, "");
	DraftAuthor author = {.name = account->author, .email = ""};

	if (account->addresses->len) {
		author.email = account->addresses->pdata[0];
		return author;
	}
	for (guint i = state->applications->len; i-- > 0;) {
		const Application *application = state->applications->pdata[i];

		for (guint j = application->mail->len; j-- > 0;) {
			const Mail *mail = application->mail->pdata[j];

			if (*mail->recipient && !*author.email)
				author.email = mail->recipient;
		}
	}
	return author;
}

bool
memos_put_form(const House *house, const Etiquette *etiquette,
    const State *state, Application *application, Action *action,
    GError **error)
{
	DraftAuthor author = find_author(house, state);
	g_autofree char *key = action_key(application, action);
	g_autoptr(Memo) memo = NULL;
	g_autoptr(GBytes) message = NULL;

	if (etiquette_after_quiet(etiquette, house->now) != house->now)
		return true;
	if (!(memo = memos_open(house, error)))
		return false;
	message = memo_form(memo, application, action, &author, house->now);
	if (message &&
	    !outbox_put(house->settings->outbox_folder, key, message, error))
		return false;
	action->status = message ? ACTION_QUEUED : ACTION_PLACED;
	return true;
}

bool
memos_put_digest(const House *house, const Etiquette *etiquette, State *state,
    GString *report, GError **error)
{
	g_autoptr(Digest) digest = digest_find(state, etiquette, house->now);
	DraftAuthor author = find_author(house, state);
	g_autofree char *key =
	    memo_digest_key(etiquette_day(etiquette, house->now));
	g_autoptr(Memo) memo = digest ? memos_open(house, error) : NULL;
	g_autoptr(GBytes) message = NULL;

	if (!memo)
		return !digest;
	message = memo_digest(memo, digest, &author, key, house->now);
	if (!message)
		return true;
	if (!outbox_put(house->settings->outbox_folder, key, message, error))
		return false;
	digest_told(state, digest, house->now);
	g_string_append(report, "digest    of the day\n");
	return true;
}

/* The debrief whose form has this Message-ID; NULL. */
static Action *
find_form(const State *state, const char *id, Application **owner)
{
	if (strspn(id, "0123456789abcdef") != KEY_LENGTH ||
	    id[KEY_LENGTH] != '@')
		return NULL;
	for (guint i = 0; i < state->applications->len; i++) {
		Application *application = state->applications->pdata[i];

		for (guint j = 0; j < application->actions->len; j++) {
			Action *action = application->actions->pdata[j];
			g_autofree char *key = NULL;

			if (action->kind != ACTION_DEBRIEF)
				continue;
			key = action_key(application, action);
			if (strncmp(id, key, KEY_LENGTH) != 0)
				continue;
			*owner = application;
			return action;
		}
	}
	return NULL;
}

Action *
memos_find_answered(
    const State *state, const Message *message, Application **owner)
{
	for (guint i = message->references->len; i-- > 0;) {
		Action *action =
		    find_form(state, message->references->pdata[i], owner);

		if (action)
			return action;
	}
	return NULL;
}

bool
memos_take_answer(const House *house, Application *application,
    const Action *action, const Message *message, bool *is_new, GError **error)
{
	g_autoptr(Memo) memo = memos_open(house, error);
	Note *note;

	if (!memo)
		return false;
	note = note_new(NOTE_DEBRIEF);
	note->time = message->date.precision ? message->date.time : house->now;
	g_free(note->interview);
	note->interview = g_strdup(action->interview);
	if (!memo_read(memo, message->new_text, message->text, note))
		notes_set_text(note, message->new_text);
	*is_new = debriefs_take(application, note);
	return true;
}

bool
memos_take_text(const House *house, Application *application, const char *text,
    bool *is_form, GError **error)
{
	g_autoptr(Memo) memo = memos_open(house, error);
	const Interview *interview =
	    debriefs_find_interview(application, house->now);
	Note *note;

	if (!memo)
		return false;
	note = note_new(NOTE_DEBRIEF);
	note->time = house->now;
	*is_form = interview && memo_read(memo, text, "", note);
	if (!*is_form) {
		note_free(note);
		return true;
	}
	g_free(note->interview);
	note->interview = g_strdup(interview->id);
	debriefs_take(application, note);
	return true;
}
