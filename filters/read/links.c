#include "links.h"

#include "charset.h"
#include "message.h"

#include <stdbool.h>
#include <string.h>

#define URL_MAX 2000
#define LINK_TEXT_MAX 200
#define LINK_SOURCE_MAX 2000 /* bytes of HTML within a link */

static const char *const schemes[] = {
    "https://", "http://", "mailto:", "tel:", "www."};

static const char *
scheme_at(const char *text)
{
	for (size_t i = 0; i < G_N_ELEMENTS(schemes); i++)
		if (g_ascii_strncasecmp(text, schemes[i], strlen(schemes[i])) ==
		    0)
			return schemes[i];
	return NULL;
}

static bool
is_known(const GPtrArray *links, const char *url)
{
	for (guint i = 0; i < links->len; i++) {
		const Link *link = g_ptr_array_index(links, i);

		if (strcmp(link->url, url) == 0)
			return true;
	}
	return false;
}

void
links_add(GPtrArray *links, const char *url, const char *text)
{
	Link *link;

	for (const char *c = url; *c; c++)
		if ((unsigned char)*c <= ' ' || *c == 0x7F)
			return;
	if (links->len >= LINKS_MAX || strlen(url) > URL_MAX ||
	    !scheme_at(url) || is_known(links, url))
		return;
	link = g_new(Link, 1);
	link->url = g_strdup(url);
	link->text = charset_clean_line(text, LINK_TEXT_MAX);
	g_ptr_array_add(links, link);
}

/* RFC 3986's characters and whatever non-ASCII people paste, but no quotes. */
static size_t
url_length(const char *url)
{
	size_t length = strcspn(url, " \t\n\r<>\"\\^`{|}");
	static const char *const wide[] = {"\u3000", "\uff08", "\uff09",
	    "\u3002", "\u3001", "\uff0c", "\u300d", "\u300f", "\u3011",
	    "\u201d", "\u00bb", "\u00a0", "\ufffd"};

	for (size_t i = 0; i < G_N_ELEMENTS(wide); i++) {
		const char *stop = g_strstr_len(url, (gssize)length, wide[i]);

		if (stop)
			length = (size_t)(stop - url);
	}
	return length;
}

static size_t
count(const char *text, size_t length, char c)
{
	size_t found = 0;

	for (size_t i = 0; i < length; i++)
		found += text[i] == c;
	return found;
}

/* What ends the sentence and not the address: "see (https://a.example)." */
static size_t
without_punctuation(const char *url, size_t length)
{
	size_t opened = count(url, length, '(');
	size_t closed = count(url, length, ')');

	for (; length > 0; length--) {
		char last = url[length - 1];

		if (!strchr(".,;:!?'*)]>_~", last) ||
		    (last == ')' && opened == closed))
			break;
		closed -= last == ')';
	}
	return length;
}

static void
add_plain(GPtrArray *links, const char *url, size_t length, bool is_www)
{
	g_autofree char *whole = g_strdup_printf(
	    "%s%.*s", is_www ? "http://" : "", (int)length, url);

	links_add(links, whole, "");
}

/* Every scheme has a colon or starts with "www.", so only those are looked at. */
static const char *
next_url(const char *text, const char *from)
{
	const char *at = from + strcspn(from, ":wW");

	for (; *at; at += 1 + strcspn(at + 1, ":wW")) {
		const char *start = at;

		if (*at == ':')
			while (start > from && g_ascii_isalpha(start[-1]) &&
			       at - start < 6)
				start--;
		if (start > text && g_ascii_isalnum(start[-1]))
			continue;
		if (scheme_at(start))
			return start;
	}
	return NULL;
}

void
links_find(GPtrArray *links, const char *text)
{
	const char *url = text;

	while (links->len < LINKS_MAX && (url = next_url(text, url))) {
		const char *scheme = scheme_at(url);
		size_t length = url_length(url);
		size_t kept = without_punctuation(url, length);

		if (kept > strlen(scheme) && kept <= URL_MAX)
			add_plain(links, url, kept, *scheme == 'w');
		url += MAX(length, 1);
	}
}

/* The value of href in a tag, "&amp;" undone; NULL where there is none. */
static char *
href_in(const char *tag, const char *end)
{
	for (; tag + 6 < end; tag++) {
		const char *value = tag + 5;
		const char *close;
		g_autofree char *source = NULL;
		g_auto(GStrv) parts = NULL;

		if (g_ascii_strncasecmp(tag, "href=", 5) != 0)
			continue;
		if (*value != '"' && *value != '\'')
			return NULL;
		close = memchr(value + 1, *value, (size_t)(end - value - 1));
		if (!close)
			return NULL;
		source = g_strndup(value + 1, (gsize)(close - value - 1));
		parts = g_strsplit(g_strstrip(source), "&amp;", -1);
		return g_strjoinv("&", parts);
	}
	return NULL;
}

/* What stands between the tags, up to the link's end. */
static char *
text_in(const char *html)
{
	GString *text = g_string_new(NULL);
	bool in_tag = false;

	for (size_t i = 0; i < LINK_SOURCE_MAX && html[i]; i++) {
		if (g_ascii_strncasecmp(html + i, "</a", 3) == 0)
			break;
		if (html[i] == '<')
			in_tag = true;
		if (!in_tag)
			g_string_append_c(text, html[i]);
		if (html[i] == '>')
			in_tag = false;
	}
	return g_string_free(text, FALSE);
}

void
links_find_html(GPtrArray *links, const char *html)
{
	while (links->len < LINKS_MAX && (html = strchr(html, '<'))) {
		const char *end;
		g_autofree char *href = NULL;
		g_autofree char *text = NULL;

		html++;
		if ((*html != 'a' && *html != 'A') || !g_ascii_isspace(html[1]))
			continue;
		end = strchr(html, '>');
		if (!end)
			return;
		href = href_in(html, end);
		if (href && scheme_at(href) && !is_known(links, href)) {
			text = text_in(end + 1);
			links_add(links, href, text);
		}
		html = end;
	}
}
