/* ggc_target.c - one target's networks: see ggc_target.h. */
#include "ggc_target.h"

#include <string.h>

size_t ggc_target_parameters(const ggc_problem *problem)
{
    return ggc_problem_parameters(problem, problem->design.horizons);
}

void ggc_target_carve(const ggc_problem *problem, const ggc_model *model, ggc_arena *arena,
                      ggc_target *target)
{
    const size_t inputs = (size_t)ggc_problem_inputs(problem);
    ggc_network_carve(&model->net, (int)inputs, arena, &target->task);
    target->xrow = GGC_TAKE(arena, int, inputs);
    target->work = GGC_TAKE(arena, int, 2 * inputs);
    target->h0 = GGC_TAKE(arena, float, problem->hidden);
    target->block = GGC_TAKE(arena, float, ggc_target_parameters(problem));
    target->penalty = GGC_TAKE(arena, double, inputs);
}

void ggc_target_load(const ggc_problem *problem, const ggc_model *model, int i, ggc_target *target)
{
    const int own = problem->target[i];
    int inputs = 0, own_input = -1;
    for (; inputs < problem->regulators; inputs++) {
        target->xrow[inputs] = problem->regulator[inputs];
        if (problem->regulator[inputs] == own)
            own_input = inputs;
    }
    if (own_input < 0) {
        own_input = inputs;
        target->xrow[inputs++] = own;
    }
    const size_t at = (size_t)i * (size_t)ggc_problem_inputs(problem);
    const double *penalty = problem->penalty + at;
    for (int k = 0; k < inputs; k++)
        target->penalty[k] = penalty[k];
    for (int u = 0; u < problem->hidden; u++)
        target->h0[u] = problem->h0 == NULL
                            ? 0.0f
                            : (float)problem->h0[(size_t)u + (size_t)i * (size_t)problem->hidden];
    target->task.inputs = inputs;
    target->task.xrow = target->xrow;
    target->task.h0 = target->h0;
    target->task.rows = (ggc_loss_rows){.own = own_input,
                                        .near = problem->near == NULL ? NULL : problem->near + at,
                                        .far = problem->far == NULL ? NULL : problem->far + at};
    ggc_model_target(problem, model, own, problem->design.horizons, target->task.target);
    if (problem->negative != NULL)
        ggc_model_target(problem, model, problem->negative[i], 1, target->task.negative);
}

void ggc_target_network(const ggc_problem *problem, const float *networks, int i, int m,
                        ggc_target *target)
{
    const size_t parameters = ggc_target_parameters(problem);
    const size_t at = (size_t)i * (size_t)problem->members + (size_t)m;
    memcpy(target->block, networks + at * parameters, parameters * sizeof *target->block);
}
