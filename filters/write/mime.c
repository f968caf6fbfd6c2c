#include "mime.h"

#include <gmime/gmime.h>
#include <string.h>

#define WIDTH 72        /* RFC 3676, 4.2: at most 78 with the soft break */
#define ADDRESS_MAX 254 /* RFC 5321, 4.5.3.1, less the angle brackets */

G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeMessage, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimePart, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeStream, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeDataWrapper, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InternetAddress, g_object_unref)

/* RFC 5322, 3.2.3: dot-atom, or of a domain its letters, digits and "-". */
static bool
is_dot_atom(const char *text, size_t length, const char *others)
{
	if (!length || text[0] == '.' || text[length - 1] == '.')
		return false;
	for (size_t i = 0; i < length; i++) {
		if (text[i] == '.' && text[i + 1] == '.')
			return false;
		if (!g_ascii_isalnum(text[i]) && text[i] != '.' &&
		    !strchr(others, text[i]))
			return false;
	}
	return true;
}

bool
mime_is_address(const char *email)
{
	const char *at = strchr(email, '@');

	return at && strlen(email) <= ADDRESS_MAX &&
	       is_dot_atom(
	           email, (size_t)(at - email), "!#$%&'*+-/=?^_`{|}~") &&
	       is_dot_atom(at + 1, strlen(at + 1), "-");
}

/* A header value: valid UTF-8 on one line, without control characters. */
static char *
clean(const char *value)
{
	char *text = g_utf8_make_valid(value, -1);

	for (char *at = text; *at; at++)
		if (g_ascii_iscntrl(*at))
			*at = ' ';
	return g_strstrip(text);
}

/* The bytes of line that go before the next soft break; all where it is
 * short or cannot be broken. */
static size_t
break_at(const char *line)
{
	size_t best = 0;
	size_t columns = 0;
	const char *at = line;

	for (; *at && (columns < WIDTH || !best); at = g_utf8_next_char(at)) {
		columns += g_unichar_iswide(g_utf8_get_char(at)) ? 2 : 1;
		if (*at == ' ' && at[1])
			best = (size_t)(at - line) + 1;
	}
	return *at && best ? best : strlen(line);
}

/* RFC 3676, 4.4: what would be a quote or a "From " line gets a blank. */
static void
append_stuffed(GString *out, const char *line, size_t length)
{
	if (*line == ' ' || *line == '>' || g_str_has_prefix(line, "From "))
		g_string_append_c(out, ' ');
	g_string_append_len(out, line, (gssize)length);
	g_string_append_c(out, '\n');
}

char *
mime_flow(const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	GString *out = g_string_new(NULL);

	for (size_t i = 0; lines[i]; i++) {
		const char *rest = g_strchomp(lines[i]);

		if (!*rest && !lines[i + 1])
			break;
		do {
			size_t length = break_at(rest);

			append_stuffed(out, rest, length);
			rest += length;
		} while (*rest);
	}
	return g_string_free(out, FALSE);
}

static bool
is_ascii(const char *text)
{
	for (; *text; text++)
		if ((guchar)*text >= 0x80)
			return false;
	return true;
}

