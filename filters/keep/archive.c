#include "archive.h"

#include "archive_index.h"
#include "error.h"
#include "keys.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define WOKEN_MAX 16 /* for one key */

struct Archive {
	char *path;        /* of archive.jsonl */
	GMappedFile *file; /* NULL where there is none */
	ArchiveIndex *index;
	bool is_rebuilt; /* and not yet kept */
};

static const char *
text_of(const Archive *archive, size_t *length)
{
	*length = archive->file ? g_mapped_file_get_length(archive->file) : 0;
	return archive->file ? g_mapped_file_get_contents(archive->file) : "";
}

/* The line at an offset; NULL where none begins or ends there. */
static const char *
line_at(const Archive *archive, guint64 offset, size_t *length)
{
	size_t all;
	const char *text = text_of(archive, &all);
	const char *end;

	if (offset >= all || (offset && text[offset - 1] != '\n'))
		return NULL;
	end = memchr(text + offset, '\n', all - offset);
	*length = end ? (size_t)(end - text) - offset : 0;
	return end ? text + offset : NULL;
}

static Application *
application_at(const Archive *archive, guint64 offset)
{
	size_t length;
	const char *line = line_at(archive, offset, &length);

	return line ? application_parse(line, length) : NULL;
}

/* Where the line that counts of an id is; false for none. */
static bool
find_id(const Archive *archive, const char *id, guint64 *offset)
{
	g_autoptr(GArray) found =
	    archive_index_find(archive->index, keys_of_id(id), 1);

	if (!found->len)
		return false;
	*offset = g_array_index(found, guint64, 0);
	return true;
}

/* Reads all lines, the last first, since of an id that counts alone; what is
 * torn or no application is passed over. */
static void
rebuild(Archive *archive)
{
	g_autoptr(GHashTable) seen =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	size_t all;
	const char *text = text_of(archive, &all);
	const char *end = all ? memrchr(text, '\n', all) : NULL;

	archive_index_clear(archive->index);
	while (end) {
		const char *before =
		    end > text ? memrchr(text, '\n', (size_t)(end - text))
		               : NULL;
		const char *line = before ? before + 1 : text;
		g_autoptr(Application) application =
		    application_parse(line, (size_t)(end - line));

		if (application &&
		    g_hash_table_add(seen, g_strdup(application->id))) {
			g_autoptr(GArray) keys =
			    keys_of_application(application);

			archive_index_add(
			    archive->index, keys, (guint64)(line - text));
		}
		end = before;
	}
	archive_index_cover(archive->index, all);
	archive_index_settle(archive->index);
	archive->is_rebuilt = true;
}

static bool
map(Archive *archive, GError **error)
{
	g_autoptr(GError) why = NULL;

	g_clear_pointer(&archive->file, g_mapped_file_unref);
	archive->file = g_mapped_file_new(archive->path, FALSE, &why);
	if (archive->file ||
	    g_error_matches(why, G_FILE_ERROR, G_FILE_ERROR_NOENT))
		return true;
	g_set_error(error, AFTERWORD_ERROR,
	    g_error_matches(why, G_FILE_ERROR, G_FILE_ERROR_ACCES)
	        ? AFTERWORD_ERROR_PERMISSION
	        : AFTERWORD_ERROR_STORE,
	    "%s", why->message);
	return false;
}

Archive *
archive_open(const char *folder, GError **error)
{
	g_autoptr(Archive) archive = g_new0(Archive, 1);
	g_autofree char *index =
	    g_build_filename(folder, "archive.index", NULL);
	size_t all;

	archive->path = g_build_filename(folder, "archive.jsonl", NULL);
	if (!map(archive, error))
		return NULL;
	archive->index = archive_index_open(index);
	text_of(archive, &all);
	if (archive_index_covered(archive->index) != all)
		rebuild(archive);
	return g_steal_pointer(&archive);
}

static bool
has_id(const State *state, const char *id)
{
	for (guint i = 0; i < state->applications->len; i++) {
		const Application *one = state->applications->pdata[i];

		if (!strcmp(one->id, id))
			return true;
	}
	return false;
}

static void
wake_at(const Archive *archive, State *state, guint64 offset)
{
	Application *application = application_at(archive, offset);

	if (application && !has_id(state, application->id))
		g_ptr_array_add(state->applications, application);
	else
		application_free(application);
}

void
archive_wake(Archive *archive, State *state, const GArray *keys)
{
	g_autoptr(GHashTable) seen =
	    g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);

	for (guint i = 0; i < keys->len; i++) {
		g_autoptr(GArray) found = archive_index_find(
		    archive->index, g_array_index(keys, guint64, i), WOKEN_MAX);

		for (guint j = 0; j < found->len; j++) {
			guint64 offset = g_array_index(found, guint64, j);

			if (g_hash_table_add(
			        seen, g_memdup2(&offset, sizeof(offset))))
				wake_at(archive, state, offset);
		}
	}
}

void
archive_wake_all(Archive *archive, State *state)
{
	size_t all;
	const char *text = text_of(archive, &all);

	for (size_t at = 0; at < all;) {
		const char *end = memchr(text + at, '\n', all - at);
		size_t length;
		const char *line = line_at(archive, at, &length);
		g_autoptr(Application) application =
		    line ? application_parse(line, length) : NULL;
		guint64 last;

		/* Earlier lines of an id do not count. */
		if (application && find_id(archive, application->id, &last) &&
		    last == at && !has_id(state, application->id))
			g_ptr_array_add(
			    state->applications, g_steal_pointer(&application));
		at = end ? (size_t)(end - text) + 1 : all;
	}
}

bool
archive_knows_id(const Archive *archive, const char *id)
{
	guint64 offset;

	return find_id(archive, id, &offset);
}

