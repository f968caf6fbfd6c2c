#include "signs.h"

bool *
signs_within(const Clues *clues, const char *group)
{
	bool *within = g_new0(bool, tokens_count(clues->tokens) + 1);
	g_autoptr(GArray) matches = patterns_find(clues->tokens, group);

	for (guint i = 0; i < matches->len; i++) {
		const Match *match = &g_array_index(matches, Match, i);

		if (clues_is_inside_kana(clues->text, match->start))
			continue;
		for (guint32 k = 0; k < match->n_tokens; k++)
			within[match->first_token + k] = true;
	}
	return within;
}

char *
signs_name_to(
    const Clues *clues, const bool *stops, const Match *end, size_t max)
{
	size_t at = end->first_token;
	const Token *first = tokens_get(clues->tokens, at);

	while (at > 0 && first->is_glued && end->first_token - at < max &&
	       !stops[at - 1]) {
		const Token *before = tokens_get(clues->tokens, at - 1);

		if (before->kind != TOKEN_HAN && before->kind != TOKEN_WORD)
			break;
		first = before;
		at--;
	}
	if (at == end->first_token)
		return NULL;
	return g_strndup(clues->text + first->start,
	    end->start + end->length - first->start);
}

bool
signs_go_on(const Clues *clues, const bool *stops, const Match *match)
{
	size_t next = match->first_token + match->n_tokens;
	const Token *token;

	if (next >= tokens_count(clues->tokens) || stops[next])
		return false;
	token = tokens_get(clues->tokens, next);
	return token->kind == TOKEN_HAN && token->is_glued;
}
