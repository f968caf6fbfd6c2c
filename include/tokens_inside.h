/*
 * What is inside Tokens: shared by tokens.c, which makes them, and
 * patterns_match.c, which looks for patterns in them.
 */
#ifndef TOKENS_INSIDE_H
#define TOKENS_INSIDE_H

#include "patterns_format.h"
#include "tokens.h"

/* One thing that the tokens from some token on may mean; in a list by token,
 * longest first. */
typedef struct Hit {
	guint32 symbol;
	guint32 n_tokens;
	guint32 value;
	gint32 number;
	guint32 next; /* 0 ends the list */
} Hit;

/* A program that may match from token on. */
typedef struct Candidate {
	guint32 token;
	guint32 program;
	guint32 after; /* the token after what it starts with */
	guint32 then;  /* what must begin there, as in Instr */
} Candidate;

/* Candidates of one group. */
typedef struct Candidates {
	Candidate *items;
	size_t n;
	size_t capacity;
	size_t n_first; /* so many are in order, the rest was marked later */
} Candidates;

struct Tokens {
	const char *text; /* borrowed */
	char lang[PATTERNS_LANG_MAX];
	const Section *section; /* NULL where there are no rules at all */
	Token *items;
	size_t n;
	char *folded;
	GArray *hits;           /* of Hit; the first is none */
	Candidates *candidates; /* by group */
	guint64 *tried;         /* bits: by instruction and token */
	guint32 *touched;       /* words of tried that are not 0, for a while */
	size_t n_tried;
};

void tokens_push(Candidates *list, const Candidate *candidate);

/* As tokens_mark, of a symbol. */
void tokens_mark_symbol(
    Tokens *tokens, guint32 symbol, size_t first, size_t n, int number);

/* The section of a language, else that of every language; NULL if damaged. */
const Section *patterns_section(const Patterns *patterns, const char *lang);

#endif
