/* ggc_network.c - buffers, one tile forward and back, the whole panel. */
#include "ggc_network.h"

#include <math.h>
#include <string.h>

#include "ggc_pack.h"

/* Multiply-adds of a forward pass between two questions whether to go on: below 0.1 s
 * with the way back, on the slowest kernels. */
#define STOP_WORK 1e8

size_t ggc_network_size(const ggc_network *net, int inputs)
{
    const size_t rows = (size_t)net->rows, hidden = (size_t)net->hidden;
    const size_t layers = (size_t)net->layers, outputs = (size_t)net->outputs;
    size_t recurrent = ggc_network_recurrent(net) ? hidden * rows : 0;
    size_t biases = rows + hidden * (size_t)ggc_cell_of(net->cell)->apart;
    return (size_t)inputs * ggc_network_group(net) + (layers - 1) * hidden * rows +
           layers * (recurrent + biases) + outputs * (hidden + 1);
}

static size_t larger(size_t a, size_t b) { return a > b ? a : b; }

void ggc_network_carve(const ggc_network *net, int inputs, ggc_arena *arena, ggc_task *task)
{
    const size_t rows = (size_t)net->rows, hidden = (size_t)net->hidden;
    const size_t outputs = (size_t)net->outputs, lags = (size_t)net->lags;
    const size_t points = (size_t)net->panel->points, steps = (size_t)net->panel->window;
    const ggc_cell_shape *cell = ggc_cell_of(net->cell);
    const size_t recurrent = ggc_network_recurrent(net) != 0;
    const size_t memories = (size_t)cell->memories, traces = (size_t)cell->traces;
    const size_t mixed = net->graph_at == GGC_AT_RECURRENCE;
    const size_t nonlinear = ggc_network_nonlinear(net) != 0;
    const size_t passing = ggc_network_passes_graph(net) != 0, power = nonlinear || passing;
    const size_t above = net->layers > 1 || net->outputs > 1 || nonlinear;
    const size_t triplet = net->loss.triplet == GGC_TRIPLET_PREDICTION;
    task->skips = 0;
    task->stop = NULL;
    task->unasked = 0.0;
    for (int l = 0; l < net->layers; l++) {
        ggc_layer_buffers *b = task->layer + l;
        b->w_hh = GGC_TAKE(arena, ggc_real, mixed * recurrent * hidden * rows);
        b->w_forward = GGC_TAKE(arena, ggc_real, recurrent * hidden * rows);
        b->w_backward = GGC_TAKE(arena, ggc_real, recurrent * hidden * rows);
        b->w_below = GGC_TAKE(arena, ggc_real, l > 0 ? hidden * rows : 0);
        b->gates = GGC_TAKE(arena, ggc_real, rows * steps * GGC_TILE);
        b->memory = GGC_TAKE(arena, ggc_real, memories * hidden * (steps + 1) * GGC_TILE);
        b->trace = GGC_TAKE(arena, ggc_real, traces * hidden * steps * GGC_TILE);
        b->h = GGC_TAKE(arena, ggc_real, hidden * (steps + 1) * GGC_TILE);
    }
    task->read_forward = GGC_TAKE(arena, ggc_real, outputs * hidden);
    task->read_backward = GGC_TAKE(arena, ggc_real, outputs * hidden);
    task->d_readout = GGC_TAKE(arena, ggc_real, outputs * hidden);
    task->vector = GGC_TAKE(arena, ggc_real, 3 * hidden);
    task->target = GGC_TAKE(arena, ggc_real, outputs * points);
    task->negative = GGC_TAKE(arena, ggc_real, triplet * points);
    task->train = GGC_TAKE(arena, ggc_real, (size_t)net->horizons * points);
    task->held = GGC_TAKE(arena, ggc_real, (size_t)net->horizons * points);
    task->in_use = GGC_TAKE(arena, ggc_real, net->panel->lanes);
    task->input = GGC_TAKE(arena, ggc_real, rows * points);
    task->d_input = GGC_TAKE(arena, ggc_real, rows * points);
    task->d_recurrent = GGC_TAKE(arena, ggc_real, cell->apart > 0 ? rows * steps * GGC_TILE : 0);
    task->carry =
        GGC_TAKE(arena, ggc_real,
                           (size_t)ggc_cell_carries(net->cell) * hidden * GGC_TILE);
    task->dh = GGC_TAKE(arena, ggc_real, above * hidden * steps * GGC_TILE);
    task->zero = GGC_TAKE(arena, ggc_real, hidden);
    task->mix = GGC_TAKE(arena, ggc_real, power * hidden * hidden);
    task->mix_turned = GGC_TAKE(arena, ggc_real, power * hidden * hidden);
    task->mix_backward = GGC_TAKE(arena, ggc_real, passing * hidden * hidden);
    task->seen = GGC_TAKE(arena, ggc_real, nonlinear * hidden * steps * GGC_TILE);
    task->d_seen = GGC_TAKE(arena, ggc_real, nonlinear * hidden * steps * GGC_TILE);
    task->y = GGC_TAKE(arena, ggc_real, outputs * steps * GGC_TILE);
    task->dy = GGC_TAKE(arena, ggc_real, outputs * steps * GGC_TILE);
    task->window = GGC_TAKE(arena, double, triplet * 5 * steps);
    task->active_column = GGC_TAKE(arena, int, (size_t)inputs * lags);
    task->active_x = GGC_TAKE(arena, int, (size_t)inputs * lags);
    task->count_up = GGC_TAKE(arena, int, larger(larger(rows, hidden), outputs));
}