static void
set_body(GMimeMessage *message, const char *body)
{
	g_autoptr(GMimePart) part = g_mime_part_new_with_type("text", "plain");
	g_autofree char *flowed = mime_flow(body);
	g_autoptr(GMimeStream) stream =
	    g_mime_stream_mem_new_with_buffer(flowed, strlen(flowed));
	g_autoptr(GMimeDataWrapper) content =
	    g_mime_data_wrapper_new_with_stream(
	        stream, GMIME_CONTENT_ENCODING_DEFAULT);
	GMimeObject *object = GMIME_OBJECT(part);

	g_mime_object_set_content_type_parameter(object, "charset", "utf-8");
	g_mime_object_set_content_type_parameter(object, "format", "flowed");
	g_mime_part_set_content_encoding(
	    part, is_ascii(flowed) ? GMIME_CONTENT_ENCODING_7BIT
	                           : GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
	g_mime_part_set_content(part, content);
	g_mime_message_set_mime_part(message, object);
}

static void
add_address(GMimeMessage *message, GMimeAddressType type, const char *name,
    const char *email)
{
	g_autofree char *clean_name = clean(name);
	g_autoptr(InternetAddress) mailbox = internet_address_mailbox_new(
	    *clean_name ? clean_name : NULL, email);

	internet_address_set_charset(mailbox, "utf-8");
	internet_address_list_add(
	    g_mime_message_get_addresses(message, type), mailbox);
}

/* A Message-ID is ASCII, printable and without blanks or brackets. */
static bool
is_id(const char *id)
{
	const char *at = id;

	while (g_ascii_isgraph(*at) && !strchr("<>()\\\",;", *at))
		at++;
	return at > id && !*at && at - id < 250;
}

static void
set_id(GMimeMessage *message, const char *header, const char *id)
{
	g_autofree char *bracketed = g_strdup_printf("<%s>", id);

	if (is_id(id))
		g_mime_object_set_header(
		    GMIME_OBJECT(message), header, bracketed, "utf-8");
}

/* RFC 5322, 3.6.4; of a long thread the first and the last ones are kept. */
static void
set_references(GMimeMessage *message, const char *references)
{
	g_auto(GStrv) ids = g_strsplit(references, " ", -1);
	g_autoptr(GPtrArray) kept = g_ptr_array_new();
	g_autoptr(GString) value = g_string_new(NULL);

	for (size_t i = 0; ids[i]; i++)
		if (is_id(ids[i]))
			g_ptr_array_add(kept, ids[i]);
	if (kept->len > MIME_REFERENCES_MAX)
		g_ptr_array_remove_range(
		    kept, 1, kept->len - MIME_REFERENCES_MAX);
	for (guint i = 0; i < kept->len; i++)
		g_string_append_printf(value, "%s<%s>", i ? " " : "",
		    (const char *)kept->pdata[i]);
	if (kept->len)
		g_mime_object_set_header(
		    GMIME_OBJECT(message), "References", value->str, "utf-8");
}

static void
set_date(GMimeMessage *message, gint64 time, int utc_offset_s)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_offset(utc_offset_s);
	g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(time);
	g_autoptr(GDateTime) local =
	    utc ? g_date_time_to_timezone(utc, zone) : NULL;

	if (local)
		g_mime_message_set_date(message, local);
}

static void
set_headers(GMimeMessage *message, const Mime *mime)
{
	g_autofree char *subject = clean(mime->subject);
	const char *domain = strchr(mime->from_email, '@') + 1;
	g_autofree char *id = g_strdup_printf("%s@%s", mime->key, domain);

	add_address(message, GMIME_ADDRESS_TYPE_FROM, mime->from_name,
	    mime->from_email);
	if (*mime->to_email)
		add_address(message, GMIME_ADDRESS_TYPE_TO, mime->to_name,
		    mime->to_email);
	g_mime_message_set_subject(message, subject, "utf-8");
	set_date(message, mime->date, mime->utc_offset_s);
	set_id(message, "Message-ID", id);
	set_id(message, "In-Reply-To", mime->in_reply_to);
	set_references(message, mime->references);
	g_mime_object_set_header(
	    GMIME_OBJECT(message), "X-Afterword-Draft", mime->key, "utf-8");
	if (mime->memo)
		g_mime_object_set_header(GMIME_OBJECT(message),
		    "X-Afterword-Memo", mime->memo, "utf-8");
	g_mime_object_set_header(
	    GMIME_OBJECT(message), "MIME-Version", "1.0", "utf-8");
}

GBytes *
mime_write(const Mime *mime)
{
	g_autoptr(GMimeMessage) message = NULL;
	GMimeFormatOptions *options;
	char *text;

	if (!mime_is_address(mime->from_email) ||
	    (*mime->to_email && !mime_is_address(mime->to_email)) ||
	    !is_id(mime->key))
		return NULL;
	g_mime_init();
	message = g_mime_message_new(true);
	set_headers(message, mime);
	set_body(message, mime->body);
	options = g_mime_format_options_clone(NULL);
	g_mime_format_options_set_newline_format(
	    options, GMIME_NEWLINE_FORMAT_DOS);
	text = g_mime_object_to_string(GMIME_OBJECT(message), options);
	g_mime_format_options_free(options);
	return g_bytes_new_take(text, strlen(text));
}
