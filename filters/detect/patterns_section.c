#include "patterns_section.h"

#include "error.h"
#include "patterns.h"

#include <stdlib.h>
#include <string.h>

#define PROGRAM_MAX 3000
#define PATTERN_WORK_MAX 40000
#define SECTION_WORK_MAX 400000
#define A_MAX 0xffffffu /* has 24 bits */

typedef struct Emitter {
	SectionMaker *maker;
	GError **error;
	guint32 first; /* instruction of the program */
	size_t work;   /* elements that may still be emitted */
} Emitter;

/* Classes that are instructions. */
static const struct {
	const char *name;
	Op op;
} builtins[] = {
    {"number", OP_NUMBER},
    {"digits", OP_DIGITS},
    {"word", OP_WORD},
    {"kanji", OP_KANJI},
    {"katakana", OP_KATAKANA},
    {"capital", OP_CAPITAL},
    {"name", OP_NAME},
    {"link", OP_LINK},
    {"email", OP_EMAIL},
    {"any", OP_ANY},
    {"is-capital", OP_UPPER},
    {"line-start", OP_LINE_START},
    {"line-end", OP_LINE_END},
    {"block", OP_BLOCK},
    {"blank", OP_BLANK},
    {"whole", OP_WHOLE},
};

static bool
fail(Emitter *emitter, const char *what, const char *name)
{
	g_set_error(emitter->error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES,
	    "%s%s", what, name);
	return false;
}

static bool emit(Emitter *emitter, const Pattern *pattern);

static guint32
add(Emitter *emitter, Op op, guint32 a, guint32 b)
{
	Instr instr = {op, MIN(a, A_MAX), b, 0};

	g_array_append_val(emitter->maker->instrs, instr);
	return emitter->maker->instrs->len - 1;
}

static guint32
here(const Emitter *emitter)
{
	return emitter->maker->instrs->len;
}

static Instr *
instr_at(Emitter *emitter, guint32 index)
{
	return &g_array_index(emitter->maker->instrs, Instr, index);
}

/* Notes of a pattern and what is in it whether it cannot match, as a class has
 * no words in this language. */
static bool
mark_dead(const SectionMaker *maker, Pattern *pattern)
{
	const GPtrArray *items = pattern->items;
	bool all = true;
	bool any = false;

	for (guint i = 0; i < items->len; i++) {
		bool dead = mark_dead(maker, g_ptr_array_index(items, i));

		all = all && dead;
		any = any || dead;
	}
	if (pattern->kind == PATTERN_CLASS)
		pattern->is_dead = section_is_empty(maker, pattern->name);
	else if (pattern->kind == PATTERN_CHOICE)
		pattern->is_dead = all;
	else
		pattern->is_dead =
		    any && (pattern->kind != PATTERN_REPEAT || pattern->min);
	return pattern->is_dead;
}

static bool
emit_words(Emitter *emitter, const Pattern *pattern)
{
	g_autofree char *name = g_strconcat("=", pattern->name, NULL);
	guint32 symbol = section_find_symbol(emitter->maker, name);

	if (!symbol) {
		SectionWord word = {g_strdup(pattern->name), {0}};

		symbol = section_add_symbol(emitter->maker, name);
		word.meaning.symbol = symbol;
		g_array_append_val(emitter->maker->words, word);
	}
	add(emitter, OP_SYMBOL, symbol, 0);
	return true;
}

static bool
emit_class(Emitter *emitter, const Pattern *pattern)
{
	guint32 symbol;

	for (size_t i = 0; i < G_N_ELEMENTS(builtins); i++) {
		if (strcmp(builtins[i].name, pattern->name) != 0)
			continue;
		add(emitter, builtins[i].op, (guint32)pattern->min,
		    (guint32)pattern->max);
		return true;
	}
	symbol = section_find_symbol(emitter->maker, pattern->name);
	if (!symbol)
		return fail(emitter, "no class, part or group ", pattern->name);
	add(emitter, OP_SYMBOL, symbol, 0);
	return true;
}

static bool
emit_gap(Emitter *emitter, int max)
{
	guint32 splits[16];

	for (int i = 0; i < max; i++) {
		splits[i] = add(emitter, OP_SPLIT, 0, here(emitter) + 1);
		add(emitter, OP_GAP, 0, 0);
	}
	for (int i = 0; i < max; i++)
		instr_at(emitter, splits[i])->a = here(emitter);
	return true;
}

static bool
is_dead(const Pattern *pattern)
{
	return pattern->is_dead;
}

static bool
emit_choice(Emitter *emitter, const Pattern *pattern)
{
	g_autoptr(GArray) jumps = g_array_new(false, false, sizeof(guint32));
	guint last = pattern->items->len - 1;

	while (is_dead(g_ptr_array_index(pattern->items, last)))
		last--; /* one is alive, else the choice itself were dead */
	for (guint i = 0; i <= last; i++) {
		bool is_last = i == last;
		guint32 split = here(emitter);
		guint32 jump;

		if (is_dead(g_ptr_array_index(pattern->items, i)))
			continue;
		if (!is_last)
			add(emitter, OP_SPLIT, split + 1, 0);
		if (!emit(emitter, g_ptr_array_index(pattern->items, i)))
			return false;
		if (is_last)
			break;
		jump = add(emitter, OP_JUMP, 0, 0);
		g_array_append_val(jumps, jump);
		instr_at(emitter, split)->b = here(emitter);
	}
	for (guint i = 0; i < jumps->len; i++)
		instr_at(emitter, g_array_index(jumps, guint32, i))->a =
		    here(emitter);
	return true;
}

