#include "message.h"

#include "authentication.h"
#include "body.h"
#include "calendar.h"
#include "charset.h"
#include "encoded.h"
#include "error.h"
#include "flowed.h"
#include "heading.h"

#include <errno.h>
#include <gmime/gmime.h>
#include <string.h>
#include <unistd.h>

#define HEADER_MAX 1000        /* bytes of a header value kept */
#define DEPTH_MAX 100          /* of multiparts within each other */
#define PARTS_MAX 1000         /* looked at */
#define HTML_MAX (1024 * 1024) /* bytes of HTML source */
#define CALENDARS_MAX 20
#define PREFIX_MAX 4096           /* looked at before parsing */
#define OLD_MAC_MAX (1024 * 1024) /* mail with CR for line ends */

G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeMessage, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeParser, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeStream, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeParserOptions, g_mime_parser_options_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GMimeReferences, g_mime_references_free)

typedef struct Reader {
	Message *message; /* borrowed */
	Body *body;       /* borrowed */
	int parts;
} Reader;

/* Decoded headers may hold anything: line ends would forge other headers. */
static char *
clean(const char *value)
{
	return charset_clean_line(value, HEADER_MAX);
}

static void
set(char **field, const char *value)
{
	g_free(*field);
	*field = clean(value);
}

static const char *
header_value(GMimeMessage *message, const char *name)
{
	return g_mime_object_get_header(GMIME_OBJECT(message), name);
}

static void
read_mailbox(InternetAddress *address, Address *into)
{
	const char *email = internet_address_mailbox_get_addr(
	    INTERNET_ADDRESS_MAILBOX(address));
	g_autofree char *line = clean(email);

	into->name = clean(internet_address_get_name(address));
	into->email = g_ascii_strdown(line, -1);
}

/* Groups are opened: their members are addresses like the others. */
static void
read_addresses(InternetAddressList *list, GPtrArray *into, int depth)
{
	int length = list ? internet_address_list_length(list) : 0;

	for (int i = 0; i < length && into->len < MESSAGE_ADDRESSES_MAX; i++) {
		InternetAddress *address =
		    internet_address_list_get_address(list, i);

		if (INTERNET_ADDRESS_IS_MAILBOX(address)) {
			Address *one = g_new0(Address, 1);

			read_mailbox(address, one);
			g_ptr_array_add(into, one);
		} else if (depth < 3) {
			read_addresses(internet_address_group_get_members(
			                   INTERNET_ADDRESS_GROUP(address)),
			    into, depth + 1);
		}
	}
}

static void
read_first_address(InternetAddressList *list, Address *into)
{
	g_autoptr(GPtrArray) all =
	    g_ptr_array_new_with_free_func((GDestroyNotify)address_free);
	Address *first;

	read_addresses(list, all, 0);
	if (all->len == 0)
		return;
	first = g_ptr_array_index(all, 0);
	g_free(into->name);
	g_free(into->email);
	into->name = g_steal_pointer(&first->name);
	into->email = g_steal_pointer(&first->email);
}

static void
add_reference(Message *message, const char *id)
{
	GPtrArray *references = message->references;
	g_autofree char *line = clean(id);
	guint at;

	if (!*line || strcmp(line, message->id) == 0)
		return;
	if (g_ptr_array_find_with_equal_func(
	        references, line, g_str_equal, &at))
		g_ptr_array_remove_index(references, at);
	else if (references->len >= MESSAGE_REFERENCES_MAX)
		g_ptr_array_remove_index(references, 0);
	g_ptr_array_add(references, g_steal_pointer(&line));
}

/* Of too many the last are kept: they are the nearest. */
static void
read_references(GMimeMessage *source, const char *name, Message *into)
{
	const char *value = header_value(source, name);
	g_autoptr(GMimeReferences) references = NULL;
	int length;

	if (!value)
		return;
	references = g_mime_references_parse(NULL, value);
	length = g_mime_references_length(references);
	for (int i = MAX(0, length - MESSAGE_REFERENCES_MAX); i < length; i++)
		add_reference(
		    into, g_mime_references_get_message_id(references, i));
}

