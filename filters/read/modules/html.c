#include "html.h"

#include "layout.h"
#include "links.h"
#include "markup.h"
#include "message.h"
#include "style.h"

#include <libxml/HTMLparser.h>
#include <stdbool.h>
#include <string.h>

#define CHUNK (16 * 1024)
#define LINK_TEXT_BYTES_MAX 1000
#define SHEET_MAX (64 * 1024)

/* An element that is open, and what to undo when it ends. */
typedef struct Element {
	Tag tag;
	bool hides;
	bool quotes;
	bool was_tiny;
	bool may_quote; /* from mark, at its end, if no blockquote came */
	size_t mark;
	guint blockquotes; /* seen before it */
} Element;

typedef struct Page {
	Layout *layout;     /* owned until finished */
	GPtrArray *links;   /* borrowed, or NULL */
	GArray *open;       /* of Element */
	GHashTable *hidden; /* classes and ids that style sheets hide */
	GString *sheet;     /* of the style element that is open */
	GString *link_text; /* of the link that is open */
	char *href;         /* owned; NULL where none is open */
	int hiders;         /* open elements that hide */
	int marks;          /* open elements that may quote at their end */
	bool is_tiny;
	guint blockquotes; /* seen so far */
} Page;

static bool
is_in_sheet(const Page *page, const char *kind, const char *words)
{
	g_auto(GStrv) names = NULL;
	bool found = false;

	if (!words || g_hash_table_size(page->hidden) == 0)
		return false;
	names = g_strsplit_set(words, " \t\r\n", 50);
	for (char **name = names; *name && !found; name++) {
		g_autofree char *selector = g_strconcat(kind, *name, NULL);

		found = g_hash_table_contains(page->hidden, selector);
	}
	return found;
}

static bool
is_hidden(const Page *page, Tag tag, Style style, const char *const *attributes)
{
	return tag == TAG_HIDDEN || tag == TAG_STYLE || style == STYLE_HIDDEN ||
	       markup_attribute(attributes, "hidden") ||
	       is_in_sheet(page, ".", markup_attribute(attributes, "class")) ||
	       is_in_sheet(page, "#", markup_attribute(attributes, "id"));
}

static void
start_link(Page *page, const char *const *attributes)
{
	const char *href = markup_attribute(attributes, "href");

	g_clear_pointer(&page->href, g_free);
	if (href)
		page->href = g_strstrip(g_strdup(href));
	g_string_truncate(page->link_text, 0);
}

static void
end_link(Page *page)
{
	g_autofree char *text = NULL;

	if (!page->href || !page->links)
		return;
	text = g_utf8_make_valid(page->link_text->str, -1);
	links_add(page->links, page->href, g_strstrip(text));
	g_clear_pointer(&page->href, g_free);
}

static void
add_link_text(Page *page, const char *text, size_t length)
{
	if (page->href && page->link_text->len < LINK_TEXT_BYTES_MAX)
		g_string_append_len(page->link_text, text, (gssize)length);
}

/* A picture that is all there is of a link says what the link is for. */
static void
start_image(Page *page, const char *const *attributes)
{
	const char *text = markup_attribute(attributes, "alt");

	if (text && page->link_text->len == 0)
		add_link_text(page, text, strlen(text));
}

static void
start_quote(Page *page, Element *element, const char *const *attributes)
{
	switch (markup_quote(attributes)) {
	case QUOTE_NONE:
		break;
	case QUOTE_INSIDE:
		element->quotes = true;
		layout_quote(page->layout, 1);
		break;
	case QUOTE_UNLESS:
		if (element->tag == TAG_QUOTE || page->marks > 0)
			break;
		element->may_quote = true;
		element->mark = layout_mark(page->layout);
		element->blockquotes = page->blockquotes;
		page->marks++;
		break;
	case QUOTE_REST:
		layout_quote(page->layout, 1);
		break;
	case QUOTE_SIGNATURE:
		layout_block(page->layout, false);
		layout_text(page->layout, "--", 2);
		layout_block(page->layout, false);
		break;
	}
}

static void
start_layout(Page *page, Element *element, const char *const *attributes)
{
	switch (element->tag) {
	case TAG_QUOTE:
		page->blockquotes++;
		layout_block(page->layout, true);
		if (!element->quotes && !markup_is_indent(attributes)) {
			element->quotes = true;
			layout_quote(page->layout, 1);
		}
		break;
	case TAG_BLOCK:
	case TAG_PARAGRAPH:
		layout_block(page->layout, element->tag == TAG_PARAGRAPH);
		break;
	case TAG_BREAK:
		layout_newline(page->layout);
		break;
	case TAG_PREFORMATTED:
		layout_block(page->layout, true);
		layout_preformat(page->layout, 1);
		break;
	case TAG_LINK:
		start_link(page, attributes);
		break;
	case TAG_IMAGE:
		start_image(page, attributes);
		break;
	default:
		break;
	}
}

