#include "when_fields.h"

#include <string.h>

static const char *const field_names[FIELD_NUMBERS] = {
    [FIELD_YEAR] = "year",
    [FIELD_MONTH] = "month",
    [FIELD_DAY] = "day",
    [FIELD_WEEKDAY] = "weekday",
    [FIELD_ONE] = "one",
    [FIELD_OTHER] = "other",
    [FIELD_ERA] = "era",
    [FIELD_DAYS] = "days",
    [FIELD_WHICH] = "which",
    [FIELD_UNIT] = "unit",
    [FIELD_COUNT] = "count",
    [FIELD_PAST] = "past",
    [FIELD_WEEK] = "week",
    [FIELD_EDGE] = "edge",
    [FIELD_NTH] = "nth",
    [FIELD_HOUR] = "hour",
    [FIELD_MINUTE] = "minute",
    [FIELD_SECOND] = "second",
    [FIELD_HALF] = "half",
    [FIELD_PART] = "part",
    [FIELD_CLOCK] = "clock",
    [FIELD_BEFORE] = "before",
    [FIELD_ZONE] = "zone",
    [FIELD_ZONE_SIGN] = "zone_sign",
    [FIELD_ZONE_HOURS] = "zone_hours",
    [FIELD_ZONE_MINUTES] = "zone_minutes",
    [FIELD_BOUND] = "bound",
    [FIELD_FROM] = "from",
};

/* The values that rules write as words. */
static const struct {
	const char *name;
	int number;
} values[] = {
    {"second", UNIT_SECOND},
    {"minute", UNIT_MINUTE},
    {"hour", UNIT_HOUR},
    {"day", UNIT_DAY},
    {"workday", UNIT_WORKDAY},
    {"week", UNIT_WEEK},
    {"weekend", UNIT_WEEKEND},
    {"fortnight", UNIT_FORTNIGHT},
    {"month", UNIT_MONTH},
    {"quarter", UNIT_QUARTER},
    {"year", UNIT_YEAR},
    {"early", EDGE_EARLY},
    {"middle", EDGE_MIDDLE},
    {"end", EDGE_END},
    {"am", 1},
    {"pm", 2},
    {"by", BOUND_BY},
    {"after", BOUND_AFTER},
    {"within", BOUND_WITHIN},
    {"before", FROM_BEFORE},
    {"before-or-now", FROM_BEFORE_OR_NOW},
    {"latest", FROM_LATEST},
    {"+", 1},
    {"-", -1},
};

void
fields_set(Fields *fields, Field field, int number)
{
	fields->known |= 1u << field;
	fields->numbers[field] = number;
}

void
fields_copy(Fields *to, const Fields *from, Field field)
{
	if (fields_have(from, field) && !fields_have(to, field))
		fields_set(to, field, from->numbers[field]);
}

void
fields_complete(Fields *fields, const Fields *other)
{
	for (int i = 0; i < FIELD_NUMBERS; i++)
		if (fields_have(other, (Field)i) &&
		    !fields_have(fields, (Field)i))
			fields_set(fields, (Field)i, other->numbers[i]);
	if (!fields->zone)
		fields->zone = other->zone;
}

static int
number_of(const Capture *capture)
{
	if (capture->number || !*capture->value)
		return capture->number;
	for (size_t i = 0; i < G_N_ELEMENTS(values); i++)
		if (strcmp(values[i].name, capture->value) == 0)
			return values[i].number;
	return 0;
}

static void
add_capture(Bag *bag, const Capture *capture, bool to_end)
{
	const char *name = capture->field;
	Fields *fields = to_end ? &bag->end : &bag->start;

	if (g_str_has_prefix(name, "end.")) {
		fields = &bag->end;
		name += strlen("end.");
	} else if (g_str_has_prefix(name, "more.")) {
		fields = &bag->more;
		name += strlen("more.");
	} else if (g_str_has_prefix(name, "also.")) {
		fields = &bag->also[0];
		name += strlen("also.");
	} else if (g_str_has_prefix(name, "also2.")) {
		fields = &bag->also[1];
		name += strlen("also2.");
	}
	for (int i = 0; i < FIELD_NUMBERS; i++) {
		if (strcmp(field_names[i], name) != 0)
			continue;
		if (fields_have(fields, (Field)i))
			return;
		fields_set(fields, (Field)i, number_of(capture));
		if (i == FIELD_ZONE)
			fields->zone = capture->value;
		return;
	}
}

void
bag_add_match(Bag *bag, const Match *match, bool to_end)
{
	for (unsigned i = 0; i < match->n_captures; i++)
		add_capture(bag, &match->captures[i], to_end);
}

bool
fields_have_day(const Fields *fields)
{
	guint32 days = 1u << FIELD_YEAR | 1u << FIELD_MONTH | 1u << FIELD_DAY |
	               1u << FIELD_WEEKDAY | 1u << FIELD_ONE |
	               1u << FIELD_DAYS | 1u << FIELD_UNIT | 1u << FIELD_WEEK;

	return (fields->known & days) != 0;
}

bool
fields_have_time(const Fields *fields)
{
	return fields_have(fields, FIELD_HOUR);
}
