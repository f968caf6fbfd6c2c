/*
 * Firm: the employer that a message speaks of.
 */
#ifndef FIRM_H
#define FIRM_H

#include "clues.h"

#include <stdbool.h>

/*
 * Sets the company of the reading: from the sender's display name, the wording
 * around it, the signature, and what fits the sender's own domain. Never an
 * applicant system's name; an agency's only where no client is named.
 */
void firm_find(Clues *clues);

/*
 * Whether a firm of that name may own a domain label: "Harrowgate & Lyle" has
 * "harrowgatelyle", "Lakeshore Credit Union" has "lakeshorecu".
 */
bool firm_fits_label(const char *name, const char *label);

/* What a display name says: "Gail Mercer (Cobalt Freight)". */
typedef struct Display {
	char *person;   /* the caller's; "" where none is named */
	char *firm;     /* the caller's; "" where none is named */
	bool is_office; /* a department: nobody in person */
	bool is_bare;   /* no more than a name, which may be either's */
} Display;

Display display_parse(const Clues *clues, const char *name, const char *email);
void display_clear(Display *display);

#endif
