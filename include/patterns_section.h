/*
 * Section: the compiled patterns of one language while they are being made.
 */
#ifndef PATTERNS_SECTION_H
#define PATTERNS_SECTION_H

#include "pattern.h"
#include "patterns_format.h"

#include <glib.h>
#include <stdbool.h>

#define SECTION_GROUPS_MAX 200
#define SECTION_STARTS_MAX 128  /* of one group, with the same word */
#define SECTION_MEANINGS_MAX 64 /* of one word */

/* A folded word or words, and one thing it means. */
typedef struct SectionWord {
	char *words;
	Meaning meaning;
} SectionWord;

/* A program that may match where a symbol stands. */
typedef struct SectionStart {
	guint32 symbol;
	Starter starter;
} SectionStart;

typedef struct SectionMaker {
	GByteArray *strings;
	GHashTable *string_offsets;
	GHashTable *filled;  /* symbols that are groups or have words */
	GHashTable *symbols; /* number by name; literals as "=words" */
	GArray *symbol_names;
	GArray *words; /* of SectionWord */
	GArray *instrs;
	GArray *programs;
	GArray *rules;
	GArray *fields;
	GArray *sets;
	GArray *groups;
	GArray *starts;     /* of SectionStart */
	GHashTable *parts;  /* text by name, both borrowed */
	size_t work;        /* elements that were parsed and emitted */
	GHashTable *counts; /* of patterns, by group and what they start with */
	GHashTable *n_meanings; /* by folded word */
	bool is_crowded;        /* one of counts is beyond SECTION_STARTS_MAX */
} SectionMaker;

SectionMaker *section_maker_new(void);

/* The offset of a string in the section, put there once. */
guint32 section_add_string(SectionMaker *maker, const char *text);

/* The symbol of a class, made where there is none. */
guint32 section_add_symbol(SectionMaker *maker, const char *name);

/* 0 where no class or group has that name. */
guint32 section_find_symbol(const SectionMaker *maker, const char *name);

/* Adds a class member; value may be "". False when its word has too many
 * meanings by now. */
bool section_add_word(SectionMaker *maker, const char *class_name,
    const char *value, const char *words);

/* Whether a class is known but has no member, and is no group either. */
bool section_is_empty(const SectionMaker *maker, const char *name);

/* The index of a group, made where there is none. */
guint32 section_add_group(SectionMaker *maker, const char *name);

/*
 * Compiles the text of one pattern of the last rule in rules to a program.
 * AFTERWORD_ERROR_RULES when it is no pattern, names no class, is too large,
 * keeps too many fields, or could match nothing at all; or when all of them
 * together are too many. What a pattern may cost is bounded, whatever it says.
 */
bool section_add_program(SectionMaker *maker, const char *text, GError **error);

/* Notes what a program may begin with; false when it may match nothing. Sets
 * is_crowded. */
bool section_add_starts(SectionMaker *maker, guint32 program);

/* The section as bytes, a multiple of 8. */
GByteArray *section_write(SectionMaker *maker);

void section_maker_free(SectionMaker *maker);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SectionMaker, section_maker_free)

#endif
