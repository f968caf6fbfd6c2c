#include "facts.h"

#include "moment.h"

#include "built.h"

#include <glib.h>
#include <string.h>

/* A made-up mail to Robin Sands, and what one field of its reading is. */
typedef struct Case {
	const char *name;
	const char *lang;
	Kind kind;
	Detail detail;
	const char *from;
	const char *subject;
	const char *body;
	const char *want; /* "" for nothing; several are divided by " | " */
} Case;

/* Which field a table is about, as text. */
typedef char *(*Show)(const Reading *reading);

typedef struct Table {
	const char *field;
	Show show;
	const Case *cases;
	size_t n;
} Table;

#define SENT "Date: Wed, 06 May 2026 09:00:00 +0200\r\n"

static char *
show_company(const Reading *reading)
{
	return g_strdup(reading->company ? reading->company : "");
}

static char *
show_role(const Reading *reading)
{
	return g_strdup(reading->role ? reading->role : "");
}

static char *
show_place(const Reading *reading)
{
	return g_strdup(reading->place ? reading->place : "");
}

static char *
show_link(const Reading *reading)
{
	return g_strdup(reading->link ? reading->link : "");
}

static char *
show_moment(Moment moment)
{
	char *text = moment_format(moment);

	return text ? text : g_strdup("");
}

static char *
show_respond_by(const Reading *reading)
{
	return show_moment(reading->respond_by);
}

static char *
show_decide_by(const Reading *reading)
{
	return show_moment(reading->decide_by);
}

static char *
show_contacts(const Reading *reading)
{
	GString *all = g_string_new(NULL);

	for (guint i = 0; i < reading->contacts->len; i++) {
		const Person *person = reading->contacts->pdata[i];

		g_string_append_printf(all, "%s%s%s%s", i ? " | " : "",
		    person->name, *person->email ? " " : "", person->email);
	}
	return g_string_free(all, FALSE);
}

static char *
show_slots(const Reading *reading)
{
	GString *all = g_string_new(NULL);

	for (guint i = 0; i < reading->slots->len; i++) {
		const Period *slot = reading->slots->pdata[i];
		g_autofree char *start = moment_format(slot->start);

		g_string_append_printf(all, "%s%s", i ? " | " : "", start);
	}
	return g_string_free(all, FALSE);
}

static const Case companies[] = {
    {"display-without-department", "en", KIND_REJECTION, 0,
        "Bellwether Analytics Talent Acquisition <no-reply@ashbyhq.com>",
        "News", "Thank you for your time.", "Bellwether Analytics"},
    {"never-the-system", "en", KIND_ASSESSMENT, 0,
        "CodeSignal <no-reply@codesignal.com>", "Your test",
        "Quillon has invited you to a test.", "Quillon"},
    {"fits-domain", "en", KIND_UPDATE, 0, "Ana Ruiz <ana@lakeshorecu.example>",
        "News", "We at Lakeshore Credit Union are still reading.",
        "Lakeshore Credit Union"},
    {"client-before-agency", "en", KIND_INVITE, DETAIL_PROPOSE,
        "Jo Hart <jo@harthireing-recruitment.example>",
        "Interview request - Dunmore Rail",
        "Really positive feedback from Dunmore Rail.\n\nJo Hart\n"
        "Hart Recruitment",
        "Dunmore Rail"},
    {"without-legal-form", "de", KIND_REJECTION, 0,
        "Sven Albrecht <s.albrecht@brenner-logistik.example>", "Absage",
        "vielen Dank f\xc3\xbcr Ihr Interesse an der Brenner Logistik GmbH.",
        "Brenner Logistik"},
    {"none-said", "en", KIND_UPDATE, 0, "Pat Lee <pat@freemail.example>",
        "News", "Still nothing new, sorry.", ""},
};

static const Case roles[] = {
    {"before-the-word", "en", KIND_REJECTION, 0, "HR <hr@acme.example>", "News",
        "Thank you for your interest in the Logistics Coordinator position.",
        "Logistics Coordinator"},
    {"with-its-branch", "en", KIND_ACKNOWLEDGEMENT, 0, "HR <hr@acme.example>",
        "Thanks",
        "Your application for Engineering Manager, Editor at Acme is in.",
        "Engineering Manager, Editor"},
    {"without-requisition", "en", KIND_ACKNOWLEDGEMENT, 0,
        "HR <hr@acme.example>", "Thanks",
        "your application for Billing Specialist (JR1029384) was received",
        "Billing Specialist"},
    {"not-the-sender-s-own", "en", KIND_UPDATE, 0,
        "Ana Ruiz <ana@acme.example>", "News",
        "Still reading.\n\nAna Ruiz\nHuman Resources Manager\nAcme", ""},
    {"german", "de", KIND_ACKNOWLEDGEMENT, 0, "HR <hr@acme.example>", "Eingang",
        "vielen Dank f\xc3\xbcr Ihre Bewerbung als Projektleiterin Netze bei "
        "uns",
        "Projektleiterin Netze"},
};

