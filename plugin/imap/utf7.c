#include "utf7.h"

#include <stdbool.h>
#include <string.h>

static bool
is_direct(gunichar c)
{
	return c >= 0x20 && c <= 0x7e;
}

/* A run of other letters: UTF-16, in a base64 with "," and no padding. */
static void
append_shifted(GString *out, const char *start, const char *end)
{
	glong length = 0;
	g_autofree gunichar2 *units =
	    g_utf8_to_utf16(start, end - start, NULL, &length, NULL);
	g_autofree char *base64 = NULL;

	for (glong i = 0; i < length; i++)
		units[i] = GUINT16_TO_BE(units[i]);
	base64 = g_base64_encode(
	    (const guchar *)units, (gsize)length * sizeof *units);
	base64[strcspn(base64, "=")] = '\0';
	g_strdelimit(base64, "/", ',');
	g_string_append_printf(out, "&%s-", base64);
}

char *
utf7_encode(const char *text)
{
	GString *out = g_string_new(NULL);

	while (*text) {
		const char *end = text;

		if (*text == '&') {
			g_string_append(out, "&-");
			text++;
		} else if (is_direct(g_utf8_get_char(text))) {
			g_string_append_c(out, *text++);
		} else {
			while (*end && !is_direct(g_utf8_get_char(end)))
				end = g_utf8_next_char(end);
			append_shifted(out, text, end);
			text = end;
		}
	}
	return g_string_free(out, false);
}

/* The letters between "&" and "-"; false where they are none. */
static bool
append_plain(GString *out, const char *start, const char *end)
{
	g_autofree char *base64 = g_strndup(start, end - start);
	g_autofree char *padded = NULL;
	g_autofree guchar *bytes = NULL;
	g_autofree gunichar2 *units = NULL;
	g_autofree char *text = NULL;
	gsize length;

	g_strdelimit(base64, ",", '/');
	padded =
	    g_strconcat(base64, &"==="[3 - (4 - strlen(base64) % 4) % 4], NULL);
	bytes = g_base64_decode(padded, &length);
	units = g_new0(gunichar2, length / 2 + 1);
	for (gsize i = 0; i < length / 2; i++)
		units[i] = (gunichar2)(bytes[2 * i] << 8 | bytes[2 * i + 1]);
	text = g_utf16_to_utf8(units, length / 2, NULL, NULL, NULL);
	if (text)
		g_string_append(out, text);
	return text != NULL;
}

char *
utf7_decode(const char *name)
{
	g_autoptr(GString) out = g_string_new(NULL);

	while (*name) {
		const char *end = *name == '&' ? strchr(name, '-') : NULL;

		if (end == name + 1)
			g_string_append_c(out, '&');
		else if (end && !append_plain(out, name + 1, end))
			return g_utf8_make_valid(name, -1);
		else if (!end)
			g_string_append_c(out, *name);
		name = end ? end + 1 : name + 1;
	}
	return g_utf8_make_valid(out->str, -1);
}
