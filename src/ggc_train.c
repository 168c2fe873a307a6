#include "ggc_train.h"

#include <math.h>
#include <string.h>

/* Inputs whose weights are not all zero. */
static int nonzero_inputs(const ggc_network *net, const ggc_real *block, int inputs,
                          int *active)
{
    const size_t group = ggc_network_group(net);
    int count = 0;
    for (int j = 0; j < inputs; j++) {
        const ggc_real *w = block + (size_t)j * group;
        for (size_t r = 0; r < group; r++)
            if (w[r] != 0) {
                active[count++] = j;
                break;
            }
    }
    return count;
}

/* Inputs that take part; the weights of the others are set to zero. */
static int allowed_inputs(const ggc_network *net, const double *penalty, int inputs,
                          ggc_real *block, int *allowed)
{
    const size_t group = ggc_network_group(net);
    int count = 0;
    for (int j = 0; j < inputs; j++)
        if (isfinite(penalty[j]))
            allowed[count++] = j;
        else
            memset(block + (size_t)j * group, 0, group * sizeof(ggc_real));
    return count;
}

/* Norms and pulls at the end of a lambda; uses up state->gradient. */
static void record(const ggc_network *net, const ggc_task *task, ggc_optim *state,
                   const ggc_real *block, double lambda, const double *penalty, double *norms,
                   double *pull)
{
    const size_t group = ggc_network_group(net);
    const int terms = ggc_loss_has_terms(&net->loss);
    ggc_optim_terms(net, task, block, state);
    for (int j = 0; j < task->inputs; j++) {
        norms[j] = ggc_optim_column_norm(net, block, j);
        if (norms[j] > 0)
            pull[j] = 1.0;
        else if (!isfinite(penalty[j]))
            pull[j] = 0.0;
        else
            pull[j] = ggc_loss_pull(&net->loss, net->rows, net->lags,
                                    state->gradient + (size_t)j * group, lambda * penalty[j],
                                    terms ? state->slope[j] : 0.0, terms ? state->pole[j] : 0.0);
    }
}

/* What a pass without a finite value means. */
static ggc_status broken_off(const ggc_task *task)
{
    return task->stop != NULL && task->stop(task->stop_ctx) ? GGC_ECANCELLED : GGC_EDIVERGED;
}

ggc_status ggc_train_path(const ggc_network *net, const ggc_schedule *schedule, ggc_task *task,
                          ggc_optim *state, ggc_real *block, const double *penalty, int *work,
                          ggc_stop stop, void *stop_ctx, double *norms, double *pull,
                          double *train, double *held, ggc_real *snapshots, int *iterations)
{
    const int inputs = task->inputs;
    int *all = work, *active = work + inputs;
    const int allowed = allowed_inputs(net, penalty, inputs, block, all);
    *iterations = 0;
    task->stop = stop;
    task->stop_ctx = stop_ctx;
    ggc_optim_reset(net, &schedule->optim, inputs, state);
    for (int l = 0; l < schedule->n_lambda; l++) {
        const int budget = l == 0 ? schedule->first : schedule->each;
        double error;
        state->fresh = 0;
        for (int i = 0; i < budget; i++) {
            if (stop != NULL && stop(stop_ctx))
                return GGC_ECANCELLED;
            int full = i % schedule->recheck == 0;
            int count = full ? allowed : nonzero_inputs(net, block, inputs, active);
            if (full) /* the gradient at hand may lack columns */
                state->fresh = 0;
            if (!ggc_optim_step(net, &schedule->optim, task, state, block, schedule->lambda[l],
                                penalty, count, full ? all : active, &error, NULL))
                return broken_off(task);
            ++*iterations;
            if (state->stalled && full)
                break; /* at a minimum, as far as this precision sees */
            if (state->stalled)
                i += schedule->recheck - 1 - i % schedule->recheck;
        }
        double smooth = ggc_network_pass(net, task, block, state->gradient, allowed, all,
                                         train + l, held + l, NULL);
        if (!isfinite(smooth))
            return broken_off(task);
        record(net, task, state, block, schedule->lambda[l], penalty,
               norms + (size_t)l * (size_t)inputs, pull + (size_t)l * (size_t)inputs);
        if (snapshots != NULL)
            memcpy(snapshots + (size_t)l * state->size, block, state->size * sizeof(ggc_real));
    }
    return GGC_OK;
}
