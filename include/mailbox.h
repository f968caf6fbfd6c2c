/*
 * Mailbox: an account's mail, to be read, as a plugin (a shared object).
 *
 * A plugin of drafts.h that can also read exports a second function,
 * afterword_mailbox(), that returns this table. Reading leaves no trace: no
 * mail is marked as seen, none is moved. It runs in a process of its own, may
 * block up to its deadline, and may die of what a server says. After a failure
 * of the connection every call fails. Errors: AFTERWORD_ERROR_SERVER, _RULES,
 * _PERMISSION, and _MAIL as said.
 */
#ifndef MAILBOX_H
#define MAILBOX_H

#include <glib.h>
#include <stdbool.h>

#define MAILBOX_VERSION 1

#define MAILBOX_INBOX "INBOX"
#define MAILBOX_SENT "\\Sent" /* wherever the account keeps what was sent */

typedef struct Mailbox Mailbox; /* one connection; the plugin's own struct */

/*
 * Mails of a folder have UIDs that only grow, as long as its uidvalidity is
 * the same (RFC 3501, 2.3.1.1).
 */
typedef struct MailboxFolder {
	guint32 uidvalidity;
	guint32 last; /* no mail in it has a higher UID; 0: it is empty */
} MailboxFolder;

typedef enum {
	MAILBOX_TEXT,  /* the header and the text parts; attachments empty */
	MAILBOX_ALONE, /* the same, with no other mail fetched ahead */
	MAILBOX_WHOLE, /* the mail as it is: for those that cannot be parsed */
} MailboxFetch;

/* How a folder was found. */
typedef enum {
	MAILBOX_NOT,     /* there is none */
	MAILBOX_GIVEN,   /* the user has named it */
	MAILBOX_SPECIAL, /* the server says so */
	MAILBOX_NAME,    /* by its name alone */
} MailboxFound;

/* What an account is like, for afterword doctor. */
typedef struct MailboxSurvey {
	char *drafts; /* UTF-8; NULL where there is none; the caller's */
	MailboxFound drafts_found;
	char *sent; /* the same */
	MailboxFound sent_found;
	bool can_idle;     /* tells of new mail at once */
	bool can_withdraw; /* removes one draft, and no other mail with it */
} MailboxSurvey;

typedef struct MailboxPlugin {
	int version; /* MAILBOX_VERSION */

	/*
	 * Connects and logs in. settings: as for drafts.h; borrowed for the
	 * call only.
	 */
	Mailbox *(*open)(GHashTable *settings, GError **error);

	/*
	 * Opens a folder for reading only: one of the two above, or what the
	 * user calls it (UTF-8). _RULES when it is not there.
	 */
	bool (*enter)(Mailbox *mailbox, const char *name, MailboxFolder *folder,
	    GError **error);

	/*
	 * The UIDs (of guint32, rising; the caller's) above after, of mails
	 * that came on the day of since (Unix seconds; 0 for any) or later.
	 */
	GArray *(*list)(
	    Mailbox *mailbox, guint32 after, gint64 since, GError **error);

	/*
	 * A mail, the caller's, with CRLF line ends; those that were listed
	 * after it may be fetched with it, which later calls profit from. NULL without an error
	 * where it has gone meanwhile; _MAIL when the server's words on this
	 * one mail make no sense, which ends the connection too.
	 */
	GBytes *(*fetch)(
	    Mailbox *mailbox, guint32 uid, MailboxFetch how, GError **error);

	/*
	 * Waits for news up to seconds; true when it is time to list. wake is
	 * a descriptor that ends the wait, with true, when its other end is
	 * closed; -1: none. Fails when the machine was suspended meanwhile.
	 */
	bool (*wait)(Mailbox *mailbox, int wake, int seconds, GError **error);

	/* Looks the account over, and makes nothing. */
	bool (*survey)(Mailbox *mailbox, MailboxSurvey *survey, GError **error);

	void (*close)(Mailbox *mailbox);
} MailboxPlugin;

/* Never unloaded. */
__attribute__((visibility("default"))) const MailboxPlugin *afterword_mailbox(
    void);

#endif