void ggc_network_inputs(const ggc_panel *panel, const double *z, int genes, int lags, ggc_real *x)
{
    const size_t points = (size_t)panel->points, all = (size_t)genes;
    for (size_t g = 0; g < all; g++)
        for (int k = 0; k < lags; k++) {
            ggc_real *row = x + (g * (size_t)lags + (size_t)k) * points;
            for (size_t n = 0; n < points; n++)
                row[n] = panel->age[n] < k ? (ggc_real)0
                                           : (ggc_real)z[g + all * (size_t)(panel->source[n] - k)];
        }
}

/* From the weights of one step ahead to those of all horizons. */
static void reach_horizons(const ggc_network *net, ggc_real *weight)
{
    const size_t points = (size_t)net->panel->points;
    for (int h = 1; h < net->horizons; h++)
        for (size_t n = 0; n < points; n++)
            weight[(size_t)h * points + n] = h < net->panel->ahead[n] ? weight[n] : (ggc_real)0;
}

void ggc_network_counts(const ggc_network *net, ggc_task *task)
{
    const ggc_panel *panel = net->panel;
    reach_horizons(net, task->train);
    reach_horizons(net, task->held);
    const int genes = net->outputs / net->horizons;
    task->n_train = task->n_held = task->lanes_train = 0.0;
    for (int lane = 0; lane < panel->lanes; lane++) {
        double before = task->n_train;
        task->in_use[lane] = (ggc_real)(panel->reach[lane] > 0);
        for (int s = 0; s < panel->reach[lane]; s++) {
            size_t n = (size_t)lane + (size_t)s * (size_t)panel->stride;
            const int values = genes * panel->ahead[n];
            task->n_train += values * (double)task->train[n];
            task->n_held += values * (double)task->held[n];
        }
        task->lanes_train += task->n_train > before;
    }
}

/* --- one tile --- */

/* Some lanes of the panel, through as many steps as the longest of them has. */
typedef struct {
    int first, lanes, steps;
} piece;

static piece piece_at(const ggc_panel *panel, int first)
{
    piece at = {.first = first, .steps = panel->longest[first / GGC_TILE]};
    at.lanes = panel->lanes - first < GGC_TILE ? panel->lanes - first : GGC_TILE;
    return at;
}

