/* ggc_loo.c - GGC-LOO: see ggc_loo.h. */
#include "ggc_loo.h"

#include <math.h>
#include <string.h>

#include "ggc_watch.h"

enum { ATTEMPTS = 4 };                  /* steps of rate, rate/4, rate/16, rate/64 */
static const uint64_t EVERY_TARGET = 0; /* name of the streams that all masks share */

/* One thread's memory. */
typedef struct {
    ggc_task task;
    ggc_optim optim;
    int *xrow, *work;
    float *h0, *graph, *block, *y;
    double *norms, *kkt;
    double *forecast; /* targets x columns: sums over members that hold a step out */
    int *held_by;     /* columns: how many */
} slot;

/* Inputs of the global network: the regulators, and targets that are none. */
static int list_inputs(const ggc_problem *problem, int *out)
{
    int n = 0;
    for (; n < problem->regulators; n++)
        if (out != NULL)
            out[n] = problem->regulator[n];
    for (int i = 0; i < problem->targets; i++) {
        int known = 0;
        for (int k = 0; k < problem->regulators && !known; k++)
            known = problem->regulator[k] == problem->target[i];
        if (!known) {
            if (out != NULL)
                out[n] = problem->target[i];
            n++;
        }
    }
    return n;
}

/* What all threads take. */
typedef struct {
    const ggc_loo *loo;
    int inputs, threads;
    float *globals; /* parameters of the global networks of all members */
    slot *slots;
} memory;

static void carve_slot(const ggc_problem *problem, const ggc_model *model, const memory *m,
                       ggc_arena *arena, slot *s)
{
    const size_t inputs = (size_t)m->inputs, hidden = (size_t)problem->hidden;
    const ggc_panel *panel = model->net.panel;
    ggc_network_carve(&model->net, m->inputs, arena, &s->task);
    ggc_optim_carve(&model->net, m->inputs, problem->schedule.optim.method, arena, &s->optim);
    s->xrow = GGC_TAKE(arena, int, inputs);
    s->work = GGC_TAKE(arena, int, 2 * inputs);
    s->h0 = GGC_TAKE(arena, float, hidden);
    s->graph = GGC_TAKE(arena, float, m->loo->graph != NULL ? hidden * hidden : 0);
    s->block = GGC_TAKE(arena, float, ggc_network_size(&model->net, m->inputs));
    s->y = GGC_TAKE(arena, float, (size_t)problem->targets * (size_t)panel->lanes *
                                      (size_t)panel->window);
    s->norms = GGC_TAKE(arena, double, inputs);
    s->kkt = GGC_TAKE(arena, double, inputs);
    s->forecast = GGC_TAKE(arena, double, (size_t)problem->targets * (size_t)problem->columns);
    s->held_by = GGC_TAKE(arena, int, problem->columns);
}

/* As ggc_carving has it. */
static void carve(const ggc_problem *problem, const ggc_model *model, ggc_arena *arena, void *mine)
{
    memory *m = mine;
    slot measured;
    m->globals =
        GGC_TAKE(arena, float,
                          ggc_network_size(&model->net, m->inputs) * (size_t)problem->members);
    m->slots = GGC_TAKE(arena, slot, m->threads);
    for (int t = 0; t < m->threads; t++)
        carve_slot(problem, model, m, arena, m->slots != NULL ? m->slots + t : &measured);
}

static ggc_carving carving_of(const ggc_loo *loo, memory *m)
{
    return (ggc_carving){.outputs = loo->problem->targets, .carve = carve, .memory = m};
}

ggc_status ggc_loo_bytes(const ggc_loo *loo, int inputs, int threads, ggc_bytes *bytes)
{
    memory m = {.loo = loo, .inputs = inputs, .threads = threads};
    const ggc_carving carving = carving_of(loo, &m);
    return ggc_workspace_measure(loo->problem, &carving, bytes);
}

size_t ggc_loo_workspace(const ggc_loo *loo, int threads)
{
    memory m = {.loo = loo, .inputs = list_inputs(loo->problem, NULL), .threads = threads};
    const ggc_carving carving = carving_of(loo, &m);
    return ggc_workspace_size(loo->problem, &carving);
}

