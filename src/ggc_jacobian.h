/* ggc_jacobian.h - what a forecast owes to each input at each lag: its derivatives
 * through time, by the way back that training takes. */
#ifndef GGC_JACOBIAN_H
#define GGC_JACOBIAN_H

#include "ggc_network.h"

/* Scratch: the last steps of one tile. */
typedef struct {
    ggc_real *gates, *memory, *trace, *dy;
    ggc_real *w, *out, *zero; /* input weights, rows first; derivatives by the inputs */
    double *points;           /* lags: forecasts that have so long a past */
} ggc_jacobian;

/* Lags that a forecast can depend on, `most` at most where memory is the network's:
 * the points that a perceptron sees, the steps of a lane of a recurrent network. */
int ggc_jacobian_lags(const ggc_network *net, int most);

/* Carve the scratch for a task with up to `inputs` inputs and so many lags. */
void ggc_jacobian_carve(const ggc_network *net, int inputs, int lags, ggc_arena *arena,
                        ggc_jacobian *scratch);

/* Derivatives of the forecast one step ahead by the inputs.
 *
 * block [in] parameters. active [in] inputs; the derivatives by the others are 0.
 * lags [in] as ggc_jacobian_lags() answers. effect, size [out] lags x inputs: in row k the
 * mean of d y(t + 1) / d x_j(t - k), and of its absolute value, over all lanes and steps
 * that a loss could count and whose past reaches that far (0 where there are none); of a
 * point that several windows hold, in the window that has seen most of its past. */
void ggc_jacobian_pass(const ggc_network *net, ggc_task *task, ggc_jacobian *scratch,
                       ggc_real *block, const ggc_active *active, int lags, double *effect,
                       double *size);

#endif
