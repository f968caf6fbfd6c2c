/*
 * However a text is taken apart, each of its letters is in one of the parts.
 */
#include "text.h"

#include "charset.h"

#include <glib.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t
count_letters(const char *text)
{
	size_t letters = 0;

	for (; *text; text++)
		letters += !g_ascii_isspace(*text);
	return letters;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *text =
	    charset_to_utf8((const char *)data, size, "utf-8", size);
	TextParts parts = text_split(text);

	g_assert_cmpuint(count_letters(text), ==,
	    count_letters(parts.new_text) + count_letters(parts.quoted) +
	        count_letters(parts.signature));
	g_free(parts.new_text);
	g_free(parts.quoted);
	g_free(parts.signature);
	return 0;
}
