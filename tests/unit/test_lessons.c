#include "classify.h"
#include "error.h"

#include "built.h"

#include <string.h>

/* A firm that speaks in images: nothing that is said of these is learnt from
 * the examples. */
#define LANTERN                                                                \
	"From: Odile Brask <odile@brasklamps.example>\n"                       \
	"Subject: The lantern\n"                                               \
	"Message-ID: <lantern.1@brasklamps.example>\n\n"                       \
	"Dear Sam,\n\nThe lantern is lit and hangs on the third pier. It "     \
	"burns for you.\n\nOdile\n"
#define LIKE                                                                   \
	"From: Ivo Brask <ivo@braskships.example>\n"                           \
	"Subject: Lantern\n"                                                   \
	"Message-ID: <lantern.2@braskships.example>\n\n"                       \
	"Dear Sam,\n\nA lantern is lit here, too, and hangs on the second "    \
	"pier.\n\nIvo\n"
#define OTHER                                                                  \
	"From: Iris Holm <iris@quillmark.example>\n"                           \
	"Subject: Interview for the Data Engineer role\n"                      \
	"Message-ID: <invite.1@quillmark.example>\n\n"                         \
	"Hi Sam,\n\nWe would like to invite you to an interview with our "     \
	"team next week. Are you available on Tuesday at 10:00?\n\nIris\n"

static Model *
open_model(void)
{
	g_autofree char *path = built_rules("weights.bin");
	Model *model = model_open(path, NULL);

	g_assert_nonnull(model);
	return model;
}

static Reading *
read_with(const Model *model, const Lessons *lessons, const char *text)
{
	Context context = {.direction = DIRECTION_INCOMING, .lessons = lessons};
	g_autoptr(Message) message =
	    message_parse_bytes(text, strlen(text), NULL);
	Reading *reading = reading_new();

	g_assert_nonnull(message);
	classify(model, message, &context, reading);
	return reading;
}

static void
teach(const Model *model, Lessons *lessons, const char *text, Kind kind)
{
	g_autoptr(Message) message =
	    message_parse_bytes(text, strlen(text), NULL);
	g_autoptr(Reading) right = reading_new();

	right->kind = kind;
	classify_teach(model, lessons, message, right);
}

static void
assert_kind(
    const Model *model, const Lessons *lessons, const char *text, Kind kind)
{
	g_autoptr(Reading) reading = read_with(model, lessons, text);

	g_assert_cmpstr(kind_name(reading->kind), ==, kind_name(kind));
}

static void
test_taught(void)
{
	g_autoptr(Model) model = open_model();
	g_autoptr(Lessons) lessons = lessons_new();
	g_autoptr(Reading) before = read_with(model, NULL, LANTERN);
	g_autoptr(Reading) after = NULL;
	const Reason *reason;

	g_assert_cmpint(before->kind, !=, KIND_OFFER);
	teach(model, lessons, LANTERN, KIND_OFFER);
	after = read_with(model, lessons, LANTERN);
	g_assert_cmpint(after->kind, ==, KIND_OFFER);
	reason = after->reasons->pdata[0];
	g_assert_cmpstr(reason->rule, ==, "taught/offer");
}

static void
test_like(void)
{
	g_autoptr(Model) model = open_model();
	g_autoptr(Lessons) lessons = lessons_new();
	g_autoptr(Reading) before = read_with(model, NULL, LIKE);

	g_assert_cmpint(before->kind, !=, KIND_OFFER);
	teach(model, lessons, LANTERN, KIND_OFFER);
	assert_kind(model, lessons, LIKE, KIND_OFFER);
	assert_kind(model, lessons, OTHER, KIND_INVITE);
}

/* The last word counts, and no lesson is there twice. */
static void
test_taken_back(void)
{
	g_autoptr(Model) model = open_model();
	g_autoptr(Lessons) lessons = lessons_new();
	g_autoptr(Reading) before = read_with(model, NULL, LANTERN);

	teach(model, lessons, LANTERN, KIND_UPDATE);
	teach(model, lessons, LANTERN, KIND_OFFER);
	assert_kind(model, lessons, LANTERN, KIND_OFFER);
	g_assert_true(lessons_forget(lessons, "lantern.1@brasklamps.example"));
	g_assert_false(lessons_forget(lessons, "lantern.1@brasklamps.example"));
	assert_kind(model, lessons, LANTERN, before->kind);
}

