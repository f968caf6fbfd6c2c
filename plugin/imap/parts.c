/*
 * A mail without its attachments: from its structure (RFC 3501, 7.4.2) and
 * the parts that are worth reading a message is made that reads like it.
 */
#include "error.h"
#include "incoming.h"
#include "session.h"

#include <string.h>

#define DEPTH_MAX 30
#define PARTS_MAX 100
#define CALENDAR_SUFFIX ".ics"

/* One part, in order of reading: a multipart comes before what is in it. */
typedef struct Part {
	char *path;                /* "2.1"; "" for the mail itself */
	char *boundary;            /* of a multipart; NULL */
	bool is_read;              /* its content is worth having */
	guint closes;              /* how many multiparts end with it */
	const struct Part *parent; /* NULL */
} Part;

/* What becomes of one mail. */
typedef struct Outline {
	GPtrArray *parts;    /* of Part * */
	GHashTable *content; /* "2.1" or "2.1.MIME" to GBytes * */
	bool is_odd;         /* its structure cannot be followed */
} Outline;

static void
part_free(Part *part)
{
	g_free(part->path);
	g_free(part->boundary);
	g_free(part);
}

static const char *
find_parameter(
    const struct mailimap_body_fld_param *parameters, const char *name)
{
	clistiter *i = parameters && parameters->pa_list
	                   ? clist_begin(parameters->pa_list)
	                   : NULL;

	for (; i; i = clist_next(i)) {
		const struct mailimap_single_body_fld_param *p =
		    clist_content(i);

		if (!g_ascii_strcasecmp(p->pa_name, name))
			return p->pa_value;
	}
	return NULL;
}

static bool
is_calendar_name(const char *name)
{
	size_t length = name ? strlen(name) : 0;
	size_t suffix = strlen(CALENDAR_SUFFIX);

	return length > suffix &&
	       !g_ascii_strcasecmp(name + length - suffix, CALENDAR_SUFFIX);
}

/* Invitations come as attachments too, and under any type. */
static bool
is_calendar(const struct mailimap_body_type_1part *body)
{
	const struct mailimap_body_fields *fields =
	    body->bd_type == MAILIMAP_BODY_TYPE_1PART_TEXT
	        ? body->bd_data.bd_type_text->bd_fields
	        : body->bd_data.bd_type_basic->bd_fields;
	const struct mailimap_body_fld_dsp *place =
	    body->bd_ext_1part ? body->bd_ext_1part->bd_disposition : NULL;
	const char *subtype =
	    body->bd_type == MAILIMAP_BODY_TYPE_1PART_TEXT
	        ? body->bd_data.bd_type_text->bd_media_text
	        : body->bd_data.bd_type_basic->bd_media_basic->med_subtype;

	return !g_ascii_strcasecmp(subtype, "calendar") ||
	       !g_ascii_strcasecmp(subtype, "ics") ||
	       is_calendar_name(find_parameter(fields->bd_parameter, "name")) ||
	       (place && is_calendar_name(find_parameter(
	                     place->dsp_attributes, "filename")));
}

static bool
is_attachment(const struct mailimap_body_type_1part *body)
{
	const struct mailimap_body_fld_dsp *place =
	    body->bd_ext_1part ? body->bd_ext_1part->bd_disposition : NULL;

	return place && !g_ascii_strcasecmp(place->dsp_type, "attachment");
}

static bool
is_worth_reading(const struct mailimap_body_type_1part *body)
{
	if (!body || body->bd_type == MAILIMAP_BODY_TYPE_1PART_MSG)
		return false;
	return is_calendar(body) ||
	       (body->bd_type == MAILIMAP_BODY_TYPE_1PART_TEXT &&
	           !is_attachment(body));
}

static Part *
add_part(Outline *outline, const Part *parent, guint number)
{
	Part *part = g_new0(Part, 1);

	part->parent = parent;
	part->path = !parent ? g_strdup("")
	             : *parent->path
	                 ? g_strdup_printf("%s.%u", parent->path, number)
	                 : g_strdup_printf("%u", number);
	g_ptr_array_add(outline->parts, part);
	return part;
}

static int
depth_of(const Part *part)
{
	int depth = 0;

	for (; part; part = part->parent)
		depth++;
	return depth;
}

