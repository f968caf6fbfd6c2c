#include "rule_files.h"

#include "error.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>

#define LANG_LETTERS 2

/* One file that was found. */
typedef struct Found {
	char *path;
	char *lang;
	bool is_users;
	struct stat status;
	Json *json; /* owned; NULL until it is read */
} Found;

struct RuleFiles {
	GPtrArray *found; /* of Found *, owned */
	GArray *rules;    /* of RuleFile */
	gint64 bytes;     /* of the user's */
	size_t n_users;
};

static void
found_free(Found *found)
{
	g_free(found->path);
	g_free(found->lang);
	json_free(found->json);
	g_free(found);
}

RuleFiles *
rule_files_new(void)
{
	RuleFiles *files = g_new0(RuleFiles, 1);

	files->found =
	    g_ptr_array_new_with_free_func((GDestroyNotify)found_free);
	files->rules = g_array_new(false, false, sizeof(RuleFile));
	return files;
}

static bool
fail(const char *path, const char *why, GError **error)
{
	g_set_error(
	    error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES, "%s: %s", path, why);
	return false;
}

static bool
fail_errno(const char *path, int code, GError **error)
{
	g_set_error(error, AFTERWORD_ERROR,
	    code == EACCES ? AFTERWORD_ERROR_PERMISSION : AFTERWORD_ERROR_RULES,
	    "cannot read '%s': %s", path, g_strerror(code));
	return false;
}

static bool
look_at_file(RuleFiles *files, const char *path, const char *lang,
    bool is_users, GError **error)
{
	g_autofree Found *found = g_new0(Found, 1);

	if (stat(path, &found->status) != 0)
		return fail_errno(path, errno, error);
	if (is_users) {
		files->n_users++;
		files->bytes += found->status.st_size;
	}
	if (files->n_users > RULE_FILES_USER_MAX)
		return fail(path, "one file too many", error);
	if (files->bytes > RULE_FILES_USER_BYTES)
		return fail(path, "your rules are more than 1 MiB", error);
	found->path = g_strdup(path);
	found->lang = g_strdup(lang);
	found->is_users = is_users;
	g_ptr_array_add(files->found, g_steal_pointer(&found));
	return true;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The names in a folder, sorted, so that the same rules give the same bytes;
 * NULL without an error where it is no folder and need not be one. */
static GPtrArray *
names_in(const char *folder, bool must_be, GError **error)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GDir) dir = NULL;
	g_autoptr(GError) why = NULL;
	const char *name;

	dir = g_dir_open(folder, 0, &why);
	if (!dir) {
		if (must_be ||
		    (!g_error_matches(why, G_FILE_ERROR, G_FILE_ERROR_NOENT) &&
		        !g_error_matches(
		            why, G_FILE_ERROR, G_FILE_ERROR_NOTDIR)))
			g_set_error_literal(error, AFTERWORD_ERROR,
			    g_error_matches(
			        why, G_FILE_ERROR, G_FILE_ERROR_ACCES)
			        ? AFTERWORD_ERROR_PERMISSION
			        : AFTERWORD_ERROR_RULES,
			    why->message);
		return NULL;
	}
	while ((name = g_dir_read_name(dir))) {
		g_ptr_array_add(names, g_strdup(name));
		if (names->len > RULE_FILES_MAX) {
			fail(folder, "too many files", error);
			return NULL;
		}
	}
	g_ptr_array_sort(names, by_name);
	return g_steal_pointer(&names);
}

static bool
is_lang(const char *name)
{
	return strlen(name) == LANG_LETTERS && g_ascii_islower(name[0]) &&
	       g_ascii_islower(name[1]);
}

static bool
look_at_lang(RuleFiles *files, const char *folder, const char *lang,
    bool is_users, GError **error)
{
	g_autoptr(GError) why = NULL;
	g_autoptr(GPtrArray) names =
	    names_in(folder, !*lang && !is_users, &why);

	if (why) {
		g_propagate_error(error, g_steal_pointer(&why));
		return false;
	}
	for (guint i = 0; names && i < names->len; i++) {
		const char *name = g_ptr_array_index(names, i);
		g_autofree char *path = g_build_filename(folder, name, NULL);

		if (g_str_has_suffix(name, ".json") &&
		    !look_at_file(files, path, lang, is_users, error))
			return false;
		if (!*lang && is_lang(name) &&
		    !look_at_lang(files, path, name, is_users, error))
			return false;
	}
	return true;
}

bool
rule_files_look(
    RuleFiles *files, const char *folder, bool is_users, GError **error)
{
	return look_at_lang(files, folder, "", is_users, error);
}

size_t
rule_files_count(const RuleFiles *files)
{
	return files->found->len;
}

char *
rule_files_stamp(const RuleFiles *files)
{
	GString *stamp = g_string_new(NULL);

	for (guint i = 0; i < files->found->len; i++) {
		const Found *found = g_ptr_array_index(files->found, i);
		const struct stat *status = &found->status;

		g_string_append_printf(stamp,
		    "%s %d %ju %ju %jd %jd.%09ld %jd.%09ld\n", found->path,
		    found->is_users, (uintmax_t)status->st_dev,
		    (uintmax_t)status->st_ino, (intmax_t)status->st_size,
		    (intmax_t)status->st_mtim.tv_sec, status->st_mtim.tv_nsec,
		    (intmax_t)status->st_ctim.tv_sec, status->st_ctim.tv_nsec);
	}
	return g_string_free(stamp, false);
}

static bool
has_rules(const Json *json)
{
	return json_get(json, "classes") || json_get(json, "parts") ||
	       json_get(json, "patterns");
}

/* Who writes drafts reads this one (draft.h). */
static bool
has_other_reader(const Found *found)
{
	return !*found->lang &&
	       g_str_has_suffix(found->path, "/addresses.json");
}

bool
rule_files_read(RuleFiles *files, GError **error)
{
	for (guint i = 0; i < files->found->len; i++) {
		Found *found = g_ptr_array_index(files->found, i);
		RuleFile rules = {
		    found->path, found->lang, found->is_users, NULL};

		if (!(found->json = json_parse_file(found->path, error)))
			return false;
		rules.json = found->json;
		if (has_rules(found->json))
			g_array_append_val(files->rules, rules);
		else if (found->is_users && !has_other_reader(found))
			return fail(found->path,
			    "neither classes nor parts nor patterns: "
			    "nothing in it is read",
			    error);
	}
	return true;
}

const RuleFile *
rule_files_rules(const RuleFiles *files, size_t *n)
{
	*n = files->rules->len;
	return (const RuleFile *)(void *)files->rules->data;
}

void
rule_files_free(RuleFiles *files)
{
	if (!files)
		return;
	g_ptr_array_free(files->found, true);
	g_array_free(files->rules, true);
	g_free(files);
}
