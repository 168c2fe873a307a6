/* r_problem.h - the problem that the entries over networks read: r_fit.c, r_predict.c and
 * r_loo.c. */
#ifndef R_PROBLEM_H
#define R_PROBLEM_H

#include "r_glue.h"

#include "ggc_problem.h"

/* The terms of the loss in a named list. */
ggc_loss_config glue_loss(SEXP list);

/* The problem in a named list (R/problem.R); it points into the list's vectors. */
ggc_problem glue_problem(SEXP list);

#endif
