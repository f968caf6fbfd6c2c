/*
 * cue_words FILE...: the words of rules/LANG/text.json as C, on standard
 * output; the files in the order given, none twice.
 */
#include "cues.h"
#include "json.h"

#include <stdio.h>
#include <string.h>

static void
print_string(const char *text)
{
	fputs("\t\"", stdout);
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			putchar('\\');
		if ((unsigned char)*text < 0x80)
			putchar(*text);
		else
			printf("\\%03o", (unsigned char)*text);
	}
	fputs("\\0\"\n", stdout);
}

/* By the first letter in lower case, and "*" before all: cues_match looks. */
static int
compare(const void *a, const void *b)
{
	const char *left = *(const char *const *)a;
	const char *right = *(const char *const *)b;
	int first = (unsigned char)g_ascii_tolower(*left) -
	            (unsigned char)g_ascii_tolower(*right);

	return *left == '*' && *right != '*'   ? -1
	       : *left != '*' && *right == '*' ? 1
	       : first                         ? first
	                                       : strcmp(left, right);
}

static GPtrArray *
words_of(const GPtrArray *files, CueKind kind)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
	GPtrArray *words = g_ptr_array_new();

	for (guint i = 0; i < files->len; i++) {
		const Json *list =
		    json_get(g_ptr_array_index(files, i), cue_names[kind]);

		for (const Json *word = json_first(list); word;
		     word = json_next(word)) {
			const char *text = json_string(word);

			if (text && *text &&
			    g_hash_table_add(seen, (gpointer)text))
				g_ptr_array_add(words, (gpointer)text);
		}
	}
	g_ptr_array_sort(words, compare);
	return words;
}

/* Where the words of each first letter begin; the end where there are none. */
static void
print_index(const GPtrArray *words)
{
	unsigned index[256];
	unsigned at = 0;
	unsigned end = 0;

	for (guint i = 0; i < words->len; i++)
		end += (unsigned)strlen(g_ptr_array_index(words, i)) + 1;
	for (size_t i = 0; i < G_N_ELEMENTS(index); i++)
		index[i] = end;
	for (guint i = 0; i < words->len; i++) {
		const char *word = g_ptr_array_index(words, i);
		unsigned char first = (unsigned char)g_ascii_tolower(*word);

		index[first] = MIN(index[first], at);
		at += (unsigned)strlen(word) + 1;
	}
	fputs("\t{", stdout);
	for (size_t i = 0; i < G_N_ELEMENTS(index); i++)
		printf("%u,", index[i]);
	puts("},");
}

static void
print_tables(const GPtrArray *files)
{
	GPtrArray *words[CUE_KINDS];

	puts("#include \"cues.h\"\n");
	puts("const char *const cue_words[CUE_KINDS] = {");
	for (CueKind kind = 0; kind < CUE_KINDS; kind++) {
		words[kind] = words_of(files, kind);
		for (guint i = 0; i < words[kind]->len; i++)
			print_string(g_ptr_array_index(words[kind], i));
		puts("\t\"\",");
	}
	puts("};\n\nconst unsigned short cue_index[CUE_KINDS][256] = {");
	for (CueKind kind = 0; kind < CUE_KINDS; kind++) {
		print_index(words[kind]);
		g_ptr_array_unref(words[kind]);
	}
	puts("};");
}

int
main(int argc, char **argv)
{
	g_autoptr(GPtrArray) files =
	    g_ptr_array_new_with_free_func((GDestroyNotify)json_free);

	for (int i = 1; i < argc; i++) {
		g_autoptr(GError) error = NULL;
		Json *json = json_parse_file(argv[i], &error);

		if (!json) {
			fprintf(stderr, "cue_words: %s\n", error->message);
			return 1;
		}
		g_ptr_array_add(files, json);
	}
	print_tables(files);
	return fflush(stdout) == 0 ? 0 : 1;
}
