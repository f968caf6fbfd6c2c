/*
 * Hosts: what a domain, a link or a mailbox is known for.
 *
 * The lists are classes of rules/hosts.json, a group of patterns each:
 * "applicant_systems", "job_boards", "meeting", "scheduling", "assessment",
 * "signing", "free_mail", "chat".
 */
#ifndef HOSTS_H
#define HOSTS_H

#include "patterns.h"

#include <stdbool.h>

/* Whether host is of that group, or below a host that is. */
bool host_is(const Patterns *patterns, const char *group, const char *host);

/* What comes before the "@" of an address says who reads it. */
typedef enum { MAILBOX_PERSON, MAILBOX_OFFICE, MAILBOX_NOBODY } Mailbox;
Mailbox mailbox_of(const Patterns *patterns, const char *email);

/* The host of an http or https link, lower case; the caller's, "" if none. */
char *host_of_link(const char *url);

/* What follows the "@"; borrowed, "" if none. */
const char *host_of_email(const char *email);

/*
 * The label that a firm would choose: "acme" of "jobs.acme.co.uk"; the
 * caller's, "" if none.
 */
char *host_label(const char *host);

#endif
