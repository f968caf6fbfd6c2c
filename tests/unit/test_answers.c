#include "memo.h"

#include "json.h"
#include "made_up.h"
#include "message.h"

#include <stdbool.h>

/*
 * The form after an interview, answered with many mail programs, in each
 * language: whatever they make of it, three answers are read, and no more.
 */

#define CLOCK "the clock, and the map"
#define TOPIC "the lens line in 時計町"
#define NUMBERS 11
#define NBSP "\xc2\xa0"
#define WIDTH 60

static const char *const languages[] = {
    "en", "de", "fr", "es", "it", "pt", "nl", "pl", "sv", "ja", "zh"};

/* A form as it came, and what is answered. */
typedef struct Form {
	char *lines[NUMBERS]; /* "[1] Did it go well?" ...; the last ends it */
	char *intro;
	char *yes;
} Form;

/* Writes the answer below a question, or wherever the program has it. */
typedef struct Client {
	const char *name;
	const char *type;  /* its Content-Type; NULL: plain text */
	const char *begin; /* of the body, above the form */
	const char *mark;  /* before each line of the form */
	const char *after; /* each line of the form */
	const char *open;  /* before an answer */
	const char *close; /* after it */
	const char *blank; /* between questions */
	const char *end;   /* of the body */
	enum {
		AS_IT_IS,
		WRAPPED,      /* each line with its mark */
		BROKEN,       /* the rest of a line without */
		FLOWED,       /* softly */
		FULL_WIDTH,   /* brackets and digits */
		WITHOUT_END,  /* the last line is cut off */
		ANSWERS_ONLY, /* with numbers; the form is in end, if at all */
	} way;
} Client;

#define HTML "text/html; charset=utf-8"
#define QUOTED(line)                                                           \
	.begin = line, .mark = "> ", .after = "\n", .open = "", .close = "\n", \
	.blank = ">\n>\n", .end = ""

