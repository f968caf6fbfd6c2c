#include "classify.h"

#include "built.h"

#include <string.h>

static Model *
open_model(void)
{
	g_autofree char *path = built_rules("weights.bin");
	Model *model = model_open(path, NULL);

	g_assert_nonnull(model);
	return model;
}

static Reading *
read_text(const char *text, const Context *context)
{
	g_autoptr(Model) model = open_model();
	g_autoptr(Message) message =
	    message_parse_bytes(text, strlen(text), NULL);
	Reading *reading = reading_new();

	g_assert_nonnull(message);
	reading->direction = context->direction;
	classify(model, message, context, reading);
	return reading;
}

/* Not among the examples; plain enough that no change may lose them. */
static const struct {
	const char *name;
	const char *lang;
	Direction direction;
	Kind kind;
	const char *text;
} cases[] = {
    {"/classify/en/invite", "en", DIRECTION_INCOMING, KIND_INVITE,
        "From: Iris Holm <iris@quillmark.example>\n"
        "Subject: Interview for the Data Engineer role\n\n"
        "Hi Sam,\n\nThank you for applying. We would like to invite you to "
        "an interview with our team next week. Are you available on Tuesday "
        "at 10:00 or Wednesday at 14:00? We will send a Zoom link.\n\n"
        "Best regards,\nIris\n"},
    {"/classify/en/rejection", "en", DIRECTION_INCOMING, KIND_REJECTION,
        "From: Quillmark Careers <no-reply@quillmark.example>\n"
        "Subject: Your application at Quillmark\n\n"
        "Dear Sam,\n\nThank you for your interest in the Data Engineer "
        "position. Unfortunately, we have decided to move forward with other "
        "candidates. We wish you every success in your job search.\n"},
    {"/classify/en/offer", "en", DIRECTION_INCOMING, KIND_OFFER,
        "From: Iris Holm <iris@quillmark.example>\n"
        "Subject: Your offer from Quillmark\n\n"
        "Dear Sam,\n\nWe are delighted to offer you the position of Data "
        "Engineer. The offer letter is attached; your salary would be "
        "$95,000 a year. Please sign and return it by Friday.\n"},
    {"/classify/de/rejection", "de", DIRECTION_INCOMING, KIND_REJECTION,
        "Subject: Ihre Bewerbung\n"
        "Content-Type: text/plain; charset=utf-8\n\n"
        "Sehr geehrte Frau Winter,\n\nvielen Dank für Ihre Bewerbung. Leider "
        "müssen wir Ihnen mitteilen, dass wir uns für einen anderen Bewerber "
        "entschieden haben. Wir wünschen Ihnen alles Gute.\n"},
    {"/classify/fr/acknowledgement", "fr", DIRECTION_INCOMING,
        KIND_ACKNOWLEDGEMENT,
        "Subject: Votre candidature\n"
        "Content-Type: text/plain; charset=utf-8\n\n"
        "Bonjour,\n\nNous avons bien reçu votre candidature et vous en "
        "remercions. Nous reviendrons vers vous après étude de votre "
        "dossier.\n"},
    {"/classify/ja/invite", "ja", DIRECTION_INCOMING, KIND_INVITE,
        "Subject: =?utf-8?b?6Z2i5o6l44Gu44GU5qGI5YaF?=\n"
        "Content-Type: text/plain; charset=utf-8\n\n"
        "佐藤様\n\nこの度はご応募いただきありがとうございます。書類選考の結果、"
        "ぜひ面接にお越しいただきたくご連絡いたしました。ご都合のよい日時を"
        "お知らせください。\n"},
    {"/classify/en/shop-is-nothing", "en", DIRECTION_INCOMING, KIND_NONE,
        "From: Larkspur Shoes <orders@larkspur.example>\n"
        "Subject: Your order has shipped\n\n"
        "Your parcel with order 4411 is on its way and will be delivered on "
        "Thursday. Track it in your account. The invoice is attached.\n"},
    {"/classify/en/withdraw", "en", DIRECTION_OUTGOING, KIND_WITHDRAW,
        "From: Sam Winter <sam@example.net>\n"
        "Subject: Re: Data Engineer\n\n"
        "Hi Iris,\n\nI would like to withdraw my application for the Data "
        "Engineer role, as I have accepted another position. Thank you for "
        "your time.\n\nSam\n"},
};

static void
test_case(gconstpointer data)
{
	size_t i = GPOINTER_TO_SIZE(data);
	Context context = {.direction = cases[i].direction};
	g_autoptr(Reading) reading = read_text(cases[i].text, &context);

	g_assert_cmpstr(kind_name(reading->kind), ==, kind_name(cases[i].kind));
	g_assert_cmpstr(reading->lang, ==, cases[i].lang);
	g_assert_cmpfloat(reading->confidence, >, 0);
	g_assert_cmpfloat(reading->confidence, <=, 1);
}

