#include "reading.h"

#include <string.h>

static const char *const kind_names[KIND_COUNT] = {
    [KIND_NONE] = "none",
    [KIND_ACKNOWLEDGEMENT] = "acknowledgement",
    [KIND_INVITE] = "invite",
    [KIND_ASSESSMENT] = "assessment",
    [KIND_REQUEST] = "request",
    [KIND_UPDATE] = "update",
    [KIND_REJECTION] = "rejection",
    [KIND_OFFER] = "offer",
    [KIND_OUTREACH] = "outreach",
    [KIND_ALERT] = "alert",
    [KIND_APPLICATION] = "application",
    [KIND_CONFIRM] = "confirm",
    [KIND_RESCHEDULE] = "reschedule",
    [KIND_THANKS] = "thanks",
    [KIND_FOLLOW_UP] = "follow_up",
    [KIND_LEVERAGE] = "leverage",
    [KIND_ACCEPT] = "accept",
    [KIND_DECLINE] = "decline",
    [KIND_NEGOTIATE] = "negotiate",
    [KIND_FEEDBACK] = "feedback",
    [KIND_KEEP_IN_TOUCH] = "keep_in_touch",
    [KIND_WITHDRAW] = "withdraw",
    [KIND_REPLY] = "reply",
};

static const char *const detail_names[DETAIL_COUNT] = {
    [DETAIL_NONE] = "",
    [DETAIL_PROPOSE] = "propose",
    [DETAIL_CONFIRMED] = "confirmed",
    [DETAIL_MOVED] = "moved",
    [DETAIL_CANCELLED] = "cancelled",
    [DETAIL_REMINDER] = "reminder",
    [DETAIL_BEFORE_INTERVIEW] = "before_interview",
    [DETAIL_AFTER_INTERVIEW] = "after_interview",
    [DETAIL_CLOSED] = "closed",
    [DETAIL_RESCINDED] = "rescinded",
    [DETAIL_VERBAL] = "verbal",
    [DETAIL_WRITTEN] = "written",
    [DETAIL_CHANGED] = "changed",
};

static const char *const stage_names[STAGE_COUNT] = {
    [STAGE_NONE] = "",
    [STAGE_SCREEN] = "screen",
    [STAGE_TECHNICAL] = "technical",
    [STAGE_MANAGER] = "manager",
    [STAGE_PANEL] = "panel",
    [STAGE_ONSITE] = "onsite",
    [STAGE_FINAL] = "final",
    [STAGE_CASUAL] = "casual",
};

static const char *const part_names[PART_COUNT] = {
    [PART_OTHER] = "other",
    [PART_RECRUITER] = "recruiter",
    [PART_INTERVIEWER] = "interviewer",
    [PART_MANAGER] = "manager",
};

/* The index of name in names; 0 where it is not there. */
static int
index_of(const char *const *names, int count, const char *name)
{
	for (int i = 0; name && i < count; i++)
		if (!strcmp(names[i], name))
			return i;
	return 0;
}

const char *
kind_name(Kind kind)
{
	return kind_names[kind];
}

const char *
detail_name(Detail detail)
{
	return detail_names[detail];
}

const char *
stage_name(Stage stage)
{
	return stage_names[stage];
}

const char *
part_name(Part part)
{
	return part_names[part];
}

bool
kind_is_of_application(Kind kind)
{
	return kind != KIND_NONE && kind != KIND_ALERT;
}

Kind
kind_named(const char *name)
{
	return (Kind)index_of(kind_names, KIND_COUNT, name);
}

Detail
detail_named(const char *name)
{
	return (Detail)index_of(detail_names, DETAIL_COUNT, name);
}

Stage
stage_named(const char *name)
{
	return (Stage)index_of(stage_names, STAGE_COUNT, name);
}

Part
part_named(const char *name)
{
	return (Part)index_of(part_names, PART_COUNT, name);
}

Reading *
reading_new(void)
{
	Reading *reading = g_new0(Reading, 1);

	reading->lang = g_strdup("");
	reading->contacts =
	    g_ptr_array_new_with_free_func((GDestroyNotify)person_free);
	reading->slots = g_ptr_array_new_with_free_func(g_free);
	reading->reasons =
	    g_ptr_array_new_with_free_func((GDestroyNotify)reason_free);
	return reading;
}

Period *
reading_add_slot(Reading *reading, Moment start, Moment end)
{
	Period *slot = g_new(Period, 1);

	*slot = (Period){.start = start, .end = end};
	g_ptr_array_add(reading->slots, slot);
	return slot;
}

static Person *
find_person(const Reading *reading, const char *name, const char *email)
{
	for (guint i = 0; i < reading->contacts->len; i++) {
		Person *person = reading->contacts->pdata[i];

		if (*email && !strcmp(person->email, email))
			return person;
		if (*name && !g_ascii_strcasecmp(person->name, name) &&
		    (!*email || !*person->email))
			return person;
	}
	return NULL;
}

