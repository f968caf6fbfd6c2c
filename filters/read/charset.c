#include "charset.h"

#include <errno.h>
#include <glib.h>
#include <stdbool.h>
#include <string.h>

#define REPLACEMENT "\xEF\xBF\xBD"
#define LABEL_MAX 64
#define PIECE 512 /* bytes that are composed at once */
#define PIECE_MAX 4096

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

/* The joiner belongs in pictures, which are in the planes above, or in 2xxx. */
static bool
is_joining_pictures(const unsigned char *next)
{
	return *next >= 0xF0 || *next == 0xE2;
}

/*
 * Length of a character that cannot be seen, at bytes that begin with it: soft
 * hyphen, combining grapheme joiner, zero-width ones, marks and overrides of
 * direction, byte order mark.
 */
static size_t
invisible_length(const char *c)
{
	const unsigned char *u = (const unsigned char *)c;

	if ((u[0] == 0xC2 && u[1] == 0xAD) || (u[0] == 0xCD && u[1] == 0x8F))
		return 2;
	if (u[0] == 0xE2 && u[1] == 0x80 && u[2] == 0x8D)
		return is_joining_pictures(u + 3) ? 0 : 3;
	if (u[0] == 0xE2 && u[1] == 0x80 &&
	    (u[2] == 0x8B || u[2] == 0x8C || u[2] == 0x8E || u[2] == 0x8F ||
	        (u[2] >= 0xAA && u[2] <= 0xAE)))
		return 3;
	if (u[0] == 0xE2 && u[1] == 0x81 &&
	    (u[2] == 0xA0 || (u[2] >= 0xA6 && u[2] <= 0xA9)))
		return 3;
	if (u[0] == 0xEF && u[1] == 0xBB && u[2] == 0xBF)
		return 3;
	return 0;
}

/* CRLF, CR and the Unicode line ends become LF, other controls a space. */
static const char *
clean_one(const char *from, char **to)
{
	char c = *from;

	if (c == '\r')
		c = from[1] == '\n' ? '\0' : '\n';
	else if (((unsigned char)c < 0x20 && c != '\n' && c != '\t') ||
	         c == 0x7F)
		c = ' ';
	else if (c == '\xC2' && (unsigned char)from[1] < 0xA0)
		c = *++from == '\x85' ? '\n' : ' ';
	if (c || *from != '\r')
		*(*to)++ = c;
	return from + 1;
}

static bool
is_plain(char c)
{
	return (unsigned char)(c - 0x20) < 0x5F;
}

/* Whether any character is not ASCII, which saves looking again. */
static bool
clean(GString *text)
{
	char *to = text->str;
	const char *end = text->str + text->len;
	bool is_wide = false;

	while (is_plain(*to))
		to++;
	for (const char *from = to; from < end;) {
		size_t skip = 0;

		if (is_plain(*from)) {
			*to++ = *from++;
			continue;
		}
		if ((unsigned char)*from >= 0x80) {
			skip = invisible_length(from);
			is_wide = true;
		}
		if (skip > 0)
			from += skip;
		else
			from = clean_one(from, &to);
	}
	g_string_truncate(text, (gsize)(to - text->str));
	return is_wide;
}

/* Whether a character may join the one before it: marks, and the vowels and
 * final letters of Hangul. */
static bool
joins(const char *at)
{
	gunichar c = g_utf8_get_char(at);

	return g_unichar_combining_class(c) != 0 || (c >= 0x1160 && c < 0x1200);
}

/* Bytes up to a place where nothing is joined; an endless row of marks is cut
 * all the same. */
static size_t
piece_length(const char *text, size_t left)
{
	size_t length = MIN(left, PIECE);

	while (
	    length < left && (((unsigned char)text[length] & 0xC0) == 0x80 ||
	                         (length < PIECE_MAX && joins(text + length))))
		length++;
	return length;
}

/*
 * Letters and marks that were sent apart, as macOS does. In pieces, as GLib
 * moves all that follows for each mark that it joins.
 */
static void
compose(GString *text)
{
	g_autoptr(GString) all = NULL;
	size_t length = 0;
	bool has_marks = false;

	for (const char *c = text->str; *c && !has_marks; c++)
		has_marks = *c == '\xCC' ||
		            (*c == '\xCD' && (unsigned char)c[1] < 0xB0) ||
		            (*c == '\xE3' && c[1] == '\x82' &&
		                (c[2] == '\x99' || c[2] == '\x9A'));
	if (!has_marks)
		return;
	all = g_string_sized_new(text->len);
	for (size_t at = 0; at < text->len; at += length) {
		g_autofree char *composed = NULL;

		length = piece_length(text->str + at, text->len - at);
		composed = g_utf8_normalize(
		    text->str + at, (gssize)length, G_NORMALIZE_NFC);
		g_string_append(all, composed ? composed : "");
	}
	g_string_assign(text, all->str);
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
	GString *text;

	if (length == 0)
		return g_strdup("");
	text = g_string_sized_new(length + 1);

	if (!*charset.name && memmem(bytes, length, "\033$B", 3))
		charset = charset_of_label("iso-2022-jp");
	if (is_utf8(bytes, length, &charset))
		g_string_append_len(text, bytes, length);
	else if (!*charset.name || strcmp(charset.name, "utf-8") == 0)
		append_guessed(text, bytes, length);
	else if (!append_from(text, bytes, length, charset.name))
		append_guessed(text, bytes, length);
	if (clean(text))
		compose(text);
	cut(text, max);
	return g_string_free(text, FALSE);
}

char *
charset_clean_line(const char *text, size_t max)
{
	char *line;
	char *to;

	if (!text || !*text)
		return g_strdup("");
	line = charset_to_utf8(text, strlen(text), "utf-8", max);
	to = line;
	for (const char *from = line; *from; from++) {
		bool is_space = *from == '\n' || *from == '\t' || *from == ' ';

		if (!is_space)
			*to++ = *from;
		else if (to > line && to[-1] != ' ')
			*to++ = ' ';
	}
	*to = '\0';
	return g_strchomp(line);
}