/* Inputs, graph and first state of a mask. Returns its network. */
static ggc_network load_mask(const ggc_loo *loo, const ggc_model *model, int mask, slot *s)
{
    const ggc_problem *problem = loo->problem;
    const size_t hidden = (size_t)problem->hidden, points = (size_t)model->panel.points;
    ggc_network net = model->net;
    s->task.inputs = list_inputs(problem, s->xrow);
    if (mask > 0) {
        s->task.inputs--;
        for (int k = mask - 1; k < s->task.inputs; k++)
            s->xrow[k] = s->xrow[k + 1];
    }
    s->task.xrow = s->xrow;
    s->task.h0 = s->h0;
    for (size_t u = 0; u < hidden; u++)
        s->h0[u] = loo->h0 == NULL ? 0.0f : (float)loo->h0[u + hidden * (size_t)mask];
    if (loo->graph != NULL) {
        const double *graph = loo->graph + hidden * hidden * (size_t)mask;
        for (size_t i = 0; i < hidden * hidden; i++)
            s->graph[i] = (float)graph[i];
        net.graph = s->graph;
    }
    for (int i = 0; i < problem->targets; i++)
        ggc_model_target(problem, model, problem->target[i], 1,
                         s->task.target + (size_t)i * points);
    return net;
}

/* What all units share. */
typedef struct {
    const ggc_loo *loo;
    const ggc_model *model;
    int inputs;        /* of a global network */
    float *globals;    /* parameters of those of all members */
    size_t parameters; /* of one */
    int *failed;       /* a global network diverged */
    ggc_loo_result *out;
} work;

/* The path of one penalty from the parameters in s->block. */
static ggc_status train_on(const ggc_problem *problem, const ggc_schedule *schedule,
                           const ggc_network *net, slot *s, int *iterations)
{
    double train, held, violation;
    const ggc_learner learner = {net, &s->task, &s->optim, s->block};
    ggc_path path = {
        .norms = s->norms, .kkt = s->kkt, .train = &train, .held = &held, .violation = &violation};
    const ggc_status status = ggc_train_path(&learner, schedule, problem->penalty, s->work, &path);
    *iterations += path.iterations;
    return status;
}

/* Train the global network of a member from its random start; mask 0 is loaded. */
static ggc_status train_global(const work *all, const ggc_network *net, int member, slot *s,
                               int *iterations)
{
    const ggc_problem *problem = all->loo->problem;
    ggc_schedule schedule = problem->schedule;
    ggc_status status = GGC_EDIVERGED;
    ggc_model_fold(problem, all->model, -1, member, &s->task);
    for (int a = 0; a < ATTEMPTS && status == GGC_EDIVERGED; a++) {
        ggc_model_start(problem, all->model, EVERY_TARGET, member, &s->task, s->block);
        status = train_on(problem, &schedule, net, s, iterations);
        schedule.optim.rate /= 4.0;
    }
    return status;
}

/* The parameters of a global network without those of regulator j. */
static void drop_input(const ggc_network *net, const float *global, int inputs, int j, float *out)
{
    const size_t group = ggc_network_group(net), before = (size_t)j * group;
    const size_t all = ggc_network_size(net, inputs);
    memcpy(out, global, before * sizeof *out);
    memcpy(out + before, global + before + group, (all - before - group) * sizeof *out);
}

/* Take a global network over without the masked regulator, and train on. */
static ggc_status train_masked(const work *all, const ggc_network *net, int mask, int member,
                               slot *s, int *iterations)
{
    const ggc_loo *loo = all->loo;
    const float *global = all->globals + all->parameters * (size_t)member;
    ggc_schedule schedule = loo->problem->schedule;
    ggc_status status = GGC_EDIVERGED;
    ggc_model_fold(all->loo->problem, all->model, -1, member, &s->task);
    schedule.first = loo->refit;
    schedule.optim.rate *= loo->refit_rate;
    for (int a = 0; a < ATTEMPTS && status == GGC_EDIVERGED; a++) {
        if (mask == 0)
            memcpy(s->block, global, all->parameters * sizeof *s->block);
        else
            drop_input(net, global, all->inputs, mask - 1, s->block);
        if (loo->refit == 0)
            return GGC_OK;
        status = train_on(loo->problem, &schedule, net, s, iterations);
        schedule.optim.rate /= 4.0;
    }
    return status;
}

