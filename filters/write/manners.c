#include "manners.h"

#include "error.h"
#include "json.h"
#include "particulars.h"
#include "wording.h"

#include <string.h>

#define DAYS 7
#define MONTHS 12

struct Manners {
	Json *rules; /* owned */
};

static const char *const date_names[] = {"weekday", "month", "month_number",
    "day_number", "first_day", "hour_12", "hour_24", "minute", "am", "noon",
    "americas", NULL};

/* What the file must hold. */
static const struct {
	const char *name;
	size_t length;             /* of a list; 0: any */
	bool is_list;              /* of texts; else one text */
	const char *const *fields; /* of its texts; NULL: it has none */
} members[] = {
    {"day", 0, false, date_names},
    {"hour", 0, false, date_names},
    {"weekdays", DAYS, true, NULL},
    {"months", MONTHS, true, NULL},
    {"space", 0, false, NULL},
    {"comma", 0, false, NULL},
    {"and", 0, false, NULL},
};

static bool
refuse(GError **error, const char *name, const char *what)
{
	g_set_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES, "'%s': %s",
	    name, what);
	return false;
}

static bool
check_text(const Json *value, const char *name, const char *const *fields,
    GError **error)
{
	const char *text = json_string(value);

	if (!text || !g_utf8_validate(text, -1, NULL))
		return refuse(error, name, "not a text");
	if (fields && !wording_check(text, fields, error)) {
		g_prefix_error(error, "'%s': ", name);
		return false;
	}
	return true;
}

static bool
check_texts(const Json *list, const char *name, const char *const *fields,
    GError **error)
{
	if (!json_is_array(list) || !json_length(list))
		return refuse(error, name, "not a list of texts");
	for (const Json *text = json_first(list); text; text = json_next(text))
		if (!check_text(text, name, fields, error))
			return false;
	return true;
}

static bool
check(const Json *rules, GError **error)
{
	for (size_t i = 0; i < G_N_ELEMENTS(members); i++) {
		const char *name = members[i].name;
		const Json *value = json_get(rules, name);

		if (!members[i].is_list) {
			if (!check_text(value, name, members[i].fields, error))
				return false;
			continue;
		}
		if (!check_texts(value, name, members[i].fields, error))
			return false;
		if (json_length(value) != members[i].length)
			return refuse(error, name, "of the wrong length");
	}
	for (const Json *one = json_first(json_get(rules, "and_before")); one;
	     one = json_next(one))
		if (!json_name(one) ||
		    !check_text(one, "and_before", NULL, error))
			return false;
	return check_texts(json_get(rules, "greetings"), "greetings",
	           particulars_names(), error) &&
	       check_texts(json_get(rules, "closings"), "closings",
	           particulars_names(), error);
}

Manners *
manners_load(const char *path, GError **error)
{
	g_autoptr(Json) rules = json_parse_file(path, error);
	Manners *manners;

	if (!rules)
		return NULL;
	if (!check(rules, error)) {
		g_prefix_error(error, "%s: ", path);
		return NULL;
	}
	manners = g_new(Manners, 1);
	manners->rules = g_steal_pointer(&rules);
	return manners;
}

static const char *
nth_text(const Json *list, int index)
{
	const Json *text = json_first(list);

	while (text && index--)
		text = json_next(text);
	return json_string(text);
}

static void
set(GHashTable *fields, const char *name, const char *value)
{
	g_hash_table_insert(fields, (char *)name, g_strdup(value));
}

static void
set_if(GHashTable *fields, const char *name, bool is_true)
{
	if (is_true)
		set(fields, name, "");
}

static void
set_number(GHashTable *fields, const char *name, const char *form, int number)
{
	char digits[16];

	g_snprintf(
	    digits, sizeof digits, form[0] == '0' ? "%02d" : "%d", number);
	set(fields, name, digits);
}

static void
set_hour(GHashTable *fields, int hour, int minute)
{
	set_number(fields, "hour_24", "", hour);
	set_number(fields, "hour_12", "", hour % 12 ? hour % 12 : 12);
	if (minute)
		set_number(fields, "minute", "0", minute);
	set_if(fields, "am", hour < 12);
	set_if(fields, "noon", hour == 12 && !minute);
}

