#include "rounds.h"

#include <stdbool.h>
#include <string.h>

#define DAY_S 86400
#define THANKS_WITHIN_S (3 * DAY_S)

static void
replace(char **value, const char *with)
{
	if (!*with)
		return;
	g_free(*value);
	*value = g_strdup(with);
}

static void
clear(char **value)
{
	g_free(*value);
	*value = g_strdup("");
}

static gint64
local_day(Moment moment)
{
	return (moment.time + moment.utc_offset_s) / DAY_S;
}

/* The same time, or, where one is only a day, the same day. */
static bool
is_same_time(Moment one, Moment other)
{
	if (!one.precision || !other.precision)
		return false;
	if (one.precision == MOMENT_TIME && other.precision == MOMENT_TIME)
		return one.time == other.time;
	return local_day(one) == local_day(other);
}

/* The only one of the periods that starts then; NULL for none or several. */
static const Period *
find_slot(const GPtrArray *slots, Moment start)
{
	const Period *found = NULL;

	for (guint i = 0; i < slots->len; i++) {
		const Period *slot = slots->pdata[i];

		if (!is_same_time(slot->start, start))
			continue;
		if (found)
			return NULL;
		found = slot;
	}
	return found;
}

static bool
has_time(const Interview *interview)
{
	return interview->when.start.precision != MOMENT_NONE;
}

/* Still open to be moved then, or until a day after its beginning. */
static bool
is_ahead(const Interview *interview, gint64 time)
{
	return !interview->is_cancelled &&
	       (!has_time(interview) ||
	           interview->when.start.time + DAY_S > time);
}

static bool
is_other_event(const Interview *interview, const Mail *mail)
{
	return *interview->uid && *mail->calendar_uid &&
	       strcmp(interview->uid, mail->calendar_uid) != 0;
}

static Interview *
find_event(const GPtrArray *interviews, const Mail *mail)
{
	for (guint i = interviews->len; *mail->calendar_uid && i-- > 0;) {
		Interview *interview = interviews->pdata[i];

		if (!strcmp(interview->uid, mail->calendar_uid))
			return interview;
	}
	return NULL;
}

static Interview *
find_time(const GPtrArray *interviews, const Mail *mail)
{
	for (guint i = interviews->len; i-- > 0;) {
		Interview *interview = interviews->pdata[i];

		if (!is_other_event(interview, mail) &&
		    find_slot(mail->slots, interview->when.start))
			return interview;
	}
	return NULL;
}

/* The latest that waits for its time to be fixed. */
static Interview *
find_proposal(const GPtrArray *interviews, const Mail *mail)
{
	for (guint i = interviews->len; i-- > 0;) {
		Interview *interview = interviews->pdata[i];

		if (!interview->is_cancelled && !has_time(interview) &&
		    !is_other_event(interview, mail))
			return interview;
	}
	return NULL;
}

static Interview *
find_ahead(const GPtrArray *interviews, const Mail *mail)
{
	for (guint i = interviews->len; i-- > 0;) {
		Interview *interview = interviews->pdata[i];

		if (is_ahead(interview, mail->time) &&
		    !is_other_event(interview, mail))
			return interview;
	}
	return NULL;
}

/* The last, where it was called off and is now to be made good. */
static Interview *
find_called_off(const GPtrArray *interviews, const Mail *mail)
{
	Interview *last =
	    interviews->len ? interviews->pdata[interviews->len - 1] : NULL;

	return last && last->is_cancelled && !is_other_event(last, mail) ? last
	                                                                 : NULL;
}

/* What an invite is about; NULL where it is a new interview. */
static Interview *
find_subject(const GPtrArray *interviews, const Mail *mail)
{
	Interview *interview = find_event(interviews, mail);

	if (!interview)
		interview = find_time(interviews, mail);
	if (interview)
		return interview;
	switch (mail->detail) {
	case DETAIL_CANCELLED:
	case DETAIL_REMINDER:
		return find_ahead(interviews, mail);
	case DETAIL_MOVED:
		interview = find_ahead(interviews, mail);
		break;
	default:
		interview = find_proposal(interviews, mail);
		break;
	}
	return interview ? interview : find_called_off(interviews, mail);
}

static Interview *
add_interview(GPtrArray *interviews, const Mail *mail)
{
	Interview *interview = interview_new(mail->fingerprint);

	g_ptr_array_add(interviews, interview);
	return interview;
}

static void
add_people(Interview *interview, const GPtrArray *people)
{
	for (guint i = 0; i < people->len; i++)
		if (!g_ptr_array_find_with_equal_func(
		        interview->people, people->pdata[i], g_str_equal, NULL))
			g_ptr_array_add(
			    interview->people, g_strdup(people->pdata[i]));
}

