/* Drafts in a local Maildir: one file a draft, named after its key. */
#include "drafts.h"

#include "error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define HEADER_BYTES_MAX (32 * 1024)
#define KEY_LENGTH 32
#define KEY_HEADER "X-Afterword-Draft:"
#define MEMO_HEADER "X-Afterword-Memo:"
#define TRIES_MAX 3 /* another program may rename a file as we look at it */

struct Drafts {
	char *path;
};

/* Whether the file at path, called name, is the one that is wanted. */
typedef bool (*Matches)(const char *path, const char *name, const char *wanted);

static bool
fail(GError **error, const char *deed, const char *path)
{
	int why = errno;
	bool is_forbidden = why == EACCES || why == EPERM || why == EROFS;

	g_set_error(error, AFTERWORD_ERROR,
	    is_forbidden ? AFTERWORD_ERROR_PERMISSION : AFTERWORD_ERROR_STORE,
	    "cannot %s '%s': %s", deed, path, g_strerror(why));
	return false;
}

static bool
is_key(const char *text)
{
	return strlen(text) == KEY_LENGTH &&
	       strspn(text, "0123456789abcdef") == KEY_LENGTH;
}

/* Ours keep their name; mail programs change only the flags after the colon. */
static bool
is_named(const char *path, const char *name, const char *base)
{
	size_t length = strlen(base);

	(void)path;
	return !strncmp(name, base, length) &&
	       (name[length] == '\0' || name[length] == ':');
}

static bool
line_has_key(const char *line, const char *key)
{
	size_t length = strlen(KEY_HEADER);

	if (g_ascii_strncasecmp(line, KEY_HEADER, length) != 0)
		return false;
	line += length + strspn(line + length, " \t");
	return !strncmp(line, key, KEY_LENGTH) &&
	       strchr(" \t\r\n", line[KEY_LENGTH]);
}

/* A draft that the user has edited is a new file, which may keep our header. */
static bool
has_key_header(const char *path, const char *name, const char *key)
{
	g_autofree char *head = g_malloc(HEADER_BYTES_MAX + 1);
	int file = g_open(path, O_RDONLY | O_CLOEXEC, 0);
	ssize_t length;

	(void)name;
	if (file < 0)
		return false;
	length = read(file, head, HEADER_BYTES_MAX);
	close(file);
	head[MAX(length, 0)] = '\0';
	for (char *line = head; line && *line != '\n' && *line != '\r';) {
		if (line_has_key(line, key))
			return true;
		line = strchr(line, '\n');
		line = line ? line + 1 : NULL;
	}
	return false;
}

/* "new" before "cur", the way that files move. *path is NULL: none found. */
static bool
find_file(const Drafts *drafts, Matches matches, const char *wanted,
    char **path, GError **error)
{
	static const char *const folders[] = {"new", "cur"};

	*path = NULL;
	for (size_t i = 0; i < G_N_ELEMENTS(folders); i++) {
		g_autofree char *folder =
		    g_build_filename(drafts->path, folders[i], NULL);
		g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
		const char *name;

		if (!dir)
			return fail(error, "read", folder);
		while ((name = g_dir_read_name(dir))) {
			g_autofree char *file =
			    g_build_filename(folder, name, NULL);

			if (!matches(file, name, wanted))
				continue;
			*path = g_steal_pointer(&file);
			return true;
		}
	}
	return true;
}

static bool
is_trashed(const char *path)
{
	const char *flags = strstr(path, ":2,");

	return flags && strchr(flags + 3, 'T');
}

/* NULL: the file is gone. */
static char *
hash_of_file(const char *path)
{
	g_autofree char *bytes = NULL;
	gsize length;

	if (!g_file_get_contents(path, &bytes, &length, NULL))
		return NULL;
	return g_compute_checksum_for_data(
	    G_CHECKSUM_SHA256, (const guchar *)bytes, length);
}

static DraftsFound
judge(const char *path, const char *hash, const char *wanted)
{
	if (!path || is_trashed(path))
		return DRAFTS_ABSENT;
	return hash && !strcmp(hash, wanted) ? DRAFTS_UNTOUCHED
	                                     : DRAFTS_TOUCHED;
}

/* The file with the name that we gave; *path is NULL where there is none. */
static bool
locate_by_name(const Drafts *drafts, const char *place, DraftsFound *found,
    char **path, GError **error)
{
	g_auto(GStrv) words = g_strsplit(place, " ", 2);

	if (g_strv_length(words) != 2)
		return true;
	for (int i = 0; i < TRIES_MAX; i++) {
		g_autofree char *file = NULL;
		g_autofree char *hash = NULL;

		if (!find_file(drafts, is_named, words[0], &file, error))
			return false;
		hash = file ? hash_of_file(file) : NULL;
		if (file && !hash)
			continue;
		*found = judge(file, hash, words[1]);
		*path = g_steal_pointer(&file);
		break;
	}
	return true;
}

/* Maildir files have plain line ends; mail programs show a CR as ^M. */
static GString *
without_cr(GBytes *message)
{
	gsize length;
	const char *bytes = g_bytes_get_data(message, &length);
	GString *text = g_string_sized_new(length);

	for (gsize i = 0; i < length; i++)
		if (bytes[i] != '\r' || i + 1 == length || bytes[i + 1] != '\n')
			g_string_append_c(text, bytes[i]);
	return text;
}

