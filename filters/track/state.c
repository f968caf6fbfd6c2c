#include "state.h"

#include "error.h"

#include <string.h>

bool
standing_is_closed(Standing standing)
{
	return standing >= STANDING_ACCEPTED && standing < STANDING_COUNT;
}

bool
action_is_note(const Action *action)
{
	return action->kind >= ACTION_FIRST_NOTE;
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

	state->version = STATE_VERSION;
	state->applications =
	    g_ptr_array_new_with_free_func((GDestroyNotify)application_free);
	state->unassigned =
	    g_ptr_array_new_with_free_func((GDestroyNotify)mail_free);
	state->corrections =
	    g_ptr_array_new_with_free_func((GDestroyNotify)correction_free);
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
	    .friends =
	        g_ptr_array_new_with_free_func((GDestroyNotify)person_free),
	    .facts = g_ptr_array_new_with_free_func((GDestroyNotify)fact_free),
	    .notes = g_ptr_array_new_with_free_func((GDestroyNotify)note_free),
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

Fact *
fact_new(void)
{
	Fact *fact = g_new0(Fact, 1);

	*fact = (Fact){.key = g_strdup(""), .value = g_strdup("")};
	return fact;
}

Answer *
answer_new(void)
{
	Answer *answer = g_new0(Answer, 1);

	*answer = (Answer){.question = g_strdup(""), .text = g_strdup("")};
	return answer;
}

Note *
note_new(NoteKind kind)
{
	Note *note = g_new0(Note, 1);

	*note = (Note){
	    .kind = kind,
	    .text = g_strdup(""),
	    .interview = g_strdup(""),
	    .answers =
	        g_ptr_array_new_with_free_func((GDestroyNotify)answer_free),
	};
	return note;
}

Correction *
correction_new(void)
{
	Correction *correction = g_new0(Correction, 1);

	*correction = (Correction){
	    .key = g_strdup(""),
	    .was = g_strdup(""),
	    .value = g_strdup(""),
	    .sender = g_strdup(""),
	    .thread = g_strdup(""),
	};
	return correction;
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
		if (contains_ignoring_case(application->company, text) ||
		    contains_ignoring_case(application->id, text)) {
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

static bool
id_is_taken(const State *state, const char *id)
{
	for (guint i = 0; i < state->applications->len; i++) {
		const Application *application = state->applications->pdata[i];

		if (!strcmp(application->id, id))
			return true;
	}
	return state->is_put_away && state->is_put_away(state->archive, id);
}

char *
state_new_id(const State *state, const char *base)
{
	char *id;

	if (!*base)
		base = "application";
	id = g_strdup(base);
	for (int i = 2; id_is_taken(state, id); i++) {
		g_free(id);
		id = g_strdup_printf("%s-%d", base, i);
	}
	return id;
}

static Mail *
find_message_id(const GPtrArray *all, const char *id)
{
	for (guint i = 0; *id && i < all->len; i++) {
		Mail *mail = all->pdata[i];

		if (!strcmp(mail->id, id))
			return mail;
	}
	return NULL;
}

Mail *
state_find_mail(const State *state, const char *message_id, Application **owner)
{
	for (guint i = 0; i < state->applications->len; i++) {
		Application *application = state->applications->pdata[i];
		Mail *mail = find_message_id(application->mail, message_id);

		if (!mail)
			continue;
		*owner = application;
		return mail;
	}
	*owner = NULL;
	return find_message_id(state->unassigned, message_id);
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

const char *
application_fact(const Application *application, const char *key)
{
	for (guint i = 0; i < application->facts->len; i++) {
		const Fact *fact = application->facts->pdata[i];

		if (!strcmp(fact->key, key))
			return fact->value;
	}
	return "";
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
fact_free(Fact *fact)
{
	if (!fact)
		return;
	g_free(fact->key);
	g_free(fact->value);
	g_free(fact);
}

void
answer_free(Answer *answer)
{
	if (!answer)
		return;
	g_free(answer->question);
	g_free(answer->text);
	g_free(answer);
}

void
note_free(Note *note)
{
	if (!note)
		return;
	g_free(note->text);
	g_free(note->interview);
	g_ptr_array_unref(note->answers);
	g_free(note);
}

void
correction_free(Correction *correction)
{
	if (!correction)
		return;
	g_free(correction->key);
	g_free(correction->was);
	g_free(correction->value);
	g_free(correction->sender);
	g_free(correction->thread);
	g_free(correction);
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
	g_ptr_array_unref(application->friends);
	g_ptr_array_unref(application->facts);
	g_ptr_array_unref(application->notes);
	g_free(application);
}

void
state_free(State *state)
{
	if (!state)
		return;
	g_ptr_array_unref(state->applications);
	g_ptr_array_unref(state->unassigned);
	g_ptr_array_unref(state->corrections);
	g_free(state);
}
