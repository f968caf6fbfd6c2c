#include "message.h"

#include "error.h"

#include <fcntl.h>
#include <glib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define HEAD                                                                   \
	"From: Ana Ruiz <Ana@Acme.example>\r\nTo: sam@example.com\r\n"         \
	"Subject: Interview\r\nDate: Tue, 12 May 2026 09:30:00 +0200\r\n"      \
	"Message-ID: <one@acme.example>\r\n"
#define TEXT "Content-Type: text/plain; charset=utf-8\r\n\r\n"
#define MIXED "Content-Type: multipart/mixed; boundary=q\r\n\r\n"
#define ALTERNATIVE "Content-Type: multipart/alternative; boundary=q\r\n\r\n"
#define HTML "--q\r\nContent-Type: text/html\r\n\r\n"

static Message *
parse(const char *mail)
{
	g_autoptr(GError) error = NULL;
	Message *message = message_parse_bytes(mail, strlen(mail), &error);

	g_assert_no_error(error);
	return message;
}

/* What the text of a mail is. */
static const struct {
	const char *name;
	const char *mail;
	const char *text;
} texts[] = {
    {"plain", HEAD TEXT "Hello\r\n", "Hello\n"},
    {"no-content-type", HEAD "\r\nHello\r\n", "Hello\n"},
    {"quoted-printable",
        HEAD "Content-Transfer-Encoding: quoted-printable\r\n" TEXT
             "Gr=C3=BC=C3=\r\n=9Fe\r\n",
        "Grüße\n"},
    {"base64", HEAD "Content-Transfer-Encoding: base64\r\n" TEXT "SGkK\r\n",
        "Hi\n"},
    {"label-lies",
        HEAD "Content-Type: text/plain; charset=us-ascii\r\n\r\ncaf\xC3\xA9",
        "café"},
    {"format-flowed",
        HEAD "Content-Type: text/plain; format=flowed\r\n\r\n"
             "one \r\ntwo\r\n> a \r\n> b\r\n-- \r\nme\r\n",
        "one two\n> a b\n-- \nme\n"},
    {"format-flowed-deleting-space",
        HEAD "Content-Type: text/plain; format=flowed; delsp=yes\r\n\r\n"
             "one \r\ntwo\r\n",
        "onetwo\n"},
    {"alternative-prefers-plain",
        HEAD ALTERNATIVE "--q\r\n" TEXT "Plain\r\n" HTML "<p>Html</p>\r\n"
                         "--q--\r\n",
        "Plain\n"},
    {"empty-plain-yields-to-html",
        HEAD ALTERNATIVE "--q\r\n" TEXT "  \r\n" HTML "<p>Html</p>\r\n"
                         "--q--\r\n",
        "Html"},
    {"stub-yields-to-html",
        HEAD ALTERNATIVE "--q\r\n" TEXT "Your program shows no HTML.\r\n" HTML
                         "<p>We would like to invite you to an interview on "
                         "Thursday at ten, in our office in the Quay House "
                         "by the harbour, third floor.</p>\r\n--q--\r\n",
        "We would like to invite you to an interview on Thursday at ten, in "
        "our office in the Quay House by the harbour, third floor."},
    {"attachments-are-left-out",
        HEAD MIXED "--q\r\n" TEXT "Body\r\n--q\r\n"
                   "Content-Disposition: attachment\r\n" TEXT "File\r\n"
                   "--q--\r\n",
        "Body"},
    {"parts-follow-each-other",
        HEAD MIXED "--q\r\n" TEXT "One\r\n--q\r\n" TEXT "Two\r\n--q--\r\n",
        "One\nTwo"},
    {"attached-mail-is-not-text",
        HEAD MIXED "--q\r\n" TEXT "Outer\r\n--q\r\n"
                   "Content-Type: message/rfc822\r\n\r\n"
                   "Subject: x\r\n\r\nInner\r\n--q--\r\n",
        "Outer"},
    {"boundary-not-declared",
        HEAD "Content-Type: multipart/mixed\r\n\r\nText\r\n", "Text\n"},
    {"mbox-line-is-skipped", "From ann Tue May 12\n" HEAD TEXT "Hi", "Hi"},
    {"byte-order-mark-is-skipped", "\xEF\xBB\xBF" HEAD TEXT "Hi", "Hi"},
    {"old-line-ends", "From: a@example.com\rSubject: x\r\rHi\rYou", "Hi\nYou"},
};