static void
set_proposed(Interview *interview, const GPtrArray *slots)
{
	g_ptr_array_set_size(interview->proposed, 0);
	for (guint i = 0; i < slots->len; i++)
		g_ptr_array_add(interview->proposed,
		    g_memdup2(slots->pdata[i], sizeof(Period)));
}

static void
ask(Interview *interview, const Mail *mail)
{
	replace(&interview->asked, mail->fingerprint);
	interview->is_confirmed = false;
	interview->is_answered = false;
}

/* Takes a time as fixed; true where it is another than before. */
static bool
fix(Interview *interview, const Period *when)
{
	bool is_new = !is_same_time(interview->when.start, when->start);

	if (is_new || when->end.precision)
		interview->when = *when;
	g_ptr_array_set_size(interview->proposed, 0);
	interview->is_cancelled = false;
	return is_new;
}

static void
unfix(Interview *interview, const GPtrArray *proposed)
{
	interview->when = (Period){0};
	set_proposed(interview, proposed);
	interview->is_cancelled = false;
	interview->is_confirmed = false;
}

/* Whether the user has offered that time, or any time at all. */
static bool
was_offered(const Interview *interview, const Period *when)
{
	return interview->is_answered && !has_time(interview) &&
	       (!interview->proposed->len ||
	           find_slot(interview->proposed, when->start));
}

/* A time that the user has taken or offered needs no second word. */
static void
take_confirmed(Interview *interview, const Mail *mail)
{
	const Period *when =
	    mail->slots->len ? mail->slots->pdata[0]
	    : !has_time(interview) && interview->proposed->len == 1
	        ? interview->proposed->pdata[0]
	        : NULL;
	Period fixed = when ? *when : (Period){0};
	bool is_agreed = when && was_offered(interview, when);
	bool was_cancelled = interview->is_cancelled;
	bool is_new = when && (fix(interview, &fixed) || was_cancelled);

	if (is_agreed || (interview->is_answered && !is_new))
		interview->is_confirmed = has_time(interview);
	else if (is_new || !*interview->asked)
		ask(interview, mail);
}

/* A calendar event has its time, whatever the words around it say. */
static void
take_proposal(Interview *interview, const Mail *mail)
{
	bool is_fixed = *mail->calendar_uid && mail->slots->len == 1;

	if (interview->is_cancelled)
		unfix(interview, mail->slots);
	if (is_fixed || has_time(interview)) {
		if (is_fixed)
			take_confirmed(interview, mail);
		return;
	}
	if (mail->slots->len || !interview->proposed->len)
		set_proposed(interview, mail->slots);
	interview->is_cancelled = false;
	ask(interview, mail);
}

/* The slots without the old time, which such mail often names as well. */
static GPtrArray *
new_slots(const Interview *interview, const Mail *mail)
{
	GPtrArray *slots = g_ptr_array_new();

	for (guint i = 0; i < mail->slots->len; i++) {
		const Period *slot = mail->slots->pdata[i];

		if (mail->slots->len == 1 ||
		    !is_same_time(slot->start, interview->when.start))
			g_ptr_array_add(slots, mail->slots->pdata[i]);
	}
	return slots;
}

static void
take_moved(Interview *interview, const Mail *mail)
{
	g_autoptr(GPtrArray) slots = new_slots(interview, mail);
	const Period *when = slots->len == 1 ? slots->pdata[0] : NULL;
	bool is_agreed = when && was_offered(interview, when);
	bool was_cancelled = interview->is_cancelled;

	if (!when)
		unfix(interview, slots);
	else if (!fix(interview, when) && !was_cancelled)
		return;
	if (is_agreed)
		interview->is_confirmed = true;
	else
		ask(interview, mail);
}

static void
take_reminder(Interview *interview, const Mail *mail)
{
	if (!has_time(interview) && mail->slots->len == 1)
		fix(interview, mail->slots->pdata[0]);
}

static void
take_cancelled(Interview *interview)
{
	interview->is_cancelled = true;
	interview->is_confirmed = false;
	clear(&interview->asked);
}

static void
take_detail(Interview *interview, const Mail *mail)
{
	switch (mail->detail) {
	case DETAIL_CANCELLED:
		take_cancelled(interview);
		break;
	case DETAIL_REMINDER:
		take_reminder(interview, mail);
		break;
	case DETAIL_MOVED:
		take_moved(interview, mail);
		break;
	case DETAIL_CONFIRMED:
		take_confirmed(interview, mail);
		break;
	default:
		take_proposal(interview, mail);
		break;
	}
}

