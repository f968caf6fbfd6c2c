#include "memo.h"

#include "error.h"
#include "json.h"
#include "made_up.h"
#include "message.h"

static const char *const folders[] = {"rules", NULL};
static const DraftAuthor author = {"Jordan Reyes", "jordan@reyes.example"};

static Memo *
load_language(const char *lang)
{
	g_autoptr(GError) error = NULL;
	Memo *memo = memo_load(folders, lang, &error);

	g_assert_no_error(error);
	return memo;
}

static Memo *
load(void)
{
	return load_language("en");
}

#define Q1 "[1] Did it go well? (yes or no)"
#define Q2 "[2] What went well, and which questions were easy?"
#define Q3 "[3] What gave you trouble, or was not prepared?"
#define END "[11] Send the answer to yourself."
#define Q10                                                                    \
	"[10] One specific thing to mention in your thanks, as it would "      \
	"follow after \"what you said about\" (for one person alone: NAME: "   \
	"the thing)"

typedef struct Case {
	const char *name;
	const char *new_text; /* "" where all was taken for a quotation */
	const char *text;
	const char *answers; /* "well=yes;trouble=the clock" */
} Case;

static const Case cases[] = {
    {"the-form-itself-answers-nothing", "",
        Q1 "\n\n\n" Q2 "\n\n\n" Q3 "\n\n\n" END "\n", ""},
    {"below-the-questions", "",
        Q1 "\nyes\n\n" Q2 "\n\n\n" Q3 "\nThe clock.\nAnd the map.\n\n" END "\n",
        "well=yes;trouble=The clock.\nAnd the map."},
    {"on-the-line-of-the-question", "",
        Q1 " Yes, very.\n" Q2 "\n" Q3 " the clock\n" END "\n",
        "well=yes;trouble=the clock"},
    {"below-questions-that-are-quoted", "",
        "On Monday Jo wrote:\n> " Q1 "\nno\n>\n> " Q2 "\n>\n> " Q3
        "\nthe clock\n\n>\n> " END "\n",
        "well=no;trouble=the clock"},
    {"below-questions-that-are-quoted-twice-and-wrapped", "",
        ">> [3] What gave you trouble, or\n>> was not prepared?\nthe "
        "clock\n>> [10] One specific thing to mention in your\n>> thanks, "
        "as it would follow after \"what you said about\" (for one\n>> "
        "person alone: NAME: the thing)\nthe lens line\n>> " END "\n",
        "trouble=the clock;topic=the lens line"},
    {"above-a-form-that-is-quoted-whole", "[1] yes\n[10] the lens line\n",
        "[1] yes\n[10] the lens line\n\nOn Monday Jo wrote:\n> " Q1 "\n>\n> " Q2
        "\n>\n> " Q10 "\n>\n> " END "\n",
        "well=yes;topic=the lens line"},
    {"above-a-form-below-a-line-of-dashes", "[1] yes\n[3] the clock\n",
        "[1] yes\n[3] the clock\n\n-----Original Message-----\nFrom: Jo\n\n" Q1
        "\n\n" Q2 "\n\n" Q3 "\n\n" END "\n",
        "well=yes;trouble=the clock"},
    {"run-together-as-one-paragraph", "",
        Q1 " yes " Q2 " my sums " Q3 " the clock " END,
        "well=yes;good=my sums;trouble=the clock"},
    {"wrapped-in-the-middle-of-a-question", "",
        "[3] What gave you trouble,\nor was not\nprepared? the clock\n" END,
        "trouble=the clock"},
    {"with-other-quotation-marks-and-stars", "",
        "*[10]* *One specific thing to mention in your thanks, as it would "
        "follow after \xe2\x80\x9cwhat you said about\xe2\x80\x9d (for one "
        "person alone: NAME: the thing)* the lens line\n" END,
        "topic=the lens line"},
    {"numbers-that-are-no-questions", "", "[99] yes\n[0] no\n[x] maybe\n", ""},
    {"a-list-in-a-note-is-no-form", "1. call them\n", "", ""},
    {"no-numbers-at-all", "It went well.\n", "It went well.\n", ""},
};

