/*
 * Thread: which mail a draft answers, whom it goes to, and its subject.
 *
 * rules/addresses.json holds what is known of addresses that nobody reads and
 * of the words that mail clients put before a subject.
 */
#ifndef THREAD_H
#define THREAD_H

#include "state.h"

#include <glib.h>
#include <stdbool.h>

typedef struct Thread Thread; /* the rules */

Thread *thread_load(const char *path, GError **error);

/* Whom a draft goes to; all borrowed from the application. */
typedef struct Addressee {
	const Mail *mail;     /* that it answers; NULL: a thread of its own */
	const Mail *model;    /* whose language and register to follow; NULL */
	const Person *person; /* NULL where the name is not known */
	const char *name;     /* for the header; "" */
	const char *email;    /* "" where the user must find it out */
} Addressee;

/*
 * A thank-you, or what was promised, goes to its person, in the thread of what
 * they wrote; a letter to the user's own side in a thread of its own; all else
 * to the sender of the mail that it answers or, where nobody reads that
 * address, to the last person who wrote. false where there is nobody.
 */
bool thread_find_addressee(const Thread *thread, const Application *application,
    const Action *action, Addressee *addressee);

/* "Re: " and the subject without such words of its own; the caller's. */
char *thread_subject(const Thread *thread, const char *subject);

/* The References of an answer to mail, blank between; the caller's. */
char *thread_references(const Mail *mail);

void thread_free(Thread *thread);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Thread, thread_free)

#endif
