#include "encoded.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

#define BLANKS " \t\r\n"

/* "=?charset?B?payload?=" */
typedef struct EncodedWord {
	const char *charset;
	size_t charset_length;
	const char *payload;
	size_t payload_length;
	const char *end;
} EncodedWord;

/* Whether a base64 word begins at text. */
static bool
parse_word(const char *text, EncodedWord *word)
{
	const char *mark;

	if (text[0] != '=' || text[1] != '?')
		return false;
	word->charset = text + 2;
	word->charset_length = strcspn(word->charset, "?" BLANKS);
	mark = word->charset + word->charset_length;
	if (!word->charset_length || mark[0] != '?' ||
	    (mark[1] != 'B' && mark[1] != 'b') || mark[2] != '?')
		return false;
	word->payload = mark + 3;
	word->payload_length = strcspn(word->payload, "?" BLANKS);
	word->end = word->payload + word->payload_length;
	if (word->end[0] != '?' || word->end[1] != '=')
		return false;
	word->end += 2;
	return true;
}

static bool
is_of_charset(const EncodedWord *word, const EncodedWord *other)
{
	return word->charset_length == other->charset_length &&
	       !g_ascii_strncasecmp(
	           word->charset, other->charset, word->charset_length);
}

static void
append_payload(GByteArray *bytes, const EncodedWord *word)
{
	g_autofree char *payload =
	    g_strndup(word->payload, word->payload_length);
	gsize length;
	g_autofree guchar *decoded = g_base64_decode(payload, &length);

	g_byte_array_append(bytes, decoded, (guint)length);
}

/* Appends a word and those that go on with it; where they end. */
static const char *
append_words(GString *joined, const EncodedWord *first, guint *count)
{
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	const char *end = first->end;
	g_autofree char *payload = NULL;
	EncodedWord next;

	append_payload(bytes, first);
	while (parse_word(end + strspn(end, BLANKS), &next) &&
	       is_of_charset(first, &next)) {
		append_payload(bytes, &next);
		end = next.end;
		(*count)++;
	}
	payload = g_base64_encode(bytes->data, bytes->len);
	g_string_append_printf(joined,
	    "=?%.*s?B?%s?=", (int)first->charset_length, first->charset,
	    payload);
	return end;
}

char *
encoded_join(const char *raw)
{
	g_autoptr(GString) joined = g_string_new(NULL);
	guint count = 0;

	for (const char *at = raw; *at;) {
		EncodedWord word;

		if (parse_word(at, &word))
			at = append_words(joined, &word, &count);
		else
			g_string_append_c(joined, *at++);
	}
	return count ? g_strdup(joined->str) : NULL;
}
