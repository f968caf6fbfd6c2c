#include "tokens_inside.h"

#include <string.h>

#define STARTERS_MAX 128 /* SECTION_STARTS_MAX, which compiling sees to */

/* Programs of a group that may start with any token of a kind. */
typedef struct Kind {
	guint32 symbol;
	unsigned n;
	const Starter *starters[STARTERS_MAX];
} Kind;

enum {
	STARTS_ANY,
	STARTS_CAPITAL,
	STARTS_DIGITS,
	STARTS_WORD,
	STARTS_LINK,
	STARTS_EMAIL,
	STARTS_COUNT
};

typedef struct Kinds {
	Kind kinds[STARTS_COUNT];
	guint32 bits; /* of those that have starters */
} Kinds;

static void
gather(Kind *kind, guint32 symbol, const Section *section, guint32 group)
{
	kind->n = 0;
	for (guint32 i = section->starts[symbol];
	     i < section->starts[symbol + 1]; i++)
		if (section->starters[i].group == group &&
		    kind->n < STARTERS_MAX)
			kind->starters[kind->n++] = &section->starters[i];
}

static void
gather_all(Kinds *kinds, const Section *section, guint32 group)
{
	static const guint32 symbols[STARTS_COUNT] = {
	    [STARTS_ANY] = SYMBOL_ANY,
	    [STARTS_CAPITAL] = SYMBOL_CAPITAL,
	    [STARTS_DIGITS] = SYMBOL_DIGITS,
	    [STARTS_WORD] = SYMBOL_WORD,
	    [STARTS_LINK] = SYMBOL_LINK,
	    [STARTS_EMAIL] = SYMBOL_EMAIL,
	};

	kinds->bits = 0;
	for (int i = 0; i < STARTS_COUNT; i++) {
		gather(&kinds->kinds[i], symbols[i], section, group);
		if (kinds->kinds[i].n > 0)
			kinds->bits |= i == STARTS_ANY
			                   ? BEGINS_ANYHOW
			                   : BEGINS_WITH(symbols[i]);
	}
}

static void
push(Tokens *tokens, const Candidate *candidate)
{
	if (tokens->n_work == tokens->work_size) {
		tokens->work_size = 2 * tokens->work_size + 64;
		tokens->work =
		    g_renew(Candidate, tokens->work, tokens->work_size);
	}
	tokens->work[tokens->n_work++] = *candidate;
}

static void
push_kind(Tokens *tokens, size_t token, const Kind *kind)
{
	guint32 means = tokens->items[token + 1].means;

	for (unsigned i = 0; i < kind->n; i++) {
		const Starter *starter = kind->starters[i];

		if (starter->then & means)
			push(tokens,
			    &(Candidate){(guint32)token, starter->program,
			        (guint32)token + 1, starter->then, 0});
	}
}

/* What may start with a token for its kind alone. */
static void
push_kinds(Tokens *tokens, size_t i, const Kinds *kinds)
{
	static const int kind_of[] = {
	    [TOKEN_WORD] = STARTS_WORD,
	    [TOKEN_NUMBER] = STARTS_DIGITS,
	    [TOKEN_SIGN] = STARTS_COUNT,
	    [TOKEN_HAN] = STARTS_WORD,
	    [TOKEN_LINK] = STARTS_LINK,
	    [TOKEN_EMAIL] = STARTS_EMAIL,
	};
	const Token *token = &tokens->items[i];

	if (!(token->means & kinds->bits))
		return;
	push_kind(tokens, i, &kinds->kinds[STARTS_ANY]);
	if (kind_of[token->kind] != STARTS_COUNT)
		push_kind(tokens, i, &kinds->kinds[kind_of[token->kind]]);
	if (token->is_capitalised || token->kind == TOKEN_HAN)
		push_kind(tokens, i, &kinds->kinds[STARTS_CAPITAL]);
}

/*
 * Puts the candidates in order of token, those of a token in order of program:
 * counted, not compared, as one token may have hundreds.
 */
static void
sort_by_place(Tokens *tokens)
{
	g_autofree Candidate *before =
	    g_memdup2(tokens->work, tokens->n_work * sizeof(Candidate));
	g_autofree size_t *places = g_new0(size_t, tokens->n + 1);

	for (size_t i = 0; i < tokens->n_work; i++)
		places[before[i].token + 1]++;
	for (size_t i = 1; i <= tokens->n; i++)
		places[i] += places[i - 1];
	for (size_t i = 0; i < tokens->n_work; i++)
		tokens->work[places[before[i].token]++] = before[i];
}

void
tokens_gather(Tokens *tokens, guint32 group)
{
	Kinds kinds;
	bool is_sorted = true;
	guint32 last = 0;

	tokens->n_work = 0;
	gather_all(&kinds, tokens->section, group);
	for (size_t i = 0; kinds.bits && i < tokens->n; i++)
		push_kinds(tokens, i, &kinds);
	is_sorted = tokens->n_work == 0;
	for (guint32 i = tokens->heads[group]; i;
	     i = tokens->candidates[i].next) {
		const Candidate *candidate = &tokens->candidates[i];

		is_sorted = is_sorted && candidate->token >= last;
		last = candidate->token;
		if (candidate->then & tokens->items[candidate->after].means)
			push(tokens, candidate);
	}
	if (!is_sorted)
		sort_by_place(tokens);
}
