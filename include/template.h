/*
 * Template: the letters of one action in one language.
 *
 * The file, rules/LANG/replies/ACTION.json, holds letters that have nothing
 * in common but their purpose: {"id", "when": [fields that must be known, or
 * "!" and unknown], "paragraphs": [[part, ...], ...]}. A part is a wording or
 * a list of wordings that say the same; one that does not fit is left out.
 * "subject" is for letters that answer no mail.
 */
#ifndef TEMPLATE_H
#define TEMPLATE_H

#include "manners.h"

#include <glib.h>
#include <stdbool.h>

typedef struct Template Template;

/* NULL and AFTERWORD_ERROR_RULES naming file, letter and field. */
Template *template_load(const char *path, GError **error);

guint template_length(const Template *template);
const char *template_id(const Template *template, guint letter);
bool template_fits(const Template *template, guint letter, GHashTable *fields);

/*
 * The letter for somebody, counted on from start past those taken (of
 * template_length bools) and those that do not fit; when all that fit are
 * taken, one is taken again. false where none fits.
 */
bool template_pick(const Template *template, GHashTable *fields, guint start,
    const bool *taken, guint *letter);

/*
 * The text of a letter, without greeting and closing: paragraphs with an empty
 * line between; seed chooses among wordings that say the same.
 */
char *template_render(const Template *template, guint letter,
    const Manners *manners, GHashTable *fields, guint seed);

/* NULL where the file has none that fits. */
char *template_subject(const Template *template, GHashTable *fields);

void template_free(Template *template);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Template, template_free)

#endif
