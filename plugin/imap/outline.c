#include "outline.h"

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

struct Outline {
	GPtrArray *parts;    /* of Part *; empty: there is no such mail */
	GHashTable *content; /* "2.1" or "2.1.MIME" to GBytes * */
	size_t size;         /* of the parts that are worth having */
	bool is_odd;         /* its structure cannot be followed */
	bool is_plain;       /* it has no other parts */
};

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

static size_t
size_of(const struct mailimap_body_type_1part *body)
{
	const struct mailimap_body_fields *fields =
	    body->bd_type == MAILIMAP_BODY_TYPE_1PART_TEXT
	        ? body->bd_data.bd_type_text->bd_fields
	        : body->bd_data.bd_type_basic->bd_fields;

	return MIN(fields->bd_size, OUTLINE_PART_BYTES_MAX);
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
		if (part->is_read)
			outline->size += size_of(body->bd_data.bd_body_1part);
		else
			outline->is_plain = false;
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
		g_string_append(name, spec->sec_data.sec_msgtext->sec_type ==
		                              MAILIMAP_SECTION_MSGTEXT_TEXT
		                          ? "TEXT"
		                          : "HEADER");
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

Outline *
outline_new(void)
{
	Outline *outline = g_new0(Outline, 1);

	outline->parts =
	    g_ptr_array_new_with_free_func((GDestroyNotify)part_free);
	outline->content = g_hash_table_new_full(
	    g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_bytes_unref);
	outline->is_plain = true;
	return outline;
}

void
outline_take_structure(Outline *outline, const struct mailimap_body *body)
{
	if (!outline->parts->len)
		walk(outline, body, add_part(outline, NULL, 0));
}

void
outline_take_section(
    Outline *outline, const struct mailimap_msg_att_body_section *section)
{
	if (section->sec_body_part)
		g_hash_table_replace(outline->content,
		    section_name(section->sec_section),
		    g_bytes_new(section->sec_body_part, section->sec_length));
}

bool
outline_is_there(const Outline *outline)
{
	return outline->parts->len > 0;
}

bool
outline_is_odd(const Outline *outline)
{
	return outline->is_odd;
}

bool
outline_is_plain(const Outline *outline)
{
	return outline->is_plain && !outline->is_odd;
}

size_t
outline_size(const Outline *outline)
{
	return outline->size;
}

/* The mail's one part is "1" on the wire, whose header is the mail's. */
static const char *
path_on_wire(const Part *part)
{
	return *part->path ? part->path : "1";
}

static void
want(struct mailimap_fetch_type *type, struct mailimap_section *section)
{
	mailimap_fetch_type_new_fetch_att_list_add(
	    type, mailimap_fetch_att_new_body_peek_section_partial(
	              section, 0, OUTLINE_PART_BYTES_MAX));
}

void
outline_want_parts(const Outline *outline, struct mailimap_fetch_type *type)
{
	for (guint i = 0; i < outline->parts->len; i++) {
		const Part *part = outline->parts->pdata[i];

		if (part->parent)
			want(type, mailimap_section_new_part_mime(
			               section_part(part->path)));
		if (part->is_read)
			want(type, mailimap_section_new_part(
			               section_part(path_on_wire(part))));
	}
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

GBytes *
outline_put_together(const Outline *outline)
{
	GString *out = g_string_new(NULL);

	if (!append(out, outline, "HEADER")) {
		g_string_free(out, true);
		return NULL;
	}
	if (append(out, outline, "TEXT"))
		return g_string_free_to_bytes(out);
	for (guint i = 0; i < outline->parts->len; i++)
		append_part(out, outline, outline->parts->pdata[i]);
	return g_string_free_to_bytes(out);
}

void
outline_free(Outline *outline)
{
	if (!outline)
		return;
	g_ptr_array_unref(outline->parts);
	g_hash_table_unref(outline->content);
	g_free(outline);
}