static void
test_answers(gconstpointer user)
{
	const Case *one = user;
	g_autoptr(Memo) memo = load();
	g_autoptr(GString) found = g_string_new(NULL);
	Note *note = note_new(NOTE_DEBRIEF);
	bool is_read = memo_read(memo, one->new_text, one->text, note);

	for (guint i = 0; i < note->answers->len; i++) {
		const Answer *answer = note->answers->pdata[i];

		g_string_append_printf(found, "%s%s=%s", i ? ";" : "",
		    answer->question, answer->text);
	}
	g_assert_cmpstr(found->str, ==, one->answers);
	g_assert_cmpint(is_read, ==, *one->answers != '\0');
	note_free(note);
}

static const MadeUp met = {.kind = ACTION_DEBRIEF,
    .lang = "en",
    .id = "northwind",
    .has_firm = true,
    .has_role = true,
    .precision = MOMENT_TIME,
    .people = 2};

static char *
text_of(GBytes *bytes, Message **message)
{
	gsize length;
	const char *data = g_bytes_get_data(bytes, &length);

	*message = message_parse_bytes(data, length, NULL);
	g_assert_nonnull(*message);
	return (*message)->text;
}

static void
test_form(void)
{
	g_autoptr(Memo) memo = load();
	g_autoptr(Application) application = made_up(&met);
	const Action *action =
	    application->actions->pdata[application->actions->len - 1];
	g_autoptr(GBytes) bytes =
	    memo_form(memo, application, action, &author, NOW);
	g_autoptr(Message) message = NULL;
	const char *text = text_of(bytes, &message);
	g_autofree char *key = action_key(application, action);

	g_assert_true(message->is_memo);
	g_assert_true(g_str_has_prefix(message->id, key));
	g_assert_cmpstr(
	    ((Address *)message->to->pdata[0])->email, ==, author.email);
	g_assert_cmpstr(
	    message->subject, ==, "How was it at Northwind on Tuesday 12 May?");
	g_assert_nonnull(strstr(text, "\n" Q3 "\n"));
	g_assert_nonnull(strstr(text, "\n" END));
}

/* What is for the firm names it; what is for a friend names the friend. */
static void
check_lines(const Memo *memo)
{
	for (int kind = 0; kind < ACTION_COUNT; kind++) {
		MadeUp facts = met;
		g_autoptr(Application) application = NULL;
		g_autofree char *line = NULL;

		facts.kind = (ActionKind)kind;
		application = made_up(&facts);
		line = memo_line(memo, application,
		    application->actions->pdata[application->actions->len - 1],
		    NOW);
		g_assert_true(g_str_has_prefix(line, "Northwind") ||
		              g_str_has_prefix(line, "Ruth Adler"));
		g_assert_null(strpbrk(line, "{}[]|"));
		g_assert_null(strstr(line, "  "));
	}
}

static void
test_lines(void)
{
	static const char *const languages[] = {
	    "en", "de", "fr", "es", "it", "pt", "nl", "pl", "sv", "ja", "zh"};

	for (size_t i = 0; i < G_N_ELEMENTS(languages); i++) {
		g_autoptr(Memo) memo = load_language(languages[i]);

		check_lines(memo);
	}
}

/* In any language: a question must not read as its own answer. */
static void
test_blank_forms(void)
{
	static const char *const languages[] = {
	    "de", "fr", "es", "it", "pt", "nl", "pl", "sv", "ja", "zh"};

	for (size_t i = 0; i < G_N_ELEMENTS(languages); i++) {
		g_autoptr(Memo) memo = load_language(languages[i]);
		g_autoptr(Application) application = made_up(&met);
		Note *note = note_new(NOTE_DEBRIEF);
		g_autofree char *form = memo_form_text(memo, application,
		    application->actions->pdata[application->actions->len - 1],
		    NOW);

		g_assert_null(strpbrk(form, "{}|"));
		g_assert_null(strstr(form, "Did it go well"));
		g_assert_false(memo_read(memo, "", form, note));
		g_assert_cmpuint(note->answers->len, ==, 0);
		note_free(note);
	}
}

