/* ggc_network.h - the network of one target (or of several): recurrent layers or a
 * perceptron over lags, graph convolution (eq. 3), 1 x 1 convolution, squared
 * error; values and gradients. */
#ifndef GGC_NETWORK_H
#define GGC_NETWORK_H

#include "ggc_arena.h"
#include "ggc_gconv.h"
#include "ggc_kernels.h"
#include "ggc_loss.h"
#include "ggc_panel.h"

#define GGC_MAX_LAYERS 8

/* What all targets share. */
typedef struct {
    const ggc_kernels *kernels;
    ggc_cell cell;
    int hidden;            /* H */
    int rows;              /* gates * H; row r = gates * unit + gate */
    int lags;              /* blocks of rows of one input: lags of a perceptron, else 1 */
    int layers;            /* 1 .. GGC_MAX_LAYERS */
    int outputs;           /* O: predicted genes; a component network has one for each
                            * horizon: output o is the target's value o + 1 steps ahead */
    int horizons;          /* outputs of a component network, else 1 */
    const ggc_real *graph; /* H x H column-major A over the hidden nodes, or NULL */
    int n_prop;            /* propagation steps of eq. 3 */
    ggc_graph_at graph_at; /* RECURRENCE: A acts between the steps too, h[t] =
                            * cell(x[t], A h[t-1]); NONLINEAR: y = w'tanh(A h) + b */
    ggc_real ridge;        /* on the read-out and all layers' weights but the first's W_ih */
    ggc_loss_config loss;
    const ggc_panel *panel;
    const ggc_real *x; /* (genes * lags) x panel->points: the inputs */
} ggc_network;

/* Parameters in one block, so that an optimiser is a flat loop:
 *   layer 0: w_in  inputs x (lags * rows): input j's weights, the Granger group
 *   layer l: w_in  H x rows: column k, from unit k of the layer below
 *   each:    w_hh  H x rows: column k, from unit k (recurrent cells);  bias  rows;
 *            b_hh  H x apart: bias on the recurrent side, of gates set apart there
 *   w_out  O x H: output o's weights;  b_out  O                                    */
typedef struct {
    struct {
        ggc_real *w_in, *w_hh, *bias, *b_hh;
    } layer[GGC_MAX_LAYERS];
    ggc_real *w_out, *b_out;
} ggc_params;

static inline int ggc_network_recurrent(const ggc_network *net)
{
    return ggc_cell_of(net->cell)->recurrent;
}

/* Whether a graph, if there is one, stands before a nonlinearity. */
static inline int ggc_network_nonlinear(const ggc_network *net)
{
    return net->graph_at == GGC_AT_NONLINEAR;
}

/* Whether a graph stands between the steps and h passes by the weights there: the cell
 * then needs A h itself. */
static inline int ggc_network_passes_graph(const ggc_network *net)
{
    return net->graph_at == GGC_AT_RECURRENCE && ggc_cell_of(net->cell)->passes;
}

static inline int ggc_network_through_tanh(const ggc_network *net)
{
    return net->graph != NULL && ggc_network_nonlinear(net);
}

/* Weights of one input. */
static inline size_t ggc_network_group(const ggc_network *net)
{
    return (size_t)net->lags * (size_t)net->rows;
}

/* The view of a block as parameters. */
static inline ggc_params ggc_params_at(const ggc_network *net, int inputs, ggc_real *block)
{
    const size_t rows = (size_t)net->rows, hidden = (size_t)net->hidden;
    ggc_params p;
    for (int l = 0; l < net->layers; l++) {
        p.layer[l].w_in = block;
        block += l == 0 ? (size_t)inputs * ggc_network_group(net) : hidden * rows;
        p.layer[l].w_hh = block;
        block += ggc_network_recurrent(net) ? hidden * rows : 0;
        p.layer[l].bias = block;
        block += rows;
        p.layer[l].b_hh = block;
        block += hidden * (size_t)ggc_cell_of(net->cell)->apart;
    }
    p.w_out = block;
    p.b_out = block + (size_t)net->outputs * hidden;
    return p;
}

/* Number of parameters. */
size_t ggc_network_size(const ggc_network *net, int inputs);

/* The buffers of one layer: the kernels' orders of its weights, and one tile. */
typedef struct {
    ggc_real *w_hh; /* H x rows: what the recurrence multiplies with, A included */
    ggc_real *w_forward, *w_backward, *w_below;
    ggc_real *gates, *memory, *trace, *h;
} ggc_layer_buffers;

