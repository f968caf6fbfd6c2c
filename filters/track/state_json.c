#include "state.h"

#include "error.h"
#include "members.h"

#include <stddef.h>
#include <string.h>

/*
 * The format, version 2: one JSON object
 *
 *   { "version": 2, "applications": [ ... ], "unassigned": [ mail ... ],
 *     "corrections": [ ... ] }
 *
 * whose members are the rows below; members.h says how each type is written.
 * Version 1 had less, and is read as it is.
 */

/* Names for an enum of reading.h, where an unknown text is the first value. */
#define READING_NAMES(what, Type)                                              \
	static const char *what##_text(int value)                              \
	{                                                                      \
		return what##_name((Type)value);                               \
	}                                                                      \
	static bool what##_find(const char *text, int *value)                  \
	{                                                                      \
		*value = (int)what##_named(text);                              \
		return !strcmp(what##_text(*value), text);                     \
	}                                                                      \
	static const MemberNames what##_names = {what##_text, what##_find}

/* Names for an enum of state.h. */
#define STATE_NAMES(what, Type)                                                \
	static const char *what##_text(int value)                              \
	{                                                                      \
		return what##_name((Type)value);                               \
	}                                                                      \
	static bool what##_find(const char *text, int *value)                  \
	{                                                                      \
		Type found;                                                    \
		bool is_known = what##_named(text, &found);                    \
                                                                               \
		if (is_known)                                                  \
			*value = (int)found;                                   \
		return is_known;                                               \
	}                                                                      \
	static const MemberNames what##_names = {what##_text, what##_find}

READING_NAMES(kind, Kind);
READING_NAMES(detail, Detail);
READING_NAMES(stage, Stage);
READING_NAMES(part, Part);
STATE_NAMES(standing, Standing);
STATE_NAMES(action_kind, ActionKind);
STATE_NAMES(action_status, ActionStatus);
STATE_NAMES(note_kind, NoteKind);

static const char *
direction_text(int value)
{
	return value == DIRECTION_OUTGOING ? "outgoing" : "incoming";
}

static bool
direction_find(const char *text, int *value)
{
	*value =
	    !strcmp(text, "outgoing") ? DIRECTION_OUTGOING : DIRECTION_INCOMING;
	return !strcmp(direction_text(*value), text);
}

static const MemberNames direction_names = {direction_text, direction_find};

#define ROW(Type, field, kind_of)                                              \
	{                                                                      \
		.name = #field, .type = MEMBER_##kind_of,                      \
		.offset = offsetof(Type, field)                                \
	}
#define NAMED(Type, field, from)                                               \
	{                                                                      \
		.name = #field, .type = MEMBER_NAMED,                          \
		.offset = offsetof(Type, field), .names = &from##_names        \
	}
#define OBJECTS(Type, field, what)                                             \
	{                                                                      \
		.name = #field, .type = MEMBER_OBJECTS,                        \
		.offset = offsetof(Type, field), .rows = what##_rows,          \
		.make = what##_make                                            \
	}

/* clang-format off: one row a line, to be read as a table. */
static const Member person_rows[] = {
    ROW(Person, name, STRING),
    ROW(Person, email, STRING),
    ROW(Person, title, STRING),
    ROW(Person, called, STRING),
    NAMED(Person, part, part),
    {0},
};

static const Member mail_rows[] = {
    ROW(Mail, time, TIME),
    ROW(Mail, utc_offset_s, INTEGER),
    NAMED(Mail, direction, direction),
    NAMED(Mail, kind, kind),
    NAMED(Mail, detail, detail),
    NAMED(Mail, stage, stage),
    ROW(Mail, subject, STRING),
    ROW(Mail, sender_name, STRING),
    ROW(Mail, sender_email, STRING),
    ROW(Mail, reply_to, STRING),
    ROW(Mail, recipient, STRING),
    ROW(Mail, recipient_name, STRING),
    ROW(Mail, recipients, STRINGS),
    ROW(Mail, lang, STRING),
    ROW(Mail, people, STRINGS),
    ROW(Mail, slots, PERIODS),
    ROW(Mail, place, STRING),
    ROW(Mail, calendar_uid, STRING),
    ROW(Mail, respond_by, MOMENT),
    ROW(Mail, decide_by, MOMENT),
    ROW(Mail, promise, MOMENT),
    ROW(Mail, starts, MOMENT),
    ROW(Mail, asks_references, BOOL),
    ROW(Mail, confidence, FRACTION),
    ROW(Mail, sure, BOOL),
    ROW(Mail, suspicious, BOOL),
    ROW(Mail, is_familiar, BOOL),
    ROW(Mail, id, STRING),
    ROW(Mail, references, STRING),
    ROW(Mail, fingerprint, STRING),
    {0},
};

static const Member interview_rows[] = {
    ROW(Interview, id, STRING),
    ROW(Interview, uid, STRING),
    ROW(Interview, when, PERIOD),
    ROW(Interview, proposed, PERIODS),
    NAMED(Interview, stage, stage),
    ROW(Interview, place, STRING),
    ROW(Interview, people, STRINGS),
    ROW(Interview, mail, STRING),
    ROW(Interview, asked, STRING),
    ROW(Interview, is_sure, BOOL),
    ROW(Interview, is_answered, BOOL),
    ROW(Interview, is_confirmed, BOOL),
    ROW(Interview, is_cancelled, BOOL),
    {0},
};

static const Member action_rows[] = {
    NAMED(Action, kind, action_kind),
    ROW(Action, person, STRING),
    ROW(Action, number, INTEGER),
    NAMED(Action, status, action_status),
    ROW(Action, due, TIME),
    ROW(Action, late, TIME),
    ROW(Action, mail, STRING),
    ROW(Action, interview, STRING),
    ROW(Action, day, MOMENT),
    ROW(Action, place, STRING),
    ROW(Action, is_stale, BOOL),
    ROW(Action, is_asked, BOOL),
    ROW(Action, is_past, BOOL),
    ROW(Action, is_told, BOOL),
    ROW(Action, is_late_told, BOOL),
    {0},
};

static const Member fact_rows[] = {
    ROW(Fact, key, STRING),
    ROW(Fact, value, STRING),
    ROW(Fact, time, TIME),
    {0},
};

static const Member answer_rows[] = {
    ROW(Answer, question, STRING),
    ROW(Answer, text, STRING),
    {0},
};

static const Member correction_rows[] = {
    ROW(Correction, key, STRING),
    ROW(Correction, was, STRING),
    ROW(Correction, value, STRING),
    ROW(Correction, sender, STRING),
    ROW(Correction, thread, STRING),
    ROW(Correction, time, TIME),
    {0},
};
/* clang-format on */

static gpointer
person_make(void)
{
	Person *person = g_new0(Person, 1);

	person->name = g_strdup("");
	person->email = g_strdup("");
	person->title = g_strdup("");
	person->called = g_strdup("");
	return person;
}

static gpointer
mail_make(void)
{
	return mail_new();
}

static gpointer
interview_make(void)
{
	return interview_new("");
}

static gpointer
action_make(void)
{
	return action_new(ACTION_CONFIRM);
}

static gpointer
fact_make(void)
{
	return fact_new();
}

static gpointer
answer_make(void)
{
	return answer_new();
}

static gpointer
note_make(void)
{
	return note_new(NOTE_TEXT);
}

static gpointer
correction_make(void)
{
	return correction_new();
}

static gpointer
application_make(void)
{
	return application_new("");
}

/* clang-format off */
static const Member note_rows[] = {
	NAMED(Note, kind, note_kind),
	ROW(Note, time, TIME),
	ROW(Note, interview, STRING),
	ROW(Note, text, STRING),
	OBJECTS(Note, answers, answer),
	{0},
};

static const Member application_rows[] = {
	ROW(Application, id, STRING),
	ROW(Application, company, STRING),
	ROW(Application, role, STRING),
	ROW(Application, requisition, STRING),
	ROW(Application, lang, STRING),
	NAMED(Application, standing, standing),
	ROW(Application, opened, TIME),
	ROW(Application, changed, TIME),
	ROW(Application, decide_by, MOMENT),
	ROW(Application, respond_by, MOMENT),
	ROW(Application, is_told, BOOL),
	OBJECTS(Application, people, person),
	OBJECTS(Application, interviews, interview),
	OBJECTS(Application, actions, action),
	OBJECTS(Application, friends, person),
	OBJECTS(Application, facts, fact),
	OBJECTS(Application, notes, note),
	OBJECTS(Application, mail, mail),
	{0},
};

static const Member state_rows[] = {
	ROW(State, version, INTEGER),
	ROW(State, digested, TIME),
	ROW(State, reminded, TIME),
	OBJECTS(State, applications, application),
	OBJECTS(State, unassigned, mail),
	OBJECTS(State, corrections, correction),
	{0},
};
/* clang-format on */

/* Whatever a message smuggled past its door, the file must load again. */
char *
state_print(const State *state)
{
	g_autoptr(Json) json = members_to_json(state, state_rows);
	g_autofree char *lines = json_print(json, true);
	g_autofree char *text = g_strconcat(lines, "\n", NULL);

	if (g_utf8_validate(text, -1, NULL))
		return g_steal_pointer(&text);
	return g_utf8_make_valid(text, -1);
}

char *
application_print(const Application *application)
{
	g_autoptr(Json) json = members_to_json(application, application_rows);
	g_autofree char *text = json_print(json, false);

	if (g_utf8_validate(text, -1, NULL))
		return g_steal_pointer(&text);
	return g_utf8_make_valid(text, -1);
}

Application *
application_parse(const char *text, size_t length)
{
	g_autoptr(Application) application = application_new("");
	g_autoptr(Json) json = g_utf8_validate(text, (gssize)length, NULL)
	                           ? json_parse(text, length, NULL)
	                           : NULL;

	if (!json ||
	    !members_from_json(application, application_rows, json, NULL) ||
	    !*application->id)
		return NULL;
	return g_steal_pointer(&application);
}

static bool
check_version(const Json *json, GError **error)
{
	double version = json_get_number(json, "version", 0);

	if (version >= 1 && version <= STATE_VERSION && version == (int)version)
		return true;
	if (version > STATE_VERSION)
		g_set_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES,
		    "a later afterword wrote it (version %g, known: %d)",
		    version, STATE_VERSION);
	else
		g_set_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_STORE,
		    "no version that is known");
	return false;
}

State *
state_parse(const char *text, size_t length, GError **error)
{
	g_autoptr(State) state = state_new();
	g_autoptr(GError) why = NULL;
	g_autoptr(Json) json = NULL;

	if (!g_utf8_validate(text, (gssize)length, NULL)) {
		g_set_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_STORE,
		    "no valid UTF-8");
		return NULL;
	}
	json = json_parse(text, length, &why);
	if (!json) {
		g_set_error_literal(error, AFTERWORD_ERROR,
		    AFTERWORD_ERROR_STORE, why->message);
		return NULL;
	}
	if (!check_version(json, error))
		return NULL;
	if (!members_from_json(state, state_rows, json, error)) {
		g_prefix_error(error, "state");
		return NULL;
	}
	state->version = STATE_VERSION;
	return g_steal_pointer(&state);
}