ggc_tile ggc_network_tile(const ggc_network *net, const ggc_params *p, const ggc_task *task,
                          int first, int l)
{
    const int whole = ggc_network_whole(net);
    const ggc_panel *panel = net->panel;
    const piece part = piece_at(panel, first), *const at = &part;
    const ggc_layer_buffers *b = task->layer + l;
    ggc_tile tile = {.hidden = net->hidden, .steps = at->steps, .lanes = at->lanes};
    const size_t n = (size_t)tile.steps * (size_t)tile.lanes;
    tile.input = l == 0 ? task->input + first : b->gates;
    tile.input_pitch = l == 0 ? (size_t)panel->points : n;
    tile.stride = l == 0 ? (size_t)panel->stride : (size_t)tile.lanes;
    tile.w_forward = b->w_forward;
    tile.w_backward = b->w_backward;
    tile.b_hh = p->layer[l].b_hh;
    tile.mix_forward = ggc_network_passes_graph(net) ? task->mix_turned : NULL;
    tile.mix_backward = ggc_network_passes_graph(net) ? task->mix_backward : NULL;
    tile.h0 = task->h0;
    tile.at_rest = task->at_rest;
    tile.gates = whole && l == 0 ? task->input : b->gates;
    tile.memory = b->memory;
    tile.trace = b->trace;
    tile.h = b->h;
    tile.dh = NULL;
    tile.d_input = whole || l > 0 ? NULL : task->d_input + first;
    tile.d_recurrent = ggc_cell_of(net->cell)->apart > 0 ? task->d_recurrent : tile.gates;
    tile.readout = task->read_backward;
    tile.dy = task->dy;
    tile.carry = task->carry;
    return tile;
}

/* A projection of all rows of x in turn, to rows without gaps. */
static void project_tile(const ggc_network *net, const ggc_task *task, const ggc_projection *given)
{
    ggc_projection p = *given;
    p.column = p.xrow = task->count_up;
    p.out_pitch = (size_t)p.points;
    net->kernels->project(&p);
}

void ggc_network_back(const ggc_network *net, const ggc_task *task, int points, const ggc_real *d,
                      int rows, const ggc_real *w, ggc_real *out)
{
    project_tile(net, task,
                 &(ggc_projection){.rows = net->hidden,
                                   .points = points,
                                   .count = rows,
                                   .w = w,
                                   .x = d,
                                   .x_pitch = (size_t)points,
                                   .bias = task->zero,
                                   .out = out});
}

void ggc_network_forward(const ggc_network *net, const ggc_params *p, ggc_task *task, int first)
{
    const ggc_kernels *kernels = net->kernels;
    const piece part = piece_at(net->panel, first), *const at = &part;
    const ggc_real *h = NULL;
    const int n = at->steps * at->lanes;
    const size_t lanes = (size_t)at->lanes;
    for (int l = 0; l < net->layers; l++) {
        ggc_tile tile = ggc_network_tile(net, p, task, first, l);
        if (l > 0)
            project_tile(net, task,
                         &(ggc_projection){.rows = net->rows,
                                           .points = n,
                                           .count = net->hidden,
                                           .w = p->layer[l].w_in,
                                           .x = h,
                                           .x_pitch = (size_t)n + lanes,
                                           .bias = p->layer[l].bias,
                                           .out = tile.gates});
        kernels->forward[net->cell](&tile);
        h = tile.h + lanes; /* after the first state */
    }
    size_t h_pitch = (size_t)n + lanes;
    if (ggc_network_through_tanh(net)) {
        project_tile(net, task,
                     &(ggc_projection){.rows = net->hidden,
                                       .points = n,
                                       .count = net->hidden,
                                       .w = task->mix,
                                       .x = h,
                                       .x_pitch = h_pitch,
                                       .bias = task->zero,
                                       .out = task->seen});
        kernels->squash(net->hidden * n, task->seen);
        h = task->seen;
        h_pitch = (size_t)n;
    }
    project_tile(net, task,
                 &(ggc_projection){.rows = net->outputs,
                                   .points = n,
                                   .count = net->hidden,
                                   .w = task->read_forward,
                                   .x = h,
                                   .x_pitch = h_pitch,
                                   .bias = p->b_out,
                                   .out = task->y});
}

/* Sum of squares of a tile where `weight` (task's train or held) counts; fills dy, unless
 * it is NULL. */
static double tile_errors(const ggc_network *net, const ggc_task *task, const piece *at,
                          const ggc_real *weight, ggc_real *dy)
{
    const size_t n = (size_t)at->steps * (size_t)at->lanes, points = (size_t)net->panel->points;
    const ggc_real scale = (ggc_real)(2.0 / task->n_train);
    double squares = 0.0;
    for (int o = 0; o < net->outputs; o++)
        squares += net->kernels->residual(
            &(ggc_residual){.steps = at->steps,
                            .lanes = at->lanes,
                            .y = task->y + (size_t)o * n,
                            .target = task->target + (size_t)o * points + at->first,
                            .weight = weight + (size_t)(o % net->horizons) * points + at->first,
                            .stride = (size_t)net->panel->stride,
                            .in_use = task->in_use + at->first,
                            .scale = scale,
                            .error = dy == NULL ? NULL : dy + (size_t)o * n});
    return squares;
}