static const Client clients[] = {
    {"below-quoted-questions", .way = AS_IT_IS, QUOTED("Jo wrote:\n\n")},
    {"below-questions-quoted-twice",
        .begin = "On Tue, 12 May 2026, Jo wrote:\n", .mark = ">> ",
        .after = "\n", .open = "\n", .close = "\n\n", .blank = ">>\n",
        .end = ""},
    {"in-french", .way = AS_IT_IS,
        QUOTED("Le mar. 12 mai 2026 à 21:00, Jo <jo@home.example> a\nécrit :\n"
               "\n")},
    {"in-japanese", .way = AS_IT_IS,
        QUOTED("2026年5月12日(火) 21:00 Jo <jo@home.example>:\n\n")},
    {"in-chinese", .way = AS_IT_IS, QUOTED("在2026年5月12日，Jo 写道：\n")},
    {"in-polish", .way = AS_IT_IS,
        QUOTED("wt., 12 maj 2026 o 21:00 Jo <jo@home.example> napisał(a):\n")},
    {"in-swedish-without-a-colon", .way = AS_IT_IS,
        QUOTED("Den tis 12 maj 2026 kl 21:00 skrev Jo <jo@home.example>\n")},
    {"with-a-greeting-above", .way = AS_IT_IS,
        QUOTED("Here it is.\n\nOn 12 May 2026, at 21:00, Jo wrote:\n\n")},
    {"below-quoted-questions-that-are-wrapped", .way = WRAPPED,
        QUOTED("Jo wrote:\n")},
    {"below-quoted-questions-broken-on-their-way", .way = BROKEN,
        QUOTED("Jo wrote:\n")},
    {"below-flowed-questions", "text/plain; charset=utf-8; format=flowed",
        .way = FLOWED, QUOTED("Jo wrote:\n")},
    {"below-questions-that-flow-no-more", .way = FLOWED, QUOTED("Jo wrote:\n")},
    {"below-full-width-marks", .begin = "Jo wrote:\n", .mark = "＞ ",
        .after = "\n", .open = "", .close = "\n", .blank = "＞\n", .end = ""},
    {"with-full-width-numbers", .way = FULL_WIDTH, QUOTED("Jo wrote:\n")},
    {"on-the-line-of-the-question", .begin = "", .mark = "", .after = " ",
        .open = "", .close = "\n", .blank = "\n", .end = ""},
    {"on-the-quoted-line-of-the-question", .begin = "Jo wrote:\n", .mark = "> ",
        .after = " ", .open = "", .close = "", .blank = "\n>\n", .end = ""},
    {"within-the-quotation", .begin = "Jo wrote:\n", .mark = "> ",
        .after = "\n", .open = "> ", .close = "\n", .blank = ">\n>\n",
        .end = ""},
    {"below-an-outlook-header",
        .begin = "-----Original Message-----\nFrom: Jo <jo@home.example>\n"
                 "Sent: Tuesday, 12 May 2026 19:00\nTo: Jo\nSubject: How was "
                 "it?\n\n",
        .mark = "", .after = "\n", .open = "", .close = "\n", .blank = "\n\n",
        .end = ""},
    {"below-an-outlook-header-in-german",
        .begin = "Von: Jo <jo@home.example>\nGesendet: Dienstag, 12. Mai 2026 "
                 "19:00\nAn: Jo\nBetreff: Wie war es?\n\n",
        .mark = "", .after = "\n", .open = "[Jordan Reyes] ", .close = "\n",
        .blank = "\n\n", .end = ""},
    {"run-together", .begin = "", .mark = "", .after = " ", .open = "",
        .close = " ", .blank = " ", .end = "\n"},
    {"with-bullets-and-hard-blanks", .begin = "Jo wrote:\n", .mark = ">" NBSP,
        .after = NBSP "\n", .open = "\n- ", .close = NBSP "\n\n",
        .blank = ">" NBSP "\n", .end = ""},
    {"with-the-end-cut-off-and-a-signature", .way = WITHOUT_END,
        .begin = "Jo wrote:\n", .mark = "> ", .after = "\n", .open = "",
        .close = "\n", .blank = ">\n", .end = "\n-- \nJo Reyes\n+1 555 0100\n"},
    {"as-a-list-above-the-form", .way = ANSWERS_ONLY, .begin = "",
        .mark = "[%d] ", .open = "", .close = "\n",
        .end = "\nOn Tuesday Jo wrote:\n> [1] Did it?\n>\n> [11] Send it.\n"},
    {"as-a-list-on-one-line", .way = ANSWERS_ONLY, .begin = "", .mark = "[%d] ",
        .open = "", .close = " ", .end = "\n"},
    {"as-a-list-with-numbers-of-their-own", .way = ANSWERS_ONLY, .begin = "",
        .mark = "%d. ", .open = "", .close = "\n",
        .end = "\nOn Tuesday Jo wrote:\n> How was it?\n"},
    {"as-a-list-from-a-telephone", .way = ANSWERS_ONLY, .begin = "",
        .mark = "%d) ", .open = "", .close = "\n",
        .end = "\nSent from my iPhone\n"},
    {"in-html-between-quotations", HTML,
        .begin = "<div dir=\"ltr\"><div class=\"gmail_quote\"><div "
                 "class=\"gmail_attr\">On Tue, 12 May 2026 at 21:00, Jo &lt;<a "
                 "href=\"mailto:jo@home.example\">jo@home.example</a>&gt; "
                 "wrote:<br></div><blockquote class=\"gmail_quote\">",
        .mark = "", .after = "<br>", .open = "</blockquote><div>",
        .close = "</div><blockquote class=\"gmail_quote\">",
        .blank = "<br><br>", .end = "</blockquote></div></div>"},
    {"in-html-within-one-quotation", HTML,
        .begin = "<div>On 12 May 2026, at 21:00, Jo wrote:</div><blockquote "
                 "type=\"cite\">",
        .mark = "<div>", .after = "</div>", .open = "<div>", .close = "</div>",
        .blank = "<div><br></div>", .end = "</blockquote>"},
    {"in-html-in-blue", HTML,
        .begin =
            "<html><body><div style=\"border:none;border-top:solid #E1E1E1 "
            "1.0pt\"><p class=\"MsoNormal\"><b>From:</b> Jo<br><b>Sent:"
            "</b> Tuesday, 12 May 2026 19:00<br><b>To:</b> Jo<br><b>"
            "Subject:</b> How was it?</p></div>",
        .mark = "<p class=\"MsoPlainText\">", .after = "<o:p></o:p></p>",
        .open = "<p class=\"MsoPlainText\"><span style=\"color:#1F497D\">",
        .close = "<o:p></o:p></span></p>",
        .blank = "<p class=\"MsoPlainText\"><o:p>&nbsp;</o:p></p>",
        .end = "</body></html>"},
    {"in-html-as-preformatted-text", HTML, .way = WRAPPED,
        .begin = "<html><body><div class=\"moz-cite-prefix\">On 12/05/2026 "
                 "21:00, Jo wrote:<br></div><blockquote type=\"cite\"><pre>",
        .mark = "", .after = "\n", .open = "</pre></blockquote><p>",
        .close = "</p><blockquote type=\"cite\"><pre>", .blank = "\n\n",
        .end = "</pre></blockquote></body></html>"},
};

