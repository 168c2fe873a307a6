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

/* Are these inputs, if need be after a pass over them, at a minimum within the
 * tolerance? */
static int at_minimum(const ggc_network *net, const ggc_schedule *schedule, ggc_task *task,
                      ggc_optim *state, ggc_real *block, double lambda, const double *penalty,
                      int count, const int *inputs, int pass)
{
    if (schedule->tolerance <= 0 || !(state->fresh || pass))
        return 0;
    if (!state->fresh &&
        !ggc_optim_evaluate(net, task, state, block, lambda, penalty, count, inputs))
        return 0;
    return ggc_optim_violation(net, task, state, block, lambda, penalty, count, inputs) <=
           schedule->tolerance;
}

ggc_status ggc_train_path(const ggc_network *net, const ggc_schedule *schedule, ggc_task *task,
                          ggc_optim *state, ggc_real *block, const double *penalty, int *work,
                          ggc_stop stop, void *stop_ctx, double *norms, double *pull,
                          double *train, double *held, double *violation, ggc_real *snapshots,
                          int *iterations)
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
        const double lambda = schedule->lambda[l];
        ggc_optim_turn(state);
        for (int i = 0, due = 0, whole = 0; i < budget;) {
            if (stop != NULL && stop(stop_ctx))
                return GGC_ECANCELLED;
            /* At the start columns come and go, which decides among minima. */
            const int settles = schedule->tolerance > 0 && l == 0 && i < schedule->recheck;
            const int full = i >= due || settles;
            const int count = full ? allowed : nonzero_inputs(net, block, inputs, active);
            const int *taken = full ? all : active;
            int ends;
            double error;
            if (full && !whole) /* the gradient at hand lacks columns */
                state->fresh = 0;
            whole = full;
            if (full)
                due = i + schedule->recheck;
            ends = at_minimum(net, schedule, task, state, block, lambda, penalty, count, taken,
                              full);
            if (!ends) {
                if (!ggc_optim_step(net, &schedule->optim, task, state, block, lambda, penalty,
                                    count, taken, &error, NULL))
                    return broken_off(task);
                ++*iterations;
                i++;
                ends = state->stalled; /* at a minimum, as far as this precision sees */
            }
            if (ends && full)
                break;
            if (ends) /* now the columns left out are asked */
                due = i;
        }
        double smooth = ggc_network_pass(net, task, block, state->gradient, allowed, all,
                                         train + l, held + l, NULL);
        if (!isfinite(smooth))
            return broken_off(task);
        violation[l] =
            ggc_optim_violation(net, task, state, block, lambda, penalty, allowed, all);
        record(net, task, state, block, lambda, penalty,
               norms + (size_t)l * (size_t)inputs, pull + (size_t)l * (size_t)inputs);
        if (snapshots != NULL)
            memcpy(snapshots + (size_t)l * state->size, block, state->size * sizeof(ggc_real));
    }
    return GGC_OK;
}
