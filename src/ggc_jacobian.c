/* ggc_jacobian.c - derivatives of forecasts by the inputs, step by step of each tile. */
#include "ggc_jacobian.h"

#include <string.h>

int ggc_jacobian_lags(const ggc_network *net, int most)
{
    if (!ggc_network_recurrent(net))
        return net->lags;
    return net->panel->window < most ? net->panel->window : most;
}

void ggc_jacobian_carve(const ggc_network *net, int inputs, int lags, ggc_arena *arena,
                        ggc_jacobian *scratch)
{
    const size_t rows = (size_t)net->rows, hidden = (size_t)net->hidden;
    const size_t blocks = (size_t)inputs * (size_t)net->lags;
    const size_t n = (size_t)lags * GGC_TILE;
    const ggc_cell_shape *cell = ggc_cell_of(net->cell);
    scratch->gates = GGC_TAKE(arena, ggc_real, rows * n);
    scratch->memory = GGC_TAKE(arena, ggc_real, (size_t)cell->memories * hidden * (n + GGC_TILE));
    scratch->trace = GGC_TAKE(arena, ggc_real, (size_t)cell->traces * hidden * n);
    scratch->dy = GGC_TAKE(arena, ggc_real, n);
    scratch->w = GGC_TAKE(arena, ggc_real, rows * blocks);
    scratch->out = GGC_TAKE(arena, ggc_real, blocks * n);
    scratch->zero = GGC_TAKE(arena, ggc_real, blocks);
    scratch->points = GGC_TAKE(arena, double, lags);
}

/* The same n numbers from a place of each of so many rows on. */
static void copy_rows(size_t rows, const ggc_real *from, size_t from_pitch, size_t n, ggc_real *to,
                      size_t to_pitch)
{
    for (size_t r = 0; r < rows; r++)
        memcpy(to + r * to_pitch, from + r * from_pitch, n * sizeof(ggc_real));
}

/* Steps (s - steps, s] of a tile as a tile of its own, for the way back alone. */
static ggc_tile recent_steps(const ggc_network *net, const ggc_tile *tile, int s, int steps,
                             const ggc_jacobian *scratch)
{
    const size_t lanes = (size_t)tile->lanes, hidden = (size_t)tile->hidden;
    const size_t all = (size_t)tile->steps * lanes, n = (size_t)steps * lanes;
    const size_t from = (size_t)(s + 1 - steps) * lanes;
    const ggc_cell_shape *cell = ggc_cell_of(net->cell);
    ggc_tile out = *tile;
    out.steps = steps;
    out.gates = scratch->gates;
    out.memory = scratch->memory;
    out.trace = scratch->trace;
    if (cell->apart == 0)
        out.d_recurrent = out.gates;
    copy_rows((size_t)net->rows, tile->gates + from, all, n, out.gates, n);
    copy_rows((size_t)cell->memories * hidden, tile->memory + from, all + lanes, n, out.memory,
              n + lanes);
    copy_rows((size_t)cell->traces * hidden, tile->trace + from, all, n, out.trace, n);
    return out;
}

/* Gradients of the forecast at step s by the top layer's states, through a tanh behind the
 * graph: fills task->dh, H x steps x lanes, of which the last step alone is not zero. */
static void through_seen(const ggc_network *net, const ggc_task *task, const ggc_tile *tile, int s,
                         int steps)
{
    const size_t lanes = (size_t)tile->lanes, n = (size_t)steps * lanes;
    const size_t all = (size_t)tile->steps * lanes;
    for (size_t u = 0; u < (size_t)net->hidden; u++) {
        const ggc_real *seen = task->seen + u * all + (size_t)s * lanes;
        ggc_real *d = task->d_seen + u * n, *last = d + n - lanes;
        memset(d, 0, (n - lanes) * sizeof(ggc_real));
        for (size_t i = 0; i < lanes; i++)
            last[i] = task->read_backward[u] * ((ggc_real)1 - seen[i] * seen[i]);
    }
    ggc_network_back(net, task, (int)n, task->d_seen, net->hidden, task->mix_turned, task->dh);
}

/* Gradients of the forecast at step s by the first layer's pre-activations at the
 * steps (s - steps, s]: fills scratch->gates, rows x steps x lanes. */
static void forecast_gradient(const ggc_network *net, const ggc_params *p, const ggc_task *task,
                              int first, int s, int steps, const ggc_jacobian *scratch)
{
    for (int l = net->layers - 1;; l--) {
        const ggc_tile tile = ggc_network_tile(net, p, task, first, l);
        const size_t lanes = (size_t)tile.lanes, n = (size_t)steps * lanes;
        ggc_tile part = recent_steps(net, &tile, s, steps, scratch);
        if (l == net->layers - 1 && ggc_network_through_tanh(net)) {
            through_seen(net, task, &tile, s, steps);
            part.dh = task->dh;
        } else if (l == net->layers - 1) {
            memset(scratch->dy, 0, n * sizeof(ggc_real));
            for (size_t i = n - lanes; i < n; i++)
                scratch->dy[i] = (ggc_real)1;
            part.dy = scratch->dy;
        } else {
            part.dh = task->dh;
        }
        net->kernels->backward[net->cell](&part);
        if (l == 0)
            return;
        ggc_network_back(net, task, (int)n, part.gates, net->rows, task->layer[l].w_below,
                         task->dh);
    }
}

