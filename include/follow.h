/*
 * Follow: one folder of one account, read by a process of its own.
 *
 * It speaks IMAP and may die of it, so it keeps nothing: it hands each new
 * mail to "afterword filter", and says on standard output how far it is, for
 * the process that started it (watch.c) to keep. One line each:
 *
 *   entered             the folder is open
 *   renumbered          its UIDs are new ones (UIDVALIDITY has changed)
 *   trying UID          this mail comes next
 *   skipped UID         this mail was given up
 *   read VALIDITY UID   every mail up to this one has been read
 *   caught COUNT        that was all for now: so many were read
 *   failed CODE TEXT    it ends with this error
 *
 * SIGCONT has it look whether the machine was asleep, and end if so: nobody
 * knows what has become of its connection.
 */
#ifndef FOLLOW_H
#define FOLLOW_H

#include "command.h"

#include <stdbool.h>

/* A mail that this many readings ended at is given up. */
#define FOLLOW_TRIES_MAX 3

typedef struct Followed {
	const char *account; /* the name of its section */
	const char *folder;  /* as mailbox.h names it */
	bool once;           /* does not wait for more */
} Followed;

/* Runs until told to end, or until nobody listens; an exit code. */
int follow_run(const Options *options, const Followed *followed);

/* Says the line "failed"; never more than one line. */
void follow_say_failure(const GError *error);

#endif
