/*
 * The letters of every language under rules/, rendered for many made-up
 * applications: what a reader of any of them may rely on.
 *
 * With AFTERWORD_DRAFTS=FILE set, examples of all drafts are written to FILE.
 */
#include "draft.h"
#include "manners.h"
#include "message.h"
#include "particulars.h"
#include "template.h"

#include "made_up.h"

#include <stdio.h>

#define STATES 400
#define SEEDS 4
#define RUN 6       /* words that siblings may not share in a row */
#define RUN_WIDE 14 /* characters, where words are not apart */
#define GAPS_MAX 2
#define PRINTED 8

static const char *const languages[] = {
    "en", "de", "fr", "es", "it", "pt", "nl", "pl", "sv", "ja", "zh"};

static const char *const folders[] = {"rules", NULL};

typedef struct Band {
	size_t least, most;
} Band;

/* The files of a language, by the actions that they are for. */
static const struct {
	const char *file;
	ActionKind kind;
	Band band;
} letters[] = {
    {"confirm", ACTION_CONFIRM, {45, 150}},
    {"ask_names", ACTION_ASK_NAMES, {40, 120}},
    {"thanks", ACTION_THANKS, {60, 150}},
    {"thanks_by_hand", ACTION_THANKS, {35, 110}},
    {"accept", ACTION_ACCEPT, {45, 150}},
    {"decline", ACTION_DECLINE, {45, 150}},
    {"thank_manager", ACTION_THANK_MANAGER, {45, 150}},
    {"withdraw", ACTION_WITHDRAW, {40, 120}},
    {"feedback", ACTION_FEEDBACK, {45, 150}},
    {"keep_in_touch", ACTION_KEEP_IN_TOUCH, {45, 150}},
    {"thanks_after_rejection", ACTION_THANKS_AFTER_REJECTION, {45, 150}},
    {"follow_up", ACTION_FOLLOW_UP, {40, 90}},
    {"promise", ACTION_PROMISE, {40, 120}},
    {"leverage", ACTION_LEVERAGE, {60, 150}},
    {"news", ACTION_NEWS, {40, 150}},
    {"references", ACTION_REFERENCES, {45, 150}},
    {"referrer", ACTION_REFERRER, {45, 150}},
};

static bool
is_wide(const char *lang)
{
	return !strcmp(lang, "ja") || !strcmp(lang, "zh");
}

/* In signs where words are not apart. */
static Band
band_of(size_t file, const char *lang)
{
	if (!is_wide(lang))
		return letters[file].band;
	if (letters[file].kind == ACTION_FOLLOW_UP)
		return (Band){100, 250};
	return (Band){letters[file].band.least < 45 ? 80 : 140, 400};
}

/* The same pseudo-random facts on every run. */
static MadeUp
roll(guint32 *dice, ActionKind kind, const char *lang)
{
	guint32 bits = *dice = *dice * 1664525U + 1013904223U;
	guint32 more = *dice = *dice * 1664525U + 1013904223U;

	bits >>= 8;
	more >>= 8;
	return (MadeUp){.kind = kind,
	    .lang = lang,
	    .id = "northwind",
	    .has_role = bits & 1,
	    .has_firm = bits & 2,
	    .has_place = bits & 4,
	    .has_author = bits & 8,
	    .has_check_in = bits & 16,
	    .is_called = bits & 32,
	    .is_titled = bits & 64,
	    .is_nameless = bits & 128,
	    .is_moved = bits & 256,
	    .is_familiar = bits & 512,
	    .precision = (int)(bits >> 10 & 3) % 3,
	    .proposed = kind == ACTION_CONFIRM ? (int)(more & 3) : 0,
	    .people = (int)(more >> 2 & 3),
	    .decide = (int)(more >> 4 & 3) % 3,
	    .has_debrief = more & (1 << 16),
	    .has_progress = more & (1 << 17),
	    .is_first_choice = more & (1 << 18),
	    .has_action_day = more & (1 << 19),
	    .number = kind == ACTION_FOLLOW_UP || kind == ACTION_REFERENCES
	                  ? (int)(more >> 6 & 1) + 1
	                  : 1,
	    .utc_offset_s = more & 128 ? -4 * 3600 : 2 * 3600,
	    .stage = (Stage)((more >> 8) % STAGE_COUNT),
	    .detail = (Detail)((more >> 12) % DETAIL_COUNT)};
}

