#include "votes.h"

#include <string.h>

/* A longer form wins over its beginning when it has this part of its weight. */
#define LONGER_FORM_PART 0.2

static void
vote_free(void *data)
{
	Vote *vote = data;

	g_free(vote->text);
	g_free(vote->key);
	g_free(vote);
}

Votes *
votes_new(void)
{
	return g_ptr_array_new_with_free_func(vote_free);
}

void
votes_free(Votes *votes)
{
	if (votes)
		g_ptr_array_unref(votes);
}

char *
vote_key(const char *text)
{
	g_autofree char *folded = g_utf8_casefold(text, -1);
	GString *key = g_string_new(NULL);

	for (const char *at = folded; *at; at = g_utf8_next_char(at)) {
		gunichar sign = g_utf8_get_char(at);

		if (g_unichar_isalnum(sign))
			g_string_append_unichar(key, sign);
		else if (key->len && key->str[key->len - 1] != ' ')
			g_string_append_c(key, ' ');
	}
	if (key->len && key->str[key->len - 1] == ' ')
		g_string_truncate(key, key->len - 1);
	return g_string_free(key, FALSE);
}

Vote *
votes_add(Votes *votes, const char *text, double weight)
{
	g_autofree char *key = vote_key(text);
	Vote *vote;

	if (!*key)
		return NULL;
	for (guint i = 0; i < votes->len; i++) {
		vote = votes->pdata[i];
		if (!strcmp(vote->key, key)) {
			vote->weight += weight;
			return vote;
		}
	}
	vote = g_new(Vote, 1);
	*vote = (Vote){.text = g_strdup(text),
	    .key = g_steal_pointer(&key),
	    .weight = weight};
	g_ptr_array_add(votes, vote);
	return vote;
}

/* Whether a key's words have no blanks between them, as in Chinese. */
static bool
is_in_signs(const char *key)
{
	return g_unichar_iswide(g_utf8_get_char(key));
}

/* Whether long_key says more than short_key: it begins or ends with it. */
static bool
is_longer_form(const char *long_key, const char *short_key)
{
	size_t length = strlen(short_key);
	size_t more = strlen(long_key) - length;

	if (strlen(long_key) <= length)
		return false;
	if (!strncmp(long_key, short_key, length) && long_key[length] == ' ')
		return true;
	return !strcmp(long_key + more, short_key) &&
	       (long_key[more - 1] == ' ' || is_in_signs(short_key));
}

double
votes_weight(const Votes *votes, const Vote *vote)
{
	double weight = vote->weight;

	for (guint i = 0; i < votes->len; i++) {
		const Vote *other = votes->pdata[i];

		if (is_longer_form(vote->key, other->key))
			weight += other->weight;
	}
	return weight;
}

const Vote *
votes_best(const Votes *votes)
{
	const Vote *best = NULL;
	double most = 0;

	for (guint i = 0; i < votes->len; i++) {
		const Vote *vote = votes->pdata[i];
		double weight = votes_weight(votes, vote);

		if (vote->weight < LONGER_FORM_PART * weight)
			continue;
		if (weight > most) {
			most = weight;
			best = vote;
		}
	}
	return best;
}
