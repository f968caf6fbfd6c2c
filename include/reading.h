/*
 * Reading: what one message says, in the terms of a job search.
 *
 * Made by detect, taken by track and by explain. What the message does not say
 * is NULL, empty, or MOMENT_NONE: nothing is invented here.
 */
#ifndef READING_H
#define READING_H

#include "json.h"
#include "moment.h"

#include <glib.h>
#include <stdbool.h>

typedef enum { DIRECTION_INCOMING, DIRECTION_OUTGOING } Direction;

typedef enum {
	KIND_NONE, /* of either direction */
	/* incoming */
	KIND_ACKNOWLEDGEMENT,
	KIND_INVITE,
	KIND_ASSESSMENT,
	KIND_REQUEST,
	KIND_UPDATE,
	KIND_REJECTION,
	KIND_OFFER,
	KIND_OUTREACH,
	KIND_ALERT,
	/* outgoing */
	KIND_APPLICATION,
	KIND_CONFIRM,
	KIND_RESCHEDULE,
	KIND_THANKS,
	KIND_FOLLOW_UP,
	KIND_LEVERAGE,
	KIND_ACCEPT,
	KIND_DECLINE,
	KIND_NEGOTIATE,
	KIND_FEEDBACK,
	KIND_KEEP_IN_TOUCH,
	KIND_WITHDRAW,
	KIND_REPLY,
	KIND_COUNT,
} Kind;

typedef enum {
	DETAIL_NONE,
	/* of an invite */
	DETAIL_PROPOSE,
	DETAIL_CONFIRMED,
	DETAIL_MOVED,
	DETAIL_CANCELLED,
	DETAIL_REMINDER, /* of an offer, too */
	/* of a rejection */
	DETAIL_BEFORE_INTERVIEW,
	DETAIL_AFTER_INTERVIEW,
	DETAIL_CLOSED,
	DETAIL_RESCINDED,
	/* of an offer */
	DETAIL_VERBAL,
	DETAIL_WRITTEN,
	DETAIL_CHANGED,
	DETAIL_COUNT,
} Detail;

typedef enum {
	STAGE_NONE,
	STAGE_SCREEN,
	STAGE_TECHNICAL,
	STAGE_MANAGER,
	STAGE_PANEL,
	STAGE_ONSITE,
	STAGE_FINAL,
	STAGE_CASUAL,
	STAGE_COUNT,
} Stage;

typedef enum {
	PART_OTHER,
	PART_RECRUITER,
	PART_INTERVIEWER,
	PART_MANAGER,
	PART_COUNT,
} Part;

typedef struct Person {
	char *name;   /* without titles; "" where only the address is known */
	char *email;  /* lower case; "" where unknown */
	char *title;  /* "Dr.", "Prof.", "Frau"; "" where none was used */
	char *called; /* how they sign, where it is less: "Tom"; "" */
	Part part;
} Person;

/* Why the reading is what it is: the condition and the words it saw. */
typedef struct Reason {
	char *rule;
	char *text;
	double weight; /* positive speaks for the reading */
} Reason;

typedef struct Reading {
	Direction direction;
	char *lang; /* ISO 639-1; "" where unknown */
	Kind kind;
	Detail detail;
	Stage stage;
	float detail_scores[DETAIL_COUNT]; /* from the examples; before words */
	float stage_scores[STAGE_COUNT];   /* the same */
	double confidence; /* probability that kind is right, 0 to 1 */
	bool sure;         /* a draft may follow */
	char *company;     /* NULL where not said, as all strings below */
	char *role;
	char *requisition;
	GPtrArray *contacts; /* of Person * */
	GPtrArray *slots;    /* of Period * */
	char *place;         /* meeting link or address */
	char *link;          /* to schedule, test, form, or contract */
	char *calendar_uid;  /* of the event that gave the slots */
	Moment respond_by;
	Moment decide_by;
	Moment promise;
	Moment starts; /* when the job would begin */
	bool suspicious;
	bool asks_references; /* for people to ask about the user */
	bool is_familiar;     /* says du, tú, je; to be answered in kind */
	GPtrArray *reasons;   /* of Reason *, largest first */
} Reading;

/* Whether mail of this kind is about an application; none and alert are not,
 * and no draft ever follows them. */
bool kind_is_of_application(Kind kind);

Reading *reading_new(void);
Period *reading_add_slot(Reading *reading, Moment start, Moment end);

/* Adds a person, or completes the one of the same address or name. */
Person *reading_add_person(
    Reading *reading, const char *name, const char *email, Part part);
void reading_add_reason(
    Reading *reading, const char *rule, const char *text, double weight);

/* The names of corpus labels: "keep_in_touch", "before_interview"; "" for none
 * of detail, stage and part. */
const char *kind_name(Kind kind);
const char *detail_name(Detail detail);
const char *stage_name(Stage stage);
const char *part_name(Part part);

/* The value with that name, or the first one (none) where no value has it. */
Kind kind_named(const char *name);
Detail detail_named(const char *name);
Stage stage_named(const char *name);
Part part_named(const char *name);

/* One object with the field names of "explain --json"; empty ones left out. */
Json *reading_to_json(const Reading *reading, const char *file);

void person_free(Person *person);
void reason_free(Reason *reason);
void reading_free(Reading *reading);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Reading, reading_free)

#endif