guint
archive_count(const Archive *archive)
{
	return archive_index_count(archive->index);
}

/* Nothing can come due in it but by new mail. An acceptance still bears on
 * the others. */
static bool
is_at_rest(const Application *application)
{
	if (!standing_is_closed(application->standing) ||
	    application->standing == STANDING_ACCEPTED ||
	    (application->standing == STANDING_DORMANT &&
	        !application->is_told))
		return false;
	for (guint i = 0; i < application->actions->len; i++) {
		const Action *action = application->actions->pdata[i];

		if (action_is_open(action) || action->is_stale)
			return false;
	}
	return true;
}

/* Whether the line that is there says the same. */
static bool
is_kept(const Archive *archive, const Application *application,
    const char *line, guint64 *old)
{
	size_t length;
	const char *its;

	if (!find_id(archive, application->id, old))
		return false;
	its = line_at(archive, *old, &length);
	return its && length == strlen(line) && !memcmp(its, line, length);
}

static bool
fail(const Archive *archive, GError **error)
{
	int why = errno;

	g_set_error(error, AFTERWORD_ERROR,
	    why == EACCES || why == EPERM || why == EROFS
	        ? AFTERWORD_ERROR_PERMISSION
	        : AFTERWORD_ERROR_STORE,
	    "cannot write '%s': %s", archive->path, g_strerror(why));
	return false;
}

static bool
write_all(int file, const char *bytes, size_t length)
{
	while (length) {
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

/* Adds lines; what a crash has torn before is ended by a line end. */
static bool
append(Archive *archive, const GString *lines, GError **error)
{
	int file = open(archive->path,
	    O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW,
	    S_IRUSR | S_IWUSR);
	bool is_written;

	if (file < 0)
		return fail(archive, error);
	is_written =
	    write_all(file, lines->str, lines->len) && fsync(file) == 0;
	if (!is_written)
		fail(archive, error);
	if (close(file) != 0 && is_written)
		is_written = fail(archive, error);
	return is_written;
}

/* What is to be added. */
typedef struct Addition {
	const Application *application; /* borrowed */
	char *line;
	guint64 old; /* where it was; G_MAXUINT64: nowhere */
} Addition;

static void
addition_clear(gpointer addition)
{
	g_free(((Addition *)addition)->line);
}

static GArray *
find_changed(const Archive *archive, const GPtrArray *resting)
{
	GArray *changed = g_array_new(FALSE, FALSE, sizeof(Addition));

	g_array_set_clear_func(changed, addition_clear);
	for (guint i = 0; i < resting->len; i++) {
		Addition one = {resting->pdata[i],
		    application_print(resting->pdata[i]), G_MAXUINT64};

		if (is_kept(archive, one.application, one.line, &one.old))
			g_free(one.line);
		else
			g_array_append_val(changed, one);
	}
	return changed;
}

/* The lines to add, whose keys go into the index. */
static GString *
collect(Archive *archive, const GPtrArray *resting)
{
	g_autoptr(GArray) changed = find_changed(archive, resting);
	GString *lines = g_string_new(NULL);
	size_t all;
	const char *text = text_of(archive, &all);

	if (all && text[all - 1] != '\n')
		g_string_append_c(lines, '\n');
	for (guint i = 0; i < changed->len; i++) {
		const Addition *one = &g_array_index(changed, Addition, i);
		g_autoptr(GArray) keys = keys_of_application(one->application);

		if (one->old != G_MAXUINT64)
			archive_index_drop(archive->index, one->old);
		archive_index_add(archive->index, keys, all + lines->len);
		g_string_append(lines, one->line);
		g_string_append_c(lines, '\n');
	}
	return lines;
}

static bool
save_index(Archive *archive, GError **error)
{
	if (!archive_index_save(archive->index, error))
		return false;
	archive->is_rebuilt = false;
	return true;
}

/* A program that died may have added lines since they were read. */
static bool
refresh(Archive *archive, GError **error)
{
	struct stat status;
	size_t all;

	text_of(archive, &all);
	if (stat(archive->path, &status) != 0 || (size_t)status.st_size == all)
		return true;
	if (!map(archive, error))
		return false;
	rebuild(archive);
	return true;
}

static bool
keep(Archive *archive, const GPtrArray *resting, GError **error)
{
	g_autoptr(GString) lines = NULL;
	size_t all;

	if (!refresh(archive, error))
		return false;
	lines = collect(archive, resting);
	text_of(archive, &all);
	if (lines->len <= 1)
		return !archive->is_rebuilt || save_index(archive, error);
	archive_index_cover(archive->index, all + lines->len);
	if (append(archive, lines, error) && save_index(archive, error) &&
	    map(archive, error))
		return true;
	/* The index speaks of what may not be there. */
	if (map(archive, NULL))
		rebuild(archive);
	return false;
}

bool
archive_put_away(Archive *archive, State *state, GError **error)
{
	g_autoptr(GPtrArray) resting = g_ptr_array_new();

	for (guint i = 0; i < state->applications->len; i++)
		if (is_at_rest(state->applications->pdata[i]))
			g_ptr_array_add(resting, state->applications->pdata[i]);
	if (!resting->len)
		return !archive->is_rebuilt || save_index(archive, error);
	if (!keep(archive, resting, error))
		return false;
	for (guint i = state->applications->len; i-- > 0;)
		if (is_at_rest(state->applications->pdata[i]))
			g_ptr_array_remove_index(state->applications, i);
	return true;
}

void
archive_close(Archive *archive)
{
	if (!archive)
		return;
	g_free(archive->path);
	if (archive->file)
		g_mapped_file_unref(archive->file);
	archive_index_close(archive->index);
	g_free(archive);
}
