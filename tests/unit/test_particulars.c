#include "particulars.h"

#include "made_up.h"
#include "manners.h"
#include "memo.h"
#include "template.h"

#include <stdbool.h>

/*
 * Lives of two and three rounds: which of them a letter may speak of. What is
 * ahead is never spoken of as if it were past, nor the other way round.
 */

#define ROUNDS_MAX 3
#define NAMES_MAX 3
#define SEEDS 4
#define PROPOSED 1000 /* no day is fixed */
#define CALLED_OFF 500

static const char *const languages[] = {
    "en", "de", "fr", "es", "it", "pt", "nl", "pl", "sv", "ja", "zh"};

/* The days of the rounds from now on, 0 ends them; + CALLED_OFF. */
typedef struct Life {
	const char *name;
	ActionKind kind;
	int rounds[ROUNDS_MAX];
	int speaks_of; /* the days of that round; 0: of none */
	bool is_ahead;
	bool is_after_interview;
} Life;

static const Life lives[] = {
    {"withdraw-before-the-first-round", ACTION_WITHDRAW, {6}, 6, true, false},
    {"withdraw-between-two-rounds", ACTION_WITHDRAW, {-8, 6}, 6, true, true},
    {"withdraw-before-the-third-of-three", ACTION_WITHDRAW, {-20, -8, 3}, 3,
        true, true},
    {"withdraw-with-two-rounds-ahead", ACTION_WITHDRAW, {9, 6}, 6, true, false},
    {"withdraw-after-all-rounds", ACTION_WITHDRAW, {-20, -8}, 0, false, true},
    {"withdraw-with-a-round-called-off", ACTION_WITHDRAW, {-8, 6 + CALLED_OFF},
        0, false, true},
    {"withdraw-with-a-round-only-proposed", ACTION_WITHDRAW, {-8, PROPOSED}, 0,
        false, true},
    {"feedback-between-two-rounds", ACTION_FEEDBACK, {-8, 6}, -8, false, true},
    {"feedback-with-all-rounds-ahead", ACTION_FEEDBACK, {6}, 0, false, false},
    {"feedback-after-three-in-any-order", ACTION_FEEDBACK, {-8, -20, -12}, -8,
        false, true},
    {"keep-in-touch-between-two-rounds", ACTION_KEEP_IN_TOUCH, {-8, 6}, -8,
        false, true},
    {"thanks-after-a-rejection-between-two-rounds",
        ACTION_THANKS_AFTER_REJECTION, {-8, 6}, -8, false, true},
    {"follow-up-with-a-round-called-off", ACTION_FOLLOW_UP,
        {-8, 6 + CALLED_OFF}, -8, false, true},
    {"confirm-the-next-of-two", ACTION_CONFIRM, {-8, 6}, 6, true, true},
};

/* Names, and how a language lists them. */
typedef struct Names {
	const char *name;
	const char *lang;
	const char *names[NAMES_MAX];
	const char *list;
} Names;

static const Names lists[] = {
    {"names/en", "en", {"Tom Weld", "Ida", "Elena Ruiz"},
        "Tom Weld, Ida and Elena Ruiz"},
    {"names/it/before-e", "it", {"Tom Weld", "Elena Ruiz"},
        "Tom Weld ed Elena Ruiz"},
    {"names/it/before-a", "it", {"Elena Ruiz", "Anna"}, "Elena Ruiz e Anna"},
    {"names/es/before-i", "es", {"Tom Weld", "Inés"}, "Tom Weld e Inés"},
    {"names/es/before-y", "es", {"Inés", "Yolanda"}, "Inés y Yolanda"},
};

static void
add_round(Application *application, int number, int days)
{
	g_autofree char *id = g_strdup_printf("round-%d", number);
	Interview *interview = interview_new(id);

	interview->is_cancelled = days != PROPOSED && days > CALLED_OFF / 2;
	if (interview->is_cancelled)
		days -= CALLED_OFF;
	if (days != PROPOSED)
		interview->when.start =
		    (Moment){MOMENT_TIME, NOW + days * DAY, 0};
	interview->stage = STAGE_TECHNICAL;
	g_ptr_array_add(application->interviews, interview);
}

static Application *
application_of(const Life *life, const char *lang)
{
	const MadeUp facts = {.kind = life->kind,
	    .id = "northwind",
	    .lang = lang,
	    .has_role = true,
	    .has_firm = true,
	    .number = 1};
	Application *application = made_up(&facts);
	Action *action =
	    application->actions->pdata[application->actions->len - 1];

	put(&action->interview, "");
	g_ptr_array_set_size(application->interviews, 0);
	for (int i = 0; i < ROUNDS_MAX && life->rounds[i]; i++)
		add_round(application, i, life->rounds[i]);
	return application;
}

