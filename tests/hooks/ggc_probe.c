/* ggc_probe.c - one network seen from outside: see ggc_probe.h. */
#include "ggc_probe.h"

#include <math.h>

#include "ggc_jacobian.h"
#include "ggc_optim.h"

#define ggc_probe_bytes GGC_NAME(ggc_probe_bytes)
#define ggc_probe_pass GGC_NAME(ggc_probe_pass)
#define ggc_probe_jacobian GGC_NAME(ggc_probe_jacobian)
#define ggc_probe_trace GGC_NAME(ggc_probe_trace)

typedef struct {
    ggc_panel panel;
    ggc_network net;
    ggc_task task;
    ggc_optim optim;
    ggc_jacobian jacobian;
    ggc_real *x, *graph, *h0, *block, *y;
    int *all, *rows;
} bench;

static ggc_status carve(const ggc_probe *probe, ggc_arena *arena, bench *b)
{
    const size_t hidden = (size_t)probe->hidden, genes = (size_t)probe->genes;
    ggc_status status = ggc_panel_plan(&probe->design, arena, &b->panel);
    if (status != GGC_OK)
        return status;
    const int gates = ggc_cell_gates(probe->cell);
    b->x = GGC_TAKE(arena, ggc_real,
                    genes * (size_t)probe->design.lags * (size_t)b->panel.points);
    b->graph = GGC_TAKE(arena, ggc_real, hidden * hidden);
    b->h0 = GGC_TAKE(arena, ggc_real, hidden);
    b->all = GGC_TAKE(arena, int, genes);
    b->rows = GGC_TAKE(arena, int, (size_t)gates * hidden);
    b->net = (ggc_network){.kernels = ggc_kernels_pick((ggc_isa)probe->isa),
                           .cell = probe->cell,
                           .hidden = probe->hidden,
                           .rows = gates * probe->hidden,
                           .graph = probe->graph != NULL ? b->graph : NULL,
                           .lags = probe->design.lags,
                           .layers = probe->layers,
                           .outputs = probe->outputs,
                           .horizons = probe->design.horizons,
                           .n_prop = probe->n_prop,
                           .graph_at = (ggc_graph_at)probe->graph_at,
                           .loss = probe->loss,
                           .ridge = (ggc_real)probe->ridge,
                           .panel = &b->panel,
                           .x = b->x};
    if (b->net.kernels == NULL)
        return GGC_EINVAL;
    ggc_network_carve(&b->net, probe->genes, arena, &b->task);
    ggc_optim_carve(&b->net, probe->genes, (ggc_optim_method)probe->optim, arena, &b->optim);
    ggc_jacobian_carve(&b->net, probe->genes, ggc_jacobian_lags(&b->net, b->panel.window), arena,
                       &b->jacobian);
    b->block = GGC_TAKE(arena, ggc_real, ggc_network_size(&b->net, probe->genes));
    b->y = GGC_TAKE(arena, ggc_real, (size_t)probe->outputs * (size_t)b->panel.lanes *
                                         (size_t)b->panel.window);
    return GGC_OK;
}

size_t ggc_probe_bytes(const ggc_probe *probe)
{
    ggc_arena arena;
    bench b;
    ggc_arena_init(&arena, NULL, 0);
    return carve(probe, &arena, &b) == GGC_OK && !arena.overflow ? arena.used + GGC_ALIGN : 0;
}

/* Position in PyTorch's layout of parameter i of ours: within every column of rows the
 * order differs, and within biases of gates set apart. */
static size_t outside_index(const bench *b, int genes, size_t i)
{
    const ggc_params p = ggc_params_at(&b->net, genes, b->block);
    const size_t rows = (size_t)b->net.rows, hidden = (size_t)b->net.hidden;
    const size_t apart = (size_t)ggc_cell_of(b->net.cell)->apart;
    for (int l = 0; l < b->net.layers; l++) {
        const size_t first = (size_t)(p.layer[l].w_in - b->block);
        const size_t last = (size_t)(p.layer[l].b_hh - b->block), k = i - first;
        if (i < last)
            return first + k / rows * rows + (size_t)b->rows[k % rows];
        if (i < last + apart * hidden)
            return last + (i - last) % apart * hidden + (i - last) / apart;
    }
    return i;
}

