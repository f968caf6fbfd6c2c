#include "draft.h"
#include "message.h"

#include "made_up.h"

/*
 * Drafts as they go into the folder, of every action in every language: no
 * field left over, no blank lines or blanks too many, one language, the right
 * header, names whole.
 */

#define DRAFTS 24 /* of an action in a language */
#define TELLTALES 4

/* Words that stand in no other of the languages. */
static const struct {
	const char *lang;
	const char *words[TELLTALES];
} languages[] = {
    {"en", {"the", "would", "with", "which"}},
    {"de", {"und", "nicht", "mich", "wird"}},
    {"fr", {"vous", "avec", "nous", "cette"}},
    {"es", {"gracias", "usted", "muy", "pero"}},
    {"it", {"grazie", "della", "questo", "sono"}},
    {"pt", {"não", "uma", "obrigado", "também"}},
    {"nl", {"een", "het", "niet", "voor"}},
    {"pl", {"się", "jest", "dla", "oraz"}},
    {"sv", {"och", "jag", "för", "inte"}},
    {"ja", {NULL}},
    {"zh", {NULL}},
};

static const char *const folders[] = {"rules", NULL};

static bool
has_word(const char *text, const char *word)
{
	g_autofree char *pattern =
	    g_strdup_printf("(?<![\\p{L}'’-])%s(?![\\p{L}'’-])", word);

	return g_regex_match_simple(pattern, text, G_REGEX_CASELESS, 0);
}

/* A word of another language; NULL. Kana are Japanese, Han signs that or
 * Chinese. */
static const char *
find_foreign(const char *text, const char *lang)
{
	bool is_ja = !strcmp(lang, "ja");
	bool is_zh = !strcmp(lang, "zh");

	for (const char *at = text; *at; at = g_utf8_next_char(at)) {
		GUnicodeScript script =
		    g_unichar_get_script(g_utf8_get_char(at));
		bool is_kana = script == G_UNICODE_SCRIPT_HIRAGANA ||
		               script == G_UNICODE_SCRIPT_KATAKANA;

		if ((is_kana && !is_ja) ||
		    (script == G_UNICODE_SCRIPT_HAN && !is_ja && !is_zh))
			return at;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(languages); i++)
		for (size_t k = 0; strcmp(languages[i].lang, lang) &&
		                   k < TELLTALES && languages[i].words[k];
		     k++)
			if (has_word(text, languages[i].words[k]))
				return languages[i].words[k];
	return NULL;
}

/* The first thing that is wrong with the text of a draft; NULL. */
static const char *
find_fault(const char *text)
{
	static const char *const never[] = {"{", "}", "[", "]", "|", "\n\n\n",
	    " \n", "\n ", "  ", "\r", "\t", "(null)", "«»", "%s"};

	for (size_t i = 0; i < G_N_ELEMENTS(never); i++)
		if (strstr(text, never[i]))
			return never[i];
	return *text == '\n' || g_str_has_suffix(text, "\n\n") ? "empty line"
	                                                       : NULL;
}

/* As it lies in the folder: short lines, ends of lines, its charset. */
static const char *
find_fault_in_mail(const char *mail)
{
	g_auto(GStrv) lines = g_strsplit(mail, "\r\n", -1);

	if (!strstr(mail, "\r\nContent-Type: text/plain; charset=utf-8; "
	                  "format=flowed\r\n"))
		return "Content-Type";
	if (!strstr(mail, "\r\nMIME-Version: 1.0\r\n"))
		return "MIME-Version";
	for (char **line = lines; *line; line++)
		if (strchr(*line, '\n') || strlen(*line) > 998)
			return *line;
	return NULL;
}

static void
complain(const Application *application, const char *what, const char *text)
{
	g_test_message("%s %s: \"%.40s\" in\n%s", application->lang,
	    application->id, what, text);
	g_test_fail();
}

/* Whether there was one to write. */
static bool
check_draft(const Application *application, const Action *action)
{
	const DraftAuthor author = {"Jordan Reyes", OUR_ADDRESS};
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) bytes =
	    draft_write(application, action, &author, folders, NOW, &error);
	g_autoptr(Message) message = NULL;
	g_autofree char *mail = NULL;
	const char *fault;
	gsize length;

	g_assert_no_error(error);
	if (!bytes)
		return false;
	mail = g_strndup(
	    g_bytes_get_data(bytes, &length), g_bytes_get_size(bytes));
	message = message_parse_bytes(mail, length, &error);
	g_assert_no_error(error);
	fault = find_fault_in_mail(mail);
	if (fault)
		complain(application, fault, mail);
	fault = find_fault(message->text);
	if (fault)
		complain(application, fault, message->text);
	if (!*message->subject || find_fault(message->subject))
		complain(application, message->subject, mail);
	fault = find_foreign(message->text, application->lang);
	if (fault)
		complain(application, fault, message->text);
	if (!strstr(message->text, "Jordan Reyes") &&
	    !strstr(message->text, "Reyes Jordan"))
		complain(application, "no name", message->text);
	for (guint i = 0; i < message->to->len; i++) {
		const Address *to = message->to->pdata[i];

		if (strpbrk(to->name, "<>\"@"))
			complain(application, to->name, mail);
	}
	return true;
}

static void
test_language(gconstpointer user)
{
	const char *lang = user;

	for (int kind = 0; kind < ACTION_FIRST_NOTE; kind++) {
		guint written = 0;

		for (guint seed = 0; seed < DRAFTS; seed++) {
			g_autofree char *id =
			    g_strdup_printf("northwind-%d-%u", kind, seed);
			MadeUp facts =
			    made_up_variant((ActionKind)kind, lang, id, seed);
			g_autoptr(Application) application = made_up(&facts);

			for (guint i = 0; i < application->actions->len; i++) {
				const Action *action =
				    application->actions->pdata[i];

				if ((int)action->kind == kind)
					written +=
					    check_draft(application, action);
			}
		}
		g_assert_cmpuint(written, >=, DRAFTS);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(languages); i++) {
		g_autofree char *path = g_strdup_printf(
		    "/whole-drafts/are-of-one-language-and-ready-to-send/%s",
		    languages[i].lang);

		g_test_add_data_func(path, languages[i].lang, test_language);
	}
	return g_test_run();
}
