#include "solve.h"

#include <linear.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PENALTY 1.0
#define TOLERANCE 0.02 /* a tenth of LIBLINEAR's own; less changes nothing */

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

/* The row numbers of LIBLINEAR begin at 1; the last one is the bias. */
static struct feature_node *
make_nodes(const GArray *entries, uint32_t row_count)
{
	struct feature_node *nodes =
	    g_new(struct feature_node, entries->len + 2);

	for (guint i = 0; i < entries->len; i++) {
		const Entry *entry = &g_array_index(entries, Entry, i);

		nodes[i].index = (int)entry->row + 1;
		nodes[i].value = (double)entry->value;
	}
	nodes[entries->len].index = (int)row_count + 1;
	nodes[entries->len].value = 1;
	nodes[entries->len + 1].index = -1;
	return nodes;
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

/* The problem that LIBLINEAR is to solve; its nodes are the caller's. */
static struct problem
make_problem(const GArray *cases, const ModelSection *section)
{
	struct problem problem = {.l = (int)cases->len,
	    .n = (int)section->row_count + 1,
	    .bias = 1,
	    .y = g_new(double, cases->len),
	    .x = g_new(struct feature_node *, cases->len)};

	for (guint i = 0; i < cases->len; i++) {
		const Case *case_of = &g_array_index(cases, Case, i);

		problem.y[i] = case_of->value;
		problem.x[i] = make_nodes(case_of->entries, section->row_count);
	}
	return problem;
}

static void
free_problem(struct problem *problem)
{
	for (int i = 0; i < problem->l; i++)
		g_free(problem->x[i]);
	g_free(problem->x);
	g_free(problem->y);
}

/*
 * The weights of one class. LIBLINEAR has its own order of classes, and one
 * set of weights alone for two of them.
 */
static void
take_weights(const struct model *model, uint32_t value, double *weights)
{
	int count = model->nr_class;
	int at = 0;

	while (model->label[at] != (int)value)
		at++;
	for (int i = 0; i <= model->nr_feature; i++)
		weights[i] = count == 2 ? (at ? -1 : 1) * model->w[i]
		                        : model->w[(size_t)i * count + at];
}

void
solve(const GArray *cases, const ModelSection *section, ModelHead *head,
    uint32_t room, int8_t *rows)
{
	uint32_t counts[MODEL_CLASSES_MAX];
	int labels[MODEL_CLASSES_MAX];
	double balance[MODEL_CLASSES_MAX];
	struct parameter parameter = {.solver_type = L2R_L2LOSS_SVC_DUAL,
	    .eps = TOLERANCE,
	    .C = PENALTY,
	    .weight_label = labels,
	    .weight = balance};
	g_autofree double *weights = g_new(double, section->row_count + 1);
	struct problem problem;
	struct model *model;

	list_classes(cases, head, room, counts);
	if (head->count < 2)
		return;
	for (uint32_t i = 0; i < head->count; i++) {
		labels[i] = (int)head->classes[i].value;
		balance[i] = (double)cases->len / (head->count * counts[i]);
	}
	parameter.nr_weight = (int)head->count;
	set_print_string_function(print_nothing);
	srand(1);
	problem = make_problem(cases, section);
	model = train(&problem, &parameter);
	for (uint32_t i = 0; i < head->count; i++) {
		take_weights(model, head->classes[i].value, weights);
		store_class(weights, section, head, &head->classes[i], rows);
	}
	free_and_destroy_model(&model);
	free_problem(&problem);
}
