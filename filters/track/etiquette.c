#include "etiquette.h"

#include "error.h"
#include "json.h"

#include <string.h>

#define DAY_S 86400
#define HOURS 24
#define NUMBER_MAX 3650
#define LOOKED_AT_MAX 4000 /* days, however many holidays there are */

/* What each kind of draft waits for; the others have moments of their own. */
static const struct {
	EtiquetteNumber due;
	EtiquetteNumber late;
	bool in_business_days;
} waits[ACTION_COUNT] = {
    [ACTION_CONFIRM] = {CONFIRM_DUE_DAYS, CONFIRM_LATE_DAYS, false},
    [ACTION_ASK_NAMES] = {ASK_NAMES_DUE_DAYS, ASK_NAMES_LATE_DAYS, false},
    [ACTION_THANKS] = {THANKS_DUE_DAYS, THANKS_LATE_DAYS, false},
    [ACTION_ACCEPT] = {ACCEPT_DUE_DAYS, ACCEPT_LATE_DAYS, false},
    [ACTION_FEEDBACK] = {FEEDBACK_DUE_DAYS, FEEDBACK_LATE_DAYS, false},
    [ACTION_KEEP_IN_TOUCH] = {KEEP_IN_TOUCH_DUE_DAYS, KEEP_IN_TOUCH_LATE_DAYS,
        false},
    [ACTION_LEVERAGE] = {LEVERAGE_DUE_DAYS, LEVERAGE_LATE_DAYS, false},
    [ACTION_NEWS] = {NEWS_DUE_DAYS, NEWS_LATE_DAYS, false},
    [ACTION_DECLINE] = {DECLINE_DUE_DAYS, DECLINE_LATE_DAYS, false},
    [ACTION_THANK_MANAGER] = {THANK_MANAGER_DUE_DAYS, THANK_MANAGER_LATE_DAYS,
        false},
    [ACTION_WITHDRAW] = {WITHDRAW_DUE_DAYS, WITHDRAW_LATE_DAYS, false},
    [ACTION_REFERENCES] = {REFERENCES_DUE_DAYS, REFERENCES_LATE_DAYS, false},
    [ACTION_REFERRER] = {REFERRER_DUE_DAYS, REFERRER_LATE_DAYS, false},
    [ACTION_THANKS_AFTER_REJECTION] = {FEEDBACK_DUE_DAYS, FEEDBACK_LATE_DAYS,
        false},
    [ACTION_FOLLOW_UP] = {FOLLOW_UP_DUE_BUSINESS_DAYS,
        FOLLOW_UP_LATE_BUSINESS_DAYS, true},
};

struct Etiquette {
	int numbers[ETIQUETTE_NUMBER_COUNT];
	bool unwanted[ACTION_COUNT];
	bool no_digest;
	bool no_applying;
	GHashTable *holidays; /* set of Julian days, as pointers */
	GTimeZone *zone;      /* NULL: the system's */
	GPtrArray *no_reply;  /* of char *, lower case */
};

static bool
read_number(Etiquette *etiquette, const Json *numbers, EtiquetteNumber number,
    GError **error)
{
	const char *name = etiquette_number_name(number);
	const Json *entry = json_get(numbers, name);
	double value = json_get_number(entry, "value", -1);

	if (!(value >= 0 && value <= NUMBER_MAX) || value != (int)value) {
		g_set_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES,
		    "numbers.%s.value: no whole number from 0 to %d", name,
		    NUMBER_MAX);
		return false;
	}
	if (!*json_get_string(entry, "source", "")) {
		g_set_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES,
		    "numbers.%s.source: missing", name);
		return false;
	}
	etiquette->numbers[number] = (int)value;
	return true;
}

/* A name that is misspelt in the file would otherwise never be noticed. */
static bool
check_names(const Json *numbers, GError **error)
{
	for (const Json *v = json_first(numbers); v; v = json_next(v))
		if (etiquette_number_named(json_name(v)) ==
		    ETIQUETTE_NUMBER_COUNT) {
			g_set_error(error, AFTERWORD_ERROR,
			    AFTERWORD_ERROR_RULES, "numbers.%s: no such number",
			    json_name(v));
			return false;
		}
	return true;
}

static bool
read_no_reply(Etiquette *etiquette, const Json *words, GError **error)
{
	for (const Json *v = json_first(words); v; v = json_next(v)) {
		if (!json_string(v)) {
			g_set_error(error, AFTERWORD_ERROR,
			    AFTERWORD_ERROR_RULES, "no_reply.words: no text");
			return false;
		}
		g_ptr_array_add(
		    etiquette->no_reply, g_ascii_strdown(json_string(v), -1));
	}
	return true;
}

static bool
read_json(Etiquette *etiquette, const Json *json, GError **error)
{
	const Json *numbers = json_get(json, "numbers");

	for (EtiquetteNumber number = 0; number < ETIQUETTE_NUMBER_COUNT;
	     number++)
		if (!read_number(etiquette, numbers, number, error))
			return false;
	return check_names(numbers, error) &&
	       read_no_reply(etiquette,
	           json_get(json_get(json, "no_reply"), "words"), error);
}

