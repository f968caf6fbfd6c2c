#include "tokens_inside.h"

#include <string.h>

#define ENDING_WORD_MAX 64 /* bytes of a word whose end is looked at */

/* A place for one candidate more; the first one is none. */
static guint32
new_candidate(Tokens *tokens)
{
	if (tokens->n_candidates + 1 >= tokens->candidates_size) {
		tokens->candidates_size = 2 * tokens->candidates_size + 256;
		tokens->candidates = g_renew(
		    Candidate, tokens->candidates, tokens->candidates_size);
	}
	return ++tokens->n_candidates;
}

/* The programs that may match from token on, where n tokens are symbol. */
static void
add_candidates(Tokens *tokens, size_t token, guint32 symbol, guint32 n)
{
	const Section *section = tokens->section;

	if (tokens->n_candidates >
	    tokens->n * TOKENS_CANDIDATES_EACH + TOKENS_CANDIDATES_MORE) {
		tokens->is_cut_short = true;
		return;
	}
	for (guint32 i = section->starts[symbol];
	     i < section->starts[symbol + 1]; i++) {
		const Starter *starter = &section->starters[i];
		guint32 added = new_candidate(tokens);

		tokens->candidates[added] = (Candidate){(guint32)token,
		    starter->program, (guint32)token + n, starter->then, 0};
		if (tokens->heads[starter->group])
			tokens->candidates[tokens->tails[starter->group]].next =
			    added;
		else
			tokens->heads[starter->group] = added;
		tokens->tails[starter->group] = added;
	}
}

static void
add_hit(Tokens *tokens, size_t token, const Meaning *meaning, guint32 n)
{
	Hit hit = {
	    .symbol = meaning->symbol,
	    .n_tokens = n,
	    .value = meaning->value,
	    .number = meaning->number,
	    .next = tokens->items[token].hit,
	};

	tokens->items[token].means |= BEGINS_WITH(meaning->symbol);
	tokens->items[token].hit = tokens->hits->len;
	g_array_append_val(tokens->hits, hit);
	add_candidates(tokens, token, meaning->symbol, n);
}

static const Node *
child_of(const Section *section, const Node *node, guint8 byte)
{
	const Node *children = &section->nodes[node->first_child];
	unsigned low = 0;
	unsigned high = node->n_children;

	while (low < high) {
		unsigned middle = (low + high) / 2;

		if (children[middle].byte < byte)
			low = middle + 1;
		else
			high = middle;
	}
	return low < node->n_children && children[low].byte == byte
	           ? &children[low]
	           : NULL;
}

/* The place after a tail that stands here in the text, else NULL. */
static const char *
past_tail(const char *p, const char *tail)
{
	while (*tail && *p == *tail) {
		p++;
		tail++;
	}
	return *tail ? NULL : p;
}

/*
 * Goes over folded bytes, counting the tokens that end there; false when an
 * empty line stands before the next of them.
 */
static bool
pass_tokens(const Tokens *tokens, const char *p, const char *end, size_t *token)
{
	for (; p < end; p++) {
		if (*p != TOKEN_END)
			continue;
		++*token;
		if (p + 1 < end && tokens->items[*token].starts_block)
			return false;
	}
	return true;
}

/* Adds what the words from token on mean, as far as the tree knows them. */
static void
look_up(Tokens *tokens, size_t first)
{
	const Section *section = tokens->section;
	const char *p = tokens->folded + tokens->items[first].folded;
	const Node *node = section->nodes;
	size_t token = first;

	while (*p && (node = child_of(section, node, (guint8)*p))) {
		const char *end = p + 1;
		size_t after;

		if (node->tail)
			end = past_tail(end, section->strings + node->tail);
		if (!end || !pass_tokens(tokens, p, end, &token))
			return;
		after = token + (end[-1] != TOKEN_END);
		for (guint16 i = 0; i < node->n_meanings; i++)
			add_hit(tokens, first,
			    &section->meanings[node->first_meaning + i],
			    (guint32)(after - first));
		p = end;
		if (p[-1] == TOKEN_END && token < tokens->n &&
		    tokens->items[token].starts_block)
			return;
	}
}

/* Adds what the end of a word means: the tree has it backwards. */
static void
look_up_ending(Tokens *tokens, size_t token)
{
	const Section *section = tokens->section;
	const char *word = tokens->folded + tokens->items[token].folded;
	char letters[ENDING_WORD_MAX + 2] = {TOKEN_BACKWARD};
	const Node *node = section->nodes;
	const char *p = letters;
	size_t length = 0;

	while (length < ENDING_WORD_MAX && word[length] != TOKEN_END)
		length++;
	for (size_t i = 0; i < length; i++)
		letters[i + 1] = word[length - 1 - i];
	letters[length + 1] = '\0';
	while (p && *p && (node = child_of(section, node, (guint8)*p))) {
		p++;
		if (node->tail)
			p = past_tail(p, section->strings + node->tail);
		for (guint16 i = 0; p && i < node->n_meanings; i++)
			add_hit(tokens, token,
			    &section->meanings[node->first_meaning + i], 1);
	}
}

/* What a token is by its kind alone. */
static guint32
kind_bits(const Token *token)
{
	static const guint32 symbols[] = {
	    [TOKEN_WORD] = SYMBOL_WORD,
	    [TOKEN_NUMBER] = SYMBOL_DIGITS,
	    [TOKEN_SIGN] = SYMBOL_NONE,
	    [TOKEN_HAN] = SYMBOL_WORD,
	    [TOKEN_LINK] = SYMBOL_LINK,
	    [TOKEN_EMAIL] = SYMBOL_EMAIL,
	};
	guint32 bits = BEGINS_ANYHOW;

	if (symbols[token->kind])
		bits |= BEGINS_WITH(symbols[token->kind]);
	if (token->is_capitalised || token->kind == TOKEN_HAN)
		bits |= BEGINS_WITH(SYMBOL_CAPITAL);
	return bits;
}

void
tokens_look_up(Tokens *tokens)
{
	const Section *section = tokens->section;
	bool has_endings = child_of(section, section->nodes, TOKEN_BACKWARD);

	for (size_t i = 0; i < tokens->n; i++) {
		tokens->items[i].means |= kind_bits(&tokens->items[i]);
		look_up(tokens, i);
		if (has_endings && tokens->items[i].kind == TOKEN_WORD)
			look_up_ending(tokens, i);
	}
}

void
tokens_mark_symbol(
    Tokens *tokens, guint32 symbol, size_t first, size_t n, int number)
{
	Meaning meaning = {symbol, 0, number};

	add_hit(tokens, first, &meaning, (guint32)n);
}

void
tokens_mark(
    Tokens *tokens, const char *name, size_t first, size_t n, int number)
{
	const Section *section = tokens->section;

	for (guint32 i = 1; section && i < section->n_symbols; i++) {
		if (!section->symbols[i] ||
		    strcmp(section->strings + section->symbols[i], name) != 0)
			continue;
		tokens_mark_symbol(tokens, i, first, n, number);
		return;
	}
}
