/*
 * Table: the dictionary of a model, and room for its weights.
 */
#ifndef TABLE_H
#define TABLE_H

#include "examples.h"
#include "model.h"

#include <glib.h>
#include <stdbool.h>

/*
 * A model of the grams of two senders or more among the chosen examples,
 * with no weights yet; the caller's. Its heads have their columns, all zero.
 */
GByteArray *table_new(const Examples *examples, const bool *chosen);

#endif