Etiquette *
etiquette_load(const char *path, GError **error)
{
	g_autoptr(Json) json = json_parse_file(path, error);
	g_autoptr(Etiquette) etiquette = NULL;

	if (!json)
		return NULL;
	etiquette = g_new0(Etiquette, 1);
	etiquette->holidays = g_hash_table_new(NULL, NULL);
	etiquette->no_reply = g_ptr_array_new_with_free_func(g_free);
	if (!read_json(etiquette, json, error)) {
		g_prefix_error(error, "%s: ", path);
		return NULL;
	}
	return g_steal_pointer(&etiquette);
}

static bool
set_wanted(bool *unwanted, const char *name, const char *value, GError **error)
{
	bool is_yes = !g_ascii_strcasecmp(value, "yes") ||
	              !g_ascii_strcasecmp(value, "true");

	if (!is_yes && g_ascii_strcasecmp(value, "no") != 0 &&
	    g_ascii_strcasecmp(value, "false") != 0) {
		g_set_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES,
		    "[etiquette] %s: neither yes nor no", name);
		return false;
	}
	*unwanted = !is_yes;
	return true;
}

bool
etiquette_set(
    Etiquette *etiquette, const char *name, const char *value, GError **error)
{
	EtiquetteNumber number = etiquette_number_named(name);
	ActionKind kind;
	guint64 parsed;

	if (action_kind_named(name, &kind))
		return set_wanted(
		    &etiquette->unwanted[kind], name, value, error);
	if (!strcmp(name, "digest"))
		return set_wanted(&etiquette->no_digest, name, value, error);
	if (!strcmp(name, "keep_applying"))
		return set_wanted(&etiquette->no_applying, name, value, error);
	if (number == ETIQUETTE_NUMBER_COUNT) {
		g_set_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES,
		    "[etiquette] %s: no such key", name);
		return false;
	}
	if (!g_ascii_string_to_unsigned(
	        value, 10, 0, NUMBER_MAX, &parsed, NULL)) {
		g_set_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES,
		    "[etiquette] %s: no whole number from 0 to %d", name,
		    NUMBER_MAX);
		return false;
	}
	etiquette->numbers[number] = (int)parsed;
	return true;
}

void
etiquette_set_zone(Etiquette *etiquette, const char *iana_name)
{
	g_clear_pointer(&etiquette->zone, g_time_zone_unref);
	if (iana_name && *iana_name)
		etiquette->zone = g_time_zone_new_identifier(iana_name);
}

static gpointer
julian_day(GDateTime *time)
{
	int year, month, day;
	GDate date;

	g_date_time_get_ymd(time, &year, &month, &day);
	g_date_set_dmy(
	    &date, (GDateDay)day, (GDateMonth)month, (GDateYear)year);
	return GUINT_TO_POINTER(g_date_get_julian(&date));
}

bool
etiquette_add_holiday(Etiquette *etiquette, const char *day, GError **error)
{
	g_autoptr(GDateTime) date = NULL;
	Moment moment;

	if (!moment_parse(day, &moment) || moment.precision != MOMENT_DAY) {
		g_set_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES,
		    "no day like 2026-12-24: '%s'", day);
		return false;
	}
	date = g_date_time_new_from_unix_utc(moment.time);
	g_hash_table_add(etiquette->holidays, julian_day(date));
	return true;
}

bool
etiquette_wants(const Etiquette *etiquette, ActionKind kind)
{
	return !etiquette->unwanted[kind];
}

bool
etiquette_wants_digest(const Etiquette *etiquette)
{
	return !etiquette->no_digest;
}

bool
etiquette_wants_applying(const Etiquette *etiquette)
{
	return !etiquette->no_applying;
}

static bool
is_business_day(const Etiquette *etiquette, GDateTime *time)
{
	return g_date_time_get_day_of_week(time) < G_DATE_SATURDAY &&
	       !g_hash_table_contains(etiquette->holidays, julian_day(time));
}

/* The day so many business days after a local time; NULL past year 9999. */
static GDateTime *
business_day(const Etiquette *etiquette, GDateTime *from, int days)
{
	g_autoptr(GDateTime) day = g_date_time_ref(from);

	for (int i = 1; days > 0 && day && i < LOOKED_AT_MAX; i++) {
		g_date_time_unref(day);
		day = g_date_time_add_days(from, i);
		if (day && is_business_day(etiquette, day))
			days--;
	}
	return g_steal_pointer(&day);
}

/* The local time; NULL where there is none. */
static GDateTime *
local_time(const Etiquette *etiquette, gint64 time)
{
	g_autoptr(GTimeZone) zone = etiquette->zone
	                                ? g_time_zone_ref(etiquette->zone)
	                                : g_time_zone_new_local();
	g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(time);

	return utc ? g_date_time_to_timezone(utc, zone) : NULL;
}