static char *
escape(const Client *client, const char *text)
{
	return client->type && g_str_has_prefix(client->type, "text/html")
	           ? g_markup_escape_text(text, -1)
	           : g_strdup(text);
}

/* "[3]" as a program for full-width signs has it. */
static void
append_full_width(GString *body, int number, const char *line)
{
	g_string_append(body, "［");
	if (number >= 10)
		g_string_append_unichar(body, 0xff10 + (gunichar)number / 10);
	g_string_append_unichar(body, 0xff10 + (gunichar)number % 10);
	g_string_append_printf(body, "］%s", strchr(line, ']') + 1);
}

/* Cuts at blanks, or anywhere in a language that has none. */
static void
append_wrapped(GString *body, const char *line, const char *between)
{
	int column = 0;
	bool is_wide = !strchr(strchr(line, ' ') + 1, ' ');

	for (; *line; line = g_utf8_next_char(line)) {
		bool may_cut = *line == ' ' || (is_wide && column % 30 == 29);

		if (may_cut && ++column >= WIDTH / (is_wide ? 2 : 1)) {
			g_string_append(body, *line == ' ' ? between : "\n> ");
			column = 0;
			line += *line == ' ';
		}
		g_string_append_unichar(body, g_utf8_get_char(line));
		column++;
	}
}

static void
append_question(GString *body, const Client *client, const Form *form, int i)
{
	g_autofree char *line = escape(client, form->lines[i]);
	g_autofree char *soft = g_strdup_printf(" \n%s", client->mark);
	g_autofree char *hard = g_strdup_printf("\n%s", client->mark);

	g_string_append(body, client->mark);
	switch (client->way) {
	case WRAPPED:
		append_wrapped(body, line, hard);
		break;
	case FLOWED:
		append_wrapped(body, line, soft);
		break;
	case BROKEN:
		append_wrapped(body, line, "\n");
		break;
	case FULL_WIDTH:
		append_full_width(body, i + 1, line);
		break;
	default:
		g_string_append(body, line);
	}
	g_string_append(body, client->after);
}

static void
append_answer(
    GString *body, const Client *client, const char *answer, int number)
{
	g_autofree char *text = escape(client, answer);

	if (client->way == ANSWERS_ONLY) {
		g_auto(GStrv) mark = g_strsplit(client->mark, "%d", 2);

		g_string_append_printf(
		    body, "%s%d%s", mark[0], number, mark[1]);
	}
	g_string_append_printf(
	    body, "%s%s%s", client->open, text, client->close);
}

static char *
write_answer(const Client *client, const Form *form)
{
	GString *body = g_string_new(NULL);
	int count = client->way == WITHOUT_END ? NUMBERS - 1 : NUMBERS;

	g_string_append_printf(body,
	    "From: Jo <jo@home.example>\nTo: Jo <jo@home.example>\nSubject: "
	    "Re: "
	    "How was it?\nMessage-ID: <1@home.example>\nMIME-Version: 1.0\n"
	    "Content-Type: %s\nContent-Transfer-Encoding: 8bit\n\n%s",
	    client->type ? client->type : "text/plain; charset=utf-8",
	    client->begin);
	if (client->way != ANSWERS_ONLY) {
		g_autofree char *intro = escape(client, form->intro);

		g_string_append_printf(body, "%s%s%s%s", client->mark, intro,
		    client->after, client->blank);
	}
	for (int i = 0; i < count; i++) {
		if (client->way != ANSWERS_ONLY)
			append_question(body, client, form, i);
		if (i == 0)
			append_answer(body, client, form->yes, 1);
		if (i == 2)
			append_answer(body, client, CLOCK, 3);
		if (i == 9)
			append_answer(body, client, TOPIC, 10);
		if (client->way != ANSWERS_ONLY && i < count - 1)
			g_string_append(body, client->blank);
	}
	g_string_append(body, client->end);
	return g_string_free(body, FALSE);
}

static char *
read_answer(const Memo *memo, const char *mail)
{
	g_autoptr(Message) message =
	    message_parse_bytes(mail, strlen(mail), NULL);
	Note *note = note_new(NOTE_DEBRIEF);
	GString *found = g_string_new(NULL);

	g_assert_nonnull(message);
	memo_read(memo, message->new_text, message->text, note);
	for (guint i = 0; i < note->answers->len; i++) {
		const Answer *answer = note->answers->pdata[i];

		g_string_append_printf(
		    found, "%s=%s;", answer->question, answer->text);
	}
	note_free(note);
	return g_string_free(found, FALSE);
}

