#include "state.h"

#include "error.h"

#include <string.h>

static const char *const standing_names[STANDING_COUNT] = {
    [STANDING_LEAD] = "lead",
    [STANDING_APPLIED] = "applied",
    [STANDING_INTERVIEW] = "interview",
    [STANDING_WAITING] = "waiting",
    [STANDING_OFFER] = "offer",
    [STANDING_ACCEPTED] = "accepted",
    [STANDING_DECLINED] = "declined",
    [STANDING_REJECTED] = "rejected",
    [STANDING_WITHDRAWN] = "withdrawn",
    [STANDING_DORMANT] = "dormant",
};

static const char *const action_kind_names[ACTION_COUNT] = {
    [ACTION_CONFIRM] = "confirm",
    [ACTION_THANKS] = "thanks",
    [ACTION_ACCEPT] = "accept",
    [ACTION_FEEDBACK] = "feedback",
    [ACTION_KEEP_IN_TOUCH] = "keep_in_touch",
    [ACTION_FOLLOW_UP] = "follow_up",
};

static const char *const action_status_names[ACTION_STATUS_COUNT] = {
    [ACTION_WAITING] = "waiting",
    [ACTION_QUEUED] = "queued",
    [ACTION_PLACED] = "placed",
    [ACTION_DONE] = "done",
    [ACTION_WITHDRAWN] = "withdrawn",
};

/* The index of name in names; -1 where it is not there. */
static int
index_of(const char *const *names, int count, const char *name)
{
	for (int i = 0; name && i < count; i++)
		if (!strcmp(names[i], name))
			return i;
	return -1;
}

const char *
standing_name(Standing standing)
{
	return standing_names[standing];
}

const char *
action_kind_name(ActionKind kind)
{
	return action_kind_names[kind];
}

const char *
action_status_name(ActionStatus status)
{
	return action_status_names[status];
}

bool
standing_named(const char *name, Standing *standing)
{
	int index = index_of(standing_names, STANDING_COUNT, name);

	if (index >= 0)
		*standing = (Standing)index;
	return index >= 0;
}

bool
action_kind_named(const char *name, ActionKind *kind)
{
	int index = index_of(action_kind_names, ACTION_COUNT, name);

	if (index >= 0)
		*kind = (ActionKind)index;
	return index >= 0;
}

bool
action_status_named(const char *name, ActionStatus *status)
{
	int index = index_of(action_status_names, ACTION_STATUS_COUNT, name);

	if (index >= 0)
		*status = (ActionStatus)index;
	return index >= 0;
}

bool
standing_is_closed(Standing standing)
{
	return standing >= STANDING_ACCEPTED && standing < STANDING_COUNT;
}

bool
action_is_open(const Action *action)
{
	return action->status == ACTION_WAITING ||
	       action->status == ACTION_QUEUED ||
	       action->status == ACTION_PLACED;
}

State *
state_new(void)
{
	State *state = g_new0(State, 1);

	state->applications =
	    g_ptr_array_new_with_free_func((GDestroyNotify)application_free);
	state->unassigned =
	    g_ptr_array_new_with_free_func((GDestroyNotify)mail_free);
	return state;
}

Application *
application_new(const char *id)
{
	Application *application = g_new0(Application, 1);

	*application = (Application){
	    .id = g_strdup(id),
	    .company = g_strdup(""),
	    .role = g_strdup(""),
	    .requisition = g_strdup(""),
	    .lang = g_strdup(""),
	    .people =
	        g_ptr_array_new_with_free_func((GDestroyNotify)person_free),
	    .mail = g_ptr_array_new_with_free_func((GDestroyNotify)mail_free),
	    .interviews =
	        g_ptr_array_new_with_free_func((GDestroyNotify)interview_free),
	    .actions =
	        g_ptr_array_new_with_free_func((GDestroyNotify)action_free),
	};
	return application;
}

Mail *
mail_new(void)
{
	Mail *mail = g_new0(Mail, 1);

	*mail = (Mail){
	    .fingerprint = g_strdup(""),
	    .id = g_strdup(""),
	    .references = g_strdup(""),
	    .subject = g_strdup(""),
	    .sender_name = g_strdup(""),
	    .sender_email = g_strdup(""),
	    .reply_to = g_strdup(""),
	    .recipient = g_strdup(""),
	    .recipient_name = g_strdup(""),
	    .lang = g_strdup(""),
	    .recipients = g_ptr_array_new_with_free_func(g_free),
	    .people = g_ptr_array_new_with_free_func(g_free),
	    .slots = g_ptr_array_new_with_free_func(g_free),
	    .place = g_strdup(""),
	    .calendar_uid = g_strdup(""),
	};
	return mail;
}

Interview *
interview_new(const char *id)
{
	Interview *interview = g_new0(Interview, 1);

	*interview = (Interview){
	    .id = g_strdup(id),
	    .uid = g_strdup(""),
	    .mail = g_strdup(""),
	    .proposed = g_ptr_array_new_with_free_func(g_free),
	    .place = g_strdup(""),
	    .people = g_ptr_array_new_with_free_func(g_free),
	    .asked = g_strdup(""),
	};
	return interview;
}

