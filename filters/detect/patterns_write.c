#include "patterns_section.h"

#include <string.h>

/* Words whose first bytes are the same: a node of the tree to be. */
typedef struct Span {
	guint32 node;
	guint first;
	guint after;
	size_t depth;
} Span;

typedef struct Tree {
	GArray *nodes;
	GArray *meanings;
	GArray *words; /* sorted */
	SectionMaker *maker;
	GQueue waiting; /* of Span *, owned */
} Tree;

static void
word_clear(void *word)
{
	g_free(((SectionWord *)word)->words);
}

SectionMaker *
section_maker_new(void)
{
	static const char *const names[SYMBOL_COUNT] = {
	    [SYMBOL_NUMBER] = "number",
	    [SYMBOL_PARTICLE] = "name_particle",
	    [SYMBOL_WHEN] = "when",
	};
	SectionMaker *maker = g_new0(SectionMaker, 1);
	guint32 none = 0;

	maker->strings = g_byte_array_new();
	maker->string_offsets =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	maker->symbols =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	maker->filled = g_hash_table_new(NULL, NULL);
	maker->symbol_names = g_array_new(false, true, sizeof(guint32));
	maker->words = g_array_new(false, false, sizeof(SectionWord));
	g_array_set_clear_func(maker->words, word_clear);
	maker->instrs = g_array_new(false, false, sizeof(Instr));
	maker->programs = g_array_new(false, false, sizeof(Program));
	maker->rules = g_array_new(false, false, sizeof(Rule));
	maker->fields = g_array_new(false, false, sizeof(guint32));
	maker->sets = g_array_new(false, false, sizeof(Set));
	maker->groups = g_array_new(false, false, sizeof(Group));
	maker->starts = g_array_new(false, false, sizeof(SectionStart));
	maker->counts = g_hash_table_new(NULL, NULL);
	maker->n_meanings =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	maker->parts = g_hash_table_new(g_str_hash, g_str_equal);
	section_add_string(maker, "");
	for (int i = 0; i < SYMBOL_COUNT; i++) {
		if (names[i])
			section_add_symbol(maker, names[i]);
		else
			g_array_append_val(maker->symbol_names, none);
	}
	return maker;
}

guint32
section_add_string(SectionMaker *maker, const char *text)
{
	gpointer offset;
	guint32 added = maker->strings->len;

	if (g_hash_table_lookup_extended(
	        maker->string_offsets, text, NULL, &offset))
		return GPOINTER_TO_UINT(offset);
	g_byte_array_append(
	    maker->strings, (const guint8 *)text, (guint)strlen(text) + 1);
	g_hash_table_insert(
	    maker->string_offsets, g_strdup(text), GUINT_TO_POINTER(added));
	return added;
}

guint32
section_find_symbol(const SectionMaker *maker, const char *name)
{
	return GPOINTER_TO_UINT(g_hash_table_lookup(maker->symbols, name));
}

guint32
section_add_symbol(SectionMaker *maker, const char *name)
{
	guint32 symbol = section_find_symbol(maker, name);
	guint32 text = 0;

	if (symbol)
		return symbol;
	if (*name != '=')
		text = section_add_string(maker, name);
	symbol = maker->symbol_names->len;
	g_array_append_val(maker->symbol_names, text);
	g_hash_table_insert(
	    maker->symbols, g_strdup(name), GUINT_TO_POINTER(symbol));
	return symbol;
}

guint32
section_add_group(SectionMaker *maker, const char *name)
{
	Group group = {
	    section_add_string(maker, name), section_add_symbol(maker, name)};

	for (guint32 i = 0; i < maker->groups->len; i++)
		if (g_array_index(maker->groups, Group, i).name == group.name)
			return i;
	g_array_append_val(maker->groups, group);
	g_hash_table_add(maker->filled, GUINT_TO_POINTER(group.symbol));
	return maker->groups->len - 1;
}