static void
test_text(gconstpointer data)
{
	size_t i = GPOINTER_TO_SIZE(data);
	g_autoptr(Message) message = parse(texts[i].mail);
	g_autofree char *expected = g_strchomp(g_strdup(texts[i].text));

	g_assert_cmpstr(g_strchomp(message->text), ==, expected);
}

static void
test_headers_are_read(void)
{
	g_autoptr(Message) message = parse(
	    "Delivered-To: me@example.com\r\n" HEAD
	    "Reply-To: Jobs <JOBS@acme.example>\r\n"
	    "Cc: Team: a@acme.example, B <b@acme.example>;, c@acme.example\r\n"
	    "References: <a@x> <b@x>\r\n <one@acme.example> <a@x>\r\n"
	    "In-Reply-To: <b@x>\r\nList-Id: Jobs <jobs.acme.example>\r\n"
	    "Precedence: bulk\r\nAuto-Submitted: auto-replied\r\n\r\nHi");
	g_autofree char *date = moment_format(message->date);

	g_assert_cmpstr(message->id, ==, "one@acme.example");
	g_assert_cmpstr(message->subject, ==, "Interview");
	g_assert_cmpstr(message->from.name, ==, "Ana Ruiz");
	g_assert_cmpstr(message->from.email, ==, "ana@acme.example");
	g_assert_cmpstr(message->reply_to.email, ==, "jobs@acme.example");
	g_assert_cmpstr(message->delivered_to, ==, "me@example.com");
	g_assert_cmpstr(date, ==, "2026-05-12T09:30:00+02:00");
	g_assert_cmpuint(message->cc->len, ==, 3);
	g_assert_cmpuint(message->references->len, ==, 2);
	g_assert_cmpstr(g_ptr_array_index(message->references, 0), ==, "a@x");
	g_assert_cmpstr(g_ptr_array_index(message->references, 1), ==, "b@x");
	g_assert_cmpstr(message->list_id, ==, "Jobs <jobs.acme.example>");
	g_assert_true(message->is_bulk);
	g_assert_true(message->is_automatic);
	g_assert_false(message->is_report);
}

static void
test_headers_forge_no_others(void)
{
	g_autoptr(Message) message =
	    parse("From: =?utf-8?q?Ann=0D=0ABcc=3A_x?= <a@example.com>\r\n"
	          "Subject: =?utf-8?q?a=0D=0Ab=00c?=\r\n"
	          "X-Afterword-Kind: offer\r\n\r\nHi");

	g_assert_cmpstr(message->from.name, ==, "Ann Bcc: x");
	g_assert_null(strchr(message->subject, '\n'));
}

static void
test_missing_headers_are_empty(void)
{
	g_autoptr(Message) message = parse("Subject: x\n\nHi");

	g_assert_cmpstr(message->id, ==, "");
	g_assert_cmpstr(message->from.email, ==, "");
	g_assert_cmpstr(message->reply_to.email, ==, "");
	g_assert_cmpint(message->date.precision, ==, MOMENT_NONE);
	g_assert_cmpuint(message->to->len, ==, 0);
}

static const struct {
	const char *value;
	Authentication result;
} results[] = {
    {"mx.example.com; dmarc=pass header.from=a.example", AUTHENTICATION_PASS},
    {"mx; spf=pass; dkim=pass; dmarc=fail (p=none) x=y", AUTHENTICATION_FAIL},
    {"mx; spf=fail smtp.mailfrom=x; dkim=pass (2048; rsa)",
        AUTHENTICATION_PASS},
    {"mx; dkim=none; spf=softfail", AUTHENTICATION_FAIL},
    {"mx; (spf=pass) dkim=none", AUTHENTICATION_UNKNOWN},
    {"mx; none", AUTHENTICATION_UNKNOWN},
    {"", AUTHENTICATION_UNKNOWN},
};

