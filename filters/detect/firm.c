#include "firm.h"

#include "firm_label.h"
#include "firm_name.h"
#include "hosts.h"
#include "named.h"
#include "signs.h"
#include "votes.h"

#include <string.h>

/* Weights of places that no rule names. */
#define WEIGHT_DISPLAY 6.0
#define WEIGHT_DISPLAY_OTHER 3.0 /* not what the sender's domain is called */
#define WEIGHT_LABEL 7.0         /* the label is all of the name's begin */
#define WEIGHT_LABEL_BEGIN 5.0   /* the name is the label's begin */
#define WEIGHT_AGAIN 0.4         /* of these, where it comes once more */
#define WEIGHT_FIRM_WORD 1.0     /* "Press", "University" */
#define WEIGHT_SUBJECT 1.5       /* times the rule's */
#define WEIGHT_SUBJECT_SOLE 2.   /* where no domain is the firm's own */
#define WEIGHT_SPAN 1.5          /* "... University", wherever it stands */
#define WEIGHT_SPAN_SIGNED 2.5
#define WEIGHT_AGENCY 0.25  /* times all of an agency's */
#define WEIGHT_CLIENT 1.5   /* from it on an agency's client is named */
#define WEIGHT_CONTEXT 3.0  /* what the application is known to be */
#define WEIGHT_ENOUGH 2.0   /* below it a name is none's */
#define WEIGHT_FIRM_END 2.0 /* "...銀行" in text without blanks */

#define WEIGHT_NAMED 5.0 /* what the tagger finds */

#define FIRM_SIGNS_MAX 10 /* of a name in text without blanks */

/* Connecting words are short and may be left out of a label. */
#define JOINT_BYTES_MAX 3

/* The name of a firm in text, the caller's; NULL where none can be. */
static char *
name_in(const Clues *clues, const char *text)
{
	g_autofree char *rest = firm_name_without_lead(clues, text);
	g_autofree char *name = firm_name_clean(clues, rest, 0);
	const char *end = firm_name_fitting_end(clues, name);

	return firm_name_is_possible(clues, end) ? g_strdup(end) : NULL;
}

static void
vote(const Clues *clues, Votes *votes, const char *text, double weight)
{
	g_autofree char *name = name_in(clues, text);

	if (name)
		(void)votes_add(votes, name, weight);
}

/* The places that rules of a group know. */
static void
vote_wordings(const Clues *clues, Votes *votes, const char *group)
{
	g_autoptr(GArray) matches = patterns_find(clues->tokens, group);

	for (guint i = 0; i < matches->len; i++) {
		const Match *match = &g_array_index(matches, Match, i);
		g_autofree char *text =
		    match_dup_text(match, "firm", clues->tokens);
		g_autofree char *end = NULL;
		g_autofree char *name = NULL;
		double weight = match_number(match, "weight", 1);

		if (!text)
			continue;
		if (match_says(match, "keep", "end"))
			end = clues_after_last(clues, "firm_stop", text, false);
		else if (match_says(match, "keep", "line"))
			end = g_strdup(firm_name_last_line(text));
		if (clues_zone(clues, match->start) == ZONE_SUBJECT)
			weight *= *clues->label ? WEIGHT_SUBJECT
			                        : WEIGHT_SUBJECT_SOLE;
		name = name_in(clues, end ? end : text);
		if (name && (!match_says(match, "needs", "word") ||
		                clues_text_is(clues, "firm_word", name)))
			(void)votes_add(votes, name, weight);
	}
}

/* The words of text on its first line, but at least n_min. */
static guint
words_on_line(const char *text, guint n_min)
{
	guint n = 1;

	for (const char *at = text; *at; at++) {
		if (*at == '\n' && n >= n_min)
			return n;
		n += *at == ' ' || *at == '\n';
	}
	return n;
}

