#include "dates.h"

#include "when.h"

#include <string.h>

#define LIST_GAP_BYTES_MAX 8 /* ", and " */

/* The names of uses are what rules set in "means". */
static const char *const use_names[USE_COUNT] = {
    [USE_UNKNOWN] = "",
    [USE_SLOT] = "slot",
    [USE_RESPOND] = "respond",
    [USE_DECIDE] = "decide",
    [USE_START] = "start",
    [USE_OLD] = "old",
    [USE_PROMISE] = "promise",
    [USE_PAST] = "past",
    [USE_NOTHING] = "nothing",
    [USE_MAYBE] = "maybe",
};

static Use
use_named(const char *name)
{
	for (int i = 0; i < USE_COUNT; i++)
		if (!strcmp(use_names[i], name))
			return (Use)i;
	return USE_UNKNOWN;
}

Moment
dates_last_moment(const Mention *mention)
{
	return mention->when.end.precision != MOMENT_NONE ? mention->when.end
	                                                  : mention->when.start;
}

bool
dates_is_by(const Mention *mention)
{
	return mention->when.start.precision == MOMENT_NONE &&
	       mention->when.end.precision != MOMENT_NONE;
}

bool
dates_are_answers(Kind kind)
{
	return kind == KIND_ASSESSMENT || kind == KIND_REQUEST ||
	       kind == KIND_OFFER;
}

/* Whether a mention can be what a rule takes it for. */
static bool
can_be(const Dates *dates, guint i, const Match *match, Use use)
{
	const Mention *mention = &g_array_index(dates->mentions, Mention, i);
	bool is_timed = dates_last_moment(mention).precision == MOMENT_TIME;
	Kind kind = dates->clues->reading->kind;

	if (use == USE_RESPOND)
		return dates_is_by(mention) || dates_are_answers(kind) ||
		       (match_says(match, "form", "any") &&
		           !(kind == KIND_INVITE && is_timed));
	if (use == USE_DECIDE)
		return dates_is_by(mention) || !is_timed;
	return true;
}

/* The mention within a match that may be what it says: its own, else the last
 * of the others; n_mentions where there is none. */
static guint
find_meant(const Dates *dates, const Match *match, Use use)
{
	const Capture *when = match_get(match, "when");
	guint n = dates->mentions->len;
	guint meant = n;

	if (when && when->number >= 0 && (guint)when->number < n &&
	    can_be(dates, (guint)when->number, match, use))
		return (guint)when->number;
	for (guint i = 0; i < n; i++) {
		const Mention *one =
		    &g_array_index(dates->mentions, Mention, i);

		if (one->start >= match->start &&
		    one->start + one->length <= match->start + match->length &&
		    can_be(dates, i, match, use))
			meant = i;
	}
	return meant;
}

static void
take_uses(Dates *dates, const char *group)
{
	g_autoptr(GArray) matches = NULL;

	if (!dates->mentions->len)
		return;
	matches = patterns_find(dates->clues->tokens, group);
	for (guint i = 0; i < matches->len; i++) {
		const Match *match = &g_array_index(matches, Match, i);
		const Capture *means = match_get(match, "means");
		Use use = means ? use_named(means->value) : USE_UNKNOWN;
		guint meant = find_meant(dates, match, use);

		if (meant < dates->mentions->len)
			dates->uses[meant] = use;
	}
}

Moment
dates_day_of(Moment moment)
{
	gint64 local = moment.time + moment.utc_offset_s;

	if (moment.precision != MOMENT_TIME)
		return moment;
	moment.precision = MOMENT_DAY;
	moment.time -= ((local % DAY_S) + DAY_S) % DAY_S;
	return moment;
}

bool
dates_continue_list(const Dates *dates, guint i)
{
	const Mention *one = &g_array_index(dates->mentions, Mention, i);
	const Mention *before = one - 1;

	return i && one->start >= before->start + before->length &&
	       one->start - before->start - before->length <=
	           LIST_GAP_BYTES_MAX;
}

/* What is not a slot, is not in all its list: "Tue & Thu 2-4". */
static void
take_lists(Dates *dates)
{
	for (guint i = 1; i < dates->mentions->len; i++)
		if (dates_continue_list(dates, i) && !dates->uses[i] &&
		    dates->uses[i - 1] == USE_NOTHING)
			dates->uses[i] = USE_NOTHING;
}

/* "By Friday" alone, in a message that wants something, is when; in one that
 * tells how it stands it is when they will tell more. */
static void
take_rest(Dates *dates)
{
	Kind kind = dates->clues->reading->kind;
	bool tells = kind == KIND_ACKNOWLEDGEMENT || kind == KIND_UPDATE;

	if (!tells && kind != KIND_INVITE && !dates_are_answers(kind))
		return;
	for (guint i = 0; i < dates->mentions->len; i++) {
		const Mention *one =
		    &g_array_index(dates->mentions, Mention, i);
		Use *use = &dates->uses[i];

		if (tells && *use == USE_RESPOND)
			*use = USE_UNKNOWN;
		if (*use != USE_UNKNOWN || !dates_is_by(one))
			continue;
		if (tells)
			*use = USE_MAYBE;
		else if (kind != KIND_INVITE ||
		         one->when.end.precision == MOMENT_DAY)
			*use = USE_RESPOND;
	}
}

Dates *
dates_new(Clues *clues)
{
	Dates *dates = g_new0(Dates, 1);

	dates->clues = clues;
	dates->mentions = when_find(clues->tokens, clues->message->date);
	dates->uses = g_new0(Use, dates->mentions->len + 1);
	dates->margins = g_new0(float, dates->mentions->len + 1);
	dates->is_free = g_new0(bool, dates->mentions->len + 1);
	take_uses(dates, "deadline");
	if (clues->reading->direction == DIRECTION_OUTGOING)
		take_uses(dates, "promise");
	take_lists(dates);
	take_rest(dates);
	return dates;
}

void
dates_free(Dates *dates)
{
	if (!dates)
		return;
	g_array_unref(dates->mentions);
	g_free(dates->uses);
	g_free(dates->margins);
	g_free(dates->is_free);
	g_free(dates);
}