/* Forecasts of the network in s->block: added to s->forecast where held out; errors
 * elsewhere to the column of a mask. Returns the number of steps that trained. */
static double forecast_member(const ggc_loo *loo, const ggc_model *model, const ggc_network *net,
                              int mask, slot *s, ggc_loo_result *out)
{
    const ggc_panel *panel = &model->panel;
    const size_t targets = (size_t)loo->problem->targets, points = (size_t)panel->points;
    const size_t lanes = (size_t)panel->lanes, window = (size_t)panel->window;
    double *train = out->train + targets * (size_t)mask, trained = 0.0, unused;
    for (int k = 0; k < s->task.inputs; k++)
        s->work[k] = k;
    ggc_network_pass(net, &s->task, s->block, NULL, &(ggc_active){s->task.inputs, s->work}, &unused,
                     NULL, s->y);
    for (int lane = 0; lane < panel->lanes; lane++)
        for (int step = 0; step < panel->reach[lane]; step++) {
            const size_t n = (size_t)lane + (size_t)step * (size_t)panel->stride;
            const float *y = s->y + (size_t)step * lanes + (size_t)lane;
            if (panel->fold[n] == GGC_FOLD_NONE || !ggc_panel_longest_past(panel, lane, step))
                continue;
            if (s->task.held[n] > 0) {
                double *to = s->forecast + targets * (size_t)panel->source[n];
                s->held_by[panel->source[n]]++;
                for (size_t i = 0; i < targets; i++)
                    to[i] += (double)y[i * window * lanes];
                continue;
            }
            trained += 1.0;
            for (size_t i = 0; i < targets; i++) {
                double error =
                    (double)y[i * window * lanes] - (double)s->task.target[i * points + n];
                train[i] += error * error;
            }
        }
    return trained;
}

/* Errors of the mean forecasts of a mask, in sums over blocks. */
static void score_forecasts(const ggc_loo *loo, int mask, const slot *s, ggc_loo_result *out)
{
    const ggc_problem *problem = loo->problem;
    const size_t targets = (size_t)problem->targets, blocks = (size_t)loo->blocks;
    const size_t genes = (size_t)problem->genes;
    double *held = out->held + blocks * targets * (size_t)mask;
    for (size_t from = 0; from < (size_t)problem->columns; from++) {
        if (s->held_by[from] == 0)
            continue;
        const size_t block = (size_t)loo->block[from];
        if (mask == 0)
            out->steps[block] += 1.0;
        for (size_t i = 0; i < targets; i++) {
            double next = problem->z[(size_t)problem->target[i] + genes * (from + 1)];
            double error = s->forecast[targets * from + i] / s->held_by[from] - next;
            held[block + blocks * i] += error * error;
        }
    }
}

static void mark_failed(const ggc_loo *loo, int mask, ggc_loo_result *out)
{
    const size_t targets = (size_t)loo->problem->targets;
    const size_t column = (size_t)loo->blocks * targets;
    for (size_t n = 0; n < column; n++)
        out->held[column * (size_t)mask + n] = NAN;
    for (size_t i = 0; i < targets; i++)
        out->train[targets * (size_t)mask + i] = NAN;
    out->status[mask] = GGC_EDIVERGED;
}

