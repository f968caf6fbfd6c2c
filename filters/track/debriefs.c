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

const Interview *
debriefs_find_interview(const Application *application)
{
	const Interview *last = NULL;

	for (guint i = 0; i < application->interviews->len; i++) {
		const Interview *interview = application->interviews->pdata[i];

		if (!interview->is_cancelled && interview->when.start.precision)
			last = interview;
	}
	return last;
}
