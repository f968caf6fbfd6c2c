#include "track.h"

#include "corrections.h"
#include "names.h"
#include "party.h"

#include <string.h>

/* What each agreement is worth; a tie is broken by nothing else. */
#define WORTH_REQUISITION 8
#define WORTH_PERSON 4
#define WORTH_FIRM 3
#define WORTH_ROLE 2
#define WORTH_OPEN 1
#define COST_OTHER_ROLE 3

/* What a message says about whose it is; borrowed. */
typedef struct Clues {
	const Reading *reading;
	GPtrArray *emails; /* of char *: the other side's addresses */
	gint64 time;
} Clues;

static void
add_email(GPtrArray *emails, const char *email)
{
	if (*email)
		g_ptr_array_add(emails, (gpointer)email);
}

static void
add_addresses(GPtrArray *emails, const GPtrArray *addresses)
{
	for (guint i = 0; i < addresses->len; i++)
		add_email(
		    emails, ((const Address *)addresses->pdata[i])->email);
}

static GPtrArray *
emails_of(const Message *message, const Reading *reading)
{
	GPtrArray *emails = g_ptr_array_new();

	if (reading->direction == DIRECTION_OUTGOING) {
		add_addresses(emails, message->to);
		add_addresses(emails, message->cc);
		return emails;
	}
	add_email(emails, message->from.email);
	add_email(emails, message->reply_to.email);
	for (guint i = 0; i < reading->contacts->len; i++)
		add_email(emails,
		    ((const Person *)reading->contacts->pdata[i])->email);
	return emails;
}

static const char *
text_of(const char *text)
{
	return text ? text : "";
}

static bool
knows_person(const Application *application, const Clues *clues)
{
	for (guint i = 0; i < clues->emails->len; i++)
		if (party_knows(application, clues->emails->pdata[i]))
			return true;
	return false;
}

static bool
is_in_domain(const char *email, const char *domain)
{
	return *domain && !g_ascii_strcasecmp(names_domain(email), domain);
}

/* Somebody there has, or something has come from, an address in a domain. */
static bool
has_domain(const Application *application, const char *domain)
{
	for (guint i = 0; i < application->people->len; i++) {
		const Person *person = application->people->pdata[i];

		if (is_in_domain(person->email, domain))
			return true;
	}
	for (guint i = 0; i < application->mail->len; i++) {
		const Mail *mail = application->mail->pdata[i];

		if (mail->direction == DIRECTION_INCOMING &&
		    is_in_domain(mail->sender_email, domain))
			return true;
	}
	return false;
}

/* The domain of the message is the application's, and the firm's by name. */
static bool
shares_domain(const Application *application, const Clues *clues)
{
	const char *company = text_of(clues->reading->company);

	for (guint i = 0; i < clues->emails->len; i++) {
		const char *email = clues->emails->pdata[i];
		bool is_theirs = names_own_domain(application->company, email);
		bool is_its = names_own_domain(company, email);

		if (has_domain(application, names_domain(email)) &&
		    (is_theirs || !*application->company) &&
		    (is_its || !*company) && (is_theirs || is_its))
			return true;
	}
	return false;
}

typedef enum { FIRM_UNKNOWN, FIRM_SAME, FIRM_OTHER } Firm;

/*
 * Names that are nearly alike are two firms, unless one domain is both's, or
 * one is the other cut short and the role is the same.
 */
static Firm
compare_firm(const Application *application, const Clues *clues, bool same_role)
{
	const char *company = text_of(clues->reading->company);
	bool is_cut = names_contain(application->company, company) ||
	              names_contain(company, application->company);

	if (names_equal(application->company, company) ||
	    shares_domain(application, clues) || (is_cut && same_role))
		return FIRM_SAME;
	return *application->company && *company ? FIRM_OTHER : FIRM_UNKNOWN;
}

static bool
opens_new(Kind kind)
{
	return kind == KIND_APPLICATION || kind == KIND_ACKNOWLEDGEMENT ||
	       kind == KIND_OUTREACH;
}

/* The other kinds only ever speak of an application that is there. */
static bool
may_begin(Kind kind)
{
	return opens_new(kind) || kind == KIND_INVITE ||
	       kind == KIND_ASSESSMENT || kind == KIND_REQUEST ||
	       kind == KIND_OFFER || kind == KIND_REJECTION;
}

static bool
has_sent_application(const Application *application)
{
	for (guint i = 0; i < application->mail->len; i++)
		if (((const Mail *)application->mail->pdata[i])->kind ==
		    KIND_APPLICATION)
			return true;
	return false;
}

/* Whether it looks like the beginning of another application. */
static bool
is_another(const Application *application, const Clues *clues, bool same_role)
{
	Kind kind = clues->reading->kind;

	if (standing_is_closed(application->standing) && opens_new(kind) &&
	    clues->time > application->changed)
		return true;
	return kind == KIND_APPLICATION && !same_role &&
	       has_sent_application(application);
}

/* Whether a message of another role is of another application. Who is known
 * there may word a role in any way, but not begin a second one with it. */