static void
test_authentication(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(results); i++) {
		g_autofree char *mail =
		    g_strconcat("Authentication-Results: ", results[i].value,
		        "\nAuthentication-Results: other; dmarc=pass\n"
		        "Subject: x\n\nHi",
		        NULL);
		g_autoptr(Message) message = parse(mail);

		g_assert_cmpint(message->authentication, ==, results[i].result);
	}
}

static void
test_calendars_are_kept_once(void)
{
	g_autoptr(Message) message = parse(HEAD MIXED
	    "--q\r\nContent-Type: text/calendar; method=REQUEST\r\n\r\nA\r\n"
	    "--q\r\nContent-Type: application/ics; name=i.ics\r\n"
	    "Content-Disposition: attachment\r\n\r\nA\r\n"
	    "--q\r\nContent-Type: application/octet-stream; "
	    "name=\"j.ics\"\r\n\r\n"
	    "B\r\n--q--\r\n");

	g_assert_cmpuint(message->calendars->len, ==, 2);
	g_assert_cmpstr(message->text, ==, "");
}

static void
test_bounce_is_a_report(void)
{
	g_autoptr(Message) message =
	    parse(HEAD "Content-Type: multipart/report; boundary=q\r\n\r\n"
	               "--q\r\n" TEXT "Failed\r\n--q\r\n"
	               "Content-Type: message/rfc822\r\n\r\nSubject: y\r\n\r\n"
	               "Mine\r\n--q--\r\n");

	g_assert_true(message->is_report);
	g_assert_cmpstr(message->new_text, ==, "Failed\n");
}

static void
test_links_of_plain_text(void)
{
	g_autoptr(Message) message = parse(HEAD TEXT
	    "See (https://a.example/x_(y)), <https://b.example/?c=d>\r\n"
	    "www.c.example. mailto:x@c.example; https://a.example/x_(y) "
	    "https:// xhttp://no.example ftp://no.example");
	static const char *const urls[] = {"https://a.example/x_(y)",
	    "https://b.example/?c=d", "http://www.c.example",
	    "mailto:x@c.example"};

	g_assert_cmpuint(message->links->len, ==, G_N_ELEMENTS(urls));
	for (size_t i = 0; i < G_N_ELEMENTS(urls); i++) {
		const Link *link = g_ptr_array_index(message->links, i);

		g_assert_cmpstr(link->url, ==, urls[i]);
	}
}

static void
test_links_that_only_html_has(void)
{
	g_autoptr(Message) message = parse(HEAD ALTERNATIVE
	    "--q\r\n" TEXT "Pick a time: there are some left.\r\n" HTML
	    "<p>Pick <a class=x href=\"https://pick.example/?a=1&amp;b=2\">a "
	    "<b>time</b></a> <a href='javascript:x'>y</a></p>\r\n--q--\r\n");
	const Link *link;

	g_assert_false(message->from_html);
	g_assert_cmpuint(message->links->len, ==, 1);
	link = g_ptr_array_index(message->links, 0);
	g_assert_cmpstr(link->url, ==, "https://pick.example/?a=1&b=2");
	g_assert_cmpstr(link->text, ==, "a time");
}

static void
test_fingerprint_tells_messages_apart(void)
{
	g_autoptr(Message) one = parse("Received: x\n" HEAD TEXT "Hi");
	g_autoptr(Message) again = parse("Received: y\n" HEAD TEXT "Hi");
	g_autoptr(Message) other = parse(HEAD TEXT "Ho");
	g_autofree char *first = message_fingerprint(one);
	g_autofree char *second = message_fingerprint(again);
	g_autofree char *third = message_fingerprint(other);

	g_assert_cmpstr(first, ==, second);
	g_assert_cmpstr(first, !=, third);
}

static void
test_no_message_is_an_error(void)
{
	static const char *const mails[] = {"", " \n\nx", "\x1f\x8b\x08"};

	for (size_t i = 0; i < G_N_ELEMENTS(mails); i++) {
		g_autoptr(GError) error = NULL;
		Message *message =
		    message_parse_bytes(mails[i], strlen(mails[i]), &error);

		message_free(message);
		if (!message)
			g_assert_error(
			    error, AFTERWORD_ERROR, AFTERWORD_ERROR_MAIL);
	}
}