static Manners *
manners_of(const char *lang)
{
	g_autofree char *path =
	    g_strdup_printf("rules/%s/replies/manners.json", lang);
	Manners *manners = manners_load(path, NULL);

	g_assert_nonnull(manners);
	return manners;
}

static GHashTable *
fields_of(const Application *application, const Manners *manners)
{
	const Occasion occasion = {.application = application,
	    .action =
	        application->actions->pdata[application->actions->len - 1],
	    .model = application->mail->pdata[0],
	    .person = application_find_person(application, RECRUITER),
	    .author = "Jordan Reyes",
	    .now = NOW};

	return particulars_gather(&occasion, manners);
}

static char *
day_of(int days, const Manners *manners, const GHashTable *fields)
{
	return manners_day(manners, (Moment){MOMENT_TIME, NOW + days * DAY, 0},
	    (GHashTable *)fields);
}

static void
test_life(gconstpointer user)
{
	const Life *life = user;
	g_autoptr(Application) application = application_of(life, "en");
	g_autoptr(Manners) manners = manners_of("en");
	g_autoptr(GHashTable) fields = fields_of(application, manners);
	g_autofree char *day =
	    life->speaks_of ? day_of(life->speaks_of, manners, fields) : NULL;

	g_assert_cmpstr(g_hash_table_lookup(fields, "day"), ==, day);
	g_assert_cmpint(
	    g_hash_table_contains(fields, "ahead"), ==, life->is_ahead);
	g_assert_cmpint(g_hash_table_contains(fields, "after_interview"), ==,
	    life->is_after_interview);
}

/* Whether a day stands in each of the letters that fit, or in none. */
static void
check_letters(const Life *life, const char *lang, const char *file, int days,
    bool is_said)
{
	g_autoptr(Application) application = application_of(life, lang);
	g_autoptr(Manners) manners = manners_of(lang);
	g_autoptr(GHashTable) fields = fields_of(application, manners);
	g_autofree char *day = day_of(days, manners, fields);
	g_autofree char *path =
	    g_strdup_printf("rules/%s/replies/%s.json", lang, file);
	g_autoptr(Template) letters = template_load(path, NULL);

	g_assert_nonnull(letters);
	for (guint i = 0; i < template_length(letters) * SEEDS; i++) {
		g_autofree char *text = NULL;

		if (!template_fits(letters, i / SEEDS, fields))
			continue;
		text = template_render(
		    letters, i / SEEDS, manners, fields, i % SEEDS);
		if ((strstr(text, day) != NULL) == is_said)
			continue;
		g_test_message("%s %s in %s:\n%s", day,
		    is_said ? "is missing" : "is said", path, text);
		g_test_fail();
	}
}

static void
test_names(gconstpointer user)
{
	const Names *row = user;
	g_autoptr(Manners) manners = manners_of(row->lang);
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	g_autofree char *list = NULL;

	for (int i = 0; i < NAMES_MAX && row->names[i]; i++)
		g_ptr_array_add(names, (char *)row->names[i]);
	list = manners_list(manners, names);
	g_assert_cmpstr(list, ==, row->list);
}

static void
test_withdraw(void)
{
	static const Life between = {"", ACTION_WITHDRAW, {-8, 6}, 0, 0, 0};
	static const Life after = {"", ACTION_WITHDRAW, {-20, -8}, 0, 0, 0};

	for (size_t i = 0; i < G_N_ELEMENTS(languages); i++) {
		check_letters(&between, languages[i], "withdraw", 6, true);
		check_letters(&between, languages[i], "withdraw", -8, false);
		check_letters(&after, languages[i], "withdraw", -8, false);
	}
}

static void
test_looking_back(void)
{
	static const struct {
		const char *file;
		Life life;
	} files[] = {
	    {"feedback", {"", ACTION_FEEDBACK, {-8, 6}, 0, 0, 0}},
	    {"keep_in_touch", {"", ACTION_KEEP_IN_TOUCH, {-8, 6}, 0, 0, 0}},
	    {"thanks_after_rejection",
	        {"", ACTION_THANKS_AFTER_REJECTION, {-8, 6}, 0, 0, 0}},
	    {"follow_up", {"", ACTION_FOLLOW_UP, {-8, 6}, 0, 0, 0}},
	    {"ask_names", {"", ACTION_ASK_NAMES, {-8, 6}, 0, 0, 0}},
	    {"referrer", {"", ACTION_REFERRER, {-8, 6}, 0, 0, 0}},
	    {"thanks", {"", ACTION_THANKS, {-8, 6}, 0, 0, 0}},
	    {"thanks_by_hand", {"", ACTION_THANKS, {-8, 6}, 0, 0, 0}},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(languages); i++)
		for (size_t k = 0; k < G_N_ELEMENTS(files); k++)
			check_letters(&files[k].life, languages[i],
			    files[k].file, 6, false);
}

