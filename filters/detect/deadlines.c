#include "deadlines.h"

#include "when.h"

#include <string.h>

#define DAY_S 86400
#define SLOTS_MAX 12
#define LIST_GAP_BYTES_MAX 8    /* ", and " */
#define WINDOW_S_MAX (6 * 3600) /* longer times are when they are there */
#define NOW_S 60                /* "right now" is no time to meet */
#define AHEAD_DAYS_MAX 400      /* nobody is asked in for later */

/* What a mention is for; the names are what rules set in "means". */
typedef enum {
	USE_UNKNOWN,
	USE_SLOT,
	USE_RESPOND,
	USE_DECIDE,
	USE_START,
	USE_OLD,
	USE_PROMISE,
	USE_PAST, /* what was then, if it can be */
	USE_NOTHING,
	USE_MAYBE, /* no rule says so, but "by" and the kind do */
	USE_COUNT,
} Use;

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

typedef struct Dates {
	Clues *clues;
	GArray *mentions; /* of Mention */
	Use *uses;        /* of each mention */
	bool *is_free;    /* of each day alone: a day to meet on */
} Dates;

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

/* Whether a mention follows the one before it in a list: "Monday or Friday". */
static bool
continues_list(const Dates *dates, guint i)
{
	const Mention *one = &g_array_index(dates->mentions, Mention, i);
	const Mention *before = one - 1;

	return i && one->start >= before->start + before->length &&
	       one->start - before->start - before->length <=
	           LIST_GAP_BYTES_MAX;
}

static bool
takes_slots(Kind kind)
{
	return kind == KIND_INVITE || kind == KIND_CONFIRM ||
	       kind == KIND_RESCHEDULE;
}

/* A time in UTC, as most calendars write it, is nobody's: the sender's clock. */
static Moment
at_senders_clock(Moment moment, Moment date)
{
	if (moment.precision == MOMENT_TIME && moment.utc_offset_s == 0)
		moment.utc_offset_s = date.utc_offset_s;
	return moment;
}

/* Which days alone are said to be days to meet on. */
static void
take_free_days(Dates *dates)
{
	g_autoptr(GArray) matches = NULL;

	if (!dates->mentions->len || !takes_slots(dates->clues->reading->kind))
		return;
	matches = patterns_find(dates->clues->tokens, "slot_day");
	for (guint i = 0; i < matches->len; i++) {
		const Capture *when =
		    match_get(&g_array_index(matches, Match, i), "when");

		if (when && when->number >= 0 &&
		    (guint)when->number < dates->mentions->len)
			dates->is_free[when->number] = true;
	}
	for (guint i = 1; i < dates->mentions->len; i++)
		if (continues_list(dates, i) && dates->is_free[i - 1])
			dates->is_free[i] = true;
}

/* What is not a slot, is not in all its list: "Tue & Thu 2-4". */
static void
take_lists(Dates *dates)
{
	for (guint i = 1; i < dates->mentions->len; i++)
		if (continues_list(dates, i) && !dates->uses[i] &&
		    dates->uses[i - 1] == USE_NOTHING)
			dates->uses[i] = USE_NOTHING;
}

/* A moment as a day alone: what day it is where it was written. */
static Moment
day_of(Moment moment)
{
	gint64 local = moment.time + moment.utc_offset_s;

	if (moment.precision != MOMENT_TIME)
		return moment;
	moment.precision = MOMENT_DAY;
	moment.time -= ((local % DAY_S) + DAY_S) % DAY_S;
	return moment;
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
	Moment now = day_of(dates->clues->message->date);

	return day.precision != MOMENT_NONE &&
	       (now.precision == MOMENT_NONE ||
	           (day.time >= now.time &&
	               day.time <=
	                   now.time + (gint64)AHEAD_DAYS_MAX * DAY_S));
}

