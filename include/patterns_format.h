/*
 * The compiled form of patterns, as it lies in the file: shared by those who
 * write it (patterns_compile, patterns_write) and who read it in place
 * (patterns, tokens, patterns_match). Numbers are those of the machine; a file
 * of another machine has another magic.
 *
 * A file is a FileHeader, a LangEntry a language, and the languages' sections.
 * A section is a SectionHeader and its tables; offsets count from its start.
 */
#ifndef PATTERNS_FORMAT_H
#define PATTERNS_FORMAT_H

#include <glib.h>

#define PATTERNS_MAGIC 0x50574641u /* "AFWP", where numbers start low */
#define PATTERNS_VERSION 3u
#define PATTERNS_LANG_MAX 8
#define PATTERNS_WINDOW 64u /* tokens of one match */

typedef struct FileHeader {
	guint32 magic;
	guint32 version;
	guint32 size; /* of the whole file, bytes */
	guint32 n_langs;
	guint64 sum; /* of the LangEntry that follow */
} FileHeader;

typedef struct LangEntry {
	char lang[PATTERNS_LANG_MAX]; /* "" for every other language */
	guint32 offset;
	guint32 size;
	guint64 sum;
} LangEntry;

typedef enum {
	TABLE_STRINGS,  /* bytes; offset 0 is "" */
	TABLE_NODES,    /* Node: the words, as a tree of bytes */
	TABLE_MEANINGS, /* Meaning */
	TABLE_SYMBOLS,  /* guint32: name in strings, 0 for a literal */
	TABLE_INSTRS,   /* Instr */
	TABLE_PROGRAMS, /* Program */
	TABLE_RULES,    /* Rule */
	TABLE_FIELDS,   /* guint32: name in strings */
	TABLE_SETS,     /* Set */
	TABLE_GROUPS,   /* Group */
	TABLE_STARTS,   /* guint32: by symbol, first in TABLE_STARTERS */
	TABLE_STARTERS, /* Starter */
	TABLE_COUNT,
} TableName;

typedef struct SectionHeader {
	struct {
		guint32 offset;
		guint32 count;
	} tables[TABLE_COUNT];
} SectionHeader;

/* One byte of a folded word. Children lie side by side, in order. */
typedef struct Node {
	guint32 first_child;
	guint32 first_meaning;
	guint32 tail; /* in strings: what else the only word here has, or 0 */
	guint16 n_meanings;
	guint8 n_children;
	guint8 byte;
} Node;

typedef struct Meaning {
	guint32 symbol;
	guint32 value; /* in strings */
	gint32 number; /* the value as a number, else 0 */
} Meaning;

/* Symbols that the engine itself knows; classes and literals follow. */
enum {
	SYMBOL_NONE,
	SYMBOL_NUMBER, /* the class "number" */
	SYMBOL_DIGITS,
	SYMBOL_WORD,
	SYMBOL_CAPITAL,
	SYMBOL_LINK,
	SYMBOL_EMAIL,
	SYMBOL_ANY,
	SYMBOL_PARTICLE, /* the class "name_particle" */
	SYMBOL_WHEN,     /* a mention that when_find has marked */
	SYMBOL_COUNT,
};

typedef enum {
	OP_MATCH,
	OP_SYMBOL, /* a: symbol */
	OP_NUMBER, /* a to b */
	OP_DIGITS, /* a to b of them */
	OP_WORD,
	OP_KANJI,    /* a sign without a sound of its own */
	OP_KATAKANA, /* one sign */
	OP_CAPITAL,
	OP_NAME,
	OP_LINK,
	OP_EMAIL,
	OP_ANY,
	OP_GAP,   /* any, but no end of a sentence */
	OP_UPPER, /* before a capitalised word */
	OP_LINE_START,
	OP_LINE_END,
	OP_BLOCK,
	OP_GLUE,
	OP_BLANK, /* where no glue is */
	OP_WHOLE, /* within no number */
	OP_SPLIT, /* a, and if that fails b; both further on */
	OP_JUMP,  /* a, further on */
	OP_OPEN,  /* field a begins */
	OP_CLOSE, /* field a ends */
} Op;

/*
 * begins has a bit for each symbol that what follows may begin with; a token
 * has the bits of what it means. Where they have none in common nothing can
 * match, so that most of a pattern is never tried.
 */
typedef struct Instr {
	guint32 op : 8;
	guint32 a : 24;
	guint32 b;
	guint32 begins;
} Instr;

#define BEGINS_ANYHOW (1u << 31) /* every token, or none at all */
#define BEGINS_WITH(symbol) (1u << ((symbol) % 31))

typedef struct Program {
	guint32 rule;
	guint32 first;
	guint32 count;
} Program;

/* A program that may match where a symbol stands, and what may come then. */
typedef struct Starter {
	guint32 program;
	guint32 then; /* as in Instr */
	guint32 group;
} Starter;

typedef struct Rule {
	guint32 id;
	guint32 group;
	guint32 first_field;
	guint32 n_fields;
	guint32 first_set;
	guint32 n_sets;
	guint32 drops; /* what it matches is nothing */
} Rule;

typedef struct Set {
	guint32 field;
	guint32 value;
	gint32 number;
} Set;

typedef struct Group {
	guint32 name;
	guint32 symbol; /* what stands for its matches */
} Group;

/* A section in memory, table by table. */
typedef struct Section {
	const char *strings;
	const Node *nodes;
	const Meaning *meanings;
	const guint32 *symbols;
	const Instr *instrs;
	const Program *programs;
	const Rule *rules;
	const guint32 *fields;
	const Set *sets;
	const Group *groups;
	const guint32 *starts;
	const Starter *starters;
	guint32 n_symbols;
	guint32 n_groups;
} Section;

/* Over length bytes, a multiple of 8. */
guint64 patterns_sum(const void *bytes, size_t length);

#endif
