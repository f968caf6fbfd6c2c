#include "html.h"

#include "message.h"

#include <glib.h>
#include <string.h>

static const struct {
	const char *name;
	const char *html;
	const char *text;
} cases[] = {
    {"paragraphs-stand-apart", "<p>One</p><p>Two</p>", "One\n\nTwo"},
    {"br-breaks", "One<br>Two<br><br>Three", "One\nTwo\n\nThree"},
    {"br-before-block-is-one", "<div>One<br></div><div>Two</div>", "One\nTwo"},
    {"empty-div-is-a-line", "<div>A</div><div><br></div><div>B</div>",
        "A\n\nB"},
    {"space-is-collapsed", "  a \n\t b  ", "a b"},
    {"nbsp-is-a-space", "a&nbsp;&nbsp;b", "a b"},
    {"inline-adds-nothing", "un<b>break</b>able", "unbreakable"},
    {"entities", "&lt;Gr&uuml;&szlig;e&gt; &amp; &#8364; &#x41;",
        "<Grüße> & € A"},
    {"unknown-entity-stays", "a &nosuch; b", "a &nosuch; b"},
    {"cells-stand-apart",
        "<table><tr><td>Day</td><td>Friday</td></tr><tr><td>Time</td>"
        "<td>10:00</td></tr></table>",
        "Day\tFriday\nTime\t10:00"},
    {"lists-are-lines", "<ul><li>a</li><li>b</li></ul>", "a\nb"},
    {"pre-keeps-lines", "<pre>a\n  b\n</pre>c", "a\n  b\n\nc"},
    {"head-and-title-hidden",
        "<html><head><title>T</title><style>p{color:red}</style></head>"
        "<body>x</body></html>",
        "x"},
    {"script-and-comment-hidden", "a<script>b()</script><!-- c -->d", "ad"},
    {"display-none", "a<div style=\"DISPLAY : none\">b<p>c</p></div>d", "ad"},
    {"display-none-void", "a<img style=\"display:none\" src=x>b", "ab"},
    {"visibility-hidden", "a<span style=visibility:hidden>b</span>c", "ac"},
    {"mso-hide", "a<span style='mso-hide:all'>b</span>c", "ac"},
    {"font-size-zero", "a<span style=\"font-size:0px\">b</span>c", "ac"},
    {"font-size-small-stays", "a<i style='font-size:0.9em'>b</i>c", "abc"},
    {"font-size-zero-is-undone",
        "<td style='font-size:0'><div style='font-size:13px'>b</div></td>",
        "b"},
    {"hidden-attribute", "a<p hidden>b</p>c", "ac"},
    {"hidden-by-class",
        "<style>.pre, p.x{display:none}</style><p class='a pre'>b</p>c", "c"},
    {"media-rules-do-not-hide",
        "<style>@media print{.a{display:none}} .b{display:none}</style>"
        "<p class=a>a</p><p class=b>b</p>",
        "a"},
    {"outlook-conditions-hidden",
        "a<!--[if mso]>b<![endif]--><![if !mso]>c<![endif]>d", "acd"},
    {"blockquote-is-quoted", "a<blockquote>b<br>c</blockquote>d",
        "a\n\n> b\n> c\n\nd"},
    {"gmail-quote",
        "<div>Yes</div><div class=gmail_quote><div class=gmail_attr>On Monday "
        "Ann wrote:</div><blockquote class=gmail_quote>When?</blockquote>"
        "</div>",
        "Yes\n> On Monday Ann wrote:\n>\n> When?"},
    {"gmail-forward",
        "<div>FYI</div><div class=gmail_quote>---------- Forwarded message<br>"
        "From: A<br><p>Hello</p></div>",
        "FYI\n> ---------- Forwarded message\n> From: A\n>\n> Hello"},
    {"gmail-answer-below",
        "<div class=gmail_quote>On Monday:<blockquote>When?</blockquote>"
        "<div>Now</div></div>",
        "On Monday:\n\n> When?\n\nNow"},
    {"gmail-indent",
        "<blockquote style='margin:0 0 0 40px;border:none'>a"
        "</blockquote>",
        "a"},
    {"outlook-web-quotes-the-rest",
        "<p>Hi</p><div id=divRplyFwdMsg><b>From:</b> A</div><div>Old</div>",
        "Hi\n\n> From: A\n> Old"},
    {"outlook-line-quotes-the-rest",
        "<p>Hi</p><div style='border:none;border-top:solid #E1E1E1 1.0pt;"
        "padding:3.0pt 0in 0in 0in'><p>From: A</p></div><p>Old</p>",
        "Hi\n\n> From: A\n>\n> Old"},
    {"signature-is-marked", "<p>Hi</p><div class=gmail_signature>Ann</div>",
        "Hi\n\n--\nAnn"},
    {"nothing", "", ""},
    {"broken", "<p <b>a</i></table><td>b", "a\n\nb"},
};

static void
test_case(gconstpointer data)
{
	size_t i = GPOINTER_TO_SIZE(data);
	g_autoptr(GError) error = NULL;
	g_autofree char *text = html_to_text(cases[i].html, NULL, &error);

	g_assert_no_error(error);
	g_assert_cmpstr(text, ==, cases[i].text);
}

static void
test_links_have_their_text(void)
{
	g_autoptr(GPtrArray) links =
	    g_ptr_array_new_with_free_func((GDestroyNotify)link_free);
	g_autofree char *text = html_to_text(
	    "<a href=' https://meet.example/a?b=1&amp;c=2 '>Join <b>now</b></a>"
	    "<a href='javascript:x()'>no</a><a name=x>no</a>"
	    "<a href='https://pick.example'><img alt='Pick a time'></a>"
	    "<a href='https://meet.example/a?b=1&c=2'>again</a>",
	    links, NULL);
	const Link *first;
	const Link *second;

	g_assert_nonnull(text);
	g_assert_cmpuint(links->len, ==, 2);
	first = g_ptr_array_index(links, 0);
	second = g_ptr_array_index(links, 1);
	g_assert_cmpstr(first->url, ==, "https://meet.example/a?b=1&c=2");
	g_assert_cmpstr(first->text, ==, "Join now");
	g_assert_cmpstr(second->text, ==, "Pick a time");
}

static void
test_deep_nesting_keeps_the_text(void)
{
	g_autoptr(GString) html = g_string_new(NULL);
	g_autofree char *text = NULL;

	for (int i = 0; i < 20000; i++)
		g_string_append(html, "<div>");
	g_string_append(html, "found");
	text = html_to_text(html->str, NULL, NULL);
	g_assert_cmpstr(text, ==, "found");
}

static void
test_output_is_capped(void)
{
	g_autoptr(GString) html = g_string_new(NULL);
	g_autofree char *text = NULL;

	while (html->len < 2 * MESSAGE_TEXT_MAX)
		g_string_append(html, "<p>word &eacute;</p>");
	text = html_to_text(html->str, NULL, NULL);
	g_assert_cmpuint(strlen(text), <, MESSAGE_TEXT_MAX + 20000);
	g_assert_true(g_utf8_validate(text, -1, NULL));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *path =
		    g_strconcat("/html/", cases[i].name, NULL);

		g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_case);
	}
	g_test_add_func(
	    "/html/links-have-their-text", test_links_have_their_text);
	g_test_add_func("/html/deep-nesting-keeps-the-text",
	    test_deep_nesting_keeps_the_text);
	g_test_add_func("/html/output-is-capped", test_output_is_capped);
	return g_test_run();
}
