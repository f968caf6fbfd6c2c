#include "lessons.h"

#include "error.h"
#include "json.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define WEIGHTS_MAX 96 /* of one lesson: the words that count most in it */
#define MARGIN 1.0F    /* between the right kind and any other */
#define HASH_DIGITS 8

/* A gram and what it adds to one kind and takes from the other. */
typedef struct Weight {
	uint32_t hash;
	float weight;
	char *words; /* for the person who looks at it */
} Weight;

typedef struct Lesson {
	char *message; /* Message-ID */
	char *subject;
	Direction direction;
	Kind kind;
	Kind was;
	GArray *weights; /* of Weight, by hash */
} Lesson;

struct Lessons {
	GPtrArray *all; /* of Lesson *, the oldest first */
};

static void
clear_weight(gpointer weight)
{
	g_free(((Weight *)weight)->words);
}

static Lesson *
lesson_new(const char *message, const char *subject)
{
	Lesson *lesson = g_new0(Lesson, 1);

	lesson->message = g_strdup(message);
	lesson->subject = g_strdup(subject);
	lesson->weights = g_array_new(false, false, sizeof(Weight));
	g_array_set_clear_func(lesson->weights, clear_weight);
	return lesson;
}

static void
lesson_free(gpointer pointer)
{
	Lesson *lesson = pointer;

	g_free(lesson->message);
	g_free(lesson->subject);
	g_array_unref(lesson->weights);
	g_free(lesson);
}

Lessons *
lessons_new(void)
{
	Lessons *lessons = g_new(Lessons, 1);

	lessons->all = g_ptr_array_new_with_free_func(lesson_free);
	return lessons;
}

void
lessons_free(Lessons *lessons)
{
	if (!lessons)
		return;
	g_ptr_array_unref(lessons->all);
	g_free(lessons);
}

static int
compare_hashes(const void *a, const void *b)
{
	const Weight *left = a;
	const Weight *right = b;

	return (left->hash > right->hash) - (left->hash < right->hash);
}

/* Takes words. */
static void
add_weight(Lesson *lesson, uint32_t hash, float value, char *words)
{
	Weight weight = {hash, value, words};

	g_array_append_val(lesson->weights, weight);
}

/* "3f2a91bc would like": a gram's hash, and its words. */
static bool
read_weight(Lesson *lesson, const Json *value)
{
	const char *name = json_name(value);
	char *end;
	guint64 hash = g_ascii_strtoull(name, &end, 16);
	float weight = (float)json_number(value);

	if (end != name + HASH_DIGITS || !json_is_number(value) ||
	    !isfinite(weight))
		return false;
	add_weight(lesson, (uint32_t)hash, weight, g_strdup(g_strchug(end)));
	return true;
}

static bool
read_lesson(Lessons *lessons, const Json *object, GError **error)
{
	Lesson *lesson = lesson_new(json_get_string(object, "message", ""),
	    json_get_string(object, "subject", ""));
	const Json *weights = json_get(object, "weights");

	g_ptr_array_add(lessons->all, lesson);
	lesson->direction =
	    !strcmp(json_get_string(object, "direction", ""), "outgoing")
	        ? DIRECTION_OUTGOING
	        : DIRECTION_INCOMING;
	lesson->kind = kind_named(json_get_string(object, "kind", ""));
	lesson->was = kind_named(json_get_string(object, "was", ""));
	for (const Json *w = json_first(weights); w; w = json_next(w)) {
		if (json_name(w) && read_weight(lesson, w))
			continue;
		g_set_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES,
		    "lesson %u: a weight is none", lessons->all->len);
		return false;
	}
	g_array_sort(lesson->weights, compare_hashes);
	return true;
}

Lessons *
lessons_parse(const char *text, size_t length, GError **error)
{
	g_autoptr(Lessons) lessons = lessons_new();
	g_autoptr(Json) file = json_parse(text, length, error);
	const Json *list = json_get(file, "lessons");

	if (!file)
		return NULL;
	if (json_get_number(file, "features", 0) != FEATURES_VERSION)
		return g_steal_pointer(&lessons);
	for (const Json *l = json_first(list); l; l = json_next(l))
		if (!read_lesson(lessons, l, error))
			return NULL;
	return g_steal_pointer(&lessons);
}

static Json *
print_lesson(const Lesson *lesson)
{
	Json *object = json_object_new();
	Json *weights = json_object_new();

	json_set_string(object, "message", lesson->message);
	json_set_string(object, "subject", lesson->subject);
	json_set_string(object, "direction",
	    lesson->direction == DIRECTION_OUTGOING ? "outgoing" : "incoming");
	json_set_string(object, "was", kind_name(lesson->was));
	json_set_string(object, "kind", kind_name(lesson->kind));
	for (guint i = 0; i < lesson->weights->len; i++) {
		const Weight *weight =
		    &g_array_index(lesson->weights, Weight, i);
		g_autofree char *name =
		    g_strdup_printf("%08x %s", weight->hash, weight->words);

		json_set_number(weights, name, (double)weight->weight);
	}
	json_take(object, "weights", weights);
	return object;
}

char *
lessons_print(const Lessons *lessons)
{
	g_autoptr(Json) file = json_object_new();
	Json *list = json_array_new();

	json_set_number(file, "features", FEATURES_VERSION);
	for (guint i = 0; i < lessons->all->len; i++)
		json_append_take(list, print_lesson(lessons->all->pdata[i]));
	json_take(file, "lessons", list);
	return json_print(file, true);
}

