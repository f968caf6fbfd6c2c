/*
 * Perceptron: learns the weights of a tagger whose items hang together.
 */
#ifndef PERCEPTRON_H
#define PERCEPTRON_H

#include "tagged.h"

#include <glib.h>

/*
 * The file of the tagger for what tagged says, the caller's: the averaged
 * perceptron over whole rows of tags, in which features that are rare are
 * learnt sooner. lean takes from the score of TAG_NONE: towards marks. The same texts give the same bytes.
 */
GByteArray *perceptron_learn(Tagged *tagged, float lean);

#endif
