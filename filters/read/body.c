#include "body.h"

#include "charset.h"
#include "html.h"
#include "links.h"
#include "message.h"

#include <string.h>

/* Plain text of more letters than this is no stub. */
#define STUB_MAX 300
/* A stub says less than this part of what the HTML says. */
#define STUB_PART 4

typedef struct Piece {
	char *text; /* owned */
	bool is_html;
} Piece;

struct Body {
	GArray *pieces;    /* of Piece, owned */
	GPtrArray *unused; /* HTML that plain text stands for, owned */
};

static void
clear_piece(Piece *piece)
{
	g_free(piece->text);
}

Body *
body_new(void)
{
	Body *body = g_new(Body, 1);

	body->pieces = g_array_new(false, false, sizeof(Piece));
	g_array_set_clear_func(body->pieces, (GDestroyNotify)clear_piece);
	body->unused = g_ptr_array_new_with_free_func(g_free);
	return body;
}

void
body_free(Body *body)
{
	if (!body)
		return;
	g_array_unref(body->pieces);
	g_ptr_array_unref(body->unused);
	g_free(body);
}

static const Piece *
piece_at(const Body *body, size_t index)
{
	return &g_array_index(body->pieces, Piece, index);
}

void
body_take(Body *body, char *text, bool is_html)
{
	Piece piece = {text, is_html};

	g_array_append_val(body->pieces, piece);
}

size_t
body_length(const Body *body)
{
	return body->pieces->len;
}

bool
body_is_html(const Body *body)
{
	for (size_t i = 0; i < body_length(body); i++)
		if (!piece_at(body, i)->is_html)
			return false;
	return body_length(body) > 0;
}

/* Past what is not shown: style sheets and comments, or else a tag. */
static const char *
skip_tag(const char *html)
{
	if (g_ascii_strncasecmp(html, "<style", 6) == 0)
		html = strstr(html, "</");
	else if (strncmp(html, "<!--", 4) == 0)
		html = strstr(html, "-->");
	return html ? html + strcspn(html, ">") : "";
}

/* A glance that needs no parser: letters outside of tags. */
static size_t
count_letters(const char *text, bool is_html, size_t max)
{
	size_t letters = 0;

	for (; *text && letters < max; text++) {
		if (is_html && *text == '<')
			text = skip_tag(text);
		else if (!g_ascii_isspace(*text))
			letters++;
		if (!*text)
			break;
	}
	return letters;
}

/* "Your program does not show HTML", or the beginning and "read more". */
static bool
is_stub(const char *plain, const char *html)
{
	size_t letters = count_letters(plain, false, STUB_MAX);
	size_t enough = STUB_PART * letters + 1;

	return letters < STUB_MAX &&
	       count_letters(html, true, enough) >= enough;
}

static const char *
first_of(const Body *body, size_t first, bool is_html)
{
	for (size_t i = first; i < body_length(body); i++)
		if (piece_at(body, i)->is_html == is_html)
			return piece_at(body, i)->text;
	return NULL;
}

void
body_choose(Body *body, size_t first)
{
	const char *plain = first_of(body, first, false);
	const char *html = first_of(body, first, true);
	bool drops_html = plain && html && !is_stub(plain, html);

	if (!plain || !html)
		return;
	for (size_t i = body_length(body); i-- > first;) {
		Piece *piece = &g_array_index(body->pieces, Piece, i);

		if (piece->is_html != drops_html)
			continue;
		if (drops_html)
			g_ptr_array_add(
			    body->unused, g_steal_pointer(&piece->text));
		g_array_remove_index(body->pieces, (guint)i);
	}
}

/* Entities can bring back what charset_to_utf8 took out of the source. */
static char *
text_of_html(const char *html, GPtrArray *links)
{
	g_autofree char *text = html_to_text(html, links, NULL);

	if (!text)
		return g_strdup("");
	return charset_to_utf8(text, strlen(text), "utf-8", MESSAGE_TEXT_MAX);
}

static void
append_piece(GString *text, const Piece *piece, GPtrArray *links)
{
	g_autofree char *shown =
	    piece->is_html ? text_of_html(piece->text, links) : NULL;
	const char *more = piece->is_html ? shown : piece->text;

	links_find(links, more);
	if (text->len > 0 && text->str[text->len - 1] != '\n')
		g_string_append_c(text, '\n');
	g_string_append(text, more);
}

static void
cut(GString *text, size_t max)
{
	if (text->len <= max)
		return;
	while (max > 0 && ((unsigned char)text->str[max] & 0xC0) == 0x80)
		max--;
	g_string_truncate(text, max);
}

static bool
has_web_link(const GPtrArray *links)
{
	for (guint i = 0; i < links->len; i++) {
		const Link *link = g_ptr_array_index(links, i);

		if (g_str_has_prefix(link->url, "http"))
			return true;
	}
	return false;
}

char *
body_text(const Body *body, GPtrArray *links)
{
	GString *text = g_string_new(NULL);

	for (size_t i = 0; i < body_length(body); i++)
		if (text->len < MESSAGE_TEXT_MAX)
			append_piece(text, piece_at(body, i), links);
	if (!has_web_link(links))
		for (guint i = 0; i < body->unused->len; i++)
			links_find_html(
			    links, g_ptr_array_index(body->unused, i));
	cut(text, MESSAGE_TEXT_MAX);
	return g_string_free(text, FALSE);
}
