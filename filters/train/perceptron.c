#include "perceptron.h"

#include "tag_file.h"

#include <math.h>
#include <string.h>

#define ROUNDS 10
#define PASSES 3       /* in other orders: the mean of them errs less */
#define COST 1.0F      /* of a wrong tag while learning */
#define COST_LOST 1.5F /* of one that loses a word of a name */
#define RARITY 1.5     /* how much sooner what is rare is learnt */

/* A weight now, all that it was in this pass, in time, and its means in those
 * before. */
typedef struct Weight {
	float now;
	float mean;
	double sum;
} Weight;

typedef struct Learner {
	const TagScheme *scheme;
	Weight (*rows)[TAGS_MAX];
	Weight follows[TAGS_MAX][TAGS_MAX];
	double time;
	float *rates;              /* of each row: how fast it is learnt */
	float (*scores)[TAGS_MAX]; /* of the text at hand */
	uint8_t *tags;
	uint64_t random;
} Learner;

static guint
longest(const Tagged *tagged)
{
	guint most = 0;

	for (guint i = 0; i < tagged->texts->len; i++)
		most =
		    MAX(most, ((TaggedText *)tagged->texts->pdata[i])->count);
	return most;
}

/* Xorshift: the same order each time, whatever the library. */
static guint
next_random(Learner *learner, guint below)
{
	learner->random ^= learner->random << 13;
	learner->random ^= learner->random >> 7;
	learner->random ^= learner->random << 17;
	return (guint)(learner->random >> 33) % below;
}

/*
 * How fast each row is learnt, the caller's: what most items have tells little
 * of one, and would drown what few have. Their mean is 1 over all uses.
 */
static float *
find_rates(const Tagged *tagged, guint row_count)
{
	float *rates = g_new(float, row_count + 1);
	g_autofree guint *uses = g_new0(guint, row_count + 1);
	double items = 0;
	double all = 0;
	double sum = 0;

	for (guint i = 0; i < tagged->texts->len; i++) {
		const TaggedText *text = tagged->texts->pdata[i];

		items += text->count;
		all += text->starts[text->count];
		for (guint f = 0; f < text->starts[text->count]; f++)
			uses[text->features[f]]++;
	}
	for (guint i = 0; i < row_count; i++) {
		double rarity = 1 + log((1 + items) / (1 + uses[i]));

		rates[i] = (float)pow(MAX(rarity, 1), RARITY);
		sum += uses[i] * (double)rates[i];
	}
	for (guint i = 0; i < row_count; i++)
		rates[i] = (float)(rates[i] * all / sum);
	return rates;
}

/* Scores of the text, those of wrong tags raised by what they cost. */
static void
score(Learner *learner, const TaggedText *text)
{
	for (guint i = 0; i < text->count; i++) {
		float *scores = learner->scores[i];
		guint right = text->tags[i];
		float cost = right == TAG_NONE ? COST : COST_LOST;

		for (guint t = 0; t < learner->scheme->count; t++)
			scores[t] = t == right ? 0 : cost;
		for (guint f = text->starts[i]; f < text->starts[i + 1]; f++) {
			const Weight *row = learner->rows[text->features[f]];

			for (guint t = 0; t < learner->scheme->count; t++)
				scores[t] += row[t].now;
		}
	}
}

static void
move(Learner *learner, Weight *weight, float by)
{
	weight->now += by;
	weight->sum += (double)by * learner->time;
}

/* Moves what led to the wrong tag towards the right one. */
static void
correct(Learner *learner, const TaggedText *text, guint i)
{
	uint8_t right = text->tags[i];
	uint8_t wrong = learner->tags[i];
	uint8_t right_before = i ? text->tags[i - 1] : TAG_NONE;
	uint8_t wrong_before = i ? learner->tags[i - 1] : TAG_NONE;

	if (right != wrong || right_before != wrong_before) {
		move(learner, &learner->follows[right_before][right], 1);
		move(learner, &learner->follows[wrong_before][wrong], -1);
	}
	if (right == wrong)
		return;
	for (guint f = text->starts[i]; f < text->starts[i + 1]; f++) {
		Weight *row = learner->rows[text->features[f]];
		float rate = learner->rates[text->features[f]];

		move(learner, &row[right], rate);
		move(learner, &row[wrong], -rate);
	}
}

