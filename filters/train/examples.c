#include "examples.h"

#include "error.h"
#include "json.h"
#include "model.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CANDIDATE "Robin Applicant <robin@example.net>"
#define ANSWERS "In-Reply-To: <asked@corpus.example>\n"

static void
facts_free(Facts *facts)
{
	if (!facts)
		return;
	g_free(facts->firm);
	g_free(facts->role);
	g_free(facts->place);
	g_ptr_array_unref(facts->people);
	g_ptr_array_unref(facts->slots);
	g_free(facts->respond_by);
	g_free(facts->decide_by);
	g_free(facts->promise);
	g_free(facts);
}

/* One field of each object in an array. */
static GPtrArray *
gather(const Json *array, const char *field)
{
	GPtrArray *all = g_ptr_array_new_with_free_func(g_free);

	for (const Json *one = json_first(array); one; one = json_next(one))
		g_ptr_array_add(all, g_strdup(json_get_string(one, field, "")));
	return all;
}

static char *
dup_string(const Json *label, const char *field)
{
	return g_strdup(json_get_string(label, field, ""));
}

static Facts *
facts_new(const Json *label)
{
	Facts *facts = g_new(Facts, 1);
	const char *place = json_get_string(label, "place", "");

	facts->firm = dup_string(label, "company");
	facts->role = dup_string(label, "role");
	facts->place = g_strdup(strstr(place, "://") ? "" : place);
	facts->people = gather(json_get(label, "contacts"), "name");
	facts->slots = gather(json_get(label, "slots"), "start");
	facts->respond_by = dup_string(label, "respond_by");
	facts->decide_by = dup_string(label, "decide_by");
	facts->promise = dup_string(label, "promise");
	return facts;
}

static void
example_free(gpointer pointer)
{
	Example *example = pointer;

	g_free(example->name);
	g_free(example->story);
	g_free(example->company);
	facts_free(example->facts);
	message_free(example->message);
	features_free(example->features);
	g_free(example);
}

static Example *
example_new(const Lexicon *lexicon, const Json *label, const char *name,
    Message *message)
{
	Example *example = g_new0(Example, 1);
	const char *direction = json_get_string(label, "direction", "");
	const char *lang = json_get_string(label, "lang", "");

	example->name = g_strdup(name);
	example->story = g_strdup(json_get_string(label, "story", ""));
	example->company =
	    g_utf8_strdown(json_get_string(label, "company", ""), -1);
	example->direction = g_str_equal(direction, "outgoing")
	                         ? DIRECTION_OUTGOING
	                         : DIRECTION_INCOMING;
	example->kind = kind_named(json_get_string(label, "kind", ""));
	example->detail = detail_named(json_get_string(label, "detail", ""));
	example->stage = stage_named(json_get_string(label, "stage", ""));
	example->lang = MODEL_LANGUAGE(lang);
	/* Whole messages have a name of a file, and all of their facts. */
	if (json_get_bool(label, "facts", json_get(label, "file") != NULL))
		example->facts = facts_new(label);
	example->message = message;
	example->features = features_extract(lexicon, message);
	return example;
}

/* "Name <address>" with the name quoted, so that no comma in it tells. */
static char *
header_address(const char *address)
{
	const char *angle = strrchr(address, '<');
	g_autofree char *name =
	    angle ? g_strndup(address, angle - address) : NULL;

	if (!name)
		return g_strdup(address);
	g_strdelimit(name, "\"\\\r\n", ' ');
	return g_strdup_printf("\"%s\" %s", g_strstrip(name), angle);
}

static char *
header_date(const char *iso)
{
	g_autoptr(GDateTime) date = g_date_time_new_from_iso8601(iso, NULL);

	/* The C locale has RFC 5322's names of days and months. */
	return date ? g_date_time_format(date, "%a, %d %b %Y %H:%M:%S %z")
	            : g_strdup("");
}

/* The short example as it would have come by mail. */
static char *
write_message(const Json *short_form)
{
	g_autofree char *from =
	    header_address(json_get_string(short_form, "from", CANDIDATE));
	g_autofree char *to =
	    header_address(json_get_string(short_form, "to", CANDIDATE));
	g_autofree char *date =
	    header_date(json_get_string(short_form, "date", ""));
	g_autofree char *subject =
	    g_strdup(json_get_string(short_form, "subject", ""));

	g_strdelimit(subject, "\r\n", ' ');
	return g_strdup_printf("From: %s\nTo: %s\nSubject: %s\nDate: %s\n"
	                       "Message-ID: <%s@corpus.example>\n%s"
	                       "MIME-Version: 1.0\n"
	                       "Content-Type: text/plain; charset=utf-8\n"
	                       "Content-Transfer-Encoding: 8bit\n\n%s\n",
	    from, to, subject, date, json_get_string(short_form, "id", "x"),
	    json_get_bool(short_form, "answers", false) ? ANSWERS : "",
	    json_get_string(short_form, "body", ""));
}

static Example *
load_short(const Lexicon *lexicon, const Json *line, const char *folder,
    GError **error)
{
	g_autofree char *text = write_message(line);
	Message *message = message_parse_bytes(text, strlen(text), error);

	(void)folder;
	return message ? example_new(lexicon, line,
	                     json_get_string(line, "id", ""), message)
	               : NULL;
}

static Example *
load_letter(const Lexicon *lexicon, const Json *line, const char *folder,
    GError **error)
{
	Example *example = load_short(lexicon, line, folder, error);

	if (example)
		example->is_ours = true;
	return example;
}