/* A span from a word on that fits the label, without what comes after it. */
static bool
vote_fit(const Clues *clues, Votes *votes, const char *text, const char *label)
{
	g_auto(GStrv) words = firm_label_words(text);
	g_auto(GStrv) shown = g_strsplit_set(text, " \n", -1);
	g_autofree char *name = NULL;
	g_autofree char *part = NULL;
	bool is_whole;
	guint n_used = firm_label_count(label, words, &is_whole);
	guint n_kept = n_used ? words_on_line(text, n_used) : 0;
	double weight = is_whole ? WEIGHT_LABEL : WEIGHT_LABEL_BEGIN;
	guint n_before = votes->len;

	if (!n_used)
		return false;
	for (guint i = n_kept, n = g_strv_length(shown); i < n; i++)
		g_clear_pointer(&shown[i], g_free);
	part = g_strjoinv(" ", shown);
	name = firm_name_clean(clues, part, n_used);
	if (clues_is_user_name(clues, name))
		return true;
	if (clues_text_is(clues, "firm_word", name))
		weight += WEIGHT_FIRM_WORD;
	{
		Vote *one = votes_add(votes, name, 0);

		if (one)
			one->weight += votes->len > n_before
			                   ? weight
			                   : weight * WEIGHT_AGAIN;
	}
	return true;
}

static bool
has_small_word(const char *from, const char *end)
{
	for (const char *at = from; at < end; at += strcspn(at, " ") + 1)
		if (g_unichar_islower(g_utf8_get_char(at)))
			return true;
	return false;
}

/* Whether the words of span before its rest are part of a firm's name. */
static bool
is_firm_begin(const Clues *clues, const char *span, const char *rest)
{
	g_autofree char *begin = g_strndup(span, rest - span);

	return clues_text_is(clues, "firm_word", begin);
}

/* Where in span a name begins that is all of label, or the span. */
static const char *
whole_fit(const char *span, const char *label)
{
	for (const char *from = span; *from; from += from[0] != '\0') {
		g_auto(GStrv) words = firm_label_words(from);
		bool is_whole;

		if (firm_label_count(label, words, &is_whole) && is_whole)
			return from;
		from += strcspn(from, " \n");
	}
	return span;
}

/* One capitalised stretch of text, where it fits the firm's own domain. */
static void
vote_span(const Clues *clues, Tokens *tokens, Votes *votes, const Match *match)
{
	g_autofree char *span = match_dup_text(match, "firm", tokens);
	g_autofree char *label = firm_label_bare(clues->label);
	const Token *first = tokens_get(tokens, match->first_token);
	const char *last = NULL;

	for (const char *from = span ? whole_fit(span, label) : ""; *from;) {
		size_t length = strcspn(from, " \n");

		if (vote_fit(clues, votes, from, label)) {
			last = from;
			break;
		}
		from += length + (from[length] != '\0');
	}
	if (!last || last == span || strchr(span, '\n'))
		return;
	if (is_firm_begin(clues, span, last))
		vote(clues, votes, span, WEIGHT_LABEL);
	else if (!first->starts_line && !has_small_word(span, last))
		vote(clues, votes, span, WEIGHT_LABEL * WEIGHT_AGAIN);
}

/* The part of a span on one line: the tokens from first on, before next. */
static void
vote_line(const Clues *clues, const bool *words, size_t first, size_t next,
    Votes *votes)
{
	const Token *begin = tokens_get(clues->tokens, first);
	const Token *last = tokens_get(clues->tokens, next - 1);
	bool has_word = false;
	g_autofree char *text = NULL;

	for (size_t i = first; i < next; i++)
		has_word |= words[i];
	if (!has_word || next - first < 2 || begin->kind == TOKEN_HAN)
		return;
	text = g_strndup(clues->text + begin->start,
	    last->start + last->length - begin->start);
	vote(clues, votes, text,
	    clues_zone(clues, begin->start) == ZONE_SIGNATURE
	        ? WEIGHT_SPAN_SIGNED
	        : WEIGHT_SPAN);
}

/* Capitalised stretches that have a word for a kind of firm in them. */
static void
vote_firm_words(const Clues *clues, const GArray *spans, Votes *votes)
{
	g_autofree bool *words = signs_within(clues, "firm_word");

	for (guint i = 0; i < spans->len; i++) {
		const Match *span = &g_array_index(spans, Match, i);
		size_t first = span->first_token;
		size_t end = first + span->n_tokens;

		for (size_t at = first + 1; at <= end; at++) {
			if (at < end &&
			    !tokens_get(clues->tokens, at)->starts_line)
				continue;
			vote_line(clues, words, first, at, votes);
			first = at;
		}
	}
}

