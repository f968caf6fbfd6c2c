#include "stage.h"

#include <string.h>

/* Of a score: what words add to what the examples say. */
#define WORDS_DETAIL 0.4F
#define WORDS_STAGE 0.08F   /* times the rule's weight */
#define THERE_ONSITE 0.15F  /* they meet at an address */
#define WEIGHT_SUBJECT 1.5F /* times the rule's */
#define WEIGHT_AGAIN 0.2F   /* of what comes once more */

/* Whether they meet at an address. */
static bool
is_there(const Reading *reading)
{
	return reading->place && !g_str_has_prefix(reading->place, "http");
}

static int
largest_of(const float *scores, int count)
{
	int best = 0;

	for (int i = 1; i < count; i++)
		if (scores[i] > scores[best])
			best = i;
	return best;
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
	static const char *groups[KIND_COUNT] = {
	    [KIND_INVITE] = "detail_of_invite",
	    [KIND_REJECTION] = "detail_of_rejection",
	    [KIND_OFFER] = "detail_of_offer",
	};
	Reading *reading = clues->reading;
	Detail said;

	if (!groups[reading->kind])
		return;
	said = detail_said(clues, groups[reading->kind]);
	if (!said)
		return;
	reading->detail_scores[said] += WORDS_DETAIL;
	reading->detail =
	    (Detail)largest_of(reading->detail_scores, DETAIL_COUNT);
}

void
stage_find(Clues *clues)
{
	Reading *reading = clues->reading;
	float weights[STAGE_COUNT] = {0};
	g_autoptr(GArray) matches = NULL;

	if (reading->kind != KIND_INVITE)
		return;
	matches = patterns_find(clues->tokens, "stage");
	for (guint i = 0; i < matches->len; i++) {
		const Match *match = &g_array_index(matches, Match, i);
		const Capture *is = match_get(match, "is");
		Stage stage = stage_named(is ? is->value : "");
		float weight = (float)match_number(match, "weight", 1);
		Zone zone = clues_zone(clues, match->start);

		if (zone == ZONE_SIGNATURE)
			continue;
		if (zone == ZONE_SUBJECT)
			weight *= WEIGHT_SUBJECT;
		weights[stage] = MAX(weights[stage], weight) +
		                 (weights[stage] > 0 ? WEIGHT_AGAIN : 0);
	}
	for (int i = STAGE_NONE + 1; i < STAGE_COUNT; i++)
		reading->stage_scores[i] += WORDS_STAGE * weights[i];
	if (is_there(reading))
		reading->stage_scores[STAGE_ONSITE] += THERE_ONSITE;
	reading->stage = (Stage)largest_of(reading->stage_scores, STAGE_COUNT);
}