static void
learn_text(Learner *learner, const TaggedText *text)
{
	float follows[TAGS_MAX][TAGS_MAX];

	for (int i = 0; i < TAGS_MAX; i++)
		for (int j = 0; j < TAGS_MAX; j++)
			follows[i][j] = learner->follows[i][j].now;
	score(learner, text);
	tagger_decode(learner->scheme, learner->scores, follows, text->count,
	    learner->tags);
	for (guint i = 0; i < text->count; i++)
		correct(learner, text, i);
	learner->time++;
}

static void
end_pass_of(const Learner *learner, Weight *weight)
{
	weight->mean +=
	    (weight->now - (float)(weight->sum / learner->time)) / PASSES;
	weight->now = 0;
	weight->sum = 0;
}

/* From here on as if nothing had been learnt. */
static void
end_pass(Learner *learner, guint row_count)
{
	for (guint i = 0; i < row_count; i++)
		for (guint t = 0; t < learner->scheme->count; t++)
			end_pass_of(learner, &learner->rows[i][t]);
	for (int i = 0; i < TAGS_MAX; i++)
		for (int j = 0; j < TAGS_MAX; j++)
			end_pass_of(learner, &learner->follows[i][j]);
	learner->time = 1;
}

static void
learn_all(Learner *learner, const Tagged *tagged)
{
	guint count = tagged->texts->len;
	g_autofree guint *order = g_new(guint, count + 1);

	for (guint i = 0; i < count; i++)
		order[i] = i;
	for (int round = 0; round < ROUNDS; round++) {
		for (guint i = count; i-- > 1;) {
			guint j = next_random(learner, i + 1);
			guint kept = order[i];

			order[i] = order[j];
			order[j] = kept;
		}
		for (guint i = 0; i < count; i++)
			learn_text(learner, tagged->texts->pdata[order[i]]);
	}
}

/* What was learnt, as it is written; its rows are the caller's. */
static TagWeights
mean_weights(const Learner *learner, guint row_count)
{
	TagWeights weights = {0};

	weights.rows = g_malloc0_n(row_count + 1, sizeof(*weights.rows));
	for (guint i = 0; i < row_count; i++)
		for (guint t = 0; t < learner->scheme->count; t++)
			weights.rows[i][t] = learner->rows[i][t].mean;
	for (int i = 0; i < TAGS_MAX; i++)
		for (int j = 0; j < TAGS_MAX; j++)
			weights.follows[i][j] = learner->follows[i][j].mean;
	return weights;
}

GByteArray *
perceptron_learn(Tagged *tagged, float lean)
{
	g_autoptr(GArray) hashes = tagged_number(tagged);
	guint most = longest(tagged);
	Learner learner = {
	    .scheme = tagged->scheme, .time = 1, .random = 88172645463325252U};
	TagWeights weights;
	GByteArray *bytes;

	learner.rows = g_malloc0_n(hashes->len + 1, sizeof(*learner.rows));
	learner.scores = g_malloc_n(most + 1, sizeof(*learner.scores));
	learner.tags = g_new(uint8_t, most + 1);
	learner.rates = find_rates(tagged, hashes->len);
	for (int pass = 0; pass < PASSES; pass++) {
		learn_all(&learner, tagged);
		end_pass(&learner, hashes->len);
	}
	weights = mean_weights(&learner, hashes->len);
	bytes = tag_file_new(tagged->scheme, hashes, &weights, lean);
	g_free(weights.rows);
	g_free(learner.rows);
	g_free(learner.rates);
	g_free(learner.scores);
	g_free(learner.tags);
	return bytes;
}
