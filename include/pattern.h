/*
 * Pattern: one pattern of a rule, parsed into a tree.
 *
 * The syntax is that of rules/README.md. Parts are put in where they are used.
 */
#ifndef PATTERN_H
#define PATTERN_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#define PATTERN_WORDS_MAX 400 /* bytes of words that are looked up at once */

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
	bool is_dead;     /* it cannot match: for who compiles it */
	GPtrArray *items; /* of Pattern *, owned */
} Pattern;

/*
 * Parses text; parts are the texts of parts by name, borrowed. Each element,
 * those of parts included, takes one of work. AFTERWORD_ERROR_RULES, naming the
 * byte at fault, when it is no pattern or there is no work left.
 */
Pattern *pattern_parse(
    const char *text, GHashTable *parts, size_t *work, GError **error);

/*
 * The folded form of words, as PATTERN_WORDS has them: "interview*" is open.
 * The caller's.
 */
char *pattern_fold_words(const char *words);

void pattern_free(Pattern *pattern);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Pattern, pattern_free)

#endif
