/*
 * Whatever a text says, its mentions lie in it, in order, and can be written.
 */
#include "moment.h"
#include "patterns.h"
#include "tokens.h"
#include "when.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static Patterns *patterns;

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	g_autofree char *folder = g_path_get_dirname((*argv)[0]);
	g_autofree char *path =
	    g_build_filename(folder, "..", "..", "rules", "patterns.bin", NULL);

	(void)argc;
	patterns = patterns_open(path, NULL);
	g_assert_nonnull(patterns);
	return 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char langs[][3] = {
	    "en", "de", "fr", "es", "pt", "it", "nl", "pl", "sv", "ja", "zh"};
	const char *lang = size ? langs[data[0] % G_N_ELEMENTS(langs)] : "en";
	g_autofree char *text = g_utf8_make_valid(
	    (const char *)data + (size > 0), (gssize)(size - (size > 0)));
	g_autoptr(Tokens) tokens = tokens_cut(patterns, lang, text);
	Moment reference = {MOMENT_TIME, 1778572800, 7200};
	g_autoptr(GArray) mentions = when_find(tokens, reference);
	size_t after = 0;

	for (guint i = 0; i < mentions->len; i++) {
		const Mention *m = &g_array_index(mentions, Mention, i);
		g_autofree char *start = moment_format(m->when.start);
		g_autofree char *end = moment_format(m->when.end);

		g_assert_true(start || end);
		g_assert_cmpint(m->start, >=, after);
		after = m->start + m->length;
		g_assert_cmpint(after, <=, strlen(text));
	}
	return 0;
}
