#include "patterns_walk.h"

#include <string.h>

#define NAME_WORDS_MAX 5
#define NAME_SIGNS_MIN 2
#define NAME_SIGNS_MAX 6
#define STEPS_FREE 256 /* for which taking notes is not worth while */

static bool walk(Walk *w, guint32 pc, guint32 at);

/* Whether a match may take the token at. */
static bool
may_take(const Walk *w, guint32 at)
{
	const Tokens *tokens = w->tokens;

	return at < tokens->n && at - w->start < PATTERNS_WINDOW &&
	       (at == w->start || at == w->over ||
	           !tokens->items[at].starts_block);
}

/* Goes on from pc at a token, with the last value set meanwhile. */
static bool
walk_with(Walk *w, guint32 pc, guint32 at, int value)
{
	int before = w->value;

	w->value = value;
	if (walk(w, pc, at))
		return true;
	w->value = before;
	return false;
}

/* Every hit of the symbol with a number in the bounds, longest first. */
static bool
walk_hits(Walk *w, guint32 pc, guint32 at, guint32 symbol, const int bounds[2])
{
	const Tokens *tokens = w->tokens;

	for (guint32 i = tokens->items[at].hit, next; i; i = next) {
		Hit hit = g_array_index(tokens->hits, Hit, i);
		bool has_value = hit.value || hit.number;

		next = hit.next;
		if (hit.symbol != symbol ||
		    (bounds &&
		        (hit.number < bounds[0] || hit.number > bounds[1])))
			continue;
		if (walk_with(w, pc + 1, at + hit.n_tokens,
		        has_value ? (int)i : w->value))
			return true;
	}
	return false;
}

static bool
walk_number(Walk *w, guint32 pc, guint32 at, const Instr *instr)
{
	const Token *token = &w->tokens->items[at];
	int bounds[2] = {(int)instr->a, (int)instr->b};

	if (token->kind != TOKEN_NUMBER)
		return walk_hits(w, pc, at, SYMBOL_NUMBER, bounds);
	return token->number >= bounds[0] && token->number <= bounds[1] &&
	       walk_with(w, pc + 1, at + 1, -1 - (int)at);
}

static guint32
digits_of(const Tokens *tokens, guint32 at)
{
	const char *folded = tokens->folded + tokens->items[at].folded;
	guint32 n = 0;

	while (folded[n] != TOKEN_END)
		n++;
	return n;
}

static bool
walk_digits(Walk *w, guint32 pc, guint32 at, const Instr *instr)
{
	guint32 n;

	if (w->tokens->items[at].kind != TOKEN_NUMBER)
		return false;
	n = digits_of(w->tokens, at);
	return n >= instr->a && n <= instr->b &&
	       walk_with(w, pc + 1, at + 1, -1 - (int)at);
}

static bool
is_sign(const Tokens *tokens, guint32 at, char sign)
{
	return at < tokens->n && tokens->items[at].kind == TOKEN_SIGN &&
	       tokens->folded[tokens->items[at].folded] == sign;
}

/* Where a particle or a hyphen that begins at ends; at if none does. */
static guint32
past_joint(const Tokens *tokens, guint32 at)
{
	const Token *token = &tokens->items[at];

	if ((is_sign(tokens, at, '-') || is_sign(tokens, at, '\'')) &&
	    token->is_glued)
		return at + 1;
	for (guint32 i = token->hit, next; i; i = next) {
		const Hit *hit = &g_array_index(tokens->hits, Hit, i);

		next = hit->next;
		if (hit->symbol == SYMBOL_PARTICLE)
			return at + hit->n_tokens;
	}
	return at;
}

/* The places where a name that begins at may end, shortest first. */
static int
name_ends(const Walk *w, guint32 at, guint32 ends[NAME_WORDS_MAX])
{
	const Tokens *tokens = w->tokens;
	int n = 0;

	while (n < NAME_WORDS_MAX && may_take(w, at) &&
	       tokens->items[at].is_capitalised &&
	       (n == 0 || !tokens->items[at].starts_line)) {
		bool is_initial = tokens->items[at].length == 1;

		at++;
		if (is_initial && is_sign(tokens, at, '.'))
			at++;
		ends[n++] = at;
		if (may_take(w, at) && !tokens->items[at].starts_line)
			at = past_joint(tokens, at);
	}
	return n;
}