gint64
etiquette_at_hour(const Etiquette *etiquette, gint64 time, int hour)
{
	g_autoptr(GDateTime) local = local_time(etiquette, time);
	g_autoptr(GDateTime) moved = NULL;
	int year, month, day;

	if (!local)
		return time;
	g_date_time_get_ymd(local, &year, &month, &day);
	moved = g_date_time_new(
	    g_date_time_get_timezone(local), year, month, day, hour, 0, 0);
	return moved ? g_date_time_to_unix(moved) : time;
}

/* Noon is the same date in nearly every zone. */
gint64
etiquette_start(const Etiquette *etiquette, Moment moment)
{
	if (moment.precision != MOMENT_DAY)
		return moment.time;
	return etiquette_at_hour(
	    etiquette, moment.time + moment.utc_offset_s + DAY_S / 2, 0);
}

int
etiquette_day(const Etiquette *etiquette, gint64 time)
{
	g_autoptr(GDateTime) local = local_time(etiquette, time);

	return local ? (int)GPOINTER_TO_UINT(julian_day(local)) : 0;
}

gint64
etiquette_after_quiet(const Etiquette *etiquette, gint64 time)
{
	int from = etiquette->numbers[QUIET_FROM_HOUR] % HOURS;
	int until = etiquette->numbers[QUIET_UNTIL_HOUR] % HOURS;
	gint64 end = etiquette_at_hour(etiquette, time, until);
	gint64 begin = etiquette_at_hour(etiquette, time, from);

	if (from == until)
		return time;
	if (from < until)
		return time >= begin && time < end ? end : time;
	if (time < end)
		return end;
	return time >= begin ? etiquette_at_hour(etiquette, time + DAY_S, until)
	                     : time;
}

gint64
etiquette_add_business_days(const Etiquette *etiquette, gint64 from, int days)
{
	g_autoptr(GDateTime) local = local_time(etiquette, from);
	g_autoptr(GDateTime) day =
	    local ? business_day(etiquette, local, days) : NULL;

	return day ? g_date_time_to_unix(day) : from + (gint64)days * DAY_S;
}

static gint64
add(const Etiquette *etiquette, gint64 from, EtiquetteNumber number,
    bool in_business)
{
	int days = etiquette->numbers[number];

	if (in_business)
		return etiquette_add_business_days(etiquette, from, days);
	return from + (gint64)days * DAY_S;
}

gint64
etiquette_due(const Etiquette *etiquette, ActionKind kind, gint64 from)
{
	return add(
	    etiquette, from, waits[kind].due, waits[kind].in_business_days);
}

gint64
etiquette_late(const Etiquette *etiquette, ActionKind kind, gint64 from)
{
	return add(
	    etiquette, from, waits[kind].late, waits[kind].in_business_days);
}

gint64
etiquette_due_after_decision(const Etiquette *etiquette, gint64 day)
{
	return add(etiquette, day, FOLLOW_UP_DUE_DAYS_AFTER_DECISION, false);
}

gint64
etiquette_late_after_decision(const Etiquette *etiquette, gint64 day)
{
	return add(etiquette, day, FOLLOW_UP_LATE_DAYS_AFTER_DECISION, false);
}

bool
etiquette_is_forgotten(const Etiquette *etiquette, gint64 late, gint64 now)
{
	return now > add(etiquette, late, FORGET_DAYS, false);
}

int
etiquette_number(const Etiquette *etiquette, EtiquetteNumber number)
{
	return etiquette->numbers[number];
}

gint64
etiquette_add_days(
    const Etiquette *etiquette, gint64 time, EtiquetteNumber days)
{
	return add(etiquette, time, days, false);
}

int
etiquette_follow_ups_most(const Etiquette *etiquette)
{
	return etiquette->numbers[FOLLOW_UPS_MOST];
}

gint64
etiquette_interview_length_s(const Etiquette *etiquette)
{
	return (gint64)etiquette->numbers[INTERVIEW_MINUTES] * 60;
}

bool
etiquette_believes(const Etiquette *etiquette, double confidence)
{
	return confidence * 100 >= etiquette->numbers[BELIEVE_PERCENT];
}

bool
etiquette_begins(const Etiquette *etiquette, double confidence)
{
	return confidence * 100 >= etiquette->numbers[BEGIN_PERCENT];
}

bool
etiquette_is_answerable(const Etiquette *etiquette, const char *email)
{
	const char *at = strrchr(email, '@');
	g_autofree char *mailbox =
	    at ? g_ascii_strdown(email, at - email) : NULL;

	if (!mailbox || !*mailbox)
		return false;
	for (guint i = 0; i < etiquette->no_reply->len; i++)
		if (strstr(mailbox, etiquette->no_reply->pdata[i]))
			return false;
	return true;
}

void
etiquette_free(Etiquette *etiquette)
{
	if (!etiquette)
		return;
	g_hash_table_unref(etiquette->holidays);
	g_clear_pointer(&etiquette->zone, g_time_zone_unref);
	g_ptr_array_unref(etiquette->no_reply);
	g_free(etiquette);
}
