/*
 * Quote: where in a mail the quoting of another begins.
 */
#ifndef QUOTE_H
#define QUOTE_H

#include "lines.h"

typedef struct QuoteIntro {
	size_t lines; /* that introduce the quote; 0 where none begins */
	bool is_rest; /* all that follows is quoted, marked or not */
	bool is_line; /* "reply above this line": new text may follow */
} QuoteIntro;

/* Whether a quote is introduced at line at, by whatever mail program. */
QuoteIntro quote_intro(const Lines *lines, size_t at);

#endif
