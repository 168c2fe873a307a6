/* ggc_fit.h - all component networks: the parallel driver over targets.
 *
 * A target is trained from start to end by one thread: an ensemble of `members`
 * networks, each from its own random start and, where the design says so, with
 * its own fold of the data held out. Nothing is shared between targets but
 * constants, so bits do not depend on the number of threads. */
#ifndef GGC_FIT_H
#define GGC_FIT_H

#include "ggc_problem.h"

typedef struct {
    double *path;    /* inputs x n_lambda x targets: norms, mean over members */
    double *kkt;     /* inputs x targets: KKT ratio, how close to entering, 0 .. 1, mean
                      * over the path and members; see ggc_path */
    double *norms;   /* inputs x targets: at the chosen lambda; 0 where half of the
                      * members or more have none */
    double *train;   /* n_lambda x targets: mean squared error, mean over members */
    double *held;    /* the same on held-out steps; NaN where there are none */
    double *violation; /* targets: how far from a minimum, see ggc_optim_violation(): the
                      * largest over the path and the members */
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
 * transition no loss). networks: as in the result. Fails with GGC_ECANCELLED. */
ggc_status ggc_fit_predict(const ggc_problem *problem, const float *networks, void *workspace,
                           size_t size, const ggc_hooks *hooks, double *out) GGC_MUST_CHECK;

/* What the networks of each target owe to each input, over all lags. */
typedef struct {
    double *effect; /* inputs x targets: sum over lags of the mean derivative of the
                     * forecast one step ahead, mean over members */
    double *size;   /* inputs x targets: the same of absolute values */
    int *lag;       /* inputs x targets: from 1, where the absolute value is largest; 0
                     * for an input without weights */
} ggc_fit_effect;

/* Bytes of workspace for so many threads; 0 where it does not fit in size_t. */
size_t ggc_fit_effects_workspace(const ggc_problem *problem, int lags, int threads);

/* Fill the result from networks as ggc_fit_run() leaves them, by ggc_jacobian_pass(),
 * over `lags` lags (a perceptron: all that it sees).
 * Fails with GGC_ENOMEM, GGC_ECANCELLED.
 * Ensures: the bits of a target depend on its networks alone. */
ggc_status ggc_fit_effects(const ggc_problem *problem, const float *networks, int lags,
                           int threads, void *workspace, size_t size, const ggc_hooks *hooks,
                           ggc_fit_effect *result) GGC_MUST_CHECK;

#endif
