#include "markup.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

#define WORD_MAX 40 /* bytes before a name, within its word */

typedef struct TagRow {
	const char *name;
	Tag tag;
} TagRow;

/* In order of the names. */
static const TagRow tags[] = {
    {"a", TAG_LINK},
    {"address", TAG_BLOCK},
    {"article", TAG_BLOCK},
    {"aside", TAG_BLOCK},
    {"blockquote", TAG_QUOTE},
    {"br", TAG_BREAK},
    {"caption", TAG_BLOCK},
    {"center", TAG_BLOCK},
    {"dd", TAG_BLOCK},
    {"div", TAG_BLOCK},
    {"dl", TAG_PARAGRAPH},
    {"dt", TAG_BLOCK},
    {"fieldset", TAG_BLOCK},
    {"figure", TAG_PARAGRAPH},
    {"footer", TAG_BLOCK},
    {"form", TAG_BLOCK},
    {"h1", TAG_PARAGRAPH},
    {"h2", TAG_PARAGRAPH},
    {"h3", TAG_PARAGRAPH},
    {"h4", TAG_PARAGRAPH},
    {"h5", TAG_PARAGRAPH},
    {"h6", TAG_PARAGRAPH},
    {"head", TAG_HIDDEN},
    {"header", TAG_BLOCK},
    {"hr", TAG_BLOCK},
    {"img", TAG_IMAGE},
    {"li", TAG_BLOCK},
    {"main", TAG_BLOCK},
    {"nav", TAG_BLOCK},
    {"object", TAG_HIDDEN},
    {"ol", TAG_PARAGRAPH},
    {"p", TAG_PARAGRAPH},
    {"pre", TAG_PREFORMATTED},
    {"script", TAG_HIDDEN},
    {"section", TAG_BLOCK},
    {"select", TAG_HIDDEN},
    {"style", TAG_STYLE},
    {"svg", TAG_HIDDEN},
    {"table", TAG_BLOCK},
    {"tbody", TAG_BLOCK},
    {"td", TAG_CELL},
    {"template", TAG_HIDDEN},
    {"th", TAG_CELL},
    {"title", TAG_HIDDEN},
    {"tr", TAG_BLOCK},
    {"ul", TAG_PARAGRAPH},
};

static const struct {
	const char *attribute;
	const char *word;
	Quote quote;
} quotes[] = {
    {"class", "gmail_attr", QUOTE_INSIDE},
    {"class", "gmail_quote", QUOTE_UNLESS},
    {"class", "moz-cite-prefix", QUOTE_INSIDE},
    {"class", "moz-forward-container", QUOTE_INSIDE},
    {"class", "yahoo_quoted", QUOTE_INSIDE},
    {"class", "protonmail_quote", QUOTE_INSIDE},
    {"class", "tutanota_quote", QUOTE_INSIDE},
    {"class", "zmail_extra", QUOTE_INSIDE},
    {"class", "gmail_quote_container", QUOTE_UNLESS},
    {"class", "OutlookMessageHeader", QUOTE_REST},
    {"class", "gmail_signature", QUOTE_SIGNATURE},
    {"class", "moz-signature", QUOTE_SIGNATURE},
    {"id", "divRplyFwdMsg", QUOTE_REST},
    {"id", "mail-editor-reference-message-container", QUOTE_REST},
    {"id", "isReplyContent", QUOTE_INSIDE},
    {"id", "OLK_SRC_BODY_SECTION", QUOTE_INSIDE},
    {"id", "stopSpelling", QUOTE_REST},
    {"id", "zwchr", QUOTE_REST},
    {"name", "messageReplySection", QUOTE_INSIDE},
    {"id", "Signature", QUOTE_SIGNATURE},
    {"id", "ms-outlook-mobile-signature", QUOTE_SIGNATURE},
    {"name", "quote", QUOTE_INSIDE},
};

static int
compare_tag(const void *name, const void *row)
{
	return strcmp(name, ((const TagRow *)row)->name);
}

static Tag
tag_of(const char *name)
{
	const TagRow *row = bsearch(
	    name, tags, G_N_ELEMENTS(tags), sizeof tags[0], compare_tag);

	return row ? row->tag : TAG_INLINE;
}

const char *
markup_attribute(const char *const *attributes, const char *name)
{
	for (; attributes && *attributes; attributes += 2)
		if (strcmp(*attributes, name) == 0)
			return attributes[1] ? attributes[1] : "";
	return NULL;
}

/* Webmail puts "x_" or "ydp..." before the names in what it quotes. */
static bool
has_word(const char *words, const char *word)
{
	size_t length = strlen(word);

	for (const char *at = words; (at = strstr(at, word)); at += length) {
		const char *start = at;

		while (start > words && at - start < WORD_MAX &&
		       !g_ascii_isspace(start[-1]))
			start--;
		if (start != at && strncmp(start, "x_", 2) != 0 &&
		    strncmp(start, "ydp", 3) != 0)
			continue;
		if (!at[length] || g_ascii_isspace(at[length]))
			return true;
	}
	return false;
}

Quote
markup_quote(const char *const *attributes)
{
	const char *style = markup_attribute(attributes, "style");

	for (size_t i = 0; i < G_N_ELEMENTS(quotes); i++) {
		const char *value =
		    markup_attribute(attributes, quotes[i].attribute);

		if (value && has_word(value, quotes[i].word))
			return quotes[i].quote;
	}
	/* Outlook's line above the header of the mail that is answered. */
	if (style && strstr(style, "border:none;border-top:solid") &&
	    strstr(style, "padding:3.0pt 0"))
		return QUOTE_REST;
	return QUOTE_NONE;
}

bool
markup_is_indent(const char *const *attributes)
{
	const char *style = markup_attribute(attributes, "style");

	return style && !markup_attribute(attributes, "type") &&
	       (strstr(style, "border:none") || strstr(style, "border: none"));
}

/* Outlook's MsoNormal paragraphs have no margin, so they are only blocks. */
Tag
markup_tag(const char *name, const char *const *attributes)
{
	Tag tag = tag_of(name);
	const char *classes = markup_attribute(attributes, "class");

	if (tag == TAG_PARAGRAPH && classes && has_word(classes, "MsoNormal"))
		return TAG_BLOCK;
	return tag;
}
