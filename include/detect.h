/*
 * Detect: what a message says.
 *
 * Kinds are learnt (classify.h), facts are parsed with the patterns of a
 * language (patterns.h, when.h, facts.h), structure speaks first. Pure: the
 * message and what is known of its thread go in, a reading comes out.
 */
#ifndef DETECT_H
#define DETECT_H

#include "message.h"
#include "patterns.h"
#include "reading.h"

#include <glib.h>
#include <stdbool.h>

typedef struct Detector Detector;
typedef struct Lessons Lessons; /* lessons.h */

/* What is known beside the message itself; all borrowed. */
typedef struct Context {
	Direction direction;
	bool in_thread;         /* it belongs to a known application */
	bool had_interview;     /* which has had an interview before now */
	bool had_application;   /* the user is known to have applied */
	const char *company;    /* of that application; NULL */
	const char *role;       /* of that application; NULL */
	const char *user_name;  /* the candidate; NULL where unknown */
	GPtrArray *user_emails; /* of char *; NULL where unknown */
	const Lessons *lessons; /* what the user has taught; NULL */
} Context;

/*
 * Maps the weights and the patterns in folder ("weights.bin", "names.bin",
 * "dates.bin", "patterns.bin"). AFTERWORD_ERROR_RULES when one is missing or of another
 * version.
 */
Detector *detector_open(const char *folder, GError **error);

/* Takes patterns that are to be read with in place of those in the folder. */
void detector_take_patterns(Detector *detector, Patterns *patterns);

Reading *detect(
    const Detector *detector, const Message *message, const Context *context);

/* Teaches that message is of the kind and direction of right, in place of
 * what it taught before. */
void detector_teach(const Detector *detector, Lessons *lessons,
    const Message *message, const Reading *right);

void detector_close(Detector *detector);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Detector, detector_close)

#endif