/* A language with the letters of one action. */
typedef struct Shelf {
	const char *lang;
	size_t file; /* of letters */
	ActionKind kind;
	Manners *manners;
	Template *letters;
} Shelf;

static size_t
file_named(const char *name)
{
	size_t file = 0;

	while (strcmp(letters[file].file, name) != 0)
		file++;
	return file;
}

static bool
shelf_open(Shelf *shelf, const char *lang, size_t file)
{
	g_autofree char *path = g_strdup_printf(
	    "rules/%s/replies/%s.json", lang, letters[file].file);
	g_autofree char *manners =
	    g_strdup_printf("rules/%s/replies/manners.json", lang);
	g_autoptr(GError) error = NULL;

	if (!g_file_test(path, G_FILE_TEST_EXISTS))
		return false;
	*shelf =
	    (Shelf){.lang = lang, .file = file, .kind = letters[file].kind};
	shelf->manners = manners_load(manners, &error);
	g_assert_no_error(error);
	shelf->letters = template_load(path, &error);
	g_assert_no_error(error);
	return true;
}

static void
shelf_close(Shelf *shelf)
{
	manners_free(shelf->manners);
	template_free(shelf->letters);
}

/* The fields of the last action of an application. */
static GHashTable *
fields_of(
    const Application *application, const Shelf *shelf, const MadeUp *facts)
{
	const Action *action =
	    application->actions->pdata[application->actions->len - 1];
	Occasion occasion = {.application = application,
	    .action = action,
	    .model = application->mail->pdata[0],
	    .author = facts->has_author ? "Jordan Reyes" : "",
	    .now = NOW};

	occasion.person = application_find_person(
	    application, *action->person ? action->person : RECRUITER);
	return particulars_gather(&occasion, shelf->manners);
}

static size_t
count(const char *text, const char *sign)
{
	size_t found = 0;

	for (; (text = strstr(text, sign)); text += strlen(sign))
		found++;
	return found;
}

static size_t
length_of(const char *text, bool wide)
{
	g_auto(GStrv) words = g_regex_split_simple("\\s+", text, 0, 0);

	if (!wide)
		return g_strv_length(words);
	return (size_t)g_utf8_strlen(text, -1) - count(text, "\n");
}

/* The first thing that is wrong with a text; NULL where nothing is. */
static const char *
find_fault(const char *text)
{
	static const char *const never[] = {"  ", " \n", "\n\n\n", "\n ", " ,",
	    " .", "..", ",,", ", .", "{", "}", "[", "]", "|", "? ?", " ;", "( ",
	    "()", ",;", ".,", "。。", "，，", "、、", "，。", "、。"};

	for (size_t i = 0; i < G_N_ELEMENTS(never); i++)
		if (strstr(text, never[i]))
			return never[i];
	if (!*text || g_ascii_isspace(*text) ||
	    g_ascii_isspace(text[strlen(text) - 1]))
		return "blank at an end";
	if (count(text, "«") > GAPS_MAX)
		return "too many gaps";
	return NULL;
}

/* Goes on after a fault, so that one run shows them all. */
static void G_GNUC_PRINTF(1, 2) complain(const char *format, ...)
{
	va_list values;
	g_autofree char *text = NULL;

	va_start(values, format);
	text = g_strdup_vprintf(format, values);
	va_end(values);
	g_test_message("%s", text);
	g_test_fail();
}

static void
check_text(const Shelf *shelf, guint letter, const char *text)
{
	const char *fault = find_fault(text);
	Band band = band_of(shelf->file, shelf->lang);
	size_t length = length_of(text, is_wide(shelf->lang));

	if (fault)
		complain("%s %s '%s': \"%s\" in:\n%s", shelf->lang,
		    letters[shelf->file].file,
		    template_id(shelf->letters, letter), fault, text);
	if (length < band.least || length > band.most)
		complain("%s %s '%s': length %zu:\n%s", shelf->lang,
		    letters[shelf->file].file,
		    template_id(shelf->letters, letter), length, text);
}

