#include "layer.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define STEPS 400
#define RATE 0.5
#define DECAY 1e-3           /* towards scores taken as they are */
#define WRONG_MAX 0.04       /* of the sure ones */
#define WRONG_DRAFT_MAX 0.03 /* of those that a draft follows */
#define SURE_LEAST 0.6F

typedef struct Layer {
	double weights[MODEL_CLASSES_MAX][MODEL_CLASSES_MAX + 1];
} Layer;

static void
probabilities_of(
    const Layer *layer, uint32_t count, const float *scores, double *out)
{
	double largest = -INFINITY;
	double sum = 0;

	for (uint32_t i = 0; i < count; i++) {
		out[i] = layer->weights[i][MODEL_CLASSES_MAX];
		for (uint32_t j = 0; j < count; j++)
			out[i] += layer->weights[i][j] * (double)scores[j];
		largest = MAX(largest, out[i]);
	}
	for (uint32_t i = 0; i < count; i++)
		sum += out[i] = exp(out[i] - largest);
	for (uint32_t i = 0; i < count; i++)
		out[i] /= sum;
}

static uint32_t
class_of(const ModelHead *head, uint32_t value)
{
	uint32_t i = 0;

	while (i < head->count && head->classes[i].value != value)
		i++;
	return i;
}

/* One step down the slope of the mean log loss. */
static void
step(Layer *layer, const GArray *trials, const ModelHead *head)
{
	Layer slope = {0};
	uint32_t count = head->count;

	for (guint t = 0; t < trials->len; t++) {
		const Trial *trial = &g_array_index(trials, Trial, t);
		uint32_t right = class_of(head, trial->value);
		double p[MODEL_CLASSES_MAX];

		probabilities_of(layer, count, trial->scores, p);
		for (uint32_t i = 0; i < count; i++) {
			double miss = p[i] - (i == right);

			for (uint32_t j = 0; j < count; j++)
				slope.weights[i][j] +=
				    miss * (double)trial->scores[j];
			slope.weights[i][MODEL_CLASSES_MAX] += miss;
		}
	}
	for (uint32_t i = 0; i < count; i++)
		for (uint32_t j = 0; j <= MODEL_CLASSES_MAX; j++)
			layer->weights[i][j] -=
			    RATE *
			    (slope.weights[i][j] / trials->len +
			        DECAY * (layer->weights[i][j] - 3 * (i == j)));
}

/* The answer to one trial. */
typedef struct Answer {
	double probability;
	bool is_right;
	bool drafts; /* a draft would follow */
} Answer;

static int
compare_answers(const void *a, const void *b)
{
	const Answer *left = a;
	const Answer *right = b;

	return (left->probability < right->probability) -
	       (left->probability > right->probability);
}

/* The answers to trials, the most probable first; the caller's. */
static Answer *
answer(const Layer *layer, const GArray *trials, const ModelHead *head)
{
	Answer *answers = g_new0(Answer, trials->len + 1);

	for (guint t = 0; t < trials->len; t++) {
		const Trial *trial = &g_array_index(trials, Trial, t);
		double p[MODEL_CLASSES_MAX];
		uint32_t best = 0;

		probabilities_of(layer, head->count, trial->scores, p);
		for (uint32_t i = 1; i < head->count; i++)
			if (p[i] > p[best])
				best = i;
		answers[t] = (Answer){.probability = p[best],
		    .is_right = head->classes[best].value == trial->value,
		    .drafts = model_drafts((Kind)head->classes[best].value)};
	}
	qsort(answers, trials->len, sizeof(*answers), compare_answers);
	return answers;
}

/* The lowest line above which no more than the share allowed is wrong. */
static float
find_sure(const Answer *answers, guint count, bool drafts, double allowed)
{
	double line = 1;
	guint wrong = 0;
	guint all = 0;

	for (guint i = 0; i < count; i++) {
		if (answers[i].drafts != drafts)
			continue;
		all++;
		wrong += !answers[i].is_right;
		if (wrong <= all * allowed)
			line = answers[i].probability;
	}
	return MAX((float)line, SURE_LEAST);
}

void
layer_fit(const GArray *trials, ModelSection *section)
{
	const ModelHead *head = &section->heads[HEAD_KIND];
	g_autofree Answer *answers = NULL;
	Layer layer = {0};

	if (!trials->len || head->count < 2)
		return;
	for (uint32_t i = 0; i < head->count; i++)
		layer.weights[i][i] = 3;
	for (int i = 0; i < STEPS; i++)
		step(&layer, trials, head);
	for (uint32_t i = 0; i < head->count; i++)
		for (uint32_t j = 0; j <= MODEL_CLASSES_MAX; j++)
			section->layer[i][j] = (float)layer.weights[i][j];
	answers = answer(&layer, trials, head);
	section->sure = find_sure(answers, trials->len, false, WRONG_MAX);
	section->sure_draft =
	    find_sure(answers, trials->len, true, WRONG_DRAFT_MAX);
}
