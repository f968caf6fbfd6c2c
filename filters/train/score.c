/*
 * score [-m] [-o ORDINARY] [-s SHARE] RULES: measures the reading of kinds by
 * cross-validation over the labelled examples in RULES, no sender on both
 * sides, and what becomes of the ordinary mail in the folder ORDINARY.
 *
 * -m lists what was read wrongly. -s learns from SHARE per cent of what it may
 * learn from, for the learning curve.
 */
#include "classify.h"
#include "error.h"
#include "examples.h"
#include "learn.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FOLDS 5
#define BINS 10

typedef struct Options {
	const char *ordinary;
	bool lists_misses;
	guint share; /* per cent */
} Options;

/* Right and wrong answers of one direction or language. */
typedef struct Tally {
	guint counts[KIND_COUNT][KIND_COUNT]; /* label, answer */
	guint all;
	guint right;
	guint sure;
	guint sure_wrong;
	guint sure_wrong_draft; /* and a draft might have followed */
	guint drafts;           /* labels that a draft follows */
	guint drafts_sure;      /* of them, read rightly and surely */
	guint bins[BINS];       /* by confidence */
	guint bins_right[BINS];
	double bins_sum[BINS];
	guint details;
	guint details_right;
	guint stages;
	guint stages_right;
	guint langs_right;
} Tally;

static Reading *
read_message(const Model *model, const Message *message, Direction direction)
{
	Context context = {.direction = direction};
	Reading *reading = reading_new();

	reading->direction = direction;
	classify(model, message, &context, reading);
	return reading;
}

static void
count(Tally *tally, const Example *example, const Reading *reading)
{
	bool right = reading->kind == example->kind;
	int bin = MIN((int)(reading->confidence * BINS), BINS - 1);

	tally->counts[example->kind][reading->kind]++;
	tally->all++;
	tally->right += right;
	tally->bins[bin]++;
	tally->bins_right[bin] += right;
	tally->bins_sum[bin] += reading->confidence;
	tally->sure += reading->sure;
	tally->sure_wrong += reading->sure && !right;
	tally->sure_wrong_draft +=
	    reading->sure && !right && model_drafts(reading->kind);
	tally->drafts += model_drafts(example->kind);
	tally->drafts_sure +=
	    reading->sure && right && model_drafts(example->kind);
	tally->langs_right += example->lang == MODEL_LANGUAGE(reading->lang);
	if (right && example->detail) {
		tally->details++;
		tally->details_right += reading->detail == example->detail;
	}
	if (right && example->kind == KIND_INVITE) {
		tally->stages++;
		tally->stages_right += reading->stage == example->stage;
	}
}

/* F1 of a kind; precision and recall where wanted. NaN: no such label. */
static double
f1(const Tally *tally, Kind kind, double *precision, double *recall)
{
	guint hit = tally->counts[kind][kind];
	guint labels = 0;
	guint answers = 0;

	for (int i = 0; i < KIND_COUNT; i++) {
		labels += tally->counts[kind][i];
		answers += tally->counts[i][kind];
	}
	*precision = answers ? (double)hit / answers : 0;
	*recall = labels ? (double)hit / labels : 0;
	if (!labels)
		return -1;
	return 2.0 * hit / (labels + answers);
}

static double
macro_f1(const Tally *tally)
{
	double sum = 0;
	int kinds = 0;
	double unused;

	for (int i = 0; i < KIND_COUNT; i++) {
		double value = f1(tally, (Kind)i, &unused, &unused);

		if (value >= 0) {
			sum += value;
			kinds++;
		}
	}
	return kinds ? sum / kinds : 0;
}

static double
share(guint part, guint whole)
{
	return whole ? (double)part / whole : 0;
}

static void
print_line(const char *name, const Tally *tally)
{
	printf("%s macro-F1 %.3f accuracy %.3f sure %.3f sure-and-wrong %.4f "
	       "wrong-drafts %u right-and-sure-drafts %.3f of %u\n",
	    name, macro_f1(tally), share(tally->right, tally->all),
	    share(tally->sure, tally->all),
	    share(tally->sure_wrong, tally->all), tally->sure_wrong_draft,
	    share(tally->drafts_sure, tally->drafts), tally->all);
}

static void
print_tally(const char *name, const Tally *tally)
{
	print_line(name, tally);
	for (int i = 0; i < KIND_COUNT; i++) {
		double precision;
		double recall;
		double value = f1(tally, (Kind)i, &precision, &recall);

		if (value >= 0)
			printf("  %-16s F1 %.3f precision %.3f recall %.3f\n",
			    kind_name((Kind)i), value, precision, recall);
	}
	printf("  detail %.3f of %u, stage %.3f of %u, language %.3f\n",
	    share(tally->details_right, tally->details), tally->details,
	    share(tally->stages_right, tally->stages), tally->stages,
	    share(tally->langs_right, tally->all));
	printf("  confidence and what was right:");
	for (int i = 0; i < BINS; i++)
		if (tally->bins[i])
			printf(" %.2f:%.2f(%u)",
			    tally->bins_sum[i] / tally->bins[i],
			    share(tally->bins_right[i], tally->bins[i]),
			    tally->bins[i]);
	printf("\n");
}

