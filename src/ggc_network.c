#include "ggc_network.h"

#include <math.h>
#include <string.h>

#include "ggc_gconv.h"

size_t ggc_network_size(const ggc_network *net, int inputs)
{
    size_t rows = (size_t)net->rows, hidden = (size_t)net->hidden;
    return (size_t)inputs * rows + hidden * rows + rows + hidden + 1;
}

void ggc_network_carve(const ggc_network *net, int inputs, ggc_arena *arena, ggc_task *task)
{
    const size_t rows = (size_t)net->rows, hidden = (size_t)net->hidden;
    const size_t points = (size_t)net->panel->points, steps = (size_t)net->panel->window;
    const size_t lstm = net->cell == GGC_CELL_LSTM;
    task->w_forward = GGC_TAKE(arena, ggc_real, hidden * rows);
    task->w_backward = GGC_TAKE(arena, ggc_real, (hidden + 3) / 4 * 4 * rows);
    task->readout = GGC_TAKE(arena, ggc_real, hidden);
    task->d_readout = GGC_TAKE(arena, ggc_real, hidden);
    task->graph_scratch = GGC_TAKE(arena, ggc_real, 2 * hidden);
    task->target = GGC_TAKE(arena, ggc_real, points);
    task->train = GGC_TAKE(arena, ggc_real, points);
    task->held = GGC_TAKE(arena, ggc_real, points);
    task->input = GGC_TAKE(arena, ggc_real, rows * points);
    task->d_input = GGC_TAKE(arena, ggc_real, rows * points);
    task->gates = GGC_TAKE(arena, ggc_real, rows * steps * GGC_TILE);
    task->cell = GGC_TAKE(arena, ggc_real, lstm * hidden * (steps + 1) * GGC_TILE);
    task->tanh_c = GGC_TAKE(arena, ggc_real, lstm * hidden * steps * GGC_TILE);
    task->h = GGC_TAKE(arena, ggc_real, hidden * (steps + 1) * GGC_TILE);
    task->carry = GGC_TAKE(arena, ggc_real, lstm * hidden * GGC_TILE);
    task->y = GGC_TAKE(arena, ggc_real, steps * GGC_TILE);
    task->dy = GGC_TAKE(arena, ggc_real, steps * GGC_TILE);
    task->spare = GGC_TAKE(arena, ggc_real, GGC_TILE);
    task->weight = GGC_TAKE(arena, ggc_real, GGC_TILE);
    task->active_x = GGC_TAKE(arena, int, inputs);
}

/* w_hh in the two orders in which the kernels read it. */
static void pack_recurrent(const ggc_network *net, const ggc_real *w_hh, ggc_task *task,
                           int backward)
{
    const size_t rows = (size_t)net->rows, hidden = (size_t)net->hidden;
    const size_t gates = rows / hidden;
    for (size_t u = 0; u < hidden; u++)
        for (size_t k = 0; k < hidden; k++)
            for (size_t g = 0; g < gates; g++)
                task->w_forward[(u * hidden + k) * gates + g] = w_hh[k * rows + u * gates + g];
    if (!backward)
        return;
    for (size_t block = 0; 4 * block < hidden; block++)
        for (size_t r = 0; r < rows; r++)
            for (size_t b = 0; b < 4; b++) {
                size_t k = 4 * block + b;
                task->w_backward[(block * rows + r) * 4 + b] =
                    k < hidden ? w_hh[k * rows + r] : (ggc_real)0;
            }
}

/* The tile of lanes [first, first + lanes), as long as its longest lane. Where
 * one tile is the whole panel, the projection is overwritten in place. */
static ggc_tile tile_at(const ggc_network *net, const ggc_task *task, int first, int whole)
{
    const ggc_panel *panel = net->panel;
    ggc_tile tile = {.hidden = net->hidden, .steps = 0};
    tile.lanes = panel->lanes - first < GGC_TILE ? panel->lanes - first : GGC_TILE;
    for (int l = 0; l < tile.lanes; l++)
        if (panel->reach[first + l] > tile.steps)
            tile.steps = panel->reach[first + l];
    tile.input = task->input + first;
    tile.input_pitch = (size_t)panel->points;
    tile.stride = (size_t)panel->stride;
    tile.w_forward = task->w_forward;
    tile.w_backward = task->w_backward;
    tile.h0 = task->h0;
    tile.gates = whole ? task->input : task->gates;
    tile.cell = task->cell;
    tile.tanh_c = task->tanh_c;
    tile.h = task->h;
    tile.readout = task->readout;
    tile.dy = task->dy;
    tile.carry = task->carry;
    return tile;
}

/* Errors of a tile: fills dy, adds to the sums of squares. */
static void tile_errors(const ggc_network *net, const ggc_task *task, const ggc_tile *tile,
                        int first, double *train, double *held)
{
    const ggc_panel *panel = net->panel;
    const ggc_real scale = (ggc_real)(2.0 / task->n_train);
    for (int s = 0; s < tile->steps; s++) {
        size_t at = (size_t)s * (size_t)tile->lanes;
        size_t point = (size_t)first + (size_t)s * (size_t)panel->stride;
        for (int l = 0; l < tile->lanes; l++)
            task->weight[l] =
                s < panel->reach[first + l] ? task->train[point + (size_t)l] : (ggc_real)0;
        *train += net->kernels->residual(tile->lanes, task->y + at, task->target + point,
                                         task->weight, scale, task->dy + at);
        if (held == NULL)
            continue;
        for (int l = 0; l < tile->lanes; l++)
            task->weight[l] =
                s < panel->reach[first + l] ? task->held[point + (size_t)l] : (ggc_real)0;
        *held += net->kernels->residual(tile->lanes, task->y + at, task->target + point,
                                        task->weight, scale, task->spare);
    }
}

