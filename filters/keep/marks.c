#include "marks.h"

#include "error.h"
#include "json.h"
#include "store.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define VERSION_NUMBER 1

struct Marks {
	char *folder;
	char *path; /* of the file, and of the lock */
	char *lock_path;
	GPtrArray *marks; /* of Mark * */
	int lock;         /* -1: not ours */
};

static void
mark_free(Mark *mark)
{
	g_free(mark->account);
	g_free(mark->folder);
	g_free(mark);
}

static guint32
read_number(const Json *object, const char *name)
{
	return (guint32)CLAMP(
	    json_get_number(object, name, 0), 0, (double)G_MAXUINT32);
}

static void
read_mark(Marks *marks, const Json *object)
{
	const char *account = json_get_string(object, "account", "");
	const char *folder = json_get_string(object, "folder", "");
	Mark *mark = marks_find(marks, account, folder);

	mark->uidvalidity = read_number(object, "uidvalidity");
	mark->uid = read_number(object, "uid");
	mark->time = read_number(object, "time");
	mark->trying = read_number(object, "trying");
	mark->tries = (int)(read_number(object, "tries") & 0xff);
}

static bool
read_marks(Marks *marks, GError **error)
{
	g_autoptr(GError) why = NULL;
	g_autoptr(Json) file = json_parse_file(marks->path, &why);
	const Json *folders = json_get(file, "folders");

	if (!json_is_array(folders)) {
		g_set_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_STORE,
		    "%s: how far the mail was read is not to be made out; "
		    "without this file, reading begins with new mail",
		    marks->path);
		return false;
	}
	for (const Json *f = json_first(folders); f; f = json_next(f))
		read_mark(marks, f);
	return true;
}

Marks *
marks_load(const char *state_folder, const char *name, GError **error)
{
	g_autoptr(Marks) marks = g_new0(Marks, 1);
	g_autofree char *file = g_strconcat(name, ".json", NULL);
	g_autofree char *lock = g_strconcat(name, ".lock", NULL);

	marks->folder = g_strdup(state_folder);
	marks->path = g_build_filename(state_folder, file, NULL);
	marks->lock_path = g_build_filename(state_folder, lock, NULL);
	marks->marks =
	    g_ptr_array_new_with_free_func((GDestroyNotify)mark_free);
	marks->lock = -1;
	if (access(marks->path, F_OK) == 0 && !read_marks(marks, error))
		return NULL;
	return g_steal_pointer(&marks);
}

Mark *
marks_find(Marks *marks, const char *account, const char *folder)
{
	Mark *mark;

	for (guint i = 0; i < marks->marks->len; i++) {
		mark = marks->marks->pdata[i];
		if (!strcmp(mark->account, account) &&
		    !strcmp(mark->folder, folder))
			return mark;
	}
	mark = g_new0(Mark, 1);
	mark->account = g_strdup(account);
	mark->folder = g_strdup(folder);
	g_ptr_array_add(marks->marks, mark);
	return mark;
}

static Json *
print_mark(const Mark *mark)
{
	Json *object = json_object_new();

	json_set_string(object, "account", mark->account);
	json_set_string(object, "folder", mark->folder);
	json_set_number(object, "uidvalidity", mark->uidvalidity);
	json_set_number(object, "uid", mark->uid);
	json_set_number(object, "time", (double)mark->time);
	if (mark->trying) {
		json_set_number(object, "trying", mark->trying);
		json_set_number(object, "tries", mark->tries);
	}
	return object;
}

bool
marks_save(const Marks *marks, GError **error)
{
	g_autoptr(Json) file = json_object_new();
	Json *folders = json_array_new();
	g_autofree char *text = NULL;

	for (guint i = 0; i < marks->marks->len; i++) {
		const Mark *mark = marks->marks->pdata[i];

		if (mark->uidvalidity || mark->trying)
			json_append_take(folders, print_mark(mark));
	}
	json_set_number(file, "version", VERSION_NUMBER);
	json_take(file, "folders", folders);
	text = json_print(file, true);
	return store_make_folder(marks->folder, error) &&
	       store_write_file(marks->path, text, strlen(text), error);
}

bool
marks_lock(Marks *marks, GError **error)
{
	if (marks->lock >= 0)
		return true;
	if (!store_make_folder(marks->folder, error))
		return false;
	marks->lock =
	    g_open(marks->lock_path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (marks->lock >= 0 && flock(marks->lock, LOCK_EX | LOCK_NB) == 0)
		return true;
	if (marks->lock < 0 || errno != EWOULDBLOCK)
		g_set_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_STORE,
		    "cannot lock '%s': %s", marks->lock_path,
		    g_strerror(errno));
	if (marks->lock >= 0)
		close(marks->lock);
	marks->lock = -1;
	return false;
}

void
marks_free(Marks *marks)
{
	if (!marks)
		return;
	if (marks->lock >= 0)
		close(marks->lock);
	g_ptr_array_unref(marks->marks);
	g_free(marks->folder);
	g_free(marks->path);
	g_free(marks->lock_path);
	g_free(marks);
}
