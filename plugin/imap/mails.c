/* The mails in a folder of an Imap: to find, look at, append and remove. */
#include "imap.h"

#include "session.h"

#include <string.h>

#define KEY_HEADER "X-Afterword-Draft"
#define MEMO_HEADER "X-Afterword-Memo:"
#define KEYWORD "$AfterwordDraft"
#define REMOVED_KEYWORD "$AfterwordRemoved"

GArray *
imap_search(Imap *imap, const char *key, GError **error)
{
	struct mailimap_search_key *wanted;
	clist *list = NULL;
	GArray *uids;
	int result;

	if (!session_begin(imap, error))
		return NULL;
	wanted =
	    mailimap_search_key_new_header(strdup(KEY_HEADER), strdup(key));
	result = mailimap_uid_search(imap->etpan, NULL, wanted, &list);
	mailimap_search_key_free(wanted);
	if (!session_check(imap, result, "search the folder", error))
		return NULL;
	uids = g_array_new(false, false, sizeof(guint32));
	for (clistiter *i = list ? clist_begin(list) : NULL; i;
	     i = clist_next(i))
		g_array_append_vals(uids, clist_content(i), 1);
	if (list)
		mailimap_search_result_free(list);
	return uids;
}

/* The list of what libetpan found for one UID, or NULL. */
static bool
fetch(Imap *imap, guint32 uid, struct mailimap_fetch_type *wanted, clist **list,
    GError **error)
{
	struct mailimap_set *set = mailimap_set_new_single(uid);
	int result;

	*list = NULL;
	result = mailimap_uid_fetch(imap->etpan, set, wanted, list);
	mailimap_set_free(set);
	mailimap_fetch_type_free(wanted);
	return session_check(imap, result, "look at a draft", error);
}

/* The value of our header, the one that was asked for. */
static char *
read_key(const struct mailimap_msg_att_body_section *section)
{
	g_autofree char *text =
	    g_strndup(section->sec_body_part, section->sec_length);
	const char *colon = strchr(text, ':');

	return colon ? g_strstrip(g_strdup(colon + 1)) : NULL;
}

static void
read_static(ImapMail *mail, const struct mailimap_msg_att_static *item)
{
	const struct mailimap_msg_att_body_section *section;

	switch (item->att_type) {
	case MAILIMAP_MSG_ATT_UID:
		mail->uid = item->att_data.att_uid;
		break;
	case MAILIMAP_MSG_ATT_RFC822_SIZE:
		mail->size = item->att_data.att_rfc822_size;
		break;
	case MAILIMAP_MSG_ATT_BODY_SECTION:
		section = item->att_data.att_body_section;
		if (section && section->sec_body_part && !mail->key)
			mail->key = read_key(section);
		break;
	default:
		break;
	}
}

static bool
is_removed_keyword(const struct mailimap_flag *flag)
{
	return flag->fl_type == MAILIMAP_FLAG_KEYWORD &&
	       flag->fl_data.fl_keyword &&
	       !g_ascii_strcasecmp(flag->fl_data.fl_keyword, REMOVED_KEYWORD);
}

static void
read_flags(ImapMail *mail, const struct mailimap_msg_att_dynamic *flags)
{
	bool has_keyword = false;
	clistiter *i =
	    flags && flags->att_list ? clist_begin(flags->att_list) : NULL;

	for (; i; i = clist_next(i)) {
		const struct mailimap_flag_fetch *flag = clist_content(i);

		if (flag->fl_type != MAILIMAP_FLAG_FETCH_OTHER ||
		    !flag->fl_flag)
			continue;
		if (flag->fl_flag->fl_type == MAILIMAP_FLAG_DELETED)
			mail->is_deleted = true;
		if (is_removed_keyword(flag->fl_flag))
			has_keyword = true;
	}
	mail->is_removed = mail->is_deleted && has_keyword;
}

static void
read_mail(ImapMail *mail, const struct mailimap_msg_att *items)
{
	clistiter *i = items->att_list ? clist_begin(items->att_list) : NULL;

	for (; i; i = clist_next(i)) {
		const struct mailimap_msg_att_item *item = clist_content(i);

		if (item->att_type == MAILIMAP_MSG_ATT_ITEM_STATIC &&
		    item->att_data.att_static)
			read_static(mail, item->att_data.att_static);
		else if (item->att_type == MAILIMAP_MSG_ATT_ITEM_DYNAMIC)
			read_flags(mail, item->att_data.att_dyn);
	}
}

static struct mailimap_fetch_type *
look_type(void)
{
	struct mailimap_fetch_type *type =
	    mailimap_fetch_type_new_fetch_att_list_empty();
	clist *headers = clist_new();

	clist_append(headers, strdup(KEY_HEADER));
	mailimap_fetch_type_new_fetch_att_list_add(
	    type, mailimap_fetch_att_new_uid());
	mailimap_fetch_type_new_fetch_att_list_add(
	    type, mailimap_fetch_att_new_flags());
	mailimap_fetch_type_new_fetch_att_list_add(
	    type, mailimap_fetch_att_new_rfc822_size());
	mailimap_fetch_type_new_fetch_att_list_add(
	    type, mailimap_fetch_att_new_body_peek_section(
	              mailimap_section_new_header_fields(
	                  mailimap_header_list_new(headers))));
	return type;
}

/* A server may tell us about other mails too: only ours counts. */
bool
imap_look(Imap *imap, guint32 uid, ImapMail *mail, GError **error)
{
	clist *list = NULL;

	if (!session_begin(imap, error) ||
	    !fetch(imap, uid, look_type(), &list, error))
		return false;
	*mail = (ImapMail){0};
	for (clistiter *i = list ? clist_begin(list) : NULL;
	     i && mail->uid != uid; i = clist_next(i)) {
		imap_mail_clear(mail);
		read_mail(mail, clist_content(i));
	}
	if (mail->uid != uid)
		imap_mail_clear(mail);
	if (list)
		mailimap_fetch_list_free(list);
	return true;
}