static const MadeUp met = {.kind = ACTION_DEBRIEF,
    .lang = "en",
    .id = "northwind",
    .has_firm = true,
    .precision = MOMENT_TIME,
    .people = 2};

static char *
first_yes(const char *lang)
{
	g_autofree char *path =
	    g_strdup_printf("rules/%s/replies/notes.json", lang);
	g_autoptr(Json) words = json_parse_file(path, NULL);
	const Json *yes = json_get(json_get(words, "debrief"), "yes");

	g_assert_nonnull(json_first(yes));
	return g_strdup(json_string(json_first(yes)));
}

static void
form_fill(Form *form, const Memo *memo, const char *lang)
{
	g_autoptr(Application) application = made_up(&met);
	g_autofree char *text = memo_form_text(memo, application,
	    application->actions->pdata[application->actions->len - 1], NOW);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	int number = 0;

	form->intro = g_strdup(lines[0]);
	form->yes = first_yes(lang);
	for (char **line = lines; *line; line++)
		if (**line == '[')
			form->lines[number++] = g_strdup(*line);
	g_assert_cmpint(number, ==, NUMBERS);
}

static void
form_clear(Form *form)
{
	for (int i = 0; i < NUMBERS; i++)
		g_free(form->lines[i]);
	g_free(form->intro);
	g_free(form->yes);
}

static void
test_client(gconstpointer user)
{
	const Client *client = user;

	for (size_t i = 0; i < G_N_ELEMENTS(languages); i++) {
		static const char *const folders[] = {"rules", NULL};
		g_autoptr(Memo) memo = memo_load(folders, languages[i], NULL);
		g_autofree char *mail = NULL;
		g_autofree char *found = NULL;
		Form form;

		form_fill(&form, memo, languages[i]);
		mail = write_answer(client, &form);
		found = read_answer(memo, mail);
		form_clear(&form);
		if (!strcmp(
		        found, "well=yes;trouble=" CLOCK ";topic=" TOPIC ";"))
			continue;
		g_test_message("%s: '%s' in\n%s", languages[i], found, mail);
		g_test_fail();
	}
}

static const struct {
	const char *lang, *answer, *is;
} words[] = {
    {"en", "Yes, very.", "yes"},
    {"en", "- yes", "yes"},
    {"en", "*Yes*", "yes"},
    {"en", "YES!", "yes"},
    {"en", "very badly", "very badly"},
    {"en", "very well", "yes"},
    {"en", "No.", "no"},
    {"en", "Not really", "no"},
    {"en", "Nothing went well", "Nothing went well"},
    {"de", "Ja, sehr", "yes"},
    {"de", "sehr schlecht", "sehr schlecht"},
    {"de", "Nein", "no"},
    {"fr", "Oui !", "yes"},
    {"fr", "très mal", "très mal"},
    {"es", "¡Sí!", "yes"},
    {"it", "Sì, molto", "yes"},
    {"ja", "はい、とても", "yes"},
    {"ja", "はい。", "yes"},
    {"ja", "「はい」", "yes"},
    {"ja", "はい　うまくいきました", "yes"},
    {"ja", "いいえ、全然", "no"},
    {"ja", "はいって良かった", "はいって良かった"},
    {"zh", "是的，很顺利", "yes"},
    {"zh", "是！", "yes"},
    {"zh", "不，很难", "no"},
    {"zh", "对方很友好", "对方很友好"},
};

static void
test_words(void)
{
	static const char *const folders[] = {"rules", NULL};

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
		g_autoptr(Memo) memo = memo_load(folders, words[i].lang, NULL);
		g_autofree char *text =
		    g_strdup_printf("[1] %s\n", words[i].answer);
		Note *note = note_new(NOTE_DEBRIEF);

		g_assert_true(memo_read(memo, text, "", note));
		g_assert_cmpstr(
		    ((Answer *)note->answers->pdata[0])->text, ==, words[i].is);
		note_free(note);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(clients); i++) {
		g_autofree char *path =
		    g_strconcat("/answers/", clients[i].name, NULL);

		g_test_add_data_func(path, &clients[i], test_client);
	}
	g_test_add_func("/answers/yes-is-yes-in-any-signs", test_words);
	return g_test_run();
}
