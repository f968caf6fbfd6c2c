/*
 * Lessons: what the user has taught by putting a kind right, kept apart.
 *
 * A small overlay over the weights of the model: each lesson moves the words
 * of one message from the kind that it was taken for to the kind that it is,
 * so far that the message is read rightly by a clear margin (after the
 * passive-aggressive learning of Crammer and others, 2006). Mail of like
 * words follows, other mail is read as before. The text form is JSON for a
 * person to look at and to cut from.
 */
#ifndef LESSONS_H
#define LESSONS_H

#include "features.h"
#include "model.h"
#include "reading.h"

#include <glib.h>
#include <stdbool.h>

#define LESSONS_MAX 256 /* the oldest go first */

typedef struct Lessons Lessons;

/* What a message is read from: its features and what the model makes of them. */
typedef struct LessonText {
	const ModelHead *head; /* of kinds */
	const Features *features;
	const GArray *entries; /* of Entry */
} LessonText;

Lessons *lessons_new(void);

/*
 * The lessons in text. Those made with other features than this version's say
 * nothing and are left out. AFTERWORD_ERROR_RULES, naming what is wrong.
 */
Lessons *lessons_parse(const char *text, size_t length, GError **error);

/* Their text form, the caller's. */
char *lessons_print(const Lessons *lessons);

/*
 * Adds what was taught to the scores (one a class of text->head) of a message
 * of that direction; the kind that gains most, KIND_NONE and 0 for none.
 */
Kind lessons_apply(const Lessons *lessons, Direction direction,
    const LessonText *text, float *scores, float *gain);

/*
 * Learns that a message is of the kind of right; scores are what lessons_apply
 * has made of them. What is read so clearly already teaches nothing.
 */
void lessons_learn(Lessons *lessons, const Message *message,
    const Reading *right, const LessonText *text, const float *scores);

/* Takes back the lesson of a message; false where there is none. One without
 * a Message-ID cannot be named, and is cut from the text by hand. */
bool lessons_forget(Lessons *lessons, const char *message_id);

void lessons_free(Lessons *lessons);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Lessons, lessons_free)

#endif
