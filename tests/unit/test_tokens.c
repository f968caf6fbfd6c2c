#include "tokens.h"

#include <glib.h>
#include <string.h>

/* A text and its tokens, folded, with blanks between; "~" where glued. */
typedef struct Case {
	const char *name;
	const char *text;
	const char *tokens;
} Case;

static const Case cases[] = {
    {"words-and-signs", "Yes, it is.", "yes ~, it is ~."},
    {"digits-apart-from-letters", "at 2pm", "at 2 ~pm"},
    {"accents-fold", "Für Łódź, ça æ", "fur lodz ~, ca ae"},
    {"decomposed-accents-fold", "fu\u0308r", "fur"},
    {"sharp-s-folds", "Straße", "strasse"},
    {"curly-quotes-and-dashes", "it\u2019s \u201cso\u201d \u2013 no",
        "it ~' ~s \" ~so ~\" - no"},
    {"invisible-characters-vanish", "inter\u00adview\u200b", "interview"},
    {"no-break-space-is-blank", "12\u00a0May", "12 may"},
    {"full-width-is-plain", "\uff11\uff12\uff1a\uff13\uff10", "12 ~: ~30"},
    {"han-one-by-one", "面接は明日", "面 ~接 ~は ~明 ~日"},
    {"link-is-one", "see https://x.example/a-b?c=1.",
        "see "
        "https://x.example/a-b?c=1 ~."},
    {"address-is-one", "Jo.B@x.example, ok", "jo.b@x.example ~, ok"},
    {"at-alone-is-a-sign", "me @ noon", "me @ noon"},
    {"apostrophe-parts-words", "o'clock", "o ~' ~clock"},
    {"empty", "", ""},
};

static void
test_case(gconstpointer data)
{
	const Case *c = data;
	g_autoptr(Tokens) tokens = tokens_cut(NULL, "en", c->text);
	g_autoptr(GString) all = g_string_new(NULL);

	for (size_t i = 0; i < tokens_count(tokens); i++) {
		const char *folded = tokens_folded(tokens, i);

		if (i > 0)
			g_string_append_c(all, ' ');
		if (i > 0 && tokens_get(tokens, i)->is_glued)
			g_string_append_c(all, '~');
		g_string_append_len(
		    all, folded, strchr(folded, TOKEN_END) - folded);
	}
	g_assert_cmpstr(all->str, ==, c->tokens);
}

static void
test_tokens_keep_their_bytes(void)
{
	const char *text = "F\xc3\xbcr 12\xc2\xa0Mai";
	g_autoptr(Tokens) tokens = tokens_cut(NULL, "de", text);

	g_assert_cmpint(tokens_count(tokens), ==, 3);
	g_assert_cmpint(tokens_get(tokens, 0)->length, ==, 4);
	g_assert_cmpint(tokens_get(tokens, 1)->start, ==, 5);
	g_assert_cmpint(tokens_get(tokens, 1)->number, ==, 12);
	g_assert_cmpint(tokens_get(tokens, 2)->start, ==, 9);
}

static void
test_lines_and_blocks(void)
{
	g_autoptr(Tokens) tokens = tokens_cut(NULL, "en", "a\nb\n\nc d");

	g_assert_true(tokens_get(tokens, 1)->starts_line);
	g_assert_false(tokens_get(tokens, 1)->starts_block);
	g_assert_true(tokens_get(tokens, 2)->starts_block);
	g_assert_false(tokens_get(tokens, 3)->starts_line);
}

static void
test_sentence_ends(void)
{
	g_autoptr(Tokens) tokens =
	    tokens_cut(NULL, "en", "Dr. Ruiz left. Then 5 p.m. came?");

	g_assert_false(tokens_get(tokens, 1)->ends_sentence);
	g_assert_true(tokens_get(tokens, 4)->ends_sentence);
	g_assert_false(tokens_get(tokens, 10)->ends_sentence);
	g_assert_true(tokens_get(tokens, 12)->ends_sentence);
}

static void
test_huge_numbers_are_capped(void)
{
	g_autoptr(Tokens) tokens =
	    tokens_cut(NULL, "en", "99999999999999999999999");

	g_assert_cmpint(tokens_get(tokens, 0)->number, >, 99999999);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *path =
		    g_strconcat("/tokens/", cases[i].name, NULL);

		g_test_add_data_func(path, &cases[i], test_case);
	}
	g_test_add_func(
	    "/tokens/keep-their-bytes", test_tokens_keep_their_bytes);
	g_test_add_func("/tokens/lines-and-blocks", test_lines_and_blocks);
	g_test_add_func("/tokens/sentence-ends", test_sentence_ends);
	g_test_add_func(
	    "/tokens/huge-numbers-are-capped", test_huge_numbers_are_capped);
	return g_test_run();
}
