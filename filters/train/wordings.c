#include "wordings.h"

#include "error.h"
#include "hash.h"
#include "json.h"

#include <stdbool.h>
#include <string.h>

#define FILL_MAX 0.5 /* of the slots */

/* One wording of a concept, before the tables are made. */
typedef struct Entry {
	char *text;
	uint32_t concept;
} Entry;

static gint
compare_names(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The concept files in folder, sorted. */
static GPtrArray *
list_files(const char *folder)
{
	GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);
	GDir *dir = g_dir_open(folder, 0, NULL);
	const char *name;

	while (dir && (name = g_dir_read_name(dir))) {
		char *path =
		    g_build_filename(folder, name, "concepts.json", NULL);

		if (g_file_test(path, G_FILE_TEST_EXISTS))
			g_ptr_array_add(paths, path);
		else
			g_free(path);
	}
	if (dir)
		g_dir_close(dir);
	g_ptr_array_sort(paths, compare_names);
	return paths;
}

static void
clear_entry(gpointer entry)
{
	g_free(((Entry *)entry)->text);
}

static bool
load_file(GArray *entries, const char *path, GError **error)
{
	g_autoptr(Json) file = json_parse_file(path, error);
	const Json *concepts = json_get(file, "concepts");

	if (!file)
		return false;
	for (const Json *c = json_first(concepts); c; c = json_next(c)) {
		uint32_t concept = hash_string(0, json_name(c));

		for (const Json *w = json_first(c); w; w = json_next(w)) {
			Entry entry = {g_strdup(json_string(w)), concept};

			if (!entry.text || !*entry.text) {
				g_set_error(error, AFTERWORD_ERROR,
				    AFTERWORD_ERROR_RULES,
				    "%s: %s: a wording is no text", path,
				    json_name(c));
				return false;
			}
			g_array_append_val(entries, entry);
		}
	}
	return true;
}

static uint32_t
table_bits(guint count)
{
	uint32_t bits = 2;

	while ((double)(1U << bits) * FILL_MAX < count)
		bits++;
	return bits;
}

/* The hash of the stem that word is, if "*" follows it in text; else 0. */
static uint32_t
stem_of(const Words *line, const Word *word, const char *text)
{
	return text[word->end] == '*' && word->count >= LEXICON_STEM_MIN
	           ? lexicon_stem(line->codes + word->first, word->count)
	           : 0;
}

static void
enter_stem(Wordings *wordings, uint32_t stem)
{
	uint32_t mask = (1U << wordings->lexicon.stem_bits) - 1;
	uint32_t *slots = (uint32_t *)wordings->stems->data;
	uint32_t at = hash_slot(stem, wordings->lexicon.stem_bits);

	while (slots[at] && slots[at] != stem)
		at = (at + 1) & mask;
	slots[at] = stem;
}

static void
enter_wording(Wordings *wordings, LexiconSlot entry)
{
	uint32_t mask = (1U << wordings->lexicon.wording_bits) - 1;
	LexiconSlot *slots = (LexiconSlot *)wordings->wordings->data;
	uint32_t at = hash_slot(entry.wording, wordings->lexicon.wording_bits);

	while (slots[at].wording && (slots[at].wording != entry.wording ||
	                                slots[at].concept != entry.concept))
		at = (at + 1) & mask;
	slots[at] = entry;
}

static void
enter_stems(Wordings *wordings, const GArray *entries)
{
	g_autoptr(Words) line = words_new();

	for (guint i = 0; i < entries->len; i++) {
		const char *text = g_array_index(entries, Entry, i).text;

		words_read(line, text, 0, (uint32_t)strlen(text));
		for (guint j = 0; j < line->list->len; j++) {
			uint32_t stem = stem_of(
			    line, &g_array_index(line->list, Word, j), text);

			if (stem)
				enter_stem(wordings, stem);
		}
	}
}

/* Words are entered as they will be found: by their longest known stem. */
static void
enter_wordings(Wordings *wordings, const GArray *entries)
{
	g_autoptr(Words) line = words_new();

	for (guint i = 0; i < entries->len; i++) {
		const Entry *entry = &g_array_index(entries, Entry, i);
		uint32_t hash = 0;

		words_read(line, entry->text, 0, (uint32_t)strlen(entry->text));
		for (guint j = 0; j < line->list->len; j++) {
			const Word *word = &g_array_index(line->list, Word, j);

			if (j)
				enter_wording(wordings,
				    (LexiconSlot){hash, LEXICON_BEGINNING});
			hash = hash_step(
			    hash, lexicon_unit(&wordings->lexicon,
			              line->codes + word->first, word->count));
		}
		enter_wording(wordings, (LexiconSlot){hash, entry->concept});
	}
}

static Wordings *
wordings_new(const GArray *entries)
{
	Wordings *wordings = g_new0(Wordings, 1);
	uint32_t bits = table_bits(2 * entries->len);

	wordings->stems = g_array_new(false, true, sizeof(uint32_t));
	wordings->wordings = g_array_new(false, true, sizeof(LexiconSlot));
	g_array_set_size(wordings->stems, 1U << bits);
	g_array_set_size(wordings->wordings, 1U << bits);
	wordings->lexicon = (Lexicon){
	    .stems = (const uint32_t *)wordings->stems->data,
	    .stem_bits = bits,
	    .wordings = (const LexiconSlot *)wordings->wordings->data,
	    .wording_bits = bits,
	};
	enter_stems(wordings, entries);
	enter_wordings(wordings, entries);
	return wordings;
}

Wordings *
wordings_load(const char *folder, GError **error)
{
	g_autoptr(GPtrArray) paths = list_files(folder);
	g_autoptr(GArray) entries = g_array_new(false, false, sizeof(Entry));

	g_array_set_clear_func(entries, clear_entry);
	for (guint i = 0; i < paths->len; i++)
		if (!load_file(entries, paths->pdata[i], error))
			return NULL;
	return wordings_new(entries);
}

void
wordings_free(Wordings *wordings)
{
	if (!wordings)
		return;
	g_array_unref(wordings->stems);
	g_array_unref(wordings->wordings);
	g_free(wordings);
}
