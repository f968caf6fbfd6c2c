/*
 * Patterns: word patterns of all languages, compiled, and where they match.
 *
 * The rules are data (rules/README.md has their syntax). The compiled file is
 * mapped and read in place; only the language of a text is ever touched, so
 * that the cost does not grow with the number of languages. Matching is linear
 * in the text: patterns are bounded, and no state is tried twice.
 */
#ifndef PATTERNS_H
#define PATTERNS_H

#include "json.h"
#include "tokens.h"

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#define PATTERNS_CAPTURES_MAX 16 /* of one match, constants included */

/* A field of a match: "field:<class>" in the pattern, or one of "sets". */
typedef struct Capture {
	const char *field; /* borrowed from the patterns, as value */
	const char *value; /* of the class member, "" where it has none */
	int number;        /* of a number or class member, else 0 */
	size_t start;      /* bytes in the text */
	size_t length;     /* 0 for a field of "sets" */
	unsigned first_token;
	unsigned n_tokens;
} Capture;

typedef struct Match {
	const char *rule; /* its id, borrowed from the patterns */
	size_t start;     /* bytes in the text */
	size_t length;
	unsigned first_token;
	unsigned n_tokens;
	unsigned n_captures;
	Capture captures[PATTERNS_CAPTURES_MAX];
} Match;

/* One rule file, parsed, as the compiler takes it; all borrowed. */
typedef struct RuleFile {
	const char *name; /* for messages */
	const char *lang; /* "de"; "" for a file of every language */
	bool is_users;    /* laid over the others */
	const Json *json;
} RuleFile;

/*
 * Compiles the rules and classes of files (an array of n) to what
 * patterns_open maps and patterns_new takes. Where two have a rule of the same
 * id, the user's counts, then that of the language. AFTERWORD_ERROR_RULES names
 * file, rule and field at fault. Whatever the files say, what compiling and
 * finding cost is bounded.
 */
GBytes *patterns_compile(const RuleFile *files, size_t n, GError **error);

/* AFTERWORD_ERROR_RULES when it is missing, cut off, or of another version. */
Patterns *patterns_open(const char *path, GError **error);
Patterns *patterns_new(GBytes *compiled, GError **error);

/* Checks every byte of it, as patterns_open does only with what it needs. */
bool patterns_check(const Patterns *patterns, GError **error);

/*
 * The matches of the rules with "finds": group, of Match, in text order; the
 * array is the caller's. Of several at one place the longest is taken, of the
 * longest the first rule; matches do not overlap.
 *
 * From here on "<group>" stands for these matches in the patterns of groups
 * that are found later: a capture's number is then the index in this array.
 */
GArray *patterns_find(Tokens *tokens, const char *group);

/* The capture of that field, or NULL. */
const Capture *match_get(const Match *match, const char *field);

/* What a capture covers, as it stands in the text; the caller's. */
char *match_dup_text(
    const Match *match, const char *field, const Tokens *tokens);

void patterns_close(Patterns *patterns);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Patterns, patterns_close)

#endif
