#include "deadlines.h"

#include "dates.h"
#include "when.h"

#include <string.h>

#define LIST_GAP_BYTES_MAX 8    /* ", and " */
#define WINDOW_S_MAX (6 * 3600) /* longer times are when they are there */
#define AHEAD_DAYS_MAX 400      /* nobody is asked in for later */

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

/* The last moment that a mention names: "by Friday", "within a week". */
static Moment
last_moment(const Mention *mention)
{
	return mention->when.end.precision != MOMENT_NONE ? mention->when.end
	                                                  : mention->when.start;
}

static bool
is_by(const Mention *mention)
{
	return mention->when.start.precision == MOMENT_NONE &&
	       mention->when.end.precision != MOMENT_NONE;
}

/* What asks for something has a day for it more often than not. */
static bool
wants_answer(Kind kind)
{
	return kind == KIND_ASSESSMENT || kind == KIND_REQUEST ||
	       kind == KIND_OFFER;
}

/* Whether a mention can be what a rule takes it for. */
static bool
can_be(const Dates *dates, guint i, const Match *match, Use use)
{
	const Mention *mention = &g_array_index(dates->mentions, Mention, i);
	bool is_timed = last_moment(mention).precision == MOMENT_TIME;
	Kind kind = dates->clues->reading->kind;

	if (use == USE_RESPOND)
		return is_by(mention) || wants_answer(kind) ||
		       (match_says(match, "form", "any") &&
		           !(kind == KIND_INVITE && is_timed));
	if (use == USE_DECIDE)
		return is_by(mention) || !is_timed;
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

/* A time in UTC, as most calendars write it, is nobody's: the sender's clock. */
static Moment
at_senders_clock(Moment moment, Moment date)
{
	if (moment.precision == MOMENT_TIME && moment.utc_offset_s == 0)
		moment.utc_offset_s = date.utc_offset_s;
	return moment;
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

	if (!tells && kind != KIND_INVITE && !wants_answer(kind))
		return;
	for (guint i = 0; i < dates->mentions->len; i++) {
		const Mention *one =
		    &g_array_index(dates->mentions, Mention, i);
		Use *use = &dates->uses[i];

		if (tells && *use == USE_RESPOND)
			*use = USE_UNKNOWN;
		if (*use != USE_UNKNOWN || !is_by(one))
			continue;
		if (tells)
			*use = USE_MAYBE;
		else if (kind != KIND_INVITE ||
		         one->when.end.precision == MOMENT_DAY)
			*use = USE_RESPOND;
	}
}

/* Whether a day may still come, and is not after an hour or two. */
static bool
is_day_ahead(const Dates *dates, Moment day)
{
	Moment now = dates_day_of(dates->clues->message->date);

	return day.precision != MOMENT_NONE &&
	       (now.precision == MOMENT_NONE ||
	           (day.time >= now.time &&
	               day.time <= now.time + (gint64)AHEAD_DAYS_MAX * DAY_S));
}

/* The first mention of a use that is not over, "by" a day before others. */
static Moment
find_day(const Dates *dates, Use use)
{
	Moment other = {.precision = MOMENT_NONE};

	for (guint i = 0; i < dates->mentions->len; i++) {
		const Mention *mention =
		    &g_array_index(dates->mentions, Mention, i);
		Moment day = dates_day_of(last_moment(mention));

		if (dates->uses[i] != use || !is_day_ahead(dates, day))
			continue;
		if (is_by(mention))
			return day;
		if (other.precision == MOMENT_NONE)
			other = day;
	}
	return other;
}

/* The day to answer by: what asks for something and names but one day. */
static Moment
find_answer_day(const Dates *dates)
{
	Kind kind = dates->clues->reading->kind;
	Moment day = find_day(dates, USE_RESPOND);

	if (day.precision != MOMENT_NONE ||
	    (kind != KIND_ASSESSMENT && kind != KIND_REQUEST))
		return day;
	return find_day(dates, USE_UNKNOWN);
}

/* The day they decide by. */
static Moment
find_decision_day(const Dates *dates)
{
	Moment day = find_day(dates, USE_DECIDE);

	return day.precision != MOMENT_NONE ? day : find_day(dates, USE_MAYBE);
}

/* Whether messages of a kind tell by when to answer, or when they decide. */
static bool
tells_answer_day(const Reading *reading)
{
	return reading->kind == KIND_INVITE || reading->kind == KIND_LEVERAGE ||
	       wants_answer(reading->kind);
}

static bool
tells_decision_day(const Reading *reading)
{
	return reading->kind == KIND_ACKNOWLEDGEMENT ||
	       reading->kind == KIND_UPDATE || reading->kind == KIND_INVITE ||
	       reading->kind == KIND_OFFER;
}

static bool
takes_event(const Reading *reading)
{
	return reading->kind == KIND_INVITE || reading->kind == KIND_CONFIRM;
}

void
deadlines_find(Clues *clues)
{
	Reading *reading = clues->reading;
	const CalendarEvent *event = clues_event(clues);
	g_autoptr(GArray) mentions =
	    when_find(clues->tokens, clues->message->date);
	g_autofree Use *uses = g_new0(Use, mentions->len + 1);
	g_autofree bool *is_free = g_new0(bool, mentions->len + 1);
	Dates dates = {clues, mentions, uses, is_free};

	take_uses(&dates, "deadline");
	if (reading->direction == DIRECTION_OUTGOING)
		take_uses(&dates, "promise");
	take_lists(&dates);
	take_rest(&dates);
	if (event && takes_event(reading)) {
		Moment date = clues->message->date;

		(void)reading_add_slot(reading,
		    at_senders_clock(event->when.start, date),
		    at_senders_clock(event->when.end, date));
		reading->calendar_uid = g_strdup(event->uid);
	} else if (reading->kind == KIND_INVITE ||
	           reading->kind == KIND_CONFIRM ||
	           reading->kind == KIND_RESCHEDULE) {
		slots_find(&dates);
	}
	if (tells_answer_day(reading))
		reading->respond_by = find_answer_day(&dates);
	if (reading->kind == KIND_OFFER)
		reading->starts = find_day(&dates, USE_START);
	if (tells_decision_day(reading))
		reading->decide_by = find_decision_day(&dates);
	if (reading->direction == DIRECTION_OUTGOING)
		reading->promise = find_day(&dates, USE_PROMISE);
}
