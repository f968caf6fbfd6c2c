/*
 * Layout: text as a page would show it, white space collapsed, in lines.
 *
 * Breaks and spaces are kept back until something follows them, so that there
 * are none at the end of a line and never more than two empty lines. Lines of
 * quoted mail begin with "> " for each level.
 */
#ifndef LAYOUT_H
#define LAYOUT_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct Layout Layout;

/* A layout that takes no more text once it holds max bytes. */
Layout *layout_new(size_t max);

/* Text of the page, UTF-8; white space counts only where it is preformatted. */
void layout_text(Layout *layout, const char *text, size_t length);

/* The end of a line, as by <br>. */
void layout_newline(Layout *layout);

/* The border of a block; a paragraph keeps an empty line to its neighbours. */
void layout_block(Layout *layout, bool is_paragraph);

/* The border of a table cell. */
void layout_cell(Layout *layout);

/* Changes how deep quoted the following is, or how deep in <pre>. */
void layout_quote(Layout *layout, int more);
void layout_preformat(Layout *layout, int more);

/* Where the next line begins, for layout_quote_since. */
size_t layout_mark(Layout *layout);

/* Quotes what was laid out since the mark, one level more. */
void layout_quote_since(Layout *layout, size_t mark);

/* Ends the layout and gives its text. */
char *layout_finish(Layout *layout);

#endif
