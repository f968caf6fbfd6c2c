/*
 * Shape: how a word is written, whatever it says.
 */
#ifndef SHAPE_H
#define SHAPE_H

#include "tokens.h"

#define SHAPE_DIGITS_MAX 4 /* more digits are one shape */

typedef enum {
	SHAPE_EDGE, /* before the first item and after the last */
	SHAPE_LINE,
	SHAPE_HAN,
	SHAPE_HIRAGANA,
	SHAPE_KATAKANA,
	SHAPE_SIGN,
	SHAPE_ADDRESS,
	SHAPE_LOWER,
	SHAPE_CAPITAL, /* one letter */
	SHAPE_CAPITALISED,
	SHAPE_CAPITALS,
	SHAPE_MIXED,
	SHAPE_DIGITS, /* and one more for each digit */
} Shape;

/* The shape of a token of text. */
Shape shape_of_token(const Token *token, const char *text);

#endif
