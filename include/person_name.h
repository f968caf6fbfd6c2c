/*
 * Person name: what is somebody's name in a stretch of text, and what is not.
 */
#ifndef PERSON_NAME_H
#define PERSON_NAME_H

#include "clues.h"

/* One line's name: without blanks at its ends, one blank between words, and
 * without a stop that is no initial's. The caller's. */
char *person_name_tidy(const char *text);

/* Takes a title off the front of a name; the caller's, "" where none. */
char *person_name_split_title(const Clues *clues, char **name);

/* How many of the words of name are in the local part of email. */
int person_name_words_in_email(const char *name, const char *email);

/* Whether all of the words of name begin with capitals and are no firm's. */
bool person_name_is_likely(const Clues *clues, const char *name);

/* Whether a name of two words or more can well be a person's, though it is in
 * no list: it has no word for a kind of firm in it. */
bool person_name_is_full(const Clues *clues, const char *name);

/* Whether a name that nothing else speaks for may still be a person's. */
bool person_name_is_unlisted(const Clues *clues, const char *name);

/* "HR Strategist Ove Kihl" is Ove Kihl; in place. */
void person_name_drop_office(const Clues *clues, char *name);

#endif
