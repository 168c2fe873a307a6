/* ggc_lsngc.h - large-scale nonlinear Granger causality (Wismueller et al. 2021).
 *
 * The state of a step is what the regulators were at the `lags` points before it. Features
 * of a point v among centres c_1 .. c_k are normalised radial basis functions,
 *
 *     exp(-|v - c_a|^2 / (2 s)^2) / sum over b of the same,    s = D / sqrt(2 k),
 *
 * D being the largest distance between two centres. For each source the targets are
 * regressed on the features F of the state without the source, and on F with the features
 * G of the source's own past. The centres of F are those of the whole state, by k-means,
 * without the coordinates of the source. F and G depend on the source alone: one basis
 * serves all targets. Each kind of features sums to 1, so that F has the constant, and G
 * adds one dimension less than it has centres.
 *
 * The past of a target that is no regulator belongs to its state: such a target has a state
 * of its own, with centres of its own. */
#ifndef GGC_LSNGC_H
#define GGC_LSNGC_H

#include <stdint.h>

#include "ggc_arena.h"
#include "ggc_status.h"

typedef struct {
    int genes, samples;
    const double *z; /* genes x samples, column-major */
    int trajectories;
    const int *first; /* trajectories + 1: where each starts, and samples */
    int regulators;
    const int *regulator; /* rows of z; sums go in their order */
    int targets;
    const int *target;  /* rows of z */
    int lags;           /* >= 1 */
    int state_centres;  /* of F, >= 1 */
    int source_centres; /* of G, >= 1 */
    uint64_t seed;
    const uint64_t *name; /* genes: hashes of their names */

    /* For comparison with other programs: centres given instead of found, where all targets
     * are regulators. Coordinates of a state: regulators x lags. */
    const double *given_state;  /* (regulators lags) x state_centres, or NULL */
    const double *given_source; /* lags x source_centres x regulators, or NULL */
    /* Non-zero: as the authors' script has it, where lags is 1. In place of the squared
     * distance to centre a stands the sum of those to all centres, of which not the
     * coordinate of the source but that of regulator a is left out, and what is left is
     * compared in its order; D is that of the whole centres. */
    int as_script;
} ggc_lsngc_task;

/* All regulators x targets. */
typedef struct {
    double *restricted, *whole; /* residual sums of squares, on F, and on F and G */
    int *few, *many;            /* ranks of F, and of F and G */
    double *inertia;            /* 1: sum of squared distances of the shared states to the
                                 * centres that were found; NaN where none were */
} ggc_lsngc_result;

/* Steps that have `lags` points of their trajectory before them. */
int ggc_lsngc_steps(const ggc_lsngc_task *task);

/* Bytes of workspace for so many threads; 0 where they do not fit in size_t. */
size_t ggc_lsngc_workspace(const ggc_lsngc_task *task, int threads);

/* All sources and targets.
 *   workspace   `size` bytes, as ggc_lsngc_workspace() asks
 * Requires: a step.
 * Ensures: the bits of a target do not depend on threads or on the other targets.
 * Fails with GGC_ENOMEM, GGC_ECANCELLED. */
ggc_status ggc_lsngc(const ggc_lsngc_task *task, int threads, void *workspace, size_t size,
                     const ggc_hooks *hooks, ggc_lsngc_result *result) GGC_MUST_CHECK;

#endif
