#include "draft.h"

#include "error.h"
#include "message.h"
#include "thread.h"

#include "made_up.h"

static const char *const folders[] = {"rules", NULL};
static const DraftAuthor author = {"Jordan Reyes", "other@reyes.example"};

static Action *
last_action(const Application *application)
{
	return application->actions->pdata[application->actions->len - 1];
}

static Message *
draft_of(const Application *application, const Action *action)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) bytes =
	    draft_write(application, action, &author, folders, NOW, &error);
	Message *message;

	g_assert_no_error(error);
	if (!bytes)
		return NULL;
	message = message_parse_bytes(
	    g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes), &error);
	g_assert_no_error(error);
	return message;
}

static const char *
recipient(const Message *message)
{
	const Address *to;

	if (!message->to->len)
		return "";
	to = message->to->pdata[0];
	return to->email;
}

static const MadeUp invited = {.kind = ACTION_CONFIRM,
    .lang = "en",
    .id = "northwind",
    .precision = MOMENT_TIME,
    .is_called = true};

static void
test_reply(void)
{
	g_autoptr(Application) application = made_up(&invited);
	Mail *mail = application->mail->pdata[0];
	g_autoptr(Message) message = NULL;
	g_autofree char *key =
	    action_key(application, last_action(application));

	put(&mail->references, "root@northwind.example");
	message = draft_of(application, last_action(application));
	g_assert_cmpstr(recipient(message), ==, RECRUITER);
	g_assert_cmpstr(message->from.name, ==, "Jordan Reyes");
	g_assert_cmpstr(message->from.email, ==, OUR_ADDRESS);
	g_assert_cmpstr(message->subject, ==, "Re: Your application");
	g_assert_cmpint(message->references->len, ==, 2);
	g_assert_cmpstr(
	    message->references->pdata[0], ==, "root@northwind.example");
	g_assert_cmpstr(
	    message->references->pdata[1], ==, "first@northwind.example");
	g_assert_cmpint(message->date.time, ==, NOW);
	g_assert_true(g_str_has_prefix(message->id, key));
	g_assert_true(g_str_has_prefix(message->text, "Hi Lorraine,\n"));
	g_assert_nonnull(strstr(message->text, "19 May at 15:00"));
}

static void
test_same_again(void)
{
	g_autoptr(Application) application = made_up(&invited);
	const Action *action = last_action(application);
	g_autoptr(GBytes) once =
	    draft_write(application, action, &author, folders, NOW, NULL);
	g_autoptr(GBytes) again =
	    draft_write(application, action, &author, folders, NOW, NULL);

	g_assert_true(g_bytes_equal(once, again));
}

static void
test_reply_to(void)
{
	g_autoptr(Application) application = made_up(&invited);
	Mail *mail = application->mail->pdata[0];
	g_autoptr(Message) message = NULL;

	put(&mail->reply_to, "reply+4f@in.northwind.example");
	message = draft_of(application, last_action(application));
	g_assert_cmpstr(
	    recipient(message), ==, "reply+4f@in.northwind.example");
	g_assert_true(g_str_has_prefix(message->text, "Hi Lorraine,\n"));
}

static void
test_nobody(void)
{
	static const char *const unread[] = {"no-reply@northwind.example",
	    "NoReply+x@northwind.example", "do_not_reply@northwind.example", "",
	    "not an address", "a@b\r\nBcc: x@evil.example"};

	for (size_t i = 0; i < G_N_ELEMENTS(unread); i++) {
		g_autoptr(Application) application = made_up(&invited);
		Mail *mail = application->mail->pdata[0];

		put(&mail->sender_email, unread[i]);
		g_assert_null(draft_of(application, last_action(application)));
	}
}

static void
test_last_who_wrote(void)
{
	g_autoptr(Application) application = made_up(&invited);
	Mail *mail =
	    add_mail(application, "second@ats.example", "no-reply@ats.example");
	Action *action = last_action(application);
	g_autoptr(Message) message = NULL;

	put(&mail->subject, "News");
	put(&action->mail, "second@ats.example");
	message = draft_of(application, action);
	g_assert_cmpstr(recipient(message), ==, RECRUITER);
	g_assert_cmpstr(message->subject, ==, "Re: Your application");
}