/* Takes down the parts of body, part being its own. */
static void
walk(Outline *outline, const struct mailimap_body *body, Part *part)
{
	const struct mailimap_body_type_mpart *parts =
	    body->bd_data.bd_body_mpart;
	const char *boundary;
	guint number = 0;

	if (body->bd_type != MAILIMAP_BODY_MPART) {
		part->is_read = is_worth_reading(body->bd_data.bd_body_1part);
		return;
	}
	boundary =
	    parts->bd_ext_mpart
	        ? find_parameter(parts->bd_ext_mpart->bd_parameter, "boundary")
	        : NULL;
	if (!boundary || outline->parts->len > PARTS_MAX ||
	    depth_of(part) > DEPTH_MAX) {
		outline->is_odd = true;
		return;
	}
	part->boundary = g_strdup(boundary);
	for (clistiter *i = clist_begin(parts->bd_list); i; i = clist_next(i))
		walk(outline, clist_content(i),
		    add_part(outline, part, ++number));
	((Part *)outline->parts->pdata[outline->parts->len - 1])->closes++;
}

/* "2.1" of a section, or "2.1.MIME"; "HEADER" of the mail's own. */
static char *
section_name(const struct mailimap_section *section)
{
	const struct mailimap_section_spec *spec = section->sec_spec;
	GString *name = g_string_new(NULL);
	clistiter *i;

	if (!spec)
		return g_string_free(name, false);
	if (spec->sec_type == MAILIMAP_SECTION_SPEC_SECTION_MSGTEXT) {
		g_string_append(name, "HEADER");
		return g_string_free(name, false);
	}
	i = clist_begin(spec->sec_data.sec_part->sec_id);
	for (; i; i = clist_next(i))
		g_string_append_printf(name, "%s%u", name->len ? "." : "",
		    *(guint32 *)clist_content(i));
	if (spec->sec_text)
		g_string_append(name, ".MIME");
	return g_string_free(name, false);
}

static struct mailimap_section_part *
section_part(const char *path)
{
	g_auto(GStrv) numbers = g_strsplit(path, ".", -1);
	clist *ids = clist_new();

	for (char **number = numbers; *number; number++) {
		guint32 *id = malloc(sizeof *id);

		*id = (guint32)g_ascii_strtoull(*number, NULL, 10);
		clist_append(ids, id);
	}
	return mailimap_section_part_new(ids);
}

static void
want(struct mailimap_fetch_type *type, struct mailimap_section *section)
{
	mailimap_fetch_type_new_fetch_att_list_add(
	    type, mailimap_fetch_att_new_body_peek_section_partial(
	              section, 0, INCOMING_PART_BYTES_MAX));
}

/* The items that were asked for, of the mail with this UID alone. */
static void
take_items(Outline *outline, clist *items, guint32 uid,
    const struct mailimap_body **structure)
{
	g_autoptr(GPtrArray) sections = g_ptr_array_new();
	const struct mailimap_body *body = NULL;
	guint32 actual = 0;

	for (clistiter *i = items ? clist_begin(items) : NULL; i;
	     i = clist_next(i)) {
		const struct mailimap_msg_att_item *item = clist_content(i);
		const struct mailimap_msg_att_static *value =
		    item->att_type == MAILIMAP_MSG_ATT_ITEM_STATIC
		        ? item->att_data.att_static
		        : NULL;

		if (value && value->att_type == MAILIMAP_MSG_ATT_UID)
			actual = value->att_data.att_uid;
		if (value && value->att_type == MAILIMAP_MSG_ATT_BODYSTRUCTURE)
			body = value->att_data.att_bodystructure;
		if (value && value->att_type == MAILIMAP_MSG_ATT_BODY_SECTION)
			g_ptr_array_add(
			    sections, value->att_data.att_body_section);
	}
	if (actual != uid)
		return;
	if (structure && body)
		*structure = body;
	for (guint i = 0; i < sections->len; i++) {
		const struct mailimap_msg_att_body_section *section =
		    sections->pdata[i];

		if (section->sec_body_part)
			g_hash_table_replace(outline->content,
			    section_name(section->sec_section),
			    g_bytes_new(
			        section->sec_body_part, section->sec_length));
	}
}

/* Asks for what type says, and takes type; the list is the caller's. */
static bool
ask(Imap *imap, guint32 uid, struct mailimap_fetch_type *type, clist **list,
    GError **error)
{
	struct mailimap_set *set = mailimap_set_new_single(uid);
	bool can = session_begin(imap, error);
	int result = MAILIMAP_NO_ERROR;
	bool is_done;
	GError *why = NULL;

	if (can)
		result = mailimap_uid_fetch(imap->etpan, set, type, list);
	mailimap_set_free(set);
	mailimap_fetch_type_free(type);
	if (!can)
		return false;
	is_done = session_check(imap, result, "read a mail", &why);
	if (!is_done && result == MAILIMAP_ERROR_PARSE)
		why->code = AFTERWORD_ERROR_MAIL;
	if (!is_done)
		g_propagate_error(error, why);
	return is_done;
}

