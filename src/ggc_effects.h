/* ggc_effects.h - what the networks of each target owe to each input: the parallel driver
 * of ggc_jacobian_pass() over targets. */
#ifndef GGC_EFFECTS_H
#define GGC_EFFECTS_H

#include "ggc_workspace.h"

/* Over all lags. */
typedef struct {
    double *effect; /* inputs x targets: sum over lags of the mean derivative of the
                     * forecast one step ahead, mean over members */
    double *size;   /* inputs x targets: the same of absolute values */
    int *lag;       /* inputs x targets: from 1, where the absolute value is largest; 0
                     * for an input without weights */
} ggc_effects_result;

typedef struct {
    const float *networks; /* as in ggc_fit_result */
    int lags;              /* that are looked at (a perceptron: all that it sees) */
    int threads;
} ggc_effects_ask;

/* Bytes of workspace, as ggc_fit.h has them. */
ggc_status ggc_effects_bytes(const ggc_problem *problem, int lags, int threads,
                             ggc_bytes *bytes) GGC_MUST_CHECK;
size_t ggc_effects_workspace(const ggc_problem *problem, int lags, int threads);

/* Fill the result. Fails with GGC_ENOMEM, GGC_ECANCELLED.
 * Ensures: the bits of a target depend on its networks alone. */
ggc_status ggc_effects(const ggc_problem *problem, const ggc_effects_ask *ask, void *workspace,
                       size_t size, const ggc_hooks *hooks,
                       ggc_effects_result *result) GGC_MUST_CHECK;

#endif
