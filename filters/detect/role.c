#include "role.h"

#include "named.h"
#include "signs.h"
#include "votes.h"

#include <string.h>

#define WEIGHT_SUBJECT 1.5 /* times the rule's */
#define WEIGHT_CONTEXT 3.0 /* what the application is known to be */
#define WEIGHT_SURE 5.0    /* from it on, whatever it is */
#define WEIGHT_UNSURE 3.0  /* below it a name must end as jobs do */
#define WEIGHT_ENDS 1.5    /* ends as jobs do, in text without blanks */
#define WEIGHT_NAMED 4.0   /* what the tagger finds */
#define JOINT_BYTES_MAX 3  /* "of", "and" */
#define ROLE_SIGNS_MAX 14
#define ROLE_BYTES_MAX 120

static char *
join_words(const char *text, gssize length)
{
	g_autofree char *part =
	    length < 0 ? g_strdup(text) : g_strndup(text, (gsize)length);
	g_auto(GStrv) words = g_strsplit_set(part, " \n\t", -1);
	GString *joined = g_string_new(NULL);

	for (char **word = words; *word; word++)
		if (**word)
			g_string_append_printf(
			    joined, "%s%s", joined->len ? " " : "", *word);
	return g_string_free(joined, FALSE);
}

/* Text up to the line on which the name of a job ends. */
static char *
first_whole_line(const Clues *clues, const char *text)
{
	for (const char *end = strchr(text, '\n'); end;
	     end = strchr(end + 1, '\n')) {
		g_autofree char *line = join_words(text, end - text);

		if (clues_text_is(clues, "role_head", line))
			return g_steal_pointer(&line);
	}
	return join_words(text, -1);
}

/* Whether a piece after ", " or " - " is part of a role's name. */
static bool
is_piece(const Clues *clues, const char *piece)
{
	const char *company = clues->reading->company;

	return !(company && g_str_has_prefix(piece, company)) &&
	       !clues_is_user_name(clues, piece) &&
	       !clues_text_is(clues, "never_role", piece);
}

/* Cuts the pieces off the end of role that are no part of it, in place. */
static void
cut_pieces(const Clues *clues, char *role)
{
	static const char *const joints[] = {" - ", ", ", " (", NULL};

	for (const char *const *joint = joints; *joint; joint++) {
		char *at = g_strrstr(role, *joint);
		const char *piece = at ? at + strlen(*joint) : NULL;

		if (!at || at == role)
			continue;
		if (!is_piece(clues, piece) ||
		    (**joint == ' ' && (*joint)[1] == '(' &&
		        strpbrk(piece, "0123456789")))
			*at = '\0';
	}
}

/* Cuts a role where the sentence goes on, in place. */
static void
cut_sentence(const Clues *clues, char *role)
{
	Tokens *tokens = clues_short(clues, role);
	g_autoptr(GArray) matches = patterns_find(tokens, "role_stop");
	size_t end = strlen(role);

	if (matches->len)
		end = g_array_index(matches, Match, 0).start;
	role[end] = '\0';
	for (char *comma = strchr(role, ','); comma;
	     comma = strchr(comma + 1, ','))
		if (g_unichar_islower(
		        g_utf8_get_char(comma + 1 + strspn(comma + 1, " ")))) {
			*comma = '\0';
			return;
		}
}

/* Cuts what comes after a role that begins as roles do, in place. */
static void
cut_after_phrase(const Clues *clues, char *role)
{
	Tokens *tokens = clues_short(clues, role);
	g_autoptr(GArray) matches = patterns_find(tokens, "role_phrase");

	if (matches->len) {
		const Match *match = &g_array_index(matches, Match, 0);

		if (!match->start)
			role[match->length] = '\0';
	}
}

/* A role on one line, without what is no part of it at its ends. */
static char *
clean_role(const Clues *clues, const char *text)
{
	g_autofree char *line = first_whole_line(clues, text);
	char *role = line;
	const char *company = clues->reading->company;

	cut_sentence(clues, role);
	cut_after_phrase(clues, role);
	cut_pieces(clues, role);
	if (company && g_str_has_prefix(role, company))
		role += strlen(company);
	role += strspn(role, " -|:,");
	for (char *next; (next = strchr(role, ' ')) != NULL; role = next + 1) {
		g_autofree char *word = join_words(role, next - role);

		if (!clues_text_is(clues, "role_lead", word) &&
		    !clues_is_user_name(clues, word) && strcmp(word, "/"))
			break;
	}
	for (size_t n = strlen(role); n && strchr(" -|:,/&(", role[n - 1]); n--)
		role[n - 1] = '\0';
	return g_strdup(role);
}

/* Whether all but the short words begin with capitals. */
static bool
is_capitalised(const char *role)
{
	g_auto(GStrv) words = g_strsplit(role, " ", -1);

	for (char **word = words; *word; word++)
		if (g_unichar_islower(g_utf8_get_char(*word)) &&
		    strlen(*word) > JOINT_BYTES_MAX)
			return false;
	return true;
}