static void
start_element(void *data, const xmlChar *name, const xmlChar **atts)
{
	Page *page = data;
	const char *const *attributes = (const char *const *)atts;
	const char *css = markup_attribute(attributes, "style");
	Style style = css ? style_parse(css) : STYLE_PLAIN;
	Element element = {.tag = markup_tag((const char *)name, attributes),
	    .was_tiny = page->is_tiny};

	element.hides = is_hidden(page, element.tag, style, attributes);
	page->hiders += element.hides;
	if (style == STYLE_TINY || style == STYLE_SIZED)
		page->is_tiny = style == STYLE_TINY;
	if (element.tag == TAG_STYLE)
		g_string_truncate(page->sheet, 0);
	if (page->hiders == 0 && attributes)
		start_quote(page, &element, attributes);
	if (page->hiders == 0)
		start_layout(page, &element, attributes);
	g_array_append_val(page->open, element);
}

static void
end_layout(Page *page, const Element *element)
{
	switch (element->tag) {
	case TAG_QUOTE:
	case TAG_PARAGRAPH:
		layout_block(page->layout, true);
		break;
	case TAG_BLOCK:
		layout_block(page->layout, false);
		break;
	case TAG_PREFORMATTED:
		layout_preformat(page->layout, -1);
		layout_block(page->layout, true);
		break;
	case TAG_CELL:
		layout_cell(page->layout);
		break;
	case TAG_LINK:
		end_link(page);
		break;
	default:
		break;
	}
}

static void
end_element(void *data, const xmlChar *name)
{
	Page *page = data;
	Element element;

	(void)name;
	if (page->open->len == 0)
		return;
	element = g_array_index(page->open, Element, page->open->len - 1);
	g_array_set_size(page->open, page->open->len - 1);
	if (element.tag == TAG_STYLE)
		style_find_hidden(
		    page->sheet->str, page->sheet->len, page->hidden);
	if (page->hiders == 0)
		end_layout(page, &element);
	if (element.quotes)
		layout_quote(page->layout, -1);
	if (element.may_quote) {
		page->marks--;
		if (page->blockquotes == element.blockquotes)
			layout_quote_since(page->layout, element.mark);
	}
	page->hiders -= element.hides;
	page->is_tiny = element.was_tiny;
}

static void
characters(void *data, const xmlChar *text, int length)
{
	Page *page = data;

	if (page->hiders > 0 || page->is_tiny)
		return;
	layout_text(page->layout, (const char *)text, (size_t)length);
	add_link_text(page, (const char *)text, (size_t)length);
}

/* What is inside of style and script. */
static void
raw_characters(void *data, const xmlChar *text, int length)
{
	Page *page = data;

	if (page->sheet->len < SHEET_MAX)
		g_string_append_len(
		    page->sheet, (const char *)text, (gssize)length);
}

/* In pieces that end where a character does. */
static void
feed(htmlParserCtxtPtr parser, const char *html, size_t length)
{
	while (length > 0) {
		size_t piece = MIN(length, CHUNK);

		while (piece < length && piece > 1 &&
		       ((unsigned char)html[piece] & 0xC0) == 0x80)
			piece--;
		htmlParseChunk(parser, html, (int)piece, 0);
		html += piece;
		length -= piece;
	}
}

static bool
has_frame(const char *html)
{
	for (; (html = strchr(html, '<')); html++)
		if (g_ascii_strncasecmp(html, "<body", 5) == 0 ||
		    g_ascii_strncasecmp(html, "<head", 5) == 0)
			return true;
	return false;
}

/*
 * libxml2 shows "<![if !mso]>", which browsers take for a comment, and makes a
 * paragraph of text that stands outside of a body.
 */
static void
feed_page(htmlParserCtxtPtr parser, const char *html)
{
	const char *from = html;

	if (!has_frame(html))
		feed(parser, "<html><body>", strlen("<html><body>"));
	for (const char *odd = html; (odd = strstr(odd, "<!["));) {
		const char *close = strchr(odd, '>');

		if (!close)
			break;
		if (close[-1] != '-') {
			feed(parser, from, (size_t)(odd - from));
			from = close + 1;
		}
		odd = close + 1;
	}
	feed(parser, from, strlen(from));
	htmlParseChunk(parser, "", 0, 1);
}

static void
read_page(const char *html, Page *page)
{
	htmlSAXHandler sax = {
	    .startElement = start_element,
	    .endElement = end_element,
	    .characters = characters,
	    .ignorableWhitespace = characters,
	    .cdataBlock = raw_characters,
	};
	htmlParserCtxtPtr parser = htmlCreatePushParserCtxt(
	    &sax, page, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8);

	htmlCtxtUseOptions(parser,
	    HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
	        HTML_PARSE_NONET | HTML_PARSE_COMPACT | HTML_PARSE_IGNORE_ENC);
	feed_page(parser, html);
	htmlFreeParserCtxt(parser);
}

HtmlRead afterword_html_read;

__attribute__((visibility("default"))) char *
afterword_html_read(const char *html, GPtrArray *links)
{
	g_autoptr(GArray) open = g_array_new(false, false, sizeof(Element));
	g_autoptr(GHashTable) hidden =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	Page page = {
	    .layout = layout_new(MESSAGE_TEXT_MAX),
	    .links = links,
	    .open = open,
	    .hidden = hidden,
	    .sheet = g_string_new(NULL),
	    .link_text = g_string_new(NULL),
	};

	read_page(html, &page);
	g_string_free(page.sheet, TRUE);
	g_string_free(page.link_text, TRUE);
	g_free(page.href);
	return layout_finish(page.layout);
}
