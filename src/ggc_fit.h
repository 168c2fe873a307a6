/* ggc_fit.h - all component networks: the parallel driver over targets.
 *
 * A target is trained from start to end by one thread: an ensemble of `members`
 * networks, each from its own random start and, where the design says so, with
 * its own fold of the data held out. Nothing is shared between targets but
 * constants, so bits do not depend on the number of threads. */
#ifndef GGC_FIT_H
#define GGC_FIT_H

#include <stdint.h>

#include "ggc_panel.h"
#include "ggc_status.h"
#include "ggc_train.h"

typedef struct {
    /* data */
    int genes, columns;
    const double *z;       /* genes x columns, column-major: standardised series */
    const uint64_t *key;   /* genes: hash of each name, for the random streams */
    ggc_design design;
    /* question */
    int regulators;
    const int *regulator;  /* rows of z */
    int targets;
    const int *target;     /* rows of z */
    /* model */
    ggc_cell cell;
    int hidden;
    const double *graph;   /* H x H: A over the hidden nodes, or NULL */
    int n_prop;
    const double *h0;      /* H x targets: first hidden state, or NULL for zero */
    const double *w_start; /* H x genes: first input weights of every gate, or NULL
                            * for random ones */
    double ridge;
    /* training */
    int members;
    uint64_t seed;
    ggc_schedule schedule;
    const double *penalty; /* inputs x targets: weight of each column's penalty */
    double se_factor;      /* lambda: the largest whose held-out error is within so
                            * many standard errors (over members) of the least */
    ggc_isa isa;
} ggc_problem;

/* Inputs of a target: the regulators, in their order, and the target's own past
 * behind them where it is not among them. One number for all targets: */
int ggc_fit_inputs(const ggc_problem *problem); /* regulators + 1 */

/* Parameters of one member (floats), with ggc_fit_inputs() columns. */
size_t ggc_fit_parameters(const ggc_problem *problem);

typedef struct {
    double *path;    /* inputs x n_lambda x targets: norms, mean over members */
    double *pull;    /* inputs x targets: how close to entering, 0 .. 1, mean over the
                      * path and members; see ggc_train_path() */
    double *norms;   /* inputs x targets: at the chosen lambda; 0 where half of the
                      * members or more have none */
    double *train;   /* n_lambda x targets: mean squared error, mean over members */
    double *held;    /* the same on held-out steps; NaN where there are none */
    int *chosen;     /* targets: index of lambda, from 0 */
    int *iterations; /* targets: over all members */
    int *status;     /* targets: ggc_status */
    float *networks; /* parameters x members x targets at the chosen lambda, or NULL */
} ggc_fit_result;

/* Bytes of workspace for so many threads; 0 where it does not fit in size_t. */
size_t ggc_fit_workspace(const ggc_problem *problem, int threads);

/* Train everything. A target that diverges at a quarter, a sixteenth and a
 * sixty-fourth of the step too has its status set and NaN in its columns. */
ggc_status ggc_fit_run(const ggc_problem *problem, int threads, void *workspace, size_t size,
                       const ggc_hooks *hooks, ggc_fit_result *result) GGC_MUST_CHECK;

/* Predictions one step ahead of every transition in the design, mean over
 * members: out is targets x columns (NaN where a column has no predecessor or the
 * transition no loss). networks: as in the result. */
ggc_status ggc_fit_predict(const ggc_problem *problem, const float *networks, void *workspace,
                           size_t size, double *out) GGC_MUST_CHECK;

#endif
