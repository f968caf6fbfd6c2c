#include "outbox.h"

#include "error.h"
#include "store.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define DRAFT_SUFFIX ".eml"
#define WITHDRAWAL_SUFFIX ".withdraw"
#define REMOVAL_SUFFIX ".removing"
#define KEY_LENGTH 32

static char *
path_with(const char *folder, const char *key, const char *suffix)
{
	g_autofree char *name = g_strconcat(key, suffix, NULL);

	return g_build_filename(folder, name, NULL);
}

static char *
path_of(const char *folder, const char *key, bool is_withdrawal)
{
	return path_with(
	    folder, key, is_withdrawal ? WITHDRAWAL_SUFFIX : DRAFT_SUFFIX);
}

/* A file that is not there is as good as removed. */
static bool
remove_file(const char *path, GError **error)
{
	int why;

	if (unlink(path) == 0 || errno == ENOENT)
		return true;
	why = errno;
	g_set_error(error, AFTERWORD_ERROR,
	    why == EACCES || why == EPERM || why == EROFS
	        ? AFTERWORD_ERROR_PERMISSION
	        : AFTERWORD_ERROR_STORE,
	    "cannot remove '%s': %s", path, g_strerror(why));
	return false;
}

/* The old entry goes first: what a crash leaves out is put again, since the
 * state is saved after. */
static bool
put(const char *folder, const OutboxEntry *entry, GError **error)
{
	g_autofree char *path =
	    path_of(folder, entry->key, entry->is_withdrawal);
	g_autofree char *other =
	    path_of(folder, entry->key, !entry->is_withdrawal);
	gsize length;
	const char *bytes = g_bytes_get_data(entry->content, &length);

	return store_make_folder(folder, error) && remove_file(other, error) &&
	       store_write_file(path, bytes ? bytes : "", length, error);
}

bool
outbox_put(const char *folder, const char *key, GBytes *message, GError **error)
{
	g_autofree char *name = g_strdup(key);
	g_autofree char *note = path_with(folder, key, REMOVAL_SUFFIX);
	OutboxEntry entry = {.key = name, .content = message};

	return put(folder, &entry, error) && remove_file(note, error);
}

bool
outbox_put_withdrawal(
    const char *folder, const char *key, const char *place, GError **error)
{
	g_autofree char *name = g_strdup(key);
	g_autoptr(GBytes) content = g_bytes_new(place, strlen(place));
	OutboxEntry entry = {
	    .key = name, .is_withdrawal = true, .content = content};

	return put(folder, &entry, error);
}

bool
outbox_put_replacement(const char *folder, const char *key, GBytes *message,
    const char *place, GError **error)
{
	g_autofree char *path = path_of(folder, key, false);
	gsize length;
	const char *bytes = g_bytes_get_data(message, &length);

	return outbox_put_withdrawal(folder, key, place, error) &&
	       store_write_file(path, bytes ? bytes : "", length, error);
}

bool
outbox_begin_removal(const char *folder, const char *key, GError **error)
{
	g_autofree char *path = path_with(folder, key, REMOVAL_SUFFIX);

	return store_write_file(path, "", 0, error);
}

bool
outbox_has_begun_removal(const char *folder, const char *key)
{
	g_autofree char *path = path_with(folder, key, REMOVAL_SUFFIX);

	return access(path, F_OK) == 0;
}

GBytes *
outbox_find_draft(const char *folder, const char *key)
{
	g_autofree char *path = path_of(folder, key, false);
	char *content;
	gsize length;

	return g_file_get_contents(path, &content, &length, NULL)
	           ? g_bytes_new_take(content, length)
	           : NULL;
}

/* Whether a file name is that of a key with this suffix. */
static bool
is_named(const char *name, const char *suffix)
{
	return strspn(name, "0123456789abcdef") == KEY_LENGTH &&
	       !strcmp(name + KEY_LENGTH, suffix);
}

