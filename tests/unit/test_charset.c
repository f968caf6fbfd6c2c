#include "charset.h"

#include <glib.h>
#include <string.h>

static const struct {
	const char *name;
	const char *label;
	const char *bytes;
	const char *text;
} cases[] = {
    {"plain-ascii-stays", "us-ascii", "Hello", "Hello"},
    {"ascii-label-over-utf8", "us-ascii", "Gr\xC3\xBC\xC3\x9F", "Grüß"},
    {"latin1-label-over-utf8", "iso-8859-1", "\xC3\xA9t\xC3\xA9", "été"},
    {"latin1-label-is-windows", "iso-8859-1", "\x93yes\x94 \x80", "“yes” €"},
    {"latin1-by-its-label", "ISO-8859-1", "\xE9t\xE9", "été"},
    {"label-in-quotes", "\"utf8\"", "\xC3\xA9", "é"},
    {"latin2", "iso-8859-2",
        "\xB3\xF3"
        "d\xBC",
        "łódź"},
    {"koi8", "koi8-r", "\xD0\xD2\xC9\xD7\xC5\xD4", "привет"},
    {"no-label-utf8", NULL, "\xC3\xA9", "é"},
    {"no-label-latin1", NULL, "caf\xE9", "café"},
    {"utf8-label-over-latin1", "utf-8",
        "\xFC"
        "ber \xE4 \xF6",
        "über ä ö"},
    {"unknown-label", "x-made-up", "caf\xE9", "café"},
    {"unknown-label-over-utf8", "x-made-up", "caf\xC3\xA9", "café"},
    {"bad-byte-is-marked", "utf-8", "na\xC3\xAFve caf\xC3\xA9 \xFF.",
        "naïve café \uFFFD."},
    {"gb2312-is-gb18030", "gb2312", "\xC4\xE3\xBA\xC3", "你好"},
    {"shift-jis", "shift_jis", "\x83\x81\x81[\x83\x8B", "メール"},
    {"iso-2022-jp", "iso-2022-jp", "\033$B%a!<%k\033(B", "メール"},
    {"iso-2022-jp-without-label", NULL, "\033$B%a!<%k\033(B", "メール"},
    {"big5", "big5", "\xA7\x41\xA6\x6E", "你好"},
    {"euc-kr", "ks_c_5601-1987", "\xBE\xC8\xB3\xE7", "안녕"},
    {"utf7", "utf-7", "Hi +AOk-", "Hi é"},
    {"crlf-and-cr-are-lf", "utf-8", "a\r\nb\rc\n", "a\nb\nc\n"},
    {"controls-are-spaces", "utf-8", "a\001b\tc\033d", "a b\tc d"},
    {"byte-order-mark-goes", "utf-8", "\xEF\xBB\xBFHi", "Hi"},
    {"soft-hyphen-goes", "utf-8", "inter\u00ADview", "interview"},
    {"zero-width-goes", "utf-8", "of\u200Bf\u200Der\u2060", "offer"},
    {"bidi-override-goes", "utf-8", "a\u202Eb\u2066c", "abc"},
    {"emoji-stay-joined", "utf-8", "👩\u200D💻", "👩\u200D💻"},
    {"marks-are-composed", "utf-8", "u\u0308ber", "über"},
    {"line-separator", "utf-8",
        "a\xC2\x85"
        "b",
        "a\nb"},
};

static void
test_case(gconstpointer data)
{
	size_t i = GPOINTER_TO_SIZE(data);
	g_autofree char *text = charset_to_utf8(
	    cases[i].bytes, strlen(cases[i].bytes), cases[i].label, 1000);

	g_assert_cmpstr(text, ==, cases[i].text);
}

static void
test_nul_is_a_space(void)
{
	g_autofree char *text = charset_to_utf8("a\0b", 3, "utf-8", 10);

	g_assert_cmpstr(text, ==, "a b");
}

static void
test_is_cut_between_characters(void)
{
	g_autofree char *text = charset_to_utf8("aéé", 5, "utf-8", 4);

	g_assert_cmpstr(text, ==, "aé");
}

/* However long the text: it is composed in pieces. */
static void
test_long_text_is_composed(void)
{
	g_autoptr(GString) apart = g_string_new(NULL);
	g_autoptr(GString) joined = g_string_new(NULL);
	g_autofree char *text = NULL;

	for (int i = 0; i < 50000; i++) {
		g_string_append(apart, i % 7 ? "u\u0308" : "xa\u0301");
		g_string_append(joined, i % 7 ? "ü" : "xá");
	}
	text = charset_to_utf8(apart->str, apart->len, "utf-8", apart->len);
	g_assert_cmpstr(text, ==, joined->str);
}

static void
test_any_bytes_become_utf8(void)
{
	static const char *const labels[] = {
	    NULL, "utf-8", "utf-16", "gb18030", "iso-2022-jp", "utf-7", "x"};
	char bytes[256];

	for (size_t i = 0; i < sizeof bytes; i++)
		bytes[i] = (char)(i * 37);
	for (size_t i = 0; i < G_N_ELEMENTS(labels); i++) {
		g_autofree char *text =
		    charset_to_utf8(bytes, sizeof bytes, labels[i], 4096);

		g_assert_true(g_utf8_validate(text, -1, NULL));
	}
}

static void
test_line_has_single_spaces(void)
{
	g_autofree char *line = charset_clean_line(" An\r\n Bcc:\t x \n", 100);
	g_autofree char *none = charset_clean_line(NULL, 100);

	g_assert_cmpstr(line, ==, "An Bcc: x");
	g_assert_cmpstr(none, ==, "");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *path =
		    g_strconcat("/charset/", cases[i].name, NULL);

		g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_case);
	}
	g_test_add_func("/charset/nul-is-a-space", test_nul_is_a_space);
	g_test_add_func(
	    "/charset/long-text-is-composed", test_long_text_is_composed);
	g_test_add_func("/charset/is-cut-between-characters",
	    test_is_cut_between_characters);
	g_test_add_func(
	    "/charset/any-bytes-become-utf8", test_any_bytes_become_utf8);
	g_test_add_func(
	    "/charset/line-has-single-spaces", test_line_has_single_spaces);
	return g_test_run();
}
