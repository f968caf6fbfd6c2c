/*
 * Perceptron: learns the weights of the tagger.
 */
#ifndef PERCEPTRON_H
#define PERCEPTRON_H

#include "tagged.h"

#include <glib.h>

/*
 * lean takes from the score of TAG_NONE: towards marks. The file of the tagger for what tagged says, the caller's. The averaged
 * perceptron over whole rows of tags; the same texts give the same bytes.
 */
GByteArray *perceptron_learn(Tagged *tagged, float lean);

#endif
