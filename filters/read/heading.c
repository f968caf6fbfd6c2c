#include "heading.h"

#include <string.h>
#include <unistd.h>

/* What may stand before the first header: a byte order mark, "From " lines. */
size_t
heading_prefix(const char *bytes, size_t length)
{
	size_t skip = 0;

	if (length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0)
		skip = 3;
	for (int i = 0; i < 2; i++) {
		const char *line = bytes + skip;
		size_t left = length - skip;
		const char *end = memchr(line, '\n', left);

		if (end && ((left > 5 && memcmp(line, "From ", 5) == 0) ||
		               (left > 6 && memcmp(line, ">From ", 6) == 0)))
			skip = (size_t)(end + 1 - bytes);
	}
	return skip;
}

/* The length of the line at bytes, its end included. */
static size_t
line_length(const char *bytes, size_t length)
{
	const char *end = memchr(bytes, '\n', length);

	return end ? (size_t)(end + 1 - bytes) : length;
}

/* The length of a field with the lines that go on with it. */
static size_t
field_length(const char *bytes, size_t length)
{
	size_t at = line_length(bytes, length);

	while (at < length && (bytes[at] == ' ' || bytes[at] == '\t'))
		at += line_length(bytes + at, length - at);
	return at;
}

static bool
is_end(const char *bytes, size_t length)
{
	return length > 0 && (*bytes == '\n' || (length > 1 && *bytes == '\r' &&
	                                            bytes[1] == '\n'));
}

bool
heading_has_old_mac_ends(const char *bytes, size_t length)
{
	return memchr(bytes, '\r', length) && !memchr(bytes, '\n', length);
}

bool
heading_ends(const char *bytes, size_t length)
{
	return memmem(bytes, length, "\n\n", 2) ||
	       memmem(bytes, length, "\n\r\n", 3);
}

bool
heading_is_long(int file)
{
	g_autofree char *bytes = g_malloc(HEADING_MAX);
	ssize_t length = pread(file, bytes, HEADING_MAX, 0);

	return length == HEADING_MAX && !heading_ends(bytes, HEADING_MAX);
}

static bool
begins(const char *field, size_t length, const char *name)
{
	return length >= strlen(name) &&
	       !g_ascii_strncasecmp(field, name, strlen(name));
}

/* Fields that nothing here reads, of which there may be any number. */
static bool
is_of_machines(const char *field, size_t length)
{
	static const char *const names[] = {"X-", "Received:", "ARC-"};
	static const char *const ours[] = {"X-Original-To:", "X-Afterword-"};

	for (size_t i = 0; i < G_N_ELEMENTS(ours); i++)
		if (begins(field, length, ours[i]))
			return false;
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		if (begins(field, length, names[i]))
			return true;
	return false;
}

GByteArray *
heading_shorten(const char *bytes, size_t length)
{
	GByteArray *kept;
	size_t at = 0;

	if (length <= HEADING_MAX || heading_ends(bytes, HEADING_MAX))
		return NULL;
	kept = g_byte_array_new();
	while (at < length && !is_end(bytes + at, length - at)) {
		size_t all = field_length(bytes + at, length - at);
		size_t part = MIN(all, HEADING_FIELD_MAX);

		if (!is_of_machines(bytes + at, part) &&
		    kept->len + part <= HEADING_KEPT_MAX) {
			g_byte_array_append(
			    kept, (const guint8 *)bytes + at, (guint)part);
			if (part < all)
				g_byte_array_append(
				    kept, (const guint8 *)"\n", 1);
		}
		at += all;
	}
	g_byte_array_append(
	    kept, (const guint8 *)bytes + at, (guint)(length - at));
	return kept;
}
