#include "features.h"
#include "lexicon.h"
#include "message.h"
#include "words.h"

#include <string.h>

/* A lexicon that has nothing in it. */
static const uint32_t no_stems[2];
static const LexiconSlot no_wordings[2];
static const Lexicon empty = {no_stems, 1, no_wordings, 1};

static Features *
features_of(const char *text)
{
	g_autoptr(Message) message =
	    message_parse_bytes(text, strlen(text), NULL);

	g_assert_nonnull(message);
	return features_extract(&empty, message);
}

static bool
has(const Features *features, uint32_t hash)
{
	for (guint i = 0; i < features->grams->len; i++)
		if (g_array_index(features->grams, Gram, i).hash == hash)
			return true;
	return false;
}

/* The share of the text grams of one that the other has, too. */
static double
likeness(const Features *one, const Features *other)
{
	guint all = 0;
	guint both = 0;

	for (guint i = 0; i < one->grams->len; i++) {
		const Gram *gram = &g_array_index(one->grams, Gram, i);

		if (gram->group != GROUP_WORDS &&
		    gram->group != GROUP_CHARACTERS)
			continue;
		all++;
		both += has(other, gram->hash);
	}
	return all ? (double)both / all : 0;
}

static void
test_spelling(void)
{
	static const struct {
		const char *one;
		const char *other;
	} cases[] = {
	    {"Your RESUME was great", "your résumé was great"},
	    {"cafe\xcc\x81 at 10", "café at 99"},
	    {"Ｉｎｔｅｒｖｉｅｗ", "interview"},
	    {"inter\xc2\xadview", "interview"},
	    {"see https://one.example/a", "see https://two.example/b"},
	    {"write to a@one.example", "write to b@two.example"},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *one =
		    g_strdup_printf("Subject: x\n\n%s\n", cases[i].one);
		g_autofree char *other =
		    g_strdup_printf("Subject: x\n\n%s\n", cases[i].other);
		g_autoptr(Features) a = features_of(one);
		g_autoptr(Features) b = features_of(other);

		g_assert_cmpfloat(likeness(a, b), ==, 1);
	}
}

static void
test_ideographs(void)
{
	g_autoptr(Words) words = words_new();
	const char *text = "面接の日程 ok";

	words_read(words, text, 0, (uint32_t)strlen(text));
	g_assert_cmpuint(words->list->len, ==, 6);
	g_assert_true(g_array_index(words->list, Word, 1).is_joined);
	g_assert_false(g_array_index(words->list, Word, 5).is_ideograph);
}

static void
test_sentences(void)
{
	g_autoptr(Features) features =
	    features_of("Subject: Hello\n\nOne is here. Two is "
	                "there!\n\n三です。四です。\n");

	g_assert_cmpuint(features->sentences->len, ==, 5);
}

static void
test_places(void)
{
	g_autoptr(Features) features =
	    features_of("Subject: A day\n\nWe would like to meet you.\n");

	for (guint i = 0; i < features->grams->len; i++) {
		const Gram *gram = &g_array_index(features->grams, Gram, i);

		g_assert_cmpuint(
		    (guint)gram->start + gram->length, <=, features->text->len);
	}
}

static void
test_long_text(void)
{
	g_autoptr(GString) text = g_string_new("Subject: Long\n\n");
	g_autoptr(Features) features = NULL;

	for (int i = 0; i < 100000; i++)
		g_string_append(text, i % 7 ? "ab" : "c ");
	features = features_of(text->str);
	g_assert_cmpuint(features->text->len, <=,
	    4 * (FEATURES_TEXT_MAX + FEATURES_SUBJECT_MAX) + 1);
}

/* Subjects and senders of the worst kind are still read. */
static void
test_odd_headers(void)
{
	static const char *const cases[] = {
	    "From: \"\" <@>\nSubject: //\n\n:// @ @@ a://\n",
	    "From: x@.\nSubject:\n\n",
	    "From: a@b@c.example\nSubject: .\n\n...\n!?!?\n",
	    "Subject: x\n\n\xe3\x80\x82\xe3\x80\x82 http://\xe9\x9d\xa2\n",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(Features) features = features_of(cases[i]);

		g_assert_cmpuint(features->grams->len, >, 0);
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/features/fold-spellings", test_spelling);
	g_test_add_func("/features/ideographs-are-words", test_ideographs);
	g_test_add_func("/features/sentences-are-split", test_sentences);
	g_test_add_func("/features/places-are-in-the-text", test_places);
	g_test_add_func("/features/long-text-is-cut", test_long_text);
	g_test_add_func("/features/odd-headers", test_odd_headers);
	return g_test_run();
}
