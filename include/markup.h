/*
 * Markup: what the elements of a page are to a reader of mail, told by name,
 * class and id. Attributes are as SAX gives them: names and values in turn, a
 * value of NULL for none, ended by a name of NULL; NULL where there are none.
 */
#ifndef MARKUP_H
#define MARKUP_H

#include <stdbool.h>

typedef enum {
	TAG_INLINE,
	TAG_BLOCK,
	TAG_PARAGRAPH,
	TAG_CELL,
	TAG_BREAK,
	TAG_HIDDEN,
	TAG_PREFORMATTED,
	TAG_QUOTE,
	TAG_LINK,
	TAG_STYLE,
	TAG_IMAGE,
} Tag;

/* How mail programs mark the mail that they quote. */
typedef enum {
	QUOTE_NONE,
	QUOTE_INSIDE, /* the element is quoted */
	QUOTE_UNLESS, /* it is quoted unless a blockquote in it says what is */
	QUOTE_REST,   /* it and all that comes after it is quoted */
	QUOTE_SIGNATURE,
} Quote;

/* The value of an attribute, "" for one without; NULL where it is not there. */
const char *markup_attribute(const char *const *attributes, const char *name);

Tag markup_tag(const char *name, const char *const *attributes);
Quote markup_quote(const char *const *attributes);

/* Gmail and Outlook indent with a blockquote that has no border. */
bool markup_is_indent(const char *const *attributes);

#endif