static const Case contacts[] = {
    {"sender", "en", KIND_UPDATE, 0, "Ana Ruiz <ana@acme.example>", "News",
        "Hi Robin,\n\nstill reading.", "Ana Ruiz ana@acme.example"},
    {"surname-first", "en", KIND_UPDATE, 0,
        "\"Standish, Philippa\" <philippa.standish@acme.example>", "News",
        "Still reading.", "Philippa Standish philippa.standish@acme.example"},
    {"nobody-reads-it", "en", KIND_UPDATE, 0, "Acme <no-reply@acme.example>",
        "News", "Hi Robin, still reading.", ""},
    {"signs-for-the-office", "en", KIND_UPDATE, 0, "HR <hr@acme.example>",
        "News", "Still reading.\n\nPaul Trewin\nRecruitment Officer",
        "Paul Trewin"},
    {"interviewers", "en", KIND_INVITE, DETAIL_CONFIRMED,
        "Ana Ruiz <ana@acme.example>", "Interview",
        "You will be meeting with Michael Stone, VP of Retail, and Angela "
        "Hart, Regional Manager.",
        "Ana Ruiz ana@acme.example | Michael Stone | Angela Hart"},
};

static const Case slots[] = {
    {"fixed", "en", KIND_INVITE, DETAIL_CONFIRMED, "Ana <ana@acme.example>",
        "Interview", "We will see you on Tuesday, May 12, at 2:00 PM.",
        "2026-05-12T14:00:00+02:00"},
    {"each-proposal", "en", KIND_INVITE, DETAIL_PROPOSE,
        "Ana <ana@acme.example>", "Interview",
        "I can offer\n\nTuesday 12 May at 10.30am\nWednesday 13 May at 2pm",
        "2026-05-12T10:30:00+02:00 | 2026-05-13T14:00:00+02:00"},
    {"agenda-is-one", "en", KIND_INVITE, DETAIL_CONFIRMED,
        "Ana <ana@acme.example>", "Onsite",
        "Your day is Tuesday, May 12.\n\n9:00 AM Tour\n10:30 AM Lab\n"
        "1:00 PM Lunch",
        "2026-05-12T09:00:00+02:00"},
    {"new-time-alone", "en", KIND_INVITE, DETAIL_MOVED,
        "Ana <ana@acme.example>", "Moved",
        "Old time: Tuesday, 12 May 2026, 10:00\n"
        "New time: Thursday, 14 May 2026, 17:00",
        "2026-05-14T17:00:00+02:00"},
    {"not-a-deadline", "en", KIND_ASSESSMENT, 0, "Ana <ana@acme.example>",
        "Test", "Deadline: Tuesday, May 12, 2026", ""},
    {"german", "de", KIND_INVITE, DETAIL_CONFIRMED, "Ana <ana@acme.example>",
        "Einladung", "wir sehen uns am Dienstag, 12. Mai, um 14:30 Uhr.",
        "2026-05-12T14:30:00+02:00"},
};

static const Case answers[] = {
    {"let-us-know", "en", KIND_OFFER, 0, "Ana <ana@acme.example>", "Offer",
        "Please let us know by Friday, May 15.", "2026-05-15"},
    {"expires", "en", KIND_ASSESSMENT, 0, "Ana <ana@acme.example>", "Test",
        "Expires: May 20, 2026", "2026-05-20"},
    {"not-the-closing-date", "en", KIND_ACKNOWLEDGEMENT, 0,
        "Ana <ana@acme.example>", "Thanks",
        "The closing date is Friday 15 May.", ""},
    {"french", "fr", KIND_OFFER, 0, "Ana <ana@acme.example>", "Offre",
        "Merci de nous r\xc3\xa9pondre avant le 15 mai.", "2026-05-15"},
};

static const Case decisions[] = {
    {"get-back-to-you", "en", KIND_UPDATE, 0, "Ana <ana@acme.example>", "News",
        "I'll get back to you by Friday, May 15.", "2026-05-15"},
    {"not-the-invitation", "en", KIND_INVITE, DETAIL_PROPOSE,
        "Ana <ana@acme.example>", "Interview",
        "I'll follow up with a calendar invite within one business day.", ""},
    {"german", "de", KIND_UPDATE, 0, "Ana <ana@acme.example>", "Stand",
        "Wir melden uns bis zum 15. Mai bei Ihnen.", "2026-05-15"},
};