/* Lanes of a tile whose forecast at step s counts, each once for a point. */
static int counted_lanes(const ggc_panel *panel, int first, int lanes, int s, int *counted)
{
    int n = 0;
    for (int i = 0; i < lanes; i++) {
        const int lane = first + i;
        if (s < panel->reach[lane] && panel->fold[lane + s * panel->stride] != GGC_FOLD_NONE &&
            ggc_panel_longest_past(panel, lane, s))
            counted[n++] = i;
    }
    return n;
}

/* Sums of derivatives and of their absolute values, lags x inputs. */
typedef struct {
    int lags;
    double *effect, *size;
} totals;

/* A forecast of a tile: how many steps lead to it, and its lanes that count. */
typedef struct {
    int steps, lanes, n;
    int counted[GGC_TILE];
} forecast;

/* Adds the derivatives of a forecast in scratch->out. */
static void add_derivatives(const ggc_network *net, const ggc_jacobian *scratch,
                            const ggc_active *active, const forecast *at, const totals *to)
{
    const ggc_real *row = scratch->out;
    for (int a = 0; a < active->count; a++)
        for (int b = 0; b < net->lags; b++)
            for (int k = at->steps; k-- > 0; row += at->lanes) {
                double sum = 0.0, absolute = 0.0;
                for (int i = 0; i < at->n; i++) {
                    const double d = (double)row[at->counted[i]];
                    sum += d;
                    absolute += d < 0 ? -d : d;
                }
                const size_t place = (size_t)(k + b) + (size_t)to->lags * (size_t)active->input[a];
                to->effect[place] += sum;
                to->size[place] += absolute;
            }
}

/* The active input weights, rows first, and as many zeros. */
static void load_weights(const ggc_network *net, const ggc_params *p, const ggc_task *task,
                         int blocks, const ggc_jacobian *scratch)
{
    const size_t rows = (size_t)net->rows, all = (size_t)blocks;
    for (size_t i = 0; i < all; i++) {
        const ggc_real *w = p->layer[0].w_in + (size_t)task->active_column[i] * rows;
        for (size_t r = 0; r < rows; r++)
            scratch->w[r * all + i] = w[r];
        scratch->zero[i] = (ggc_real)0;
    }
}

void ggc_jacobian_pass(const ggc_network *net, ggc_task *task, ggc_jacobian *scratch,
                       ggc_real *block, const ggc_active *active, int lags, double *effect,
                       double *size)
{
    const ggc_panel *panel = net->panel;
    const ggc_params p = ggc_params_at(net, task->inputs, block);
    const int recurrent = ggc_network_recurrent(net);
    const size_t all = (size_t)lags * (size_t)task->inputs;
    const totals to = {lags, effect, size};
    const int blocks = ggc_network_load(net, &p, task, active, 1);
    load_weights(net, &p, task, blocks, scratch);
    memset(effect, 0, all * sizeof *effect);
    memset(size, 0, all * sizeof *size);
    memset(scratch->points, 0, (size_t)lags * sizeof(double));
    for (int first = 0; first < panel->lanes; first += GGC_TILE) {
        const ggc_tile tile = ggc_network_tile(net, &p, task, first, 0);
        if (tile.steps > 0)
            ggc_network_forward(net, &p, task, first);
        for (int s = 0; s < tile.steps; s++) {
            const int past = s + 1 < lags ? s + 1 : lags;
            forecast at = {.steps = recurrent ? past : 1, .lanes = tile.lanes};
            const size_t pitch = (size_t)at.steps * (size_t)tile.lanes;
            at.n = counted_lanes(panel, first, tile.lanes, s, at.counted);
            if (at.n == 0)
                continue;
            for (int k = 0; k < (recurrent ? past : lags); k++)
                scratch->points[k] += at.n;
            forecast_gradient(net, &p, task, first, s, at.steps, scratch);
            net->kernels->project(&(ggc_projection){.rows = blocks,
                                                    .points = (int)pitch,
                                                    .count = net->rows,
                                                    .column = task->count_up,
                                                    .xrow = task->count_up,
                                                    .w = scratch->w,
                                                    .x = scratch->gates,
                                                    .x_pitch = pitch,
                                                    .bias = scratch->zero,
                                                    .out = scratch->out,
                                                    .out_pitch = pitch});
            add_derivatives(net, scratch, active, &at, &to);
        }
    }
    for (size_t i = 0; i < all; i++) {
        const double points = scratch->points[i % (size_t)lags];
        effect[i] = points > 0 ? effect[i] / points : 0.0;
        size[i] = points > 0 ? size[i] / points : 0.0;
    }
}
