/*
 * Tag solve: learns the weights of a tagger whose items stand alone.
 */
#ifndef TAG_SOLVE_H
#define TAG_SOLVE_H

#include "tagged.h"

#include <glib.h>

/*
 * The file of the tagger for what tagged says, the caller's: each tag against
 * the rest (solve.h), with no regard to the tags around. lean takes from the
 * score of TAG_NONE: towards marks.
 */
GByteArray *tag_solve(Tagged *tagged, float lean);

#endif