static bool
walk_name(Walk *w, guint32 pc, guint32 at)
{
	guint32 ends[NAME_WORDS_MAX];
	guint32 n = 0;

	while (n < NAME_SIGNS_MAX && may_take(w, at + n) &&
	       w->tokens->items[at + n].kind == TOKEN_HAN)
		n++;
	for (; n >= NAME_SIGNS_MIN; n--)
		if (walk(w, pc + 1, at + n))
			return true;
	for (int i = name_ends(w, at, ends); i > 0; i--)
		if (walk(w, pc + 1, ends[i - 1]))
			return true;
	return false;
}

/* Whether the sign at is within a range of Unicode. */
static bool
is_sign_of(const Tokens *tokens, guint32 at, gunichar first, gunichar last)
{
	gunichar sign =
	    g_utf8_get_char(tokens->folded + tokens->items[at].folded);

	return sign >= first && sign <= last;
}

static bool
is_hiragana(const Tokens *tokens, guint32 at)
{
	return is_sign_of(tokens, at, 0x3040, 0x309f);
}

static bool
is_katakana(const Tokens *tokens, guint32 at)
{
	return is_sign_of(tokens, at, 0x30a0, 0x30ff);
}

/* Instructions that take tokens. */
static bool
walk_taking(Walk *w, guint32 pc, guint32 at)
{
	const Instr *instr = &w->tokens->section->instrs[pc];
	const Token *token;
	bool takes = false;

	if (!may_take(w, at))
		return false;
	token = &w->tokens->items[at];
	switch ((Op)instr->op) {
	case OP_SYMBOL:
		return walk_hits(w, pc, at, instr->a, NULL);
	case OP_NUMBER:
		return walk_number(w, pc, at, instr);
	case OP_DIGITS:
		return walk_digits(w, pc, at, instr);
	case OP_NAME:
		return walk_name(w, pc, at);
	case OP_WORD:
		takes = token->kind == TOKEN_WORD || token->kind == TOKEN_HAN;
		break;
	case OP_KANJI:
	case OP_KATAKANA:
		takes =
		    token->kind == TOKEN_HAN &&
		    is_katakana(w->tokens, at) == (instr->op == OP_KATAKANA) &&
		    !is_hiragana(w->tokens, at);
		break;
	case OP_CAPITAL:
		takes = token->is_capitalised;
		break;
	case OP_LINK:
		takes = token->kind == TOKEN_LINK;
		break;
	case OP_EMAIL:
		takes = token->kind == TOKEN_EMAIL;
		break;
	case OP_GAP:
		takes = !token->ends_sentence;
		break;
	default:
		takes = instr->op == OP_ANY;
	}
	return takes && walk(w, pc + 1, at + 1);
}

/* Whether a number that ends here goes on: "10" of "10:30" or of "1.5". */
static bool
goes_on(const Tokens *tokens, guint32 at)
{
	return at + 1 < tokens->n && tokens->items[at].is_glued &&
	       tokens->items[at + 1].is_glued &&
	       tokens->items[at + 1].kind == TOKEN_NUMBER &&
	       (is_sign(tokens, at, ':') || is_sign(tokens, at, '.') ||
	           is_sign(tokens, at, ',') || is_sign(tokens, at, '/'));
}

/* Whether a number that begins here is another's end: "30" of "10:30". */
static bool
came_before(const Tokens *tokens, guint32 at)
{
	return at >= 2 && at < tokens->n && tokens->items[at].is_glued &&
	       tokens->items[at - 1].is_glued &&
	       tokens->items[at].kind == TOKEN_NUMBER &&
	       tokens->items[at - 2].kind == TOKEN_NUMBER &&
	       (is_sign(tokens, at - 1, ':') || is_sign(tokens, at - 1, '.'));
}

/* Conditions on a place between tokens. */
static bool
holds(Walk *w, Op op, guint32 at)
{
	const Tokens *tokens = w->tokens;
	bool at_end = at >= tokens->n;

	switch (op) {
	case OP_UPPER:
		return !at_end && tokens->items[at].is_capitalised;
	case OP_LINE_START:
		return !at_end && tokens->items[at].starts_line;
	case OP_LINE_END:
		return at_end || tokens->items[at].starts_line;
	case OP_GLUE:
		return !at_end && tokens->items[at].is_glued;
	case OP_BLANK:
		return at_end || !tokens->items[at].is_glued;
	case OP_WHOLE:
		return !goes_on(tokens, at) && !came_before(tokens, at);
	default: /* OP_BLOCK */
		w->over = at;
		return !at_end && tokens->items[at].starts_block;
	}
}

