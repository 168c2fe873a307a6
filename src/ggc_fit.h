/* ggc_fit.h - all component networks: the parallel driver over targets.
 *
 * A target is trained from start to end by one thread: an ensemble of `members`
 * networks, each from its own random start and, where the design says so, with
 * its own fold of the data held out. Nothing is shared between targets but
 * constants, so bits do not depend on the number of threads. */
#ifndef GGC_FIT_H
#define GGC_FIT_H

#include "ggc_workspace.h"

typedef struct {
    double *path;      /* inputs x n_lambda x targets: norms, mean over members */
    double *kkt;       /* inputs x targets: KKT ratio, how close to entering, 0 .. 1, mean
                      * over the path and members; see ggc_path */
    double *norms;     /* inputs x targets: at the chosen lambda; 0 where half of the
                      * members or more have none */
    double *train;     /* n_lambda x targets: mean squared error, mean over members */
    double *held;      /* the same on held-out steps; NaN where there are none */
    double *violation; /* targets: how far from a minimum, see ggc_optim_violation(): the
                      * largest over the path and the members */
    int *chosen;       /* targets: index of lambda, from 0 */
    int *iterations;   /* targets: over all members */
    int *status;       /* targets: ggc_status */
    float *networks;   /* parameters x members x targets at the chosen lambda, or NULL */
} ggc_fit_result;

/* Bytes of workspace for so many threads, in parts; fails as ggc_workspace_measure(). And
 * their sum, 0 where it does not fit in size_t. */
ggc_status ggc_fit_bytes(const ggc_problem *problem, int threads, ggc_bytes *bytes) GGC_MUST_CHECK;
size_t ggc_fit_workspace(const ggc_problem *problem, int threads);

/* Train everything. A target that diverges at a quarter, a sixteenth and a
 * sixty-fourth of the step too has its status set and NaN in its columns. */
ggc_status ggc_fit_run(const ggc_problem *problem, int threads, void *workspace, size_t size,
                       const ggc_hooks *hooks, ggc_fit_result *result) GGC_MUST_CHECK;

#endif
