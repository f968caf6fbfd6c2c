#include "patterns.h"

#include "patterns_walk.h"

#include <string.h>

static size_t
end_of(const Tokens *tokens, guint32 after)
{
	const Token *last = &tokens->items[after - 1];

	return last->start + last->length;
}

static void
fill_capture(Capture *capture, const Walk *w, const Slot *slot)
{
	const Tokens *tokens = w->tokens;

	capture->value = "";
	if (slot->value > 0) {
		const Hit *hit = &g_array_index(tokens->hits, Hit, slot->value);

		capture->value = tokens->section->strings + hit->value;
		capture->number = hit->number;
	} else if (slot->value < 0) {
		capture->number = tokens->items[-1 - slot->value].number;
	}
	capture->start = tokens->items[slot->open].start;
	capture->length = end_of(tokens, slot->close) - capture->start;
	capture->first_token = slot->open;
	capture->n_tokens = slot->close - slot->open;
}

static void
fill_match(Match *match, const Walk *w)
{
	const Tokens *tokens = w->tokens;
	const Section *section = tokens->section;
	const Rule *rule = &section->rules[w->program->rule];
	unsigned n = 0;

	*match = (Match){
	    .rule = section->strings + rule->id,
	    .start = tokens->items[w->start].start,
	    .first_token = w->start,
	    .n_tokens = w->end - w->start,
	};
	match->length = end_of(tokens, w->end) - match->start;
	for (guint32 i = 0; i < rule->n_fields; i++) {
		const Slot *slot = &w->slots[i];

		if (slot->close <= slot->open)
			continue;
		match->captures[n].field =
		    section->strings + section->fields[rule->first_field + i];
		fill_capture(&match->captures[n++], w, slot);
	}
	for (guint32 i = 0; i < rule->n_sets; i++) {
		const Set *set = &section->sets[rule->first_set + i];

		match->captures[n++] = (Capture){
		    .field = section->strings + set->field,
		    .value = section->strings + set->value,
		    .number = set->number,
		};
	}
	match->n_captures = n;
}

/* The best match of the candidates at one token; the next one's index. */
static size_t
best_of(Tokens *tokens, size_t i, Walk *best)
{
	const Candidate *all = tokens->work;
	guint32 token = all[i].token;
	Walk w;

	best->end = 0;
	for (; i < tokens->n_work && all[i].token == token; i++) {
		bool found =
		    tokens->steps_left > 0 && walk_program(&w, tokens, &all[i]);

		if (!found)
			continue;
		if (w.end > best->end ||
		    (w.end == best->end && w.program < best->program))
			*best = w;
	}
	return i;
}

static const Group *
group_named(const Section *section, const char *name, guint32 *index)
{
	for (guint32 i = 0; section && i < section->n_groups; i++) {
		if (strcmp(section->strings + section->groups[i].name, name))
			continue;
		*index = i;
		return &section->groups[i];
	}
	return NULL;
}

/*
 * Makes "<group>" stand for the matches. Who asks again for the same is given
 * the same, and marks in one text many times over would pile up.
 */
static void
mark_all(Tokens *tokens, const Group *group, guint64 *marked, GArray *matches)
{
	guint64 sum = 1;

	for (guint i = 0; i < matches->len; i++) {
		const Match *match = &g_array_index(matches, Match, i);

		sum = (sum * 1000003 + match->first_token) * 1000003 +
		      match->n_tokens;
	}
	if (sum == *marked)
		return;
	*marked = sum;
	for (guint i = 0; i < matches->len; i++) {
		const Match *match = &g_array_index(matches, Match, i);

		tokens_mark_symbol(tokens, group->symbol, match->first_token,
		    match->n_tokens, (int)i);
	}
}

GArray *
patterns_find(Tokens *tokens, const char *group)
{
	GArray *matches = g_array_new(false, false, sizeof(Match));
	const Section *section = tokens->section;
	guint32 free_from = 0;
	guint32 index;
	const Group *found;
	Walk best;

	found = group_named(section, group, &index);
	if (!found)
		return matches;
	tokens->steps_left = tokens->n * TOKENS_STEPS_EACH + TOKENS_STEPS_MORE;
	tokens_gather(tokens, index);
	for (size_t i = 0; i < tokens->n_work;) {
		if (tokens->work[i].token < free_from) {
			i++;
			continue;
		}
		i = best_of(tokens, i, &best);
		if (best.end == 0)
			continue;
		free_from = best.end;
		if (section->rules[best.program->rule].drops)
			continue;
		g_array_set_size(matches, matches->len + 1);
		fill_match(
		    &g_array_index(matches, Match, matches->len - 1), &best);
	}
	mark_all(tokens, found, &tokens->marked[index], matches);
	return matches;
}

const Capture *
match_get(const Match *match, const char *field)
{
	for (unsigned i = 0; i < match->n_captures; i++)
		if (strcmp(match->captures[i].field, field) == 0)
			return &match->captures[i];
	return NULL;
}

char *
match_dup_text(const Match *match, const char *field, const Tokens *tokens)
{
	const Capture *capture = match_get(match, field);

	return capture
	           ? g_strndup(tokens->text + capture->start, capture->length)
	           : NULL;
}