static void fill(const ggc_probe *probe, bench *b)
{
    const size_t genes = (size_t)probe->genes, points = (size_t)b->panel.points;
    const int gates = b->net.rows / probe->hidden;
    for (int r = 0; r < b->net.rows; r++)
        b->rows[r] = r % gates * probe->hidden + r / gates;
    ggc_network_inputs(&b->panel, probe->z, probe->genes, probe->design.lags, b->x);
    for (size_t n = 0; n < points; n++) {
        const int from = b->panel.source[n], fold = b->panel.fold[n];
        const size_t next = from < 0 ? 0 : genes * (size_t)(from + 1);
        for (size_t o = 0; o < (size_t)probe->outputs; o++) {
            const int horizon = (int)o % probe->design.horizons;
            b->task.target[o * points + n] =
                horizon < b->panel.ahead[n]
                    ? (ggc_real)probe->z[(size_t)probe->target[o] + next + genes * (size_t)horizon]
                    : (ggc_real)0;
        }
        if (probe->loss.triplet == GGC_TRIPLET_PREDICTION)
            b->task.negative[n] =
                from < 0 ? (ggc_real)0 : (ggc_real)probe->z[(size_t)probe->negative + next];
        b->task.train[n] = (ggc_real)(fold == 0);
        b->task.held[n] = (ggc_real)(fold > 0);
    }
    ggc_network_counts(&b->net, &b->task);
    b->task.rows = (ggc_loss_rows){.own = probe->target[0], .near = probe->near, .far = probe->far};
    for (int k = 0; k < probe->genes; k++)
        b->all[k] = k;
    for (int u = 0; u < probe->hidden; u++)
        b->h0[u] = (ggc_real)probe->h0[u];
    if (probe->graph != NULL)
        for (int i = 0; i < probe->hidden * probe->hidden; i++)
            b->graph[i] = (ggc_real)probe->graph[i];
    b->task.inputs = probe->genes;
    b->task.xrow = b->all;
    b->task.h0 = b->h0;
    for (size_t i = 0; i < ggc_network_size(&b->net, probe->genes); i++)
        b->block[i] = (ggc_real)probe->params[outside_index(b, probe->genes, i)];
}

static ggc_status set_up(const ggc_probe *probe, void *workspace, size_t size, bench *b)
{
    ggc_arena arena;
    ggc_arena_init(&arena, workspace, size);
    const ggc_status status = carve(probe, &arena, b);
    if (status != GGC_OK)
        return status;
    if (arena.overflow)
        return GGC_ENOMEM;
    fill(probe, b);
    return GGC_OK;
}

ggc_status ggc_probe_pass(const ggc_probe *probe, void *workspace, size_t size, double *gradient,
                          double *y, double *smooth, double *train, double *held)
{
    bench b;
    const ggc_status status = set_up(probe, workspace, size, &b);
    if (status != GGC_OK)
        return status;
    *smooth = ggc_network_pass(&b.net, &b.task, b.block, b.optim.gradient,
                               &(ggc_active){probe->genes, b.all}, train, held, b.y);
    for (size_t i = 0; i < ggc_network_size(&b.net, probe->genes); i++)
        gradient[outside_index(&b, probe->genes, i)] = (double)b.optim.gradient[i];
    size_t kept = 0, window = (size_t)b.panel.window, lanes = (size_t)b.panel.lanes;
    for (size_t lane = 0; lane < lanes; lane++)
        kept += b.panel.reach[lane] > 0;
    for (size_t o = 0; o < (size_t)probe->outputs; o++)
        for (size_t lane = 0, to = o * kept * window; lane < lanes; lane++)
            for (size_t s = 0; s < window && b.panel.reach[lane] > 0; s++, to++)
                y[to] = s < (size_t)b.panel.reach[lane]
                            ? (double)b.y[(o * window + s) * lanes + lane]
                            : NAN;
    return GGC_OK;
}

ggc_status ggc_probe_jacobian(const ggc_probe *probe, void *workspace, size_t size_of, int lags,
                              double *effect, double *size)
{
    bench b;
    const ggc_status status = set_up(probe, workspace, size_of, &b);
    if (status != GGC_OK)
        return status;
    if (lags < 1 || lags != ggc_jacobian_lags(&b.net, lags))
        return GGC_EINVAL;
    ggc_jacobian_pass(&b.net, &b.task, &b.jacobian, b.block, &(ggc_active){probe->genes, b.all},
                      lags, effect, size);
    return GGC_OK;
}

ggc_status ggc_probe_trace(const ggc_probe *probe, void *workspace, size_t size, int steps,
                           double *trace, double *params_out)
{
    bench b;
    const ggc_status status = set_up(probe, workspace, size, &b);
    if (status != GGC_OK)
        return status;
    const ggc_optim_config config = {.method = (ggc_optim_method)probe->optim, .rate = probe->rate};
    const ggc_learner learner = {&b.net, &b.task, &b.optim, b.block};
    const ggc_step step = {probe->lambda, probe->penalty, probe->genes, b.all};
    ggc_optim_reset(&b.net, &config, probe->genes, &b.optim);
    for (int i = 0; i < steps; i++) {
        double train;
        trace[i] = ggc_network_pass(&b.net, &b.task, b.block, NULL,
                                    &(ggc_active){probe->genes, b.all}, &train, NULL, NULL);
        if (!ggc_optim_step(&learner, &config, &step, &train, NULL))
            return GGC_EDIVERGED;
    }
    for (size_t i = 0; i < ggc_network_size(&b.net, probe->genes); i++)
        params_out[outside_index(&b, probe->genes, i)] = (double)b.block[i];
    return GGC_OK;
}

#ifndef GGC_DOUBLE
size_t ggc_probe_size(const ggc_probe *probe)
{
    const ggc_network net = {.cell = probe->cell,
                             .hidden = probe->hidden,
                             .rows = ggc_cell_gates(probe->cell) * probe->hidden,
                             .lags = probe->design.lags,
                             .layers = probe->layers,
                             .outputs = probe->outputs};
    return ggc_network_size(&net, probe->genes);
}
#endif