static Example *
load_whole(const Lexicon *lexicon, const Json *line, const char *folder,
    GError **error)
{
	const char *name = json_get_string(line, "file", "");
	g_autofree char *path = g_build_filename(folder, name, NULL);
	int file = open(path, O_RDONLY | O_CLOEXEC);
	Message *message;

	if (file < 0) {
		g_set_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES,
		    "cannot open '%s'", path);
		return NULL;
	}
	message = message_parse_file(file, error);
	close(file);
	return message ? example_new(lexicon, line, name, message) : NULL;
}

typedef Example *(*Loader)(const Lexicon *lexicon, const Json *line,
    const char *folder, GError **error);

/* Adds the examples of one file of JSON lines. */
static bool
load_lines(Examples *examples, const char *folder, const char *name,
    Loader loader, GError **error)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);
	g_autofree char *text = NULL;
	g_auto(GStrv) lines = NULL;

	if (!g_file_get_contents(path, &text, NULL, error))
		return false;
	lines = g_strsplit(text, "\n", -1);
	for (int i = 0; lines[i]; i++) {
		g_autoptr(Json) line = NULL;
		Example *example;

		if (!*lines[i])
			continue;
		line = json_parse(lines[i], strlen(lines[i]), error);
		example = line ? loader(&examples->wordings->lexicon, line,
		                     folder, error)
		               : NULL;
		if (!example) {
			g_prefix_error(error, "%s:%d: ", path, i + 1);
			return false;
		}
		g_ptr_array_add(examples->all, example);
	}
	return true;
}

static int
compare_names(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The names in folder, sorted, so that every run has the same order. */
static GPtrArray *
list_folder(const char *path, GError **error)
{
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	GDir *folder = g_dir_open(path, 0, error);
	const char *name;

	if (folder) {
		while ((name = g_dir_read_name(folder)))
			g_ptr_array_add(names, g_strdup(name));
		g_dir_close(folder);
	}
	g_ptr_array_sort(names, compare_names);
	return names;
}

/* The hashes that occur in more than one example. */
static GHashTable *
shared_hashes(const GPtrArray *examples)
{
	GHashTable *first = g_hash_table_new(NULL, NULL);
	GHashTable *shared = g_hash_table_new(NULL, NULL);

	for (guint i = 0; i < examples->len; i++) {
		const Example *example = examples->pdata[i];
		GArray *grams = example->features->grams;

		for (guint j = 0; j < grams->len; j++) {
			gpointer hash = GUINT_TO_POINTER(
			    g_array_index(grams, Gram, j).hash);
			gpointer seen = g_hash_table_lookup(first, hash);

			if (!seen)
				g_hash_table_insert(
				    first, hash, GUINT_TO_POINTER(i + 1));
			else if (GPOINTER_TO_UINT(seen) != i + 1)
				g_hash_table_add(shared, hash);
		}
	}
	g_hash_table_unref(first);
	return shared;
}

/* Leaves out what one example alone has: it would never get a weight. */
static void
prune(Features *features, GHashTable *shared)
{
	Gram *grams = (Gram *)features->grams->data;
	guint kept = 0;
	guint next = 0;

	for (guint i = 0; i < features->sentences->len; i++) {
		Sentence *sentence =
		    &g_array_index(features->sentences, Sentence, i);
		guint end = sentence->first + sentence->count;

		sentence->first = kept;
		for (; next < end; next++)
			if (g_hash_table_contains(
			        shared, GUINT_TO_POINTER(grams[next].hash)))
				grams[kept++] = grams[next];
		sentence->count = kept - sentence->first;
	}
	for (; next < features->grams->len; next++)
		if (g_hash_table_contains(
		        shared, GUINT_TO_POINTER(grams[next].hash)))
			grams[kept++] = grams[next];
	g_array_set_size(features->grams, kept);
}

/* Adds the examples of a file, where it is there. */
static bool
load_file(Examples *examples, const char *folder, const char *name,
    Loader loader, GError **error)
{
	g_autofree char *path = g_build_filename(folder, name, NULL);

	return !g_file_test(path, G_FILE_TEST_EXISTS) ||
	       load_lines(examples, folder, name, loader, error);
}

static bool
load_all(Examples *examples, const char *folder, GError **error)
{
	g_autoptr(GPtrArray) names = list_folder(folder, error);
	g_autofree char *whole = g_build_filename(folder, "mail", NULL);

	for (guint i = 0; i < names->len; i++) {
		g_autofree char *language =
		    g_build_filename(folder, names->pdata[i], NULL);

		if (!load_file(
		        examples, language, "mail.jsonl", load_short, error) ||
		    !load_file(examples, language, "letters.jsonl", load_letter,
		        error))
			return false;
	}
	return !g_file_test(whole, G_FILE_TEST_IS_DIR) ||
	       load_lines(examples, whole, "labels.jsonl", load_whole, error);
}

Examples *
examples_load(const char *folder, GError **error)
{
	g_autoptr(Examples) examples = g_new0(Examples, 1);
	GHashTable *shared;

	examples->all = g_ptr_array_new_with_free_func(example_free);
	examples->wordings = wordings_load(folder, error);
	if (!examples->wordings || !load_all(examples, folder, error))
		return NULL;
	shared = shared_hashes(examples->all);
	for (guint i = 0; i < examples->all->len; i++)
		prune(((Example *)examples->all->pdata[i])->features, shared);
	g_hash_table_unref(shared);
	examples_group(examples);
	return g_steal_pointer(&examples);
}

void
examples_free(Examples *examples)
{
	if (!examples)
		return;
	g_ptr_array_unref(examples->all);
	wordings_free(examples->wordings);
	g_free(examples);
}
