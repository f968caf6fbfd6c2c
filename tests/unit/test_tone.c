#include "facts.h"

#include "message.h"

#include <stdio.h>
#include <string.h>

static const struct {
	const char *lang, *body;
	bool is_familiar;
	const char *called;
} cases[] = {
    {"en", "Hi Robin,\n\nshall we talk on Tuesday?\n\nLorraine\n", false,
        "Lorraine"},
    {"en", "Hi Robin,\n\nshall we talk?\n\nBest,\n- Lorraine!\n", false,
        "Lorraine"},
    {"en", "Dear Robin,\n\nshall we talk?\n\nLorraine Tibbs\n", false, ""},
    {"en", "Hi,\n\nLorraine and I will call.\n\nLorraines Office\n", false, ""},
    {"de", "Hallo Robin,\n\npasst es dir am Dienstag?\n\nLorraine\n", true,
        "Lorraine"},
    {"de", "Sehr geehrte Frau Sands,\n\npasst es Ihnen?\n", false, ""},
    {"de", "Sehr geehrte Frau Sands,\n\nSie sagten: du. Passt es Ihnen?\n",
        false, ""},
    {"fr", "Bonjour Robin,\n\nquand es-tu libre ?\n", true, ""},
    {"fr", "Bonjour,\n\nmerci pour votre message.\n", false, ""},
    {"nl", "Beste Robin,\n\nwanneer kun je?\n", true, ""},
    {"nl", "Beste Robin,\n\nwanneer kunt u?\n", false, ""},
    {"ja", "高橋さん\n\n面接はいかがですか。\n", true, ""},
    {"ja", "高橋様\n\n面接のご案内です。\n", false, ""},
};

static Reading *
read_one(const Patterns *patterns, const char *lang, const char *body,
    Direction direction)
{
	g_autofree char *mail = g_strdup_printf(
	    "From: Lorraine Tibbs <lorraine@northwind.example>\r\n"
	    "To: Robin Sands <robin@sands.example>\r\n"
	    "Subject: Interview\r\n"
	    "Content-Type: text/plain; charset=utf-8\r\n\r\n%s",
	    body);
	g_autoptr(Message) message =
	    message_parse_bytes(mail, strlen(mail), NULL);
	const Context context = {
	    .direction = direction, .user_name = "Robin Sands"};
	Reading *reading = reading_new();

	g_free(reading->lang);
	reading->lang = g_strdup(lang);
	reading->kind = KIND_INVITE;
	reading->direction = direction;
	facts_find(
	    &(FactSources){patterns, NULL, NULL}, message, &context, reading);
	return reading;
}

static const char *
called_of(const Reading *reading)
{
	for (guint i = 0; i < reading->contacts->len; i++) {
		const Person *person = reading->contacts->pdata[i];

		if (!strcmp(person->email, "lorraine@northwind.example"))
			return person->called;
	}
	return "";
}

static void
test_tone(gconstpointer patterns)
{
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(Reading) reading = read_one(
		    patterns, cases[i].lang, cases[i].body, DIRECTION_INCOMING);

		if (reading->is_familiar != cases[i].is_familiar ||
		    strcmp(called_of(reading), cases[i].called))
			g_error("%s: familiar %d, called '%s'", cases[i].body,
			    reading->is_familiar, called_of(reading));
	}
}

static void
test_outgoing(gconstpointer patterns)
{
	g_autoptr(Reading) reading =
	    read_one(patterns, "de", "Passt es dir?\n", DIRECTION_OUTGOING);

	g_assert_false(reading->is_familiar);
}

int
main(int argc, char **argv)
{
	g_autofree char *here = g_path_get_dirname(argv[0]);
	g_autofree char *path =
	    g_build_filename(here, "../../rules/patterns.bin", NULL);
	g_autoptr(GError) error = NULL;
	g_autoptr(Patterns) patterns = patterns_open(path, &error);

	g_assert_no_error(error);
	g_test_init(&argc, &argv, NULL);
	g_test_add_data_func("/tone/hears-how-they-speak", patterns, test_tone);
	g_test_add_data_func(
	    "/tone/is-theirs-not-the-users", patterns, test_outgoing);
	return g_test_run();
}