bool
section_add_word(SectionMaker *maker, const char *class_name, const char *value,
    const char *words)
{
	char *end;
	gint64 number = g_ascii_strtoll(value, &end, 10);
	guint32 n;
	SectionWord word = {.words = pattern_fold_words(words),
	    .meaning = {
	        .symbol = section_add_symbol(maker, class_name),
	        .value = section_add_string(maker, value),
	        .number = *value && !*end ? (gint32)number : 0,
	    }};

	n = 1 + GPOINTER_TO_UINT(
	            g_hash_table_lookup(maker->n_meanings, word.words));
	g_array_append_val(maker->words, word);
	g_hash_table_add(maker->filled, GUINT_TO_POINTER(word.meaning.symbol));
	g_hash_table_insert(
	    maker->n_meanings, g_strdup(word.words), GUINT_TO_POINTER(n));
	return n <= SECTION_MEANINGS_MAX;
}

bool
section_is_empty(const SectionMaker *maker, const char *name)
{
	guint32 symbol = section_find_symbol(maker, name);

	return symbol >= SYMBOL_COUNT &&
	       !g_hash_table_contains(maker->filled, GUINT_TO_POINTER(symbol));
}

static guint32
group_of(const SectionMaker *maker, guint32 program)
{
	guint32 rule = g_array_index(maker->programs, Program, program).rule;

	return g_array_index(maker->rules, Rule, rule).group;
}

/* Counts a pattern of a group that may start with a symbol. */
static void
count_start(SectionMaker *maker, guint32 symbol, guint32 group)
{
	gpointer key =
	    GSIZE_TO_POINTER((gsize)symbol * SECTION_GROUPS_MAX + group);
	guint32 n =
	    1 + GPOINTER_TO_UINT(g_hash_table_lookup(maker->counts, key));

	g_hash_table_insert(maker->counts, key, GUINT_TO_POINTER(n));
	maker->is_crowded = maker->is_crowded || n > SECTION_STARTS_MAX;
}

static void
add_start(SectionMaker *maker, guint32 symbol, guint32 program, guint32 then)
{
	SectionStart start = {
	    symbol, {program, then, group_of(maker, program)}};

	for (guint i = maker->starts->len; i-- > 0;) {
		SectionStart *other =
		    &g_array_index(maker->starts, SectionStart, i);

		if (other->starter.program != program)
			break;
		if (other->symbol != symbol)
			continue;
		other->starter.then |= then;
		return;
	}
	g_array_append_val(maker->starts, start);
	count_start(maker, symbol, start.starter.group);
}

static void
add_starts_of(SectionMaker *maker, const Instr *instr, guint32 program)
{
	static const guint32 symbols[] = {
	    [OP_NUMBER] = SYMBOL_NUMBER,
	    [OP_DIGITS] = SYMBOL_DIGITS,
	    [OP_WORD] = SYMBOL_WORD,
	    [OP_KANJI] = SYMBOL_WORD,
	    [OP_KATAKANA] = SYMBOL_WORD,
	    [OP_CAPITAL] = SYMBOL_CAPITAL,
	    [OP_NAME] = SYMBOL_CAPITAL,
	    [OP_LINK] = SYMBOL_LINK,
	    [OP_EMAIL] = SYMBOL_EMAIL,
	    [OP_ANY] = SYMBOL_ANY,
	    [OP_GAP] = SYMBOL_ANY,
	};
	guint32 then = instr->op == OP_NAME ? BEGINS_ANYHOW : instr[1].begins;

	if (instr->op == OP_SYMBOL) {
		add_start(maker, instr->a, program, then);
		return;
	}
	add_start(maker, symbols[instr->op], program, then);
	if (instr->op == OP_NUMBER)
		add_start(maker, SYMBOL_DIGITS, program, then);
}