static void
test_suspicious(void)
{
	g_autoptr(Application) application = made_up(&invited);
	Mail *mail = application->mail->pdata[0];

	mail->suspicious = true;
	g_assert_null(draft_of(application, last_action(application)));
}

static void
test_thanks(void)
{
	MadeUp facts = invited;
	g_autoptr(Application) application = NULL;
	g_autoptr(Message) own = NULL;
	g_autoptr(Message) reply = NULL;
	Mail *mail;

	facts.kind = ACTION_THANKS;
	facts.people = 2;
	application = made_up(&facts);
	mail = add_mail(application, "tom@1", "p0@northwind.example");
	put(&mail->subject, "AW: Re: re[2]: Tuesday");
	reply = draft_of(application, application->actions->pdata[0]);
	own = draft_of(application, application->actions->pdata[1]);
	g_assert_cmpstr(recipient(reply), ==, "p0@northwind.example");
	g_assert_cmpstr(reply->subject, ==, "Re: Tuesday");
	g_assert_cmpint(reply->references->len, ==, 1);
	g_assert_cmpstr(recipient(own), ==, "p1@northwind.example");
	g_assert_cmpstr(own->subject, ==,
	    "Thank you for our conversation on Tuesday 12 May");
	g_assert_cmpint(own->references->len, ==, 0);
}

static void
test_without_address(void)
{
	MadeUp facts = invited;
	g_autoptr(Application) application = NULL;
	g_autoptr(Message) message = NULL;
	Person *person;
	Action *action;

	facts.kind = ACTION_THANKS;
	facts.people = 1;
	application = made_up(&facts);
	person = application->people->pdata[1];
	action = last_action(application);
	put(&person->email, "");
	put(&action->person, person->name);
	message = draft_of(application, action);
	g_assert_cmpint(message->to->len, ==, 0);
	g_assert_true(g_str_has_prefix(message->text, "Dear Tom Weld,"));
}

static const MadeUp met = {.kind = ACTION_THANKS,
    .lang = "en",
    .id = "northwind",
    .has_firm = true,
    .precision = MOMENT_TIME,
    .people = 1,
    .has_debrief = true};

/* It is no mail: the user writes it out and takes it to the post. */
static void
test_by_hand(void)
{
	MadeUp facts = met;
	g_autoptr(Application) application = NULL;
	g_autoptr(Message) message = NULL;
	Interview *interview;

	facts.is_by_hand = true;
	application = made_up(&facts);
	interview = application->interviews->pdata[0];
	put(&interview->place, "4 Mill Lane, Larkspur");
	message = draft_of(application, last_action(application));
	g_assert_cmpstr(recipient(message), ==, "");
	g_assert_cmpuint(message->references->len, ==, 0);
	g_assert_true(g_str_has_prefix(message->text,
	    "Tom Weld\nNorthwind\n4 Mill Lane, Larkspur\n\nDear Tom Weld,"));
}

/* Nothing has come by mail, and no address is known: all was by phone. */
static void
test_by_phone(void)
{
	g_autoptr(Application) application = made_up(&met);
	Interview *interview = application->interviews->pdata[0];
	Action *action = last_action(application);
	g_autoptr(Message) message = NULL;

	g_ptr_array_set_size(application->mail, 0);
	put(&((Person *)application->people->pdata[1])->email, "");
	put(&interview->place, "4 Mill Lane, Larkspur");
	put(&action->person, "Tom Weld");
	message = draft_of(application, action);
	g_assert_cmpstr(recipient(message), ==, "");
	g_assert_nonnull(strstr(message->text, "4 Mill Lane"));
}

/* A line for one person is theirs alone. */
static void
test_topic(void)
{
	MadeUp facts = met;
	g_autoptr(Application) application = NULL;
	g_autoptr(Message) tom = NULL;
	g_autoptr(Message) elena = NULL;
	Note *note;

	facts.people = 2;
	application = made_up(&facts);
	note = application->notes->pdata[0];
	put(&((Answer *)note->answers->pdata[0])->text,
	    "Elena: the night shift\nthe new scanner.");
	tom = draft_of(application, application->actions->pdata[0]);
	elena = draft_of(application, application->actions->pdata[1]);
	g_assert_nonnull(strstr(tom->text, "the new scanner"));
	g_assert_null(strstr(tom->text, "the night shift"));
	g_assert_nonnull(strstr(elena->text, "the night shift"));
}

