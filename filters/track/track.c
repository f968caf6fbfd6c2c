#include "track.h"

#include "actions.h"
#include "life.h"
#include "names.h"
#include "party.h"
#include "wanted.h"

#include <string.h>

#define DAY_S 86400
#define TEXT_MAX 500 /* bytes kept of anything a stranger wrote */
#define RECIPIENTS_MAX 50
#define PEOPLE_MAX 50
#define SLOTS_MAX 50
#define REFERENCES_KEPT 30

/* Cuts a stranger's text to what is kept of it, between two letters. */
static char *
keep(const char *text)
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
	*value = keep(text);
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
			g_ptr_array_add(mail->recipients, keep(address->email));
	}
}

/* A person without the address where nobody reads; borrows from person. */
static Person
reachable(const Person *person, const Etiquette *etiquette)
{
	Person copy = *person;

	if (!etiquette_is_answerable(etiquette, person->email))
		copy.email = (char *)"";
	return copy;
}

static void
add_people(Mail *mail, const Reading *reading, const Etiquette *etiquette,
    Part part, bool any)
{
	for (guint i = 0; i < reading->contacts->len; i++) {
		Person person =
		    reachable(reading->contacts->pdata[i], etiquette);
		const char *key = *person.email ? person.email : person.name;

		if ((any || person.part == part) && *key &&
		    mail->people->len < PEOPLE_MAX)
			g_ptr_array_add(mail->people, keep(key));
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
	bool is_likely =
	    date.precision && date.time > 0 && date.time <= now + DAY_S;

	mail->time = is_likely ? date.time : now;
	mail->utc_offset_s = date.precision ? date.utc_offset_s : 0;
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
	mail->respond_by = reading->respond_by;
	mail->decide_by = reading->decide_by;
	set(&mail->lang, reading->lang);
	set(&mail->place, reading->place);
	set(&mail->calendar_uid, reading->calendar_uid);
	for (guint i = 0; i < MIN(reading->slots->len, SLOTS_MAX); i++)
		g_ptr_array_add(mail->slots,
		    g_memdup2(reading->slots->pdata[i], sizeof(Period)));
}

static Mail *
mail_of(const Message *message, const Reading *reading,
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

static void
merge_address(Application *application, const Address *address,
    const Etiquette *etiquette)
{
	Person person = {.name = address->name,
	    .email = address->email,
	    .title = (char *)"",
	    .called = (char *)""};

	if (etiquette_is_answerable(etiquette, address->email))
		party_merge(application, &person);
}

/* The other side's addresses in the header; never the user's own. */
static void
merge_addresses(Application *application, const Message *message,
    const Reading *reading, const Etiquette *etiquette)
{
	if (reading->direction == DIRECTION_INCOMING) {
		merge_address(application, &message->from, etiquette);
		return;
	}
	for (guint i = 0; i < MIN(message->to->len, PEOPLE_MAX); i++) {
		const Address *address = message->to->pdata[i];

		if (strcmp(address->email, message->from.email) != 0)
			merge_address(application, address, etiquette);
	}
}

static void
merge_facts(Application *application, const Message *message,
    const Reading *reading, const Etiquette *etiquette)
{
	complete(&application->company, reading->company);
	if (!*application->role)
		complete(&application->role, reading->role);
	if (!*application->requisition)
		complete(&application->requisition, reading->requisition);
	if (*reading->lang && reading->direction == DIRECTION_INCOMING)
		set(&application->lang, reading->lang);
	for (guint i = 0; i < MIN(reading->contacts->len, PEOPLE_MAX); i++) {
		Person person =
		    reachable(reading->contacts->pdata[i], etiquette);

		party_merge(application, &person);
	}
	merge_addresses(application, message, reading, etiquette);
}

static bool
id_is_taken(const State *state, const char *id)
{
	for (guint i = 0; i < state->applications->len; i++)
		if (!strcmp(((const Application *)state->applications->pdata[i])
		                ->id,
		        id))
			return true;
	return false;
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
	const char *base = *firm ? firm : *domain ? domain : "application";
	char *id = g_strdup(base);

	for (int i = 2; id_is_taken(state, id); i++) {
		g_free(id);
		id = g_strdup_printf("%s-%d", base, i);
	}
	return id;
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

/* The same message again, also where a list has added a line to it. */
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
settle(Application *application, const Etiquette *etiquette, gint64 now,
    Change *change)
{
	life_settle(application, etiquette, now);
	actions_settle(application, etiquette, now,
	    change ? change->actions : NULL, change ? change->ended : NULL);
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
track_apply(State *state, const Message *message, const Reading *reading,
    const Etiquette *etiquette, gint64 now, Change *change)
{
	Mail *mail = mail_of(message, reading, etiquette, now);
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
		settle(application, etiquette, now, change);
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

void
track_advance(State *state, const Etiquette *etiquette, gint64 now)
{
	for (guint i = 0; i < state->applications->len; i++) {
		Application *application = state->applications->pdata[i];

		if (!standing_is_closed(application->standing) ||
		    has_open_action(application))
			settle(application, etiquette, now, NULL);
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
