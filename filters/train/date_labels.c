#include "labels.h"

#include "date_items.h"

/* The time in a label, on the day alone where it names no more. */
static Moment
parse(const char *text)
{
	Moment moment = {.precision = MOMENT_NONE};

	if (!moment_parse(text, &moment))
		return (Moment){.precision = MOMENT_NONE};
	return moment;
}

static bool
is_same_day(Moment moment, const char *label)
{
	g_autofree char *day = moment_format(dates_day_of(moment));

	return day && *label && g_str_has_prefix(label, day);
}

/* Whether a mention is one of the times in the labels, or its day. */
static bool
is_slot(const Mention *mention, const Facts *facts)
{
	Moment start = mention->when.start;

	for (guint i = 0; i < facts->slots->len; i++) {
		const char *label = facts->slots->pdata[i];
		Moment slot = parse(label);

		if (start.precision == MOMENT_TIME &&
		    slot.precision == MOMENT_TIME && start.time == slot.time)
			return true;
		if (start.precision == MOMENT_DAY && is_same_day(start, label))
			return true;
	}
	return false;
}

static DateTag
tag_of(const Mention *mention, const Facts *facts)
{
	Moment last = dates_last_moment(mention);
	bool may_be_slot = is_slot(mention, facts);

	if (may_be_slot && last.precision == MOMENT_TIME)
		return TAG_SLOT;
	if (is_same_day(last, facts->respond_by))
		return TAG_RESPOND;
	if (is_same_day(last, facts->decide_by))
		return TAG_DECIDE;
	if (is_same_day(last, facts->promise))
		return TAG_PROMISE;
	return may_be_slot ? TAG_SLOT : TAG_NONE;
}

void
labels_add_dates(Tagged *tagged, const Example *example, Clues *clues)
{
	g_autoptr(Dates) dates = dates_new(clues);
	TaggedText *text = tagged_add(tagged, dates, dates->mentions->len);

	for (guint i = 0; i < dates->mentions->len; i++)
		text->tags[i] =
		    (uint8_t)tag_of(&g_array_index(dates->mentions, Mention, i),
		        example->facts);
}
