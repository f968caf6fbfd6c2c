/*
 * Firm label: whether a domain's name is made of the words of a firm's.
 */
#ifndef FIRM_LABEL_H
#define FIRM_LABEL_H

#include <glib.h>
#include <stdbool.h>

/* The words of a name as a domain would spell them, the caller's. */
char **firm_label_words(const char *name);

/* A label without dashes, the caller's. */
char *firm_label_bare(const char *label);

/*
 * How many of the words, from the first on, a bare label is made of; 0 if it
 * is not. is_whole says whether they are all of the label.
 */
guint firm_label_count(const char *label, char **words, bool *is_whole);

#endif