static void
vote_label(const Clues *clues, Tokens *tokens, Votes *votes)
{
	g_autoptr(GArray) matches = patterns_find(tokens, "span");
	g_autoptr(GPtrArray) fitting = NULL;

	if (tokens == clues->tokens)
		vote_firm_words(clues, matches, votes);
	if (!*clues->label)
		return;
	fitting = votes_new();
	for (guint i = 0; i < matches->len; i++)
		vote_span(
		    clues, tokens, fitting, &g_array_index(matches, Match, i));
	for (guint i = 0; i < fitting->len; i++) {
		const Vote *found = fitting->pdata[i];

		(void)votes_add(votes, found->text, found->weight);
	}
}

/* Whether key is made of the first letters of the words of name. */
static bool
is_acronym(const char *key, const char *name)
{
	g_auto(GStrv) words = g_strsplit(name, " ", -1);
	size_t n = 0;

	for (char **word = words; *word; word++) {
		if (strlen(*word) <= JOINT_BYTES_MAX && key[n] != (*word)[0])
			continue;
		if (key[n++] != (*word)[0])
			return false;
	}
	return n > 2 && !key[n];
}

/* "NACC" speaks for the National Archives Conservation Center. */
static void
merge_acronyms(Votes *votes)
{
	for (guint i = 0; i < votes->len; i++) {
		Vote *shorter = votes->pdata[i];

		for (guint k = 0; k < votes->len; k++) {
			Vote *whole = votes->pdata[k];

			if (k == i || !is_acronym(shorter->key, whole->key))
				continue;
			whole->weight += shorter->weight;
			shorter->weight = 0;
		}
	}
}

/* What a sender's name weighs: much, unless the domain says another one. */
static double
display_weight(const Clues *clues, const char *name)
{
	return !*clues->label || clues_is_in_signs(name) ||
	               firm_name_fits(clues, name)
	           ? WEIGHT_DISPLAY
	           : WEIGHT_DISPLAY_OTHER;
}

/* The sender's display name, where it names a firm. */
static void
vote_display(const Clues *clues, Votes *votes)
{
	const char *email = clues->other->email;
	Display display = display_parse(clues, clues->other->name, email);
	g_autofree char *host = host_label(host_of_email(email));
	bool is_firm = clues->party == PARTY_SYSTEM ||
	               clues->party == PARTY_NOBODY ||
	               clues->party == PARTY_OFFICE;

	if (clues->party == PARTY_SYSTEM &&
	    firm_fits_label(display.person, host)) {
		display_clear(&display);
		return;
	}
	if (clues->party != PARTY_BOARD && *display.firm)
		vote(clues, votes, display.firm,
		    display_weight(clues, display.firm));
	if (display.is_bare && *display.person &&
	    (is_firm || firm_name_fits(clues, display.person)) &&
	    !clues_text_is(clues, "given", display.person))
		vote(clues, votes, display.person,
		    display_weight(clues, display.person));
	display_clear(&display);
}

static bool
is_agency(const Clues *clues, const Vote *vote)
{
	return clues_text_is(clues, "agency", vote->text);
}

/* Whether the sender speaks for others: they say so, or are called so. */
static bool
has_clients(const Clues *clues, const Votes *votes)
{
	g_autoptr(GArray) talk = patterns_find(clues->tokens, "client_talk");

	if (talk->len)
		return true;
	for (guint i = 0; i < votes->len; i++) {
		const Vote *one = votes->pdata[i];

		if (is_agency(clues, one) && firm_name_fits(clues, one->text))
			return true;
	}
	return false;
}

/* Whether a vote is for who only writes for another. */
static bool
is_agent(const Clues *clues, const Vote *vote, bool speaks_for_others)
{
	return is_agency(clues, vote) ||
	       (speaks_for_others && firm_name_fits(clues, vote->text));
}

/* What names itself an agency, or speaks of clients, speaks for another, if
 * another is named. */
