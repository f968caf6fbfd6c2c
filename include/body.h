/*
 * Body: the text parts of a mail in their order, of which one text is made.
 */
#ifndef BODY_H
#define BODY_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct Body Body;

Body *body_new(void);

/* Adds a part: valid UTF-8, plain or HTML source. */
void body_take(Body *body, char *text, bool is_html);

/* How many parts there are. */
size_t body_length(const Body *body);

/*
 * The parts from first on are alternatives of each other: keeps the plain text,
 * or the HTML where the plain text is empty or only a stub.
 */
void body_choose(Body *body, size_t first);

/* Whether there is HTML and nothing else. */
bool body_is_html(const Body *body);

/*
 * All parts as one text of at most MESSAGE_TEXT_MAX bytes; their links are
 * appended to links. HTML that cannot be read counts as empty.
 */
char *body_text(const Body *body, GPtrArray *links);

void body_free(Body *body);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Body, body_free)

#endif