static Moment
read_date(GMimeMessage *source)
{
	GDateTime *date = g_mime_message_get_date(source);
	Moment moment = {MOMENT_NONE, 0, 0};
	int year = date ? g_date_time_get_year(date) : 0;

	if (year < 1980 || year > 2099)
		return moment;
	moment.precision = MOMENT_TIME;
	moment.time = g_date_time_to_unix(date);
	moment.utc_offset_s =
	    (int)(g_date_time_get_utc_offset(date) / G_TIME_SPAN_SECOND);
	return moment;
}

static bool
header_is(GMimeMessage *source, const char *name, const char *const *words)
{
	const char *value = header_value(source, name);

	for (; value && *words; words++)
		if (g_ascii_strncasecmp(value, *words, strlen(*words)) == 0)
			return true;
	return false;
}

static void
read_nature(GMimeMessage *source, Message *message)
{
	static const char *const bulk[] = {"bulk", "list", "junk", NULL};
	static const char *const person[] = {"no", NULL};
	const char *delivered = header_value(source, "Delivered-To");

	if (!delivered)
		delivered = header_value(source, "X-Original-To");
	set(&message->delivered_to, delivered);
	set(&message->list_id, header_value(source, "List-Id"));
	message->is_bulk = header_is(source, "Precedence", bulk) ||
	                   header_value(source, "List-Unsubscribe");
	message->is_automatic = header_value(source, "Auto-Submitted") &&
	                        !header_is(source, "Auto-Submitted", person);
	message->is_memo = header_value(source, "X-Afterword-Memo") != NULL;
	message->authentication = authentication_parse(
	    header_value(source, "Authentication-Results"));
}

/* Puts encoded words as GMime can read them. */
static void
join_encoded_words(GMimeMessage *source)
{
	GMimeHeaderList *headers =
	    g_mime_object_get_header_list(GMIME_OBJECT(source));

	for (int i = 0; i < g_mime_header_list_get_count(headers); i++) {
		GMimeHeader *header =
		    g_mime_header_list_get_header_at(headers, i);
		const char *raw = g_mime_header_get_raw_value(header);
		g_autofree char *joined = raw ? encoded_join(raw) : NULL;

		if (joined)
			g_mime_header_set_raw_value(header, joined);
	}
}

static void
read_headers(GMimeMessage *source, Message *message)
{
	join_encoded_words(source);
	set(&message->id, g_mime_message_get_message_id(source));
	set(&message->subject, g_mime_message_get_subject(source));
	read_first_address(g_mime_message_get_from(source), &message->from);
	read_first_address(
	    g_mime_message_get_reply_to(source), &message->reply_to);
	read_addresses(g_mime_message_get_to(source), message->to, 0);
	read_addresses(g_mime_message_get_cc(source), message->cc, 0);
	read_references(source, "References", message);
	read_references(source, "In-Reply-To", message);
	message->date = read_date(source);
	read_nature(source, message);
}

/* At most max decoded bytes; GMime's own functions would read them all. */
static GByteArray *
read_content(GMimePart *part, size_t max)
{
	GByteArray *bytes = g_byte_array_new();
	GMimeDataWrapper *content = g_mime_part_get_content(part);
	GMimeStream *stream =
	    content ? g_mime_data_wrapper_get_stream(content) : NULL;
	GMimeEncoding decoder;
	char chunk[4096];
	gssize length;

	if (!stream)
		return bytes;
	g_mime_stream_reset(stream);
	g_mime_encoding_init_decode(
	    &decoder, g_mime_data_wrapper_get_encoding(content));
	while (bytes->len < max &&
	       (length = g_mime_stream_read(stream, chunk, sizeof chunk)) > 0) {
		guint old = bytes->len;
		size_t room = g_mime_encoding_outlen(&decoder, (size_t)length);

		g_byte_array_set_size(bytes, old + (guint)room);
		room = g_mime_encoding_step(
		    &decoder, chunk, (size_t)length, (char *)bytes->data + old);
		g_byte_array_set_size(bytes, old + (guint)room);
	}
	return bytes;
}

