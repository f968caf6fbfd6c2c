#include "date_items.h"

#include "hash.h"
#include "tokens_inside.h"

#define AROUND 14       /* words on either side that are looked at */
#define AROUND_SIGNS 28 /* the same in a script without blanks */
#define NEAR 3          /* words that count as next to it */
#define GRAM_MAX 3      /* words in a row */

/* What the features of a kind begin with. */
typedef enum {
	FEATURE_RULE,
	FEATURE_FORM,
	FEATURE_AHEAD,
	FEATURE_PLACE,
	FEATURE_OTHERS,
	FEATURE_OWN,
	FEATURE_BEFORE = 16 * 6, /* and what is added to it */
	FEATURE_AFTER = 16 * 7,  /* the same */
} Feature;

/* Of the words before and after: added to what their features begin with. */
enum { WORD_NEAR = 2, WORD_FAR = 4, WORD_CLASS = 8 };

/* Where features are written to. */
typedef struct Writer {
	const Dates *dates;
	const Mention *mention;
	uint32_t *out;
	guint count;
	uint32_t side; /* incoming or outgoing */
} Writer;

static void
put(Writer *writer, uint32_t kind, uint32_t value)
{
	if (writer->count < TAG_FEATURES_MAX)
		writer->out[writer->count++] =
		    hash_step(hash_step(writer->side, kind), value);
}

/* How a mention is written: by a day, a time, a stretch. */
static uint32_t
form_of(const Mention *mention)
{
	const Period *when = &mention->when;

	return (uint32_t)when->start.precision +
	       3 * (uint32_t)when->end.precision +
	       9 * (uint32_t)mention->is_open +
	       18 * (uint32_t)mention->names_day;
}

/* How many days after the message, more coarsely the more they are. */
static uint32_t
days_ahead(const Writer *writer)
{
	static const gint64 steps[] = {0, 1, 2, 4, 8, 15, 31, 61, 121, 366};
	Moment now = dates_day_of(writer->dates->clues->message->date);
	Moment day = dates_day_of(dates_last_moment(writer->mention));
	gint64 days = (day.time - now.time) / DAY_S;
	uint32_t step = 0;

	while (step < G_N_ELEMENTS(steps) && days >= steps[step])
		step++;
	return step;
}

/* What the message and the rules say of a mention. */
static void
put_verdict(Writer *writer, guint index)
{
	const Dates *dates = writer->dates;
	const Reading *reading = dates->clues->reading;
	uint32_t rule = (uint32_t)dates->uses[index];
	uint32_t kind = (uint32_t)reading->kind;
	uint32_t form = form_of(writer->mention);
	uint32_t ahead = days_ahead(writer);
	uint32_t detail =
	    hash_step(hash_step(0, kind), (uint32_t)reading->detail);
	uint32_t rule_kind = hash_step(hash_step(1, rule), kind);
	uint32_t form_kind = hash_step(hash_step(2, form), kind);

	put(writer, FEATURE_RULE, rule);
	put(writer, FEATURE_RULE, rule_kind);
	put(writer, FEATURE_RULE, hash_step(rule_kind, form));
	put(writer, FEATURE_RULE, hash_step(detail, rule));
	put(writer, FEATURE_FORM, form);
	put(writer, FEATURE_FORM, form_kind);
	put(writer, FEATURE_FORM, hash_step(detail, form));
	put(writer, FEATURE_AHEAD, ahead);
	put(writer, FEATURE_AHEAD, hash_step(form_kind, ahead));
	put(writer, FEATURE_AHEAD, hash_step(rule_kind, ahead));
}

/* Where it stands among the others. */
static void
put_place(Writer *writer, guint index)
{
	const Dates *dates = writer->dates;
	uint32_t kind = (uint32_t)dates->clues->reading->kind;
	uint32_t n = MIN(dates->mentions->len, 6);
	uint32_t zone =
	    (uint32_t)clues_zone(dates->clues, writer->mention->start);
	bool is_listed = dates_continue_list(dates, index);
	guint bys = 0;

	for (guint i = 0; i < dates->mentions->len; i++)
		bys += dates_is_by(&g_array_index(dates->mentions, Mention, i));
	put(writer, FEATURE_PLACE, hash_step(kind, zone));
	put(writer, FEATURE_PLACE, hash_step(10 + kind, MIN(index, 4)));
	put(writer, FEATURE_PLACE, hash_step(100 + kind, n));
	put(writer, FEATURE_OTHERS, hash_step(kind, is_listed));
	put(writer, FEATURE_OTHERS,
	    hash_step(
	        hash_step(10, MIN(bys, 3)), dates_is_by(writer->mention)));
	if (index)
		put(writer, FEATURE_OTHERS,
		    hash_step(100, (uint32_t)dates->uses[index - 1]));
}