/* The entry that a file name stands for; NULL for any other file. */
static OutboxEntry *
entry_named(const char *name)
{
	OutboxEntry *entry;
	bool is_withdrawal = is_named(name, WITHDRAWAL_SUFFIX);

	if (!is_withdrawal && !is_named(name, DRAFT_SUFFIX))
		return NULL;
	entry = g_new0(OutboxEntry, 1);
	entry->key = g_strndup(name, KEY_LENGTH);
	entry->is_withdrawal = is_withdrawal;
	return entry;
}

/* A withdrawal goes before its note does: one that is alone is of no use. */
static void
drop_lone_note(const char *folder, const char *name)
{
	g_autofree char *key = g_strndup(name, KEY_LENGTH);
	g_autofree char *note = g_build_filename(folder, name, NULL);
	g_autofree char *withdrawal = path_with(folder, key, WITHDRAWAL_SUFFIX);

	if (access(withdrawal, F_OK) != 0 && errno == ENOENT)
		unlink(note);
}

/* false only on failure; an entry that another has just removed is none. */
static bool
add_entry(
    GPtrArray *entries, const char *folder, const char *name, GError **error)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);
	g_autoptr(GError) why = NULL;
	OutboxEntry *entry = entry_named(name);
	char *content;
	gsize length;

	if (!entry)
		return true;
	if (g_file_get_contents(path, &content, &length, &why)) {
		entry->content = g_bytes_new_take(content, length);
		g_ptr_array_add(entries, entry);
		return true;
	}
	outbox_entry_free(entry);
	if (g_error_matches(why, G_FILE_ERROR, G_FILE_ERROR_NOENT))
		return true;
	g_set_error_literal(
	    error, AFTERWORD_ERROR, AFTERWORD_ERROR_PERMISSION, why->message);
	return false;
}

static int
compare_entries(gconstpointer a, gconstpointer b)
{
	const OutboxEntry *const *left = a;
	const OutboxEntry *const *right = b;
	int order = strcmp((*left)->key, (*right)->key);

	return order ? order : (*left)->is_withdrawal - (*right)->is_withdrawal;
}

GPtrArray *
outbox_list(const char *folder, GError **error)
{
	g_autoptr(GPtrArray) entries =
	    g_ptr_array_new_with_free_func((GDestroyNotify)outbox_entry_free);
	g_autoptr(GError) why = NULL;
	g_autoptr(GDir) files = g_dir_open(folder, 0, &why);
	const char *name;

	if (!files && !g_error_matches(why, G_FILE_ERROR, G_FILE_ERROR_NOENT)) {
		g_set_error_literal(error, AFTERWORD_ERROR,
		    AFTERWORD_ERROR_PERMISSION, why->message);
		return NULL;
	}
	while (files && (name = g_dir_read_name(files))) {
		if (is_named(name, REMOVAL_SUFFIX))
			drop_lone_note(folder, name);
		else if (!add_entry(entries, folder, name, error))
			return NULL;
	}
	g_ptr_array_sort(entries, compare_entries);
	return g_steal_pointer(&entries);
}

bool
outbox_is_empty(const char *folder)
{
	g_autoptr(GDir) files = g_dir_open(folder, 0, NULL);
	const char *name;

	while (files && (name = g_dir_read_name(files)))
		if (is_named(name, DRAFT_SUFFIX) ||
		    is_named(name, WITHDRAWAL_SUFFIX))
			return false;
	return true;
}

bool
outbox_remove(const char *folder, const OutboxEntry *entry, GError **error)
{
	g_autofree char *path =
	    path_of(folder, entry->key, entry->is_withdrawal);
	g_autofree char *note = path_with(folder, entry->key, REMOVAL_SUFFIX);

	return remove_file(path, error) &&
	       (!entry->is_withdrawal || remove_file(note, error));
}

void
outbox_entry_free(OutboxEntry *entry)
{
	if (!entry)
		return;
	g_free(entry->key);
	if (entry->content)
		g_bytes_unref(entry->content);
	g_free(entry);
}
