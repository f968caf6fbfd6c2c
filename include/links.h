/*
 * Links: the addresses in a text that a reader could follow.
 */
#ifndef LINKS_H
#define LINKS_H

#include <glib.h>
#include <stddef.h>

#define LINKS_MAX 300 /* links kept of one message */

/*
 * Appends a link (of Link *, see message.h) unless its url is there already or
 * there are LINKS_MAX. Its scheme must be http, https, tel or mailto.
 */
void links_add(GPtrArray *links, const char *url, const char *text);

/* Appends the links that stand in plain text. */
void links_find(GPtrArray *links, const char *text);

/*
 * Appends the links of HTML source, without a parser: for mail whose plain text
 * says the same and leaves them out.
 */
void links_find_html(GPtrArray *links, const char *html);

#endif
