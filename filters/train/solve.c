#include "solve.h"

#include <linear.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PENALTY 1.0
#define PRIOR 4.0 /* cases that a row is taken to have beside its own */
#define TELLING_LEAST 1.0
#define TOLERANCE 0.02 /* a tenth of LIBLINEAR's own; less changes nothing */

struct Solver {
	const GArray *cases; /* of Case */
	uint32_t row_count;
	double penalty;
	uint32_t *counts; /* of cases that have each row */
	struct problem problem;
};

static void
print_nothing(const char *text)
{
	(void)text;
}

static int
compare_values(const void *a, const void *b)
{
	uint32_t left = *(const uint32_t *)a;
	uint32_t right = *(const uint32_t *)b;

	return (left > right) - (left < right);
}

/* The values that occur, sorted, into head; how often into counts. */
static void
list_classes(const GArray *cases, ModelHead *head, uint32_t room,
    uint32_t counts[MODEL_CLASSES_MAX])
{
	g_autofree uint32_t *values = g_new(uint32_t, cases->len + 1);

	for (guint i = 0; i < cases->len; i++)
		values[i] = g_array_index(cases, Case, i).value;
	qsort(values, cases->len, sizeof(*values), compare_values);
	head->count = 0;
	for (guint i = 0; i < cases->len; i++) {
		if (i == 0 || values[i] != values[i - 1]) {
			g_assert(head->count < room);
			counts[head->count] = 0;
			head->classes[head->count++].value = values[i];
		}
		counts[head->count - 1]++;
	}
}

/* How many cases have each row: all of them, or those of one class. */
static void
count_rows(const GArray *cases, const uint32_t *value, uint32_t *counts)
{
	for (guint i = 0; i < cases->len; i++) {
		const Case *case_of = &g_array_index(cases, Case, i);
		const Entry *entry = (const Entry *)case_of->entries->data;

		if (value && case_of->value != *value)
			continue;
		for (guint j = 0; j < case_of->entries->len; j++)
			counts[entry[j].row]++;
	}
}

static double
share_of(const GArray *cases, uint32_t value)
{
	guint own = 0;

	for (guint i = 0; i < cases->len; i++)
		own += g_array_index(cases, Case, i).value == value;
	return (double)own / cases->len;
}

/*
 * How much each row tells of a class: how far the log odds of the class are,
 * where the row is, from what they are anywhere. Their mean square is 1.
 */
static void
find_telling(
    const Solver *solver, uint32_t value, double share, double *telling)
{
	g_autofree uint32_t *own = g_new0(uint32_t, solver->row_count + 1);
	const uint32_t *counts = solver->counts;
	double prior = log(share / (1 - share));
	double squares = 0;
	double entries = 0;

	count_rows(solver->cases, &value, own);
	for (uint32_t i = 0; i < solver->row_count; i++) {
		double odds = (own[i] + share * PRIOR) /
		              (counts[i] - own[i] + (1 - share) * PRIOR);

		telling[i] = TELLING_LEAST + fabs(log(odds) - prior);
		squares += counts[i] * telling[i] * telling[i];
		entries += counts[i];
	}
	for (uint32_t i = 0; i < solver->row_count; i++)
		telling[i] /= sqrt(squares / entries);
}

/* Rounds the weights of one class to a byte each, and keeps the scale. */
static void
store_class(const double *weights, const ModelSection *section,
    const ModelHead *head, ModelClass *class, int8_t *rows)
{
	int8_t *column = rows + head->first + (class - head->classes);
	double largest = 1e-9;

	for (uint32_t i = 0; i < section->row_count; i++)
		largest = MAX(largest, fabs(weights[i]));
	for (uint32_t i = 0; i < section->row_count; i++)
		column[(size_t)i * section->columns] =
		    (int8_t)lround(weights[i] / largest * INT8_MAX);
	class->scale = (float)(largest / INT8_MAX);
	class->bias = (float)weights[section->row_count];
}

/*
 * The problem that LIBLINEAR is to solve, its values not yet set. Row numbers
 * begin at 1; the last one is the bias.
 */
