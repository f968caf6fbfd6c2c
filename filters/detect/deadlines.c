#include "deadlines.h"

#include "date_items.h"
#include "dates.h"

#define CLEAR_BY 0.1F /* of a margin */

/* A time in UTC, as most calendars write it, is nobody's: the sender's clock. */
static Moment
at_senders_clock(Moment moment, Moment date)
{
	if (moment.precision == MOMENT_TIME && moment.utc_offset_s == 0)
		moment.utc_offset_s = date.utc_offset_s;
	return moment;
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

/* The day of the clearest mention of a use that is not over; of two that are
 * as clear, "by" a day comes before others, and the first one. */
static Moment
find_day(const Dates *dates, Use use)
{
	Moment found = {.precision = MOMENT_NONE};
	float most = 0;

	for (guint i = 0; i < dates->mentions->len; i++) {
		const Mention *mention =
		    &g_array_index(dates->mentions, Mention, i);
		Moment day = dates_day_of(dates_last_moment(mention));
		float clear =
		    dates->margins[i] + (dates_is_by(mention) ? CLEAR_BY : 0);

		if (dates->uses[i] != use || !is_day_ahead(dates, day) ||
		    (found.precision != MOMENT_NONE && clear <= most))
			continue;
		found = day;
		most = clear;
	}
	return found;
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
	       reading->kind == KIND_OUTREACH ||
	       dates_are_answers(reading->kind);
}

static bool
tells_decision_day(const Reading *reading)
{
	return reading->kind == KIND_ACKNOWLEDGEMENT ||
	       reading->kind == KIND_UPDATE || reading->kind == KIND_INVITE ||
	       dates_are_answers(reading->kind);
}

static bool
takes_event(const Reading *reading)
{
	return reading->kind == KIND_INVITE || reading->kind == KIND_CONFIRM;
}

void
deadlines_find(Clues *clues, const Tagger *tagger)
{
	Reading *reading = clues->reading;
	const CalendarEvent *event = clues_event(clues);
	g_autoptr(Dates) dates = dates_new(clues);

	date_items_judge(dates, tagger);
	if (event && takes_event(reading)) {
		Moment date = clues->message->date;

		(void)reading_add_slot(reading,
		    at_senders_clock(event->when.start, date),
		    at_senders_clock(event->when.end, date));
		reading->calendar_uid = g_strdup(event->uid);
	} else if (reading->kind == KIND_INVITE ||
	           reading->kind == KIND_CONFIRM ||
	           reading->kind == KIND_RESCHEDULE) {
		slots_find(dates);
	}
	if (tells_answer_day(reading))
		reading->respond_by = find_answer_day(dates);
	if (reading->kind == KIND_OFFER)
		reading->starts = find_day(dates, USE_START);
	if (tells_decision_day(reading))
		reading->decide_by = find_decision_day(dates);
	if (reading->direction == DIRECTION_OUTGOING)
		reading->promise = find_day(dates, USE_PROMISE);
}
