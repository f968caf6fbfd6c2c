#include "case.h"
#include "wanted.h"

#define DAY_S 86400

/* The mail that asks to be answered; NULL where none may be. */
static const Mail *
find_asking(const Case *one, const Interview *interview)
{
	const Mail *mail =
	    *interview->asked
	        ? application_find_mail(one->application, interview->asked)
	        : NULL;

	return mail && mail->sure ? mail : NULL;
}

/* Whether there is a time left to take. */
static bool
is_ahead(const Interview *interview, gint64 now)
{
	if (interview->when.start.precision)
		return interview->when.start.time > now;
	for (guint i = 0; i < interview->proposed->len; i++) {
		const Period *slot = interview->proposed->pdata[i];
		gint64 start = slot->start.time;

		if (slot->start.precision == MOMENT_DAY)
			start += DAY_S;
		if (start > now || !slot->start.precision)
			return true;
	}
	return !interview->proposed->len;
}

static void
want_confirm(Case *one, const Interview *interview)
{
	const Mail *mail = find_asking(one, interview);
	const char *person =
	    mail ? wanted_addressee(one->application, mail, one->etiquette)
	         : NULL;

	if (!person || !is_ahead(interview, one->now))
		return;
	case_want_for(one, ACTION_CONFIRM, person, mail->time, mail, interview);
}

/* Before each round that is fixed, from the morning two days before until it
 * begins. */
static void
want_prepare(Case *one, const Interview *interview)
{
	gint64 start = interview->when.start.time;
	int days = etiquette_number(one->etiquette, PREPARE_DAYS_BEFORE);

	if (!interview->is_sure || !interview->when.start.precision ||
	    start <= one->now)
		return;
	case_note(one, ACTION_PREPARE,
	    etiquette_at_hour(one->etiquette, start - (gint64)days * DAY_S,
	        etiquette_number(one->etiquette, DIGEST_HOUR)),
	    interview->id, "");
}

void
wants_before_interview(Case *one)
{
	const Application *application = one->application;

	if (standing_is_closed(application->standing) || case_is_over(one))
		return;
	for (guint i = 0; i < application->interviews->len; i++) {
		const Interview *interview = application->interviews->pdata[i];

		if (interview->is_cancelled)
			continue;
		want_confirm(one, interview);
		want_prepare(one, interview);
	}
}
