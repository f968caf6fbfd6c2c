/*
 * Signs: names in text without blanks, by the words that they end with.
 */
#ifndef SIGNS_H
#define SIGNS_H

#include "clues.h"

/* Which tokens are of a match of group (a particle within kana is none); one
 * for each, the caller's. */
bool *signs_within(const Clues *clues, const char *group);

/*
 * The name that ends with a match: all before it that is glued to it, up to a
 * stop and at most max tokens. NULL where nothing is; the caller's.
 */
char *signs_name_to(
    const Clues *clues, const bool *stops, const Match *end, size_t max);

/* Whether the word that a match ends goes on after it. */
bool signs_go_on(const Clues *clues, const bool *stops, const Match *match);

#endif
