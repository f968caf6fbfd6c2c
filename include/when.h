/*
 * When: dates and times in free text.
 *
 * The words are rules ("date", "time" and "when" in rules/LANG/when.json);
 * what is here turns the fields they find into moments. A time that the text
 * does not say is never given.
 */
#ifndef WHEN_H
#define WHEN_H

#include "moment.h"
#include "patterns.h"
#include "tokens.h"

#include <glib.h>
#include <stddef.h>

/* One mention in a text, at a stretch of bytes. */
typedef struct Mention {
	size_t start;
	size_t length;
	Period when;     /* "by Friday" has only an end */
	bool is_open;    /* "after Friday": from start on, with no end */
	bool names_zone; /* of its times, or the text does for all */
	bool names_day;  /* else the day is that of a mention before it, or the
	                 * reference's */
} Mention;

/*
 * The mentions in the text of tokens, of Mention, in text order; relative words
 * count from reference, whose offset is that of times without a zone. The
 * array is the caller's. From here on "<when>" matches a mention in the
 * patterns of other groups: the number of such a capture is its index.
 */
GArray *when_find(Tokens *tokens, Moment reference);

#endif