/* The date_names of a moment; NULL where it has none. */
static GHashTable *
date_fields(const Manners *manners, Moment moment, GHashTable *fields)
{
	g_autoptr(GDateTime) local = NULL;
	GHashTable *date;
	int month;

	if (moment.precision != MOMENT_NONE)
		local = g_date_time_new_from_unix_utc(
		    moment.time + moment.utc_offset_s);
	if (!local)
		return NULL;
	month = g_date_time_get_month(local);
	date = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
	set(date, "weekday",
	    nth_text(json_get(manners->rules, "weekdays"),
	        g_date_time_get_day_of_week(local) - 1));
	set(date, "month",
	    nth_text(json_get(manners->rules, "months"), month - 1));
	set_number(date, "month_number", "", month);
	set_number(date, "day_number", "", g_date_time_get_day_of_month(local));
	set_if(date, "first_day", g_date_time_get_day_of_month(local) == 1);
	if (moment.precision == MOMENT_TIME)
		set_hour(date, g_date_time_get_hour(local),
		    g_date_time_get_minute(local));
	set_if(date, "americas", g_hash_table_contains(fields, "americas"));
	return date;
}

static char *
format(
    const Manners *manners, const char *name, Moment moment, GHashTable *fields)
{
	g_autoptr(GHashTable) date = date_fields(manners, moment, fields);

	if (!date)
		return NULL;
	return wording_fill(json_get_string(manners->rules, name, ""), date);
}

char *
manners_day(const Manners *manners, Moment moment, GHashTable *fields)
{
	return format(manners, "day", moment, fields);
}

char *
manners_hour(const Manners *manners, Moment moment, GHashTable *fields)
{
	if (moment.precision != MOMENT_TIME)
		return NULL;
	return format(manners, "hour", moment, fields);
}

/* "and" before a name: some languages have another one before some letters. */
static const char *
and_before(const Manners *manners, const char *name)
{
	const Json *others = json_get(manners->rules, "and_before");

	for (const Json *one = json_first(others); one; one = json_next(one))
		if (g_str_has_prefix(name, json_name(one)))
			return json_string(one);
	return json_get_string(manners->rules, "and", "");
}

char *
manners_list(const Manners *manners, const GPtrArray *names)
{
	const char *comma = json_get_string(manners->rules, "comma", "");
	GString *list = g_string_new(NULL);

	for (guint i = 0; i < names->len; i++) {
		const char *name = names->pdata[i];

		if (i)
			g_string_append(list, i + 1 < names->len
			                          ? comma
			                          : and_before(manners, name));
		g_string_append(list, name);
	}
	return g_string_free(list, FALSE);
}

const char *
manners_stage(const Manners *manners, const char *name)
{
	return json_get_string(json_get(manners->rules, "stages"), name, NULL);
}

bool
manners_has_title(const Manners *manners, const char *list, const char *title)
{
	const Json *titles = json_get(manners->rules, list);

	for (const Json *word = json_first(titles); word;
	     word = json_next(word)) {
		const char *text = json_string(word);
		size_t length = text ? strlen(text) : 0;

		if (length && !strncmp(title, text, length) &&
		    (!title[length] || title[length] == ' '))
			return true;
	}
	return false;
}

bool
manners_family_first(const Manners *manners)
{
	return json_get_bool(manners->rules, "family_first", false);
}

const char *
manners_space(const Manners *manners)
{
	return json_get_string(manners->rules, "space", " ");
}

char *
manners_greeting(const Manners *manners, GHashTable *fields)
{
	const Json *list = json_get(manners->rules, "greetings");
	char *text = NULL;

	for (const Json *each = json_first(list); each && !text;
	     each = json_next(each))
		text = wording_fill(json_string(each), fields);
	return text ? text : g_strdup("");
}

char *
manners_closing(const Manners *manners, GHashTable *fields, guint choice)
{
	const Json *list = json_get(manners->rules, "closings");
	g_autoptr(GPtrArray) fitting = g_ptr_array_new_with_free_func(g_free);

	for (const Json *each = json_first(list); each;
	     each = json_next(each)) {
		char *text = wording_fill(json_string(each), fields);

		if (text)
			g_ptr_array_add(fitting, text);
	}
	if (!fitting->len)
		return g_strdup("");
	return g_strdup(fitting->pdata[choice % fitting->len]);
}

void
manners_free(Manners *manners)
{
	if (!manners)
		return;
	json_free(manners->rules);
	g_free(manners);
}
