/*
 * Hosts: what a domain, a link or a mailbox is known for.
 *
 * The lists are classes of rules/hosts.json.
 */
#ifndef HOSTS_H
#define HOSTS_H

#include "patterns.h"

typedef enum {
	HOST_UNKNOWN,
	HOST_APPLICANT_SYSTEM,
	HOST_JOB_BOARD,
	HOST_MEETING,
	HOST_SCHEDULING,
	HOST_ASSESSMENT,
	HOST_SIGNING,
	HOST_FREE_MAIL, /* an address there is anybody's */
	HOST_CHAT,
	HOST_COUNT,
} Host;

/* What host, or a host that it is below of, is known for. */
Host host_find(const Patterns *patterns, const char *host);

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
