#include "state.h"

#include <string.h>

static const char *const standing_names[STANDING_COUNT] = {
    [STANDING_LEAD] = "lead",
    [STANDING_APPLIED] = "applied",
    [STANDING_INTERVIEW] = "interview",
    [STANDING_WAITING] = "waiting",
    [STANDING_OFFER] = "offer",
    [STANDING_ACCEPTED] = "accepted",
    [STANDING_DECLINED] = "declined",
    [STANDING_REJECTED] = "rejected",
    [STANDING_WITHDRAWN] = "withdrawn",
    [STANDING_DORMANT] = "dormant",
};

static const char *const action_kind_names[ACTION_COUNT] = {
    [ACTION_CONFIRM] = "confirm",
    [ACTION_ASK_NAMES] = "ask_names",
    [ACTION_THANKS] = "thanks",
    [ACTION_ACCEPT] = "accept",
    [ACTION_DECLINE] = "decline",
    [ACTION_THANK_MANAGER] = "thank_manager",
    [ACTION_WITHDRAW] = "withdraw",
    [ACTION_FEEDBACK] = "feedback",
    [ACTION_KEEP_IN_TOUCH] = "keep_in_touch",
    [ACTION_THANKS_AFTER_REJECTION] = "thanks_after_rejection",
    [ACTION_FOLLOW_UP] = "follow_up",
    [ACTION_PROMISE] = "promise",
    [ACTION_LEVERAGE] = "leverage",
    [ACTION_NEWS] = "news",
    [ACTION_REFERENCES] = "references",
    [ACTION_REFERRER] = "referrer",
    [ACTION_DEBRIEF] = "debrief",
    [ACTION_PREPARE] = "prepare",
    [ACTION_SALARY] = "salary",
    [ACTION_SKILLS] = "skills",
    [ACTION_REST] = "rest",
};

static const char *const action_status_names[ACTION_STATUS_COUNT] = {
    [ACTION_WAITING] = "waiting",
    [ACTION_QUEUED] = "queued",
    [ACTION_PLACED] = "placed",
    [ACTION_DONE] = "done",
    [ACTION_WITHDRAWN] = "withdrawn",
};

static const char *const note_kind_names[NOTE_COUNT] = {
    [NOTE_TEXT] = "note",
    [NOTE_NEWS] = "news",
    [NOTE_PROGRESS] = "progress",
    [NOTE_DEBRIEF] = "debrief",
};

/* The index of name in names; -1 where it is not there. */
static int
index_of(const char *const *names, int count, const char *name)
{
	for (int i = 0; name && i < count; i++)
		if (!strcmp(names[i], name))
			return i;
	return -1;
}

const char *
standing_name(Standing standing)
{
	return standing_names[standing];
}

const char *
action_kind_name(ActionKind kind)
{
	return action_kind_names[kind];
}

const char *
action_status_name(ActionStatus status)
{
	return action_status_names[status];
}

bool
standing_named(const char *name, Standing *standing)
{
	int index = index_of(standing_names, STANDING_COUNT, name);

	if (index >= 0)
		*standing = (Standing)index;
	return index >= 0;
}

bool
action_kind_named(const char *name, ActionKind *kind)
{
	int index = index_of(action_kind_names, ACTION_COUNT, name);

	if (index >= 0)
		*kind = (ActionKind)index;
	return index >= 0;
}

bool
action_status_named(const char *name, ActionStatus *status)
{
	int index = index_of(action_status_names, ACTION_STATUS_COUNT, name);

	if (index >= 0)
		*status = (ActionStatus)index;
	return index >= 0;
}

const char *
note_kind_name(NoteKind kind)
{
	return note_kind_names[kind];
}

bool
note_kind_named(const char *name, NoteKind *kind)
{
	int index = index_of(note_kind_names, NOTE_COUNT, name);

	if (index >= 0)
		*kind = (NoteKind)index;
	return index >= 0;
}
