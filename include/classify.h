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
#include "message.h"
#include "reading.h"

#include <glib.h>

typedef struct Model Model;

/* AFTERWORD_ERROR_RULES when it is missing, cut off, or of another version. */
Model *model_open(const char *path, GError **error);

/*
 * Sets lang, kind, detail, stage, confidence, sure and the reasons of reading,
 * whose direction is given. Certain structure (a calendar part that cancels, a
 * mailing list, a bounce) decides before the weights do.
 */
void classify(const Model *model, const Message *message,
    const Context *context, Reading *reading);

void model_close(Model *model);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Model, model_close)

#endif