/* Triplet of predictions of a tile (eq. 4, term 4, over windows): anchor is the
 * forecast of a lane, positive what was observed, negative another gene. Adds to dy;
 * returns the sum over lanes, each divided by their number. Of the first output. */
static double tile_triplet(const ggc_network *net, const ggc_task *task, const piece *tile)
{
    const ggc_panel *panel = net->panel;
    const size_t steps = (size_t)panel->window;
    const double share = net->loss.triplet_weight / task->lanes_train, p = net->loss.p;
    double *y = task->window, *near = y + steps, *far = near + steps, *d_near = far + steps,
           *d_far = d_near + steps, total = 0.0;
    for (int i = 0; i < tile->lanes; i++) {
        int n = 0;
        for (int pass = 0; pass < 2; pass++) {
            int k = 0;
            for (int s = 0; s < panel->reach[tile->first + i]; s++) {
                const size_t at = (size_t)s * (size_t)tile->lanes + (size_t)i;
                const size_t point = (size_t)(tile->first + i) + (size_t)s * (size_t)panel->stride;
                if (task->train[point] <= 0)
                    continue;
                if (pass == 0) {
                    y[k] = (double)task->y[at];
                    near[k] = (double)task->target[point];
                    far[k] = (double)task->negative[point];
                } else {
                    task->dy[at] += (ggc_real)(share * (d_near[k] - d_far[k]));
                }
                k++;
            }
            n = k;
            if (pass == 1 || n == 0)
                break;
            double value = ggc_loss_distance(n, y, near, p, d_near) -
                           ggc_loss_distance(n, y, far, p, d_far) + net->loss.margin;
            if (value <= 0)
                break;
            total += share * value;
        }
    }
    return total;
}

/* From dy of a tile to the gradients of the read-out and, where the kernels cannot make
 * it themselves, that of the top layer's states. tile: of the top layer. */
static void readout_gradient(const ggc_network *net, ggc_task *task, ggc_tile *tile,
                             const ggc_params *g)
{
    const ggc_kernels *kernels = net->kernels;
    const int hidden = net->hidden, n = tile->steps * tile->lanes;
    const int nonlinear = ggc_network_through_tanh(net);
    const size_t pitch = (size_t)n, h_pitch = pitch + (size_t)tile->lanes;
    kernels->contract(&(ggc_contraction){.rows = net->outputs,
                                         .points = n,
                                         .count = hidden,
                                         .g = task->dy,
                                         .g_pitch = pitch,
                                         .x = nonlinear ? task->seen : tile->h + tile->lanes,
                                         .x_pitch = nonlinear ? pitch : h_pitch,
                                         .d = task->d_readout});
    for (size_t o = 0; o < (size_t)net->outputs; o++)
        g->b_out[o] += kernels->sum(n, task->dy + o * pitch);
    if (net->outputs == 1 && !nonlinear)
        return;
    ggc_network_back(net, task, n, task->dy, net->outputs, task->read_backward,
                     nonlinear ? task->d_seen : task->dh);
    if (nonlinear) {
        kernels->unsquash(hidden * n, task->seen, task->d_seen);
        ggc_network_back(net, task, n, task->d_seen, hidden, task->mix_turned, task->dh);
    }
    tile->dh = task->dh;
}

/* Gradients of a layer's recurrent weights, and of the biases of gates set apart. */
static void recurrent_gradient(const ggc_network *net, const ggc_tile *tile, ggc_real *w_hh,
                               ggc_real *b_hh)
{
    const ggc_cell_shape *cell = ggc_cell_of(net->cell);
    const int n = tile->steps * tile->lanes;
    /* the first state of all lanes adds nothing where it is zero */
    const int skip = tile->at_rest ? tile->lanes : 0;
    net->kernels->contract(&(ggc_contraction){.rows = net->rows,
                                              .points = n - skip,
                                              .count = net->hidden,
                                              .g = tile->d_recurrent + skip,
                                              .g_pitch = (size_t)n,
                                              .x = tile->h + skip,
                                              .x_pitch = (size_t)(n + tile->lanes),
                                              .d = w_hh});
    for (int u = 0; u < net->hidden; u++)
        for (int a = 0; a < cell->apart; a++) {
            const int row = cell->gates * (u + 1) - cell->apart + a;
            *b_hh++ += net->kernels->sum(n, tile->d_recurrent + (size_t)row * (size_t)n);
        }
}