static void
weigh_agencies(const Clues *clues, Votes *votes)
{
	bool has_client = false;
	bool speaks_for_others = has_clients(clues, votes);

	for (guint i = 0; i < votes->len; i++) {
		const Vote *one = votes->pdata[i];

		has_client |= votes_weight(votes, one) >= WEIGHT_CLIENT &&
		              !is_agency(clues, one) &&
		              !firm_name_fits(clues, one->text);
	}
	for (guint i = 0; has_client && i < votes->len; i++) {
		Vote *one = votes->pdata[i];

		if (is_agent(clues, one, speaks_for_others))
			one->weight *= WEIGHT_AGENCY;
	}
}

/* The longer form of a name that the quoted text has. */
static void
vote_quoted(const Clues *clues, Votes *votes)
{
	const Vote *best = votes_best(votes);
	const char *at;
	const char *end;
	g_autofree char *longer = NULL;
	g_autofree char *name = NULL;

	if (!best)
		return;
	for (at = clues->message->quoted; (at = strstr(at, best->text)); at++) {
		end = at + strlen(best->text);
		while (
		    *end == ' ' && g_unichar_isupper(g_utf8_get_char(end + 1)))
			end += 1 + strcspn(end + 1, " \n.,;:!?|()>");
		if (end > at + strlen(best->text))
			break;
	}
	if (!at)
		return;
	longer = g_strndup(at, end - at);
	name = firm_name_clean(clues, longer, 0);
	if (strcmp(name, best->text) != 0 &&
	    clues_text_is(clues, "firm_word", name))
		(void)votes_add(votes, name, best->weight);
}

/* Where text has no blanks, a name goes from where the sentence stops to a
 * word that ends names of firms. */
static void
vote_ends(const Clues *clues, Votes *votes)
{
	g_autoptr(GArray) ends = patterns_find(clues->tokens, "firm_end");
	g_autofree bool *stops =
	    ends->len ? signs_within(clues, "firm_stop") : NULL;

	for (guint i = 0; i < ends->len; i++) {
		const Match *end = &g_array_index(ends, Match, i);
		g_autofree char *name =
		    signs_name_to(clues, stops, end, FIRM_SIGNS_MAX);

		if (name)
			vote(clues, votes, name, WEIGHT_FIRM_END);
	}
}

/* A firm that writes its name in small letters, as its domain does. */
static void
vote_small(const Clues *clues, Votes *votes)
{
	size_t n = tokens_count(clues->tokens);
	size_t length = strlen(clues->label);

	for (size_t i = 0; i < n && length; i++) {
		const Token *token = tokens_get(clues->tokens, i);

		if (token->kind == TOKEN_WORD && token->length == length &&
		    !memcmp(clues->text + token->start, clues->label, length)) {
			(void)votes_add(votes, clues->label, WEIGHT_ENOUGH);
			return;
		}
	}
}

/* What the tagger takes for the firm, wherever it stands. */
static void
vote_named(const Clues *clues, Votes *votes)
{
	for (guint i = 0; clues->named && i < clues->named->len; i++) {
		const Named *named = &g_array_index(clues->named, Named, i);

		if (named->kind == NAMED_FIRM)
			vote(clues, votes, named->text,
			    WEIGHT_NAMED + named_weight(named));
	}
}

void
firm_find(Clues *clues)
{
	g_autoptr(GPtrArray) votes = votes_new();
	const Vote *best;

	if (clues->context->company)
		(void)votes_add(votes, clues->context->company, WEIGHT_CONTEXT);
	vote_display(clues, votes);
	vote_label(clues, clues->tokens, votes);
	vote_wordings(clues, votes, "company");
	vote_wordings(clues, votes, "subject_firm");
	vote_small(clues, votes);
	vote_named(clues, votes);
	vote_ends(clues, votes);
	if (!votes->len && clues_quoted(clues))
		vote_label(clues, clues_quoted(clues), votes);
	merge_acronyms(votes);
	weigh_agencies(clues, votes);
	vote_quoted(clues, votes);
	best = votes_best(votes);
	if (best && votes_weight(votes, best) >= WEIGHT_ENOUGH)
		clues->reading->company = g_strdup(best->text);
}
