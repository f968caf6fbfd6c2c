/*
 * Classify: the kind of a message, learnt from labelled examples.
 *
 * A linear model over words and characters of subject, sender and new text,
 * with the message's structure as further features. The weights are made by
 * filters/train at build time, mapped at run time and read in place: the cost
 * is that of the text alone.
 */
#ifndef CLASSIFY_H
#define CLASSIFY_H

#include "detect.h"
#include "lessons.h"
#include "message.h"
#include "model.h"
#include "reading.h"

#include <glib.h>

/*
 * Sets lang, kind, detail, stage, confidence, sure and the reasons of reading,
 * whose direction is given. Certain structure (a calendar part that cancels, a
 * mailing list, a bounce) decides before the weights do.
 */
void classify(const Model *model, const Message *message,
    const Context *context, Reading *reading);

/* Teaches lessons that message is of the kind and direction of right. */
void classify_teach(const Model *model, Lessons *lessons,
    const Message *message, const Reading *right);

#endif
