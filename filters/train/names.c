/*
 * names [-x FOLD] OUT RULES PATTERNS: learns from the messages in RULES that
 * have all facts labelled where names of firms, jobs and people stand, and
 * writes the weights into OUT. PATTERNS are the compiled rules: what a word
 * may mean is a feature of it.
 *
 * -x leaves one fold of FOLDS out, no sender in two, for measuring.
 */
#include "examples.h"
#include "perceptron.h"
#include "tagged.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FOLDS 5

static bool
write_names(const char *out, Tagged *tagged, GError **error)
{
	g_autoptr(GByteArray) bytes = perceptron_learn(tagged);

	return g_file_set_contents(
	    out, (const char *)bytes->data, (gssize)bytes->len, error);
}

static bool
learn_names(int left_out, char **arguments, GError **error)
{
	g_autoptr(Examples) examples = examples_load(arguments[1], error);
	g_autoptr(Patterns) patterns =
	    examples ? patterns_open(arguments[2], error) : NULL;
	g_autoptr(GArray) folds = NULL;
	g_autoptr(Tagged) tagged = NULL;

	if (!patterns)
		return false;
	folds = examples_fold(examples, FOLDS);
	tagged = tagged_new(patterns);
	for (guint i = 0; i < examples->all->len; i++)
		if ((int)g_array_index(folds, guint, i) != left_out)
			tagged_add(tagged, examples->all->pdata[i]);
	return write_names(arguments[0], tagged, error);
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
	if (listed < 0 && optind + 3 == argc &&
	    learn_names(left_out, argv + optind, &error))
		return EXIT_SUCCESS;
	fprintf(stderr, "names: %s\n",
	    error ? error->message
	          : "usage: names [-x FOLD] OUT RULES PATTERNS, or\n"
	            "names -l FOLD RULES");
	return EXIT_FAILURE;
}