static const char *
parameter(GMimePart *part, const char *name)
{
	return g_mime_object_get_content_type_parameter(
	    GMIME_OBJECT(part), name);
}

static char *
read_utf8(GMimePart *part, size_t max)
{
	g_autoptr(GByteArray) bytes = read_content(part, max);

	return charset_to_utf8((const char *)bytes->data, bytes->len,
	    parameter(part, "charset"), max);
}

static bool
parameter_is(GMimePart *part, const char *name, const char *value)
{
	const char *found = parameter(part, name);

	return found && g_ascii_strcasecmp(found, value) == 0;
}

static char *
read_plain(GMimePart *part)
{
	g_autofree char *text = read_utf8(part, MESSAGE_TEXT_MAX);

	if (!parameter_is(part, "format", "flowed"))
		return g_steal_pointer(&text);
	return flowed_undo(text, parameter_is(part, "delsp", "yes"));
}

static bool
is_calendar(GMimePart *part, GMimeContentType *type)
{
	const char *name;

	if (g_mime_content_type_is_type(type, "text", "calendar") ||
	    g_mime_content_type_is_type(type, "application", "ics"))
		return true;
	if (!g_mime_content_type_is_type(type, "application", "octet-stream"))
		return false;
	name = g_mime_part_get_filename(part);
	return name && g_str_has_suffix(name, ".ics");
}

/* Some send the same calendar twice, as a part and as an attachment. */
static void
add_calendar(GPtrArray *calendars, GMimePart *part)
{
	g_autoptr(GByteArray) bytes = read_content(part, CALENDAR_BYTES_MAX);
	g_autofree char *text = calendar_to_utf8(
	    (const char *)bytes->data, bytes->len, parameter(part, "charset"));

	if (calendars->len < CALENDARS_MAX &&
	    !g_ptr_array_find_with_equal_func(
	        calendars, text, g_str_equal, NULL))
		g_ptr_array_add(calendars, g_steal_pointer(&text));
}

static bool
is_plain(GMimeContentType *type)
{
	return g_mime_content_type_is_type(type, "text", "plain") ||
	       g_mime_content_type_is_type(type, "text", "markdown");
}

static void
collect_part(GMimePart *part, Reader *reader)
{
	GMimeContentType *type =
	    g_mime_object_get_content_type(GMIME_OBJECT(part));

	if (is_calendar(part, type))
		add_calendar(reader->message->calendars, part);
	else if (g_mime_part_is_attachment(part))
		return;
	else if (g_mime_content_type_is_type(type, "text", "html"))
		body_take(reader->body, read_utf8(part, HTML_MAX), true);
	else if (is_plain(type))
		body_take(reader->body, read_plain(part), false);
}

/* Where the boundary is missing or wrong, all text stands before the parts. */
static void
collect_prologue(GMimeMultipart *multipart, Reader *reader)
{
	const char *text = g_mime_multipart_get_prologue(multipart);

	if (text)
		body_take(reader->body,
		    charset_to_utf8(text, strlen(text), NULL, MESSAGE_TEXT_MAX),
		    false);
}

static void
collect(GMimeObject *object, Reader *reader, int depth)
{
	size_t first = body_length(reader->body);
	GMimeMultipart *multipart;
	int count;

	if (depth > DEPTH_MAX || reader->parts++ > PARTS_MAX)
		return;
	if (GMIME_IS_PART(object))
		collect_part(GMIME_PART(object), reader);
	if (!GMIME_IS_MULTIPART(object))
		return;
	multipart = GMIME_MULTIPART(object);
	count = g_mime_multipart_get_count(multipart);
	for (int i = 0; i < count; i++)
		collect(
		    g_mime_multipart_get_part(multipart, i), reader, depth + 1);
	if (count == 0)
		collect_prologue(multipart, reader);
	if (g_mime_content_type_is_type(g_mime_object_get_content_type(object),
	        "multipart", "alternative"))
		body_choose(reader->body, first);
}

