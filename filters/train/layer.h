/*
 * Layer: scores into probabilities.
 */
#ifndef LAYER_H
#define LAYER_H

#include "model.h"

#include <glib.h>

/* The scores of an example that the weights had not seen. */
typedef struct Trial {
	uint32_t value; /* the right class */
	float scores[MODEL_CLASSES_MAX];
} Trial;

/*
 * Fits the layer of section to trials (of Trial) by softmax regression, and
 * its least sure probabilities to the shares of the sure that may be wrong.
 */
void layer_fit(const GArray *trials, ModelSection *section);

#endif