static uint32_t
class_of(const ModelHead *head, Kind kind)
{
	uint32_t i = 0;

	while (i < head->count && head->classes[i].value != (uint32_t)kind)
		i++;
	return i;
}

static float
sum_of(const Lesson *lesson, const LessonText *text)
{
	const Gram *grams = (const Gram *)text->features->grams->data;
	float sum = 0;

	for (guint i = 0; i < text->entries->len; i++) {
		const Entry *entry = &g_array_index(text->entries, Entry, i);
		Weight key = {.hash = grams[entry->gram].hash};
		const Weight *found = bsearch(&key, lesson->weights->data,
		    lesson->weights->len, sizeof(key), compare_hashes);

		if (found)
			sum += found->weight * entry->value;
	}
	return sum;
}

Kind
lessons_apply(const Lessons *lessons, Direction direction,
    const LessonText *text, float *scores, float *gain)
{
	Kind kind = KIND_NONE;

	*gain = 0;
	for (guint i = 0; i < lessons->all->len; i++) {
		const Lesson *lesson = lessons->all->pdata[i];
		uint32_t right = class_of(text->head, lesson->kind);
		uint32_t wrong = class_of(text->head, lesson->was);
		float sum;

		if (lesson->direction != direction ||
		    right == text->head->count || wrong == text->head->count)
			continue;
		sum = sum_of(lesson, text);
		scores[right] += sum;
		scores[wrong] -= sum;
		if (sum > *gain) {
			*gain = sum;
			kind = lesson->kind;
		}
	}
	return kind;
}

/* Characters and structure tell a person nothing, and little that is new. */
static bool
is_telling(const Gram *gram)
{
	return gram->group != GROUP_CHARACTERS &&
	       gram->group != GROUP_STRUCTURE;
}

static int
compare_values(const void *a, const void *b)
{
	const Entry *left = a;
	const Entry *right = b;

	if (left->value != right->value)
		return left->value < right->value ? 1 : -1;
	return (left->gram > right->gram) - (left->gram < right->gram);
}

/* What counts most in the text; of Entry, the caller's. */
static GArray *
most_telling(const LessonText *text)
{
	const Gram *grams = (const Gram *)text->features->grams->data;
	GArray *chosen = g_array_new(false, false, sizeof(Entry));

	for (guint i = 0; i < text->entries->len; i++) {
		const Entry *entry = &g_array_index(text->entries, Entry, i);

		if (is_telling(&grams[entry->gram]))
			g_array_append_val(chosen, *entry);
	}
	g_array_sort(chosen, compare_values);
	g_array_set_size(chosen, MIN(chosen->len, WEIGHTS_MAX));
	return chosen;
}

/* The words of a gram, valid UTF-8 however it was cut. */
static char *
words_of(const Features *features, const Gram *gram)
{
	g_autofree char *bytes =
	    g_strndup(features->text->str + gram->start, gram->length);
	char *words = g_utf8_make_valid(bytes, -1);

	g_strdelimit(words, "\n\r\t", ' ');
	return words;
}

/*
 * Fills in the weights. The right kind alone gains what brings the margin to
 * MARGIN, since of like mail another kind may be the rival.
 */
static void
fill_weights(Lesson *lesson, const LessonText *text, float margin)
{
	const Gram *grams = (const Gram *)text->features->grams->data;
	g_autoptr(GArray) chosen = most_telling(text);
	const Entry *entries = (const Entry *)chosen->data;
	float square = 0;

	for (guint i = 0; i < chosen->len; i++)
		square += entries[i].value * entries[i].value;
	if (square <= 0)
		return;
	for (guint i = 0; i < chosen->len; i++) {
		const Gram *gram = &grams[entries[i].gram];
		float weight = (MARGIN - margin) / square * entries[i].value;

		add_weight(
		    lesson, gram->hash, weight, words_of(text->features, gram));
	}
	g_array_sort(lesson->weights, compare_hashes);
}

bool
lessons_forget(Lessons *lessons, const char *message_id)
{
	for (guint i = 0; i < lessons->all->len; i++) {
		const Lesson *lesson = lessons->all->pdata[i];

		if (*message_id && !strcmp(lesson->message, message_id)) {
			g_ptr_array_remove_index(lessons->all, i);
			return true;
		}
	}
	return false;
}

/* The kind other than right that scores best. */
static uint32_t
rival_of(const ModelHead *head, uint32_t right, const float *scores)
{
	uint32_t best = right ? 0 : 1;

	for (uint32_t i = 0; i < head->count; i++)
		if (i != right && scores[i] > scores[best])
			best = i;
	return best;
}

void
lessons_learn(Lessons *lessons, const Message *message, const Reading *right,
    const LessonText *text, const float *scores)
{
	const ModelHead *head = text->head;
	uint32_t class = class_of(head, right->kind);
	uint32_t rival;
	Lesson *lesson;

	if (class == head->count || head->count < 2)
		return;
	rival = rival_of(head, class, scores);
	if (scores[class] - scores[rival] >= MARGIN)
		return;
	lesson = lesson_new(message->id, message->subject);
	lesson->direction = right->direction;
	lesson->kind = right->kind;
	lesson->was = (Kind)head->classes[rival].value;
	fill_weights(lesson, text, scores[class] - scores[rival]);
	g_ptr_array_add(lessons->all, lesson);
	if (lessons->all->len > LESSONS_MAX)
		g_ptr_array_remove_index(lessons->all, 0);
}