static void
check_state(const Shelf *shelf, const MadeUp *facts, bool *seen)
{
	g_autoptr(Application) application = made_up(facts);
	g_autoptr(GHashTable) fields = fields_of(application, shelf, facts);
	g_autofree char *subject = template_subject(shelf->letters, fields);
	g_autofree char *greeting = manners_greeting(shelf->manners, fields);
	bool fits = false;

	g_assert_nonnull(subject);
	g_assert_null(find_fault(subject));
	g_assert_null(find_fault(greeting));
	for (guint i = 0; i < template_length(shelf->letters); i++) {
		if (!template_fits(shelf->letters, i, fields))
			continue;
		fits = seen[i] = true;
		for (guint seed = 0; seed < SEEDS; seed++) {
			g_autofree char *closing =
			    manners_closing(shelf->manners, fields, seed);
			g_autofree char *text = template_render(
			    shelf->letters, i, shelf->manners, fields, seed);

			check_text(shelf, i, text);
			g_assert_null(find_fault(closing));
		}
	}
	g_assert_true(fits);
}

static void
test_all_states(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(languages); i++) {
		for (size_t file = 0; file < G_N_ELEMENTS(letters); file++) {
			guint32 dice = 7;
			Shelf shelf;
			bool seen[64] = {false};

			if (!shelf_open(&shelf, languages[i], file))
				continue;
			for (int state = 0; state < STATES; state++) {
				MadeUp facts =
				    roll(&dice, shelf.kind, languages[i]);

				check_state(&shelf, &facts, seen);
			}
			for (guint k = 0; k < template_length(shelf.letters);
			     k++)
				g_assert_true(seen[k]);
			shelf_close(&shelf);
		}
	}
}

/* A thank-you with the names, roles and days, which all may share, taken out. */
static char *
bare(const Shelf *shelf, guint letter, guint seed, GHashTable *fields)
{
	g_autofree char *whole = template_render(
	    shelf->letters, letter, shelf->manners, fields, seed);
	GString *text = g_string_new(whole);
	GHashTableIter all;
	gpointer value;

	g_hash_table_iter_init(&all, fields);
	while (g_hash_table_iter_next(&all, NULL, &value))
		if (*(char *)value)
			g_string_replace(text, value, "@", 0);
	return g_string_free(text, FALSE);
}

/* Cuts a text into its words, or its characters, and looks each run up. */
static void
check_runs(GHashTable *runs, const char *text, const Shelf *shelf)
{
	bool wide = is_wide(shelf->lang);
	size_t run = wide ? RUN_WIDE : RUN;
	g_auto(GStrv) words =
	    g_regex_split_simple(wide ? "" : "\\W+", text, 0, 0);
	size_t length = g_strv_length(words);

	for (size_t i = 0; i + run <= length; i++) {
		char *after = words[i + run];
		g_autofree char *joined = NULL;

		words[i + run] = NULL;
		joined = g_strjoinv(wide ? "" : " ", words + i);
		words[i + run] = after;
		if (strchr(joined, '@') && wide)
			continue;
		if (g_hash_table_contains(runs, joined) &&
		    g_strcmp0(g_hash_table_lookup(runs, joined), text))
			complain(
			    "%s: siblings share \"%s\"", shelf->lang, joined);
		g_hash_table_insert(
		    runs, g_steal_pointer(&joined), g_strdup(text));
	}
}

static void
check_siblings(const Shelf *shelf, const MadeUp *facts)
{
	g_autoptr(Application) application = made_up(facts);
	g_autoptr(GHashTable) fields = fields_of(application, shelf, facts);
	g_autoptr(GHashTable) runs =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);

	for (guint i = 0; i < template_length(shelf->letters); i++) {
		g_autofree char *text = NULL;

		if (!template_fits(shelf->letters, i, fields))
			continue;
		text = bare(shelf, i, i, fields);
		check_runs(runs, text, shelf);
	}
}

static void
check_all_siblings(const char *lang, const char *file, guint least)
{
	guint32 dice = 11;
	Shelf shelf;

	if (!shelf_open(&shelf, lang, file_named(file)))
		return;
	g_assert_cmpuint(template_length(shelf.letters), >=, least);
	for (int state = 0; state < STATES; state++) {
		MadeUp facts = roll(&dice, ACTION_THANKS, lang);

		check_siblings(&shelf, &facts);
	}
	shelf_close(&shelf);
}

static void
test_siblings(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(languages); i++) {
		const char *lang = languages[i];

		check_all_siblings(lang, "thanks", strcmp(lang, "en") ? 4 : 6);
		check_all_siblings(lang, "thanks_by_hand", 4);
	}
}