Person *
reading_add_person(
    Reading *reading, const char *name, const char *email, Part part)
{
	Person *person = find_person(reading, name, email);

	if (!person) {
		person = g_new0(Person, 1);
		*person = (Person){.name = g_strdup(name),
		    .email = g_strdup(email),
		    .title = g_strdup(""),
		    .called = g_strdup(""),
		    .part = part};
		g_ptr_array_add(reading->contacts, person);
		return person;
	}
	if (!*person->name) {
		g_free(person->name);
		person->name = g_strdup(name);
	}
	if (!*person->email) {
		g_free(person->email);
		person->email = g_strdup(email);
	}
	if (person->part == PART_OTHER)
		person->part = part;
	return person;
}

void
reading_add_reason(
    Reading *reading, const char *rule, const char *text, double weight)
{
	Reason *reason = g_new(Reason, 1);

	*reason = (Reason){
	    .rule = g_strdup(rule), .text = g_strdup(text), .weight = weight};
	g_ptr_array_add(reading->reasons, reason);
}

static Json *
people_to_json(const GPtrArray *people)
{
	Json *array = json_array_new();

	for (guint i = 0; i < people->len; i++) {
		const Person *person = people->pdata[i];
		Json *object = json_object_new();

		json_set_string(object, "name", person->name);
		if (*person->email)
			json_set_string(object, "email", person->email);
		json_set_string(object, "part", part_name(person->part));
		json_append_take(array, object);
	}
	return array;
}

static void
set_moment(Json *object, const char *name, Moment moment)
{
	g_autofree char *text = moment_format(moment);

	json_set_string(object, name, text);
}

static Json *
slots_to_json(const GPtrArray *slots)
{
	Json *array = json_array_new();

	for (guint i = 0; i < slots->len; i++) {
		const Period *slot = slots->pdata[i];
		Json *object = json_object_new();

		set_moment(object, "start", slot->start);
		set_moment(object, "end", slot->end);
		json_append_take(array, object);
	}
	return array;
}

static Json *
reasons_to_json(const GPtrArray *reasons)
{
	Json *array = json_array_new();

	for (guint i = 0; i < reasons->len; i++) {
		const Reason *reason = reasons->pdata[i];
		Json *object = json_object_new();

		json_set_string(object, "rule", reason->rule);
		json_set_string(object, "text", reason->text);
		json_set_number(object, "weight", reason->weight);
		json_append_take(array, object);
	}
	return array;
}

static void
set_facts(Json *object, const Reading *reading)
{
	json_set_string(object, "company", reading->company);
	json_set_string(object, "role", reading->role);
	json_set_string(object, "requisition", reading->requisition);
	if (reading->contacts->len)
		json_take(
		    object, "contacts", people_to_json(reading->contacts));
	if (reading->slots->len)
		json_take(object, "slots", slots_to_json(reading->slots));
	json_set_string(object, "place", reading->place);
	json_set_string(object, "link", reading->link);
	set_moment(object, "respond_by", reading->respond_by);
	set_moment(object, "decide_by", reading->decide_by);
	set_moment(object, "promise", reading->promise);
}

Json *
reading_to_json(const Reading *reading, const char *file)
{
	Json *object = json_object_new();

	json_set_string(object, "file", file);
	json_set_string(object, "direction",
	    reading->direction == DIRECTION_OUTGOING ? "outgoing" : "incoming");
	if (*reading->lang)
		json_set_string(object, "lang", reading->lang);
	json_set_string(object, "kind", kind_name(reading->kind));
	if (reading->detail)
		json_set_string(object, "detail", detail_name(reading->detail));
	if (reading->stage)
		json_set_string(object, "stage", stage_name(reading->stage));
	set_facts(object, reading);
	json_set_bool(object, "suspicious", reading->suspicious);
	json_set_number(object, "confidence", reading->confidence);
	json_set_bool(object, "sure", reading->sure);
	json_take(object, "reasons", reasons_to_json(reading->reasons));
	return object;
}

void
person_free(Person *person)
{
	if (!person)
		return;
	g_free(person->name);
	g_free(person->email);
	g_free(person->title);
	g_free(person->called);
	g_free(person);
}

void
reason_free(Reason *reason)
{
	if (!reason)
		return;
	g_free(reason->rule);
	g_free(reason->text);
	g_free(reason);
}

void
reading_free(Reading *reading)
{
	if (!reading)
		return;
	g_free(reading->lang);
	g_free(reading->company);
	g_free(reading->role);
	g_free(reading->requisition);
	g_ptr_array_unref(reading->contacts);
	g_ptr_array_unref(reading->slots);
	g_free(reading->place);
	g_free(reading->link);
	g_free(reading->calendar_uid);
	g_ptr_array_unref(reading->reasons);
	g_free(reading);
}