/* The global network of member m; a unit of ggc_over_units(). */
static int run_global(const void *job, int m, void *mine, ggc_watch *watch)
{
    const work *all = job;
    slot *s = mine;
    int iterations = 0;
    const ggc_network net = load_mask(all->loo, all->model, 0, s);
    s->task.stop = ggc_watch_ask;
    s->task.stop_ctx = watch;
    ggc_status status = train_global(all, &net, m, s, &iterations);
    memcpy(all->globals + all->parameters * (size_t)m, s->block,
           all->parameters * sizeof *all->globals);
#pragma omp atomic
    all->out->iterations[0] += iterations;
    if (status == GGC_EDIVERGED) {
#pragma omp atomic write
        *all->failed = 1;
    }
    return status != GGC_ECANCELLED;
}

/* One mask: every member taken over, trained on, and scored. A unit of
 * ggc_over_units(). */
static int run_mask(const void *job, int mask, void *mine, ggc_watch *watch)
{
    const work *all = job;
    const ggc_loo *loo = all->loo;
    const ggc_model *model = all->model;
    ggc_loo_result *out = all->out;
    slot *s = mine;
    if (ggc_watch_ask(watch))
        return 0;
    if (*all->failed) {
        mark_failed(loo, mask, out);
        return 1;
    }
    const size_t targets = (size_t)loo->problem->targets;
    const ggc_network net = load_mask(loo, model, mask, s);
    double trained = 0.0;
    s->task.stop = ggc_watch_ask;
    s->task.stop_ctx = watch;
    for (size_t n = 0; n < targets * (size_t)loo->problem->columns; n++)
        s->forecast[n] = 0.0;
    for (int n = 0; n < loo->problem->columns; n++)
        s->held_by[n] = 0;
    for (int m = 0; m < loo->problem->members; m++) {
        int iterations = 0;
        ggc_status status = train_masked(all, &net, mask, m, s, &iterations);
        out->iterations[mask] += iterations;
        if (status == GGC_EDIVERGED) {
            mark_failed(loo, mask, out);
            return 1;
        }
        if (status != GGC_OK)
            return 0;
        trained += forecast_member(loo, model, &net, mask, s, out);
    }
    for (size_t i = 0; i < targets; i++)
        out->train[targets * (size_t)mask + i] /= trained;
    score_forecasts(loo, mask, s, out);
    return 1;
}

static void clear(const ggc_loo *loo, ggc_loo_result *out)
{
    const size_t masks = (size_t)loo->problem->regulators + 1;
    const size_t targets = (size_t)loo->problem->targets, blocks = (size_t)loo->blocks;
    for (size_t n = 0; n < blocks * targets * masks; n++)
        out->held[n] = 0.0;
    for (size_t n = 0; n < targets * masks; n++)
        out->train[n] = 0.0;
    for (size_t b = 0; b < blocks; b++)
        out->steps[b] = 0.0;
    for (size_t m = 0; m < masks; m++)
        out->iterations[m] = out->status[m] = 0;
}

ggc_status ggc_loo_run(const ggc_loo *loo, int threads, void *workspace, size_t size,
                       const ggc_hooks *hooks, ggc_loo_result *result)
{
    const ggc_problem *problem = loo->problem;
    const int masks = problem->regulators + 1;
    ggc_model model;
    int failed = 0;
    memory m = {.loo = loo, .inputs = list_inputs(problem, NULL), .threads = threads};
    const ggc_carving carving = carving_of(loo, &m);
    ggc_status status = ggc_workspace_place(problem, &carving, workspace, size, &model);
    if (status != GGC_OK)
        return status;
    clear(loo, result);
    const work all = {.loo = loo,
                      .model = &model,
                      .inputs = m.inputs,
                      .globals = m.globals,
                      .parameters = ggc_network_size(&model.net, m.inputs),
                      .failed = &failed,
                      .out = result};
    ggc_units units = {.count = problem->members,
                       .chunk = 1,
                       .run = run_global,
                       .job = &all,
                       .slots = m.slots,
                       .slot_size = sizeof *m.slots};
    ggc_watch watch = ggc_watch_start(hooks, problem->members + masks);
    status = ggc_over_units(&units, threads, &watch);
    if (status != GGC_OK)
        return status;
    units.count = masks;
    units.run = run_mask;
    return ggc_over_units(&units, threads, &watch);
}