static bool
emit_repeat(Emitter *emitter, const Pattern *pattern)
{
	const Pattern *item = g_ptr_array_index(pattern->items, 0);
	guint32 splits[16];
	int n_splits = 0;

	if (item->is_dead)
		return true;
	for (int i = 0; i < pattern->max; i++) {
		if (i >= pattern->min)
			splits[n_splits++] =
			    add(emitter, OP_SPLIT, here(emitter) + 1, 0);
		if (!emit(emitter, item))
			return false;
	}
	for (int i = 0; i < n_splits; i++)
		instr_at(emitter, splits[i])->b = here(emitter);
	return true;
}

static bool
emit_field(Emitter *emitter, const Pattern *pattern)
{
	SectionMaker *maker = emitter->maker;
	Rule *rule = &g_array_index(maker->rules, Rule, maker->rules->len - 1);
	guint32 name = section_add_string(maker, pattern->name);
	guint32 slot = 0;

	while (slot < rule->n_fields && g_array_index(maker->fields, guint32,
	                                    rule->first_field + slot) != name)
		slot++;
	if (slot == rule->n_fields) {
		if (slot + rule->n_sets >= PATTERNS_CAPTURES_MAX)
			return fail(
			    emitter, "too many fields at ", pattern->name);
		g_array_append_val(maker->fields, name);
		rule->n_fields++;
	}
	add(emitter, OP_OPEN, slot, 0);
	if (!emit(emitter, g_ptr_array_index(pattern->items, 0)))
		return false;
	add(emitter, OP_CLOSE, slot, 0);
	return true;
}

static bool
emit_sequence(Emitter *emitter, const Pattern *pattern)
{
	for (guint i = 0; i < pattern->items->len; i++)
		if (!emit(emitter, g_ptr_array_index(pattern->items, i)))
			return false;
	return true;
}

static bool
emit(Emitter *emitter, const Pattern *pattern)
{
	if (here(emitter) - emitter->first > PROGRAM_MAX || emitter->work == 0)
		return fail(emitter, "too large a pattern", "");
	emitter->work--; /* what emits nothing may be repeated, too */
	switch (pattern->kind) {
	case PATTERN_WORDS:
		return emit_words(emitter, pattern);
	case PATTERN_CLASS:
		return emit_class(emitter, pattern);
	case PATTERN_GLUE:
		add(emitter, OP_GLUE, 0, 0);
		return true;
	case PATTERN_GAP:
		return emit_gap(emitter, pattern->max);
	case PATTERN_CHOICE:
		return emit_choice(emitter, pattern);
	case PATTERN_REPEAT:
		return emit_repeat(emitter, pattern);
	case PATTERN_FIELD:
		return emit_field(emitter, pattern);
	case PATTERN_SEQUENCE:
		break;
	}
	return emit_sequence(emitter, pattern);
}

/* What an instruction and those after it may begin with. */
static guint32
begins_of(Emitter *emitter, guint32 index)
{
	const Instr *instr = instr_at(emitter, index);

	switch ((Op)instr->op) {
	case OP_SYMBOL:
		return BEGINS_WITH(instr->a);
	case OP_NUMBER:
		return BEGINS_WITH(SYMBOL_NUMBER) | BEGINS_WITH(SYMBOL_DIGITS);
	case OP_DIGITS:
		return BEGINS_WITH(SYMBOL_DIGITS);
	case OP_WORD:
	case OP_KANJI:
	case OP_KATAKANA:
		return BEGINS_WITH(SYMBOL_WORD);
	case OP_CAPITAL:
	case OP_NAME:
		return BEGINS_WITH(SYMBOL_CAPITAL);
	case OP_LINK:
		return BEGINS_WITH(SYMBOL_LINK);
	case OP_EMAIL:
		return BEGINS_WITH(SYMBOL_EMAIL);
	case OP_MATCH:
	case OP_ANY:
	case OP_GAP:
		return BEGINS_ANYHOW;
	case OP_SPLIT:
		return instr_at(emitter, instr->a)->begins |
		       instr_at(emitter, instr->b)->begins;
	case OP_JUMP:
		return instr_at(emitter, instr->a)->begins;
	default:
		return instr_at(emitter, index + 1)->begins;
	}
}

/* Makes the program of a parsed pattern; true also where it cannot match. */
static bool
add_parsed(Emitter *emitter, Pattern *pattern)
{
	SectionMaker *maker = emitter->maker;
	Program program = {
	    .rule = maker->rules->len - 1,
	    .first = emitter->first,
	};

	if (mark_dead(maker, pattern))
		return true;
	if (!emit(emitter, pattern))
		return false;
	add(emitter, OP_MATCH, 0, 0);
	program.count = here(emitter) - program.first;
	for (guint32 i = here(emitter); i-- > program.first;)
		instr_at(emitter, i)->begins = begins_of(emitter, i);
	g_array_append_val(maker->programs, program);
	if (!section_add_starts(maker, maker->programs->len - 1))
		return fail(emitter, "it could match nothing at all", "");
	return !maker->is_crowded ||
	       fail(emitter, "too many patterns begin as it does", "");
}

bool
section_add_program(SectionMaker *maker, const char *text, GError **error)
{
	Emitter emitter = {
	    .maker = maker,
	    .error = error,
	    .first = maker->instrs->len,
	    .work = PATTERN_WORK_MAX,
	};
	g_autoptr(Pattern) pattern =
	    pattern_parse(text, maker->parts, &emitter.work, error);

	if (!pattern || !add_parsed(&emitter, pattern))
		return false;
	maker->work += PATTERN_WORK_MAX - emitter.work;
	return maker->work <= SECTION_WORK_MAX ||
	       fail(&emitter, "too many patterns, or too large ones", "");
}