/* The first mention of a use that is not over, "by" a day before others. */
static Moment
find_day(const Dates *dates, Use use)
{
	Moment other = {.precision = MOMENT_NONE};

	for (guint i = 0; i < dates->mentions->len; i++) {
		const Mention *mention =
		    &g_array_index(dates->mentions, Mention, i);
		Moment day = day_of(last_moment(mention));

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

	return day.precision != MOMENT_NONE ? day
	                                    : find_day(dates, USE_MAYBE);
}

/* Whether messages of a kind tell by when to answer, or when they decide. */
static bool
tells_answer_day(const Reading *reading)
{
	return reading->kind == KIND_INVITE ||
	       reading->kind == KIND_LEVERAGE || wants_answer(reading->kind);
}

static bool
tells_decision_day(const Reading *reading)
{
	return reading->kind == KIND_ACKNOWLEDGEMENT ||
	       reading->kind == KIND_UPDATE || reading->kind == KIND_INVITE ||
	       reading->kind == KIND_OFFER;
}

static bool
is_single_day(const Period *when)
{
	return when->start.precision == MOMENT_DAY &&
	       (when->end.precision == MOMENT_NONE ||
	           when->end.time == when->start.time);
}

/* Whether a moment may lie ahead, seen from the message. */
static bool
is_ahead(const Dates *dates, Moment start)
{
	Moment now = dates->clues->message->date;

	if (now.precision == MOMENT_NONE)
		return true;
	if (start.precision == MOMENT_TIME &&
	    ABS(start.time - now.time) <= NOW_S)
		return false;
	return start.time >= day_of(now).time &&
	       start.time <= now.time + (gint64)AHEAD_DAYS_MAX * DAY_S;
}

/* Whether a time's day is said, by itself or by a mention before it. */
static bool
has_day(const Dates *dates, guint i)
{
	for (guint k = 0; k <= i; k++)
		if (g_array_index(dates->mentions, Mention, k).names_day)
			return true;
	return false;
}

/* Whether a mention is a time somebody could meet at. */
static bool
is_slot(const Dates *dates, guint i, bool wants_old)
{
	const Mention *mention = &g_array_index(dates->mentions, Mention, i);
	const Period *when = &mention->when;
	Use use = dates->uses[i];
	bool is_timed = when->start.precision == MOMENT_TIME;

	if (when->start.precision == MOMENT_NONE || mention->is_open ||
	    clues_zone(dates->clues, mention->start) == ZONE_SIGNATURE ||
	    !is_ahead(dates, when->start))
		return false;
	if (is_timed ? !has_day(dates, i)
	             : !is_single_day(when) || !dates->is_free[i])
		return false;
	if (use == USE_OLD)
		return wants_old;
	return use == USE_UNKNOWN || use == USE_SLOT ||
	       (is_timed && (use == USE_START || use == USE_PAST));
}

static bool
has_slot(const Reading *reading, Moment start)
{
	for (guint i = 0; i < reading->slots->len; i++) {
		const Period *slot = reading->slots->pdata[i];

		if (slot->start.time == start.time &&
		    slot->start.precision == start.precision)
			return true;
	}
	return false;
}

/* Adds the mentions of that precision in that zone. */
static void
add_slots(const Dates *dates, MomentPrecision precision, Zone zone)
{
	Reading *reading = dates->clues->reading;
	bool wants_old = reading->detail == DETAIL_CANCELLED;

	for (guint i = 0;
	     i < dates->mentions->len && reading->slots->len < SLOTS_MAX; i++) {
		const Mention *one =
		    &g_array_index(dates->mentions, Mention, i);
		const Period *when = &one->when;

		if (when->start.precision != precision ||
		    clues_zone(dates->clues, one->start) != zone ||
		    !is_slot(dates, i, wants_old) ||
		    has_slot(reading, when->start))
			continue;
		(void)reading_add_slot(reading, when->start,
		    precision == MOMENT_TIME ? when->end : (Moment){0});
	}
}

/*
 * A fixed interview is one: an agenda's times on its day are its parts, and
 * other days are something else.
 */
static void
keep_one(Reading *reading)
{
	Period *first;

	if (reading->slots->len < 2)
		return;
	first = reading->slots->pdata[0];
	for (guint i = reading->slots->len - 1; i > 0; i--) {
		const Period *other = reading->slots->pdata[i];
		Moment end = other->end.precision == MOMENT_TIME ? other->end
		                                                 : other->start;

		if (other->start.precision == MOMENT_TIME &&
		    day_of(other->start).time == day_of(first->start).time &&
		    end.time > first->start.time &&
		    (first->end.precision != MOMENT_TIME ||
		        end.time > first->end.time))
			first->end = end;
		g_ptr_array_remove_index(reading->slots, i);
	}
}

static bool
has_timed(const Reading *reading)
{
	for (guint i = 0; i < reading->slots->len; i++) {
		const Period *slot = reading->slots->pdata[i];

		if (slot->start.precision == MOMENT_TIME)
			return true;
	}
	return false;
}

/* The text's times, else its days, else the subject's. */
static void
find_slots(const Dates *dates)
{
	Reading *reading = dates->clues->reading;
	bool is_fixed =
	    reading->kind == KIND_INVITE && reading->detail != DETAIL_PROPOSE;

	add_slots(dates, MOMENT_TIME, ZONE_TEXT);
	if (!reading->slots->len || reading->kind == KIND_RESCHEDULE)
		add_slots(dates, MOMENT_DAY, ZONE_TEXT);
	if (!has_timed(reading) && reading->detail != DETAIL_MOVED &&
	    reading->direction == DIRECTION_INCOMING) {
		guint n = reading->slots->len;

		add_slots(dates, MOMENT_TIME, ZONE_SUBJECT);
		if (reading->slots->len > n)
			g_ptr_array_remove_range(reading->slots, 0, n);
	}
	if (!reading->slots->len && reading->detail != DETAIL_MOVED)
		add_slots(dates, MOMENT_DAY, ZONE_SUBJECT);
	if (is_fixed)
		keep_one(reading);
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
	take_free_days(&dates);
	if (event && takes_event(reading)) {
		Moment date = clues->message->date;

		(void)reading_add_slot(reading,
		    at_senders_clock(event->when.start, date),
		    at_senders_clock(event->when.end, date));
		reading->calendar_uid = g_strdup(event->uid);
	} else if (takes_slots(reading->kind)) {
		find_slots(&dates);
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
