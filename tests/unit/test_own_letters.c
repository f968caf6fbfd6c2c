#include "classify.h"
#include "detect.h"
#include "draft.h"
#include "json.h"
#include "message.h"

#include "built.h"
#include "made_up.h"

#include <cjson/cJSON.h>
#include <stdio.h>

/*
 * What we have written is read as what it is once the user has sent it: a
 * follow-up that is not seen would be followed by another.
 *
 * With AFTERWORD_LETTERS=FOLDER set, examples of all letters are written to
 * FOLDER/LANG/letters.jsonl, from which kinds are learnt; those that are tried
 * here are others.
 */

#define TRIED 24         /* letters of an action in a language */
#define WRITTEN 12       /* the same, to learn from */
#define WRITTEN_MOST 36  /* of those that must be known */
#define BELIEVED 0.5     /* believe_percent in rules/etiquette.json */
#define BELIEVED_MIN 0.9 /* of the letters in a language */

static const char *const languages[] = {
    "en", "de", "fr", "es", "it", "pt", "nl", "pl", "sv", "ja", "zh"};

static const char *const folders[] = {"rules", NULL};

/* What each letter is; those that are not here may be anything. */
static const Kind kinds[ACTION_COUNT] = {
    [ACTION_CONFIRM] = KIND_CONFIRM,
    [ACTION_ASK_NAMES] = KIND_REPLY,
    [ACTION_THANKS] = KIND_THANKS,
    [ACTION_ACCEPT] = KIND_ACCEPT,
    [ACTION_DECLINE] = KIND_DECLINE,
    [ACTION_WITHDRAW] = KIND_WITHDRAW,
    [ACTION_FEEDBACK] = KIND_FEEDBACK,
    [ACTION_KEEP_IN_TOUCH] = KIND_KEEP_IN_TOUCH,
    [ACTION_THANKS_AFTER_REJECTION] = KIND_KEEP_IN_TOUCH,
    [ACTION_FOLLOW_UP] = KIND_FOLLOW_UP,
    [ACTION_LEVERAGE] = KIND_LEVERAGE,
};

/* The letter of a seed as the user sends it, its gaps filled: of its mail the
 * bytes; NULL where there is none to write. */
static GBytes *
letter(ActionKind kind, const char *lang, guint seed)
{
	const DraftAuthor author = {"Jordan Reyes", OUR_ADDRESS};
	g_autofree char *id = g_strdup_printf("northwind-%u", seed);
	const MadeUp facts = made_up_variant(kind, lang, id, seed);
	g_autoptr(Application) application = made_up(&facts);
	g_autoptr(GError) error = NULL;

	for (guint i = 0; i < application->actions->len; i++) {
		const Action *action = application->actions->pdata[i];
		GBytes *bytes;

		if (action->kind != kind)
			continue;
		bytes = draft_write(
		    application, action, &author, folders, NOW, &error);
		g_assert_no_error(error);
		return bytes;
	}
	return NULL;
}

/* The message without the marks of its gaps. */
static Message *
sent(GBytes *bytes)
{
	gsize length;
	const char *text = g_bytes_get_data(bytes, &length);
	g_autofree char *whole = g_strndup(text, length);
	g_auto(GStrv) opened = g_strsplit(whole, "«", -1);
	g_autofree char *open = g_strjoinv("", opened);
	g_auto(GStrv) closed = g_strsplit(open, "»", -1);
	g_autofree char *plain = g_strjoinv("", closed);
	g_autoptr(GError) error = NULL;
	Message *message = message_parse_bytes(plain, strlen(plain), &error);

	g_assert_no_error(error);
	return message;
}

static Detector *
open_detector(void)
{
	g_autofree char *rules = built_rules(NULL);
	g_autoptr(GError) error = NULL;
	Detector *detector = detector_open(rules, &error);

	g_assert_no_error(error);
	return detector;
}

