/* ggc_network.h - the component network of one target: recurrent cell, graph
 * convolution (eq. 3), 1 x 1 convolution, squared error; values and gradients. */
#ifndef GGC_NETWORK_H
#define GGC_NETWORK_H

#include "ggc_arena.h"
#include "ggc_kernels.h"
#include "ggc_panel.h"

/* What all targets share. */
typedef struct {
    const ggc_kernels *kernels;
    ggc_cell cell;
    int hidden;            /* H */
    int rows;              /* gates * H; row r = gates * unit + gate */
    const ggc_real *graph; /* H x H column-major A over the hidden nodes, or NULL */
    int n_prop;            /* propagation steps of eq. 3 */
    ggc_real ridge;        /* on W_hh and the read-out */
    const ggc_panel *panel;
    const ggc_real *x;     /* genes x panel->points: the inputs */
} ggc_network;

/* Parameters of one target in one block, so that an optimiser is a flat loop:
 *   w_ih  inputs x rows   column j: the weights of input j (the Granger group)
 *   w_hh  H x rows        column k: from hidden unit k
 *   bias  rows;  w_out  H;  b_out  1                                          */
typedef struct {
    ggc_real *w_ih, *w_hh, *bias, *w_out, *b_out;
} ggc_params;

/* Number of parameters, and the view of a block as parameters. */
size_t ggc_network_size(const ggc_network *net, int inputs);
static inline ggc_params ggc_params_at(const ggc_network *net, int inputs, ggc_real *block)
{
    size_t rows = (size_t)net->rows, hidden = (size_t)net->hidden;
    ggc_params p;
    p.w_ih = block;
    p.w_hh = p.w_ih + (size_t)inputs * rows;
    p.bias = p.w_hh + hidden * rows;
    p.w_out = p.bias + rows;
    p.b_out = p.w_out + hidden;
    return p;
}

/* One target's data and one thread's buffers. */
typedef struct {
    int inputs;            /* q: columns of w_ih */
    const int *xrow;       /* q: row of x for each input */
    const ggc_real *h0;    /* H */
    ggc_real *target;      /* points: the next value of the target */
    ggc_real *train;       /* points: weight 1 where the loss counts, else 0 */
    ggc_real *held;        /* points: weight 1 where held out, else 0 */
    double n_train, n_held; /* their sums over all lanes and steps */
    /* scratch */
    ggc_real *w_forward, *w_backward, *readout, *d_readout, *graph_scratch;
    ggc_real *input, *d_input;                     /* rows x points */
    ggc_real *gates, *cell, *tanh_c, *h, *carry;   /* one tile */
    ggc_real *y, *dy, *spare, *weight;
    int *active_x;         /* q: rows of x of the active columns */
} ggc_task;

/* Carve the buffers of a task with up to `inputs` inputs. */
void ggc_network_carve(const ggc_network *net, int inputs, ggc_arena *arena, ggc_task *task);

/* One pass over the panel.
 *
 * block [in] parameters. gradient [out] the same layout, or NULL for values only;
 * columns of w_ih that are not active are not written. active [in] `count`
 * columns of w_ih that are not zero or whose gradient is wanted.
 * train [out] mean squared error where train is 1. held [out] the same where held
 * is 1 (NaN where nothing is held out), or NULL. y [out] NULL, or steps x lanes of
 * the panel in order (lane, step fastest is lanes): every prediction.
 * Returns the smooth objective: train + ridge * (||W_hh||^2 + ||w_out||^2). */
double ggc_network_pass(const ggc_network *net, ggc_task *task, ggc_real *block,
                        ggc_real *gradient, int count, const int *active, double *train,
                        double *held, ggc_real *y);

#endif
