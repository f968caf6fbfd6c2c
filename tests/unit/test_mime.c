#include "mime.h"

#include "message.h"

#include <string.h>

static const Mime plain = {.from_name = "Jordan Reyes",
    .from_email = "jordan@reyes.example",
    .to_name = "Tom Weld",
    .to_email = "tom@northwind.example",
    .subject = "Re: Interview",
    .in_reply_to = "b@northwind.example",
    .references = "a@northwind.example b@northwind.example",
    .key = "0123456789abcdef0123456789abcdef",
    .body = "Hi Tom,\n\nThank you.\n",
    .date = 1778662800,
    .utc_offset_s = -4 * 3600};

static char *
written(const Mime *mime)
{
	g_autoptr(GBytes) bytes = mime_write(mime);

	g_assert_nonnull(bytes);
	return g_strndup(
	    g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
}

static Message *
parsed(const Mime *mime)
{
	g_autofree char *text = written(mime);
	Message *message = message_parse_bytes(text, strlen(text), NULL);

	g_assert_nonnull(message);
	return message;
}

static void
test_whole(void)
{
	static const char *const lines[] = {
	    "From: Jordan Reyes <jordan@reyes.example>\r\n",
	    "To: Tom Weld <tom@northwind.example>\r\n",
	    "Subject: Re: Interview\r\n",
	    "Date: Wed, 13 May 2026 05:00:00 -0400\r\n",
	    "Message-ID: <0123456789abcdef0123456789abcdef@reyes.example>\r\n",
	    "In-Reply-To: <b@northwind.example>\r\n",
	    "References: <a@northwind.example> <b@northwind.example>\r\n",
	    "X-Afterword-Draft: 0123456789abcdef0123456789abcdef\r\n",
	    "MIME-Version: 1.0\r\n",
	    "Content-Type: text/plain; charset=utf-8; format=flowed\r\n",
	    "Content-Transfer-Encoding: 7bit\r\n",
	    "\r\n\r\nHi Tom,\r\n\r\nThank you.\r\n",
	};
	g_autofree char *text = written(&plain);

	for (size_t i = 0; i < G_N_ELEMENTS(lines); i++)
		if (!strstr(text, lines[i]))
			g_error("no %s in:\n%s", lines[i], text);
}

/* Every line ends in CRLF, and no CR or LF stands alone. */
static void
test_line_ends(void)
{
	Mime mime = plain;
	g_autofree char *text = NULL;

	mime.body = "Grüße\n\nan «alle»\n";
	mime.subject =
	    "Überlänge, damit der Betreff gefaltet und kodiert wird: "
	    "Gespräch über die Stelle, nächste Woche";
	text = written(&mime);
	for (const char *at = text; *at; at++) {
		g_assert_true(*at != '\n' || (at > text && at[-1] == '\r'));
		g_assert_true(*at != '\r' || at[1] == '\n');
		g_assert_true((guchar)*at < 0x80);
	}
	g_assert_nonnull(
	    strstr(text, "Content-Transfer-Encoding: quoted-printable\r\n"));
}

static void
test_round_trip(void)
{
	Mime mime = plain;
	g_autoptr(Message) message = NULL;
	const Address *to;

	mime.from_name = "José Ñandú, Ph.D.";
	mime.to_name = "山田 太郎";
	mime.subject = "Re: Gespräch – 面接のお礼";
	mime.body = "Guten Tag,\n\ndas «Thema» 面接。\n";
	message = parsed(&mime);
	to = message->to->pdata[0];
	g_assert_cmpstr(message->from.name, ==, mime.from_name);
	g_assert_cmpstr(to->name, ==, mime.to_name);
	g_assert_cmpstr(message->subject, ==, mime.subject);
	g_assert_cmpstr(
	    message->references->pdata[0], ==, "a@northwind.example");
	g_assert_cmpint(message->references->len, ==, 2);
	g_assert_nonnull(strstr(message->text, "das «Thema» 面接。"));
}

/* What a stranger may have put into names and subjects of theirs. */
static void
test_injection(void)
{
	static const char *const attempts[] = {"a\r\nBcc: x@evil.example",
	    "a\nBcc: x@evil.example\n\nbody", "a\rBcc: x@evil.example",
	    "=?utf-8?q?a=0D=0ABcc:_x@evil.example?=",
	    "\"\r\n Bcc: x@evil.example", "a\x0b\x0c\x01", "\xff\xfe",
	    ">, Bcc <x@evil.example"};

	for (size_t i = 0; i < G_N_ELEMENTS(attempts); i++) {
		Mime mime = plain;
		g_autofree char *text = NULL;
		g_autoptr(Message) message = NULL;

		mime.from_name = mime.to_name = mime.subject =
		    mime.in_reply_to = mime.references = attempts[i];
		text = written(&mime);
		g_assert_null(strstr(text, "\nBcc"));
		g_assert_null(strstr(text, "\rBcc"));
		message = message_parse_bytes(text, strlen(text), NULL);
		g_assert_cmpint(message->to->len, ==, 1);
		g_assert_cmpstr(
		    message->from.email, ==, "jordan@reyes.example");
	}
}

static void
test_addresses(void)
{
	static const struct {
		const char *email;
		bool good;
	} cases[] = {
	    {"tom@northwind.example", true},
	    {"tom.weld+jobs@mail.northwind.example", true},
	    {"reply+4f@in.northwind.example", true},
	    {"", false},
	    {"tom", false},
	    {"@northwind.example", false},
	    {"tom@", false},
	    {"tom@northwind.example, x@evil.example", false},
	    {"tom@northwind.example\r\nBcc: x@evil.example", false},
	    {"<tom@northwind.example>", false},
	    {"tom weld@northwind.example", false},
	    {"tom@@northwind.example", false},
	    {"tom..weld@northwind.example", false},
	    {".tom@northwind.example", false},
	    {"tom@northwind..example", false},
	    {"töm@northwind.example", false},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		Mime mime = plain;
		g_autoptr(GBytes) bytes = NULL;

		g_assert_cmpint(
		    mime_is_address(cases[i].email), ==, cases[i].good);
		mime.from_email = cases[i].email;
		bytes = mime_write(&mime);
		g_assert_cmpint(bytes != NULL, ==, cases[i].good);
	}
}

static void
test_without_to(void)
{
	Mime mime = plain;
	g_autofree char *text = NULL;

	mime.to_email = "";
	text = written(&mime);
	g_assert_null(strstr(text, "\nTo:"));
}

static void
test_flow(void)
{
	static const struct {
		const char *text, *flowed;
	} cases[] = {
	    {"", ""},
	    {"one\n\ntwo\n", "one\n\ntwo\n"},
	    {"hard \nline", "hard\nline\n"},
	    {"From here\n>that\n x", " From here\n >that\n  x\n"},
	    {"a line that is just as long as the width of a line that is to "
	     "be broken somewhere",
	        "a line that is just as long as the width of a line that is "
	        "to be broken \nsomewhere\n"},
	    {"面接の機会をいただき、誠にありがとうございました。面接の機会をい"
	     "ただき、"
	     "誠にありがとうございました。",
	        "面接の機会をいただき、誠にありがとうございました。面接の機会を"
	        "いただき、"
	        "誠にありがとうございました。\n"},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *flowed = mime_flow(cases[i].text);

		g_assert_cmpstr(flowed, ==, cases[i].flowed);
	}
}

static void
test_many_references(void)
{
	g_autoptr(GString) ids = g_string_new("first@x.example");
	Mime mime = plain;
	g_autoptr(Message) message = NULL;

	for (int i = 0; i < 200; i++)
		g_string_append_printf(ids, " %d@northwind.example", i);
	g_string_append(ids, " bad<id>@x \x01@x");
	mime.references = ids->str;
	mime.in_reply_to = "199@northwind.example";
	message = parsed(&mime);
	g_assert_cmpint(message->references->len, ==, MIME_REFERENCES_MAX);
	g_assert_cmpstr(message->references->pdata[0], ==, "first@x.example");
	g_assert_cmpstr(message->references->pdata[MIME_REFERENCES_MAX - 1], ==,
	    "199@northwind.example");
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/mime/has-all-headers", test_whole);
	g_test_add_func("/mime/is-ascii-with-crlf", test_line_ends);
	g_test_add_func("/mime/comes-back-as-it-went", test_round_trip);
	g_test_add_func("/mime/no-value-begins-a-header", test_injection);
	g_test_add_func("/mime/takes-only-plain-addresses", test_addresses);
	g_test_add_func("/mime/leaves-out-an-unknown-to", test_without_to);
	g_test_add_func("/mime/flows-as-rfc-3676-says", test_flow);
	g_test_add_func("/mime/caps-references", test_many_references);
	return g_test_run();
}
