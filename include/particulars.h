/*
 * Particulars: what is known for one letter, by the names that texts use.
 *
 * Every value is safe to print: on one line, without control or invisible
 * characters, guillemets, or more than PARTICULARS_MAX characters. What is
 * not known has no value; what is merely true has an empty one.
 */
#ifndef PARTICULARS_H
#define PARTICULARS_H

#include "manners.h"
#include "state.h"

#include <glib.h>

#define PARTICULARS_MAX 80
#define PARTICULARS_WORDS_MAX 600 /* of the user's own words */

/* What a letter is written for; all borrowed. */
typedef struct Occasion {
	const Application *application;
	const Action *action;
	const Mail *model;    /* whose habits it follows; NULL: none's */
	const Person *person; /* that it greets; NULL where none is known */
	const char *author;   /* the user's name; "" where unknown */
	gint64 now;
} Occasion;

/* Every name, NULL last. */
const char *const *particulars_names(void);

/* char * to char *. */
GHashTable *particulars_gather(
    const Occasion *occasion, const Manners *manners);

/* The user's own offset from UTC: of their last mail, else of model. */
int particulars_own_offset(const Application *application, const Mail *model);

/* The value as it may be printed; NULL where nothing is left or too much. */
char *particulars_clean(const char *value);

/* The same for the user's own words, which may be longer. */
char *particulars_clean_words(const char *value);

#endif