static bool
write_all(int file, const char *bytes, size_t length)
{
	while (length > 0) {
		ssize_t written = write(file, bytes, length);

		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return false;
		bytes += written;
		length -= (size_t)written;
	}
	return true;
}

static bool
write_file(const char *path, const GString *text)
{
	int file = g_open(
	    path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
	bool is_written;
	int why;

	if (file < 0)
		return false;
	is_written = write_all(file, text->str, text->len) && fsync(file) == 0;
	why = errno;
	if (close(file) != 0 && is_written)
		return false;
	errno = why;
	return is_written;
}

static bool
sync_folder(const char *path)
{
	int folder = g_open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
	bool is_synced;

	if (folder < 0)
		return false;
	is_synced = fsync(folder) == 0;
	close(folder);
	return is_synced;
}

/* Mail to the user themselves is new mail, no draft. */
static bool
is_memo(const GString *text)
{
	const char *end = strstr(text->str, "\n\n");
	const char *header = strstr(text->str, "\n" MEMO_HEADER);

	return header && (!end || header < end);
}

/* Both names are made from the key alone: a second try overwrites the first. */
static bool
store(
    const Drafts *drafts, const char *base, const GString *text, GError **error)
{
	bool is_new = is_memo(text);
	g_autofree char *flagged =
	    g_strconcat(base, is_new ? "" : ":2,D", NULL);
	g_autofree char *tmp =
	    g_build_filename(drafts->path, "tmp", base, NULL);
	g_autofree char *folder =
	    g_build_filename(drafts->path, is_new ? "new" : "cur", NULL);
	g_autofree char *path = g_build_filename(folder, flagged, NULL);

	if (!write_file(tmp, text)) {
		fail(error, "write", tmp);
		g_unlink(tmp);
		return false;
	}
	if (g_rename(tmp, path) != 0 || !sync_folder(folder))
		return fail(error, "write", path);
	return true;
}

static bool
maildir_put(Drafts *drafts, const char *key, GBytes *message, char **place,
    GError **error)
{
	g_autoptr(GString) text = without_cr(message);
	g_autofree char *hash = g_compute_checksum_for_data(
	    G_CHECKSUM_SHA256, (const guchar *)text->str, text->len);
	g_autofree char *base = g_strconcat(key, ".afterword", NULL);
	g_autofree char *path = NULL;

	if (!is_key(key)) {
		g_set_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_STORE,
		    "'%s' is no name of a draft", key);
		return false;
	}
	if (!find_file(drafts, is_named, base, &path, error))
		return false;
	if (!path && !find_file(drafts, has_key_header, key, &path, error))
		return false;
	if (!path && !store(drafts, base, text, error))
		return false;
	*place = g_strconcat(base, " ", hash, NULL);
	return true;
}

static bool
maildir_find(Drafts *drafts, const char *key, const char *place,
    DraftsFound *found, GError **error)
{
	g_autofree char *path = NULL;

	if (!locate_by_name(drafts, place, found, &path, error))
		return false;
	if (path)
		return true;
	if (!find_file(drafts, has_key_header, key, &path, error))
		return false;
	*found = judge(path, NULL, "");
	return true;
}

static bool
maildir_withdraw(Drafts *drafts, const char *key, const char *place,
    DraftsFound *found, GError **error)
{
	g_autofree char *path = NULL;
	g_autofree char *folder = NULL;

	if (!locate_by_name(drafts, place, found, &path, error))
		return false;
	if (!path)
		return maildir_find(drafts, key, place, found, error);
	if (*found != DRAFTS_UNTOUCHED)
		return true;
	folder = g_path_get_dirname(path);
	if (g_unlink(path) != 0 || !sync_folder(folder))
		return fail(error, "remove", path);
	return true;
}

static void
maildir_close(Drafts *drafts)
{
	if (!drafts)
		return;
	g_free(drafts->path);
	g_free(drafts);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Drafts, maildir_close)

static char *
absolute_path(const char *path)
{
	if (g_str_has_prefix(path, "~/"))
		return g_build_filename(g_get_home_dir(), path + 2, NULL);
	return g_path_is_absolute(path) ? g_strdup(path) : NULL;
}

static Drafts *
maildir_open(GHashTable *settings, GError **error)
{
	static const char *const folders[] = {"tmp", "new", "cur"};
	const char *setting = g_hash_table_lookup(settings, "path");
	g_autoptr(Drafts) drafts = g_new0(Drafts, 1);

	drafts->path = setting ? absolute_path(setting) : NULL;
	if (!drafts->path) {
		g_set_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES,
		    "path '%s' of the Maildir does not begin with '/' or '~/'",
		    setting ? setting : "");
		return NULL;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(folders); i++) {
		g_autofree char *folder =
		    g_build_filename(drafts->path, folders[i], NULL);

		if (g_mkdir_with_parents(folder, 0700) != 0) {
			fail(error, "make", folder);
			return NULL;
		}
	}
	return g_steal_pointer(&drafts);
}

const DraftsPlugin *
afterword_drafts(void)
{
	static const DraftsPlugin plugin = {
	    .version = DRAFTS_VERSION,
	    .open = maildir_open,
	    .put = maildir_put,
	    .find = maildir_find,
	    .withdraw = maildir_withdraw,
	    .close = maildir_close,
	};

	return &plugin;
}