static const Case places[] = {
    {"meeting-host", "en", KIND_INVITE, DETAIL_CONFIRMED,
        "Ana <ana@acme.example>", "Interview",
        "Join here: https://acme.zoom.us/j/8001",
        "https://acme.zoom.us/j/8001"},
    {"labelled", "en", KIND_INVITE, DETAIL_CONFIRMED, "Ana <ana@acme.example>",
        "Interview", "Venue: Castlegate House, 12 Mill Road, Derby",
        "Castlegate House, 12 Mill Road, Derby"},
    {"they-ring", "en", KIND_INVITE, DETAIL_CONFIRMED, "Ana <ana@acme.example>",
        "Interview", "Location: Ana will call you", ""},
    {"with-floor-and-town", "de", KIND_INVITE, DETAIL_CONFIRMED,
        "Ana <ana@acme.example>", "Einladung",
        "Wir treffen uns in der Mühlgasse 12, 3. Stock, Hollin. Bis bald!",
        "Mühlgasse 12, 3. Stock, Hollin"},
    {"room-with-a-stop", "de", KIND_INVITE, DETAIL_CONFIRMED,
        "Ana <ana@acme.example>", "Einladung",
        "Wir treffen uns in der Mühlgasse 12, Haus B, Raum 2.14.",
        "Mühlgasse 12, Haus B, Raum 2.14"},
    {"not-what-follows", "fr", KIND_INVITE, DETAIL_CONFIRMED,
        "Ana <ana@acme.example>", "Entretien",
        "Rendez-vous au 12 rue du Moulin, vous demanderez Anne.",
        "12 rue du Moulin"},
};

static const Case links[] = {
    {"scheduling-host", "en", KIND_INVITE, DETAIL_PROPOSE,
        "Ana <ana@acme.example>", "Interview",
        "See https://calendly.com/ana/30", "https://calendly.com/ana/30"},
    {"said-in-words", "en", KIND_ASSESSMENT, 0, "Ana <ana@acme.example>",
        "Test", "Test link: https://acme.example/x", "https://acme.example/x"},
    {"never-the-footer", "en", KIND_ASSESSMENT, 0, "Ana <ana@acme.example>",
        "Test", "Unsubscribe: https://acme.example/u", ""},
};

static const Table tables[] = {
    {"company", show_company, companies, G_N_ELEMENTS(companies)},
    {"role", show_role, roles, G_N_ELEMENTS(roles)},
    {"contacts", show_contacts, contacts, G_N_ELEMENTS(contacts)},
    {"slots", show_slots, slots, G_N_ELEMENTS(slots)},
    {"respond-by", show_respond_by, answers, G_N_ELEMENTS(answers)},
    {"decide-by", show_decide_by, decisions, G_N_ELEMENTS(decisions)},
    {"place", show_place, places, G_N_ELEMENTS(places)},
    {"link", show_link, links, G_N_ELEMENTS(links)},
};

static Message *
message_of(const Case *one)
{
	g_autofree char *bytes =
	    g_strdup_printf("From: %s\r\n"
	                    "To: Robin Sands "
	                    "<robin@example.net>\r\n" SENT "Subject: %s\r\n"
	                    "Content-Type: text/plain; "
	                    "charset=utf-8\r\n\r\n%s\r\n",
	        one->from, one->subject, one->body);
	GError *error = NULL;
	Message *message = message_parse_bytes(bytes, strlen(bytes), &error);

	g_assert_no_error(error);
	return message;
}

static Reading *
reading_of(const Patterns *patterns, const Case *one)
{
	g_autoptr(Message) message = message_of(one);
	Context context = {.direction = DIRECTION_INCOMING};
	Reading *reading = reading_new();

	g_free(reading->lang);
	reading->lang = g_strdup(one->lang);
	reading->kind = one->kind;
	reading->detail = one->detail;
	facts_find(
	    &(FactSources){.patterns = patterns}, message, &context, reading);
	return reading;
}

static Patterns *
open_patterns(void)
{
	GError *error = NULL;
	g_autofree char *path = built_rules("patterns.bin");
	Patterns *patterns = patterns_open(path, &error);

	g_assert_no_error(error);
	return patterns;
}

static void
test_table(const void *data)
{
	const Table *table = data;
	g_autoptr(Patterns) patterns = open_patterns();

	for (size_t i = 0; i < table->n; i++) {
		const Case *one = &table->cases[i];
		g_autoptr(Reading) reading = reading_of(patterns, one);
		g_autofree char *got = table->show(reading);

		if (strcmp(got, one->want) != 0)
			g_test_message("%s", one->name);
		g_assert_cmpstr(got, ==, one->want);
	}
}

static void
test_no_facts_of_what_is_no_search(void)
{
	g_autoptr(Patterns) patterns = open_patterns();
	Case one = companies[0];
	g_autoptr(Reading) reading = NULL;

	one.kind = KIND_ALERT;
	reading = reading_of(patterns, &one);
	g_assert_null(reading->company);
	g_assert_cmpuint(reading->contacts->len, ==, 0);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(tables); i++) {
		g_autofree char *path =
		    g_strdup_printf("/facts/%s", tables[i].field);

		g_test_add_data_func(path, &tables[i], test_table);
	}
	g_test_add_func("/facts/none-of-what-is-no-search",
	    test_no_facts_of_what_is_no_search);
	return g_test_run();
}
