/*
 * Account: one [account NAME] section of the configuration.
 */
#ifndef ACCOUNT_H
#define ACCOUNT_H

#include <glib.h>
#include <stdbool.h>

typedef struct Account {
	char *name;
	char *author;         /* the user's name in From; "" */
	GPtrArray *addresses; /* of char *, lower case, the main one first */
	char *drafts;         /* the plugin: "maildir", "imap", or another's */
	GHashTable *settings; /* every key of the section, char * to char *;
	                       * "path" is always there for "maildir" */
} Account;

/* An account with nothing but a name; drafts go to "maildir". */
Account *account_new(const char *name);

/*
 * The account that these keys describe, which it shares. The keys are those
 * of afterword(5); a plugin that is not ours has its own. AFTERWORD_ERROR_RULES
 * naming section and key when one is wrong.
 */
Account *account_parse(const char *name, GHashTable *keys, GError **error);

/*
 * The folders that "afterword watch" follows, of char *: none where the
 * account has no host; INBOX, sent mail, and what the key "watch" names.
 */
GPtrArray *account_followed(const Account *account);

/* Whether the user has chosen a connection that anybody can read. */
bool account_is_in_the_clear(const Account *account);

void account_free(Account *account);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Account, account_free)

#endif