static bool
ask_structure(Imap *imap, guint32 uid, Outline *outline, GError **error)
{
	struct mailimap_fetch_type *type =
	    mailimap_fetch_type_new_fetch_att_list_empty();
	const struct mailimap_body *structure = NULL;
	clist *list = NULL;

	mailimap_fetch_type_new_fetch_att_list_add(
	    type, mailimap_fetch_att_new_uid());
	mailimap_fetch_type_new_fetch_att_list_add(
	    type, mailimap_fetch_att_new_bodystructure());
	want(type, mailimap_section_new_header());
	if (!ask(imap, uid, type, &list, error))
		return false;
	for (clistiter *i = list ? clist_begin(list) : NULL; i;
	     i = clist_next(i)) {
		const struct mailimap_msg_att *mail = clist_content(i);

		take_items(outline, mail->att_list, uid, &structure);
	}
	if (structure)
		walk(outline, structure, add_part(outline, NULL, 0));
	if (list)
		mailimap_fetch_list_free(list);
	return true;
}

/* The mail's one part is "1" on the wire, whose header is the mail's. */
static const char *
path_on_wire(const Part *part)
{
	return *part->path ? part->path : "1";
}

static bool
ask_parts(Imap *imap, guint32 uid, Outline *outline, GError **error)
{
	struct mailimap_fetch_type *type =
	    mailimap_fetch_type_new_fetch_att_list_empty();
	clist *list = NULL;

	mailimap_fetch_type_new_fetch_att_list_add(
	    type, mailimap_fetch_att_new_uid());
	for (guint i = 0; i < outline->parts->len; i++) {
		const Part *part = outline->parts->pdata[i];

		if (part->parent)
			want(type, mailimap_section_new_part_mime(
			               section_part(part->path)));
		if (part->is_read)
			want(type, mailimap_section_new_part(
			               section_part(path_on_wire(part))));
	}
	if (!ask(imap, uid, type, &list, error))
		return false;
	for (clistiter *i = list ? clist_begin(list) : NULL; i;
	     i = clist_next(i)) {
		const struct mailimap_msg_att *mail = clist_content(i);

		take_items(outline, mail->att_list, uid, NULL);
	}
	if (list)
		mailimap_fetch_list_free(list);
	return true;
}

static bool
append(GString *out, const Outline *outline, const char *name)
{
	GBytes *bytes = g_hash_table_lookup(outline->content, name);
	gsize length = 0;
	const char *text = bytes ? g_bytes_get_data(bytes, &length) : NULL;

	if (text)
		g_string_append_len(out, text, (gssize)length);
	return bytes != NULL;
}

static void
append_part(GString *out, const Outline *outline, const Part *part)
{
	const Part *closed = part->boundary ? part : part->parent;

	if (part->parent) {
		g_autofree char *mime = g_strconcat(part->path, ".MIME", NULL);

		g_string_append_printf(
		    out, "\r\n--%s\r\n", part->parent->boundary);
		if (!append(out, outline, mime))
			g_string_append(out, "\r\n");
	}
	if (part->is_read)
		append(out, outline, path_on_wire(part));
	for (guint i = 0; i < part->closes && closed; i++) {
		g_string_append_printf(out, "\r\n--%s--\r\n", closed->boundary);
		closed = closed->parent;
	}
}

static GBytes *
put_together(const Outline *outline)
{
	GString *out = g_string_new(NULL);

	if (!append(out, outline, "HEADER")) {
		g_string_free(out, true);
		return NULL;
	}
	for (guint i = 0; i < outline->parts->len; i++)
		append_part(out, outline, outline->parts->pdata[i]);
	return g_string_free_to_bytes(out);
}

GBytes *
incoming_fetch(Imap *imap, guint32 uid, GError **error)
{
	Outline outline = {0};
	GBytes *mail = NULL;
	GError *why = NULL;

	outline.parts =
	    g_ptr_array_new_with_free_func((GDestroyNotify)part_free);
	outline.content = g_hash_table_new_full(
	    g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_bytes_unref);
	if (ask_structure(imap, uid, &outline, &why)) {
		if (outline.is_odd)
			mail = imap_fetch(imap, uid, &why);
		else if (!outline.parts->len ||
		         ask_parts(imap, uid, &outline, &why))
			mail = put_together(&outline);
	}
	g_ptr_array_unref(outline.parts);
	g_hash_table_unref(outline.content);
	if (why)
		g_propagate_error(error, why);
	return mail;
}
