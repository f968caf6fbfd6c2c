/*
 * Facts: who, which firm and role, where, by when; and whether to trust it.
 */
#ifndef FACTS_H
#define FACTS_H

#include "detect.h"
#include "message.h"
#include "patterns.h"
#include "reading.h"
#include "tagger.h"

/* What facts are found with; borrowed. */
typedef struct FactSources {
	const Patterns *patterns;
	const Tagger *names; /* of names; NULL: patterns alone */
	const Tagger *dates; /* of dates, the same */
} FactSources;

/*
 * Fills the facts of a reading whose direction, lang, kind, detail and stage
 * are known: company, role, requisition, contacts, slots, place, link,
 * calendar_uid, respond_by, decide_by, promise, suspicious (with its reasons).
 * The calendar part speaks before the text does.
 */
void facts_find(const FactSources *sources, const Message *message,
    const Context *context, Reading *reading);

#endif
