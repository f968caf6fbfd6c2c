#include "old_mail.h"

#include "error.h"

#include <errno.h>
#include <string.h>

#define HEADER_MAX (256 * 1024) /* bytes looked at for a date */
#define DEPTH_MAX 8             /* of folders within each other */

static void
old_mail_free(OldMail *mail)
{
	g_free(mail->path);
	g_free(mail);
}

/* The date of a message by its header alone. */
static gint64
date_of(const char *bytes, size_t length)
{
	size_t most = MIN(length, HEADER_MAX);
	const char *end = g_strstr_len(bytes, (gssize)most, "\n\n");
	const char *crlf = g_strstr_len(bytes, (gssize)most, "\n\r\n");
	g_autoptr(Message) message = NULL;

	if (!end || (crlf && crlf < end))
		end = crlf;
	if (end)
		most = (size_t)(end - bytes) + 1;
	message = message_parse_bytes(bytes, most, NULL);
	return message && message->date.precision ? message->date.time : 0;
}

static void
add(GPtrArray *all, const char *path, const char *bytes, gint64 offset,
    gint64 length)
{
	OldMail *mail = g_new0(OldMail, 1);

	*mail = (OldMail){.path = g_strdup(path),
	    .offset = offset,
	    .length = length,
	    .time = date_of(bytes + offset, (size_t)length)};
	g_ptr_array_add(all, mail);
}

/* The next line that begins a message of an mbox: "From " after an empty
 * line; length where there is none. */
static size_t
next_message(const char *bytes, size_t length, size_t at)
{
	while (at < length) {
		const char *found =
		    g_strstr_len(bytes + at, (gssize)(length - at), "\nFrom ");
		size_t start = found ? (size_t)(found - bytes) + 1 : length;

		if (!found)
			return length;
		if (start >= 2 && (bytes[start - 2] == '\n' ||
		                      (start >= 3 && bytes[start - 2] == '\r' &&
		                          bytes[start - 3] == '\n')))
			return start;
		at = start;
	}
	return length;
}

static void
add_mbox(GPtrArray *all, const char *path, const char *bytes, size_t length)
{
	size_t start = 0;

	while (start < length) {
		size_t end = next_message(bytes, length, start);

		add(all, path, bytes, (gint64)start, (gint64)(end - start));
		start = end;
	}
}

static bool
fail(const char *path, int why, GError **error)
{
	g_set_error(error, AFTERWORD_ERROR,
	    why == EACCES || why == EPERM ? AFTERWORD_ERROR_PERMISSION
	                                  : AFTERWORD_ERROR_MAIL,
	    "cannot read '%s': %s", path, g_strerror(why));
	return false;
}

static bool
add_file(GPtrArray *all, const char *path, GError **error)
{
	g_autoptr(GMappedFile) file = g_mapped_file_new(path, FALSE, NULL);
	const char *bytes = file ? g_mapped_file_get_contents(file) : NULL;
	size_t length = file ? g_mapped_file_get_length(file) : 0;

	if (!file)
		return fail(path, errno, error);
	if (!length)
		return true;
	if (length > 5 && !memcmp(bytes, "From ", 5))
		add_mbox(all, path, bytes, length);
	else
		add(all, path, bytes, 0, (gint64)length);
	return true;
}

static int
compare_names(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The names in a folder, sorted; NULL where it cannot be read. */
static GPtrArray *
names_in(const char *path)
{
	g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
	GPtrArray *names;
	const char *name;

	if (!dir)
		return NULL;
	names = g_ptr_array_new_with_free_func(g_free);
	while ((name = g_dir_read_name(dir)))
		g_ptr_array_add(names, g_strdup(name));
	g_ptr_array_sort(names, compare_names);
	return names;
}

static bool
is_folder(const char *path)
{
	return g_file_test(path, G_FILE_TEST_IS_DIR);
}

static bool
is_maildir(const char *path)
{
	g_autofree char *cur = g_build_filename(path, "cur", NULL);
	g_autofree char *new = g_build_filename(path, "new", NULL);

	return is_folder(cur) && is_folder(new);
}

/* In a Maildir what is being written, or is no mail, is passed over. */
static bool
is_wanted(const char *path, const char *name, bool in_maildir)
{
	if (!in_maildir)
		return *name != '.';
	return is_folder(path) && strcmp(name, "tmp") != 0 &&
	       (!strcmp(name, "cur") || !strcmp(name, "new") ||
	           is_maildir(path));
}

static bool
add_folder(GPtrArray *all, const char *path, int depth, GError **error)
{
	g_autoptr(GPtrArray) names = names_in(path);
	bool in_maildir = is_maildir(path);

	if (!names)
		return fail(path, errno, error);
	for (guint i = 0; i < names->len; i++) {
		const char *name = names->pdata[i];
		g_autofree char *child = g_build_filename(path, name, NULL);
		bool is_read;

		if (!is_wanted(child, name, in_maildir))
			continue;
		is_read = !is_folder(child) ? add_file(all, child, error)
		          : depth < DEPTH_MAX
		              ? add_folder(all, child, depth + 1, error)
		              : true;
		if (!is_read)
			return false;
	}
	return true;
}

static int
compare_mail(gconstpointer a, gconstpointer b)
{
	const OldMail *one = *(const OldMail *const *)a;
	const OldMail *other = *(const OldMail *const *)b;
	int order;

	if (one->time != other->time)
		return one->time < other->time ? -1 : 1;
	order = strcmp(one->path, other->path);
	return order ? order
	             : (one->offset > other->offset) -
	                   (one->offset < other->offset);
}

GPtrArray *
old_mail_find(char *const *sources, GError **error)
{
	g_autoptr(GPtrArray) all =
	    g_ptr_array_new_with_free_func((GDestroyNotify)old_mail_free);

	for (; *sources; sources++)
		if (is_folder(*sources) ? !add_folder(all, *sources, 0, error)
		                        : !add_file(all, *sources, error))
			return NULL;
	g_ptr_array_sort(all, compare_mail);
	return g_steal_pointer(&all);
}

Message *
old_mail_read(const OldMail *mail, GError **error)
{
	g_autoptr(GMappedFile) file =
	    g_mapped_file_new(mail->path, FALSE, NULL);
	gint64 length = file ? (gint64)g_mapped_file_get_length(file) : 0;

	if (!file || mail->offset + mail->length > length) {
		g_set_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_MAIL,
		    "'%s' has changed", mail->path);
		return NULL;
	}
	return message_parse_bytes(
	    g_mapped_file_get_contents(file) + mail->offset,
	    (size_t)mail->length, error);
}
