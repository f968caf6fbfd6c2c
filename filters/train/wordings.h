/*
 * Wordings: the lexicon of all languages, from rules/LANG/concepts.json.
 */
#ifndef WORDINGS_H
#define WORDINGS_H

#include "lexicon.h"

#include <glib.h>

/* A lexicon and its tables. */
typedef struct Wordings {
	Lexicon lexicon;
	GArray *stems;    /* of uint32_t */
	GArray *wordings; /* of LexiconSlot */
} Wordings;

/*
 * Reads folder/LANG/concepts.json of every language, in order of their names.
 * AFTERWORD_ERROR_RULES naming file and concept of what is no wording.
 */
Wordings *wordings_load(const char *folder, GError **error);

void wordings_free(Wordings *wordings);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Wordings, wordings_free)

#endif