Action *
action_new(ActionKind kind)
{
	Action *action = g_new0(Action, 1);

	*action = (Action){
	    .kind = kind,
	    .person = g_strdup(""),
	    .number = 1,
	    .mail = g_strdup(""),
	    .interview = g_strdup(""),
	    .place = g_strdup(""),
	};
	return action;
}

static bool
contains_ignoring_case(const char *text, const char *part)
{
	g_autofree char *folded = g_utf8_casefold(text, -1);
	g_autofree char *folded_part = g_utf8_casefold(part, -1);

	return strstr(folded, folded_part) != NULL;
}

Application *
state_find(const State *state, const char *text, GError **error)
{
	Application *found = NULL;
	guint count = 0;

	for (guint i = 0; i < state->applications->len; i++) {
		Application *application = state->applications->pdata[i];

		if (!strcmp(application->id, text))
			return application;
		if (contains_ignoring_case(application->company, text)) {
			found = application;
			count++;
		}
	}
	if (count == 1 && *text)
		return found;
	if (count && *text)
		g_set_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_USAGE,
		    "'%s' may be any of %u applications: give its id", text,
		    count);
	else
		g_set_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_USAGE,
		    "no application '%s'", text);
	return NULL;
}

/* Whether word is one of the words in text, with blanks between them. */
static bool
has_word(const char *text, const char *word)
{
	size_t length = strlen(word);

	for (const char *at = text; (at = strstr(at, word)); at += length)
		if ((at == text || at[-1] == ' ') &&
		    (!at[length] || at[length] == ' '))
			return true;
	return false;
}

static bool
application_knows_id(const Application *application, const char *id)
{
	for (guint i = 0; i < application->mail->len; i++) {
		const Mail *mail = application->mail->pdata[i];

		if (!strcmp(mail->id, id) || has_word(mail->references, id))
			return true;
	}
	return false;
}

Application *
state_find_thread(const State *state, const GPtrArray *ids)
{
	for (guint i = ids->len; i-- > 0;) {
		const char *id = ids->pdata[i];

		for (guint j = state->applications->len; *id && j-- > 0;)
			if (application_knows_id(
			        state->applications->pdata[j], id))
				return state->applications->pdata[j];
	}
	return NULL;
}

Mail *
application_find_mail(const Application *application, const char *fingerprint)
{
	for (guint i = 0; i < application->mail->len; i++) {
		Mail *mail = application->mail->pdata[i];

		if (!strcmp(mail->fingerprint, fingerprint))
			return mail;
	}
	return NULL;
}

Interview *
application_find_interview(const Application *application, const char *id)
{
	for (guint i = 0; i < application->interviews->len; i++) {
		Interview *interview = application->interviews->pdata[i];

		if (!strcmp(interview->id, id))
			return interview;
	}
	return NULL;
}

Person *
application_find_person(
    const Application *application, const char *name_or_email)
{
	for (guint i = 0; *name_or_email && i < application->people->len; i++) {
		Person *person = application->people->pdata[i];

		if (!g_ascii_strcasecmp(person->email, name_or_email) ||
		    !g_ascii_strcasecmp(person->name, name_or_email))
			return person;
	}
	return NULL;
}

char *
action_name(const Application *application, const Action *action)
{
	return g_strdup_printf("%s/%s/%s/%d", application->id,
	    action_kind_name(action->kind), action->person, action->number);
}

char *
action_key(const Application *application, const Action *action)
{
	g_autofree char *name = action_name(application, action);
	char *key = g_compute_checksum_for_string(G_CHECKSUM_SHA256, name, -1);

	key[32] = '\0';
	return key;
}

void
mail_free(Mail *mail)
{
	if (!mail)
		return;
	g_free(mail->fingerprint);
	g_free(mail->id);
	g_free(mail->references);
	g_free(mail->subject);
	g_free(mail->sender_name);
	g_free(mail->sender_email);
	g_free(mail->reply_to);
	g_free(mail->recipient);
	g_free(mail->recipient_name);
	g_free(mail->lang);
	g_ptr_array_unref(mail->recipients);
	g_ptr_array_unref(mail->people);
	g_ptr_array_unref(mail->slots);
	g_free(mail->place);
	g_free(mail->calendar_uid);
	g_free(mail);
}

void
interview_free(Interview *interview)
{
	if (!interview)
		return;
	g_free(interview->id);
	g_free(interview->uid);
	g_free(interview->mail);
	g_ptr_array_unref(interview->proposed);
	g_free(interview->place);
	g_ptr_array_unref(interview->people);
	g_free(interview->asked);
	g_free(interview);
}

void
action_free(Action *action)
{
	if (!action)
		return;
	g_free(action->person);
	g_free(action->mail);
	g_free(action->interview);
	g_free(action->place);
	g_free(action);
}

void
application_free(Application *application)
{
	if (!application)
		return;
	g_free(application->id);
	g_free(application->company);
	g_free(application->role);
	g_free(application->requisition);
	g_free(application->lang);
	g_ptr_array_unref(application->people);
	g_ptr_array_unref(application->mail);
	g_ptr_array_unref(application->interviews);
	g_ptr_array_unref(application->actions);
	g_free(application);
}

void
state_free(State *state)
{
	if (!state)
		return;
	g_ptr_array_unref(state->applications);
	g_ptr_array_unref(state->unassigned);
	g_free(state);
}
