#include "names.h"

#include <glib.h>
#include <string.h>

#define WORDS_MAX 32 /* of one name that are compared */
#define WORD_MIN 4   /* bytes of a word that can tell a domain's owner */
#define SLUG_MAX 40  /* bytes */

/* The words of a name in lower case, without accents where they have any. */
static char **
words_of(const char *name)
{
	g_autofree char *plain = g_utf8_normalize(name, -1, G_NORMALIZE_ALL);
	g_autofree char *folded = g_utf8_casefold(plain ? plain : "", -1);
	g_autoptr(GString) words = g_string_new(NULL);

	for (const char *at = folded; *at; at = g_utf8_next_char(at)) {
		gunichar letter = g_utf8_get_char(at);

		if (g_unichar_ismark(letter) || letter == '\'' ||
		    letter == 0x2019)
			continue;
		if (g_unichar_isalnum(letter))
			g_string_append_unichar(words, letter);
		else if (words->len && words->str[words->len - 1] != ' ')
			g_string_append_c(words, ' ');
	}
	g_strchomp(words->str);
	return g_strsplit(words->str, " ", *words->str ? WORDS_MAX : 0);
}

static bool
has_all(char **whole, char **part)
{
	for (char **word = part; *word; word++)
		if (!g_strv_contains((const char *const *)whole, *word))
			return false;
	return *part != NULL;
}

bool
names_equal(const char *one, const char *other)
{
	g_auto(GStrv) words = words_of(one);
	g_auto(GStrv) others = words_of(other);

	return *words && g_strv_equal((const char *const *)words,
	                     (const char *const *)others);
}

char *
names_key(const char *name)
{
	g_auto(GStrv) words = words_of(name);

	return g_strjoinv(" ", words);
}

bool
names_contain(const char *whole, const char *part)
{
	g_auto(GStrv) words = words_of(whole);
	g_auto(GStrv) parts = words_of(part);

	return has_all(words, parts);
}

static guint
count_common(char **words, char **others)
{
	guint common = 0;

	for (char **word = words; *word; word++)
		common += g_strv_contains((const char *const *)others, *word);
	return common;
}

/* Languages that set no blanks between words have one word a name. */
static bool
is_within(char **words, char **others)
{
	g_autofree char *one = g_strjoinv(" ", words);
	g_autofree char *other = g_strjoinv(" ", others);

	return *one && strstr(other, one);
}

bool
names_same_role(const char *one, const char *other)
{
	g_auto(GStrv) words = words_of(one);
	g_auto(GStrv) others = words_of(other);
	guint common = count_common(words, others);
	guint all = g_strv_length(words) + g_strv_length(others) - common;

	return is_within(words, others) || is_within(others, words) ||
	       has_all(words, others) || has_all(others, words) ||
	       common * 2 > all;
}

const char *
names_domain(const char *email)
{
	const char *at = strrchr(email, '@');

	return at ? at + 1 : "";
}

/* Whether a word of the firm's is in the domain, or the domain's first label
 * in the firm's words. */
static bool
shares_word(char **firm, const char *label)
{
	g_autofree char *joined = g_strjoinv("", firm);

	for (char **word = firm; *word; word++)
		if (strlen(*word) >= WORD_MIN && strstr(label, *word))
			return true;
	return strlen(label) >= WORD_MIN && strstr(joined, label);
}

bool
names_own_domain(const char *firm, const char *email)
{
	g_auto(GStrv) words = words_of(firm);
	const char *domain = names_domain(email);
	g_auto(GStrv) labels = g_strsplit(domain, ".", -1);
	guint count = g_strv_length(labels);

	/* The last label is a country or the like. */
	for (guint i = 0; i + 1 < count; i++) {
		g_auto(GStrv) label = words_of(labels[i]);
		g_autofree char *joined = g_strjoinv("", label);

		if (*joined && shares_word(words, joined))
			return true;
	}
	return false;
}

char *
names_slug(const char *name)
{
	g_autofree char *plain = g_str_to_ascii(name, "C");
	g_autoptr(GString) slug = g_string_new(NULL);

	for (const char *at = plain; *at && slug->len < SLUG_MAX; at++)
		if (g_ascii_isalnum(*at))
			g_string_append_c(slug, g_ascii_tolower(*at));
		else if (slug->len && slug->str[slug->len - 1] != '-' &&
		         *at != '\'' && *at != '?')
			g_string_append_c(slug, '-');
	while (slug->len && slug->str[slug->len - 1] == '-')
		g_string_truncate(slug, slug->len - 1);
	return g_strdup(slug->str);
}
