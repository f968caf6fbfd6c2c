#include "meeting.h"

#define DAY_S 86400

bool
meeting_is_ahead(Moment moment, gint64 now)
{
	gint64 end = moment.time;

	if (moment.precision == MOMENT_DAY)
		end += DAY_S;
	return moment.precision != MOMENT_NONE && end > now;
}

/* It has begun, unless it was called off. */
static bool
was_held(const Interview *interview, gint64 now)
{
	Moment start = interview->when.start;

	return !interview->is_cancelled && start.precision &&
	       !meeting_is_ahead(start, now);
}

/* The last that was held; NULL. */
static const Interview *
find_held(const Occasion *occasion)
{
	const GPtrArray *all = occasion->application->interviews;
	const Interview *last = NULL;

	for (guint i = 0; i < all->len; i++) {
		const Interview *one = all->pdata[i];

		if (was_held(one, occasion->now) &&
		    (!last || one->when.start.time >= last->when.start.time))
			last = one;
	}
	return last;
}

/* The next that is fixed, else the last that is proposed; NULL. */
static const Interview *
find_next(const Occasion *occasion)
{
	const GPtrArray *all = occasion->application->interviews;
	const Interview *next = NULL;
	const Interview *proposed = NULL;

	for (guint i = 0; i < all->len; i++) {
		const Interview *one = all->pdata[i];
		Moment start = one->when.start;

		if (one->is_cancelled)
			continue;
		if (!start.precision)
			proposed = one;
		else if (meeting_is_ahead(start, occasion->now) &&
		         (!next || start.time < next->when.start.time))
			next = one;
	}
	return next ? next : proposed;
}

const Interview *
meeting_find(const Occasion *occasion)
{
	const Action *action = occasion->action;
	const Interview *interview = application_find_interview(
	    occasion->application, action->interview);

	if (interview)
		return interview;
	return action->kind == ACTION_CONFIRM || action->kind == ACTION_WITHDRAW
	           ? find_next(occasion)
	           : find_held(occasion);
}

guint
meeting_count_held(const Occasion *occasion)
{
	const GPtrArray *interviews = occasion->application->interviews;
	guint count = 0;

	for (guint i = 0; i < interviews->len; i++)
		count += was_held(interviews->pdata[i], occasion->now);
	return count;
}
