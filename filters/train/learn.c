#include "learn.h"

#include "layer.h"
#include "model.h"
#include "solve.h"
#include "table.h"

#include <string.h>

#define FOLDS 4 /* each is held out once to fit the probabilities */

/* What an example teaches a head; false where it is none of its business. */
static bool
value_for(const Example *example, HeadName name, uint32_t *value)
{
	static const Kind kinds[HEAD_COUNT] = {
	    [HEAD_INVITE] = KIND_INVITE,
	    [HEAD_REJECTION] = KIND_REJECTION,
	    [HEAD_OFFER] = KIND_OFFER,
	    [HEAD_STAGE] = KIND_INVITE,
	};

	if (name == HEAD_KIND)
		*value = example->kind;
	else if (name == HEAD_LANG)
		*value = example->lang;
	else if (name == HEAD_STAGE)
		*value = example->stage;
	else
		*value = example->detail;
	if (name == HEAD_KIND || name == HEAD_LANG)
		return true;
	return example->kind == kinds[name] &&
	       (name == HEAD_STAGE || *value != DETAIL_NONE);
}

static void
free_entries(gpointer entries)
{
	if (entries)
		g_array_unref(entries);
}

/* The chosen examples of a direction, weighed; NULL for the others. */
static GPtrArray *
weigh_all(const Model *model, const Examples *examples, const bool *chosen,
    Direction direction)
{
	const ModelSection *section = model_section(model, direction);
	GPtrArray *weighed = g_ptr_array_new_with_free_func(free_entries);

	for (guint i = 0; i < examples->all->len; i++) {
		const Example *example = examples->all->pdata[i];
		GArray *entries = NULL;

		if (chosen[i] && example->direction == direction)
			entries =
			    model_weigh(model, section, example->features);
		g_ptr_array_add(weighed, entries);
	}
	return weighed;
}

static void
learn_head(const Examples *examples, const GPtrArray *weighed,
    const ModelSection *section, HeadName name, ModelHead *head, int8_t *rows)
{
	g_autoptr(GArray) cases = g_array_new(false, false, sizeof(Case));
	uint32_t room = (name + 1 < HEAD_COUNT ? section->heads[name + 1].first
	                                       : section->columns) -
	                section->heads[name].first;

	for (guint i = 0; i < examples->all->len; i++) {
		Case case_of = {.entries = weighed->pdata[i]};

		if (case_of.entries &&
		    value_for(examples->all->pdata[i], name, &case_of.value))
			g_array_append_val(cases, case_of);
	}
	if (cases->len)
		solve(cases, section, head, room, rows);
}

/* The model without its probabilities. */
static GByteArray *
learn_scores(const Examples *examples, const bool *chosen, int heads)
{
	GByteArray *bytes = table_new(examples, chosen);
	g_autoptr(Model) model = model_new(bytes->data, bytes->len, NULL);
	ModelHeader header;

	memcpy(&header, bytes->data, sizeof(header));
	for (int d = 0; d < 2; d++) {
		ModelSection *section = &header.sections[d];
		g_autoptr(GPtrArray) weighed =
		    weigh_all(model, examples, chosen, (Direction)d);

		for (int i = 0; i < heads; i++)
			learn_head(examples, weighed, section, (HeadName)i,
			    &section->heads[i],
			    (int8_t *)(bytes->data + section->rows));
	}
	header.checksum = model_checksum(&header);
	memcpy(bytes->data, &header, sizeof(header));
	return bytes;
}

/* Tries an example; a class that some folds lack scores low. */
static Trial
try(const Model *model, const Example *example, const ModelHead *whole)
{
	const ModelSection *section = model_section(model, example->direction);
	const ModelHead *head = &section->heads[HEAD_KIND];
	g_autoptr(GArray) entries =
	    model_weigh(model, section, example->features);
	float scores[MODEL_CLASSES_MAX];
	Trial trial = {.value = example->kind};

	model_score(model, section, HEAD_KIND, entries, scores);
	for (uint32_t i = 0; i < whole->count; i++) {
		trial.scores[i] = -1;
		for (uint32_t j = 0; j < head->count; j++)
			if (head->classes[j].value == whole->classes[i].value)
				trial.scores[i] = scores[j];
	}
	return trial;
}

/* Learns from some and tries the others that are chosen. */
static void
hold_out(const Examples *examples, const bool *chosen, const bool *some,
    const ModelHeader *whole, GArray *trials[2])
{
	g_autoptr(GByteArray) bytes = learn_scores(examples, some, 1);
	g_autoptr(Model) model = model_new(bytes->data, bytes->len, NULL);

	for (guint i = 0; i < examples->all->len; i++) {
		const Example *example = examples->all->pdata[i];
		const ModelSection *section =
		    &whole->sections[example->direction];
		Trial trial;

		if (!chosen[i] || some[i])
			continue;
		trial = try(model, example, &section->heads[HEAD_KIND]);
		g_array_append_val(trials[example->direction], trial);
	}
}

GByteArray *
learn(const Examples *examples, const bool *chosen)
{
	GByteArray *bytes = learn_scores(examples, chosen, HEAD_COUNT);
	g_autoptr(GArray) folds = examples_fold(examples, FOLDS);
	g_autofree bool *some = g_new0(bool, examples->all->len + 1);
	GArray *trials[2];
	ModelHeader header;

	memcpy(&header, bytes->data, sizeof(header));
	for (int i = 0; i < 2; i++)
		trials[i] = g_array_new(false, false, sizeof(Trial));
	for (guint fold = 0; fold < FOLDS; fold++) {
		for (guint i = 0; i < examples->all->len; i++)
			some[i] =
			    chosen[i] && g_array_index(folds, guint, i) != fold;
		hold_out(examples, chosen, some, &header, trials);
	}
	for (int i = 0; i < 2; i++) {
		layer_fit(trials[i], &header.sections[i]);
		g_array_unref(trials[i]);
	}
	header.checksum = model_checksum(&header);
	memcpy(bytes->data, &header, sizeof(header));
	return bytes;
}
