/*
 * Date items: the days and times in a message with what surrounds them, and
 * what each is for as far as that was learnt.
 *
 * Trainer and run time share this file, as they do tag_items.h.
 */
#ifndef DATE_ITEMS_H
#define DATE_ITEMS_H

#include "dates.h"
#include "tagger.h"

/* What a mention is for; TAG_NONE is nothing of ours. */
typedef enum {
	TAG_SLOT = TAG_NONE + 1,
	TAG_RESPOND,
	TAG_DECIDE,
	TAG_PROMISE,
	DATE_TAG_COUNT,
} DateTag;

/* Its items are Dates *, an item for each mention. What rules take a mention
 * for is one of its features. */
extern const TagScheme date_scheme;

/* Sets the uses to what the tagger finds; with none they stay the rules'. */
void date_items_judge(Dates *dates, const Tagger *tagger);

#endif