/* A language whose letters have no place for it has it in the first gap. */
static void
test_topic_elsewhere(void)
{
	MadeUp facts = met;
	g_autoptr(Application) application = NULL;
	g_autoptr(Message) message = NULL;

	facts.lang = "sv";
	application = made_up(&facts);
	message = draft_of(application, last_action(application));
	g_assert_nonnull(strstr(message->text, "den nya läsesalen"));
}

static void
test_friend(void)
{
	MadeUp facts = {.kind = ACTION_REFERENCES,
	    .lang = "en",
	    .id = "northwind",
	    .number = 1};
	g_autoptr(Application) application = made_up(&facts);
	g_autoptr(Message) message =
	    draft_of(application, last_action(application));

	g_assert_cmpstr(recipient(message), ==, "ruth@home.example");
	g_assert_cmpuint(message->references->len, ==, 0);
	g_assert_true(g_str_has_prefix(message->text, "Dear Ruth Adler,"));
}

static void
test_hostile_values(void)
{
	static const char *const hostile[] = {"x\r\nBcc: y@evil.example",
	    "«open gap»", "{author}[a|b]", "\xff\xfe",
	    "\xe2\x80\xae"
	    "evil"};

	for (size_t i = 0; i < G_N_ELEMENTS(hostile); i++) {
		MadeUp facts = invited;
		g_autoptr(Application) application = NULL;
		g_autoptr(Message) message = NULL;
		Person *person;
		Mail *mail;

		facts.proposed = 1;
		application = made_up(&facts);
		person = application->people->pdata[0];
		mail = application->mail->pdata[0];
		put(&application->company, hostile[i]);
		put(&application->role, hostile[i]);
		put(&person->called, hostile[i]);
		put(&person->name, hostile[i]);
		put(&mail->sender_name, hostile[i]);
		put(&mail->subject, hostile[i]);
		put(&mail->references, hostile[i]);
		put(&mail->lang, "../../etc");
		message = draft_of(application, last_action(application));
		g_assert_cmpint(message->to->len, ==, 1);
		g_assert_cmpint(message->cc->len, ==, 0);
		g_assert_null(draft_find_gap(message->text));
		g_assert_null(strchr(message->subject, '\n'));
		g_assert_null(strstr(message->text, "Jordan Reyes[a|b]"));
		g_assert_true(g_utf8_validate(message->text, -1, NULL));
	}
}

static void
test_greetings(void)
{
	static const struct {
		const char *name, *greeting;
	} cases[] = {
	    {"Weld, Tom", "Dear Tom Weld,\n"},
	    {"Tom Weld (Northwind)", "Dear Tom Weld,\n"},
	    {"Tom", "Hi Tom,\n"},
	    {"Northwind Careers", "Dear Northwind team,\n"},
	    {"Northwind GmbH & Co. KG", "Dear Northwind team,\n"},
	    {"northwind", "Dear Northwind team,\n"},
	    {"ノースウィンド採用", "Dear Northwind team,\n"},
	    {"Sean Abrahams", "Dear Sean Abrahams,\n"},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		MadeUp facts = invited;
		g_autoptr(Application) application = NULL;
		g_autoptr(Message) message = NULL;
		Person *person;

		facts.has_firm = true;
		facts.is_called = false;
		application = made_up(&facts);
		person = application->people->pdata[0];
		put(&person->name, cases[i].name);
		message = draft_of(application, last_action(application));
		if (!g_str_has_prefix(message->text, cases[i].greeting))
			g_error("%s: %s", cases[i].name, message->text);
	}
}

static void
test_doubtful_roles(void)
{
	static const struct {
		const char *role;
		bool is_used;
	} cases[] = {
	    {"Archivist", true},
	    {"Head of Archives (m/f/d)", true},
	    {"Talk Jordan / Northwind", false},
	    {"Archivist at Northwind", false},
	    {"Specialist ds.", false},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		MadeUp facts = invited;
		g_autoptr(Application) application = NULL;
		g_autoptr(Message) message = NULL;

		facts.has_firm = true;
		facts.kind = ACTION_ACCEPT;
		application = made_up(&facts);
		put(&application->role, cases[i].role);
		message = draft_of(application, last_action(application));
		g_assert_cmpint(strstr(message->text, cases[i].role) != NULL,
		    ==, cases[i].is_used);
	}
}