static bool
speaks_of_other(Kind kind, bool is_known_person)
{
	return opens_new(kind) || (!is_known_person && may_begin(kind));
}

/* How well an application fits; 0 where it does not. */
static int
score(const Application *application, const Clues *clues)
{
	const char *role = text_of(clues->reading->role);
	const char *requisition = text_of(clues->reading->requisition);
	bool both_roles = *role && *application->role;
	bool same_role = both_roles && names_same_role(application->role, role);
	bool both_numbers = *requisition && *application->requisition;
	bool same_number =
	    both_numbers && names_equal(application->requisition, requisition);
	bool is_known = knows_person(application, clues);
	Firm firm = compare_firm(application, clues, same_role);
	int points = 0;

	if (both_numbers != same_number ||
	    (firm == FIRM_OTHER && !same_number) ||
	    is_another(application, clues, same_role))
		return 0;
	points += same_number ? WORTH_REQUISITION : 0;
	points += is_known ? WORTH_PERSON : 0;
	points += firm == FIRM_SAME ? WORTH_FIRM : 0;
	if (!points)
		return 0;
	if (both_roles && !same_role && !same_number) {
		if (speaks_of_other(clues->reading->kind, is_known))
			return 0;
		points -= COST_OTHER_ROLE;
	}
	points += same_role ? WORTH_ROLE : 0;
	points += standing_is_closed(application->standing) ? 0 : WORTH_OPEN;
	return MAX(points, 0);
}

static Application *
find_best(const State *state, const Clues *clues, bool *is_tie)
{
	Application *best = NULL;
	int highest = 0;

	*is_tie = false;
	for (guint i = 0; i < state->applications->len; i++) {
		Application *application = state->applications->pdata[i];
		int points = score(application, clues);

		if (!points || points < highest)
			continue;
		*is_tie = points == highest;
		best = application;
		highest = points;
	}
	return *is_tie ? NULL : best;
}

static Application *
find_thread(const State *state, const Message *message)
{
	g_autoptr(GPtrArray) ids = g_ptr_array_new();

	g_ptr_array_add(ids, message->id);
	for (guint i = 0; i < message->references->len; i++)
		g_ptr_array_add(ids, message->references->pdata[i]);
	return state_find_thread(state, ids);
}

static Application *
find_event(const State *state, const char *uid)
{
	for (guint i = 0; uid && *uid && i < state->applications->len; i++) {
		Application *application = state->applications->pdata[i];

		for (guint j = 0; j < application->interviews->len; j++) {
			const Interview *interview =
			    application->interviews->pdata[j];

			if (!strcmp(interview->uid, uid))
				return application;
		}
	}
	return NULL;
}

/* The best by all that a message says; on a tie the user may have settled it
 * for its sender before. */
static Application *
find_by_clues(const State *state, const Message *message,
    const Reading *reading, bool *is_tie)
{
	Clues clues = {.reading = reading,
	    .emails = emails_of(message, reading),
	    .time = message->date.precision ? message->date.time : G_MAXINT64};
	Application *application = find_best(state, &clues, is_tie);
	bool is_none;

	g_ptr_array_unref(clues.emails);
	if (!*is_tie)
		return application;
	application = corrections_find_owner(state, message, false, &is_none);
	*is_tie = !application;
	return application;
}

/* Whether somebody on the user's own side waits for a letter. */
static bool
waits_for(const Application *application, const Message *message)
{
	for (guint i = 0; i < application->actions->len; i++) {
		const Action *action = application->actions->pdata[i];

		if (!action_is_open(action) ||
		    (action->kind != ACTION_REFERENCES &&
		        action->kind != ACTION_REFERRER &&
		        action->kind != ACTION_THANK_MANAGER))
			continue;
		for (guint j = 0; j < message->to->len; j++) {
			const Address *to = message->to->pdata[j];

			if (!strcmp(to->email, action->person))
				return true;
		}
	}
	return false;
}

Application *
track_errand(const State *state, const Message *message)
{
	for (guint i = 0; i < state->applications->len; i++)
		if (waits_for(state->applications->pdata[i], message))
			return state->applications->pdata[i];
	return NULL;
}

static Application *
match(const State *state, const Message *message, const Reading *reading,
    bool *is_tie)
{
	Application *application = find_event(state, reading->calendar_uid);

	return application ? application
	                   : find_by_clues(state, message, reading, is_tie);
}

Application *
track_match(const State *state, const Message *message, const Reading *reading,
    bool *is_tie)
{
	bool is_none;
	Application *application =
	    corrections_find_owner(state, message, true, &is_none);

	*is_tie = false;
	if (!application && !is_none)
		application = find_thread(state, message);
	if (application || is_none || reading->suspicious)
		return application;
	if (reading->kind != KIND_NONE && reading->kind != KIND_ALERT)
		application = match(state, message, reading, is_tie);
	if (!application && reading->direction == DIRECTION_OUTGOING) {
		application = track_errand(state, message);
		*is_tie = *is_tie && !application;
	}
	return application;
}
