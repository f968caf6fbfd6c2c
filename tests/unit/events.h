/*
 * Events: made-up mail for the tests of track, one line a message.
 */
#ifndef EVENTS_H
#define EVENTS_H

#include "corrections.h"
#include "etiquette.h"
#include "track.h"

#include <string.h>

#define RULES "rules/etiquette.json"
#define HR "Priya Raman <hr@northwind.example>"
#define TOM "Tom Weld <tom@northwind.example>"
#define ANN "Ann Lee <ann@northwind.example>"
#define NOBODY "No Reply <no-reply@northwind.example>"

/* One message; what is not given is as in most mail. */
typedef struct Event {
	const char *at;  /* "05-04 09:00", UTC, 2026 */
	const char *who; /* the other side; HR */
	Kind kind;       /* of the user's kinds: outgoing */
	Detail detail;
	const char *slots;  /* "05-12 15:00,05-13 10:00" */
	const char *people; /* interviewers or others named, commas between */
	const char *firm;   /* "Northwind Optics"; "" for none */
	const char *role;
	const char *thread; /* "a": all with that letter; "-": alone */
	const char *uid;
	const char *requisition;
	const char *decide_by; /* "05-20" */
	bool is_unsure;
	bool is_suspicious;
	const char *seen;    /* when it is filtered, if not at its date */
	const char *promise; /* "05-20": the user will be in touch */
	bool asks_references;
	bool is_outgoing; /* of no kind, but the user's own */
} Event;

static inline gint64
time_of(const char *text)
{
	g_autofree char *iso = g_strdup_printf("2026-%.5sT%s:00+00:00", text,
	    strlen(text) > 6 ? text + 6 : "00:00");
	Moment moment = {0};

	g_assert_true(moment_parse(iso, &moment));
	return moment.time;
}

static inline Address *
address_of(const char *text)
{
	Address *address = g_new0(Address, 1);
	const char *start = strchr(text, '<');

	address->name =
	    start ? g_strndup(text, (gsize)(start - text)) : g_strdup(text);
	g_strstrip(address->name);
	address->email =
	    start ? g_strndup(start + 1, strlen(start) - 2) : g_strdup("");
	return address;
}

static inline void
set_address(Address *address, const char *text)
{
	Address *parsed = address_of(text);

	*address = *parsed;
	g_free(parsed);
}

static inline bool
is_outgoing(const Event *event)
{
	return event->is_outgoing || event->kind >= KIND_APPLICATION;
}

static inline Message *
message_of(const Event *event, const char *id)
{
	const char *user = "Jo Doe <jo@home.example>";
	const char *other = event->who ? event->who : HR;
	const char *thread = event->thread ? event->thread : "a";
	Message *message = g_new0(Message, 1);

	message->id = g_strdup(id);
	message->references = g_ptr_array_new_with_free_func(g_free);
	if (strcmp(thread, "-") != 0)
		g_ptr_array_add(message->references,
		    g_strdup_printf("%s@thread.example", thread));
	message->subject = g_strdup("Interview");
	set_address(&message->from, is_outgoing(event) ? user : other);
	set_address(&message->reply_to, "");
	message->to =
	    g_ptr_array_new_with_free_func((GDestroyNotify)address_free);
	message->cc =
	    g_ptr_array_new_with_free_func((GDestroyNotify)address_free);
	g_ptr_array_add(
	    message->to, address_of(is_outgoing(event) ? other : user));
	message->delivered_to = g_strdup("");
	message->date = (Moment){MOMENT_TIME, time_of(event->at), 0};
	message->list_id = g_strdup("");
	message->text = g_strdup("");
	message->new_text = g_strdup("");
	message->quoted = g_strdup("");
	message->signature = g_strdup("");
	message->links = g_ptr_array_new();
	message->calendars = g_ptr_array_new();
	return message;
}

static inline void
add_slots(Reading *reading, const char *slots)
{
	g_auto(GStrv) all = g_strsplit(slots, ",", -1);

	for (char **slot = all; *slot; slot++)
		reading_add_slot(reading,
		    (Moment){MOMENT_TIME, time_of(*slot), 0}, (Moment){0});
}

static inline void
add_people(Reading *reading, const char *people, Part part)
{
	g_auto(GStrv) all = g_strsplit(people, ",", -1);

	for (char **one = all; *one; one++) {
		Address *address = address_of(*one);

		reading_add_person(
		    reading, address->name, address->email, part);
		address_free(address);
	}
}

static inline Reading *
reading_of(const Event *event)
{
	const char *firm = event->firm ? event->firm : "Northwind Optics";
	Reading *reading = reading_new();

	reading->direction =
	    is_outgoing(event) ? DIRECTION_OUTGOING : DIRECTION_INCOMING;
	reading->kind = event->kind;
	reading->detail = event->detail;
	reading->sure = !event->is_unsure;
	reading->confidence = event->is_unsure ? 0.7 : 0.99;
	reading->suspicious = event->is_suspicious;
	reading->company = *firm ? g_strdup(firm) : NULL;
	reading->role = g_strdup(event->role);
	reading->requisition = g_strdup(event->requisition);
	reading->calendar_uid = g_strdup(event->uid);
	if (event->slots)
		add_slots(reading, event->slots);
	if (event->people)
		add_people(reading, event->people,
		    event->kind == KIND_INVITE ? PART_INTERVIEWER : PART_OTHER);
	if (event->decide_by)
		reading->decide_by =
		    (Moment){MOMENT_DAY, time_of(event->decide_by), 0};
	if (event->promise)
		reading->promise =
		    (Moment){MOMENT_DAY, time_of(event->promise), 0};
	reading->asks_references = event->asks_references;
	return reading;
}

static inline void
apply(State *state, const Etiquette *etiquette, const Event *event,
    const char *id)
{
	g_autoptr(Message) message = message_of(event, id);
	g_autoptr(Reading) reading = reading_of(event);
	Change change;

	corrections_read(state, message, reading);
	track_apply(state, message, reading, etiquette,
	    time_of(event->seen ? event->seen : event->at), &change);
	change_clear(&change);
}

#endif
