/*
 * train RULES WEIGHTS: makes the weights of the classifier from the labelled
 * examples in the folder RULES.
 */
#include "error.h"
#include "examples.h"
#include "learn.h"

#include <stdio.h>
#include <stdlib.h>

static int
fail(const GError *error)
{
	fprintf(stderr, "train: %s\n", error->message);
	return error_exit_code(error) ? error_exit_code(error) : EXIT_FAILURE;
}

int
main(int argc, char **argv)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Examples) examples = NULL;
	g_autoptr(GByteArray) bytes = NULL;
	g_autofree bool *chosen = NULL;

	if (argc != 3) {
		fprintf(stderr, "usage: train RULES WEIGHTS\n");
		return EXIT_FAILURE;
	}
	examples = examples_load(argv[1], &error);
	if (!examples)
		return fail(error);
	chosen = g_new(bool, examples->all->len + 1);
	for (guint i = 0; i < examples->all->len; i++)
		chosen[i] = true;
	bytes = learn(examples, chosen);
	if (!g_file_set_contents(
	        argv[2], (const char *)bytes->data, (gssize)bytes->len, &error))
		return fail(error);
	return EXIT_SUCCESS;
}