static void
test_digest(void)
{
	g_autoptr(Memo) memo = load();
	g_autoptr(Application) application = made_up(&met);
	Action *action =
	    application->actions->pdata[application->actions->len - 1];
	DigestLine lines[] = {{DIGEST_TO_DO, application, action},
	    {DIGEST_LATE, application, action},
	    {DIGEST_OVER, application, NULL}, {DIGEST_APPLYING, NULL, NULL}};
	Digest digest = {g_array_new(FALSE, FALSE, sizeof(DigestLine)), 2};
	g_autofree char *key = memo_digest_key(738000);
	g_autoptr(GBytes) bytes = NULL;
	g_autoptr(Message) message = NULL;
	const char *text;

	action->due = NOW;
	g_array_append_vals(digest.lines, lines, G_N_ELEMENTS(lines));
	bytes = memo_digest(memo, &digest, &author, key, NOW);
	text = text_of(bytes, &message);
	g_assert_cmpuint(strlen(key), ==, 32);
	g_assert_nonnull(strstr(text, "\nTo do:\n- Northwind: answer the"));
	g_assert_nonnull(strstr(text, "\nLate:\n- Northwind: answer the"));
	g_assert_nonnull(strstr(text, "(since Wednesday 13 May)"));
	g_assert_nonnull(strstr(text, "\nTo let go:\n- Northwind: nobody"));
	g_assert_nonnull(strstr(text, "open now (2)"));
	g_array_unref(digest.lines);
}

static void
test_languages(void)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Memo) other = memo_load(folders, "xx", &error);
	const char *const nowhere[] = {"tests", NULL};

	g_assert_no_error(error);
	g_assert_nonnull(other);
	g_assert_null(memo_load(nowhere, "en", &error));
	g_assert_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES);
}

/* "well good trouble ...": what the questions of a language are for. */
static char *
questions_of(const char *path)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Json) words = json_parse_file(path, &error);
	const Json *questions;
	GString *ids = g_string_new(NULL);

	g_assert_no_error(error);
	questions = json_get(json_get(words, "debrief"), "questions");
	for (const Json *one = json_first(questions); one; one = json_next(one))
		g_string_append_printf(
		    ids, "%s ", json_get_string(one, "id", "?"));
	return g_string_free(ids, FALSE);
}

static void
test_all_languages(void)
{
	g_autoptr(GDir) rules = g_dir_open("rules", 0, NULL);
	g_autofree char *english = questions_of("rules/en/replies/notes.json");
	const char *lang;

	while ((lang = g_dir_read_name(rules))) {
		g_autofree char *path = g_build_filename(
		    "rules", lang, "replies", "notes.json", NULL);
		g_autoptr(GError) error = NULL;
		g_autoptr(Memo) memo = NULL;
		g_autofree char *ids = NULL;

		if (!g_file_test(path, G_FILE_TEST_EXISTS))
			continue;
		memo = memo_load(folders, lang, &error);
		g_assert_no_error(error);
		ids = questions_of(path);
		g_assert_cmpstr(ids, ==, english);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *path =
		    g_strconcat("/memo/reads-answers/", cases[i].name, NULL);

		g_test_add_data_func(path, &cases[i], test_answers);
	}
	g_test_add_func("/memo/form-has-the-questions", test_form);
	g_test_add_func("/memo/every-action-has-its-line", test_lines);
	g_test_add_func("/memo/blank-forms-answer-nothing", test_blank_forms);
	g_test_add_func("/memo/digest-says-all-once", test_digest);
	g_test_add_func("/memo/falls-back-to-english", test_languages);
	g_test_add_func("/memo/languages-ask-the-same", test_all_languages);
	return g_test_run();
}
