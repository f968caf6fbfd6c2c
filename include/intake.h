/*
 * Intake: one message, read and taken into the state.
 *
 * In two steps, since the first decides what is said in the mail's header and
 * must not wait for the lock that the second takes.
 */
#ifndef INTAKE_H
#define INTAKE_H

#include "command.h"
#include "reader.h"
#include "spool.h"

#include <glib.h>
#include <stdbool.h>

typedef struct Intake Intake;

/* Reads a message. AFTERWORD_ERROR_MAIL, _RULES, _STORE, _PERMISSION. */
Intake *intake_read(
    const House *house, const Spool *spool, Written written, GError **error);

/* The X-Afterword-* header lines, each ended by LF; the caller's. */
char *intake_headers(const Intake *intake);

/* Takes the reading into the state; drafts that are due are queued. */
bool intake_keep(Intake *intake, GError **error);

/* What was seen and done, in words for a terminal; borrowed. */
const char *intake_report(const Intake *intake);

/* What the user must hear of even from a hook; borrowed; NULL: nothing. */
const char *intake_warning(const Intake *intake);

/* What is wrong with the user's own rules; borrowed; NULL: nothing. */
const char *intake_fault(const Intake *intake);

/* Whether a draft waits in the outbox. */
bool intake_has_mail_out(const Intake *intake);

void intake_free(Intake *intake);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Intake, intake_free)

#endif
