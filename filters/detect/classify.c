#include "classify.h"

#include "evidence.h"
#include "features.h"

#include <string.h>

#define TAUGHT_LEAST 0.1F    /* of a score; less is no reason */
#define LANG_ENTRIES_MAX 600 /* enough to tell a language */
#define SCORE_UNTAUGHT (-2)  /* below any that examples were seen of */

/* One message on its way through the model. */
typedef struct Pass {
	const Model *model;
	const ModelSection *section;
	const Features *features;
	GArray *entries; /* of Entry */
} Pass;

static const ModelHead *
head_of(const Pass *pass, HeadName name)
{
	return &pass->section->heads[name];
}

static uint32_t
largest_of(const float *values, uint32_t count)
{
	uint32_t best = 0;

	for (uint32_t i = 1; i < count; i++)
		if (values[i] > values[best])
			best = i;
	return best;
}

/* The value of a head's best class; 0 where it was never taught. */
static uint32_t
decide(const Pass *pass, HeadName name, const GArray *entries)
{
	const ModelHead *head = head_of(pass, name);
	float scores[MODEL_CLASSES_MAX];

	if (!head->count)
		return 0;
	model_score(pass->model, pass->section, name, entries, scores);
	return head->classes[largest_of(scores, head->count)].value;
}

static void
find_lang(const Pass *pass, Reading *reading)
{
	GArray some = *pass->entries;
	uint32_t lang;

	some.len = MIN(some.len, LANG_ENTRIES_MAX);
	lang = decide(pass, HEAD_LANG, &some);
	g_free(reading->lang);
	reading->lang = lang ? g_strdup_printf("%c%c", (int)(lang >> 8 & 0x7f),
	                           (int)(lang & 0x7f))
	                     : g_strdup("");
}

/* What a head says of each of its values, in scores; the best one of them. */
static uint32_t
decide_scores(const Pass *pass, HeadName name, float *scores, uint32_t count)
{
	const ModelHead *head = head_of(pass, name);
	float of_class[MODEL_CLASSES_MAX];

	for (uint32_t i = 0; i < count; i++)
		scores[i] = SCORE_UNTAUGHT;
	if (!head->count)
		return 0;
	model_score(pass->model, pass->section, name, pass->entries, of_class);
	for (uint32_t i = 0; i < head->count; i++)
		if (head->classes[i].value < count)
			scores[head->classes[i].value] = of_class[i];
	return head->classes[largest_of(of_class, head->count)].value;
}

static void
find_detail(const Pass *pass, Reading *reading)
{
	static const HeadName heads[KIND_COUNT] = {
	    [KIND_INVITE] = HEAD_INVITE,
	    [KIND_REJECTION] = HEAD_REJECTION,
	    [KIND_OFFER] = HEAD_OFFER,
	};
	HeadName name = heads[reading->kind];

	if (name)
		reading->detail = (Detail)decide_scores(
		    pass, name, reading->detail_scores, DETAIL_COUNT);
	if (reading->kind == KIND_INVITE)
		reading->stage = (Stage)decide_scores(
		    pass, HEAD_STAGE, reading->stage_scores, STAGE_COUNT);
}

/* In the thread of an application little is about anything else. */
static void
weigh_thread(const ModelHead *head, float *chances)
{
	static const float shares[KIND_COUNT] = {
	    [KIND_NONE] = 0.5F,
	    [KIND_OUTREACH] = 0.2F,
	    [KIND_ALERT] = 0.2F,
	};
	float sum = 0;

	for (uint32_t i = 0; i < head->count; i++) {
		uint32_t kind = head->classes[i].value;

		if (kind < KIND_COUNT && shares[kind] > 0)
			chances[i] *= shares[kind];
		sum += chances[i];
	}
	for (uint32_t i = 0; i < head->count; i++)
		chances[i] /= sum;
}

/* Lays what the user has taught over the scores, and says so. */
static void
apply_lessons(
    const Pass *pass, const Lessons *lessons, Reading *reading, float *scores)
{
	LessonText text = {
	    head_of(pass, HEAD_KIND), pass->features, pass->entries};
	float gain;
	Kind kind =
	    lessons_apply(lessons, reading->direction, &text, scores, &gain);
	g_autofree char *rule = g_strdup_printf("taught/%s", kind_name(kind));

	if (gain >= TAUGHT_LEAST)
		reading_add_reason(
		    reading, rule, "as you have said of like mail", gain);
}

