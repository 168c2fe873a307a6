/* ggc_problem.c - the model that answers a problem: see ggc_problem.h. */
#include "ggc_problem.h"

#include <math.h>

#include "ggc_rng.h"

ggc_network ggc_problem_network(const ggc_problem *problem, int outputs)
{
    return (ggc_network){.cell = problem->cell,
                         .hidden = problem->hidden,
                         .rows = problem->hidden * ggc_cell_gates(problem->cell),
                         .lags = problem->design.lags,
                         .layers = problem->layers,
                         .outputs = outputs,
                         .horizons = problem->design.horizons,
                         .n_prop = problem->n_prop,
                         .graph_at = problem->graph_at,
                         .ridge = (float)problem->ridge,
                         .loss = problem->loss};
}

size_t ggc_problem_parameters(const ggc_problem *problem, int outputs)
{
    const ggc_network net = ggc_problem_network(problem, outputs);
    return ggc_network_size(&net, ggc_problem_inputs(problem));
}

ggc_status ggc_model_carve(const ggc_problem *problem, int outputs, ggc_arena *arena,
                           ggc_model *model)
{
    const size_t hidden = (size_t)problem->hidden;
    ggc_status status = ggc_panel_plan(&problem->design, arena, &model->panel);
    if (status != GGC_OK)
        return status;
    model->x = GGC_TAKE(arena, float, (size_t)problem->genes * (size_t)problem->design.lags *
                                          (size_t)model->panel.points);
    model->graph = GGC_TAKE(arena, float, problem->graph != NULL ? hidden * hidden : 0);
    model->net = ggc_problem_network(problem, outputs);
    model->net.kernels = ggc_kernels_pick(problem->isa);
    model->net.graph = problem->graph != NULL ? model->graph : NULL;
    model->net.panel = &model->panel;
    model->net.x = model->x;
    return model->net.kernels == NULL ? GGC_EINVAL : GGC_OK;
}

void ggc_model_fill(const ggc_problem *problem, ggc_model *model)
{
    ggc_network_inputs(&model->panel, problem->z, problem->genes, problem->design.lags, model->x);
    if (problem->graph != NULL)
        for (size_t i = 0; i < (size_t)problem->hidden * (size_t)problem->hidden; i++)
            model->graph[i] = (float)problem->graph[i];
}

void ggc_model_target(const ggc_problem *problem, const ggc_model *model, int own, int horizons,
                      float *to)
{
    const ggc_panel *panel = &model->panel;
    const double *z = problem->z + own;
    for (int h = 0; h < horizons; h++)
        for (int n = 0; n < panel->points; n++)
            *to++ = h < panel->ahead[n]
                        ? (float)z[(size_t)problem->genes * (size_t)(panel->source[n] + 1 + h)]
                        : 0.0f;
}

/* Is a value off that the forecast from a point is to be compared with? */
static int reaches_off(const ggc_panel *panel, const int *off, int point)
{
    for (int h = 0; h < panel->ahead[point]; h++)
        if (off[panel->source[point] + 1 + h])
            return 1;
    return 0;
}

void ggc_model_fold(const ggc_problem *problem, const ggc_model *model, int i, int member,
                    ggc_task *task)
{
    const ggc_panel *panel = &model->panel;
    const int *off =
        problem->off == NULL || i < 0 ? NULL : problem->off + (size_t)problem->columns * (size_t)i;
    for (int n = 0; n < panel->points; n++) {
        int fold = panel->fold[n];
        if (off != NULL && fold != GGC_FOLD_NONE && reaches_off(panel, off, n))
            fold = GGC_FOLD_NONE;
        int held = fold == member + 1 || fold == GGC_FOLD_HELD;
        task->held[n] = held ? 1.0f : 0.0f;
        task->train[n] = fold != GGC_FOLD_NONE && !held ? 1.0f : 0.0f;
    }
    ggc_network_counts(&model->net, task);
}

void ggc_model_start(const ggc_problem *problem, const ggc_model *model, uint64_t name, int member,
                     const ggc_task *task, float *block)
{
    const size_t group = ggc_network_group(&model->net), rows = (size_t)model->net.rows;
    const size_t gates = rows / (size_t)problem->hidden;
    const double width = 1.0 / sqrt((double)problem->hidden);
    ggc_rng rng;
    for (int k = 0; k < task->inputs; k++) {
        float *w = block + (size_t)k * group;
        const size_t gene = (size_t)task->xrow[k];
        ggc_rng_start(&rng, problem->seed, name ^ (problem->key[gene] * 3),
                      GGC_STREAM_INPUT_WEIGHTS + (uint64_t)member);
        for (size_t r = 0; r < group; r++)
            w[r] = problem->w_start == NULL
                       ? (float)((2.0 * ggc_rng_uniform(&rng) - 1.0) * width)
                       : (float)problem->w_start[gene * (size_t)problem->hidden + r % rows / gates];
    }
    ggc_rng_start(&rng, problem->seed, name, GGC_STREAM_OTHER_WEIGHTS + (uint64_t)member);
    const size_t size = ggc_network_size(&model->net, task->inputs);
    for (size_t n = (size_t)task->inputs * group; n < size; n++)
        block[n] = (float)((2.0 * ggc_rng_uniform(&rng) - 1.0) * width);
}