static void
put_classes(Writer *writer, const Tokens *tokens, size_t index, uint32_t kind)
{
	const Section *section = tokens->section;
	guint32 hit = section ? tokens->items[index].hit : 0;

	for (; hit; hit = g_array_index(tokens->hits, Hit, hit).next) {
		const Hit *one = &g_array_index(tokens->hits, Hit, hit);
		guint32 name = section->symbols[one->symbol];

		if (name)
			put(writer, kind + WORD_CLASS,
			    hash_string(0, section->strings + name));
	}
}

/* The words from index on in a direction, with rows of them. */
static void
put_words(Writer *writer, size_t index, int step)
{
	const Tokens *tokens = writer->dates->clues->tokens;
	uint32_t side = step < 0 ? FEATURE_BEFORE : FEATURE_AFTER;
	uint32_t rows[GRAM_MAX] = {0};
	int far = 0;

	for (int n = 0; index < tokens_count(tokens); n++) {
		const Token *token = tokens_get(tokens, index);
		bool is_sign = token->kind == TOKEN_HAN;
		uint32_t word = tokens_hash(tokens, index);

		if (n >= (is_sign ? AROUND_SIGNS : AROUND) ||
		    (step > 0 && token->starts_block))
			return;
		if (step > 0 ? far : token->ends_sentence)
			far = WORD_FAR;
		for (int row = GRAM_MAX - 1; row > 0; row--)
			if (n >= row)
				rows[row] = hash_step(rows[row - 1], word);
		rows[0] = word;
		put(writer, side + (uint32_t)far, word);
		if (n < (is_sign ? 2 : 1) * NEAR)
			put(writer, side + (uint32_t)far + WORD_NEAR, word);
		for (int row = 1; row < (is_sign ? GRAM_MAX : 2); row++)
			if (n >= row)
				put(writer, side + (uint32_t)far, rows[row]);
		put_classes(writer, tokens, index, side + (uint32_t)far);
		if (token->ends_sentence)
			far = WORD_FAR;
		if (step < 0 && token->starts_block)
			return;
		index += (size_t)step;
	}
}

static guint
write_features(const void *items, guint index, uint32_t *out)
{
	const Dates *dates = items;
	const Tokens *tokens = dates->clues->tokens;
	Writer writer = {.dates = dates,
	    .mention = &g_array_index(dates->mentions, Mention, index),
	    .out = out,
	    .side = 0x51ed27 + (uint32_t)dates->clues->reading->direction};
	size_t end = writer.mention->start + writer.mention->length;
	size_t n = tokens_count(tokens);
	size_t first = 0;
	size_t after;

	while (first < n &&
	       tokens_get(tokens, first)->start < writer.mention->start)
		first++;
	for (after = first; after < n && tokens_get(tokens, after)->start < end;
	     after++)
		put(&writer, FEATURE_OWN, tokens_hash(tokens, after));
	put_verdict(&writer, index);
	put_place(&writer, index);
	put_words(&writer, first - 1, -1);
	put_words(&writer, after, 1);
	return writer.count;
}

static bool
may_follow(guint before, guint tag)
{
	(void)before;
	(void)tag;
	return true;
}

const TagScheme date_scheme = {.count = DATE_TAG_COUNT,
    .version = 1,
    .may_follow = may_follow,
    .features = write_features};

/* What a mention is for, when the tagger and the rules have spoken. */
static Use
judge(Use rule, const TagChoice *choice)
{
	bool is_ours = rule == USE_RESPOND || rule == USE_DECIDE ||
	               rule == USE_PROMISE || rule == USE_MAYBE;

	switch (choice->tag) {
	case TAG_RESPOND:
		return USE_RESPOND;
	case TAG_DECIDE:
		return USE_DECIDE;
	case TAG_PROMISE:
		return USE_PROMISE;
	case TAG_SLOT:
		return is_ours || rule == USE_NOTHING ? USE_UNKNOWN : rule;
	default:
		return is_ours || (rule == USE_UNKNOWN && choice->margin > 0)
		           ? USE_NOTHING
		           : rule;
	}
}

void
date_items_judge(Dates *dates, const Tagger *tagger)
{
	g_autofree TagChoice *choices = NULL;

	if (!tagger)
		return;
	choices = tagger_mark(tagger, dates, dates->mentions->len);
	for (guint i = 0; i < dates->mentions->len; i++) {
		dates->uses[i] = judge(dates->uses[i], &choices[i]);
		dates->margins[i] = choices[i].margin;
	}
}