/* Gradients of a tile, added to g (all but the first layer's w_in and bias) and to
 * d_input. */
static void tile_gradient(const ggc_network *net, const ggc_params *p, ggc_task *task,
                          const piece *at, const ggc_params *g)
{
    const ggc_kernels *kernels = net->kernels;
    const int hidden = net->hidden, rows = net->rows;
    ggc_tile tile = ggc_network_tile(net, p, task, at->first, net->layers - 1);
    const int n = tile.steps * tile.lanes;
    const size_t pitch = (size_t)n, h_pitch = pitch + (size_t)tile.lanes;
    readout_gradient(net, task, &tile, g);
    for (int l = net->layers - 1;; l--) {
        kernels->backward[net->cell](&tile);
        if (ggc_network_recurrent(net))
            recurrent_gradient(net, &tile, g->layer[l].w_hh, g->layer[l].b_hh);
        if (l == 0)
            break;
        for (int r = 0; r < rows; r++)
            g->layer[l].bias[r] += kernels->sum(n, tile.gates + (size_t)r * pitch);
        kernels->contract(&(ggc_contraction){.rows = rows,
                                             .points = n,
                                             .count = hidden,
                                             .g = tile.gates,
                                             .g_pitch = pitch,
                                             .x = task->layer[l - 1].h + tile.lanes,
                                             .x_pitch = h_pitch,
                                             .d = g->layer[l].w_in});
        ggc_network_back(net, task, n, tile.gates, rows, task->layer[l].w_below, task->dh);
        tile = ggc_network_tile(net, p, task, at->first, l - 1);
        tile.dh = task->dh;
    }
}

static void copy_predictions(const ggc_network *net, const ggc_task *task, const piece *tile,
                             ggc_real *y)
{
    const size_t lanes = (size_t)net->panel->lanes, window = (size_t)net->panel->window;
    for (size_t o = 0; o < (size_t)net->outputs; o++)
        for (size_t s = 0; s < (size_t)tile->steps; s++)
            memcpy(y + (o * window + s) * lanes + (size_t)tile->first,
                   task->y + (o * (size_t)tile->steps + s) * (size_t)tile->lanes,
                   (size_t)tile->lanes * sizeof(ggc_real));
}

/* --- the whole panel --- */

static double ridge_of(const ggc_network *net, const ggc_real *w, ggc_real *g, size_t n)
{
    for (size_t i = 0; i < n && g != NULL; i++)
        g[i] += 2 * net->ridge * w[i];
    return (double)net->kernels->sum_squares((int)n, w);
}

/* Ridge on all weights but the first layer's inputs: value, and gradient added. */
static double ridge(const ggc_network *net, const ggc_params *p, const ggc_params *g)
{
    const size_t hidden = (size_t)net->hidden, n = hidden * (size_t)net->rows;
    double squares = 0.0;
    if (net->ridge <= 0)
        return 0.0;
    for (int l = 0; l < net->layers; l++) {
        if (ggc_network_recurrent(net))
            squares += ridge_of(net, p->layer[l].w_hh, g ? g->layer[l].w_hh : NULL, n);
        if (l > 0)
            squares += ridge_of(net, p->layer[l].w_in, g ? g->layer[l].w_in : NULL, n);
    }
    squares += ridge_of(net, p->w_out, g ? g->w_out : NULL, (size_t)net->outputs * hidden);
    return (double)net->ridge * squares;
}

static int all_zero(const ggc_real *w, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (w[i] != 0)
            return 0;
    return 1;
}

/* Rows of x and blocks of w_in of the active inputs: one for each lag. With w, of those
 * of them whose weights are not all zero. */
static int expand_active(const ggc_network *net, ggc_task *task, const ggc_active *active,
                         const ggc_real *w)
{
    const size_t group = ggc_network_group(net);
    int n = 0;
    for (int a = 0; a < active->count; a++) {
        const int input = active->input[a];
        if (w != NULL && all_zero(w + (size_t)input * group, group))
            continue;
        for (int k = 0; k < net->lags; k++, n++) {
            task->active_column[n] = input * net->lags + k;
            task->active_x[n] = task->xrow[input] * net->lags + k;
        }
    }
    return n;
}

