#include "mail.h"

#include "party.h"

#include <stdbool.h>
#include <string.h>

#define DAY_S 86400
#define TEXT_MAX 500 /* bytes kept of anything a stranger wrote */
#define RECIPIENTS_MAX 50
#define PEOPLE_MAX 50
#define SLOTS_MAX 50
#define REFERENCES_KEPT 30

char *
mail_keep(const char *text)
{
	size_t length = text ? strlen(text) : 0;

	if (length > TEXT_MAX)
		length = (size_t)(g_utf8_find_prev_char(text, text + TEXT_MAX) -
		                  text);
	return g_strndup(text ? text : "", length);
}

static void
set(char **value, const char *text)
{
	g_free(*value);
	*value = mail_keep(text);
}

/* The first of a thread and its latest: what RFC 5322 asks for. */
static char *
references_of(const Message *message)
{
	GString *text = g_string_new(NULL);
	guint count = message->references->len;

	for (guint i = 0; i < count; i++) {
		if (i && i + REFERENCES_KEPT < count)
			continue;
		if (text->len)
			g_string_append_c(text, ' ');
		g_string_append(text, message->references->pdata[i]);
	}
	return g_string_free(text, FALSE);
}

static const Address *
find_address(const GPtrArray *addresses, const char *email)
{
	for (guint i = 0; i < addresses->len; i++) {
		const Address *address = addresses->pdata[i];

		if (!strcmp(address->email, email))
			return address;
	}
	return NULL;
}

/* The user's own address in a message: what it was sent to, or from. */
static Address
own_address(const Message *message, const Reading *reading)
{
	char *delivered = message->delivered_to;
	const Address *address = find_address(message->to, delivered);

	if (reading->direction == DIRECTION_OUTGOING)
		return message->from;
	if (!address)
		address = find_address(message->cc, delivered);
	if (!address && message->to->len &&
	    (message->to->len == 1 || !*delivered))
		address = message->to->pdata[0];
	return address ? *address : (Address){(char *)"", delivered};
}

static void
add_recipients(Mail *mail, const GPtrArray *addresses)
{
	for (guint i = 0; i < addresses->len; i++) {
		const Address *address = addresses->pdata[i];

		if (*address->email && mail->recipients->len < RECIPIENTS_MAX)
			g_ptr_array_add(
			    mail->recipients, mail_keep(address->email));
	}
}

static void
add_people(Mail *mail, const Reading *reading, const Etiquette *etiquette,
    Part part, bool any)
{
	for (guint i = 0; i < reading->contacts->len; i++) {
		Person person =
		    party_reachable(reading->contacts->pdata[i], etiquette);
		const char *key = *person.email ? person.email : person.name;

		if ((any || person.part == part) && *key &&
		    mail->people->len < PEOPLE_MAX)
			g_ptr_array_add(mail->people, mail_keep(key));
	}
}

/* Whom an invite is to meet, or whom the user writes about. */
static void
set_people(Mail *mail, const Reading *reading, const Etiquette *etiquette)
{
	if (reading->direction == DIRECTION_OUTGOING) {
		add_people(mail, reading, etiquette, PART_OTHER, true);
	} else if (reading->kind == KIND_INVITE) {
		add_people(mail, reading, etiquette, PART_INTERVIEWER, false);
		if (!mail->people->len)
			add_people(
			    mail, reading, etiquette, PART_MANAGER, false);
	}
}

/* A date that is missing, or ahead of the clock, is the time of arrival. */
static void
set_time(Mail *mail, const Message *message, gint64 now)
{
	Moment date = message->date;
	bool is_likely = date.precision && date.time > 0 && date.time <= now;

	mail->time = is_likely ? date.time : now;
	mail->utc_offset_s = date.precision ? date.utc_offset_s : 0;
}

/* Nobody invites to a day that is past: such a time was misread. */
static bool
is_past_invite(const Mail *mail, const Period *slot)
{
	gint64 end = slot->start.time;

	if (slot->start.precision == MOMENT_DAY)
		end += DAY_S;
	if (slot->end.precision && slot->end.time > end)
		end = slot->end.time;
	return mail->kind == KIND_INVITE && mail->detail != DETAIL_CANCELLED &&
	       end + DAY_S / 24 < mail->time;
}

static void
set_slots(Mail *mail, const Reading *reading)
{
	for (guint i = 0; i < MIN(reading->slots->len, SLOTS_MAX); i++) {
		const Period *slot = reading->slots->pdata[i];

		if (!is_past_invite(mail, slot))
			g_ptr_array_add(
			    mail->slots, g_memdup2(slot, sizeof(*slot)));
	}
}

/* A day is kept by its date alone: so it is read again from the state. */
static Moment
plain(Moment moment)
{
	if (moment.precision == MOMENT_DAY)
		return (Moment){
		    MOMENT_DAY, moment.time + moment.utc_offset_s, 0};
	return moment;
}

static void
set_reading(Mail *mail, const Reading *reading)
{
	mail->direction = reading->direction;
	mail->kind = reading->kind;
	mail->detail = reading->detail;
	mail->stage = reading->stage;
	mail->confidence = reading->confidence;
	mail->sure = reading->sure;
	mail->suspicious = reading->suspicious;
	mail->is_familiar = reading->is_familiar;
	mail->respond_by = plain(reading->respond_by);
	mail->decide_by = plain(reading->decide_by);
	mail->promise = plain(reading->promise);
	mail->starts = plain(reading->starts);
	mail->asks_references = reading->asks_references;
	set(&mail->lang, reading->lang);
	set(&mail->place, reading->place);
	set(&mail->calendar_uid, reading->calendar_uid);
	set_slots(mail, reading);
}

Mail *
mail_record(const Message *message, const Reading *reading,
    const Etiquette *etiquette, gint64 now)
{
	Mail *mail = mail_new();
	Address own = own_address(message, reading);
	g_autofree char *references = references_of(message);

	g_free(mail->fingerprint);
	mail->fingerprint = message_fingerprint(message);
	g_free(mail->references);
	mail->references = g_steal_pointer(&references);
	set(&mail->id, message->id);
	set(&mail->subject, message->subject);
	set(&mail->sender_name, message->from.name);
	set(&mail->sender_email, message->from.email);
	if (strcmp(message->reply_to.email, message->from.email) != 0)
		set(&mail->reply_to, message->reply_to.email);
	set(&mail->recipient, own.email);
	set(&mail->recipient_name, own.name);
	if (reading->direction == DIRECTION_OUTGOING) {
		add_recipients(mail, message->to);
		add_recipients(mail, message->cc);
	}
	set_time(mail, message, now);
	set_reading(mail, reading);
	set_people(mail, reading, etiquette);
	return mail;
}
