#include "firm_label.h"

#include "firm.h"

#include <string.h>

#define LABEL_WORDS_MAX 8
#define LABEL_SURE_BYTES 5 /* of a label's begin that is a whole name */
#define JOINT_BYTES_MAX 3  /* "and", "of": may be left out of a label */

static size_t
common_bytes(const char *a, const char *b)
{
	size_t n = 0;

	while (a[n] && a[n] == b[n])
		n++;
	return n;
}

/* Whether label is made of the words in order, each whole or its beginning;
 * n_used is how many of them it takes. */
static bool
label_takes(const char *label, char **words, guint depth, guint *n_used)
{
	if (!*label) {
		*n_used = depth;
		return true;
	}
	if (!*words || depth >= LABEL_WORDS_MAX)
		return false;
	for (size_t n = common_bytes(label, *words); n; n--)
		if (label_takes(label + n, words + 1, depth + 1, n_used))
			return true;
	return depth && strlen(*words) <= JOINT_BYTES_MAX &&
	       label_takes(label, words + 1, depth + 1, n_used);
}

guint
firm_label_count(const char *label, char **words, bool *is_whole)
{
	guint n_used = 0;
	size_t whole = 0;

	*is_whole = false;
	if (!*words || !*label || label[0] != words[0][0])
		return 0;
	*is_whole = label_takes(label, words, 0, &n_used);
	if (*is_whole) {
		if (n_used > 2 || common_bytes(label, words[0]) > 2)
			return n_used;
		return 0;
	}
	for (n_used = 0; words[n_used]; n_used++) {
		size_t n = strlen(words[n_used]);

		if (strncmp(label + whole, words[n_used], n) != 0)
			break;
		whole += n;
	}
	return whole >= LABEL_SURE_BYTES ? n_used : 0;
}

char **
firm_label_words(const char *name)
{
	g_autofree char *plain = g_str_to_ascii(name, "C");
	g_autofree char *lower = g_ascii_strdown(plain, -1);
	GString *kept = g_string_new(NULL);

	for (const char *at = lower; *at; at++) {
		if (g_ascii_isalnum(*at))
			g_string_append_c(kept, *at);
		else if (*at == '&')
			g_string_append(kept, "and ");
		else if (*at != '\'' && *at != '.' && kept->len &&
		         kept->str[kept->len - 1] != ' ')
			g_string_append_c(kept, ' ');
	}
	g_strchomp(kept->str);
	{
		g_autofree char *text = g_string_free(kept, FALSE);

		return g_strsplit(text, " ", -1);
	}
}

char *
firm_label_bare(const char *label)
{
	g_auto(GStrv) parts = g_strsplit(label, "-", -1);

	return g_strjoinv("", parts);
}

bool
firm_fits_label(const char *name, const char *label)
{
	g_auto(GStrv) words = firm_label_words(name);
	g_autofree char *bare = firm_label_bare(label);
	bool is_whole;

	return firm_label_count(bare, words, &is_whole) > 0;
}
