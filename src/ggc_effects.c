/* ggc_effects.c - what forecasts owe to the inputs: see ggc_effects.h. */
#include "ggc_effects.h"

#include <string.h>

#include "ggc_jacobian.h"
#include "ggc_target.h"
#include "ggc_watch.h"

/* One thread's memory. */
typedef struct {
    ggc_target target;
    ggc_jacobian jacobian;
    double *effect, *size;           /* lags x inputs, of one member */
    double *mean_effect, *mean_size; /* of all */
} slot;

typedef struct {
    int lags; /* as asked for */
    int threads;
    slot *slots;
} memory;

static void carve_slot(const ggc_problem *problem, const ggc_model *model, int lags,
                       ggc_arena *arena, slot *s)
{
    const size_t inputs = (size_t)ggc_problem_inputs(problem), all = (size_t)lags * inputs;
    ggc_target_carve(problem, model, arena, &s->target);
    ggc_jacobian_carve(&model->net, (int)inputs, lags, arena, &s->jacobian);
    s->effect = GGC_TAKE(arena, double, all);
    s->size = GGC_TAKE(arena, double, all);
    s->mean_effect = GGC_TAKE(arena, double, all);
    s->mean_size = GGC_TAKE(arena, double, all);
}

/* As ggc_carving has it. */
static void carve(const ggc_problem *problem, const ggc_model *model, ggc_arena *arena, void *mine)
{
    memory *m = mine;
    slot measured;
    const int lags = ggc_jacobian_lags(&model->net, m->lags);
    m->slots = GGC_TAKE(arena, slot, m->threads);
    for (int t = 0; t < m->threads; t++)
        carve_slot(problem, model, lags, arena, m->slots != NULL ? m->slots + t : &measured);
}

static ggc_carving carving_of(const ggc_problem *problem, memory *m)
{
    return (ggc_carving){.outputs = problem->design.horizons, .carve = carve, .memory = m};
}

ggc_status ggc_effects_bytes(const ggc_problem *problem, int lags, int threads, ggc_bytes *bytes)
{
    memory m = {.lags = lags, .threads = threads};
    const ggc_carving carving = carving_of(problem, &m);
    return ggc_workspace_measure(problem, &carving, bytes);
}

size_t ggc_effects_workspace(const ggc_problem *problem, int lags, int threads)
{
    memory m = {.lags = lags, .threads = threads};
    const ggc_carving carving = carving_of(problem, &m);
    return ggc_workspace_size(problem, &carving);
}

/* Sums over lags, and the lag of the largest size, of target i. */
static void summarise_effects(const ggc_problem *problem, int i, int lags, const slot *s,
                              ggc_effects_result *out)
{
    const size_t at = (size_t)i * (size_t)ggc_problem_inputs(problem);
    for (size_t j = 0; j < (size_t)ggc_problem_inputs(problem); j++) {
        const double *effect = s->mean_effect + j * (size_t)lags;
        const double *size = s->mean_size + j * (size_t)lags;
        int peak = 0;
        out->effect[at + j] = out->size[at + j] = 0.0;
        for (int k = 0; k < lags; k++) {
            out->effect[at + j] += effect[k];
            out->size[at + j] += size[k];
            if (size[k] > size[peak])
                peak = k;
        }
        out->lag[at + j] = size[peak] > 0 ? peak + 1 : 0;
    }
}

/* What all targets share. */
typedef struct {
    const ggc_problem *problem;
    const ggc_model *model;
    const float *networks;
    int lags;
    ggc_effects_result *out;
} reading;

/* A unit of ggc_over_units(). */
static int read_target(const void *job, int i, void *mine, ggc_watch *watch)
{
    const reading *all = job;
    const ggc_problem *problem = all->problem;
    const ggc_network *net = &all->model->net;
    slot *s = mine;
    ggc_target *target = &s->target;
    const size_t size = (size_t)all->lags * (size_t)ggc_problem_inputs(problem);
    ggc_target_load(problem, all->model, i, target);
    memset(s->mean_effect, 0, size * sizeof(double));
    memset(s->mean_size, 0, size * sizeof(double));
    for (int m = 0; m < problem->members; m++) {
        int count = 0;
        if (ggc_watch_ask(watch))
            return 0;
        ggc_target_network(problem, all->networks, i, m, target);
        for (int j = 0; j < target->task.inputs; j++)
            if (ggc_optim_column_norm(net, target->block, j) > 0)
                target->work[count++] = j;
        ggc_jacobian_pass(net, &target->task, &s->jacobian, target->block,
                          &(ggc_active){count, target->work}, all->lags, s->effect, s->size);
        const size_t used = (size_t)all->lags * (size_t)target->task.inputs;
        for (size_t n = 0; n < used; n++) {
            s->mean_effect[n] += s->effect[n] / (double)problem->members;
            s->mean_size[n] += s->size[n] / (double)problem->members;
        }
    }
    summarise_effects(problem, i, all->lags, s, all->out);
    return 1;
}

ggc_status ggc_effects(const ggc_problem *problem, const ggc_effects_ask *ask, void *workspace,
                       size_t size, const ggc_hooks *hooks, ggc_effects_result *result)
{
    ggc_model model;
    memory m = {.lags = ask->lags, .threads = ask->threads};
    const ggc_carving carving = carving_of(problem, &m);
    const ggc_status status = ggc_workspace_place(problem, &carving, workspace, size, &model);
    if (status != GGC_OK)
        return status;
    const reading all = {problem, &model, ask->networks, ggc_jacobian_lags(&model.net, ask->lags),
                         result};
    const ggc_units units = {.count = problem->targets,
                             .chunk = 1,
                             .run = read_target,
                             .job = &all,
                             .slots = m.slots,
                             .slot_size = sizeof *m.slots};
    ggc_watch watch = ggc_watch_start(hooks, problem->targets);
    return ggc_over_units(&units, ask->threads, &watch);
}
