/*
 * When: dates and times in free text.
 */
#ifndef WHEN_H
#define WHEN_H

#include "moment.h"
#include "patterns.h"

#include <glib.h>
#include <stddef.h>

/* One mention in a text, at a stretch of bytes. */
typedef struct Mention {
	size_t start;
	size_t length;
	Period
	    when; /* "by Friday" has only an end, "after Friday" only a start */
} Mention;

/*
 * The mentions in text (UTF-8) of language lang, of Mention, in text order;
 * relative words count from reference. The array is the caller's.
 */
GArray *when_find(const Patterns *patterns, const char *lang, const char *text,
    Moment reference);

#endif
