/*
 * Solve: one head's weights from weighed examples, through LIBLINEAR.
 *
 * One against the rest, L2-loss linear support vector machines, C = 1, each
 * class weighted against its size. What tells more of a class, by the log odds
 * that it has in the examples, is learnt sooner (NB-SVM: S. Wang, C. Manning,
 * "Baselines and Bigrams", ACL 2012).
 */
#ifndef SOLVE_H
#define SOLVE_H

#include "model.h"

#include <glib.h>

/* One weighed example and its class. */
typedef struct Case {
	const GArray *entries; /* of Entry; borrowed */
	uint32_t value;        /* as in ModelClass */
} Case;

/*
 * Learns from cases (of Case) and writes the columns of head into rows and its
 * classes into head, in the order of their values. More values than the head
 * has room for are a bug.
 */
void solve(const GArray *cases, const ModelSection *section, ModelHead *head,
    uint32_t room, int8_t *rows);

#endif