/* Gradients of a tile, added to g (all but w_ih) and to d_input. */
static void tile_gradient(const ggc_network *net, ggc_task *task, const ggc_tile *tile, int first,
                          int whole, const ggc_params *g)
{
    const ggc_kernels *kernels = net->kernels;
    const int n = tile->steps * tile->lanes;
    const size_t pitch = (size_t)n;
    kernels->contract(1, n, net->hidden, NULL, NULL, task->dy, pitch, task->h + tile->lanes,
                      pitch + (size_t)tile->lanes, task->d_readout);
    *g->b_out += kernels->sum(n, task->dy);
    kernels->backward[net->cell](tile);
    kernels->contract(net->rows, n, net->hidden, NULL, NULL, tile->gates, pitch, task->h,
                      pitch + (size_t)tile->lanes, g->w_hh);
    for (int r = 0; r < net->rows; r++) {
        const ggc_real *row = tile->gates + (size_t)r * pitch;
        g->bias[r] += kernels->sum(n, row);
        if (whole)
            continue;
        ggc_real *into = task->d_input + (size_t)r * (size_t)net->panel->points + first;
        for (int s = 0; s < tile->steps; s++)
            kernels->add(tile->lanes, row + (size_t)s * (size_t)tile->lanes,
                         into + (size_t)s * (size_t)net->panel->stride);
    }
}

static void copy_predictions(const ggc_network *net, const ggc_task *task, const ggc_tile *tile,
                             int first, ggc_real *y)
{
    for (int s = 0; s < tile->steps; s++)
        memcpy(y + (size_t)s * (size_t)net->panel->lanes + first,
               task->y + (size_t)s * (size_t)tile->lanes,
               (size_t)tile->lanes * sizeof(ggc_real));
}

/* Ridge on the recurrent and read-out weights: value, and gradient added. */
static double ridge(const ggc_network *net, const ggc_params *p, const ggc_params *g)
{
    const int n = net->hidden * net->rows;
    if (net->ridge <= 0)
        return 0.0;
    if (g != NULL) {
        for (int i = 0; i < n; i++)
            g->w_hh[i] += 2 * net->ridge * p->w_hh[i];
        for (int i = 0; i < net->hidden; i++)
            g->w_out[i] += 2 * net->ridge * p->w_out[i];
    }
    return (double)net->ridge * ((double)net->kernels->sum_squares(n, p->w_hh) +
                                 (double)net->kernels->sum_squares(net->hidden, p->w_out));
}

double ggc_network_pass(const ggc_network *net, ggc_task *task, ggc_real *block,
                        ggc_real *gradient, int count, const int *active, double *train,
                        double *held, ggc_real *y)
{
    const ggc_kernels *kernels = net->kernels;
    const ggc_panel *panel = net->panel;
    const size_t points = (size_t)panel->points, rows = (size_t)net->rows;
    const int whole = panel->lanes <= GGC_TILE && panel->window == panel->steps;
    ggc_params p = ggc_params_at(net, task->inputs, block), g = p;
    double squares = 0.0, held_squares = 0.0;

    pack_recurrent(net, p.w_hh, task, gradient != NULL);
    ggc_gconv_apply(net->hidden, net->graph, net->n_prop, 1, p.w_out, task->readout,
                    task->graph_scratch);
    for (int k = 0; k < count; k++)
        task->active_x[k] = task->xrow[active[k]];
    kernels->project(net->rows, panel->points, count, active, task->active_x, p.w_ih, net->x,
                     points, p.bias, task->input, points);
    if (gradient != NULL) {
        g = ggc_params_at(net, task->inputs, gradient);
        memset(g.w_hh, 0, (size_t)(g.b_out + 1 - g.w_hh) * sizeof(ggc_real));
        memset(task->d_readout, 0, (size_t)net->hidden * sizeof(ggc_real));
        if (!whole)
            memset(task->d_input, 0, rows * points * sizeof(ggc_real));
    }
    for (int first = 0; first < panel->lanes; first += GGC_TILE) {
        ggc_tile tile = tile_at(net, task, first, whole);
        if (tile.steps == 0)
            continue;
        kernels->forward[net->cell](&tile);
        kernels->read_out(&tile, *p.b_out, task->y);
        if (y != NULL)
            copy_predictions(net, task, &tile, first, y);
        tile_errors(net, task, &tile, first, &squares, held == NULL ? NULL : &held_squares);
        if (gradient != NULL)
            tile_gradient(net, task, &tile, first, whole, &g);
    }
    if (gradient != NULL) {
        ggc_gconv_apply(net->hidden, net->graph, net->n_prop, 0, task->d_readout, g.w_out,
                        task->graph_scratch);
        for (int k = 0; k < count; k++)
            memset(g.w_ih + (size_t)active[k] * rows, 0, rows * sizeof(ggc_real));
        kernels->contract(net->rows, panel->points, count, active, task->active_x,
                          whole ? task->input : task->d_input, points, net->x, points, g.w_ih);
    }
    *train = squares / task->n_train;
    if (held != NULL)
        *held = task->n_held > 0 ? held_squares / task->n_held : NAN;
    return *train + ridge(net, &p, gradient != NULL ? &g : NULL);
}
