/*
 * Tag items: the words of a message with what surrounds them, as the tagger
 * sees them.
 *
 * Trainer and run time share this file, so that they cannot differ: whatever
 * changes a feature raises the version of the scheme. The sender's name, subject,
 * text and signature are one row of items; a line's end is an item, too.
 */
#ifndef TAG_ITEMS_H
#define TAG_ITEMS_H

#include "clues.h"
#include "tagger.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#define TAG_ITEMS_MAX 3000 /* of one message: what comes later is not read */

/* What a word is: of no name, the first of one, or a further one. */
typedef enum {
	TAG_FIRM = TAG_NONE + 1,
	TAG_FIRM_ON,
	TAG_ROLE,
	TAG_ROLE_ON,
	TAG_PERSON,
	TAG_PERSON_ON,
	TAG_PLACE,
	TAG_PLACE_ON,
	NAME_TAG_COUNT,
} NameTag;

/* A name goes on only where it has begun. */
extern const TagScheme name_scheme;

typedef struct TagItems TagItems;

/* Everything in clues must stay for as long as the items. */
TagItems *tag_items_new(const Clues *clues);

guint tag_items_count(const TagItems *items);

/* The hash of an item's folded form; that of a line's end is 0. */
uint32_t tag_items_word(const TagItems *items, guint index);

/* The text of count items from first on, the caller's; blanks between lines. */
char *tag_items_text(const TagItems *items, guint first, guint count);

/* Where an item begins in the text of the clues; false in the sender's name. */
bool tag_items_start(const TagItems *items, guint index, size_t *start);

void tag_items_free(TagItems *items);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TagItems, tag_items_free)

#endif
