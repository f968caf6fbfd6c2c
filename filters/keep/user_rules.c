#include "user_rules.h"

#include "error.h"
#include "patterns_format.h"
#include "rule_examples.h"
#include "rule_files.h"
#include "store.h"

#include <string.h>

#define FILE_NAME "rules.cache"
#define KEY_LENGTH 64 /* SHA-256, in hex digits */

/* What is kept: this, and the compiled rules or what is wrong with them. */
typedef struct Kept {
	char key[KEY_LENGTH];
	guint64 is_fault;
} Kept;

static char *
key_of(const RuleFiles *files)
{
	g_autofree char *stamp = rule_files_stamp(files);
	g_autofree char *text = g_strdup_printf(
	    "%s %u %u\n%s", VERSION, PATTERNS_VERSION, PATTERNS_MAGIC, stamp);

	return g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);
}

/* What is kept under that key; NULL where it is not there, or damaged. */
static GBytes *
find_kept(const char *path, const char *key, bool *is_fault)
{
	g_autoptr(GMappedFile) file = g_mapped_file_new(path, false, NULL);
	g_autoptr(GBytes) all = file ? g_mapped_file_get_bytes(file) : NULL;
	gsize size = all ? g_bytes_get_size(all) : 0;
	const Kept *kept = all ? g_bytes_get_data(all, NULL) : NULL;

	if (size <= sizeof(*kept) || memcmp(kept->key, key, KEY_LENGTH) != 0)
		return NULL;
	*is_fault = kept->is_fault;
	return g_bytes_new_from_bytes(all, sizeof(*kept), size - sizeof(*kept));
}

/* Where it cannot be kept it is made again the next time, and no more. */
static void
keep(const UserRulesPlaces *places, const char *key, bool is_fault,
    GBytes *content)
{
	g_autofree char *path =
	    g_build_filename(places->state_folder, FILE_NAME, NULL);
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	Kept kept = {.is_fault = is_fault};

	memcpy(kept.key, key, KEY_LENGTH);
	g_byte_array_append(bytes, (const guint8 *)&kept, sizeof(kept));
	g_byte_array_append(bytes, g_bytes_get_data(content, NULL),
	    (guint)g_bytes_get_size(content));
	if (store_make_folder(places->state_folder, NULL))
		g_file_set_contents_full(path, (const char *)bytes->data,
		    bytes->len, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL);
}

static Patterns *
open_whole(GBytes *compiled)
{
	g_autoptr(Patterns) patterns = patterns_new(compiled, NULL);

	return patterns && patterns_check(patterns, NULL)
	           ? g_steal_pointer(&patterns)
	           : NULL;
}

static GBytes *
compile(RuleFiles *files, GError **error)
{
	g_autoptr(GBytes) compiled = NULL;
	g_autoptr(Patterns) patterns = NULL;
	RuleBook book;

	if (!rule_files_read(files, error))
		return NULL;
	book.files = rule_files_rules(files, &book.n);
	compiled = patterns_compile(book.files, book.n, error);
	patterns = compiled ? patterns_new(compiled, error) : NULL;
	book.patterns = patterns;
	return patterns && rule_examples_check(&book, error)
	           ? g_steal_pointer(&compiled)
	           : NULL;
}

/* Compiles them, and keeps what comes of it: a fault, too, since every mail
 * would pay for it again. */
static Patterns *
make(const UserRulesPlaces *places, RuleFiles *files, const char *key,
    GError **error)
{
	g_autoptr(GError) why = NULL;
	g_autoptr(GBytes) compiled = compile(files, &why);
	g_autoptr(GBytes) content =
	    compiled ? g_bytes_ref(compiled)
	             : g_bytes_new(why->message, strlen(why->message));

	keep(places, key, !compiled, content);
	if (compiled)
		return patterns_new(compiled, error);
	g_propagate_error(error, g_steal_pointer(&why));
	return NULL;
}

static Patterns *
open_kept(GBytes *content, bool is_fault, GError **error)
{
	gsize size;
	const char *text = g_bytes_get_data(content, &size);

	if (!is_fault)
		return open_whole(content);
	g_set_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES, "%.*s",
	    (int)MIN(size, G_MAXINT32), text);
	return NULL;
}

Patterns *
user_rules_open(const UserRulesPlaces *places, GError **error)
{
	g_autoptr(RuleFiles) files = rule_files_new();
	g_autofree char *path =
	    g_build_filename(places->state_folder, FILE_NAME, NULL);
	g_autofree char *key = NULL;
	g_autoptr(GBytes) content = NULL;
	g_autoptr(GError) why = NULL;
	Patterns *patterns;
	bool is_fault = false;

	if (!rule_files_look(files, places->user_folder, true, error) ||
	    !rule_files_count(files) ||
	    !rule_files_look(files, places->share_folder, false, error))
		return NULL;
	key = key_of(files);
	content = find_kept(path, key, &is_fault);
	patterns = content ? open_kept(content, is_fault, &why) : NULL;
	if (!patterns && !why)
		return make(places, files, key, error);
	if (why)
		g_propagate_error(error, g_steal_pointer(&why));
	return patterns;
}
