/* The folders of an Imap: to list, make, open and leave. */
#include "imap.h"

#include "session.h"

#include <string.h>

static void
folder_free(ImapFolder *folder)
{
	g_free(folder->name);
	g_free(folder);
}

/* libetpan drops the backslash; Cyrus writes "\drafts". */
static bool
has_flag(const struct mailimap_mbx_list_flags *flags, const char *flag)
{
	clistiter *i =
	    flags && flags->mbf_oflags ? clist_begin(flags->mbf_oflags) : NULL;

	for (; i; i = clist_next(i)) {
		const struct mailimap_mbx_list_oflag *f = clist_content(i);

		if (f->of_type == MAILIMAP_MBX_LIST_OFLAG_FLAG_EXT &&
		    f->of_flag_ext && !g_ascii_strcasecmp(f->of_flag_ext, flag))
			return true;
	}
	return false;
}

static bool
can_hold(const struct mailimap_mbx_list_flags *flags)
{
	return !flags ||
	       (!(flags->mbf_type == MAILIMAP_MBX_LIST_FLAGS_SFLAG &&
	            flags->mbf_sflag == MAILIMAP_MBX_LIST_SFLAG_NOSELECT) &&
	           !has_flag(flags, "NonExistent"));
}

static const char *const uses[IMAP_USE_COUNT] = {
    [IMAP_USE_DRAFTS] = "Drafts",
    [IMAP_USE_SENT] = "Sent",
};

/* Takes the list of libetpan, which may be NULL. */
static GPtrArray *
read_folders(clist *list)
{
	GPtrArray *folders =
	    g_ptr_array_new_with_free_func((GDestroyNotify)folder_free);

	for (clistiter *i = list ? clist_begin(list) : NULL; i;
	     i = clist_next(i)) {
		const struct mailimap_mailbox_list *mailbox = clist_content(i);
		ImapFolder *folder = g_new0(ImapFolder, 1);

		folder->name = g_strdup(mailbox->mb_name);
		folder->delimiter = mailbox->mb_delimiter;
		for (int use = 0; use < IMAP_USE_COUNT; use++)
			folder->has_use[use] =
			    has_flag(mailbox->mb_flag, uses[use]);
		folder->can_hold = can_hold(mailbox->mb_flag);
		g_ptr_array_add(folders, folder);
	}
	if (list)
		mailimap_list_result_free(list);
	return folders;
}

/* Quoted for a command of our own; the settings hold no control characters. */
static char *
quote(const char *text)
{
	GString *quoted = g_string_new("\"");

	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			g_string_append_c(quoted, '\\');
		g_string_append_c(quoted, *text);
	}
	g_string_append_c(quoted, '"');
	return g_string_free(quoted, false);
}

/* Not mailimap_list, which cannot select, nor the custom command, which ends
 * in a space that Cyrus refuses. */
static clist *
list_plainly(Imap *imap, const char *command, const char *pattern, int *result)
{
	g_autofree char *quoted = quote(pattern);
	g_autofree char *line = g_strconcat(command, " \"\" ", quoted, NULL);
	struct mailimap_response_info *info;
	clist *list;

	*result = session_command(imap, line);
	info = imap->etpan->imap_response_info;
	if (*result != MAILIMAP_NO_ERROR || !info)
		return NULL;
	list = info->rsp_mailbox_list;
	info->rsp_mailbox_list = NULL;
	return list;
}

GPtrArray *
imap_list(Imap *imap, ImapListing listing, const char *pattern, GError **error)
{
	int result;
	clist *list = NULL;

	if (!session_begin(imap, error))
		return NULL;
	if (listing == IMAP_LIST_XLIST)
		result = mailimap_xlist(imap->etpan, "", pattern, &list);
	else
		list = list_plainly(imap,
		    listing == IMAP_LIST_SPECIAL ? "LIST (SPECIAL-USE)"
		                                 : "LIST",
		    pattern, &result);
	if (!session_check(imap, result, "list the folders", error))
		return NULL;
	return read_folders(list);
}

static char *
first_prefix(const struct mailimap_namespace_data *namespaces)
{
	const struct mailimap_namespace_item *personal =
	    namespaces->ns_personal;
	clistiter *first = personal && personal->ns_data_list
	                       ? clist_begin(personal->ns_data_list)
	                       : NULL;
	const struct mailimap_namespace_info *info =
	    first ? clist_content(first) : NULL;

	return g_strdup(info && info->ns_prefix ? info->ns_prefix : "");
}

char *
imap_prefix(Imap *imap, GError **error)
{
	struct mailimap_namespace_data *namespaces = NULL;
	char *prefix;

	if (!imap_can(imap, "NAMESPACE"))
		return g_strdup("");
	if (!session_begin(imap, error) ||
	    !session_check(imap, mailimap_namespace(imap->etpan, &namespaces),
	        "ask for the name space", error))
		return NULL;
	prefix = first_prefix(namespaces);
	mailimap_namespace_data_free(namespaces);
	return prefix;
}

bool
imap_create(Imap *imap, const char *folder, GError **error)
{
	g_autofree char *quoted = quote(folder);
	g_autofree char *line = g_strconcat("CREATE ", quoted,
	    imap_can(imap, "CREATE-SPECIAL-USE") ? " (USE (\\Drafts))" : "",
	    NULL);

	if (!session_begin(imap, error) ||
	    !session_check(imap, session_command(imap, line),
	        "make a folder for drafts", error))
		return false;
	/* A folder that is not subscribed is there all the same. */
	mailimap_subscribe(imap->etpan, folder);
	return true;
}

static bool
open_folder(Imap *imap, int result, guint32 *uidvalidity, GError **error)
{
	if (!session_check(imap, result, "open the folder", error))
		return false;
	*uidvalidity = imap->etpan->imap_selection_info
	                   ? imap->etpan->imap_selection_info->sel_uidvalidity
	                   : 0;
	return true;
}

bool
imap_select(
    Imap *imap, const char *folder, guint32 *uidvalidity, GError **error)
{
	return session_begin(imap, error) &&
	       open_folder(imap, mailimap_select(imap->etpan, folder),
	           uidvalidity, error);
}

bool
imap_examine(
    Imap *imap, const char *folder, guint32 *uidvalidity, GError **error)
{
	return session_begin(imap, error) &&
	       open_folder(imap, mailimap_examine(imap->etpan, folder),
	           uidvalidity, error);
}

/* CLOSE expunges nothing in a folder that was examined, RFC 3501 6.4.2. */
bool
imap_leave(Imap *imap, GError **error)
{
	int result;

	if (!session_begin(imap, error))
		return false;
	if (!imap_can(imap, "UNSELECT"))
		result = mailimap_close(imap->etpan);
	else
		result = session_command(imap, "UNSELECT");
	if (!session_check(imap, result, "leave the folder", error))
		return false;
	imap->etpan->imap_state = MAILIMAP_STATE_AUTHENTICATED;
	return true;
}
