/*
 * Evidence: the words of a message that speak for its kind.
 *
 * A linear model explains itself: each gram's part in the decision is laid on
 * its words, and the stretches where most of it lies are the reasons.
 */
#ifndef EVIDENCE_H
#define EVIDENCE_H

#include "features.h"
#include "model.h"
#include "reading.h"

#include <glib.h>
#include <stdint.h>

/*
 * Adds to reading up to three reasons "kind/NAME" why the message is of class
 * best of the head of kinds rather than of class second.
 */
void evidence_add(const Model *model, const ModelSection *section,
    const Features *features, const GArray *entries, uint32_t best,
    uint32_t second, Reading *reading);

#endif
