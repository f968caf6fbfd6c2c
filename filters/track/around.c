#include "around.h"

#include "life.h"

#include <stdbool.h>
#include <string.h>

/* When the last mail of a kind that counts was written; else when the user
 * said so, or when it last changed. */
static gint64
time_of(const Application *application, Kind kind, const Etiquette *etiquette)
{
	gint64 time = 0;

	for (guint i = 0; i < application->mail->len; i++) {
		const Mail *mail = application->mail->pdata[i];

		if (mail->kind == kind && life_counts(mail, etiquette))
			time = MAX(time, mail->time);
	}
	for (guint i = 0; i < application->facts->len; i++) {
		const Fact *fact = application->facts->pdata[i];

		if (!strcmp(fact->key, "standing"))
			time = MAX(time, fact->time);
	}
	return time ? time : application->changed;
}

static void
see_accepted(
    Around *around, const Application *application, const Etiquette *etiquette)
{
	gint64 time = time_of(application, KIND_ACCEPT, etiquette);

	if (around->accepted && time <= around->accepted_at)
		return;
	around->accepted = application;
	around->accepted_at = time;
}

static void
see_offer(
    Around *around, const Application *application, const Etiquette *etiquette)
{
	gint64 time = time_of(application, KIND_OFFER, etiquette);

	if (!strcmp(application_fact(application, "interest"), "no") ||
	    (around->offered && time <= around->offered_at))
		return;
	around->offered = application;
	around->offered_at = time;
}

static void
see_references(Around *around, const Application *application, gint64 *said_at)
{
	for (guint i = 0; i < application->facts->len; i++) {
		const Fact *fact = application->facts->pdata[i];

		if (strcmp(fact->key, "references") != 0 ||
		    fact->time < *said_at)
			continue;
		around->references = fact->value;
		*said_at = fact->time;
	}
}

Around
around_look(const State *state, const Etiquette *etiquette)
{
	Around around = {.references = ""};
	gint64 said_at = 0;

	for (guint i = 0; i < state->applications->len; i++) {
		const Application *application = state->applications->pdata[i];

		if (application->standing == STANDING_ACCEPTED)
			see_accepted(&around, application, etiquette);
		if (application->standing == STANDING_OFFER)
			see_offer(&around, application, etiquette);
		see_references(&around, application, &said_at);
	}
	return around;
}