void
imap_mail_clear(ImapMail *mail)
{
	g_free(mail->key);
	*mail = (ImapMail){0};
}

/* The text of the mail, if this is the one. */
static GBytes *
text_of(const struct mailimap_msg_att *items, guint32 uid)
{
	guint32 actual = 0;
	const struct mailimap_msg_att_body_section *section = NULL;
	clistiter *i = items->att_list ? clist_begin(items->att_list) : NULL;

	for (; i; i = clist_next(i)) {
		const struct mailimap_msg_att_item *item = clist_content(i);
		const struct mailimap_msg_att_static *value =
		    item->att_type == MAILIMAP_MSG_ATT_ITEM_STATIC
		        ? item->att_data.att_static
		        : NULL;

		if (value && value->att_type == MAILIMAP_MSG_ATT_UID)
			actual = value->att_data.att_uid;
		if (value && value->att_type == MAILIMAP_MSG_ATT_BODY_SECTION)
			section = value->att_data.att_body_section;
	}
	if (actual != uid || !section || !section->sec_body_part)
		return NULL;
	return g_bytes_new(section->sec_body_part, section->sec_length);
}

GBytes *
imap_fetch(Imap *imap, guint32 uid, GError **error)
{
	struct mailimap_fetch_type *type =
	    mailimap_fetch_type_new_fetch_att_list_empty();
	clist *list = NULL;
	GBytes *text = NULL;

	mailimap_fetch_type_new_fetch_att_list_add(
	    type, mailimap_fetch_att_new_uid());
	mailimap_fetch_type_new_fetch_att_list_add(
	    type, mailimap_fetch_att_new_body_peek_section(
	              mailimap_section_new(NULL)));
	if (!session_begin(imap, error)) {
		mailimap_fetch_type_free(type);
		return NULL;
	}
	if (!fetch(imap, uid, type, &list, error))
		return NULL;
	for (clistiter *i = list ? clist_begin(list) : NULL; i && !text;
	     i = clist_next(i))
		text = text_of(clist_content(i), uid);
	if (list)
		mailimap_fetch_list_free(list);
	return text;
}

static struct mailimap_date_time *
time_now(void)
{
	g_autoptr(GDateTime) now = g_date_time_new_now_utc();

	return mailimap_date_time_new(g_date_time_get_day_of_month(now),
	    g_date_time_get_month(now), g_date_time_get_year(now),
	    g_date_time_get_hour(now), g_date_time_get_minute(now),
	    g_date_time_get_second(now), 0);
}

/* Mail to the user themselves is new mail, no draft. */
static bool
is_memo(const char *bytes, gsize length)
{
	const char *end = g_strstr_len(bytes, (gssize)length, "\r\n\r\n");

	return g_strstr_len(bytes, end ? end - bytes : (gssize)length,
	           "\r\n" MEMO_HEADER) != NULL;
}

static int
append(Imap *imap, const char *folder, GBytes *message, bool has_keyword,
    guint32 *uid)
{
	struct mailimap_flag_list *flags = mailimap_flag_list_new_empty();
	struct mailimap_date_time *now = time_now();
	guint32 uidvalidity = 0;
	gsize length;
	const char *bytes = g_bytes_get_data(message, &length);
	int result;

	if (!is_memo(bytes, length))
		mailimap_flag_list_add(flags, mailimap_flag_new_draft());
	if (has_keyword)
		mailimap_flag_list_add(
		    flags, mailimap_flag_new_flag_keyword(strdup(KEYWORD)));
	result = mailimap_uidplus_append(
	    imap->etpan, folder, flags, now, bytes, length, &uidvalidity, uid);
	mailimap_flag_list_free(flags);
	mailimap_date_time_free(now);
	return result;
}

/* A server that says no to the keyword gets the draft without it. */
bool
imap_append(Imap *imap, const char *folder, GBytes *message, guint32 *uid,
    GError **error)
{
	int result;

	*uid = 0;
	if (!session_begin(imap, error))
		return false;
	result = append(imap, folder, message, true, uid);
	if (result == MAILIMAP_ERROR_APPEND)
		result = append(imap, folder, message, false, uid);
	return session_check(imap, result, "store a draft", error);
}

static int
mark_removed(Imap *imap, struct mailimap_set *set, bool has_keyword)
{
	struct mailimap_flag_list *flags = mailimap_flag_list_new_empty();
	struct mailimap_store_att_flags *marks;
	int result;

	mailimap_flag_list_add(flags, mailimap_flag_new_deleted());
	if (has_keyword)
		mailimap_flag_list_add(flags,
		    mailimap_flag_new_flag_keyword(strdup(REMOVED_KEYWORD)));
	marks = mailimap_store_att_flags_new_add_flags_silent(flags);
	result = mailimap_uid_store(imap->etpan, set, marks);
	mailimap_store_att_flags_free(marks);
	return result;
}

/* A server that says no to the keyword marks the mail without it. */
bool
imap_remove(Imap *imap, guint32 uid, GError **error)
{
	struct mailimap_set *set = mailimap_set_new_single(uid);
	bool is_gone = false;
	int result;

	if (session_begin(imap, error)) {
		result = mark_removed(imap, set, true);
		if (result == MAILIMAP_ERROR_UID_STORE)
			result = mark_removed(imap, set, false);
		is_gone =
		    session_check(
		        imap, result, "mark a draft as deleted", error) &&
		    session_check(imap, mailimap_uid_expunge(imap->etpan, set),
		        "expunge a draft", error);
	}
	mailimap_set_free(set);
	return is_gone;
}