static void
test_second_is_shorter(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(languages); i++) {
		size_t shortest = G_MAXSIZE;
		size_t longest = 0;
		Shelf shelf;

		if (!shelf_open(&shelf, languages[i], file_named("follow_up")))
			continue;
		for (int number = 1; number <= 2; number++) {
			const MadeUp facts = {.kind = ACTION_FOLLOW_UP,
			    .id = "northwind",
			    .lang = languages[i],
			    .has_role = true,
			    .has_firm = true,
			    .precision = MOMENT_TIME,
			    .number = number};
			g_autoptr(Application) application = made_up(&facts);
			g_autoptr(GHashTable) fields =
			    fields_of(application, &shelf, &facts);

			for (guint k = 0; k < template_length(shelf.letters);
			     k++) {
				g_autofree char *text = NULL;
				size_t length;

				if (!template_fits(shelf.letters, k, fields))
					continue;
				text = template_render(
				    shelf.letters, k, shelf.manners, fields, 0);
				length = length_of(text, is_wide(languages[i]));
				if (number == 1)
					shortest = MIN(shortest, length);
				else
					longest = MAX(longest, length);
			}
		}
		g_assert_cmpuint(longest, <, shortest);
		shelf_close(&shelf);
	}
}

static void
print_draft(FILE *file, const Application *application, const Action *action,
    const DraftAuthor *author)
{
	g_autofree char *name = action_name(application, action);
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) bytes =
	    draft_write(application, action, author, folders, NOW, &error);
	g_autoptr(Message) message = NULL;
	const Address nobody = {(char *)"", (char *)""};
	const Address *to;

	g_assert_no_error(error);
	g_assert_nonnull(bytes);
	message = message_parse_bytes(
	    g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes), &error);
	g_assert_no_error(error);
	to = message->to->len ? message->to->pdata[0] : &nobody;
	fprintf(file, "==== %s %s\nTo: %s <%s>\nSubject: %s\n\n%s\n\n",
	    application->lang, name, to->name, to->email, message->subject,
	    message->text);
}

static void
print_drafts(FILE *file, const MadeUp *facts)
{
	g_autoptr(Application) application = made_up(facts);
	const DraftAuthor author = {
	    facts->has_author ? "Jordan Reyes" : "", OUR_ADDRESS};

	for (guint i = 0; i < application->actions->len; i++) {
		const Action *action = application->actions->pdata[i];

		if (action->kind == facts->kind)
			print_draft(file, application, action, &author);
	}
}

/* Examples of every letter: as much as possible known, then at random. */
static void
print_language(FILE *file, const char *lang, size_t letter)
{
	ActionKind kind = letters[letter].kind;
	guint32 dice = 5;

	for (int i = 0; i < PRINTED; i++) {
		g_autofree char *id = g_strdup_printf("northwind-%d", i);
		MadeUp facts = roll(&dice, kind, lang);

		facts.id = id;
		facts.has_author = true;
		facts.is_by_hand = letter == file_named("thanks_by_hand");
		facts.people = kind == ACTION_THANKS ? 4 : facts.people;
		if (i < PRINTED / 2) {
			facts.has_role = facts.has_firm = true;
			facts.precision = MOMENT_TIME;
			facts.is_nameless = false;
			facts.decide = i % 3;
			facts.proposed = i % 4 == 3 ? 2 : 0;
		}
		print_drafts(file, &facts);
	}
}

static void
test_print(void)
{
	const char *path = g_getenv("AFTERWORD_DRAFTS");
	FILE *file = path ? fopen(path, "w") : NULL;

	if (!path) {
		g_test_skip("no file is asked for");
		return;
	}
	g_assert_nonnull(file);
	for (size_t i = 0; i < G_N_ELEMENTS(languages); i++)
		for (size_t k = 0; k < G_N_ELEMENTS(letters); k++) {
			Shelf shelf;

			if (!shelf_open(&shelf, languages[i], k))
				continue;
			shelf_close(&shelf);
			print_language(file, languages[i], k);
		}
	g_assert_cmpint(fclose(file), ==, 0);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func(
	    "/letters/are-whole-whatever-is-known", test_all_states);
	g_test_add_func("/letters/of-siblings-share-nothing", test_siblings);
	g_test_add_func(
	    "/letters/second-follow-up-is-shorter", test_second_is_shorter);
	g_test_add_func("/letters/can-be-printed", test_print);
	return g_test_run();
}
