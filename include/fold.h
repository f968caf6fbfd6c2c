/*
 * Fold: what a character is for comparing words.
 */
#ifndef FOLD_H
#define FOLD_H

#include <glib.h>

typedef enum {
	FOLD_NOTHING, /* invisible, or an accent on what came before */
	FOLD_BLANK,
	FOLD_LINE,
	FOLD_LETTER,
	FOLD_DIGIT,
	FOLD_SIGN,
	FOLD_HAN, /* of a script without blanks */
} FoldKind;

#define FOLD_MAX 8 /* bytes that one character can become */

/*
 * The kind of a character, and its folded form in out (UTF-8, length bytes):
 * lower case, no accent, plain quote or dash, half width. Blanks, lines and
 * nothings have none.
 */
FoldKind fold_char(gunichar c, char out[FOLD_MAX], int *length);

#endif
