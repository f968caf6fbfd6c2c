/* Drafts in a folder of an IMAP server: each once, and the user's own left. */
#include "drafts.h"

#include "choose.h"
#include "error.h"
#include "imap.h"
#include "password.h"
#include "server.h"

#include <stdio.h>
#include <string.h>

#define KEY_LENGTH 32
#define HASH_LENGTH 64

struct Drafts {
	Server *server;
	Imap *imap;
	char *folder;
};

/* "UIDVALIDITY UID HASH": where a draft is, and what it was. */
typedef struct Place {
	guint32 uidvalidity;
	guint32 uid; /* 0: the server has not said */
	char hash[HASH_LENGTH + 1];
} Place;

/* A draft that is looked for. */
typedef struct Draft {
	const char *key; /* borrowed */
	Place place;
} Draft;

static bool
check_key(const char *key, GError **error)
{
	if (strlen(key) == KEY_LENGTH &&
	    strspn(key, "0123456789abcdef") == KEY_LENGTH)
		return true;
	g_set_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_STORE,
	    "'%s' is no name of a draft", key);
	return false;
}

/* Words that are not ours are a place where nothing is. */
static Place
read_place(const char *text)
{
	Place place = {0};

	if (sscanf(text, "%u %u %64[0-9a-f]", &place.uidvalidity, &place.uid,
	        place.hash) != 3)
		return (Place){0};
	return place;
}

/* Of the message without its CRs, which servers may add. */
static char *
hash_of(GBytes *message)
{
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	gsize length;
	const char *bytes = g_bytes_get_data(message, &length);
	const char *end = bytes + length;

	while (bytes < end) {
		const char *cr = memchr(bytes, '\r', (size_t)(end - bytes));
		const char *stop = cr ? cr : end;

		g_checksum_update(sum, (const guchar *)bytes, stop - bytes);
		bytes = cr ? cr + 1 : end;
	}
	return g_strdup(g_checksum_get_string(sum));
}

/*
 * The mail with our key that came last, in the folder that is open; its uid
 * is 0 where there is none. SEARCH finds parts of words: each is looked at.
 */
static bool
find_by_key(Imap *imap, const char *key, ImapMail *mail, GError **error)
{
	g_autoptr(GArray) uids = imap_search(imap, key, error);

	if (!uids)
		return false;
	imap_mail_clear(mail);
	for (guint i = uids->len; i > 0; i--) {
		g_auto(ImapMail) found = {0};

		if (!imap_look(imap, g_array_index(uids, guint32, i - 1),
		        &found, error))
			return false;
		if (found.uid && !g_strcmp0(found.key, key) &&
		    (!mail->uid || mail->is_deleted)) {
			imap_mail_clear(mail);
			*mail = found;
			found = (ImapMail){0};
		}
	}
	return true;
}

static bool
append(Drafts *drafts, const char *key, GBytes *message, guint32 *uid,
    GError **error)
{
	g_auto(ImapMail) mail = {0};
	guint32 uidvalidity;

	if (!imap_leave(drafts->imap, error) ||
	    !imap_append(drafts->imap, drafts->folder, message, uid, error))
		return false;
	if (*uid)
		return true;
	if (!imap_examine(drafts->imap, drafts->folder, &uidvalidity, error) ||
	    !find_by_key(drafts->imap, key, &mail, error))
		return false;
	*uid = mail.uid;
	return true;
}

static bool
remove_mail(Drafts *drafts, guint32 uid, GError **error)
{
	g_auto(ImapMail) mail = {0};

	if (!imap_remove(drafts->imap, uid, error) ||
	    !imap_look(drafts->imap, uid, &mail, error))
		return false;
	if (mail.uid)
		g_set_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_SERVER,
		    "%s: the server keeps a draft that was to be withdrawn",
		    drafts->server->host);
	return !mail.uid;
}

/* A draft of which only the last step of our removal is missing is none. */
static bool
finish_removal(Drafts *drafts, guint32 *uid, GError **error)
{
	guint32 uidvalidity;

	if (!imap_select(drafts->imap, drafts->folder, &uidvalidity, error) ||
	    !remove_mail(drafts, *uid, error))
		return false;
	*uid = 0;
	return true;
}

