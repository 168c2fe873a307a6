/* ggc_predict.c - forecasts of trained networks: see ggc_predict.h. */
#include "ggc_predict.h"

#include <math.h>

#include "ggc_target.h"
#include "ggc_watch.h"

typedef struct {
    ggc_target target;
    float *y; /* forecasts of every lane and step */
} memory;

/* As ggc_carving has it. */
static void carve(const ggc_problem *problem, const ggc_model *model, ggc_arena *arena, void *mine)
{
    memory *m = mine;
    const ggc_panel *panel = model->net.panel;
    ggc_target_carve(problem, model, arena, &m->target);
    m->y = GGC_TAKE(arena, float, (size_t)model->net.outputs * (size_t)panel->lanes *
                                      (size_t)panel->window);
}

static ggc_carving carving_of(const ggc_problem *problem, memory *m)
{
    return (ggc_carving){.outputs = problem->design.horizons, .carve = carve, .memory = m};
}

ggc_status ggc_predict_bytes(const ggc_problem *problem, ggc_bytes *bytes)
{
    memory m;
    const ggc_carving carving = carving_of(problem, &m);
    return ggc_workspace_measure(problem, &carving, bytes);
}

size_t ggc_predict_workspace(const ggc_problem *problem)
{
    memory m;
    const ggc_carving carving = carving_of(problem, &m);
    return ggc_workspace_size(problem, &carving);
}

/* Forecasts of member m of target i, added to their mean. */
static void add_forecasts(const ggc_problem *problem, const ggc_model *model, int i, int m,
                          const float *y, double *out)
{
    const size_t targets = (size_t)problem->targets, lanes = (size_t)model->panel.lanes;
    for (int lane = model->panel.lanes; lane-- > 0;)
        for (int step = 0; step < model->panel.reach[lane]; step++) {
            int n = lane + step * model->panel.stride, from = model->panel.source[n];
            if (model->panel.fold[n] == GGC_FOLD_NONE ||
                !ggc_panel_longest_past(&model->panel, lane, step))
                continue;
            double *at = out + (size_t)i + targets * (size_t)(from + 1);
            double value = (double)y[(size_t)step * lanes + (size_t)lane];
            *at = (m == 0 ? 0.0 : *at) + value / problem->members;
        }
}

ggc_status ggc_predict(const ggc_problem *problem, const float *networks, void *workspace,
                       size_t size, const ggc_hooks *hooks, double *out)
{
    ggc_model model;
    memory m;
    const ggc_carving carving = carving_of(problem, &m);
    const ggc_status status = ggc_workspace_place(problem, &carving, workspace, size, &model);
    if (status != GGC_OK)
        return status;
    ggc_task *task = &m.target.task;
    ggc_watch watch = ggc_watch_start(hooks, problem->targets);
    task->stop = ggc_watch_ask;
    task->stop_ctx = &watch;
    for (size_t n = 0; n < (size_t)problem->targets * (size_t)problem->columns; n++)
        out[n] = NAN;
    for (int i = 0; i < problem->targets; i++, watch.done++) {
        ggc_target_load(problem, &model, i, &m.target);
        ggc_model_fold(problem, &model, -1, problem->members, task);
        for (int k = 0; k < task->inputs; k++)
            m.target.work[k] = k;
        for (int member = 0; member < problem->members; member++) {
            double unused;
            ggc_target_network(problem, networks, i, member, &m.target);
            ggc_network_pass(&model.net, task, m.target.block, NULL,
                             &(ggc_active){task->inputs, m.target.work}, &unused, NULL, m.y);
            if (ggc_watch_ask(&watch))
                return GGC_ECANCELLED;
            add_forecasts(problem, &model, i, member, m.y, out);
        }
    }
    return GGC_OK;
}
