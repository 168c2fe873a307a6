/* ggc_forecast.h - how well a target's best candidates forecast it.
 *
 * Rankings of different origin are weighed by what they foresee on data held out: a
 * ridge regression of the next value, or of the increment to it, on the target's own
 * value and on its m best candidates, with or without squares and products. Small, so
 * that all rankings get the same chance, whatever found them. */
#ifndef GGC_FORECAST_H
#define GGC_FORECAST_H

#include "ggc_arena.h"
#include "ggc_status.h"

typedef struct {
    int genes;
    const double *z; /* genes x columns, column-major: standardised series */
    int steps;
    const int *from; /* steps: column that each step starts from; it ends in the next */
    const int *fold; /* steps: 0 never held out, 1 .. folds held out together */
    int folds;       /* >= 1 */
    int targets;
    const int *target;  /* rows of z */
    int m;              /* candidates of a target, >= 0 */
    const int *best;    /* m x targets: rows of z */
    int quadratic;      /* squares and products too? */
    double ridge;       /* > 0: on standardised features; none on the intercept */
    const double *unit; /* steps, > 0: increments in these units are forecast; NULL: the
                         * next values themselves */
} ggc_forecast_task;

/* Bytes of workspace for so many threads; 0 where they do not fit in size_t. */
size_t ggc_forecast_workspace(const ggc_forecast_task *task, int threads);

/* Mean squared error on the steps held out.
 *   error [out] targets; NaN where no step is held out
 *   workspace   `size` bytes, as ggc_forecast_workspace() asks
 * Ensures: the bits of a target do not depend on threads or on the other targets.
 * Fails with GGC_ENOMEM, GGC_ECANCELLED. */
ggc_status ggc_forecast(const ggc_forecast_task *task, int threads, void *workspace, size_t size,
                        const ggc_hooks *hooks, double *error) GGC_MUST_CHECK;

#endif
