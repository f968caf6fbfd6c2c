#include "taught.h"

#include "store.h"

#include <string.h>

#define FILE_NAME "lessons.json"

bool
taught_load(const char *folder, Lessons **lessons, GError **error)
{
	g_autofree char *path = g_build_filename(folder, FILE_NAME, NULL);
	g_autofree char *text = NULL;
	gsize length;

	*lessons = NULL;
	if (!g_file_get_contents(path, &text, &length, NULL))
		return true;
	*lessons = lessons_parse(text, length, error);
	if (!*lessons)
		g_prefix_error(error, "%s: ", path);
	return *lessons != NULL;
}

bool
taught_keep(const char *folder, const Lessons *lessons, GError **error)
{
	g_autofree char *path = g_build_filename(folder, FILE_NAME, NULL);
	g_autofree char *text = lessons_print(lessons);

	return store_write_file(path, text, strlen(text), error);
}
