/* ggc_train.h - one member of one target: a path of penalties with warm starts. */
#ifndef GGC_TRAIN_H
#define GGC_TRAIN_H

#include <stdint.h>

#include "ggc_optim.h"
#include "ggc_watch.h"

typedef struct {
    ggc_optim_config optim;
    int n_lambda;
    const double *lambda; /* increasing: from dense to sparse, since a network that
                           * starts at zero inputs does not recover */
    int first;            /* iterations at the first lambda */
    int each;             /* iterations at each further one */
    int recheck;          /* every so many iterations all columns take part; between,
                           * only those that are not zero. GISTA with a tolerance: 1 for
                           * all in each, else when those at zero might enter, so that
                           * the iterations are to be those of full passes */
    double tolerance;     /* end a lambda where ggc_optim_violation() of all columns is at
                           * most this. 0: never before its iterations */
} ggc_schedule;

/* Run the path from the parameters in block.
 *
 * stop, stop_ctx [in] asked once per iteration, and in long ones.
 * penalty [in] inputs: weight of each column's penalty, >= 0; a column whose weight is
 * infinite is set to zero and never trained. work: 2 * inputs ints.
 * norms [out] inputs x n_lambda: ||w_ih[, j]|| at the end of each lambda.
 * pull [out] inputs x n_lambda: how close a column is to entering, its gradient's
 * norm over lambda * penalty, at most 1; a column that is in has 1, one that is never
 * trained 0.
 * train, held [out] n_lambda: mean squared errors there. violation [out] n_lambda:
 * ggc_optim_violation() there, of all columns. snapshots [out] NULL, or
 * n_lambda blocks: the parameters there. iterations [out].
 * Fails with GGC_EDIVERGED, GGC_ECANCELLED. */
ggc_status ggc_train_path(const ggc_network *net, const ggc_schedule *schedule, ggc_task *task,
                          ggc_optim *state, ggc_real *block, const double *penalty, int *work,
                          ggc_stop stop, void *stop_ctx, double *norms, double *pull,
                          double *train, double *held, double *violation, ggc_real *snapshots,
                          int *iterations) GGC_MUST_CHECK;

#endif
