/*
 * State: every application, as state.json keeps it.
 *
 * Plain values: no file, no clock. state_parse and state_print are the format
 * (documented in afterword(5)); store.h puts it on disk. Whatever points
 * nowhere is "" or NULL as said; times are Unix seconds, 0 for never.
 */
#ifndef STATE_H
#define STATE_H

#include "moment.h"
#include "reading.h"

#include <glib.h>
#include <stdbool.h>

#define STATE_VERSION 2

/* Where an application stands. */
typedef enum {
	STANDING_LEAD,      /* they wrote first, the user has not answered */
	STANDING_APPLIED,   /* sent or received, nothing since */
	STANDING_INTERVIEW, /* an interview is proposed or fixed */
	STANDING_WAITING,   /* after an interview, before an answer */
	STANDING_OFFER,
	STANDING_ACCEPTED,
	STANDING_DECLINED,
	STANDING_REJECTED,
	STANDING_WITHDRAWN,
	STANDING_DORMANT, /* two follow-ups went unanswered */
	STANDING_COUNT,
} Standing;

/*
 * One message of an application: enough to answer it in its thread, and all
 * that it said, since an application's life is worked out from its mail anew
 * whenever a message is added (late, twice, in any order).
 */
typedef struct Mail {
	char *fingerprint; /* message_fingerprint */
	char *id;          /* Message-ID without brackets; "" if none */
	char *references;  /* its References and In-Reply-To, blank between */
	gint64 time;       /* of its arrival where it names none */
	int utc_offset_s;
	Direction direction;
	Kind kind;
	Detail detail;
	Stage stage;
	double confidence;
	bool sure;
	bool suspicious;
	bool is_familiar; /* says du, tú, je; to be answered in kind */
	char *subject;
	char *sender_name;
	char *sender_email;
	char *reply_to;       /* where to answer, where it differs; "" */
	char *recipient;      /* the user's address that it was sent to */
	char *recipient_name; /* the user's name as that mail had it; "" */
	char *lang;
	GPtrArray *recipients; /* of char *: whom the user wrote to */
	GPtrArray *people;     /* of char *: interviewers, as in Interview */
	GPtrArray *slots;      /* of Period * */
	char *place;
	char *calendar_uid; /* "" where there was no calendar part */
	Moment respond_by;
	Moment decide_by;
	Moment promise; /* when the user wrote that they would be in touch */
	Moment starts;  /* when the job would begin */
	bool asks_references;
} Mail;

/* One meeting; a round of several people in a row may be several of them. */
typedef struct Interview {
	char *id;            /* fingerprint of the first mail about it */
	char *uid;           /* its calendar UID; "" */
	char *mail;          /* fingerprint of the mail that fixed it last */
	Period when;         /* start MOMENT_NONE while only proposed */
	GPtrArray *proposed; /* of Period *, slots to choose from */
	Stage stage;
	char *place;
	GPtrArray *people; /* of char *: address, or the name without one */
	char *asked;       /* fingerprint of the mail to confirm; "" if none */
	bool is_sure;      /* a sure mail, or the user's own, speaks of it */
	bool is_answered;  /* the user has taken it or offered other times */
	bool is_confirmed; /* both sides have agreed on the time */
	bool is_cancelled;
} Interview;

/* Drafts to others, then notes to oneself. */
typedef enum {
	ACTION_CONFIRM,
	ACTION_ASK_NAMES,
	ACTION_THANKS,
	ACTION_ACCEPT,
	ACTION_DECLINE,
	ACTION_THANK_MANAGER,
	ACTION_WITHDRAW,
	ACTION_FEEDBACK,
	ACTION_KEEP_IN_TOUCH,
	ACTION_THANKS_AFTER_REJECTION,
	ACTION_FOLLOW_UP,
	ACTION_PROMISE,
	ACTION_LEVERAGE,
	ACTION_NEWS,
	ACTION_REFERENCES,
	ACTION_REFERRER,
	ACTION_DEBRIEF,
	ACTION_PREPARE,
	ACTION_SALARY,
	ACTION_SKILLS,
	ACTION_REST,
	ACTION_COUNT,
	ACTION_FIRST_NOTE = ACTION_DEBRIEF,
} ActionKind;

typedef enum {
	ACTION_WAITING,   /* not due yet */
	ACTION_QUEUED,    /* its draft is in the outbox */
	ACTION_PLACED,    /* its draft is in the Drafts folder */
	ACTION_DONE,      /* the user has done it */
	ACTION_WITHDRAWN, /* no longer wanted */
	ACTION_STATUS_COUNT,
} ActionStatus;

/*
 * What etiquette makes due. Named by (application, kind, person, number): the
 * same name is the same draft, forever.
 */
typedef struct Action {
	ActionKind kind;
	char *person; /* email, or the name where no address is known; "" */
	int number;   /* counts from 1: second interview, second follow-up */
	gint64 due;
	gint64 late; /* past this it is late; 0 for never */
	ActionStatus status;
	char *mail;      /* fingerprint of the mail that it answers; "" */
	char *interview; /* id of the interview it is about; "" */
	Moment day;      /* that its letter speaks of */
	char *place;     /* where the plugin put the draft: its own words; "" */
	bool is_stale;   /* over, but its draft is still to be taken back */
	bool is_asked;   /* by the user: wanted until it is done */
	bool is_past;    /* came due before its mail was imported */
	bool is_told;    /* a digest has spoken of it */
	bool is_late_told;
} Action;

/* What the user has said of an application: it wins over what mail says. */
typedef struct Fact {
	char *key; /* "role", "rank" ...: see corrections.h */
	char *value;
	gint64 time;
} Fact;

