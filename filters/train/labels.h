/*
 * Labels: what an example says of its facts, put on the items of its message.
 */
#ifndef LABELS_H
#define LABELS_H

#include "clues.h"
#include "examples.h"
#include "patterns.h"
#include "tagged.h"

/* The names of its firm, job and people, wherever they stand (tag_items.h). */
void labels_add_names(Tagged *tagged, const Patterns *patterns,
    const Example *example, const Clues *clues);

/* What its dates are for (date_items.h). */
void labels_add_dates(Tagged *tagged, const Example *example, Clues *clues);

#endif
