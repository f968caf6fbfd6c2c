/*
 * What is inside Tokens: shared by tokens.c and tokens_lookup.c, which make
 * them, and those who look for patterns in them: patterns_match.c,
 * patterns_candidates.c and patterns_walk.c; and tag_items.c, to which meanings
 * are features.
 */
#ifndef TOKENS_INSIDE_H
#define TOKENS_INSIDE_H

#include "patterns_format.h"
#include "tokens.h"

/* What looking for a group may cost: a hundred times more than the installed
 * patterns ever take, but a user may write others. */
#define TOKENS_STEPS_EACH 4000u
#define TOKENS_STEPS_MORE 1000000u
#define TOKENS_CANDIDATES_EACH 100u
#define TOKENS_CANDIDATES_MORE 10000u

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
	guint32 next;  /* of the same group; 0 for none */
} Candidate;

struct Tokens {
	const Patterns *patterns; /* borrowed, as text */
	const char *text;
	char lang[PATTERNS_LANG_MAX];
	const Section *section; /* NULL where there are no rules at all */
	Token *items;
	size_t n;
	char *folded;
	GArray *hits;          /* of Hit; the first is none */
	Candidate *candidates; /* from 1 on */
	guint32 n_candidates;
	guint32 candidates_size;
	guint32 *heads; /* by group: its first candidate, 0 for none */
	guint32 *tails;
	guint64 *marked; /* by group: what of it is marked; 0 for nothing */
	Candidate *work; /* of the group in question, by token */
	size_t n_work;
	size_t work_size;
	guint64 *tried;   /* bits: by instruction and token */
	guint32 *touched; /* words of tried that are not 0, for a while */
	size_t n_tried;
	bool is_cut_short; /* some patterns were not tried to the end */
	size_t steps_left; /* that looking for a group may still take */
};

/* Finds what the words mean, and which programs may match where. */
void tokens_look_up(Tokens *tokens);

/* Puts the candidates of a group into work. */
void tokens_gather(Tokens *tokens, guint32 group);

/* As tokens_mark, of a symbol. */
void tokens_mark_symbol(
    Tokens *tokens, guint32 symbol, size_t first, size_t n, int number);

/* The section of a language, else that of every language; NULL if damaged. */
const Section *patterns_section(const Patterns *patterns, const char *lang);

#endif