static void
test_text_is_capped(void)
{
	g_autoptr(GString) mail = g_string_new(HEAD TEXT);
	g_autoptr(Message) message = NULL;

	while (mail->len < 3 * MESSAGE_TEXT_MAX)
		g_string_append(mail, "é and so on\r\n");
	message = parse(mail->str);
	g_assert_cmpuint(strlen(message->text), <=, MESSAGE_TEXT_MAX);
	g_assert_true(g_utf8_validate(message->text, -1, NULL));
}

/* A field of a megabyte hides neither those after it nor the text. */
static void
test_endless_fields_are_cut(void)
{
	g_autoptr(GString) mail = g_string_new("To: ");
	g_autofree char *path = NULL;
	int file = g_file_open_tmp(NULL, &path, NULL);

	for (int i = 0; i < 50000; i++)
		g_string_append_printf(mail, "a%d@firm.example,\r\n ", i);
	g_string_append(mail, "z@firm.example\r\n");
	for (int i = 0; i < 50000; i++)
		g_string_append(mail, "X-Junk: of machines\r\n");
	g_string_append(mail,
	    "X-Original-To: robin@example.net\r\n"
	    "Subject: An interview\r\n\r\nCome on Monday.\r\n");
	g_assert_cmpint(write(file, mail->str, mail->len), ==, mail->len);
	for (int i = 0; i < 2; i++) {
		g_autoptr(Message) message =
		    i ? message_parse_file(file, NULL)
		      : message_parse_bytes(mail->str, mail->len, NULL);
		const Address *first = message->to->pdata[0];

		g_assert_cmpstr(message->subject, ==, "An interview");
		g_assert_cmpstr(first->email, ==, "a0@firm.example");
		g_assert_cmpstr(message->delivered_to, ==, "robin@example.net");
		g_assert_nonnull(strstr(message->text, "Come on Monday."));
	}
	close(file);
	unlink(path);
}

/* Malformed and hostile mail: read or refused in time, and always sound. */
static void
test_hard_mail(void)
{
	const char *folder = "tests/mail/hard";
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	const char *name;

	while (dir && (name = g_dir_read_name(dir))) {
		g_autofree char *path = g_build_filename(folder, name, NULL);
		int file = open(path, O_RDONLY | O_CLOEXEC);
		clock_t began = clock();
		g_autoptr(Message) message = message_parse_file(file, NULL);

		g_assert_cmpint(clock() - began, <, 2 * CLOCKS_PER_SEC);
		close(file);
		if (message) {
			g_assert_true(g_utf8_validate(message->text, -1, NULL));
			g_assert_true(
			    g_utf8_validate(message->subject, -1, NULL));
		}
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autofree char *path =
		    g_strconcat("/message/text/", texts[i].name, NULL);

		g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_text);
	}
	g_test_add_func("/message/headers-are-read", test_headers_are_read);
	g_test_add_func(
	    "/message/headers-forge-no-others", test_headers_forge_no_others);
	g_test_add_func("/message/missing-headers-are-empty",
	    test_missing_headers_are_empty);
	g_test_add_func("/message/authentication", test_authentication);
	g_test_add_func(
	    "/message/calendars-are-kept-once", test_calendars_are_kept_once);
	g_test_add_func("/message/bounce-is-a-report", test_bounce_is_a_report);
	g_test_add_func(
	    "/message/links-of-plain-text", test_links_of_plain_text);
	g_test_add_func(
	    "/message/links-that-only-html-has", test_links_that_only_html_has);
	g_test_add_func("/message/fingerprint-tells-messages-apart",
	    test_fingerprint_tells_messages_apart);
	g_test_add_func(
	    "/message/no-message-is-an-error", test_no_message_is_an_error);
	g_test_add_func("/message/text-is-capped", test_text_is_capped);
	g_test_add_func(
	    "/message/endless-fields-are-cut", test_endless_fields_are_cut);
	g_test_add_func("/message/hard-mail", test_hard_mail);
	return g_test_run();
}
