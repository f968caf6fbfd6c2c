#include "facts.h"

#include "built.h"

#include <glib.h>
#include <string.h>

/* A made-up mail, and whether it is a trap. */
typedef struct Case {
	const char *name;
	Kind kind;
	bool in_thread;
	const char *headers;
	const char *body;
	bool is_suspicious;
	const char *reason; /* one that must be given; NULL for none */
} Case;

static const Case cases[] = {
    {"fee-to-a-free-address", KIND_OFFER, false,
        "From: Acme Hotel <acmehotel@freemail.example>\n",
        "Acme Hotel has agreed to employ you. Kindly pay the processing fee of "
        "USD 450 which shall be refunded.",
        true, "money-wanted"},
    {"chat-app-interview", KIND_INVITE, false,
        "From: Acme Careers <acme.hr@freemail.example>\n",
        "You are scheduled for an online text interview with Acme. Download "
        "the Telegram app.",
        true, "chat-interview"},
    {"bank-data-and-failed-authentication", KIND_OFFER, false,
        "From: HR <hr@acme-careers.example>\n"
        "Authentication-Results: mx.example.net; dmarc=fail\n",
        "Please reply with your name, date of birth and name of bank.", true,
        "bank-wanted"},
    {"an-honest-offer", KIND_OFFER, false,
        "From: Ana Ruiz <ana@acme.example>\n",
        "We are pleased to offer you the job. Beware of impersonators: we "
        "never "
        "ask for bank details before your first day.",
        false, NULL},
    {"a-small-firm-with-a-free-address", KIND_INVITE, false,
        "From: Ana Ruiz <ana.bakery@freemail.example>\n",
        "Come by on Friday at 10, Hollow Oak Bakery. Bring your passport.",
        false, NULL},
    {"travel-costs-paid-back", KIND_INVITE, false,
        "From: Ana Ruiz <ana@acme.example>\n",
        "If you have already bought a train ticket, we will refund you.", false,
        NULL},
    {"known-in-the-thread", KIND_REQUEST, true,
        "From: Ana Ruiz <ana.bakery@freemail.example>\n",
        "Please send a copy of your passport for the contract.", false, NULL},
};

static bool
has_reason(const Reading *reading, const char *rule)
{
	for (guint i = 0; i < reading->reasons->len; i++) {
		const Reason *reason = reading->reasons->pdata[i];

		if (!strcmp(reason->rule, rule))
			return true;
	}
	return false;
}

static void
test_case(const void *data)
{
	const Case *one = data;
	GError *error = NULL;
	g_autofree char *path = built_rules("patterns.bin");
	g_autoptr(Patterns) patterns = patterns_open(path, &error);
	g_autofree char *bytes = g_strdup_printf(
	    "%sTo: Robin Sands <robin@example.net>\nSubject: Your application\n"
	    "Date: Wed, 06 May 2026 09:00:00 +0200\n\n%s\n",
	    one->headers, one->body);
	g_autoptr(Message) message =
	    message_parse_bytes(bytes, strlen(bytes), &error);
	g_autoptr(Reading) reading = reading_new();
	Context context = {
	    .direction = DIRECTION_INCOMING, .in_thread = one->in_thread};

	g_assert_no_error(error);
	g_free(reading->lang);
	reading->lang = g_strdup("en");
	reading->kind = one->kind;
	facts_find(
	    &(FactSources){.patterns = patterns}, message, &context, reading);
	g_assert_cmpint(reading->suspicious, ==, one->is_suspicious);
	if (one->reason)
		g_assert_true(has_reason(reading, one->reason));
	else
		g_assert_cmpuint(reading->reasons->len, ==, 0);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *path =
		    g_strdup_printf("/trust/%s", cases[i].name);

		g_test_add_data_func(path, &cases[i], test_case);
	}
	return g_test_run();
}
