/* r_problem.h - the problem that the entries over networks read: r_fit.c, r_predict.c and
 * r_loo.c. */
#ifndef R_PROBLEM_H
#define R_PROBLEM_H

#include "r_glue.h"

#include "ggc_problem.h"

/* The terms of the loss in a named list. */
ggc_loss_config glue_loss(SEXP list);

/* What sizes depend on, of a problem or of its shape alone (r_sizes.c): trajectory
 * lengths and panel, network, terms of the loss, optimiser, members. */
void glue_model(SEXP list, ggc_problem *out);

/* The problem in a named list (R/problem.R); it points into the list's vectors. */
ggc_problem glue_problem(SEXP list);

#endif