static bool
is_possible(const Clues *clues, const char *role, double weight, bool has_head)
{
	const char *company = clues->reading->company;

	if (!*role || strlen(role) > ROLE_BYTES_MAX ||
	    clues_is_user_name(clues, role) ||
	    (company && !g_ascii_strcasecmp(company, role)) ||
	    clues_text_is(clues, "never_role", role) ||
	    (weight < WEIGHT_SURE && clues_text_is(clues, "given", role)))
		return false;
	if (weight >= WEIGHT_SURE || (has_head && weight > 0) ||
	    (weight >= WEIGHT_UNSURE &&
	        (is_capitalised(role) ||
	            clues_text_is(clues, "role_head", role))))
		return true;
	return is_capitalised(role) && strchr(role, ' ') &&
	       clues_text_is(clues, "role_head", role) &&
	       !clues_text_is(clues, "weak_role", role);
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

/* Whether a match is part of somebody's title. */
static bool
is_title(const GArray *signatures, const Match *match)
{
	for (guint i = 0; i < signatures->len; i++) {
		const Match *other = &g_array_index(signatures, Match, i);

		if (match_get(other, "has") &&
		    match->start + match->length > other->start &&
		    match->start < other->start + other->length)
			return true;
	}
	return false;
}

/* The role that a match has in it, cleaned. */
static char *
role_of(const Clues *clues, const Match *match, const Tokens *tokens)
{
	g_autofree char *text = match_dup_text(match, "role", tokens);
	g_autofree char *end = NULL;

	if (text && match_says(match, "keep", "end"))
		end = clues_after_last(clues, "role_front", text, true);
	return clean_role(clues, end ? end : text ? text : "");
}

/* The roles that tokens name; the rules' weights are taken times factor. */
static void
vote_roles(Clues *clues, Tokens *tokens, Votes *votes, double factor)
{
	g_autoptr(GArray) matches = patterns_find(tokens, "role");
	g_autoptr(GArray) found =
	    tokens == clues->tokens ? NULL : patterns_find(tokens, "signature");
	const GArray *signatures = found ? found : clues_signatures(clues);

	for (guint i = 0; i < matches->len; i++) {
		const Match *match = &g_array_index(matches, Match, i);
		g_autofree char *role = role_of(clues, match, tokens);
		double weight = match_number(match, "weight", 1);
		bool needs_head = match_says(match, "needs", "head");
		Zone zone = tokens == clues->tokens
		                ? clues_zone(clues, match->start)
		                : ZONE_TEXT;

		if (zone == ZONE_SIGNATURE || is_title(signatures, match) ||
		    (zone != ZONE_SUBJECT &&
		        match_says(match, "zone", "subject")) ||
		    (needs_head && !clues_text_is(clues, "role_head", role)) ||
		    !is_possible(clues, role, weight, needs_head))
			continue;
		if (zone == ZONE_SUBJECT)
			weight *= WEIGHT_SUBJECT;
		(void)votes_add(votes, role, weight * factor);
	}
}

/* In text without blanks, what ends as jobs do and does not go on. */
static void
vote_ends(Clues *clues, Votes *votes)
{
	g_autoptr(GArray) ends = patterns_find(clues->tokens, "role_end");
	g_autofree bool *fronts =
	    ends->len ? signs_within(clues, "role_front") : NULL;
	g_autofree bool *stops =
	    ends->len ? signs_within(clues, "role_after") : NULL;

	for (guint i = 0; i < ends->len; i++) {
		const Match *end = &g_array_index(ends, Match, i);
		double factor = 1;
		g_autofree char *text = NULL;
		g_autofree char *bare = NULL;
		g_autofree char *role = NULL;

		if (signs_go_on(clues, stops, end) ||
		    clues_zone(clues, end->start) == ZONE_SIGNATURE ||
		    is_title(clues_signatures(clues), end))
			continue;
		text = signs_name_to(clues, fronts, end, ROLE_SIGNS_MAX);
		if (!text)
			text = g_strndup(clues->text + end->start, end->length);
		bare = clues_after_last(clues, "role_front", text, true);
		role = clean_role(clues, bare);
		if (clues_zone(clues, end->start) == ZONE_SUBJECT)
			factor = WEIGHT_SUBJECT;
		if (is_possible(clues, role, WEIGHT_ENDS, true))
			(void)votes_add(votes, role, WEIGHT_ENDS * factor);
	}
}

/* What the tagger takes for the job, wherever it stands. */
static void
vote_named(const Clues *clues, Votes *votes)
{
	for (guint i = 0; clues->named && i < clues->named->len; i++) {
		const Named *named = &g_array_index(clues->named, Named, i);

		if (named->kind == NAMED_ROLE)
			(void)votes_add(votes, named->text,
			    WEIGHT_NAMED + named_weight(named));
	}
}

void
role_find(Clues *clues)
{
	g_autoptr(GPtrArray) votes = votes_new();
	const Vote *best;

	if (clues->context->role)
		(void)votes_add(votes, clues->context->role, WEIGHT_CONTEXT);
	vote_roles(clues, clues->tokens, votes, 1);
	vote_ends(clues, votes);
	vote_named(clues, votes);
	if (!votes->len && clues_quoted(clues))
		vote_roles(clues, clues_quoted(clues), votes, 1);
	best = votes_best(votes);
	if (best)
		clues->reading->role = g_strdup(best->text);
	find_requisition(clues);
}
