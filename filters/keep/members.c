#include "members.h"

#include "error.h"
#include "moment.h"

#include <math.h>
#include <string.h>

#define OFFSET_MAX_S (14 * 3600) /* no zone is further from UTC */

/* An offset that no zone has would not be read again. */
static void
set_moment(Json *json, const char *name, Moment moment)
{
	g_autofree char *text = NULL;

	if (ABS(moment.utc_offset_s) > OFFSET_MAX_S)
		moment.utc_offset_s = 0;
	text = moment_format(moment);
	json_set_string(json, name, text);
}

static Json *
period_to_json(const Period *period)
{
	Json *json = json_object_new();

	set_moment(json, "start", period->start);
	set_moment(json, "end", period->end);
	return json;
}

static Json *
array_to_json(const GPtrArray *values, const Member *row)
{
	Json *array = json_array_new();

	for (guint i = 0; i < values->len; i++)
		if (row->type == MEMBER_STRINGS)
			json_append_string(array, values->pdata[i]);
		else if (row->type == MEMBER_PERIODS)
			json_append_take(
			    array, period_to_json(values->pdata[i]));
		else
			json_append_take(array,
			    members_to_json(values->pdata[i], row->rows));
	return array;
}

static void
set_text(Json *json, const char *name, const char *text)
{
	if (*text)
		json_set_string(json, name, text);
}

static void
set_number(Json *json, const char *name, double number)
{
	if (number != 0)
		json_set_number(json, name, number);
}

static void
set_period(Json *json, const char *name, const Period *period)
{
	if (period->start.precision || period->end.precision)
		json_take(json, name, period_to_json(period));
}

static void
set_array(Json *json, const GPtrArray *values, const Member *row)
{
	if (values->len)
		json_take(json, row->name, array_to_json(values, row));
}

static void
set_member(Json *json, const void *value, const Member *row)
{
	switch (row->type) {
	case MEMBER_STRING:
		set_text(json, row->name, *(char *const *)value);
		break;
	case MEMBER_BOOL:
		if (*(const bool *)value)
			json_set_bool(json, row->name, true);
		break;
	case MEMBER_INTEGER:
		set_number(json, row->name, *(const int *)value);
		break;
	case MEMBER_FRACTION:
		/* Three digits say enough, and are read by a person. */
		set_number(json, row->name,
		    round(*(const double *)value * 1000) / 1000);
		break;
	case MEMBER_TIME:
		if (*(const gint64 *)value)
			set_moment(json, row->name,
			    (Moment){MOMENT_TIME, *(const gint64 *)value, 0});
		break;
	case MEMBER_MOMENT:
		set_moment(json, row->name, *(const Moment *)value);
		break;
	case MEMBER_PERIOD:
		set_period(json, row->name, value);
		break;
	case MEMBER_NAMED:
		set_text(
		    json, row->name, row->names->text(*(const int *)value));
		break;
	case MEMBER_STRINGS:
	case MEMBER_PERIODS:
	case MEMBER_OBJECTS:
		set_array(json, *(GPtrArray *const *)value, row);
		break;
	}
}

Json *
members_to_json(const void *object, const Member *rows)
{
	Json *json = json_object_new();

	for (const Member *row = rows; row->name; row++)
		set_member(json, (const char *)object + row->offset, row);
	return json;
}

static bool
fail(GError **error, const char *want)
{
	g_set_error(
	    error, AFTERWORD_ERROR, AFTERWORD_ERROR_STORE, ": no %s", want);
	return false;
}

static bool
take_string(char **value, const Json *json, GError **error)
{
	const char *text = json_string(json);

	if (!text)
		return fail(error, "text");
	g_free(*value);
	*value = g_strdup(text);
	return true;
}

static bool
take_moment(Moment *moment, const Json *json, GError **error)
{
	const char *text = json_string(json);

	if (!text || !moment_parse(text, moment))
		return fail(error, "time");
	return true;
}

static bool
take_time(gint64 *time, const Json *json, GError **error)
{
	Moment moment;

	if (!take_moment(&moment, json, error))
		return false;
	*time = moment.time;
	return true;
}

static bool
take_period(Period *period, const Json *json, GError **error)
{
	const Json *start = json_get(json, "start");
	const Json *end = json_get(json, "end");

	if (!json_is_object(json))
		return fail(error, "object");
	return (!start || take_moment(&period->start, start, error)) &&
	       (!end || take_moment(&period->end, end, error));
}

static bool
take_named(int *value, const Member *row, const Json *json, GError **error)
{
	const char *text = json_string(json);

	return (text && row->names->find(text, value)) ||
	       fail(error, "known word");
}

/* One value of an array; added before it is filled, so that it is freed. */
static bool
take_value(
    GPtrArray *values, const Member *row, const Json *json, GError **error)
{
	if (row->type == MEMBER_STRINGS) {
		if (!json_string(json))
			return fail(error, "text");
		g_ptr_array_add(values, g_strdup(json_string(json)));
		return true;
	}
	if (row->type == MEMBER_PERIODS) {
		g_ptr_array_add(values, g_new0(Period, 1));
		return take_period(values->pdata[values->len - 1], json, error);
	}
	g_ptr_array_add(values, row->make());
	return members_from_json(
	    values->pdata[values->len - 1], row->rows, json, error);
}

static bool
take_array(
    GPtrArray *values, const Member *row, const Json *json, GError **error)
{
	size_t index = 0;

	if (!json_is_array(json))
		return fail(error, "list");
	for (const Json *v = json_first(json); v; v = json_next(v), index++)
		if (!take_value(values, row, v, error)) {
			g_prefix_error(error, "[%zu]", index);
			return false;
		}
	return true;
}

static bool
take_number(void *value, MemberType type, const Json *json, GError **error)
{
	double number = json_number(json);

	if (!json_is_number(json) || !(fabs(number) <= G_MAXINT))
		return fail(error, "number");
	if (type == MEMBER_INTEGER)
		*(int *)value = (int)number;
	else
		*(double *)value = number;
	return true;
}

static bool
take_bool(bool *value, const Json *json, GError **error)
{
	if (!json_is_bool(json))
		return fail(error, "true or false");
	*value = json_bool(json);
	return true;
}

static bool
take_member(void *value, const Member *row, const Json *json, GError **error)
{
	switch (row->type) {
	case MEMBER_STRING:
		return take_string(value, json, error);
	case MEMBER_BOOL:
		return take_bool(value, json, error);
	case MEMBER_INTEGER:
	case MEMBER_FRACTION:
		return take_number(value, row->type, json, error);
	case MEMBER_TIME:
		return take_time(value, json, error);
	case MEMBER_MOMENT:
		return take_moment(value, json, error);
	case MEMBER_PERIOD:
		return take_period(value, json, error);
	case MEMBER_NAMED:
		return take_named(value, row, json, error);
	case MEMBER_STRINGS:
	case MEMBER_PERIODS:
	case MEMBER_OBJECTS:
		return take_array(*(GPtrArray **)value, row, json, error);
	}
	return false;
}

static const Member *
find_row(const Member *rows, const char *name)
{
	while (rows->name && strcmp(rows->name, name) != 0)
		rows++;
	return rows->name ? rows : NULL;
}

bool
members_from_json(
    void *object, const Member *rows, const Json *json, GError **error)
{
	if (!json_is_object(json))
		return fail(error, "object");
	for (const Json *v = json_first(json); v; v = json_next(v)) {
		const Member *row = find_row(rows, json_name(v));

		if (row &&
		    !take_member((char *)object + row->offset, row, v, error)) {
			g_prefix_error(error, ".%s", row->name);
			return false;
		}
	}
	return true;
}