static struct problem
make_problem(const GArray *cases, uint32_t row_count)
{
	struct problem problem = {.l = (int)cases->len,
	    .n = (int)row_count + 1,
	    .bias = 1,
	    .y = g_new(double, cases->len),
	    .x = g_new(struct feature_node *, cases->len)};

	for (guint i = 0; i < cases->len; i++) {
		const GArray *entries = g_array_index(cases, Case, i).entries;
		struct feature_node *nodes =
		    g_new(struct feature_node, entries->len + 2);

		for (guint j = 0; j < entries->len; j++)
			nodes[j].index =
			    (int)g_array_index(entries, Entry, j).row + 1;
		nodes[entries->len].index = (int)row_count + 1;
		nodes[entries->len].value = 1;
		nodes[entries->len + 1].index = -1;
		problem.x[i] = nodes;
	}
	return problem;
}

Solver *
solver_new(const GArray *cases, uint32_t row_count, double penalty)
{
	Solver *solver = g_new0(Solver, 1);

	set_print_string_function(print_nothing);
	solver->cases = cases;
	solver->row_count = row_count;
	solver->penalty = penalty;
	solver->counts = g_new0(uint32_t, row_count + 1);
	count_rows(cases, NULL, solver->counts);
	solver->problem = make_problem(cases, row_count);
	return solver;
}

void
solver_free(Solver *solver)
{
	if (!solver)
		return;
	for (int i = 0; i < solver->problem.l; i++)
		g_free(solver->problem.x[i]);
	g_free(solver->problem.x);
	g_free(solver->problem.y);
	g_free(solver->counts);
	g_free(solver);
}

/* Sets the values for one class against the rest. */
static void
set_class(Solver *solver, uint32_t value, const double *telling)
{
	for (guint i = 0; i < solver->cases->len; i++) {
		const Case *case_of = &g_array_index(solver->cases, Case, i);
		const Entry *entry = (const Entry *)case_of->entries->data;

		solver->problem.y[i] = case_of->value == value ? 1 : -1;
		for (guint j = 0; j < case_of->entries->len; j++)
			solver->problem.x[i][j].value =
			    (double)entry[j].value * telling[entry[j].row];
	}
}

void
solver_learn(Solver *solver, uint32_t value, double balance, double *weights)
{
	uint32_t row_count = solver->row_count;
	g_autofree double *telling = g_new(double, row_count + 1);
	double share = share_of(solver->cases, value);
	int label = 1;
	struct parameter parameter = {.solver_type = L2R_L2LOSS_SVC_DUAL,
	    .eps = TOLERANCE,
	    .C = solver->penalty,
	    .nr_weight = 1,
	    .weight_label = &label,
	    .weight = &balance};
	struct model *model;

	memset(weights, 0, (row_count + 1) * sizeof(*weights));
	if (share <= 0 || share >= 1)
		return;
	find_telling(solver, value, share, telling);
	set_class(solver, value, telling);
	srand(1);
	/* Of the labels 1 and -1 LIBLINEAR takes 1 for the positive one. */
	model = train(&solver->problem, &parameter);
	for (uint32_t i = 0; i < row_count; i++)
		weights[i] = model->w[i] * telling[i];
	weights[row_count] = model->w[row_count];
	free_and_destroy_model(&model);
}

void
solve(const GArray *cases, const ModelSection *section, ModelHead *head,
    uint32_t room, int8_t *rows)
{
	uint32_t sizes[MODEL_CLASSES_MAX];
	g_autofree double *weights = g_new(double, section->row_count + 1);
	g_autoptr(Solver) solver = NULL;

	list_classes(cases, head, room, sizes);
	if (head->count < 2)
		return;
	solver = solver_new(cases, section->row_count, PENALTY);
	for (uint32_t i = 0; i < head->count; i++) {
		ModelClass *class = &head->classes[i];
		double balance =
		    (double)cases->len / ((double)head->count * sizes[i]);

		solver_learn(solver, class->value, balance, weights);
		store_class(weights, section, head, class, rows);
	}
}
