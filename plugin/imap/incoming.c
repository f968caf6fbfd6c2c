/* Which mails of the folder that is open are to be read. */
#include "incoming.h"

#include "session.h"

static int
compare_uids(gconstpointer a, gconstpointer b)
{
	guint32 left = *(const guint32 *)a;
	guint32 right = *(const guint32 *)b;

	return left < right ? -1 : left > right;
}

static struct mailimap_search_key *
since_key(gint64 since)
{
	g_autoptr(GDateTime) day = g_date_time_new_from_unix_utc(since);

	return mailimap_search_key_new_since(
	    mailimap_date_new(g_date_time_get_day_of_month(day),
	        g_date_time_get_month(day), g_date_time_get_year(day)));
}

/* Takes wanted. */
static GArray *
search(Imap *imap, struct mailimap_search_key *wanted, GError **error)
{
	clist *list = NULL;
	GArray *uids;
	int result = mailimap_uid_search(imap->etpan, NULL, wanted, &list);

	mailimap_search_key_free(wanted);
	if (!session_check(imap, result, "search the folder", error))
		return NULL;
	uids = g_array_new(false, false, sizeof(guint32));
	for (clistiter *i = list ? clist_begin(list) : NULL; i;
	     i = clist_next(i))
		g_array_append_vals(uids, clist_content(i), 1);
	if (list)
		mailimap_search_result_free(list);
	g_array_sort(uids, compare_uids);
	return uids;
}

/*
 * "N:*" finds the last mail whatever N is (RFC 3501, 6.4.8), and a server may
 * find what it likes: only what is above counts.
 */
GArray *
incoming_search(Imap *imap, guint32 after, gint64 since, GError **error)
{
	clist *keys;
	GArray *uids;
	guint below = 0;

	if (!session_begin(imap, error))
		return NULL;
	keys = clist_new();
	clist_append(keys, mailimap_search_key_new_uid(
	                       mailimap_set_new_interval(after + 1, 0)));
	if (since > 0)
		clist_append(keys, since_key(since));
	uids = search(imap, mailimap_search_key_new_multiple(keys), error);
	while (uids && below < uids->len &&
	       g_array_index(uids, guint32, below) <= after)
		below++;
	if (below)
		g_array_remove_range(uids, 0, below);
	return uids;
}

/* Some servers do not say which UID comes next (RFC 3501, 6.3.1). */
bool
incoming_last(Imap *imap, guint32 *uid, GError **error)
{
	const struct mailimap_selection_info *info =
	    imap->etpan->imap_selection_info;
	g_autoptr(GArray) uids = NULL;

	if (info && info->sel_uidnext > 0) {
		*uid = info->sel_uidnext - 1;
		return true;
	}
	uids = incoming_search(imap, 0, 0, error);
	if (!uids)
		return false;
	*uid = uids->len ? g_array_index(uids, guint32, uids->len - 1) : 0;
	return true;
}