/* Whether the letter is believed to be what it is. */
static bool
is_read(const Detector *detector, const Message *message, Kind kind)
{
	const Context context = {
	    .direction = DIRECTION_OUTGOING, .in_thread = true};
	g_autoptr(Reading) reading = detect(detector, message, &context);

	if (reading->kind == kind && reading->confidence >= BELIEVED)
		return true;
	g_test_message("%s, %.2f, not %s: %s", kind_name(reading->kind),
	    reading->confidence, kind_name(kind), message->text);
	return false;
}

static void
test_language(gconstpointer user)
{
	const char *lang = user;
	g_autoptr(Detector) detector = open_detector();
	guint tried = 0;
	guint believed = 0;
	guint unseen = 0; /* follow-ups */

	for (int kind = 0; kind < ACTION_COUNT; kind++)
		for (guint seed = 0; kinds[kind] && seed < TRIED; seed++) {
			g_autoptr(GBytes) bytes =
			    letter((ActionKind)kind, lang, WRITTEN_MOST + seed);
			g_autoptr(Message) message = bytes ? sent(bytes) : NULL;
			bool is_right =
			    message && is_read(detector, message, kinds[kind]);

			tried += message != NULL;
			believed += is_right;
			unseen +=
			    message && !is_right && kind == ACTION_FOLLOW_UP;
		}
	g_test_message("%s: %u of %u", lang, believed, tried);
	g_assert_cmpuint(unseen, ==, 0);
	g_assert_cmpuint(tried, >, TRIED);
	g_assert_cmpfloat(believed, >=, BELIEVED_MIN * tried);
}

static guint
count_written(int kind)
{
	return kind == ACTION_FOLLOW_UP ? WRITTEN_MOST : WRITTEN;
}

static void
print(
    FILE *file, const char *lang, int kind, guint seed, const Message *message)
{
	cJSON *line = cJSON_CreateObject();
	g_autofree char *id =
	    g_strdup_printf("letter-%s-%d-%u", lang, kind, seed);
	char *text;

	cJSON_AddStringToObject(line, "id", id);
	cJSON_AddStringToObject(line, "direction", "outgoing");
	cJSON_AddStringToObject(line, "lang", lang);
	cJSON_AddStringToObject(line, "kind", kind_name(kinds[kind]));
	cJSON_AddStringToObject(line, "date", "2026-05-19T10:00:00+02:00");
	cJSON_AddStringToObject(line, "from", "Jordan Reyes <" OUR_ADDRESS ">");
	cJSON_AddStringToObject(
	    line, "to", "Lorraine <lorraine@northwind.example>");
	cJSON_AddBoolToObject(line, "answers", message->references->len > 0);
	cJSON_AddStringToObject(line, "subject", message->subject);
	cJSON_AddStringToObject(line, "body", message->text);
	text = cJSON_PrintUnformatted(line);
	fprintf(file, "%s\n", text);
	cJSON_free(text);
	cJSON_Delete(line);
}

static void
test_print(void)
{
	const char *folder = g_getenv("AFTERWORD_LETTERS");

	if (!folder) {
		g_test_skip("no folder is asked for");
		return;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(languages); i++) {
		const char *lang = languages[i];
		g_autofree char *path =
		    g_build_filename(folder, lang, "letters.jsonl", NULL);
		FILE *file = fopen(path, "w");

		g_assert_nonnull(file);
		for (int kind = 0; kind < ACTION_COUNT; kind++)
			for (guint seed = 0;
			     kinds[kind] && seed < count_written(kind);
			     seed++) {
				g_autoptr(GBytes) bytes =
				    letter((ActionKind)kind, lang, seed);
				g_autoptr(Message) message =
				    bytes ? sent(bytes) : NULL;

				if (message)
					print(file, lang, kind, seed, message);
			}
		g_assert_cmpint(fclose(file), ==, 0);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(languages); i++) {
		g_autofree char *path = g_strdup_printf(
		    "/own-letters/are-known-when-sent/%s", languages[i]);

		g_test_add_data_func(path, languages[i], test_language);
	}
	g_test_add_func("/own-letters/can-be-printed", test_print);
	return g_test_run();
}
