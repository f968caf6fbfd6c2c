/*
 * compile OUT RULES: compiles the patterns in the folder RULES and in its
 * folders, one a language, into the file OUT.
 */
#include "patterns.h"
#include "rule_files.h"

#include <stdbool.h>
#include <stdio.h>

static bool
compile(const char *out, const char *folder, GError **error)
{
	g_autoptr(RuleFiles) files = rule_files_new();
	g_autoptr(GBytes) bytes = NULL;
	const RuleFile *rules;
	const void *start;
	gsize size;
	size_t n;

	if (!rule_files_look(files, folder, false, error) ||
	    !rule_files_read(files, error))
		return false;
	rules = rule_files_rules(files, &n);
	if (!(bytes = patterns_compile(rules, n, error)))
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
