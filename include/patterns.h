/*
 * Patterns: word patterns of all languages, compiled, and where they match.
 *
 * rules/LANG/words.json names classes of words with values, rules/LANG/*.json
 * holds rules with patterns over words and classes; `compile` makes one file
 * of them that is mapped and read in place. Matching is linear in the text.
 */
#ifndef PATTERNS_H
#define PATTERNS_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct Patterns Patterns;

/* AFTERWORD_ERROR_RULES when it is missing, cut off, or of another version. */
Patterns *patterns_open(const char *path, GError **error);
void patterns_close(Patterns *patterns);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Patterns, patterns_close)

#endif
