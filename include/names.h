/*
 * Names: whether two names mean the same firm, role or person.
 *
 * Names come from strangers in any language; case, accents and punctuation do
 * not count. "" is the same as nothing.
 */
#ifndef NAMES_H
#define NAMES_H

#include <stdbool.h>

/* "Northwind Optics, Inc." and "NORTHWIND OPTICS INC": the same words. */
bool names_equal(const char *one, const char *other);

/* Whether all words of part are among those of whole: "Tom", "Tom Weld". */
bool names_contain(const char *whole, const char *part);

/*
 * Whether two wordings may mean one role: equal, one within the other, or more
 * than half of all their words in common.
 */
bool names_same_role(const char *one, const char *other);

/*
 * Whether a mail address's domain is a firm's own, by a word of its name:
 * "jo@kestler-antriebe.example" and "Kestler Antriebstechnik". Shared domains
 * (of mailboxes, of recruiting software) are nobody's.
 */
bool names_own_domain(const char *firm, const char *email);

/* The domain of a mail address, borrowed; "" where there is none. */
const char *names_domain(const char *email);

/* A name's words in a form in which equal names are the same; the caller's. */
char *names_key(const char *name);

/* Letters, digits and "-" made of a name: "northwind-optics"; the caller's,
 * "" where nothing is left. */
char *names_slug(const char *name);

#endif
