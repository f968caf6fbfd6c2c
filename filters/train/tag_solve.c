#include "tag_solve.h"

#include "solve.h"
#include "tag_file.h"

#include <stdlib.h>

#define PENALTY 0.03 /* items have some hundred features of value 1 */

static int
compare_rows(const void *a, const void *b)
{
	uint32_t left = *(const uint32_t *)a;
	uint32_t right = *(const uint32_t *)b;

	return (left > right) - (left < right);
}

/* The features of an item, each with how often it has it; the caller's. */
static GArray *
make_entries(TaggedText *text, guint item)
{
	GArray *entries = g_array_new(false, false, sizeof(Entry));
	uint32_t *rows = text->features + text->starts[item];
	guint count = text->starts[item + 1] - text->starts[item];

	qsort(rows, count, sizeof(*rows), compare_rows);
	for (guint i = 0, end; i < count; i = end) {
		for (end = i; end < count && rows[end] == rows[i];)
			end++;
		g_array_append_val(
		    entries, ((Entry){.row = rows[i], .value = end - i}));
	}
	return entries;
}

static void
free_case(gpointer pointer)
{
	g_array_unref((GArray *)((Case *)pointer)->entries);
}

static GArray *
make_cases(const Tagged *tagged)
{
	GArray *cases = g_array_new(false, false, sizeof(Case));

	g_array_set_clear_func(cases, free_case);
	for (guint i = 0; i < tagged->texts->len; i++) {
		TaggedText *text = tagged->texts->pdata[i];

		for (guint j = 0; j < text->count; j++)
			g_array_append_val(cases,
			    ((Case){make_entries(text, j), text->tags[j]}));
	}
	return cases;
}

GByteArray *
tag_solve(Tagged *tagged, float lean)
{
	g_autoptr(GArray) hashes = tagged_number(tagged);
	g_autoptr(GArray) cases = make_cases(tagged);
	g_autoptr(Solver) solver = solver_new(cases, hashes->len, PENALTY);
	g_autofree double *learnt = g_new(double, hashes->len + 1);
	g_autofree float(*rows)[TAGS_MAX] =
	    g_malloc0_n(hashes->len + 1, sizeof(*rows));
	TagWeights weights = {.rows = rows};

	for (guint t = 0; t < tagged->scheme->count; t++) {
		solver_learn(solver, t, 1, learnt);
		for (guint i = 0; i < hashes->len; i++)
			rows[i][t] = (float)learnt[i];
		weights.biases[t] = (float)learnt[hashes->len];
	}
	return tag_file_new(tagged->scheme, hashes, &weights, lean);
}