/* One target's data and one thread's buffers. */
typedef struct {
    int inputs;             /* q: groups of the first w_in */
    const int *xrow;        /* q: gene of each input */
    const ggc_real *h0;     /* H: first hidden state of every layer */
    ggc_real *target;       /* outputs x points: the value that each output forecasts */
    ggc_real *negative;     /* points: the next value of another gene, for the triplet
                            * of predictions; unused without it */
    ggc_real *train;        /* horizons x points: weight 1 where the loss counts, else 0 */
    ggc_real *held;         /* horizons x points: weight 1 where held out, else 0 */
    ggc_real *in_use;       /* lanes: 1, or 0 for a window that meets padding */
    double n_train, n_held; /* values that they count, over all lanes, steps, outputs */
    double lanes_train;     /* lanes with a step that trains */
    ggc_loss_rows rows;     /* for terms of the Granger row */
    /* scratch */
    ggc_layer_buffers layer[GGC_MAX_LAYERS];
    ggc_real *read_forward, *read_backward, *d_readout, *vector;
    ggc_real *input, *d_input;   /* rows x points */
    ggc_real *carry, *dh, *zero; /* one tile; rows zeros */
    ggc_real *mix, *mix_turned;  /* H x H: A^n and its transpose, before a nonlinearity or
                                  * where a cell needs A h itself; */
    ggc_real *mix_backward;      /* the same for the latter's way back */
    ggc_real *d_recurrent;       /* one tile: of gates set apart */
    ggc_real *seen, *d_seen;     /* one tile: what the read-out sees then */
    ggc_real *y, *dy;
    double *window; /* 5 x steps: a lane's predictions and distances */
    int *active_column, *active_x, *count_up;
    int skips;              /* active inputs at zero are left out of the projection */
    int at_rest;            /* h0 is all zero */
    int (*stop)(void *ctx); /* asked now and then in a long pass; NULL: never */
    void *stop_ctx;
    double unasked; /* multiply-adds since it was asked */
} ggc_task;

/* Inputs of a task, by their places among its own. */
typedef struct {
    int count;
    const int *input;
} ggc_active;

/* Carve the buffers of a task with up to `inputs` inputs, which nothing stops and which
 * leaves none of them out. */
void ggc_network_carve(const ggc_network *net, int inputs, ggc_arena *arena, ggc_task *task);

/* x of a network: row gene * lags + k holds z k columns earlier, 0 before the start of
 * a trajectory and in padding. z [in] genes x columns. x [out] as in ggc_network. */
void ggc_network_inputs(const ggc_panel *panel, const double *z, int genes, int lags, ggc_real *x);

/* Complete a task whose train and held are set for one step ahead: the other horizons,
 * in_use, and the counts n_train, n_held, lanes_train. */
void ggc_network_counts(const ggc_network *net, ggc_task *task);

/* One pass over the panel.
 *
 * block [in] parameters. gradient [out] the same layout, or NULL for values only;
 * groups of the first w_in that are not active are not written. active [in] the inputs
 * whose weights are not zero or whose gradient is wanted.
 * train [out] mean squared error where train is 1. held [out] the same where held
 * is 1 (NaN where nothing is held out), or NULL. y [out] NULL, or every prediction,
 * outputs x steps x lanes of the panel.
 * Returns the smooth objective: train + triplet of predictions + ridge. The terms of
 * the Granger row are the optimiser's. NaN where the task's stop asked to end: then
 * nothing else holds. */
double ggc_network_pass(const ggc_network *net, ggc_task *task, ggc_real *block, ggc_real *gradient,
                        const ggc_active *active, double *train, double *held, ggc_real *y);

/* --- its parts, for other ways through the network (ggc_jacobian.c) --- */

/* Is one tile the whole panel? Then the projection is overwritten in place. */
static inline int ggc_network_whole(const ggc_network *net)
{
    return net->panel->lanes <= GGC_TILE && net->panel->window == net->panel->steps;
}

/* Derivatives of the smooth objective by the projections of the inputs, rows x points,
 * as the last pass with a gradient left them. */
static inline const ggc_real *ggc_network_derivative(const ggc_network *net, const ggc_task *task)
{
    return ggc_network_whole(net) ? task->input : task->d_input;
}

/* Pack the weights, for the way back too where asked, and project the active inputs.
 * Returns the blocks of rows that they have, one for each lag: their places are in
 * task->active_column. */
int ggc_network_load(const ggc_network *net, const ggc_params *p, ggc_task *task,
                     const ggc_active *active, int backward);

/* Layer l of the lanes [first, first + lanes), as long as the longest lane. */
ggc_tile ggc_network_tile(const ggc_network *net, const ggc_params *p, const ggc_task *task,
                          int first, int l);

/* All layers and the read-out of the tile that starts at `first`; fills task->y. */
void ggc_network_forward(const ggc_network *net, const ggc_params *p, ggc_task *task, int first);

/* Gradients by hidden units, through a layer of weights. d [in] rows x points: by what the
 * layer gives. w [in] rows x H: unit k of row r at r * H + k. out [out] H x points. */
void ggc_network_back(const ggc_network *net, const ggc_task *task, int points, const ggc_real *d,
                      int rows, const ggc_real *w, ggc_real *out);

#endif
