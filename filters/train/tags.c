/*
 * tags [-x FOLD] names|dates OUT RULES PATTERNS: learns from the messages in
 * RULES that have all facts labelled where names of firms, jobs, people and
 * places stand, or what dates are for, and writes the weights into OUT.
 * PATTERNS are the compiled rules: what a word may mean is a feature of it.
 *
 * -x leaves one fold of FOLDS out, no sender in two, for measuring.
 */
#include "clues.h"
#include "date_items.h"
#include "examples.h"
#include "labels.h"
#include "perceptron.h"
#include "tag_items.h"
#include "tag_solve.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FOLDS 5
#define LEAN_TO_NAMES 5.0F
#define LEAN_TO_DATES 0.45F

/* Adds an example that has its facts labelled; leaves out any other. */
static void
add_example(Tagged *tagged, const Patterns *patterns, const Example *example)
{
	Context context = {.direction = example->direction};
	g_autoptr(Reading) reading = reading_new();
	g_autoptr(Clues) clues = NULL;

	if (!example->facts)
		return;
	reading->direction = example->direction;
	reading->kind = example->kind;
	reading->detail = example->detail;
	g_free(reading->lang);
	reading->lang = g_strdup_printf(
	    "%c%c", (int)(example->lang >> 8), (int)(example->lang & 0xff));
	clues = clues_new(patterns, example->message, &context, reading);
	if (tagged->scheme == &name_scheme)
		labels_add_names(tagged, patterns, example, clues);
	else
		labels_add_dates(tagged, example, clues);
}

static bool
learn(int left_out, char **arguments, GError **error)
{
	bool is_of_names = !strcmp(arguments[0], "names");
	g_autoptr(Examples) examples = examples_load(arguments[2], error);
	g_autoptr(Patterns) patterns =
	    examples ? patterns_open(arguments[3], error) : NULL;
	g_autoptr(Tagged) tagged =
	    tagged_new(is_of_names ? &name_scheme : &date_scheme);
	g_autoptr(GByteArray) bytes = NULL;
	g_autoptr(GArray) folds = NULL;

	if (!patterns)
		return false;
	folds = examples_fold(examples, FOLDS);
	for (guint i = 0; i < examples->all->len; i++)
		if ((int)g_array_index(folds, guint, i) != left_out)
			add_example(tagged, patterns, examples->all->pdata[i]);
	bytes = is_of_names ? perceptron_learn(tagged, LEAN_TO_NAMES)
	                    : tag_solve(tagged, LEAN_TO_DATES);
	return g_file_set_contents(
	    arguments[1], (const char *)bytes->data, (gssize)bytes->len, error);
}

/* The names of the examples in the fold, a line each. */
static bool
list_fold(int fold, const char *rules, GError **error)
{
	g_autoptr(Examples) examples = examples_load(rules, error);
	g_autoptr(GArray) folds =
	    examples ? examples_fold(examples, FOLDS) : NULL;

	for (guint i = 0; examples && i < examples->all->len; i++) {
		const Example *example = examples->all->pdata[i];

		if ((int)g_array_index(folds, guint, i) == fold &&
		    example->facts)
			puts(example->name);
	}
	return examples != NULL;
}

int
main(int argc, char **argv)
{
	g_autoptr(GError) error = NULL;
	int left_out = -1;
	int listed = -1;
	int option;

	while ((option = getopt(argc, argv, "l:x:")) != -1) {
		if (option == 'x')
			left_out = atoi(optarg);
		else if (option == 'l')
			listed = atoi(optarg);
	}
	if (listed >= 0 && optind + 1 == argc &&
	    list_fold(listed, argv[optind], &error))
		return EXIT_SUCCESS;
	if (listed < 0 && optind + 4 == argc &&
	    learn(left_out, argv + optind, &error))
		return EXIT_SUCCESS;
	fprintf(stderr, "tags: %s\n",
	    error ? error->message
	          : "usage: tags [-x FOLD] names|dates OUT RULES PATTERNS, or\n"
	            "tags -l FOLD RULES");
	return EXIT_FAILURE;
}
