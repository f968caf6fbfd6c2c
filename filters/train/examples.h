/*
 * Examples: labelled messages, as the classifier sees them.
 *
 * rules/LANG/mail.jsonl has short ones, a JSON object a line; rules/mail has
 * whole messages, labelled in labels.jsonl; rules/LANG/letters.jsonl has our
 * own letters, as the user sends them. All go through message.h, as mail does
 * at run time.
 */
#ifndef EXAMPLES_H
#define EXAMPLES_H

#include "features.h"
#include "message.h"
#include "reading.h"
#include "wordings.h"

#include <glib.h>
#include <stdint.h>

/* What the facts of a message are, as far as they are learnt from. */
typedef struct Facts {
	char *firm;        /* "" where none is named */
	char *role;        /* the same */
	char *place;       /* the same; no link */
	GPtrArray *people; /* of char * */
	GPtrArray *slots;  /* of char *: when each begins, ISO 8601 */
	char *respond_by;  /* a day, ISO 8601; "" */
	char *decide_by;   /* the same */
	char *promise;     /* the same */
} Facts;

typedef struct Example {
	char *name;
	char *story; /* messages of one story share it; "" */
	char *company;
	Direction direction;
	Kind kind;
	Detail detail;
	Stage stage;
	uint32_t lang;   /* MODEL_LANGUAGE */
	uint32_t sender; /* the same number: the same sender */
	bool is_ours;    /* a letter of our own: learnt from, never tried */
	Facts *facts;    /* NULL where they are not labelled */
	Message *message;
	Features *features; /* grams found in one example alone left out */
} Example;

/* All that is learnt from. */
typedef struct Examples {
	GPtrArray *all; /* of Example *, in a fixed order */
	Wordings *wordings;
} Examples;

/*
 * The examples and wordings in folder. AFTERWORD_ERROR_RULES naming file and
 * line of one that is none.
 */
Examples *examples_load(const char *folder, GError **error);
void examples_free(Examples *examples);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Examples, examples_free)

/* Numbers the senders: by address, firm's domain, company and story. */
void examples_group(Examples *examples);

/* A fold, 0 to count - 1, for each example: no sender is in two. What is ours
 * is in none: count. */
GArray *examples_fold(const Examples *examples, guint count);

#endif
