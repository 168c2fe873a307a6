/* ggc_loo.h - GGC-LOO: one network of all targets, and one for each regulator with
 * that regulator masked.
 *
 * The unit of work is the mask. The global networks of all members are trained first;
 * a mask takes them over without its regulator and, with refit, trains on. So errors
 * differ by the mask, not by where training started. */
#ifndef GGC_LOO_H
#define GGC_LOO_H

#include "ggc_workspace.h"

typedef struct {
    const ggc_problem *problem; /* h0, graph: unused; penalty: one row for all */
    /* mask m = 0 is the global network, m = j + 1 masks regulator j: */
    const double *graph; /* H x H x (1 + regulators), or NULL */
    const double *h0;    /* H x (1 + regulators), or NULL */
    double refit_rate;   /* their step, as a share of the first one */
    int refit;           /* iterations that follow the mask (none masked: too) */
    const int *block;    /* columns: block of the step that starts here, from 0 */
    int blocks;
} ggc_loo;

typedef struct {
    double *held;    /* blocks x targets x (1 + regulators): sums of squared errors of
                      * the held-out steps; where several members hold a step out,
                      * of their mean forecast */
    double *steps;   /* blocks: number of steps in each sum */
    double *train;   /* targets x (1 + regulators): mean squared error of training */
    int *iterations; /* 1 + regulators: over all members, the global ones in the first */
    int *status;     /* 1 + regulators: ggc_status */
} ggc_loo_result;

/* Bytes of workspace for so many threads, in parts; fails as ggc_workspace_measure().
 * inputs: of the global network, the regulators and the targets that are none. And their
 * sum, 0 where it does not fit in size_t. */
ggc_status ggc_loo_bytes(const ggc_loo *loo, int inputs, int threads,
                         ggc_bytes *bytes) GGC_MUST_CHECK;
size_t ggc_loo_workspace(const ggc_loo *loo, int threads);

/* Train and score everything. A mask that diverges at a quarter, a sixteenth and a
 * sixty-fourth of the step too has its status set and NaN in its columns. */
ggc_status ggc_loo_run(const ggc_loo *loo, int threads, void *workspace, size_t size,
                       const ggc_hooks *hooks, ggc_loo_result *result) GGC_MUST_CHECK;

#endif