void
rounds_take_invite(GPtrArray *interviews, const Mail *mail)
{
	Interview *interview = find_subject(interviews, mail);

	if (!interview && mail->detail == DETAIL_CANCELLED)
		return;
	if (!interview)
		interview = add_interview(interviews, mail);
	take_detail(interview, mail);
	if (!*interview->uid)
		replace(&interview->uid, mail->calendar_uid);
	if (mail->stage)
		interview->stage = mail->stage;
	replace(&interview->place, mail->place);
	replace(&interview->mail, mail->fingerprint);
	add_people(interview, mail->people);
	interview->is_sure = interview->is_sure || mail->sure;
}

/* The interview with one of the mail's times, fixed or proposed. */
static Interview *
find_offered(const GPtrArray *interviews, const Mail *mail)
{
	for (guint i = interviews->len; i-- > 0;) {
		Interview *interview = interviews->pdata[i];

		for (guint j = 0; j < mail->slots->len; j++) {
			const Period *slot = mail->slots->pdata[j];

			if (!interview->is_cancelled &&
			    (is_same_time(interview->when.start, slot->start) ||
			        find_slot(interview->proposed, slot->start)))
				return interview;
		}
	}
	return NULL;
}

/* The latest that waits for the user's word. */
static Interview *
find_asked(const GPtrArray *interviews, const Mail *mail)
{
	for (guint i = interviews->len; i-- > 0;) {
		Interview *interview = interviews->pdata[i];

		if (*interview->asked && is_ahead(interview, mail->time))
			return interview;
	}
	return NULL;
}

/* The time that a confirmation takes; NULL where it only offers some. */
static const Period *
find_taken(const Interview *interview, const Mail *mail)
{
	const Period *slot = NULL;

	if (has_time(interview))
		return mail->slots->len == 0 ||
		               find_slot(mail->slots, interview->when.start)
		           ? &interview->when
		           : NULL;
	if (mail->slots->len == 1)
		slot = mail->slots->pdata[0];
	if (slot)
		return find_slot(interview->proposed, slot->start);
	if (!mail->slots->len && interview->proposed->len == 1)
		return interview->proposed->pdata[0];
	return NULL;
}

static void
take_confirm(Interview *interview, const Mail *mail)
{
	const Period *taken = find_taken(interview, mail);
	Period when;

	if (!taken)
		return;
	when = *taken;
	fix(interview, &when);
	interview->is_confirmed = true;
}

/* They may have asked in words that no rule knows: the user's answer tells. */
static Interview *
add_confirmed(GPtrArray *interviews, const Mail *mail)
{
	Interview *interview;

	if (mail->kind != KIND_CONFIRM || mail->slots->len != 1)
		return NULL;
	interview = add_interview(interviews, mail);
	interview->when = *(const Period *)mail->slots->pdata[0];
	return interview;
}

static Interview *
find_answered(GPtrArray *interviews, const Mail *mail)
{
	Interview *interview = find_offered(interviews, mail);

	if (!interview)
		interview = find_asked(interviews, mail);
	if (!interview)
		interview = find_ahead(interviews, mail);
	/* What is agreed already is not what a new time is about. */
	if (interview && interview->is_confirmed && mail->slots->len == 1 &&
	    mail->kind == KIND_CONFIRM &&
	    !find_slot(mail->slots, interview->when.start))
		interview = NULL;
	return interview ? interview : add_confirmed(interviews, mail);
}

void
rounds_take_answer(GPtrArray *interviews, const Mail *mail)
{
	Interview *interview = find_answered(interviews, mail);

	if (!interview)
		return;
	if (mail->kind == KIND_CONFIRM)
		take_confirm(interview, mail);
	else
		unfix(interview, mail->slots);
	clear(&interview->asked);
	interview->is_answered = true;
	interview->is_sure = interview->is_sure || mail->sure;
}

/* It was at the last of the times proposed before those thanks. */
void
rounds_take_thanks(GPtrArray *interviews, const Mail *mail)
{
	Interview *interview = find_proposal(interviews, mail);
	Period held = {0};

	for (guint i = 0; interview && i < interview->proposed->len; i++) {
		const Period *slot = interview->proposed->pdata[i];
		gint64 since = mail->time - slot->start.time;

		if (since > 0 && since < THANKS_WITHIN_S &&
		    slot->start.time > held.start.time)
			held = *slot;
	}
	if (!held.start.precision)
		return;
	fix(interview, &held);
	clear(&interview->asked);
	interview->is_confirmed = true;
}
