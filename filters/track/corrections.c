#include "corrections.h"

#include "error.h"
#include "mail.h"
#include "names.h"

#include <string.h>

#define NONE "none"
#define RANK_MAX 999

static bool
refuse(GError **error, const char *key, const char *value, const char *want)
{
	g_set_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_USAGE, "%s=%s: %s",
	    key, value, want);
	return false;
}

static bool
is_one_of(const char *value, const char *const *words)
{
	return g_strv_contains(words, value);
}

static bool
is_rank(const char *value)
{
	guint64 rank;

	return g_ascii_string_to_unsigned(value, 10, 1, RANK_MAX, &rank, NULL);
}

static bool
is_standing(const char *value)
{
	Standing standing;

	return standing_named(value, &standing);
}

/* Whether a value is one that a key may have; what would be, if not. */
static const char *
find_fault(const char *key, const char *value)
{
	static const char *const free_keys[] = {"role", "company",
	    "requisition", "referrer", "references", "manager", "interviewer",
	    NULL};
	static const char *const yes_no_keys[] = {"internal", "closed", NULL};
	Moment moment;
	static const char *const yes_no[] = {"yes", "no", NULL};
	static const char *const interests[] = {"yes", "no", "admired", NULL};
	static const char *const channels[] = {"mail", "phone", "paper", NULL};

	if (is_one_of(key, free_keys))
		return NULL;
	if (is_one_of(key, yes_no_keys))
		return !*value || is_one_of(value, yes_no) ? NULL : "yes or no";
	if (!strcmp(key, "interview"))
		return !*value || moment_parse(value, &moment)
		           ? NULL
		           : "a time like 2026-05-12T15:00:00+02:00";
	if (!strcmp(key, "rank"))
		return !*value || is_rank(value) ? NULL : "a number from 1 on";
	if (!strcmp(key, "interest"))
		return !*value || is_one_of(value, interests)
		           ? NULL
		           : "yes, no or admired";
	if (!strcmp(key, "channel"))
		return !*value || is_one_of(value, channels)
		           ? NULL
		           : "mail, phone or paper";
	if (!strcmp(key, "standing"))
		return !*value || is_standing(value)
		           ? NULL
		           : "a standing, such as waiting or rejected";
	return "no such key";
}

static void
set_fact(
    Application *application, const char *key, const char *value, gint64 now)
{
	Fact *fact;

	for (guint i = application->facts->len; i-- > 0;) {
		fact = application->facts->pdata[i];
		if (!strcmp(fact->key, key) &&
		    (strcmp(key, "interview") != 0 || !*value ||
		        !strcmp(fact->value, value)))
			g_ptr_array_remove_index(application->facts, i);
	}
	if (!*value)
		return;
	fact = fact_new();
	g_free(fact->key);
	fact->key = g_strdup(key);
	g_free(fact->value);
	fact->value = mail_keep(value);
	fact->time = now;
	g_ptr_array_add(application->facts, fact);
}

static void
replace(char **field, const char *value)
{
	g_free(*field);
	*field = mail_keep(value);
}

static Correction *
remember(State *state, const char *key, const char *was, const char *value,
    gint64 now)
{
	Correction *correction = correction_new();

	replace(&correction->key, key);
	replace(&correction->was, was);
	replace(&correction->value, value);
	correction->time = now;
	g_ptr_array_add(state->corrections, correction);
	return correction;
}

/* The name of a firm is as wrong in the sender's next mail. */
static void
remember_company(
    State *state, const Application *application, const char *value, gint64 now)
{
	for (guint i = application->mail->len; i-- > 0;) {
		const Mail *mail = application->mail->pdata[i];
		Correction *correction;

		if (mail->direction != DIRECTION_INCOMING)
			continue;
		correction = remember(
		    state, "company", application->company, value, now);
		replace(&correction->sender, mail->sender_email);
		return;
	}
}

bool
corrections_set(State *state, Application *application, const char *key,
    const char *value, gint64 now, GError **error)
{
	const char *fault = find_fault(key, value);

	if (fault)
		return refuse(error, key, value, fault);
	if (!strcmp(key, "closed")) {
		set_fact(application, "standing",
		    !strcmp(value, "yes")  ? "dormant"
		    : !strcmp(value, "no") ? "open"
		                           : "",
		    now);
		return true;
	}
	if (!strcmp(key, "company") && *value && *application->company)
		remember_company(state, application, value, now);
	set_fact(application, key, value, now);
	if (!strcmp(key, "company"))
		replace(&application->company, value);
	if (!strcmp(key, "role"))
		replace(&application->role, value);
	if (!strcmp(key, "requisition"))
		replace(&application->requisition, value);
	return true;
}

