/*
 * Answers: what stands below the questions of a form, whatever mail programs
 * have made of it.
 *
 * A question is told by its number in brackets, [3], which the form puts
 * before it; the number after the last question ends the form. Where that
 * stands in quoted text, the lines below that are not quoted are the answer,
 * or, where all is quoted, what goes on behind the question; else all up to
 * the next number is, less the question itself.
 */
#ifndef ANSWERS_H
#define ANSWERS_H

#include "json.h"
#include "state.h"

#include <stdbool.h>

/*
 * Adds to a note the first answer to each question that it has none to.
 * form: "questions" (of "id", "text"), and "yes" and "no", the words that are
 * these. false where text answers none.
 */
bool answers_read(const Json *form, const char *text, Note *note);

/* The same where people have numbered their answers themselves: "3." or
 * "3)". */
bool answers_read_plain(const Json *form, const char *text, Note *note);

#endif
