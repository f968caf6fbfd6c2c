#include "trust.h"

#include "firm.h"
#include "hosts.h"

#include <string.h>

#define WEIGHT_ENOUGH 3.5
#define SIGNS_MAX 16

/* Weights of what no rule names. */
#define WEIGHT_FREE_MAIL 2.0
#define WEIGHT_REPLY_ELSEWHERE 1.5
#define WEIGHT_AUTHENTICATION 2.0
#define WEIGHT_LOOK_ALIKE 2.0
#define WEIGHT_NO_APPLICATION 1.0
#define WEIGHT_KNOWN (-3.0)

typedef struct Sign {
	const char *rule;
	char *text; /* owned */
	double weight;
} Sign;

typedef struct Signs {
	Sign items[SIGNS_MAX];
	int n;
	double sum;
} Signs;

static void
add_sign(Signs *signs, const char *rule, const char *text, double weight)
{
	for (int i = 0; i < signs->n; i++)
		if (!strcmp(signs->items[i].rule, rule))
			return;
	if (signs->n == SIGNS_MAX)
		return;
	signs->items[signs->n++] =
	    (Sign){.rule = rule, .text = g_strdup(text), .weight = weight};
	signs->sum += weight;
}

/* What honest recruiters do not write. */
static void
find_wordings(const Clues *clues, Signs *signs)
{
	g_autoptr(GArray) matches = patterns_find(clues->tokens, "trust");

	for (guint i = 0; i < matches->len; i++) {
		const Match *match = &g_array_index(matches, Match, i);
		const Capture *reason = match_get(match, "reason");
		g_autofree char *text =
		    g_strndup(clues->text + match->start, match->length);

		if (reason)
			add_sign(signs, reason->value, text,
			    match_number(match, "weight", 1));
	}
}

/* A domain that has the firm's name and more in its label, "acme-careers". */
static bool
is_look_alike(const Clues *clues)
{
	const char *dash = strchr(clues->label, '-');
	g_autofree char *begin = NULL;

	if (!dash || !clues->reading->company)
		return false;
	begin = g_strndup(clues->label, dash - clues->label);
	return firm_fits_label(clues->reading->company, begin) &&
	       clues_text_is(clues, "department_word", dash + 1);
}

static void
find_headers(const Clues *clues, Signs *signs)
{
	const Message *message = clues->message;
	const char *from_host = host_of_email(message->from.email);
	const char *reply_host = host_of_email(message->reply_to.email);

	if (clues->party == PARTY_FREE && clues->reading->company)
		add_sign(
		    signs, "free-mail", message->from.email, WEIGHT_FREE_MAIL);
	if (*reply_host && strcmp(from_host, reply_host) != 0 &&
	    (clues->party == PARTY_FREE ||
	        host_find(clues->patterns, reply_host) == HOST_FREE_MAIL))
		add_sign(signs, "reply-elsewhere", message->reply_to.email,
		    WEIGHT_REPLY_ELSEWHERE);
	if (message->authentication == AUTHENTICATION_FAIL)
		add_sign(signs, "authentication", message->from.email,
		    WEIGHT_AUTHENTICATION);
	if (is_look_alike(clues))
		add_sign(signs, "look-alike", message->from.email,
		    WEIGHT_LOOK_ALIKE);
}

void
trust_judge(Clues *clues)
{
	Reading *reading = clues->reading;
	Signs signs = {.n = 0};

	if (reading->direction == DIRECTION_OUTGOING)
		return;
	find_wordings(clues, &signs);
	find_headers(clues, &signs);
	if (signs.n && reading->kind == KIND_OFFER &&
	    !clues->context->had_application)
		add_sign(&signs, "no-application", "", WEIGHT_NO_APPLICATION);
	if (clues->context->in_thread)
		signs.sum += WEIGHT_KNOWN;
	reading->suspicious = signs.sum >= WEIGHT_ENOUGH;
	for (int i = 0; i < signs.n; i++) {
		if (reading->suspicious)
			reading_add_reason(reading, signs.items[i].rule,
			    signs.items[i].text, signs.items[i].weight);
		g_free(signs.items[i].text);
	}
}
