/* The mail of an IMAP account, to be read. */
#include "mailbox.h"

#include "choose.h"
#include "error.h"
#include "imap.h"
#include "incoming.h"
#include "password.h"
#include "server.h"
#include "utf7.h"

#include <string.h>

struct Mailbox {
	Server *server;
	Imap *imap;
	GArray *listed;    /* of guint32: the UIDs of the last list; NULL */
	GHashTable *ahead; /* of GBytes *, by UID: fetched, not yet asked for */
};

static void
mailbox_end(Mailbox *mailbox)
{
	if (!mailbox)
		return;
	imap_close(mailbox->imap);
	server_free(mailbox->server);
	g_clear_pointer(&mailbox->listed, g_array_unref);
	g_hash_table_unref(mailbox->ahead);
	g_free(mailbox);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Mailbox, mailbox_end)

static Mailbox *
mailbox_start(GHashTable *settings, GError **error)
{
	g_autoptr(Mailbox) mailbox = g_new0(Mailbox, 1);
	g_autoptr(Password) password = NULL;

	mailbox->ahead = g_hash_table_new_full(
	    NULL, NULL, NULL, (GDestroyNotify)g_bytes_unref);
	mailbox->server = server_parse(settings, error);
	password =
	    mailbox->server ? password_read(mailbox->server, error) : NULL;
	mailbox->imap =
	    password ? imap_open(mailbox->server, password, error) : NULL;
	return mailbox->imap ? g_steal_pointer(&mailbox) : NULL;
}

/* The folder on the wire; where there is none, how to name it. */
static char *
find_folder(Mailbox *mailbox, const char *name, GError **error)
{
	g_autoptr(GError) why = NULL;
	bool is_sent = !strcmp(name, MAILBOX_SENT);
	Chosen how;
	char *found;

	if (!strcmp(name, MAILBOX_INBOX))
		return g_strdup(name);
	found = is_sent ? choose_folder(mailbox->imap, mailbox->server,
	                      IMAP_USE_SENT, &how, &why)
	                : choose_named(mailbox->imap, name, &why);
	if (why)
		g_propagate_error(error, g_steal_pointer(&why));
	else if (!found && is_sent)
		g_set_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES,
		    "sent: no folder of sent mail is known on %s; "
		    "'sent = NAME' names it",
		    mailbox->server->host);
	else if (!found)
		g_set_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES,
		    "watch: there is no folder '%s' on %s", name,
		    mailbox->server->host);
	return found;
}

static bool
mailbox_enter(
    Mailbox *mailbox, const char *name, MailboxFolder *folder, GError **error)
{
	g_autofree char *found = find_folder(mailbox, name, error);
	MailboxFolder entered;

	if (!found ||
	    !imap_examine(mailbox->imap, found, &entered.uidvalidity, error) ||
	    !incoming_last(mailbox->imap, &entered.last, error))
		return false;
	*folder = entered;
	return true;
}

static GArray *
mailbox_list(Mailbox *mailbox, guint32 after, gint64 since, GError **error)
{
	GArray *uids = incoming_search(mailbox->imap, after, since, error);

	g_clear_pointer(&mailbox->listed, g_array_unref);
	g_hash_table_remove_all(mailbox->ahead);
	if (uids)
		mailbox->listed = g_array_copy(uids);
	return uids;
}

/* The mail, and those that were listed after it. */
static bool
fetch_ahead(Mailbox *mailbox, guint32 uid, bool is_alone, GError **error)
{
	const GArray *listed = mailbox->listed;
	IncomingBatch batch = {.uids = &uid, .count = 1};
	guint at = 0;

	while (listed && at < listed->len &&
	       g_array_index(listed, guint32, at) != uid)
		at++;
	if (!is_alone && listed && at < listed->len)
		batch = (IncomingBatch){
		    .uids = &g_array_index(listed, guint32, at),
		    .count = MIN(listed->len - at, INCOMING_BATCH_MAX),
		};
	g_hash_table_remove_all(mailbox->ahead);
	return incoming_fetch(mailbox->imap, &batch, mailbox->ahead, error);
}

static GBytes *
mailbox_fetch(Mailbox *mailbox, guint32 uid, MailboxFetch how, GError **error)
{
	gpointer key = GUINT_TO_POINTER(uid);
	gpointer mail = NULL;

	if (how == MAILBOX_WHOLE)
		return imap_fetch(mailbox->imap, uid, error);
	if (!g_hash_table_contains(mailbox->ahead, key) &&
	    !fetch_ahead(mailbox, uid, how == MAILBOX_ALONE, error))
		return NULL;
	g_hash_table_steal_extended(mailbox->ahead, key, NULL, &mail);
	return mail;
}

static bool
mailbox_wait(Mailbox *mailbox, int wake, int seconds, GError **error)
{
	return incoming_wait(mailbox->imap, wake, seconds, error);
}

static bool
find_for_survey(Mailbox *mailbox, ImapUse use, char **name, MailboxFound *found,
    GError **error)
{
	static const MailboxFound founds[] = {
	    [CHOSEN_NOT] = MAILBOX_NOT,
	    [CHOSEN_GIVEN] = MAILBOX_GIVEN,
	    [CHOSEN_SPECIAL] = MAILBOX_SPECIAL,
	    [CHOSEN_NAME] = MAILBOX_NAME,
	};
	g_autoptr(GError) why = NULL;
	Chosen how;
	g_autofree char *folder =
	    choose_folder(mailbox->imap, mailbox->server, use, &how, &why);

	if (why) {
		g_propagate_error(error, g_steal_pointer(&why));
		return false;
	}
	*found = founds[how];
	*name = folder ? utf7_decode(folder) : NULL;
	return true;
}

static bool
mailbox_survey(Mailbox *mailbox, MailboxSurvey *survey, GError **error)
{
	MailboxSurvey seen = {
	    .can_idle = imap_can(mailbox->imap, "IDLE"),
	    .can_withdraw = imap_can(mailbox->imap, "UIDPLUS"),
	};

	if (!find_for_survey(mailbox, IMAP_USE_DRAFTS, &seen.drafts,
	        &seen.drafts_found, error))
		return false;
	if (!find_for_survey(
	        mailbox, IMAP_USE_SENT, &seen.sent, &seen.sent_found, error)) {
		g_free(seen.drafts);
		return false;
	}
	*survey = seen;
	return true;
}

const MailboxPlugin *
afterword_mailbox(void)
{
	static const MailboxPlugin plugin = {
	    .version = MAILBOX_VERSION,
	    .open = mailbox_start,
	    .enter = mailbox_enter,
	    .list = mailbox_list,
	    .fetch = mailbox_fetch,
	    .wait = mailbox_wait,
	    .survey = mailbox_survey,
	    .close = mailbox_end,
	};

	return &plugin;
}