static void
test_kept(void)
{
	g_autoptr(Model) model = open_model();
	g_autoptr(Lessons) lessons = lessons_new();
	g_autoptr(Lessons) again = NULL;
	g_autofree char *text = NULL;
	g_autofree char *twice = NULL;

	teach(model, lessons, LANTERN, KIND_OFFER);
	text = lessons_print(lessons);
	g_assert_nonnull(strstr(text, " for you\""));
	again = lessons_parse(text, strlen(text), NULL);
	g_assert_nonnull(again);
	twice = lessons_print(again);
	g_assert_cmpstr(text, ==, twice);
	assert_kind(model, again, LANTERN, KIND_OFFER);
}

/* Mail that names no Message-ID is not all one. */
static void
test_nameless(void)
{
	g_autoptr(Model) model = open_model();
	g_autoptr(Lessons) lessons = lessons_new();
	g_autofree char *text = NULL;

	teach(model, lessons,
	    "Subject: The lantern\n\nThe lantern is lit on the pier.\n",
	    KIND_OFFER);
	teach(model, lessons,
	    "Subject: The harbour\n\nThe harbour sleeps behind its wall.\n",
	    KIND_REJECTION);
	text = lessons_print(lessons);
	g_assert_nonnull(strstr(text, "The lantern"));
	g_assert_nonnull(strstr(text, "The harbour"));
}

/* What is read clearly already leaves no trace. */
static void
test_known(void)
{
	g_autoptr(Model) model = open_model();
	g_autoptr(Lessons) lessons = lessons_new();
	g_autoptr(Reading) right = read_with(model, NULL, OTHER);

	g_assert_cmpint(right->kind, ==, KIND_INVITE);
	g_assert_cmpfloat(right->confidence, >, 0.9);
	teach(model, lessons, OTHER, KIND_INVITE);
	g_assert_false(lessons_forget(lessons, "invite.1@quillmark.example"));
}

/* Broken texts and what is said of them; NULL: it is read as no lessons. */
static const struct {
	const char *name;
	const char *text;
	const char *wanted;
} broken[] = {
    {"/lessons/no-json-is-named", "{", "JSON"},
    {"/lessons/a-weight-that-is-none-is-named",
        "{\"features\": 4, \"lessons\": [{\"weights\": {\"x\": 1}}]}",
        "lesson 1"},
    {"/lessons/a-weight-without-end-is-named",
        "{\"features\": 4, \"lessons\": [{}, {\"weights\": "
        "{\"00000001 a\": 1e999}}]}",
        "lesson 2"},
    {"/lessons/of-other-features-say-nothing",
        "{\"features\": 1, \"lessons\": [{\"weights\": {\"x\": 1}}]}", NULL},
};

static void
test_broken(gconstpointer data)
{
	size_t i = GPOINTER_TO_SIZE(data);
	g_autoptr(GError) error = NULL;
	g_autoptr(Lessons) lessons =
	    lessons_parse(broken[i].text, strlen(broken[i].text), &error);

	if (!broken[i].wanted) {
		g_assert_no_error(error);
		g_assert_nonnull(lessons);
		return;
	}
	g_assert_null(lessons);
	g_assert_error(error, AFTERWORD_ERROR, AFTERWORD_ERROR_RULES);
	g_assert_nonnull(strstr(error->message, broken[i].wanted));
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/lessons/a-message-is-read-as-taught", test_taught);
	g_test_add_func("/lessons/like-mail-follows-other-does-not", test_like);
	g_test_add_func("/lessons/can-be-taken-back", test_taken_back);
	g_test_add_func("/lessons/are-kept-as-they-were", test_kept);
	g_test_add_func(
	    "/lessons/mail-without-id-is-not-all-one", test_nameless);
	g_test_add_func("/lessons/what-is-clear-teaches-nothing", test_known);
	for (size_t i = 0; i < G_N_ELEMENTS(broken); i++)
		g_test_add_data_func(
		    broken[i].name, GSIZE_TO_POINTER(i), test_broken);
	return g_test_run();
}