static bool
imap_put(Drafts *drafts, const char *key, GBytes *message, char **place,
    GError **error)
{
	g_autofree char *hash = hash_of(message);
	g_auto(ImapMail) mail = {0};
	guint32 uidvalidity;
	guint32 uid;

	if (!check_key(key, error) ||
	    !imap_examine(drafts->imap, drafts->folder, &uidvalidity, error) ||
	    !find_by_key(drafts->imap, key, &mail, error))
		return false;
	uid = mail.uid;
	if (mail.is_removed && !finish_removal(drafts, &uid, error))
		return false;
	if (!uid && !append(drafts, key, message, &uid, error))
		return false;
	*place = g_strdup_printf("%u %u %s", uidvalidity, uid, hash);
	return true;
}

/* Whether the mail has, to the byte, what we put there. */
static bool
is_same(Imap *imap, const ImapMail *mail, const Place *place, bool *is_ours,
    GError **error)
{
	g_autoptr(GError) why = NULL;
	g_autoptr(GBytes) text = NULL;
	g_autofree char *hash = NULL;

	*is_ours = false;
	if (mail->size > IMAP_MAIL_BYTES_MAX)
		return true;
	text = imap_fetch(imap, mail->uid, &why);
	if (why) {
		g_propagate_error(error, g_steal_pointer(&why));
		return false;
	}
	hash = text ? hash_of(text) : NULL;
	*is_ours = !g_strcmp0(hash, place->hash);
	return true;
}

/* Looks for the draft in the open folder, which has this UIDVALIDITY. */
static bool
judge(Imap *imap, const Draft *draft, guint32 uidvalidity, DraftsFound *found,
    GError **error)
{
	const Place *place = &draft->place;
	g_auto(ImapMail) mail = {0};
	bool is_ours = false;

	if (place->uid && place->uidvalidity == uidvalidity &&
	    !imap_look(imap, place->uid, &mail, error))
		return false;
	if (mail.uid && (!mail.is_deleted || mail.is_removed) &&
	    !g_strcmp0(mail.key, draft->key)) {
		if (!is_same(imap, &mail, place, &is_ours, error))
			return false;
		*found = is_ours ? DRAFTS_UNTOUCHED : DRAFTS_TOUCHED;
		return true;
	}
	if (!find_by_key(imap, draft->key, &mail, error))
		return false;
	*found = mail.uid && !mail.is_deleted ? DRAFTS_TOUCHED : DRAFTS_ABSENT;
	return true;
}

static bool
imap_find(Drafts *drafts, const char *key, const char *place,
    DraftsFound *found, GError **error)
{
	Draft draft = {.key = key, .place = read_place(place)};
	guint32 uidvalidity;

	return check_key(key, error) &&
	       imap_examine(
	           drafts->imap, drafts->folder, &uidvalidity, error) &&
	       judge(drafts->imap, &draft, uidvalidity, found, error);
}

/*
 * Without UIDPLUS a mail can only be expunged together with all that the user
 * has marked as deleted: then the draft stays, and is the user's.
 */
static bool
imap_withdraw(Drafts *drafts, const char *key, const char *place,
    DraftsFound *found, GError **error)
{
	Draft draft = {.key = key, .place = read_place(place)};
	Imap *imap = drafts->imap;
	guint32 uidvalidity;

	if (!check_key(key, error) ||
	    !imap_select(imap, drafts->folder, &uidvalidity, error) ||
	    !judge(imap, &draft, uidvalidity, found, error))
		return false;
	if (*found == DRAFTS_UNTOUCHED && !imap_can(imap, "UIDPLUS"))
		*found = DRAFTS_TOUCHED;
	return *found != DRAFTS_UNTOUCHED ||
	       remove_mail(drafts, draft.place.uid, error);
}

static void
imap_end(Drafts *drafts)
{
	if (!drafts)
		return;
	imap_close(drafts->imap);
	server_free(drafts->server);
	g_free(drafts->folder);
	g_free(drafts);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Drafts, imap_end)

static Drafts *
imap_start(GHashTable *settings, GError **error)
{
	g_autoptr(Drafts) drafts = g_new0(Drafts, 1);
	g_autoptr(Password) password = NULL;

	drafts->server = server_parse(settings, error);
	password = drafts->server ? password_read(drafts->server, error) : NULL;
	drafts->imap =
	    password ? imap_open(drafts->server, password, error) : NULL;
	drafts->folder =
	    drafts->imap ? choose_drafts(drafts->imap, drafts->server, error)
	                 : NULL;
	return drafts->folder ? g_steal_pointer(&drafts) : NULL;
}

const DraftsPlugin *
afterword_drafts(void)
{
	static const DraftsPlugin plugin = {
	    .version = DRAFTS_VERSION,
	    .open = imap_start,
	    .put = imap_put,
	    .find = imap_find,
	    .withdraw = imap_withdraw,
	    .close = imap_end,
	};

	return &plugin;
}
