/*
 * Firm name: what is a firm's name in a stretch of text, and what is not.
 */
#ifndef FIRM_NAME_H
#define FIRM_NAME_H

#include "clues.h"

/*
 * A firm's name as it is kept: one line, without legal form and the words for
 * its recruiters; the first n_kept words stay whatever they are. The caller's.
 */
char *firm_name_clean(const Clues *clues, const char *text, guint n_kept);

/* Whether a name, or the end of it, fits the firm's own domain. */
bool firm_name_fits(const Clues *clues, const char *name);

/* Whether a cleaned name can be a firm's at all. */
bool firm_name_is_possible(const Clues *clues, const char *name);

/* "Team of Northwind Optics" is Northwind Optics; the caller's. */
char *firm_name_without_lead(const Clues *clues, const char *text);

/*
 * "Careers at Northwind Optics" is what the domain "northwindoptics" fits: the
 * first such end of text, or text where none fits or a firm's word is before.
 */
const char *firm_name_fitting_end(const Clues *clues, const char *text);

/* The last line of text, but at least two words; a part of it. */
const char *firm_name_last_line(const char *text);

#endif
