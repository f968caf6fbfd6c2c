/*
 * Style: what CSS hides. No more of CSS is understood than senders use to
 * keep text from view; at worst a text is seen that should not be.
 */
#ifndef STYLE_H
#define STYLE_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

typedef enum {
	STYLE_PLAIN,  /* says nothing of it */
	STYLE_HIDDEN, /* gone with all that is inside */
	STYLE_TINY,   /* too small to read, until an inner element is not */
	STYLE_SIZED,  /* of a size that can be read */
} Style;

/* What the declarations of a style attribute make of its element. */
Style style_parse(const char *declarations);

/*
 * Adds the classes ("." first) and ids ("#" first) that a style sheet hides to
 * a set of owned strings. Rules within @media and the like are left out.
 */
void style_find_hidden(const char *sheet, size_t length, GHashTable *hidden);

#endif
