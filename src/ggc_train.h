/* ggc_train.h - one member of one target: a path of penalties with warm starts. */
#ifndef GGC_TRAIN_H
#define GGC_TRAIN_H

#include <stdint.h>

#include "ggc_optim.h"
#include "ggc_status.h"

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

/* What a path of penalties leaves; arrays are the caller's. */
typedef struct {
    double *norms;        /* inputs x n_lambda: ||w_ih[, j]|| at the end of each lambda */
    double *kkt;          /* inputs x n_lambda: KKT ratio of each column, how close it is to
                          * entering: its gradient's norm over lambda * penalty, at most 1;
                          * a column that is in has 1, one that is never trained 0 */
    double *train, *held; /* n_lambda: mean squared errors there */
    double *violation;    /* n_lambda: ggc_optim_violation() there, of all columns */
    ggc_real *snapshots;  /* NULL, or n_lambda blocks: the parameters there */
    int iterations;
} ggc_path;

/* Run the path from the parameters in learner->block.
 *
 * penalty [in] inputs: weight of each column's penalty, >= 0; a column whose weight is
 * infinite is set to zero and never trained. work: 2 * inputs ints. path [out].
 * Asks the task's stop, if it has one, at every iteration, and within long ones.
 * Fails with GGC_EDIVERGED, GGC_ECANCELLED. */
ggc_status ggc_train_path(const ggc_learner *learner, const ggc_schedule *schedule,
                          const double *penalty, int *work, ggc_path *path) GGC_MUST_CHECK;

#endif