static void
print_miss(const Example *example, const Reading *reading)
{
	const Reason *reason =
	    reading->reasons->len ? reading->reasons->pdata[0] : NULL;

	printf("miss %s %s read as %s %.2f%s: %s\n", example->name,
	    kind_name(example->kind), kind_name(reading->kind),
	    reading->confidence, reading->sure ? " sure" : "",
	    reason ? reason->text : "");
}

static void
score_fold(const Examples *examples, const Options *options, guint fold,
    Tally tallies[2], GHashTable *languages)
{
	g_autoptr(GArray) folds = examples_fold(examples, FOLDS);
	g_autofree bool *chosen = g_new0(bool, examples->all->len + 1);
	g_autoptr(GByteArray) bytes = NULL;
	g_autoptr(Model) model = NULL;

	for (guint i = 0; i < examples->all->len; i++)
		chosen[i] = g_array_index(folds, guint, i) != fold &&
		            i * 2654435761U % 100 < options->share;
	bytes = learn(examples, chosen);
	model = model_new(bytes->data, bytes->len, NULL);
	for (guint i = 0; i < examples->all->len; i++) {
		const Example *example = examples->all->pdata[i];
		g_autoptr(Reading) reading = NULL;
		gpointer lang = GUINT_TO_POINTER(example->lang);
		Tally *tally;

		if (chosen[i] || example->is_ours)
			continue;
		reading =
		    read_message(model, example->message, example->direction);
		count(&tallies[example->direction], example, reading);
		if (options->lists_misses && reading->kind != example->kind)
			print_miss(example, reading);
		if (example->direction != DIRECTION_INCOMING)
			continue;
		tally = g_hash_table_lookup(languages, lang);
		if (!tally) {
			tally = g_new0(Tally, 1);
			g_hash_table_insert(languages, lang, tally);
		}
		count(tally, example, reading);
	}
}

static void
score_examples(const Examples *examples, const Options *options)
{
	g_autofree Tally *tallies = g_new0(Tally, 2);
	GHashTable *languages = g_hash_table_new_full(NULL, NULL, NULL, g_free);
	GList *keys;

	for (guint fold = 0; fold < FOLDS; fold++)
		score_fold(examples, options, fold, tallies, languages);
	print_tally("incoming", &tallies[DIRECTION_INCOMING]);
	print_tally("outgoing", &tallies[DIRECTION_OUTGOING]);
	keys = g_hash_table_get_keys(languages);
	for (GList *key = keys; key; key = key->next) {
		guint lang = GPOINTER_TO_UINT(key->data);
		char name[] = {(char)(lang >> 8), (char)(lang & 0xff), 0};

		print_line(name, g_hash_table_lookup(languages, key->data));
	}
	g_list_free(keys);
	g_hash_table_unref(languages);
}

/* Ordinary mail: nothing in it may surely lead to a draft. */
static bool
score_ordinary(const Examples *examples, const char *path, GError **error)
{
	g_autofree bool *chosen = g_new(bool, examples->all->len + 1);
	g_autoptr(GByteArray) bytes = NULL;
	g_autoptr(Model) model = NULL;
	GDir *folder = g_dir_open(path, 0, error);
	const char *name;
	guint all = 0;
	guint drafting = 0;
	guint sure = 0;

	if (!folder)
		return false;
	memset(chosen, true, examples->all->len);
	bytes = learn(examples, chosen);
	model = model_new(bytes->data, bytes->len, NULL);
	while ((name = g_dir_read_name(folder))) {
		g_autofree char *file = g_build_filename(path, name, NULL);
		int descriptor = open(file, O_RDONLY | O_CLOEXEC);
		g_autoptr(Message) message =
		    g_str_has_suffix(name, ".eml") && descriptor >= 0
		        ? message_parse_file(descriptor, NULL)
		        : NULL;
		g_autoptr(Reading) reading = NULL;

		close(descriptor);
		if (!message)
			continue;
		reading = read_message(model, message, DIRECTION_INCOMING);
		all++;
		drafting += model_drafts(reading->kind);
		sure += model_drafts(reading->kind) && reading->sure;
		if (model_drafts(reading->kind) && reading->sure)
			printf("ordinary %s surely %s\n", name,
			    kind_name(reading->kind));
	}
	g_dir_close(folder);
	printf("ordinary: %u of %u taken for a kind that drafts, %u surely\n",
	    drafting, all, sure);
	return true;
}

static bool
read_options(int argc, char **argv, Options *options)
{
	int option;

	while ((option = getopt(argc, argv, "mo:s:")) != -1) {
		if (option == 'm')
			options->lists_misses = true;
		else if (option == 'o')
			options->ordinary = optarg;
		else if (option == 's')
			options->share = (guint)atoi(optarg);
		else
			return false;
	}
	return optind + 1 == argc;
}

int
main(int argc, char **argv)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Examples) examples = NULL;
	Options options = {.share = 100};

	if (!read_options(argc, argv, &options)) {
		fprintf(stderr,
		    "usage: score [-m] [-o ORDINARY] [-s SHARE] RULES\n");
		return EXIT_FAILURE;
	}
	examples = examples_load(argv[optind], &error);
	if (!examples || (options.ordinary && !score_ordinary(examples,
	                                          options.ordinary, &error))) {
		fprintf(stderr, "score: %s\n", error->message);
		return EXIT_FAILURE;
	}
	score_examples(examples, &options);
	return EXIT_SUCCESS;
}