typedef enum {
	NOTE_TEXT,
	NOTE_NEWS,     /* for those who are still deciding */
	NOTE_PROGRESS, /* with a skill that was missing */
	NOTE_DEBRIEF,  /* what stays of an interview */
	NOTE_COUNT,
} NoteKind;

typedef struct Answer {
	char *question; /* its name in rules/LANG/notes.json */
	char *text;
} Answer;

/* What the user has written down themselves. */
typedef struct Note {
	NoteKind kind;
	gint64 time;
	char *text;
	char *interview;    /* id of the interview it is about; "" */
	GPtrArray *answers; /* of Answer *, of a debrief */
} Note;

/* A reading that the user has put right, remembered for sender and thread. */
typedef struct Correction {
	char *key;    /* "kind", "detail", "stage", "application" */
	char *was;    /* as it was read; "" */
	char *value;  /* what it is */
	char *sender; /* address */
	char *thread; /* its Message-IDs, blank between */
	gint64 time;
} Correction;

typedef struct Application {
	char *id;      /* of letters, digits and "-": "northwind-optics-2" */
	char *company; /* "" where unknown, as role and requisition */
	char *role;
	char *requisition;
	char *lang;
	Standing standing;
	gint64 opened;
	gint64 changed;        /* the last mail of either side */
	Moment decide_by;      /* their word on when they decide */
	Moment respond_by;     /* the last day for the user's answer */
	GPtrArray *people;     /* of Person * */
	GPtrArray *mail;       /* of Mail *, in order of arrival */
	GPtrArray *interviews; /* of Interview * */
	GPtrArray *actions;    /* of Action * */
	GPtrArray *friends;    /* of Person *, on the user's own side */
	GPtrArray *facts;      /* of Fact *; one a key, save interviews */
	GPtrArray *notes;      /* of Note *, in order of time */
	bool is_told;          /* a digest has said that it is dormant */
} Application;

typedef struct State {
	int version;             /* STATE_VERSION */
	GPtrArray *applications; /* of Application * */
	GPtrArray *unassigned;   /* of Mail *: a tie between applications */
	GPtrArray *corrections;  /* of Correction * */
	gint64 digested;         /* the last digest */
	gint64 reminded;         /* the last word to keep applying */
	/* Whether an id is taken by one that is put away; NULL: none is. */
	bool (*is_put_away)(gconstpointer archive, const char *id);
	gconstpointer archive; /* borrowed */
} State;

State *state_new(void);

/*
 * Members it does not know are left out; whatever must not be lost needs a new
 * STATE_VERSION. AFTERWORD_ERROR_STORE, naming the member, when text is no
 * state; AFTERWORD_ERROR_RULES when a later version wrote it.
 */
State *state_parse(const char *text, size_t length, GError **error);

/* Indented JSON, always valid UTF-8; the same state gives the same text. */
char *state_print(const State *state);

/* One application as one line; it is NULL where text is none. */
char *application_print(const Application *application);
Application *application_parse(const char *text, size_t length);

/* The application with that id, or whose company or id alone contains text;
 * NULL, with AFTERWORD_ERROR_USAGE, where there is none or more than one. */
Application *state_find(const State *state, const char *text, GError **error);

/* base, or base and the first number that makes it new; the caller's. */
char *state_new_id(const State *state, const char *base);

/* The mail with that Message-ID, and its application (NULL: unassigned);
 * NULL where there is none. */
Mail *state_find_mail(
    const State *state, const char *message_id, Application **owner);

/* The application of a thread: it knows one of ids, the last of them first. */
Application *state_find_thread(const State *state, const GPtrArray *ids);

Mail *application_find_mail(
    const Application *application, const char *fingerprint);
Interview *application_find_interview(
    const Application *application, const char *id);
Person *application_find_person(
    const Application *application, const char *name_or_email);

/* What the user has said; "" where nothing. Borrowed. */
const char *application_fact(const Application *application, const char *key);

/* "northwind-optics/thanks/tom@northwind.example/1" */
char *action_name(const Application *application, const Action *action);

/* 32 lower-case hex digits made from action_name: the draft's key. */
char *action_key(const Application *application, const Action *action);

const char *standing_name(Standing standing);
const char *action_kind_name(ActionKind kind);
const char *action_status_name(ActionStatus status);
const char *note_kind_name(NoteKind kind);
bool standing_is_closed(Standing standing);

/* The values with these names; false where there is none. */
bool standing_named(const char *name, Standing *standing);
bool action_kind_named(const char *name, ActionKind *kind);
bool action_status_named(const char *name, ActionStatus *status);
bool note_kind_named(const char *name, NoteKind *kind);

/* Whether it is a note to oneself, that nobody else ever sees. */
bool action_is_note(const Action *action);

/* Waiting, queued or placed: neither done nor withdrawn. */
bool action_is_open(const Action *action);

/* All members empty: "" or an empty array, never NULL. */
Application *application_new(const char *id);
Mail *mail_new(void);
Interview *interview_new(const char *id);
Action *action_new(ActionKind kind);
Fact *fact_new(void);
Answer *answer_new(void);
Note *note_new(NoteKind kind);
Correction *correction_new(void);
void mail_free(Mail *mail);
void interview_free(Interview *interview);
void action_free(Action *action);
void fact_free(Fact *fact);
void answer_free(Answer *answer);
void note_free(Note *note);
void correction_free(Correction *correction);
void application_free(Application *application);
void state_free(State *state);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Application, application_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(State, state_free)

#endif
