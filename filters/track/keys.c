#include "keys.h"

#include "names.h"

#include <string.h>

/* FNV-1a with 64 bits: the same on every machine. */
static guint64
hash(char kind, const char *text)
{
	guint64 value = 14695981039346656037U;

	value = (value ^ (guchar)kind) * 1099511628211U;
	for (; *text; text++)
		value = (value ^ (guchar)*text) * 1099511628211U;
	return value;
}

static void
add(GArray *keys, char kind, const char *text)
{
	guint64 key = hash(kind, text);

	if (!*text)
		return;
	for (guint i = 0; i < keys->len; i++)
		if (g_array_index(keys, guint64, i) == key)
			return;
	g_array_append_val(keys, key);
}

static void
add_email(GArray *keys, const char *email)
{
	g_autofree char *lower = g_ascii_strdown(email, -1);

	add(keys, 'e', lower);
}

/* Of the firm's own domains alone: all the world writes from the others. */
static void
add_domain(GArray *keys, const char *firm, const char *email)
{
	g_autofree char *domain = NULL;

	if (!names_own_domain(firm, email))
		return;
	domain = g_ascii_strdown(names_domain(email), -1);
	add(keys, 'd', domain);
}

static void
add_firm(GArray *keys, const char *firm)
{
	g_autofree char *key = names_key(firm);

	add(keys, 'c', key);
}

static void
add_ids(GArray *keys, const char *ids)
{
	g_auto(GStrv) all = g_strsplit(ids, " ", -1);

	for (char **id = all; *id; id++)
		add(keys, 'm', *id);
}

guint64
keys_of_id(const char *application_id)
{
	return hash('i', application_id);
}

GArray *
keys_of_application(const Application *application)
{
	GArray *keys = g_array_new(FALSE, FALSE, sizeof(guint64));
	const char *firm = application->company;

	add(keys, 'i', application->id);
	add_firm(keys, firm);
	for (guint i = 0; i < application->people->len; i++) {
		const Person *person = application->people->pdata[i];

		add_email(keys, person->email);
		add_domain(keys, firm, person->email);
	}
	for (guint i = 0; i < application->mail->len; i++) {
		const Mail *mail = application->mail->pdata[i];

		add(keys, 'f', mail->fingerprint);
		add(keys, 'm', mail->id);
		add_ids(keys, mail->references);
		if (mail->direction == DIRECTION_INCOMING)
			add_domain(keys, firm, mail->sender_email);
	}
	for (guint i = 0; i < application->interviews->len; i++) {
		const Interview *interview = application->interviews->pdata[i];

		add(keys, 'u', interview->uid);
	}
	return keys;
}

static void
add_addresses(GArray *keys, const GPtrArray *addresses)
{
	for (guint i = 0; i < addresses->len; i++) {
		const Address *address = addresses->pdata[i];

		add_email(keys, address->email);
		add(keys, 'd', names_domain(address->email));
	}
}

/* Whoever may be on the other side, as track_match looks for them. */
static void
add_people(GArray *keys, const Message *message, const Reading *reading)
{
	if (reading->direction == DIRECTION_OUTGOING) {
		add_addresses(keys, message->to);
		add_addresses(keys, message->cc);
		return;
	}
	add_email(keys, message->from.email);
	add(keys, 'd', names_domain(message->from.email));
	add_email(keys, message->reply_to.email);
	for (guint i = 0; i < reading->contacts->len; i++)
		add_email(
		    keys, ((const Person *)reading->contacts->pdata[i])->email);
}

GArray *
keys_of_message(const Message *message, const Reading *reading)
{
	GArray *keys = g_array_new(FALSE, FALSE, sizeof(guint64));
	g_autofree char *fingerprint = message_fingerprint(message);

	add(keys, 'f', fingerprint);
	add(keys, 'm', message->id);
	for (guint i = message->references->len; i-- > 0;)
		add(keys, 'm', message->references->pdata[i]);
	if (!reading || !kind_is_of_application(reading->kind))
		return keys;
	add_people(keys, message, reading);
	if (reading->company)
		add_firm(keys, reading->company);
	if (reading->calendar_uid)
		add(keys, 'u', reading->calendar_uid);
	return keys;
}
