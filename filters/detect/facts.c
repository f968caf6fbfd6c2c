#include "facts.h"

#include "clues.h"
#include "deadlines.h"
#include "firm.h"
#include "people.h"
#include "place.h"
#include "role.h"
#include "tone.h"
#include "trust.h"

/* What is no part of a search has no facts that matter. */
static bool
is_of_search(const Context *context, const Reading *reading)
{
	return context->in_thread ||
	       (reading->kind != KIND_NONE && reading->kind != KIND_ALERT);
}

void
facts_find(const Patterns *patterns, const Message *message,
    const Context *context, Reading *reading)
{
	g_autoptr(Clues) clues = NULL;

	if (!is_of_search(context, reading))
		return;
	clues = clues_new(patterns, message, context, reading);
	deadlines_find(clues);
	firm_find(clues);
	role_find(clues);
	people_find(clues);
	tone_find(clues);
	place_find(clues);
	trust_judge(clues);
}