static void
test_other_language(void)
{
	MadeUp facts = invited;
	g_autoptr(Application) application = NULL;
	g_autoptr(Message) message = NULL;

	facts.lang = "xx";
	application = made_up(&facts);
	message = draft_of(application, last_action(application));
	g_assert_true(g_str_has_prefix(message->text, "Hi Lorraine,"));
}

static void
test_no_rules(void)
{
	static const char *const nowhere[] = {"tests/unit/nowhere", NULL};
	g_autoptr(Application) application = made_up(&invited);
	g_autoptr(GError) error = NULL;

	g_assert_null(draft_write(application, last_action(application),
	    &author, nowhere, NOW, &error));
	g_assert_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES);
}

static void
test_gaps(void)
{
	static const struct {
		const char *text, *gap;
	} cases[] = {
	    {"none", NULL},
	    {"the «thing you liked», and", "thing you liked"},
	    {"broken «over \ntwo lines»", "over \ntwo lines"},
	    {"dans « Le Monde » de", NULL},
	    {"« Le Monde » et «le point»", "le point"},
	    {"«never closed", NULL},
	    {"«outer «inner»", "inner"},
	    {"closed» first", NULL},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *gap = draft_find_gap(cases[i].text);

		g_assert_cmpstr(gap, ==, cases[i].gap);
	}
}

static void
test_subjects(void)
{
	static const struct {
		const char *subject, *reply;
	} cases[] = {
	    {"Interview", "Re: Interview"},
	    {"Re: Interview", "Re: Interview"},
	    {"AW: RE: Antw: Interview", "Re: Interview"},
	    {"Re[3]: Interview", "Re: Interview"},
	    {"Re[3: Interview", "Re: Re[3: Interview"},
	    {"回复：面试", "Re: 面试"},
	    {"Research: a plan", "Re: Research: a plan"},
	    {"", "Re: "},
	};
	g_autoptr(Thread) thread = thread_load("rules/addresses.json", NULL);

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *reply =
		    thread_subject(thread, cases[i].subject);

		g_assert_cmpstr(reply, ==, cases[i].reply);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/draft/is-in-the-thread", test_reply);
	g_test_add_func("/draft/is-the-same-each-time", test_same_again);
	g_test_add_func("/draft/goes-to-reply-to", test_reply_to);
	g_test_add_func("/draft/never-to-addresses-nobody-reads", test_nobody);
	g_test_add_func(
	    "/draft/goes-to-the-last-who-wrote", test_last_who_wrote);
	g_test_add_func("/draft/never-to-a-suspicious-sender", test_suspicious);
	g_test_add_func("/draft/thanks-in-a-thread-of-their-own", test_thanks);
	g_test_add_func(
	    "/draft/leaves-out-an-unknown-to", test_without_address);
	g_test_add_func(
	    "/draft/values-of-strangers-are-inert", test_hostile_values);
	g_test_add_func("/draft/by-hand-has-no-recipient", test_by_hand);
	g_test_add_func("/draft/by-hand-where-all-was-by-phone", test_by_phone);
	g_test_add_func("/draft/says-what-the-debrief-says", test_topic);
	g_test_add_func(
	    "/draft/says-it-where-a-gap-would-be", test_topic_elsewhere);
	g_test_add_func(
	    "/draft/to-a-friend-has-a-thread-of-its-own", test_friend);
	g_test_add_func("/draft/greets-people-not-offices", test_greetings);
	g_test_add_func(
	    "/draft/leaves-out-a-doubtful-role", test_doubtful_roles);
	g_test_add_func("/draft/falls-back-to-english", test_other_language);
	g_test_add_func("/draft/missing-rules-are-an-error", test_no_rules);
	g_test_add_func("/draft/gaps-are-found", test_gaps);
	g_test_add_func("/draft/subject-has-one-re", test_subjects);
	return g_test_run();
}
