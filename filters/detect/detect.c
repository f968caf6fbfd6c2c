#include "detect.h"

#include "classify.h"
#include "date_items.h"
#include "facts.h"
#include "patterns.h"
#include "tag_items.h"

#define MODEL_FILE "weights.bin"
#define PATTERNS_FILE "patterns.bin"
#define NAMES_FILE "names.bin"
#define DATES_FILE "dates.bin"

struct Detector {
	Model *model;
	Patterns *patterns;
	Tagger *names;
	Tagger *dates;
};

static Tagger *
open_tagger(const char *folder, const char *file, const TagScheme *scheme,
    GError **error)
{
	g_autofree char *path = g_build_filename(folder, file, NULL);

	return tagger_open(path, scheme, error);
}

Detector *
detector_open(const char *folder, GError **error)
{
	g_autofree char *model_path =
	    g_build_filename(folder, MODEL_FILE, NULL);
	g_autofree char *patterns_path =
	    g_build_filename(folder, PATTERNS_FILE, NULL);
	g_autoptr(Detector) detector = g_new0(Detector, 1);

	detector->model = model_open(model_path, error);
	if (!detector->model)
		return NULL;
	detector->patterns = patterns_open(patterns_path, error);
	if (!detector->patterns)
		return NULL;
	detector->names = open_tagger(folder, NAMES_FILE, &name_scheme, error);
	if (!detector->names)
		return NULL;
	detector->dates = open_tagger(folder, DATES_FILE, &date_scheme, error);
	if (!detector->dates)
		return NULL;
	return g_steal_pointer(&detector);
}

void
detector_take_patterns(Detector *detector, Patterns *patterns)
{
	patterns_close(detector->patterns);
	detector->patterns = patterns;
}

Reading *
detect(const Detector *detector, const Message *message, const Context *context)
{
	FactSources sources = {
	    detector->patterns, detector->names, detector->dates};
	Reading *reading = reading_new();

	reading->direction = context->direction;
	classify(detector->model, message, context, reading);
	facts_find(&sources, message, context, reading);
	return reading;
}

void
detector_teach(const Detector *detector, Lessons *lessons,
    const Message *message, const Reading *right)
{
	classify_teach(detector->model, lessons, message, right);
}

void
detector_close(Detector *detector)
{
	if (!detector)
		return;
	model_close(detector->model);
	patterns_close(detector->patterns);
	tagger_close(detector->names);
	tagger_close(detector->dates);
	g_free(detector);
}
