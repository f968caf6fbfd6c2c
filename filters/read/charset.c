#include "charset.h"

#include <errno.h>
#include <glib.h>
#include <stdbool.h>
#include <string.h>

#define REPLACEMENT "\xEF\xBF\xBD"
#define LABEL_MAX 64

/* This many sequences of UTF-8 in a row are no accident of another charset. */
#define UTF8_SEQUENCES_SURE 4

/*
 * What mail software means by a label: the superset that it writes. Seven-bit
 * charsets are marked, since their text is valid UTF-8 of another meaning.
 */
static const struct {
	const char *label;
	const char *charset;
	bool is_seven_bit;
} supersets[] = {
    {"us-ascii", "windows-1252", false},
    {"ascii", "windows-1252", false},
    {"ansi_x3.4-1968", "windows-1252", false},
    {"iso-8859-1", "windows-1252", false},
    {"iso8859-1", "windows-1252", false},
    {"latin1", "windows-1252", false},
    {"iso-8859-9", "windows-1254", false},
    {"iso-8859-11", "windows-874", false},
    {"tis-620", "windows-874", false},
    {"gb2312", "gb18030", false},
    {"gb_2312-80", "gb18030", false},
    {"gbk", "gb18030", false},
    {"x-gbk", "gb18030", false},
    {"big5", "big5-hkscs", false},
    {"shift_jis", "cp932", false},
    {"shift-jis", "cp932", false},
    {"x-sjis", "cp932", false},
    {"windows-31j", "cp932", false},
    {"euc-kr", "cp949", false},
    {"ks_c_5601-1987", "cp949", false},
    {"iso-2022-jp", "iso-2022-jp-3", true},
    {"iso-2022-kr", "iso-2022-kr", true},
    {"hz-gb-2312", "hz-gb-2312", true},
    {"utf-7", "utf-7", true},
    {"unicode-1-1-utf-7", "utf-7", true},
    {"utf8", "utf-8", false},
    {"utf-16", "utf-16", true},
    {"utf-16le", "utf-16le", true},
    {"utf-16be", "utf-16be", true},
};

typedef struct Charset {
	char name[LABEL_MAX]; /* "" where there is none */
	bool is_seven_bit;
} Charset;

static Charset
charset_of_label(const char *label)
{
	Charset charset = {"", false};
	size_t length = 0;

	for (; label && *label && length < LABEL_MAX - 1; label++)
		if (!strchr("\"' \t", *label))
			charset.name[length++] = g_ascii_tolower(*label);
	for (size_t i = 0; i < G_N_ELEMENTS(supersets); i++) {
		if (strcmp(charset.name, supersets[i].label) != 0)
			continue;
		g_strlcpy(charset.name, supersets[i].charset, LABEL_MAX);
		charset.is_seven_bit = supersets[i].is_seven_bit;
		break;
	}
	return charset;
}

static size_t
count_sequences(const char *bytes, size_t length)
{
	size_t count = 0;

	for (size_t i = 0; i < length; i++)
		count += (unsigned char)bytes[i] >= 0xC0;
	return count;
}

static bool
is_multibyte(const char *name)
{
	static const char *const names[] = {
	    "gb18030", "big5-hkscs", "cp932", "cp949", "euc-jp"};

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

static bool
is_utf8(const char *bytes, size_t length, const Charset *charset)
{
	if (charset->is_seven_bit || !g_utf8_validate_len(bytes, length, NULL))
		return false;
	return !is_multibyte(charset->name) ||
	       count_sequences(bytes, length) >= UTF8_SEQUENCES_SURE;
}

/* Valid runs are kept; each bad byte is one U+FFFD. */
static size_t
append_repaired(GString *text, const char *bytes, size_t length)
{
	const char *end = bytes + length;
	size_t bad = 0;

	while (bytes < end) {
		const char *stop;

		g_utf8_validate_len(bytes, end - bytes, &stop);
		g_string_append_len(text, bytes, stop - bytes);
		if (stop < end) {
			g_string_append(text, REPLACEMENT);
			bad++;
			stop++;
		}
		bytes = stop;
	}
	return bad;
}

static void
append_converted(GString *text, const char *bytes, size_t length, GIConv iconv)
{
	char *in = (char *)bytes; /* iconv never writes to it */
	gsize left = length;

	while (left > 0) {
		char buffer[4096];
		char *out = buffer;
		gsize room = sizeof buffer;
		gsize done = g_iconv(iconv, &in, &left, &out, &room);
		int why = errno;

		g_string_append_len(text, buffer, out - buffer);
		if (done == (gsize)-1 && why != E2BIG && left > 0) {
			g_string_append(text, REPLACEMENT);
			in++;
			left--;
		}
	}
}

static bool
append_from(
    GString *text, const char *bytes, size_t length, const char *charset)
{
	GIConv iconv = g_iconv_open("UTF-8", charset);

	if (iconv == (GIConv)-1)
		return false;
	append_converted(text, bytes, length, iconv);
	g_iconv_close(iconv);
	return true;
}

/* A few bad bytes are damage; as many as good ones are another charset. */
static void
append_guessed(GString *text, const char *bytes, size_t length)
{
	size_t bad = append_repaired(text, bytes, length);

	if (bad <= count_sequences(bytes, length) / 2)
		return;
	g_string_truncate(text, 0);
	append_from(text, bytes, length, "windows-1252");
}

/* CRLF and CR become LF, other controls a space. */
static void
clean(GString *text)
{
	char *to = text->str;

	for (const char *from = text->str, *end = from + text->len; from < end;
	     from++) {
		char c = *from;

		if ((unsigned char)c < 0x20 || c == 0x7F) {
			if (c == '\r' && from + 1 < end && from[1] == '\n')
				continue;
			if (c == '\r')
				c = '\n';
			else if (c != '\n' && c != '\t')
				c = ' ';
		}
		*to++ = c;
	}
	g_string_truncate(text, to - text->str);
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

char *
charset_to_utf8(const char *bytes, size_t length, const char *label, size_t max)
{
	Charset charset = charset_of_label(label);
	GString *text = g_string_sized_new(length + 1);

	if (!*charset.name && memmem(bytes, length, "\033$B", 3))
		charset = charset_of_label("iso-2022-jp");
	if (is_utf8(bytes, length, &charset))
		g_string_append_len(text, bytes, length);
	else if (!*charset.name || strcmp(charset.name, "utf-8") == 0)
		append_guessed(text, bytes, length);
	else if (!append_from(text, bytes, length, charset.name))
		append_guessed(text, bytes, length);
	if (g_str_has_prefix(text->str, "\xEF\xBB\xBF"))
		g_string_erase(text, 0, 3);
	clean(text);
	cut(text, max);
	return g_string_free(text, FALSE);
}