static void
read_body(GMimeMessage *source, Message *message)
{
	g_autoptr(Body) body = body_new();
	GMimeObject *root = g_mime_message_get_mime_part(source);
	Reader reader = {message, body, 0};

	if (root) {
		message->is_report = g_mime_content_type_is_type(
		    g_mime_object_get_content_type(root), "multipart",
		    "report");
		collect(root, &reader, 0);
	}
	message->from_html = body_is_html(body);
	message_take_text(message, body_text(body, message->links));
}

static Message *
parse_stream(GMimeStream *stream, GError **error)
{
	g_autoptr(GMimeParser) parser = g_mime_parser_new_with_stream(stream);
	g_autoptr(GMimeMessage) source =
	    g_mime_parser_construct_message(parser, NULL);
	Message *message;

	if (!source) {
		g_set_error_literal(error, AFTERWORD_ERROR,
		    AFTERWORD_ERROR_MAIL, "no message: it has no header");
		return NULL;
	}
	message = message_new();
	read_headers(source, message);
	read_body(source, message);
	return message;
}

static Message *
parse_copy(const char *bytes, size_t length, GError **error)
{
	g_autoptr(GMimeStream) stream =
	    g_mime_stream_mem_new_with_buffer(bytes, length);

	return parse_stream(stream, error);
}

static Message *
parse_old_mac(const char *bytes, size_t length, GError **error)
{
	g_autofree char *copy = g_strndup(bytes, length);

	for (size_t i = 0; i < length; i++)
		if (copy[i] == '\r')
			copy[i] = '\n';
	return parse_copy(copy, length, error);
}

static Message *
parse_old_mac_file(int file, GError **error)
{
	g_autofree char *bytes = g_malloc(OLD_MAC_MAX);
	ssize_t length = pread(file, bytes, OLD_MAC_MAX, 0);

	return parse_old_mac(bytes, (size_t)MAX(length, 0), error);
}

static Message *
parse_bytes(const char *bytes, size_t length, GError **error)
{
	g_autoptr(GByteArray) shorter = heading_shorten(bytes, length);

	return shorter ? parse_copy(
	                     (const char *)shorter->data, shorter->len, error)
	               : parse_copy(bytes, length, error);
}

Message *
message_parse_bytes(const char *bytes, size_t length, GError **error)
{
	size_t skip = heading_prefix(bytes, length);

	g_mime_init();
	if (heading_has_old_mac_ends(bytes, MIN(length, PREFIX_MAX)))
		return parse_old_mac(bytes, MIN(length, OLD_MAC_MAX), error);
	return parse_bytes(bytes + skip, length - skip, error);
}

/* The whole file, mapped; NULL where that cannot be. */
static Message *
parse_mapped(int file, GError **error)
{
	g_autoptr(GMappedFile) mapped =
	    g_mapped_file_new_from_fd(file, false, error);

	return mapped ? message_parse_bytes(g_mapped_file_get_contents(mapped),
	                    g_mapped_file_get_length(mapped), error)
	              : NULL;
}

/* GMime closes what it is given, and reads from where the file stands. */
Message *
message_parse_file(int file, GError **error)
{
	char prefix[PREFIX_MAX];
	ssize_t length = pread(file, prefix, sizeof prefix, 0);
	g_autoptr(GMimeStream) stream = NULL;
	int copy;

	g_mime_init();
	if (length > 0 && heading_has_old_mac_ends(prefix, (size_t)length))
		return parse_old_mac_file(file, error);
	if (length == sizeof prefix && !heading_ends(prefix, sizeof prefix) &&
	    heading_is_long(file))
		return parse_mapped(file, error);
	copy = length < 0 ? -1 : dup(file);
	if (copy < 0 ||
	    lseek(copy, (off_t)heading_prefix(prefix, (size_t)length),
	        SEEK_SET) < 0) {
		g_set_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_MAIL,
		    "cannot read the message: %s", g_strerror(errno));
		if (copy >= 0)
			close(copy);
		return NULL;
	}
	stream = g_mime_stream_fs_new(copy);
	return parse_stream(stream, error);
}
