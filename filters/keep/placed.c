#include "placed.h"

#include "store.h"

#include <glib/gstdio.h>

#define FOLDER "placed"

static char *
path_of(const char *state_folder, const char *key, const char *suffix)
{
	g_autofree char *name = g_strconcat(key, suffix, NULL);

	return g_build_filename(state_folder, FOLDER, name, NULL);
}

static bool
write_file(const char *path, GBytes *content, GError **error)
{
	g_autofree char *folder = g_path_get_dirname(path);
	gsize length = 0;
	const char *bytes = content ? g_bytes_get_data(content, &length) : "";

	return store_make_folder(folder, error) &&
	       store_write_file(path, bytes ? bytes : "", length, error);
}

bool
placed_keep(
    const char *state_folder, const char *key, GBytes *message, GError **error)
{
	g_autofree char *path = path_of(state_folder, key, ".eml");
	g_autofree char *mark = path_of(state_folder, key, ".touched");

	g_unlink(mark);
	return write_file(path, message, error);
}

GBytes *
placed_find(const char *state_folder, const char *key)
{
	g_autofree char *path = path_of(state_folder, key, ".eml");
	char *content;
	gsize length;

	return g_file_get_contents(path, &content, &length, NULL)
	           ? g_bytes_new_take(content, length)
	           : NULL;
}

bool
placed_mark_touched(const char *state_folder, const char *key, GError **error)
{
	g_autofree char *path = path_of(state_folder, key, ".touched");

	return write_file(path, NULL, error);
}

bool
placed_is_touched(const char *state_folder, const char *key)
{
	g_autofree char *path = path_of(state_folder, key, ".touched");

	return g_file_test(path, G_FILE_TEST_EXISTS);
}

void
placed_forget(const char *state_folder, const char *key)
{
	g_autofree char *copy = path_of(state_folder, key, ".eml");
	g_autofree char *mark = path_of(state_folder, key, ".touched");

	g_unlink(copy);
	g_unlink(mark);
}
