#include "stage.h"

#include <string.h>

#define WEIGHT_SUBJECT 1.5 /* times the rule's */
#define WEIGHT_AGAIN 0.2   /* of what comes once more */

/* Whether they meet at an address, and nothing more is known. */
static bool
is_there(const Reading *reading)
{
	return reading->place && !g_str_has_prefix(reading->place, "http") &&
	       (reading->stage == STAGE_NONE ||
	           reading->stage == STAGE_SCREEN ||
	           reading->stage == STAGE_CASUAL);
}

/* The detail that the words of a group name; the first in the subject counts
 * before the text's. */
static Detail
detail_said(const Clues *clues, const char *group)
{
	g_autoptr(GArray) matches = patterns_find(clues->tokens, group);

	for (guint i = 0; i < matches->len; i++) {
		const Match *match = &g_array_index(matches, Match, i);
		const Capture *is = match_get(match, "is");

		if (clues_zone(clues, match->start) != ZONE_SIGNATURE)
			return detail_named(is ? is->value : "");
	}
	return DETAIL_NONE;
}

void
detail_find(Clues *clues)
{
	Reading *reading = clues->reading;
	Detail said;

	switch (reading->kind) {
	case KIND_INVITE:
		said = detail_said(clues, "detail_of_invite");
		if (said && reading->detail == DETAIL_CONFIRMED)
			reading->detail = said;
		break;
	case KIND_OFFER:
		said = detail_said(clues, "detail_of_offer");
		if (said)
			reading->detail = said;
		break;
	case KIND_REJECTION:
		said = detail_said(clues, "detail_of_rejection");
		if (said)
			reading->detail = said;
		break;
	default:
		break;
	}
}

void
stage_find(Clues *clues)
{
	Reading *reading = clues->reading;
	double weights[STAGE_COUNT] = {0};
	int best = STAGE_NONE;
	g_autoptr(GArray) matches = NULL;

	if (reading->kind != KIND_INVITE)
		return;
	matches = patterns_find(clues->tokens, "stage");
	for (guint i = 0; i < matches->len; i++) {
		const Match *match = &g_array_index(matches, Match, i);
		const Capture *is = match_get(match, "is");
		Stage stage = stage_named(is ? is->value : "");
		double weight = match_number(match, "weight", 1);
		Zone zone = clues_zone(clues, match->start);

		if (zone == ZONE_SIGNATURE)
			continue;
		if (zone == ZONE_SUBJECT)
			weight *= WEIGHT_SUBJECT;
		weights[stage] = MAX(weights[stage], weight) +
		                 (weights[stage] > 0 ? WEIGHT_AGAIN : 0);
	}
	for (int i = STAGE_NONE + 1; i < STAGE_COUNT; i++)
		if (weights[i] > weights[best])
			best = i;
	if (best != STAGE_NONE)
		reading->stage = (Stage)best;
	else if (is_there(reading))
		reading->stage = STAGE_ONSITE;
}
