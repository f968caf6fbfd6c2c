/*
 * Rule examples: whether a rule does what its own examples say.
 *
 * A rule must be found in each of "matches", with the fields given there, and
 * in none of "spares".
 */
#ifndef RULE_EXAMPLES_H
#define RULE_EXAMPLES_H

#include "json.h"
#include "patterns.h"

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#define RULE_EXAMPLES_MAX 2000      /* of all rules of the user's */
#define RULE_EXAMPLE_BYTES_MAX 1000 /* of one of them */

/* The rules, compiled and as they stand in n files; borrowed. */
typedef struct RuleBook {
	const Patterns *patterns;
	const RuleFile *files;
	size_t n;
} RuleBook;

/*
 * Tries rule on the "matches" and "spares" of examples, which are in lang.
 * AFTERWORD_ERROR_RULES names the field and the example that fails.
 */
bool rule_examples_hold(const RuleBook *book, const Json *rule,
    const Json *examples, const char *lang, GError **error);

/* All examples of the user's files; the error names file and rule, too. Those
 * of files of every language are read as English. */
bool rule_examples_check(const RuleBook *book, GError **error);

#endif
