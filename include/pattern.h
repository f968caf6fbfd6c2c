/*
 * Pattern: one pattern of a rule, parsed into a tree.
 *
 * The syntax is that of rules/README.md. Parts are put in where they are used.
 */
#ifndef PATTERN_H
#define PATTERN_H

#include <glib.h>

typedef enum {
	PATTERN_WORDS,    /* name: folded words, each ended by TOKEN_END; the
	                   * last one open where any word beginning so fits */
	PATTERN_CLASS,    /* name, and min to max where it has bounds */
	PATTERN_GLUE,     /* "~" */
	PATTERN_GAP,      /* up to max tokens, few first */
	PATTERN_SEQUENCE, /* of items */
	PATTERN_CHOICE,   /* of items */
	PATTERN_REPEAT,   /* the only item min to max times, many first */
	PATTERN_FIELD,    /* the only item, kept as name */
} PatternKind;

typedef struct Pattern {
	PatternKind kind;
	char *name;
	int min;
	int max;
	GPtrArray *items; /* of Pattern *, owned */
} Pattern;

/*
 * Parses text; parts are the texts of parts by name, borrowed.
 * AFTERWORD_ERROR_RULES, naming the byte at fault, when it is no pattern.
 */
Pattern *pattern_parse(const char *text, GHashTable *parts, GError **error);

/*
 * The folded form of words, as PATTERN_WORDS has them: "interview*" is open.
 * The caller's.
 */
char *pattern_fold_words(const char *words);

void pattern_free(Pattern *pattern);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Pattern, pattern_free)

#endif
