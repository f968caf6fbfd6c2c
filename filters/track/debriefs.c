#include "debriefs.h"

#include <string.h>

static bool
is_same(const Note *one, const Note *other)
{
	if (one->answers->len != other->answers->len ||
	    strcmp(one->text, other->text) != 0)
		return false;
	for (guint i = 0; i < one->answers->len; i++) {
		const Answer *left = one->answers->pdata[i];
		const Answer *right = other->answers->pdata[i];

		if (strcmp(left->question, right->question) != 0 ||
		    strcmp(left->text, right->text) != 0)
			return false;
	}
	return true;
}

/* Of two the later one counts, whichever is seen last. */
bool
debriefs_take(Application *application, Note *note)
{
	for (guint i = 0; i < application->notes->len; i++) {
		Note *old = application->notes->pdata[i];

		if (old->kind != NOTE_DEBRIEF ||
		    strcmp(old->interview, note->interview) != 0)
			continue;
		if (old->time > note->time || is_same(old, note)) {
			note_free(note);
			return false;
		}
		note_free(old);
		application->notes->pdata[i] = note;
		return true;
	}
	g_ptr_array_add(application->notes, note);
	return true;
}

/* Whether one is nearer to now than other, of those that have begun, or, where
 * none has, of those that will. */
static bool
is_nearer(const Interview *one, const Interview *other, gint64 now)
{
	gint64 start = one->when.start.time;
	gint64 its = other->when.start.time;

	if ((start <= now) != (its <= now))
		return start <= now;
	return start <= now ? start >= its : start < its;
}

const Interview *
debriefs_find_interview(const Application *application, gint64 now)
{
	const Interview *nearest = NULL;

	for (guint i = 0; i < application->interviews->len; i++) {
		const Interview *interview = application->interviews->pdata[i];

		if (!interview->is_cancelled &&
		    interview->when.start.precision &&
		    (!nearest || is_nearer(interview, nearest, now)))
			nearest = interview;
	}
	return nearest;
}