static bool
walk_field(Walk *w, guint32 pc, guint32 at, const Instr *instr)
{
	Slot *slot = &w->slots[instr->a];
	Slot before = *slot;
	int value = w->value;

	if (instr->op == OP_OPEN) {
		slot->open = at;
		slot->close = 0;
		w->value = 0;
	} else {
		slot->close = at;
		slot->value = value;
	}
	if (walk(w, pc + 1, at))
		return true;
	*slot = before;
	w->value = value;
	return false;
}

/* Marks (pc, at) as tried; false when it was. */
static bool
try_once(Walk *w, guint32 pc, guint32 at)
{
	size_t bit = (size_t)(pc - w->program->first) * (PATTERNS_WINDOW + 1) +
	             MIN(at - w->start, PATTERNS_WINDOW);
	guint64 *word = &w->tokens->tried[bit / 64];
	guint64 mask = (guint64)1 << (bit % 64);

	if (*word & mask)
		return false;
	if (*word == 0)
		w->tokens->touched[w->n_touched++] =
		    (guint32)(word - w->tokens->tried);
	*word |= mask;
	return true;
}

/* Whether an instruction may go on in more than one way. */
static bool
branches(Op op)
{
	return op == OP_SPLIT || op == OP_SYMBOL || op == OP_NUMBER ||
	       op == OP_NAME;
}

/*
 * Whether the program matches from instruction pc on at a token. Programs go
 * only forward, and after the first steps a failed (instruction, token) is not
 * tried again, so this takes little more steps than there are such pairs.
 */
static bool
walk(Walk *w, guint32 pc, guint32 at)
{
	const Instr *instrs = w->tokens->section->instrs;

	for (;;) {
		const Instr *instr = &instrs[pc];

		if (!(instr->begins & w->tokens->items[at].means))
			return false;
		if (++w->steps > STEPS_FREE && branches((Op)instr->op) &&
		    !try_once(w, pc, at))
			return false;
		switch ((Op)instr->op) {
		case OP_MATCH:
			w->end = at;
			return true;
		case OP_SPLIT:
			if ((instrs[instr->a].begins &
			        w->tokens->items[at].means) &&
			    walk(w, instr->a, at))
				return true;
			pc = instr->b;
			break;
		case OP_JUMP:
			pc = instr->a;
			break;
		case OP_OPEN:
		case OP_CLOSE:
			return walk_field(w, pc, at, instr);
		case OP_UPPER:
		case OP_LINE_START:
		case OP_LINE_END:
		case OP_BLOCK:
		case OP_GLUE:
		case OP_BLANK:
		case OP_WHOLE:
			if (!holds(w, (Op)instr->op, at))
				return false;
			pc++;
			break;
		default:
			return walk_taking(w, pc, at);
		}
	}
}

/* Room to note what was tried of a program; nothing is at first. */
static void
make_room(Tokens *tokens, const Program *program)
{
	size_t words =
	    ((size_t)program->count * (PATTERNS_WINDOW + 1) + 63) / 64;

	if (words <= tokens->n_tried)
		return;
	g_free(tokens->tried);
	g_free(tokens->touched);
	tokens->tried = g_new0(guint64, words);
	tokens->touched = g_new(guint32, words);
	tokens->n_tried = words;
}

bool
walk_program(Walk *w, Tokens *tokens, const Candidate *candidate)
{
	const Program *program = &tokens->section->programs[candidate->program];
	bool found;

	make_room(tokens, program);
	w->tokens = tokens;
	w->program = program;
	w->start = candidate->token;
	w->value = 0;
	w->over = candidate->token;
	w->n_touched = 0;
	w->steps = 0;
	memset(w->slots, 0, sizeof(w->slots));
	found = walk(w, program->first, candidate->token) && w->end > w->start;
	tokens->steps_left -= MIN(w->steps, tokens->steps_left);
	tokens->is_cut_short = tokens->is_cut_short || !tokens->steps_left;
	while (w->n_touched > 0)
		tokens->tried[tokens->touched[--w->n_touched]] = 0;
	return found;
}
