/*
 * Html: HTML as a reader of the page would see it, in plain text.
 *
 * libxml2's SAX parser is loaded at the first call. Nothing is fetched, no
 * entity is defined, hidden elements (display:none, preheaders) are left out.
 * Quoted mail (blockquote, gmail_quote, divRplyFwdMsg) comes out with "> " in
 * front of each line, so that it is told apart as in plain mail.
 */
#ifndef HTML_H
#define HTML_H

#include <glib.h>

/*
 * The text of html (valid UTF-8) with LF line ends. Links with their texts are
 * appended to links (of Link *, see message.h); NULL where they do not matter.
 * NULL with AFTERWORD_ERROR_RULES when libxml2 cannot be loaded.
 */
char *html_to_text(const char *html, GPtrArray *links, GError **error);

/* What the module exports, as afterword_html_read. */
typedef char *HtmlRead(const char *html, GPtrArray *links);

#endif
