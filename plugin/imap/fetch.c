/* Mails to be read, many at a time: two round trips for all that are plain. */
#include "error.h"
#include "incoming.h"
#include "outline.h"
#include "session.h"

#define HEADER_BYTES_MAX (64 * 1024)
#define TEXTS_BYTES_MAX (WIRE_BYTES_MAX / 4)

/* Gives each item that the server has sent to the outline of its mail. */
static void
take_mail(GHashTable *outlines, const struct mailimap_msg_att *mail)
{
	g_autoptr(GPtrArray) sections = g_ptr_array_new();
	const struct mailimap_body *body = NULL;
	Outline *outline;
	guint32 uid = 0;
	clistiter *i = mail->att_list ? clist_begin(mail->att_list) : NULL;

	for (; i; i = clist_next(i)) {
		const struct mailimap_msg_att_item *item = clist_content(i);
		const struct mailimap_msg_att_static *value =
		    item->att_type == MAILIMAP_MSG_ATT_ITEM_STATIC
		        ? item->att_data.att_static
		        : NULL;

		if (value && value->att_type == MAILIMAP_MSG_ATT_UID)
			uid = value->att_data.att_uid;
		if (value && value->att_type == MAILIMAP_MSG_ATT_BODYSTRUCTURE)
			body = value->att_data.att_bodystructure;
		if (value && value->att_type == MAILIMAP_MSG_ATT_BODY_SECTION)
			g_ptr_array_add(
			    sections, value->att_data.att_body_section);
	}
	outline = g_hash_table_lookup(outlines, GUINT_TO_POINTER(uid));
	if (outline && body)
		outline_take_structure(outline, body);
	for (guint j = 0; outline && j < sections->len; j++)
		outline_take_section(outline, sections->pdata[j]);
}

/* Asks for what type says of the mails in set, and takes both. */
static bool
ask(Imap *imap, GHashTable *outlines, struct mailimap_set *set,
    struct mailimap_fetch_type *type, GError **error)
{
	bool can = session_begin(imap, error);
	int result = MAILIMAP_NO_ERROR;
	clist *list = NULL;
	GError *why = NULL;

	if (can)
		result = mailimap_uid_fetch(imap->etpan, set, type, &list);
	mailimap_set_free(set);
	mailimap_fetch_type_free(type);
	if (!can)
		return false;
	if (!session_check(imap, result, "read mail", &why)) {
		if (result == MAILIMAP_ERROR_PARSE)
			why->code = AFTERWORD_ERROR_MAIL;
		g_propagate_error(error, why);
		return false;
	}
	for (clistiter *i = list ? clist_begin(list) : NULL; i;
	     i = clist_next(i))
		take_mail(outlines, clist_content(i));
	if (list)
		mailimap_fetch_list_free(list);
	return true;
}

static struct mailimap_fetch_type *
type_new(void)
{
	struct mailimap_fetch_type *type =
	    mailimap_fetch_type_new_fetch_att_list_empty();

	mailimap_fetch_type_new_fetch_att_list_add(
	    type, mailimap_fetch_att_new_uid());
	return type;
}

static void
want(struct mailimap_fetch_type *type, struct mailimap_section *section,
    guint32 length)
{
	mailimap_fetch_type_new_fetch_att_list_add(
	    type, mailimap_fetch_att_new_body_peek_section_partial(
	              section, 0, length));
}

static bool
ask_structures(Imap *imap, GHashTable *outlines, const IncomingBatch *batch,
    GError **error)
{
	struct mailimap_set *set = mailimap_set_new_empty();
	struct mailimap_fetch_type *type = type_new();

	for (guint i = 0; i < batch->count; i++) {
		mailimap_set_add_single(set, batch->uids[i]);
		g_hash_table_insert(
		    outlines, GUINT_TO_POINTER(batch->uids[i]), outline_new());
	}
	mailimap_fetch_type_new_fetch_att_list_add(
	    type, mailimap_fetch_att_new_bodystructure());
	want(type, mailimap_section_new_header(), HEADER_BYTES_MAX);
	return ask(imap, outlines, set, type, error);
}

/*
 * The texts of mails that are nothing but text, as many as one answer may
 * hold. Those that are left are asked for one by one, like all others.
 */
static bool
ask_texts(Imap *imap, GHashTable *outlines, const IncomingBatch *batch,
    GHashTable *done, GError **error)
{
	struct mailimap_set *set = mailimap_set_new_empty();
	struct mailimap_fetch_type *type = type_new();
	size_t size = 0;

	want(type, mailimap_section_new_text(), OUTLINE_PART_BYTES_MAX);
	for (guint i = 0; i < batch->count; i++) {
		gpointer uid = GUINT_TO_POINTER(batch->uids[i]);
		const Outline *outline = g_hash_table_lookup(outlines, uid);

		if (!outline_is_there(outline) || !outline_is_plain(outline) ||
		    outline_size(outline) > OUTLINE_PART_BYTES_MAX / 2 ||
		    size + outline_size(outline) > TEXTS_BYTES_MAX)
			continue;
		size += outline_size(outline);
		mailimap_set_add_single(set, batch->uids[i]);
		g_hash_table_add(done, uid);
	}
	if (g_hash_table_size(done))
		return ask(imap, outlines, set, type, error);
	mailimap_set_free(set);
	mailimap_fetch_type_free(type);
	return true;
}

static bool
finish_mail(Imap *imap, GHashTable *outlines, guint32 uid, bool is_done,
    GBytes **mail, GError **error)
{
	const Outline *outline =
	    g_hash_table_lookup(outlines, GUINT_TO_POINTER(uid));
	struct mailimap_fetch_type *type;
	g_autoptr(GError) why = NULL;

	*mail = NULL;
	if (outline_is_odd(outline)) {
		*mail = imap_fetch(imap, uid, &why);
		if (!why)
			return true;
		g_propagate_error(error, g_steal_pointer(&why));
		return false;
	}
	if (!is_done && outline_is_there(outline)) {
		type = type_new();
		outline_want_parts(outline, type);
		if (!ask(imap, outlines, mailimap_set_new_single(uid), type,
		        error))
			return false;
	}
	*mail = outline_put_together(outline);
	return true;
}

bool
incoming_fetch(
    Imap *imap, const IncomingBatch *batch, GHashTable *mails, GError **error)
{
	g_autoptr(GHashTable) outlines = g_hash_table_new_full(
	    NULL, NULL, NULL, (GDestroyNotify)outline_free);
	g_autoptr(GHashTable) done = g_hash_table_new(NULL, NULL);

	if (!ask_structures(imap, outlines, batch, error) ||
	    !ask_texts(imap, outlines, batch, done, error))
		return false;
	for (guint i = 0; i < batch->count; i++) {
		gpointer uid = GUINT_TO_POINTER(batch->uids[i]);
		GBytes *mail;

		if (!finish_mail(imap, outlines, batch->uids[i],
		        g_hash_table_contains(done, uid), &mail, error))
			return false;
		if (mail)
			g_hash_table_insert(mails, uid, mail);
	}
	return true;
}
