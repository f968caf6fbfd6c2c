#include "case.h"
#include "friends.h"
#include "names.h"
#include "wanted.h"

#include <string.h>

/* What sets the letters to references off: they were asked for, or an
 * interview went well. 0: nothing has. */
static gint64
find_cause(const Case *one, const Mail **request)
{
	const GPtrArray *notes = one->application->notes;
	gint64 since = 0;

	for (guint i = 0; i < one->mail->len; i++) {
		const Mail *mail = one->mail->pdata[i];

		if (!mail->asks_references || !mail->sure)
			continue;
		since = since ? since : mail->time;
		*request = mail;
	}
	for (guint i = 0; i < notes->len; i++) {
		const Note *note = notes->pdata[i];

		if (note->kind == NOTE_DEBRIEF &&
		    !strcmp(case_answer(note, "well"), "yes") &&
		    (!since || note->time < since))
			since = note->time;
	}
	return since;
}

/* First that they may be called; some days later, whether they were. */
static void
want_reference(
    Case *one, const Person *person, gint64 since, const Mail *request)
{
	const char *key = friends_key(person);
	gint64 told = 0;
	int count = case_count_written(one, key, since, &told);
	Action *action;

	if (count > 1)
		return;
	action =
	    case_want_for(one, ACTION_REFERENCES, key, since, request, NULL);
	action->number = count + 1;
	if (!count)
		return;
	action->due = etiquette_add_business_days(one->etiquette, told,
	    etiquette_number(one->etiquette, REFERENCES_AGAIN_BUSINESS_DAYS));
	action->late = 0;
}

static void
want_references(Case *one)
{
	g_autoptr(GPtrArray) people = friends_parse(one->around->references);
	const Mail *request = NULL;
	gint64 since = find_cause(one, &request);

	for (guint i = 0; since && i < people->len; i++)
		want_reference(one, people->pdata[i], since, request);
}

static void
want_referrer(Case *one)
{
	g_autoptr(GPtrArray) people =
	    friends_parse(application_fact(one->application, "referrer"));
	gint64 end;
	const Interview *held = case_last_held(one, &end);
	const char *key;

	if (!held || !people->len)
		return;
	key = friends_key(people->pdata[0]);
	if (!case_count_written(one, key, held->when.start.time, NULL))
		case_want_for(one, ACTION_REFERRER, key, end, NULL, held);
}

/* Whether the other side has written to the user at their own address of the
 * firm: from its domain to its domain. */
static bool
writes_within(const Case *one)
{
	const char *company = one->application->company;

	for (guint i = 0; i < one->mail->len; i++) {
		const Mail *mail = one->mail->pdata[i];

		if (mail->direction == DIRECTION_INCOMING && mail->sure &&
		    names_own_domain(company, mail->recipient) &&
		    !g_ascii_strcasecmp(names_domain(mail->recipient),
		        names_domain(mail->sender_email)))
			return true;
	}
	return false;
}

/* The firm is the user's own where they say so; or where they write from there,
 * and have said for whom they work. */
static bool
is_internal(const Case *one, const char *manager)
{
	const char *said = application_fact(one->application, "internal");

	return *said ? !strcmp(said, "yes") : *manager && writes_within(one);
}

static void
want_thank_manager(Case *one)
{
	g_autoptr(GPtrArray) people =
	    friends_parse(application_fact(one->application, "manager"));
	gint64 since = one->around->accepted_at;
	const char *key = people->len ? friends_key(people->pdata[0]) : "";

	if (one->application->standing != STANDING_ACCEPTED ||
	    one->around->accepted != one->application ||
	    !is_internal(one, key) ||
	    case_count_written(one, key, since + 1, NULL))
		return;
	case_want(one, ACTION_THANK_MANAGER, key, since);
}

void
wants_friends(Case *one)
{
	want_thank_manager(one);
	if (standing_is_closed(one->application->standing) || case_is_over(one))
		return;
	want_references(one);
	want_referrer(one);
}
