#include "patterns.h"
#include "tokens_inside.h"

#include <stdlib.h>
#include <string.h>

#define NAME_WORDS_MAX 5
#define NAME_SIGNS_MIN 2
#define NAME_SIGNS_MAX 6
#define PATTERNS_KIND_MAX 128

typedef struct Slot {
	guint32 open;
	guint32 close;
	int value; /* what last had one: a hit, or -1 - token; 0 for none */
} Slot;

/* One program at one token. */
typedef struct Walk {
	Tokens *tokens;
	const Program *program;
	guint32 start;
	guint32 end;      /* where the match ends */
	int value;        /* as in Slot */
	guint32 over;     /* the empty line that may be crossed */
	size_t n_touched; /* words of tried that are not 0 */
	Slot slots[PATTERNS_CAPTURES_MAX];
} Walk;

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

/*
 * Whether the program matches from instruction pc on at a token. Programs go
 * only forward, and a failed (instruction, token) is not tried again, so this
 * takes at most as many steps as there are such pairs.
 */
static bool
walk(Walk *w, guint32 pc, guint32 at)
{
	const Instr *instrs = w->tokens->section->instrs;

	for (;;) {
		const Instr *instr = &instrs[pc];

		if (!(instr->begins & w->tokens->items[at].means) ||
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

static bool
run(Walk *w, Tokens *tokens, const Candidate *candidate)
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
	memset(w->slots, 0, sizeof(w->slots));
	found = walk(w, program->first, candidate->token) && w->end > w->start;
	while (w->n_touched > 0)
		tokens->tried[tokens->touched[--w->n_touched]] = 0;
	return found;
}

static size_t
end_of(const Tokens *tokens, guint32 after)
{
	const Token *last = &tokens->items[after - 1];

	return last->start + last->length;
}

static void
fill_capture(Capture *capture, const Walk *w, const Slot *slot)
{
	const Tokens *tokens = w->tokens;

	capture->value = "";
	if (slot->value > 0) {
		const Hit *hit = &g_array_index(tokens->hits, Hit, slot->value);

		capture->value = tokens->section->strings + hit->value;
		capture->number = hit->number;
	} else if (slot->value < 0) {
		capture->number = tokens->items[-1 - slot->value].number;
	}
	capture->start = tokens->items[slot->open].start;
	capture->length = end_of(tokens, slot->close) - capture->start;
	capture->first_token = slot->open;
	capture->n_tokens = slot->close - slot->open;
}

static void
fill_match(Match *match, const Walk *w)
{
	const Tokens *tokens = w->tokens;
	const Section *section = tokens->section;
	const Rule *rule = &section->rules[w->program->rule];
	unsigned n = 0;

	*match = (Match){
	    .rule = section->strings + rule->id,
	    .start = tokens->items[w->start].start,
	    .first_token = w->start,
	    .n_tokens = w->end - w->start,
	};
	match->length = end_of(tokens, w->end) - match->start;
	for (guint32 i = 0; i < rule->n_fields; i++) {
		const Slot *slot = &w->slots[i];

		if (slot->close <= slot->open)
			continue;
		match->captures[n].field =
		    section->strings + section->fields[rule->first_field + i];
		fill_capture(&match->captures[n++], w, slot);
	}
	for (guint32 i = 0; i < rule->n_sets; i++) {
		const Set *set = &section->sets[rule->first_set + i];

		match->captures[n++] = (Capture){
		    .field = section->strings + set->field,
		    .value = section->strings + set->value,
		    .number = set->number,
		};
	}
	match->n_captures = n;
}

static int
by_place(const void *a, const void *b)
{
	const Candidate *one = a;
	const Candidate *other = b;

	if (one->token != other->token)
		return one->token < other->token ? -1 : 1;
	if (one->program != other->program)
		return one->program < other->program ? -1 : 1;
	return 0;
}

/* Brings those that were marked later in among the others. */
static void
sort(Candidates *list)
{
	size_t n_later = list->n - list->n_first;
	g_autofree Candidate *first = NULL;
	const Candidate *later;
	size_t from_first = 0;

	if (n_later == 0)
		return;
	later = list->items + list->n_first;
	qsort(
	    list->items + list->n_first, n_later, sizeof(Candidate), by_place);
	first = g_memdup2(list->items, list->n_first * sizeof(Candidate));
	for (size_t to = 0; from_first < list->n_first; to++) {
		bool takes_later = later < list->items + list->n &&
		                   later->token < first[from_first].token;

		list->items[to] = takes_later ? *later++ : first[from_first++];
	}
	list->n_first = list->n;
}

/* The symbol of a token's kind. */
static guint32
kind_symbol(const Token *token)
{
	switch (token->kind) {
	case TOKEN_NUMBER:
		return SYMBOL_DIGITS;
	case TOKEN_WORD:
	case TOKEN_HAN:
		return SYMBOL_WORD;
	case TOKEN_LINK:
		return SYMBOL_LINK;
	case TOKEN_EMAIL:
		return SYMBOL_EMAIL;
	default:
		return SYMBOL_NONE;
	}
}

/* Programs of a group that may start with any token of a kind. */
typedef struct KindStarters {
	const Starter *items[SYMBOL_COUNT][PATTERNS_KIND_MAX];
	unsigned n[SYMBOL_COUNT];
	guint32 bits; /* of those kinds */
} KindStarters;

/* Gathers them. */
static void
kinds_of_group(const Section *section, guint32 group, KindStarters *starters)
{
	static const guint32 kinds[] = {SYMBOL_DIGITS, SYMBOL_WORD,
	    SYMBOL_CAPITAL, SYMBOL_LINK, SYMBOL_EMAIL, SYMBOL_ANY};
	starters->bits = 0;
	memset(starters->n, 0, sizeof(starters->n));
	for (size_t k = 0; k < G_N_ELEMENTS(kinds); k++) {
		guint32 kind = kinds[k];

		for (guint32 i = section->starts[kind];
		     i < section->starts[kind + 1]; i++) {
			const Starter *starter = &section->starters[i];
			const Program *program =
			    &section->programs[starter->program];

			if (section->rules[program->rule].group != group ||
			    starters->n[kind] == PATTERNS_KIND_MAX)
				continue;
			starters->items[kind][starters->n[kind]++] = starter;
			starters->bits |= kind == SYMBOL_ANY
			                      ? BEGINS_ANYHOW
			                      : BEGINS_WITH(kind);
		}
	}
}

static void
push_kind(Candidates *list, const Tokens *tokens, size_t token,
    const KindStarters *starters, guint32 kind)
{
	guint32 means = tokens->items[token + 1].means;

	for (unsigned i = 0; i < starters->n[kind]; i++) {
		const Starter *starter = starters->items[kind][i];

		if (starter->then & means)
			tokens_push(
			    list, &(Candidate){(guint32)token, starter->program,
			              (guint32)token + 1, starter->then});
	}
}

/* Puts in what may start with a token for its kind alone. */
static void
add_kinds(Tokens *tokens, guint32 group)
{
	Candidates *list = &tokens->candidates[group];
	g_autofree Candidate *before = NULL;
	size_t n_before = list->n;
	size_t taken = 0;
	KindStarters starters;

	kinds_of_group(tokens->section, group, &starters);
	if (!starters.bits)
		return;
	before = g_memdup2(list->items, n_before * sizeof(Candidate));
	list->n = list->n_first = 0;
	for (size_t i = 0; i < tokens->n; i++) {
		const Token *token = &tokens->items[i];

		while (taken < n_before && before[taken].token <= i)
			tokens_push(list, &before[taken++]);
		if (!(token->means & starters.bits))
			continue;
		push_kind(list, tokens, i, &starters, SYMBOL_ANY);
		push_kind(list, tokens, i, &starters, kind_symbol(token));
		if (token->is_capitalised || token->kind == TOKEN_HAN)
			push_kind(list, tokens, i, &starters, SYMBOL_CAPITAL);
	}
}

/* The best match of the candidates at one token; the next token's index. */
static size_t
best_of(Tokens *tokens, const Candidates *list, size_t i, Walk *best)
{
	const Candidate *all = list->items;
	guint32 token = all[i].token;
	Walk w;

	best->end = 0;
	for (; i < list->n && all[i].token == token; i++) {
		if (!(all[i].then & tokens->items[all[i].after].means))
			continue;
		if (!run(&w, tokens, &all[i]))
			continue;
		if (w.end > best->end ||
		    (w.end == best->end &&
		        w.program->rule < best->program->rule))
			*best = w;
	}
	return i;
}

static const Group *
group_named(const Section *section, const char *name, guint32 *index)
{
	for (guint32 i = 0; section && i < section->n_groups; i++) {
		if (strcmp(section->strings + section->groups[i].name, name))
			continue;
		*index = i;
		return &section->groups[i];
	}
	return NULL;
}

GArray *
patterns_find(Tokens *tokens, const char *group)
{
	GArray *matches = g_array_new(false, false, sizeof(Match));
	const Section *section = tokens->section;
	guint32 free_from = 0;
	guint32 index;
	const Group *found;
	Candidates *list;
	Walk best;

	found = group_named(section, group, &index);
	if (!found)
		return matches;
	list = &tokens->candidates[index];
	sort(list);
	add_kinds(tokens, index);
	for (size_t i = 0; i < list->n;) {
		if (list->items[i].token < free_from) {
			i++;
			continue;
		}
		i = best_of(tokens, list, i, &best);
		if (best.end == 0)
			continue;
		free_from = best.end;
		if (section->rules[best.program->rule].drops)
			continue;
		g_array_set_size(matches, matches->len + 1);
		fill_match(
		    &g_array_index(matches, Match, matches->len - 1), &best);
	}
	for (guint i = 0; i < matches->len; i++) {
		const Match *match = &g_array_index(matches, Match, i);

		tokens_mark_symbol(tokens, found->symbol, match->first_token,
		    match->n_tokens, (int)i);
	}
	return matches;
}

const Capture *
match_get(const Match *match, const char *field)
{
	for (unsigned i = 0; i < match->n_captures; i++)
		if (strcmp(match->captures[i].field, field) == 0)
			return &match->captures[i];
	return NULL;
}

char *
match_dup_text(const Match *match, const char *field, const Tokens *tokens)
{
	const Capture *capture = match_get(match, field);

	return capture
	           ? g_strndup(tokens->text + capture->start, capture->length)
	           : NULL;
}
