/*
 * Learn: a model (see model.h) from examples.
 *
 * The same examples give the same bytes.
 */
#ifndef LEARN_H
#define LEARN_H

#include "examples.h"

#include <glib.h>
#include <stdbool.h>

/* The model of the examples that chosen (one bool each) says; the caller's.
 * Its probabilities are fitted on scores of a quarter held out. */
GByteArray *learn(const Examples *examples, const bool *chosen);

#endif
