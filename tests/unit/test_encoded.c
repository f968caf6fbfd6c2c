#include "encoded.h"
#include "message.h"

#include <string.h>

static const struct {
	const char *name;
	const char *raw;
	const char *wanted; /* NULL: nothing is to be joined */
} cases[] = {
    {"/encoded/plain-text-stays", " Interview", NULL},
    {"/encoded/one-word-stays", " =?UTF-8?B?RWxlbmE=?=", NULL},
    {"/encoded/padded-words-are-joined",
        " =?UTF-8?B?RWxlbmE=?=\r\n =?UTF-8?B?IFJ1aXo=?=",
        " =?UTF-8?B?RWxlbmEgUnVpeg==?="},
    {"/encoded/a-letter-cut-in-two-is-whole",
        " =?utf-8?b?5bGx5Q==?= =?UTF-8?B?oLA=?=", " =?utf-8?B?5bGx5aCw?="},
    {"/encoded/other-charsets-stay-apart",
        "=?UTF-8?B?YQ==?= =?ISO-8859-1?B?Yg==?=", NULL},
    {"/encoded/quoted-printable-is-left-to-others",
        "=?UTF-8?Q?a?= =?UTF-8?Q?b?=", NULL},
    {"/encoded/text-between-parts-them",
        "=?UTF-8?B?YQ==?= and =?UTF-8?B?Yg==?=", NULL},
    {"/encoded/an-address-follows",
        "=?UTF-8?B?YQ==?= =?UTF-8?B?Yg==?= <a@mail.example>",
        "=?UTF-8?B?YWI=?= <a@mail.example>"},
    {"/encoded/a-word-cut-off-stays", "=?UTF-8?B?YQ==?= =?UTF-8?B?Yg==", NULL},
    {"/encoded/no-base64-is-no-harm", "=?UTF-8?B?\x01\xff*?= =?UTF-8?B?-?=",
        "=?UTF-8?B?" /* nothing */
        "?="},
};

static void
test_case(gconstpointer data)
{
	size_t i = GPOINTER_TO_SIZE(data);
	g_autofree char *joined = encoded_join(cases[i].raw);

	g_assert_cmpstr(joined, ==, cases[i].wanted);
}

static void
test_message(void)
{
	const char *text =
	    "From: =?UTF-8?B?5bGx55Sw?=\n =?UTF-8?B?IOOBqA==?=\n"
	    " =?UTF-8?B?44KC?= <tomo@mail.example>\n"
	    "Subject: =?UTF-8?B?6Z2i5o6l44Gu?=\n =?UTF-8?B?44GU5qGI5YaFIA==?=\n"
	    " =?UTF-8?B?5pel56iL?=\n\nx\n";
	g_autoptr(Message) message =
	    message_parse_bytes(text, strlen(text), NULL);

	g_assert_nonnull(message);
	g_assert_cmpstr(message->from.name, ==, "山田 とも");
	g_assert_cmpstr(message->from.email, ==, "tomo@mail.example");
	g_assert_cmpstr(message->subject, ==, "面接のご案内 日程");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		g_test_add_data_func(
		    cases[i].name, GSIZE_TO_POINTER(i), test_case);
	g_test_add_func("/encoded/a-folded-name-and-subject", test_message);
	return g_test_run();
}
