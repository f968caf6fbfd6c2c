/*
 * Solve: the weights of classes from weighed cases, through LIBLINEAR.
 *
 * One against the rest, L2-loss linear support vector machines. What tells more of a class, by the log odds
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

/* Cases (of Case, borrowed) over rows, ready to learn one class after another. */
typedef struct Solver Solver;

/* penalty is the C of the machines: what a wrong case costs. */
Solver *solver_new(const GArray *cases, uint32_t row_count, double penalty);

/*
 * The weights of a class against the rest by row, and its bias as the last of
 * row_count + 1; balance is what a case of the class weighs. All 0 where
 * there are no cases to tell apart. The same cases give the same weights.
 */
void solver_learn(
    Solver *solver, uint32_t value, double balance, double *weights);

void solver_free(Solver *solver);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Solver, solver_free)

/*
 * Learns from cases and writes the columns of head into rows and its classes
 * into head, in the order of their values, each weighted against its size.
 * More values than the head has room for are a bug.
 */
void solve(const GArray *cases, const ModelSection *section, ModelHead *head,
    uint32_t room, int8_t *rows);

#endif