static void
find_kind(const Pass *pass, const Context *context, Reading *reading)
{
	const ModelHead *head = head_of(pass, HEAD_KIND);
	float scores[MODEL_CLASSES_MAX];
	float chances[MODEL_CLASSES_MAX];
	float line;
	uint32_t best;
	uint32_t second;

	if (!head->count)
		return;
	model_score(
	    pass->model, pass->section, HEAD_KIND, pass->entries, scores);
	if (context->lessons)
		apply_lessons(pass, context->lessons, reading, scores);
	model_calibrate(pass->section, scores, chances);
	if (context->in_thread && reading->direction == DIRECTION_INCOMING)
		weigh_thread(head, chances);
	best = largest_of(chances, head->count);
	reading->kind = (Kind)head->classes[best].value;
	reading->confidence = (double)chances[best];
	/* Sure takes words that speak for it, not the least unlikely kind. */
	line = model_drafts(reading->kind) ? pass->section->sure_draft
	                                   : pass->section->sure;
	reading->sure = kind_is_of_application(reading->kind) &&
	                chances[best] >= line && scores[best] > 0;
	chances[best] = -1;
	second = largest_of(chances, head->count);
	evidence_add(pass->model, pass->section, pass->features, pass->entries,
	    best, second, reading);
}

/* Who writes to a list does not write to one applicant; RFC 2919. */
static void
apply_list(const Message *message, const Context *context, Reading *reading)
{
	if (reading->direction == DIRECTION_INCOMING && *message->list_id &&
	    !context->in_thread && reading->kind != KIND_NONE)
		reading->sure = false;
}

/* A subject alone is too little to answer; a calendar part is text enough. */
static void
apply_emptiness(const Message *message, Reading *reading)
{
	const char *text = message->new_text;

	if (!text[strspn(text, " \n\t")] && !message->calendars->len)
		reading->sure = false;
}

/* A bounce or a receipt is about another mail; RFC 3462. */
static bool
is_certain(const Message *message, const Reading *reading)
{
	return reading->direction == DIRECTION_INCOMING && message->is_report;
}

/* What is known of the application decides what the words leave open. */
static void
apply_context(const Context *context, Reading *reading)
{
	if (reading->kind != KIND_REJECTION || !context->in_thread)
		return;
	if (reading->detail == DETAIL_BEFORE_INTERVIEW &&
	    context->had_interview)
		reading->detail = DETAIL_AFTER_INTERVIEW;
	else if (reading->detail == DETAIL_AFTER_INTERVIEW &&
	         !context->had_interview)
		reading->detail = DETAIL_BEFORE_INTERVIEW;
}

/* The method of a calendar part (RFC 5546) says what becomes of the time. */
static void
apply_calendar(const Message *message, Reading *reading)
{
	const char *calendar =
	    message->calendars->len ? message->calendars->pdata[0] : "";

	if (reading->kind != KIND_INVITE)
		return;
	if (strstr(calendar, "METHOD:CANCEL")) {
		reading->detail = DETAIL_CANCELLED;
		reading_add_reason(
		    reading, "structure/calendar", "METHOD:CANCEL", 1);
	} else if (strstr(calendar, "METHOD:REQUEST") &&
	           reading->detail == DETAIL_PROPOSE) {
		reading->detail = DETAIL_CONFIRMED;
		reading_add_reason(
		    reading, "structure/calendar", "METHOD:REQUEST", 1);
	}
}

void
classify(const Model *model, const Message *message, const Context *context,
    Reading *reading)
{
	g_autoptr(Features) features =
	    features_extract(model_lexicon(model), message);
	const ModelSection *section = model_section(model, reading->direction);
	g_autoptr(GArray) entries = model_weigh(model, section, features);
	Pass pass = {model, section, features, entries};

	find_lang(&pass, reading);
	if (is_certain(message, reading)) {
		reading->kind = KIND_NONE;
		reading->confidence = 1;
		reading_add_reason(
		    reading, "structure/report", message->subject, 1);
		return;
	}
	find_kind(&pass, context, reading);
	find_detail(&pass, reading);
	apply_list(message, context, reading);
	apply_emptiness(message, reading);
	apply_calendar(message, reading);
	apply_context(context, reading);
}

void
classify_teach(const Model *model, Lessons *lessons, const Message *message,
    const Reading *right)
{
	g_autoptr(Features) features =
	    features_extract(model_lexicon(model), message);
	const ModelSection *section = model_section(model, right->direction);
	g_autoptr(GArray) entries = model_weigh(model, section, features);
	LessonText text = {&section->heads[HEAD_KIND], features, entries};
	float scores[MODEL_CLASSES_MAX];
	float gain;

	lessons_forget(lessons, message->id);
	model_score(model, section, HEAD_KIND, entries, scores);
	lessons_apply(lessons, right->direction, &text, scores, &gain);
	lessons_learn(lessons, message, right, &text, scores);
}
