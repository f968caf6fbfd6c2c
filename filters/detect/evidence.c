#include "evidence.h"

#include <stdbool.h>
#include <string.h>

#define REASONS_MAX 3
#define WEIGHT_MIN 0.02F /* less is no reason */

/* Bytes of the text that speak for the decision, and how much. */
typedef struct Stretch {
	guint start;
	guint end;
	float weight;
} Stretch;

/*
 * What each byte of the text adds: every gram's part, spread over its bytes.
 * The caller's.
 */
static float *
spread(const Model *model, const ModelSection *section,
    const Features *features, const GArray *entries, uint32_t best,
    uint32_t second)
{
	g_autofree float *adds =
	    model_parts(model, section, entries, best, second);
	float *parts = g_new0(float, features->text->len + UINT8_MAX + 1);

	for (guint i = 0; i < entries->len; i++) {
		const Entry *entry = &g_array_index(entries, Entry, i);
		const Gram *gram =
		    &g_array_index(features->grams, Gram, entry->gram);
		float part;

		if (!gram->length)
			continue;
		part = adds[i] / gram->length;
		parts[gram->start] += part;
		parts[gram->start + gram->length] -= part;
	}
	for (guint i = 1; i < features->text->len; i++)
		parts[i] += parts[i - 1];
	return parts;
}

/* The stretch of a sentence that adds most. */
static Stretch
best_stretch(const float *parts, const Sentence *sentence)
{
	Stretch best = {0};
	Stretch run = {.start = sentence->start};
	guint end = sentence->start + sentence->length;

	for (guint i = sentence->start; i < end; i++) {
		if (run.weight <= 0)
			run = (Stretch){.start = i};
		run.weight += parts[i];
		if (run.weight > best.weight) {
			best = run;
			best.end = i + 1;
		}
	}
	return best;
}

/* Grams are cut by bytes; a reason is not. */
static void
widen_to_characters(const char *text, Stretch *stretch)
{
	while (stretch->start > 0 && (text[stretch->start] & 0xc0) == 0x80)
		stretch->start--;
	while ((text[stretch->end] & 0xc0) == 0x80)
		stretch->end++;
}

static gint
compare_stretches(gconstpointer a, gconstpointer b)
{
	const Stretch *left = a;
	const Stretch *right = b;

	if (left->weight != right->weight)
		return left->weight > right->weight ? -1 : 1;
	return (left->start > right->start) - (left->start < right->start);
}

void
evidence_add(const Model *model, const ModelSection *section,
    const Features *features, const GArray *entries, uint32_t best,
    uint32_t second, Reading *reading)
{
	g_autofree float *parts =
	    spread(model, section, features, entries, best, second);
	g_autoptr(GArray) stretches =
	    g_array_new(false, false, sizeof(Stretch));
	g_autofree char *rule =
	    g_strdup_printf("kind/%s", kind_name(reading->kind));

	for (guint i = 0; i < features->sentences->len; i++) {
		Stretch stretch = best_stretch(
		    parts, &g_array_index(features->sentences, Sentence, i));

		if (stretch.weight >= WEIGHT_MIN)
			g_array_append_val(stretches, stretch);
	}
	g_array_sort(stretches, compare_stretches);
	for (guint i = 0; i < MIN(stretches->len, REASONS_MAX); i++) {
		Stretch *stretch = &g_array_index(stretches, Stretch, i);
		g_autofree char *text = NULL;

		widen_to_characters(features->text->str, stretch);
		text = g_strndup(features->text->str + stretch->start,
		    stretch->end - stretch->start);

		reading_add_reason(
		    reading, rule, g_strstrip(text), (double)stretch->weight);
	}
}