int ggc_network_load(const ggc_network *net, const ggc_params *p, ggc_task *task,
                     const ggc_active *active, int backward)
{
    const size_t points = (size_t)net->panel->points;
    ggc_pack_weights(net, p, task, backward);
    const int blocks = expand_active(net, task, active, task->skips ? p->layer[0].w_in : NULL);
    net->kernels->project(&(ggc_projection){.rows = net->rows,
                                            .points = net->panel->points,
                                            .count = blocks,
                                            .column = task->active_column,
                                            .xrow = task->active_x,
                                            .w = p->layer[0].w_in,
                                            .x = net->x,
                                            .x_pitch = points,
                                            .bias = p->layer[0].bias,
                                            .out = task->input,
                                            .out_pitch = points});
    return blocks;
}

/* Is the pass to end here? Asked before a tile, when enough has been done. */
static int stopped(const ggc_network *net, ggc_task *task, const piece *tile)
{
    const double units = (double)net->hidden * net->layers;
    task->unasked += units * net->rows * tile->lanes * tile->steps;
    if (task->stop == NULL || task->unasked < STOP_WORK)
        return 0;
    task->unasked = 0.0;
    return task->stop(task->stop_ctx);
}

double ggc_network_pass(const ggc_network *net, ggc_task *task, ggc_real *block, ggc_real *gradient,
                        const ggc_active *active, double *train, double *held, ggc_real *y)
{
    const ggc_kernels *kernels = net->kernels;
    const ggc_panel *panel = net->panel;
    const size_t points = (size_t)panel->points, rows = (size_t)net->rows;
    const size_t hidden = (size_t)net->hidden, group = ggc_network_group(net);
    const int whole = ggc_network_whole(net);
    const int triplet = net->loss.triplet == GGC_TRIPLET_PREDICTION && net->loss.triplet_weight > 0;
    ggc_params p = ggc_params_at(net, task->inputs, block), g = p;
    double squares = 0.0, held_squares = 0.0, extra = 0.0;

    ggc_network_load(net, &p, task, active, gradient != NULL);
    if (gradient != NULL) {
        g = ggc_params_at(net, task->inputs, gradient);
        memset(g.layer[0].w_hh, 0,
               (size_t)(g.b_out + net->outputs - g.layer[0].w_hh) * sizeof(ggc_real));
        memset(task->d_readout, 0, (size_t)net->outputs * hidden * sizeof(ggc_real));
        if (!whole)
            memset(task->d_input, 0, rows * points * sizeof(ggc_real));
    }
    for (int first = 0; first < panel->lanes; first += GGC_TILE) {
        const piece tile = piece_at(panel, first);
        if (tile.steps == 0)
            continue;
        if (stopped(net, task, &tile))
            return NAN;
        ggc_network_forward(net, &p, task, first);
        if (y != NULL)
            copy_predictions(net, task, &tile, y);
        squares += tile_errors(net, task, &tile, task->train, task->dy);
        if (held != NULL)
            held_squares += tile_errors(net, task, &tile, task->held, NULL);
        if (triplet)
            extra += tile_triplet(net, task, &tile);
        if (gradient != NULL)
            tile_gradient(net, &p, task, &tile, &g);
    }
    if (gradient != NULL) {
        const ggc_real *d_input = ggc_network_derivative(net, task);
        ggc_pack_gradient(net, task, &g);
        for (size_t r = 0; r < rows; r++)
            g.layer[0].bias[r] = kernels->sum(panel->points, d_input + r * points);
        for (int a = 0; a < active->count; a++)
            memset(gradient + (size_t)active->input[a] * group, 0, group * sizeof(ggc_real));
        const int blocks = expand_active(net, task, active, NULL);
        kernels->contract(&(ggc_contraction){.rows = net->rows,
                                             .points = panel->points,
                                             .count = blocks,
                                             .column = task->active_column,
                                             .xrow = task->active_x,
                                             .g = d_input,
                                             .g_pitch = points,
                                             .x = net->x,
                                             .x_pitch = points,
                                             .d = g.layer[0].w_in});
    }
    *train = squares / task->n_train;
    if (held != NULL)
        *held = task->n_held > 0 ? held_squares / task->n_held : NAN;
    return *train + extra + ridge(net, &p, gradient != NULL ? &g : NULL);
}
