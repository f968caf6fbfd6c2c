#include "role.h"

#include "votes.h"

#include <string.h>

#define WEIGHT_SUBJECT 1.5 /* times the rule's */
#define WEIGHT_CONTEXT 3.0 /* what the application is known to be */
#define WEIGHT_UNSURE 3.0  /* below it a name must end as jobs do */
#define ROLE_BYTES_MAX 120

/* A role on one line, without what is no part of it at its ends. */
static char *
clean_role(const Clues *clues, const char *text)
{
	g_auto(GStrv) words = g_strsplit_set(text, " \n\t", -1);
	g_autoptr(GString) joined = g_string_new(NULL);
	const char *company = clues->reading->company;

	for (char **word = words; *word; word++)
		if (**word)
			g_string_append_printf(
			    joined, "%s%s", joined->len ? " " : "", *word);
	if (company && g_str_has_prefix(joined->str, company)) {
		g_string_erase(joined, 0, (gssize)strlen(company));
		while (joined->len && strchr(" -|:,", joined->str[0]))
			g_string_erase(joined, 0, 1);
	}
	while (joined->len && strchr(" -|:,/&(", joined->str[joined->len - 1]))
		g_string_truncate(joined, joined->len - 1);
	return g_strdup(joined->str);
}

static bool
is_possible(const Clues *clues, const char *role, double weight)
{
	const char *company = clues->reading->company;

	if (!*role || strlen(role) > ROLE_BYTES_MAX ||
	    clues_is_user_name(clues, role) ||
	    (company && !g_ascii_strcasecmp(company, role)) ||
	    clues_text_is(clues, "never_role", role))
		return false;
	return weight > WEIGHT_UNSURE ||
	       clues_text_is(clues, "role_head", role);
}

static void
find_requisition(Clues *clues)
{
	g_autoptr(GArray) matches = patterns_find(clues->tokens, "requisition");

	for (guint i = 0; i < matches->len; i++) {
		const Match *match = &g_array_index(matches, Match, i);

		clues->reading->requisition =
		    match_dup_text(match, "id", clues->tokens);
		if (clues->reading->requisition)
			return;
	}
}

void
role_find(Clues *clues)
{
	g_autoptr(GPtrArray) votes = votes_new();
	g_autoptr(GArray) matches = patterns_find(clues->tokens, "role");
	const Vote *best;

	if (clues->context->role)
		(void)votes_add(votes, clues->context->role, WEIGHT_CONTEXT);
	for (guint i = 0; i < matches->len; i++) {
		const Match *match = &g_array_index(matches, Match, i);
		g_autofree char *text =
		    match_dup_text(match, "role", clues->tokens);
		g_autofree char *role = clean_role(clues, text ? text : "");
		double weight = match_number(match, "weight", 1);

		if (!is_possible(clues, role, weight))
			continue;
		if (clues_zone(clues, match->start) == ZONE_SUBJECT)
			weight *= WEIGHT_SUBJECT;
		if (clues_zone(clues, match->start) != ZONE_SIGNATURE)
			(void)votes_add(votes, role, weight);
	}
	best = votes_best(votes);
	if (best)
		clues->reading->role = g_strdup(best->text);
	find_requisition(clues);
}