static void
test_reasons(void)
{
	Context context = {.direction = DIRECTION_INCOMING};
	g_autoptr(Reading) reading = read_text(cases[1].text, &context);
	bool found = false;

	g_assert_cmpuint(reading->reasons->len, >, 0);
	for (guint i = 0; i < reading->reasons->len; i++) {
		const Reason *reason = reading->reasons->pdata[i];

		g_assert_cmpstr(reason->rule, ==, "kind/rejection");
		g_assert_cmpfloat(reason->weight, >, 0);
		g_assert_nonnull(strstr(cases[1].text, reason->text));
		found |= strstr(reason->text, "other candidates") != NULL;
	}
	g_assert_true(found);
}

/* Weights are laid on bytes; what is said of them is text all the same. */
static void
test_whole_letters(void)
{
	Context context = {.direction = DIRECTION_INCOMING};
	g_autofree char *examples = NULL;
	g_auto(GStrv) lines = NULL;

	g_assert_true(
	    g_file_get_contents("rules/zh/mail.jsonl", &examples, NULL, NULL));
	lines = g_strsplit(examples, "\n", -1);
	for (int i = 0; lines[i]; i++) {
		g_autofree char *text =
		    g_strconcat("Content-Type: text/plain; charset=utf-8\n\n",
		        lines[i], NULL);
		g_autoptr(Reading) reading = read_text(text, &context);

		for (guint j = 0; j < reading->reasons->len; j++) {
			const Reason *reason = reading->reasons->pdata[j];

			g_assert_true(g_utf8_validate(reason->text, -1, NULL));
		}
	}
}

/* A bounce quotes the mail that came back; it is not that mail. */
static void
test_bounce(void)
{
	Context context = {.direction = DIRECTION_INCOMING};
	g_autoptr(Reading) reading = read_text(
	    "Subject: Undelivered: Interview\n"
	    "Content-Type: multipart/report; report-type=delivery-status;"
	    " boundary=b\n\n"
	    "--b\n\nYour message, We would like to invite you to an interview,"
	    " could not be delivered.\n--b--\n",
	    &context);

	g_assert_cmpint(reading->kind, ==, KIND_NONE);
}

static void
test_cancelled(void)
{
	Context context = {.direction = DIRECTION_INCOMING};
	g_autofree char *text = g_strconcat("MIME-Version: 1.0\n"
	                                    "Content-Type: multipart/mixed;"
	                                    " boundary=b\n",
	    "Subject: Interview for the Data Engineer role\n\n",
	    "--b\nContent-Type: text/plain\n\nWe would like to invite you to "
	    "an interview with our team. Are you available on Tuesday?\n"
	    "--b\nContent-Type: text/calendar; method=CANCEL\n\n"
	    "BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\nEND:VCALENDAR\r\n--b--\n",
	    NULL);
	g_autoptr(Reading) reading = read_text(text, &context);

	g_assert_cmpint(reading->kind, ==, KIND_INVITE);
	g_assert_cmpint(reading->detail, ==, DETAIL_CANCELLED);
}

static void
test_context(void)
{
	Context known = {.direction = DIRECTION_INCOMING, .in_thread = true};
	g_autoptr(Reading) before = read_text(cases[1].text, &known);
	g_autoptr(Reading) after = NULL;

	known.had_interview = true;
	after = read_text(cases[1].text, &known);
	g_assert_cmpint(before->detail, ==, DETAIL_BEFORE_INTERVIEW);
	g_assert_cmpint(after->detail, ==, DETAIL_AFTER_INTERVIEW);
}

/* However plain the subject, nobody accepts an offer that is not there. */
static void
test_subject_alone(void)
{
	Context context = {.direction = DIRECTION_INCOMING};
	g_autoptr(Reading) reading =
	    read_text("From: Rita Malone <rita@harbourline.example>\n"
	              "Subject: Offer of employment: we are delighted to offer "
	              "you the position of Data Engineer\n\n",
	        &context);

	g_assert_false(reading->sure);
}

/* Nothing to go by is nothing to be sure of. */
static void
test_empty(void)
{
	Context context = {.direction = DIRECTION_INCOMING};
	g_autoptr(Reading) reading = read_text("Subject:\n\n", &context);

	g_assert_false(reading->sure);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		g_test_add_data_func(
		    cases[i].name, GSIZE_TO_POINTER(i), test_case);
	g_test_add_func("/classify/reasons-are-its-words", test_reasons);
	g_test_add_func(
	    "/classify/reasons-are-whole-letters", test_whole_letters);
	g_test_add_func("/classify/bounce-is-nothing", test_bounce);
	g_test_add_func("/classify/calendar-cancels", test_cancelled);
	g_test_add_func("/classify/state-tells-the-detail", test_context);
	g_test_add_func("/classify/empty-is-not-sure", test_empty);
	g_test_add_func(
	    "/classify/a-subject-alone-is-not-sure", test_subject_alone);
	return g_test_run();
}
