#include "said.h"

#include "friends.h"
#include "party.h"

#include <string.h>

#define DAY_S 86400

/* An interview on that day that is not called off; NULL. */
static Interview *
find_day(const Application *application, gint64 time)
{
	for (guint i = 0; i < application->interviews->len; i++) {
		Interview *interview = application->interviews->pdata[i];
		gint64 apart = interview->when.start.time - time;

		if (interview->when.start.precision &&
		    !interview->is_cancelled && apart < DAY_S / 2 &&
		    apart > -DAY_S / 2)
			return interview;
	}
	return NULL;
}

static void
take_interview(Application *application, const char *value)
{
	Moment start = {0};
	Interview *interview;
	g_autofree char *id = g_strconcat("said ", value, NULL);

	if (!moment_parse(value, &start))
		return;
	interview = find_day(application, start.time);
	if (!interview) {
		interview = interview_new(id);
		g_ptr_array_add(application->interviews, interview);
	}
	if (interview->when.start.time != start.time)
		interview->when = (Period){.start = start};
	interview->is_sure = true;
	interview->is_confirmed = true;
	g_free(interview->asked);
	interview->asked = g_strdup("");
}

/* They were at the last interview. */
static void
take_interviewers(Application *application, const char *value)
{
	g_autoptr(GPtrArray) people = friends_parse(value);
	Interview *last = application->interviews->len
	                      ? application->interviews
	                            ->pdata[application->interviews->len - 1]
	                      : NULL;

	for (guint i = 0; i < people->len; i++) {
		Person *person = people->pdata[i];

		person->part = PART_INTERVIEWER;
		party_merge(application, person);
		if (last)
			g_ptr_array_add(
			    last->people, g_strdup(friends_key(person)));
	}
}

void
said_take(Application *application)
{
	for (guint i = 0; i < application->facts->len; i++) {
		const Fact *fact = application->facts->pdata[i];

		if (!strcmp(fact->key, "interview"))
			take_interview(application, fact->value);
	}
	take_interviewers(
	    application, application_fact(application, "interviewer"));
}
