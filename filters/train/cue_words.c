/*
 * cue_words FILE...: the words of rules/LANG/text.json as C, on standard
 * output; the files in the order given, none twice.
 */
#include "cues.h"
#include "json.h"

#include <stdio.h>

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

static void
print_kind(const GPtrArray *files, CueKind kind)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

	for (guint i = 0; i < files->len; i++) {
		const Json *words =
		    json_get(g_ptr_array_index(files, i), cue_names[kind]);

		for (const Json *word = json_first(words); word;
		     word = json_next(word)) {
			const char *text = json_string(word);

			if (text && *text &&
			    g_hash_table_add(seen, (gpointer)text))
				print_string(text);
		}
	}
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
	puts("#include \"cues.h\"\n");
	puts("const char *const cue_words[CUE_KINDS] = {");
	for (CueKind kind = 0; kind < CUE_KINDS; kind++) {
		print_kind(files, kind);
		puts("\t\"\",");
	}
	puts("};");
	return fflush(stdout) == 0 ? 0 : 1;
}