bool
section_add_starts(SectionMaker *maker, guint32 index)
{
	Program program = g_array_index(maker->programs, Program, index);
	g_autofree bool *reached = g_new0(bool, program.count + 1);

	reached[0] = true;
	for (guint32 i = 0; i < program.count; i++) {
		const Instr *instr =
		    &g_array_index(maker->instrs, Instr, program.first + i);

		if (!reached[i])
			continue;
		switch ((Op)instr->op) {
		case OP_MATCH:
			return false;
		case OP_SPLIT:
			reached[instr->b - program.first] = true;
			/* fall through */
		case OP_JUMP:
			reached[instr->a - program.first] = true;
			break;
		case OP_UPPER:
		case OP_LINE_START:
		case OP_LINE_END:
		case OP_BLOCK:
		case OP_GLUE:
		case OP_BLANK:
		case OP_WHOLE:
		case OP_OPEN:
		case OP_CLOSE:
			reached[i + 1] = true;
			break;
		default:
			add_starts_of(maker, instr, index);
		}
	}
	return true;
}

static int
by_words(const void *a, const void *b)
{
	const SectionWord *one = a;
	const SectionWord *other = b;

	return strcmp(one->words, other->words);
}

static const SectionWord *
word_at(const Tree *tree, guint index)
{
	return &g_array_index(tree->words, SectionWord, index);
}

/* Makes a node for the words of a span, and leaves it waiting. */
static void
add_node(Tree *tree, guint first, guint after, size_t depth)
{
	Node node = {0};
	Span *span = g_new(Span, 1);

	if (depth > 0)
		node.byte = (guint8)word_at(tree, first)->words[depth - 1];
	*span = (Span){tree->nodes->len, first, after, depth};
	g_array_append_val(tree->nodes, node);
	g_queue_push_tail(&tree->waiting, span);
}

/* Whether the words of a span are but one, with several meanings. */
static bool
is_alone(const Tree *tree, const Span *span)
{
	return strcmp(word_at(tree, span->first)->words,
	           word_at(tree, span->after - 1)->words) == 0;
}

/* Gives a node the meanings that end there, and its children. */
static void
fill_node(Tree *tree, const Span *span)
{
	guint32 first_meaning = tree->meanings->len;
	guint32 first_child = tree->nodes->len;
	guint i = span->first;
	const char *rest = word_at(tree, i)->words + span->depth;
	guint32 tail = 0;
	Node *node;

	if (*rest && span->depth > 0 && is_alone(tree, span)) {
		tail = section_add_string(tree->maker, rest);
		for (; i < span->after; i++)
			g_array_append_val(
			    tree->meanings, word_at(tree, i)->meaning);
	}
	for (; i < span->after && !word_at(tree, i)->words[span->depth]; i++)
		g_array_append_val(tree->meanings, word_at(tree, i)->meaning);
	while (i < span->after) {
		char byte = word_at(tree, i)->words[span->depth];
		guint end = i;

		while (end < span->after &&
		       word_at(tree, end)->words[span->depth] == byte)
			end++;
		add_node(tree, i, end, span->depth + 1);
		i = end;
	}
	node = &g_array_index(tree->nodes, Node, span->node);
	node->first_meaning = first_meaning;
	node->tail = tail;
	node->n_meanings = (guint16)(tree->meanings->len - first_meaning);
	node->first_child = first_child;
	node->n_children = (guint8)(tree->nodes->len - first_child);
}

/* The words as a tree, level by level, so that children lie together. */
static void
plant(Tree *tree)
{
	Span *span;

	g_array_sort(tree->words, by_words);
	g_queue_init(&tree->waiting);
	add_node(tree, 0, tree->words->len, 0);
	while ((span = g_queue_pop_head(&tree->waiting))) {
		if (span->first < span->after) /* no words: an empty root */
			fill_node(tree, span);
		g_free(span);
	}
}

