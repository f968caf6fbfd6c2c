#include "facts.h"

#include "clues.h"
#include "deadlines.h"
#include "firm.h"
#include "named.h"
#include "patterns.h"
#include "people.h"
#include "place.h"
#include "role.h"
#include "stage.h"
#include "tone.h"
#include "trust.h"

/* What is no part of a search has no facts that matter. */
static bool
is_of_search(const Context *context, const Reading *reading)
{
	return context->in_thread ||
	       (reading->kind != KIND_NONE && reading->kind != KIND_ALERT);
}

/* Only where they ask for something: others may speak of references, too. */
static bool
asks_references(const Clues *clues)
{
	g_autoptr(GArray) matches =
	    clues->reading->kind == KIND_REQUEST
	        ? patterns_find(clues->tokens, "references")
	        : NULL;

	return matches && matches->len;
}

/* An invite that names nobody, no time and nowhere to go is a notice: nothing
 * that a draft could take up. */
static void
doubt_bare_invite(Reading *reading)
{
	if (reading->kind == KIND_INVITE && !reading->contacts->len &&
	    !reading->slots->len && !reading->link && !reading->place)
		reading->sure = false;
}

void
facts_find(const FactSources *sources, const Message *message,
    const Context *context, Reading *reading)
{
	g_autoptr(Clues) clues = NULL;

	if (!is_of_search(context, reading))
		return;
	clues = clues_new(sources->patterns, message, context, reading);
	named_find(clues, sources->names);
	detail_find(clues);
	deadlines_find(clues, sources->dates);
	firm_find(clues);
	role_find(clues);
	people_find(clues);
	tone_find(clues);
	place_find(clues);
	stage_find(clues);
	reading->asks_references = asks_references(clues);
	trust_judge(clues);
	doubt_bare_invite(reading);
	if (tokens_is_cut_short(clues->tokens))
		reading_add_reason(reading, "limit/patterns",
		    "not all patterns were tried: they take too long", 0);
}
