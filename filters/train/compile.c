/*
 * compile OUT RULES: compiles the patterns in the folder RULES and in its
 * folders, one a language, into the file OUT.
 */
#include "json.h"
#include "patterns.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

typedef struct Input {
	GArray *files;    /* of RuleFile */
	GPtrArray *json;  /* of Json *, owned */
	GPtrArray *names; /* of char *, owned */
} Input;

static bool
is_rule_file(const Json *json)
{
	return json_get(json, "classes") || json_get(json, "parts") ||
	       json_get(json, "patterns");
}

static bool
take_file(Input *input, const char *path, const char *lang, GError **error)
{
	Json *json = json_parse_file(path, error);
	char *name = g_strdup(path);
	RuleFile file = {name, lang, false, json};

	g_ptr_array_add(input->names, name);
	if (!json)
		return false;
	g_ptr_array_add(input->json, json);
	if (is_rule_file(json))
		g_array_append_val(input->files, file);
	return true;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The names in a folder, sorted, so that the same rules give the same file. */
static GPtrArray *
names_in(const char *folder, GError **error)
{
	g_autoptr(GDir) dir = g_dir_open(folder, 0, error);
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	const char *name;

	while (dir && (name = g_dir_read_name(dir)))
		g_ptr_array_add(names, g_strdup(name));
	g_ptr_array_sort(names, by_name);
	return names;
}

static bool
take_folder(Input *input, const char *folder, const char *lang, GError **error)
{
	g_autoptr(GPtrArray) names = names_in(folder, error);

	for (guint i = 0; i < names->len; i++) {
		const char *name = g_ptr_array_index(names, i);
		g_autofree char *path = g_build_filename(folder, name, NULL);
		bool is_folder = g_file_test(path, G_FILE_TEST_IS_DIR);
		char *inner;

		if (is_folder && !*lang && strlen(name) == 2) {
			inner = g_strdup(name);
			g_ptr_array_add(input->names, inner);
			if (!take_folder(input, path, inner, error))
				return false;
		}
		if (!is_folder && g_str_has_suffix(name, ".json") &&
		    !take_file(input, path, lang, error))
			return false;
	}
	return error == NULL || *error == NULL;
}

static bool
compile(const char *out, const char *folder, GError **error)
{
	g_autoptr(GArray) files = g_array_new(false, false, sizeof(RuleFile));
	g_autoptr(GPtrArray) json =
	    g_ptr_array_new_with_free_func((GDestroyNotify)json_free);
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	Input input = {files, json, names};
	g_autoptr(GBytes) bytes = NULL;
	const void *start;
	gsize size;

	if (!take_folder(&input, folder, "", error))
		return false;
	bytes = patterns_compile(
	    (const RuleFile *)(void *)files->data, files->len, error);
	if (!bytes)
		return false;
	start = g_bytes_get_data(bytes, &size);
	return g_file_set_contents(out, start, (gssize)size, error);
}

int
main(int argc, char **argv)
{
	g_autoptr(GError) error = NULL;

	if (argc == 3 && compile(argv[1], argv[2], &error))
		return 0;
	fprintf(stderr, "compile: %s\n",
	    error ? error->message : "usage: compile OUT RULES");
	return 1;
}