/* What of a debrief is for whom. */
static void
test_topics(void)
{
	static const struct {
		const char *name, *topic, *is;
	} cases[] = {
	    {"Tom Weld", "the lens line.", "the lens line"},
	    {"Tom Weld", "Kofi: the map\nthe lens line", "the lens line"},
	    {"Tom Weld", "Kofi： the map\n- the lens line", "the lens line"},
	    {"Tom Weld", "Tom Weld: the map\nthe lens line", "the map"},
	    {"Tom Weld", "- TOM: the map", "the map"},
	    {"Jörg Müller", "müller: das Archiv.", "das Archiv"},
	    {"Tom Weld", "Kofi: the map", NULL},
	    {"田中 太郎", "田中さん：新しい閲覧室。\n目録", "新しい閲覧室"},
	    {"田中太郎", "・田中様：目録", "目録"},
	    {"田中太郎", "田中: 目録", "目録"},
	    {"王芳", "王芳老师：编目。", "编目"},
	    {"王芳", "新的阅览室。", "新的阅览室"},
	};
	static const Life life = {"", ACTION_THANKS, {-1}, 0, 0, 0};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(Application) application =
		    application_of(&life, "en");
		g_autoptr(Manners) manners = manners_of("en");
		g_autoptr(GHashTable) fields = NULL;

		put(&application_find_person(application, RECRUITER)->name,
		    cases[i].name);
		add_person(
		    application, "Kofi Mensah", "kofi@northwind.example");
		add_note(application, NOTE_DEBRIEF, "");
		add_answer(application, "topic", cases[i].topic);
		fields = fields_of(application, manners);
		g_assert_cmpstr(
		    g_hash_table_lookup(fields, "topic"), ==, cases[i].is);
	}
}

/* The last debrief prepares the next round, and that round alone is met. */
static void
test_prepare(void)
{
	static const Life life = {"", ACTION_PREPARE, {-8, 2}, 0, 0, 0};
	g_autoptr(Application) application = application_of(&life, "en");
	Action *action =
	    application->actions->pdata[application->actions->len - 1];
	Note *note;
	static const char *const folders[] = {"rules", NULL};
	g_autoptr(Memo) memo = memo_load(folders, "en", NULL);
	g_autofree char *line = NULL;

	put(&action->interview, "round-1");
	add_note(application, NOTE_DEBRIEF, "");
	note = application->notes->pdata[application->notes->len - 1];
	put(&note->interview, "round-0");
	add_answer(application, "trouble", "the tolerance question");
	line = memo_line(memo, application, action, NOW);
	g_assert_nonnull(strstr(line, "the tolerance question"));
	g_assert_nonnull(strstr(line, "Friday 15 May"));
}

static void
test_progress(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(languages); i++) {
		const MadeUp facts = {.kind = ACTION_FOLLOW_UP,
		    .id = "northwind",
		    .lang = languages[i],
		    .has_role = true,
		    .has_progress = true,
		    .precision = MOMENT_TIME,
		    .number = 1};
		g_autoptr(Application) application = made_up(&facts);
		g_autoptr(Manners) manners = manners_of(languages[i]);
		g_autoptr(GHashTable) fields = fields_of(application, manners);
		g_autofree char *path = g_strdup_printf(
		    "rules/%s/replies/follow_up.json", languages[i]);
		g_autoptr(Template) letters = template_load(path, NULL);

		for (guint k = 0; k < template_length(letters); k++) {
			g_autofree char *text = NULL;

			if (!template_fits(letters, k, fields))
				continue;
			text = template_render(letters, k, manners, fields, 0);
			g_assert_nonnull(
			    strstr(text, own_words_in(languages[i])->progress));
		}
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(lives); i++) {
		g_autofree char *path =
		    g_strconcat("/particulars/", lives[i].name, NULL);

		g_test_add_data_func(path, &lives[i], test_life);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(lists); i++) {
		g_autofree char *path =
		    g_strconcat("/particulars/", lists[i].name, NULL);

		g_test_add_data_func(path, &lists[i], test_names);
	}
	g_test_add_func(
	    "/particulars/withdraw-calls-off-what-is-ahead-in-every-language",
	    test_withdraw);
	g_test_add_func(
	    "/particulars/what-looks-back-never-speaks-of-what-is-ahead",
	    test_looking_back);
	g_test_add_func(
	    "/particulars/a-debrief-is-for-those-it-names", test_topics);
	g_test_add_func("/particulars/trouble-goes-into-the-next-preparation",
	    test_prepare);
	g_test_add_func(
	    "/particulars/progress-goes-into-the-follow-up", test_progress);
	return g_test_run();
}
