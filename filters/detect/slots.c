#include "dates.h"

#include <string.h>

#define MINUTE_S 60
#define HOUR_S 3600
#define HALF_DAY_S (12 * HOUR_S)
#define EARLY_HOUR 7 /* nobody meets between one and this */
#define SLOTS_MAX 12
#define NOW_S 60          /* "right now" is no time to meet */
#define BOTH_BYTES_MAX 16 /* ", both at " */

/* Which days alone are said to be days to meet on. */
static void
take_free_days(Dates *dates)
{
	g_autoptr(GArray) matches = NULL;

	if (!dates->mentions->len)
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
		if (dates_continue_list(dates, i) && dates->is_free[i - 1])
			dates->is_free[i] = true;
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
	return start.time >= dates_day_of(now).time &&
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

static int
hour_of(Moment moment)
{
	return (int)((moment.time + moment.utc_offset_s) % DAY_S / HOUR_S);
}

/* Whether a line ends between a mention and the next. */
static bool
has_line_end(const Dates *dates, guint i)
{
	const Mention *one = &g_array_index(dates->mentions, Mention, i);
	const Mention *next = one + 1;
	const char *text = dates->clues->text;

	return memchr(text + one->start, '\n', next->start - one->start);
}

/* Whether a mention is a time somebody could meet at. */
static bool
is_slot(const Dates *dates, guint i, bool wants_old)
{
	const Mention *mention = &g_array_index(dates->mentions, Mention, i);
	const Period *when = &mention->when;
	Use use = dates->uses[i];
	bool is_timed = when->start.precision == MOMENT_TIME;

	if (when->start.precision == MOMENT_NONE ||
	    (mention->is_open && !is_timed) ||
	    clues_zone(dates->clues, mention->start) == ZONE_SIGNATURE ||
	    !is_ahead(dates, when->start))
		return false;
	if (is_timed && when->start.time % MINUTE_S)
		return false; /* "in 24 hours" is when this was written */
	if (is_timed ? !has_day(dates, i)
	             : !is_single_day(when) ||
	                   (!dates->is_free[i] && use != USE_SLOT))
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

/* "At half past six": nobody is asked in before seven in the morning. */
static void
take_afternoons(Dates *dates)
{
	for (guint i = 0; i < dates->mentions->len; i++) {
		Mention *one = &g_array_index(dates->mentions, Mention, i);
		Moment *start = &one->when.start;
		Moment *end = &one->when.end;
		g_autofree char *text = NULL;
		g_autofree char *zero = NULL;
		int hour;

		if (start->precision != MOMENT_TIME)
			continue;
		hour = hour_of(*start);
		text = g_strndup(dates->clues->text + one->start, one->length);
		zero = g_strdup_printf("0%d", hour);
		if (hour < 1 || hour >= EARLY_HOUR || strstr(text, zero) ||
		    clues_text_is(dates->clues, "day_part", text))
			continue;
		start->time += HALF_DAY_S;
		if (end->precision == MOMENT_TIME && end->time < start->time)
			end->time += HALF_DAY_S;
	}
}

/* Gives the days of a list that ends with a time that time, too. */
static void
share_time(Dates *dates, guint first, guint last, const Mention *timed)
{
	Moment time = timed->when.start;
	gint64 since = time.time - dates_day_of(time).time;

	for (guint i = first; i < last; i++) {
		Period *when = &g_array_index(dates->mentions, Mention, i).when;
		Moment start = dates_day_of(when->start);

		if (timed->names_zone) {
			start.time += start.utc_offset_s - time.utc_offset_s;
			start.utc_offset_s = time.utc_offset_s;
		}
		start.time += since;
		start.precision = MOMENT_TIME;
		when->start = start;
		when->end = (Moment){.precision = MOMENT_NONE};
	}
}

static bool
is_plain_day(const Dates *dates, guint i)
{
	const Mention *one = &g_array_index(dates->mentions, Mention, i);

	return one->names_day && !one->is_open && is_single_day(&one->when) &&
	       dates->uses[i] == USE_UNKNOWN;
}

/* "Tuesday or Wednesday at 2", "the 10th or the 12th, both at 7.30". */
static void
take_shared_times(Dates *dates)
{
	for (guint i = 1; i < dates->mentions->len; i++) {
		const Mention *one =
		    &g_array_index(dates->mentions, Mention, i);
		const Mention *before = one - 1;
		guint first = i;
		bool is_alone = !one->names_day;

		if (one->when.start.precision != MOMENT_TIME ||
		    dates->uses[i] != USE_UNKNOWN)
			continue;
		if (is_alone &&
		    (!is_plain_day(dates, i - 1) ||
		        one->start - before->start - before->length >
		            BOTH_BYTES_MAX))
			continue;
		if (is_alone)
			first--;
		while (first > 0 && dates_continue_list(dates, first) &&
		       is_plain_day(dates, first - 1) &&
		       !has_line_end(dates, first - 1))
			first--;
		share_time(dates, first, is_alone ? i - 1 : i, one);
	}
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

static bool
has_slot_on(const Reading *reading, Moment day)
{
	for (guint i = 0; i < reading->slots->len; i++) {
		const Period *slot = reading->slots->pdata[i];

		if (dates_day_of(slot->start).time == day.time)
			return true;
	}
	return false;
}

/* "Thursday at 9, or any time on Friday": days beside times. */
static void
add_days_beside(const Dates *dates)
{
	Reading *reading = dates->clues->reading;

	for (guint i = 0; i < dates->mentions->len; i++) {
		const Mention *one =
		    &g_array_index(dates->mentions, Mention, i);

		if (one->when.start.precision == MOMENT_DAY &&
		    clues_zone(dates->clues, one->start) == ZONE_TEXT &&
		    is_slot(dates, i, false) &&
		    !has_slot_on(reading, one->when.start))
			(void)reading_add_slot(
			    reading, one->when.start, (Moment){0});
	}
}

/* What a mail that fixes or calls off an interview names as its only time is
 * when that is, whatever it seems to be for. */
static void
add_only(const Dates *dates)
{
	Reading *reading = dates->clues->reading;
	const Mention *only = NULL;

	for (guint i = 0; i < dates->mentions->len; i++) {
		const Mention *one =
		    &g_array_index(dates->mentions, Mention, i);
		Use use = dates->uses[i];

		if (one->when.start.precision != MOMENT_TIME ||
		    one->when.start.time % MINUTE_S || use == USE_RESPOND ||
		    use == USE_DECIDE || use == USE_PROMISE ||
		    clues_zone(dates->clues, one->start) != ZONE_TEXT ||
		    !is_ahead(dates, one->when.start))
			continue;
		if (only)
			return;
		only = one;
	}
	if (only)
		(void)reading_add_slot(
		    reading, only->when.start, only->when.end);
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
		    dates_day_of(other->start).time ==
		        dates_day_of(first->start).time &&
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

/* A fixed interview that is "on Tuesday by 9": that is when it begins. */
static void
add_by(const Dates *dates)
{
	for (guint i = 0; i < dates->mentions->len; i++) {
		const Mention *one =
		    &g_array_index(dates->mentions, Mention, i);

		if (one->when.start.precision == MOMENT_NONE &&
		    one->when.end.precision == MOMENT_TIME && one->names_day &&
		    dates->uses[i] == USE_UNKNOWN &&
		    is_ahead(dates, one->when.end)) {
			(void)reading_add_slot(
			    dates->clues->reading, one->when.end, (Moment){0});
			return;
		}
	}
}

/* Days that are offered as a list: "Thursday the 5th or Friday the 6th". */
static void
add_listed_days(const Dates *dates)
{
	guint n = dates->mentions->len;

	for (guint i = 0; i < n; i++) {
		const Mention *one =
		    &g_array_index(dates->mentions, Mention, i);
		bool is_listed =
		    (dates_continue_list(dates, i) &&
		        is_plain_day(dates, i - 1)) ||
		    (i + 1 < n && dates_continue_list(dates, i + 1) &&
		        is_plain_day(dates, i + 1));

		if (is_listed && is_plain_day(dates, i) &&
		    is_ahead(dates, one->when.start) &&
		    clues_zone(dates->clues, one->start) == ZONE_TEXT)
			(void)reading_add_slot(dates->clues->reading,
			    one->when.start, (Moment){0});
	}
}

/* What was moved has two times; the new one is the later one, if none says. */
static void
keep_latest(Reading *reading)
{
	Period *latest = NULL;

	for (guint i = 0; i < reading->slots->len; i++) {
		Period *slot = reading->slots->pdata[i];

		if (!latest || slot->start.time > latest->start.time)
			latest = slot;
	}
	for (guint i = reading->slots->len; i > 0; i--)
		if (reading->slots->pdata[i - 1] != latest)
			g_ptr_array_remove_index(reading->slots, i - 1);
}

/* The times that a rule says it was moved to; false where none does. */
static bool
add_moved(const Dates *dates)
{
	Reading *reading = dates->clues->reading;

	for (guint i = 0; i < dates->mentions->len; i++) {
		const Mention *one =
		    &g_array_index(dates->mentions, Mention, i);

		if (dates->uses[i] == USE_SLOT && is_slot(dates, i, false) &&
		    one->when.start.precision == MOMENT_TIME) {
			(void)reading_add_slot(
			    reading, one->when.start, one->when.end);
			return true;
		}
	}
	return false;
}

/* Whether slots are on more than one day: there is a choice. */
static bool
has_choice(const Reading *reading)
{
	gint64 day = 0;

	for (guint i = 0; i < reading->slots->len; i++) {
		const Period *slot = reading->slots->pdata[i];
		gint64 other = dates_day_of(slot->start).time;

		if (i && other != day)
			return true;
		day = other;
	}
	return false;
}

/* What the times say of the invite, where its words leave it open. */
static void
judge_detail(const Dates *dates)
{
	Reading *reading = dates->clues->reading;
	bool has_old = false;
	bool has_new = false;

	if (reading->kind != KIND_INVITE ||
	    (reading->detail != DETAIL_PROPOSE &&
	        reading->detail != DETAIL_CONFIRMED))
		return;
	for (guint i = 0; i < dates->mentions->len; i++) {
		const Mention *one =
		    &g_array_index(dates->mentions, Mention, i);

		has_old |= dates->uses[i] == USE_OLD &&
		           is_ahead(dates, one->when.start);
		has_new |= dates->uses[i] == USE_SLOT &&
		           one->when.start.precision == MOMENT_TIME;
	}
	if (has_new || (has_old && has_timed(reading)))
		reading->detail = DETAIL_MOVED;
	else if (has_choice(reading) && has_timed(reading))
		reading->detail = DETAIL_PROPOSE;
}

/* The text's times, else its days, else the subject's. */
void
slots_find(Dates *dates)
{
	Reading *reading = dates->clues->reading;
	bool is_fixed;

	take_free_days(dates);
	take_afternoons(dates);
	take_shared_times(dates);
	if (reading->detail == DETAIL_MOVED && add_moved(dates))
		return;
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
	judge_detail(dates);
	is_fixed =
	    reading->kind == KIND_INVITE && reading->detail != DETAIL_PROPOSE;
	if (!is_fixed && reading->kind != KIND_CONFIRM && has_timed(reading))
		add_days_beside(dates);
	if (!reading->slots->len && (is_fixed || reading->kind == KIND_CONFIRM))
		add_only(dates);
	if (!reading->slots->len && is_fixed)
		add_by(dates);
	if (!reading->slots->len && !is_fixed)
		add_listed_days(dates);
	if (reading->detail == DETAIL_MOVED && has_timed(reading))
		keep_latest(reading);
	if (is_fixed)
		keep_one(reading);
}