/* Programs by the symbol they start with: where each symbol's begin. */
static void
sort_starts(const SectionMaker *maker, GArray *first, GArray *programs)
{
	const SectionStart *starts =
	    (const SectionStart *)(void *)maker->starts->data;
	guint32 n = maker->starts->len;
	g_autofree guint32 *places = NULL;

	g_array_set_size(first, maker->symbol_names->len + 1);
	g_array_set_size(programs, n);
	for (guint32 i = 0; i < n; i++)
		g_array_index(first, guint32, starts[i].symbol + 1)++;
	for (guint32 i = 1; i < first->len; i++)
		g_array_index(first, guint32, i) +=
		    g_array_index(first, guint32, i - 1);
	places = g_memdup2(first->data, first->len * sizeof(guint32));
	for (guint32 i = 0; i < n; i++)
		g_array_index(programs, Starter, places[starts[i].symbol]++) =
		    starts[i].starter;
}

static void
pad(GByteArray *bytes)
{
	static const guint8 zeros[8] = {0};

	g_byte_array_append(bytes, zeros, (8 - bytes->len % 8) % 8);
}

static void
put_table(GByteArray *bytes, TableName name, const void *start, guint count,
    size_t size)
{
	SectionHeader *header = (SectionHeader *)(void *)bytes->data;

	header->tables[name].offset = bytes->len;
	header->tables[name].count = count;
	g_byte_array_append(bytes, start, (guint)(count * size));
	pad(bytes);
}

static void
put_array(GByteArray *bytes, TableName name, const GArray *array)
{
	put_table(bytes, name, array->data, array->len,
	    g_array_get_element_size((GArray *)array));
}

GByteArray *
section_write(SectionMaker *maker)
{
	g_autoptr(GArray) nodes = g_array_new(false, false, sizeof(Node));
	g_autoptr(GArray) meanings = g_array_new(false, false, sizeof(Meaning));
	g_autoptr(GArray) first = g_array_new(false, true, sizeof(guint32));
	g_autoptr(GArray) programs = g_array_new(false, false, sizeof(Starter));
	Tree tree = {nodes, meanings, maker->words, maker, {0}};
	GByteArray *bytes = g_byte_array_new();
	SectionHeader header = {0};

	plant(&tree);
	sort_starts(maker, first, programs);
	g_byte_array_append(bytes, (const guint8 *)&header, sizeof(header));
	put_table(
	    bytes, TABLE_STRINGS, maker->strings->data, maker->strings->len, 1);
	put_array(bytes, TABLE_NODES, nodes);
	put_array(bytes, TABLE_MEANINGS, meanings);
	put_array(bytes, TABLE_SYMBOLS, maker->symbol_names);
	put_array(bytes, TABLE_INSTRS, maker->instrs);
	put_array(bytes, TABLE_PROGRAMS, maker->programs);
	put_array(bytes, TABLE_RULES, maker->rules);
	put_array(bytes, TABLE_FIELDS, maker->fields);
	put_array(bytes, TABLE_SETS, maker->sets);
	put_array(bytes, TABLE_GROUPS, maker->groups);
	put_array(bytes, TABLE_STARTS, first);
	put_array(bytes, TABLE_STARTERS, programs);
	return bytes;
}

void
section_maker_free(SectionMaker *maker)
{
	if (!maker)
		return;
	g_byte_array_free(maker->strings, true);
	g_hash_table_destroy(maker->string_offsets);
	g_hash_table_destroy(maker->symbols);
	g_hash_table_destroy(maker->filled);
	g_array_free(maker->symbol_names, true);
	g_array_free(maker->words, true);
	g_array_free(maker->instrs, true);
	g_array_free(maker->programs, true);
	g_array_free(maker->rules, true);
	g_array_free(maker->fields, true);
	g_array_free(maker->sets, true);
	g_array_free(maker->groups, true);
	g_array_free(maker->starts, true);
	g_hash_table_destroy(maker->parts);
	g_hash_table_destroy(maker->counts);
	g_hash_table_destroy(maker->n_meanings);
	g_free(maker);
}