/* A reading's or a mail's members that can be put right. */
typedef struct Subject {
	Direction direction;
	Kind *kind;
	Detail *detail;
	Stage *stage;
} Subject;

static const char *
value_of(const Subject *subject, const char *key)
{
	if (!strcmp(key, "kind"))
		return kind_name(*subject->kind);
	if (!strcmp(key, "detail"))
		return detail_name(*subject->detail);
	if (!strcmp(key, "stage"))
		return stage_name(*subject->stage);
	return "";
}

static bool
is_of_direction(Kind kind, Direction direction)
{
	return kind == KIND_NONE ||
	       (kind >= KIND_APPLICATION) == (direction == DIRECTION_OUTGOING);
}

/* false where value is none of key's. */
static bool
put_right(const Subject *subject, const char *key, const char *value)
{
	const char *name = !strcmp(value, NONE) ? "" : value;

	if (!strcmp(key, "kind")) {
		Kind kind = kind_named(value);

		if (strcmp(kind_name(kind), value) != 0 ||
		    !is_of_direction(kind, subject->direction))
			return false;
		if (kind != *subject->kind)
			*subject->detail = DETAIL_NONE;
		*subject->kind = kind;
		return true;
	}
	if (!strcmp(key, "detail")) {
		*subject->detail = detail_named(name);
		return !strcmp(detail_name(*subject->detail), name);
	}
	if (!strcmp(key, "stage")) {
		*subject->stage = stage_named(name);
		return !strcmp(stage_name(*subject->stage), name);
	}
	return !strcmp(key, "application");
}

static bool
has_word(const char *text, const char *word)
{
	g_auto(GStrv) words = g_strsplit(text, " ", -1);

	return *word && g_strv_contains((const char *const *)words, word);
}

/* What was said of the same mail before counts no more. */
static void
forget(State *state, const char *key, const char *id, const char *sender)
{
	for (guint i = state->corrections->len; i-- > 0;) {
		const Correction *old = state->corrections->pdata[i];

		if (!strcmp(old->key, key) && has_word(old->thread, id) &&
		    !strcmp(old->sender, sender))
			g_ptr_array_remove_index(state->corrections, i);
	}
}

static void
remember_mail(State *state, const Mail *mail, const char *key, const char *was,
    const char *value, gint64 now)
{
	Correction *correction;

	forget(state, key, mail->id, mail->sender_email);
	correction = remember(state, key, was, value, now);
	replace(&correction->sender, mail->sender_email);
	g_free(correction->thread);
	correction->thread = g_strconcat(
	    mail->references, *mail->references ? " " : "", mail->id, NULL);
}

static Application *
begin(State *state, const Mail *mail)
{
	g_autofree char *base = names_slug(names_domain(mail->sender_email));
	g_autofree char *id = state_new_id(state, base);
	Application *application = application_new(id);

	replace(&application->lang, mail->lang);
	g_ptr_array_add(state->applications, application);
	return application;
}

static void
take_out(State *state, Mail *mail, Application *owner)
{
	GPtrArray *all = owner ? owner->mail : state->unassigned;
	guint index;

	if (g_ptr_array_find(all, mail, &index))
		g_ptr_array_steal_index(all, index);
}

static bool
move(State *state, Mail *mail, Application **owner, const char *value,
    GError **error)
{
	Application *to = NULL;

	if (!strcmp(value, "new"))
		to = begin(state, mail);
	else if (strcmp(value, NONE) != 0 &&
	         !(to = state_find(state, value, error)))
		return false;
	take_out(state, mail, *owner);
	if (to)
		g_ptr_array_add(to->mail, mail);
	else
		mail_free(mail);
	*owner = to;
	return true;
}

bool
corrections_set_mail(State *state, Mail *mail, Application **owner,
    const char *key, const char *value, gint64 now, GError **error)
{
	Subject subject = {
	    mail->direction, &mail->kind, &mail->detail, &mail->stage};
	g_autofree char *was = g_strdup(value_of(&subject, key));
	Mail kept = *mail;
	g_autofree char *references = g_strdup(mail->references);
	g_autofree char *id = g_strdup(mail->id);
	g_autofree char *sender = g_strdup(mail->sender_email);

	if (!put_right(&subject, key, value))
		return refuse(
		    error, key, value, "not what such a message can be");
	kept.references = references;
	kept.id = id;
	kept.sender_email = sender;
	mail->sure = true;
	mail->confidence = 1;
	if (!strcmp(key, "application")) {
		if (!move(state, mail, owner, value, error))
			return false;
		value = *owner ? (*owner)->id : NONE;
	}
	remember_mail(state, &kept, key, was, value, now);
	return true;
}

bool
corrections_set_message(State *state, const Message *message,
    const Reading *reading, const char *key, const char *value, gint64 now,
    GError **error)
{
	Reading copy = *reading;
	Subject subject = {
	    copy.direction, &copy.kind, &copy.detail, &copy.stage};
	g_autofree char *was = g_strdup(value_of(&subject, key));
	g_autofree char *references = NULL;
	const Application *to = NULL;
	Mail mail = {.id = message->id, .sender_email = message->from.email};

	if (!put_right(&subject, key, value))
		return refuse(
		    error, key, value, "not what such a message can be");
	if (!strcmp(key, "application") && strcmp(value, NONE) != 0) {
		to = state_find(state, value, error);
		if (!to)
			return false;
		value = to->id;
	}
	g_ptr_array_add(message->references, NULL);
	references =
	    g_strjoinv(" ", (char **)(void *)message->references->pdata);
	g_ptr_array_set_size(
	    message->references, (int)message->references->len - 1);
	mail.references = references;
	remember_mail(state, &mail, key, was, value, now);
	return true;
}

void
corrections_forget(State *state, const Message *message, const char *key)
{
	forget(state, key, message->id, message->from.email);
}

static bool
is_of_thread(const Correction *correction, const Message *message)
{
	if (has_word(correction->thread, message->id))
		return true;
	for (guint i = 0; i < message->references->len; i++)
		if (has_word(correction->thread, message->references->pdata[i]))
			return true;
	return false;
}

/* Whether it was said of this very message, the last of its thread. */
static bool
is_of_message(const Correction *correction, const Message *message)
{
	const char *last = strrchr(correction->thread, ' ');

	return *message->id &&
	       !strcmp(last ? last + 1 : correction->thread, message->id);
}

static bool
is_of_sender(const Correction *correction, const Message *message)
{
	return !g_ascii_strcasecmp(correction->sender, message->from.email);
}

/* A firm is named by all who write from there. */
static void
put_company_right(
    const Correction *correction, const Message *message, Reading *reading)
{
	const char *domain = names_domain(correction->sender);

	if (!reading->company ||
	    !names_equal(reading->company, correction->was) ||
	    g_ascii_strcasecmp(domain, names_domain(message->from.email)) != 0)
		return;
	g_free(reading->company);
	reading->company = g_strdup(correction->value);
}

void
corrections_read(const State *state, const Message *message, Reading *reading)
{
	Subject subject = {reading->direction, &reading->kind, &reading->detail,
	    &reading->stage};

	for (guint i = 0; i < state->corrections->len; i++) {
		const Correction *one = state->corrections->pdata[i];

		if (!strcmp(one->key, "company")) {
			put_company_right(one, message, reading);
			continue;
		}
		if (!strcmp(one->key, "application") ||
		    !is_of_sender(one, message) ||
		    !is_of_thread(one, message) ||
		    (!is_of_message(one, message) &&
		        strcmp(value_of(&subject, one->key), one->was) != 0) ||
		    !put_right(&subject, one->key, one->value))
			continue;
		reading->sure = true;
		reading->confidence = 1;
		g_ptr_array_set_size(reading->reasons, 0);
		reading_add_reason(reading, "correction", one->value, 1);
	}
}

Application *
corrections_find_owner(
    const State *state, const Message *message, bool by_thread, bool *is_none)
{
	*is_none = false;
	for (guint i = state->corrections->len; i-- > 0;) {
		const Correction *one = state->corrections->pdata[i];
		Application *owner;

		if (strcmp(one->key, "application") != 0 ||
		    !(by_thread ? is_of_thread(one, message)
		                : is_of_sender(one, message)))
			continue;
		*is_none = by_thread && !strcmp(one->value, NONE);
		owner = state_find(state, one->value, NULL);
		if (owner || *is_none)
			return owner;
	}
	return NULL;
}
