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

/* Where a minimum is sought, columns at zero that would enter must not be missed: which
 * of them do, early on, decides among minima. So after a full pass those take part too
 * whose pull is near 1. The gradients x_j' d of the others, with d the derivatives by
 * the projections, have room up to the penalty, and as
 *     ||x_j' d - x_j' d0|| <= ||x_j|| ||d - d0||
 * all columns are asked again once d has moved so far that a room may be used up. The
 * bound is reached by an x_j along d - d0 only. How much of it the columns did use from
 * one full pass to the next is measured; SAFETY times that is reckoned with, at most
 * all of it, and it is forgotten by FADING. */
static const double NEAR = 0.7, SAFETY = 2.0, FADING = 0.9;

/* How close a column is to entering, by a gradient of all columns; 1 if it is in. */
static double pull_of(const ggc_network *net, ggc_optim *state, const ggc_real *block,
                      double lambda, const double *penalty, int j)
{
    const size_t group = ggc_network_group(net);
    const int terms = ggc_loss_has_terms(&net->loss);
    if (ggc_optim_column_norm(net, block, j) > 0)
        return 1.0;
    if (!isfinite(penalty[j]))
        return 0.0;
    memcpy(state->column, state->gradient + (size_t)j * group, group * sizeof(ggc_real));
    return ggc_loss_pull(&net->loss, net->rows, net->lags, state->column, lambda * penalty[j],
                         terms ? state->slope[j] : 0.0, terms ? state->pole[j] : 0.0);
}

/* Who takes part in a step. */
typedef struct {
    int *all, *some; /* inputs that may; of them those that do between full passes */
    int n_all, n_some;
    int due;         /* iteration of the next full pass */
    int seeks;       /* a minimum is sought, which must be that of full passes */
    double room;     /* then: how far the derivatives may move before the next */
    double likeness; /* and the share of the bound that is reckoned with */
} selection;

/* How far the derivatives have moved since a full pass. */
static double moved(const ggc_network *net, const ggc_task *task, const ggc_optim *state)
{
    const size_t n = (size_t)net->rows * (size_t)net->panel->points;
    const ggc_real *now = ggc_network_derivative(net, task), *then = state->derivative;
    double squares = 0.0;
    for (size_t i = 0; i < n; i++) {
        ggc_real d = now[i] - then[i];
        squares += (double)(d * d);
    }
    return sqrt(squares);
}

/* ||x_j||: an input at all its lags. */
static double input_size(const ggc_network *net, const ggc_task *task, int j)
{
    const size_t n = (size_t)net->lags * (size_t)net->panel->points;
    return ggc_loss_norm(n, net->x + (size_t)task->xrow[j] * n);
}

/* From this full pass and the one before. */
static void renew_likeness(const ggc_network *net, const ggc_task *task, const ggc_optim *state,
                           selection *who)
{
    const size_t group = ggc_network_group(net);
    const double way = moved(net, task, state);
    double most = 0.0;
    for (int a = 0; a < who->n_all && way > 0; a++) {
        const size_t at = (size_t)who->all[a] * group;
        const double size = input_size(net, task, who->all[a]);
        double squares = 0.0;
        for (size_t i = at; i < at + group; i++) {
            double d = (double)state->gradient[i] - (double)state->asked[i];
            squares += d * d;
        }
        if (size > 0 && sqrt(squares) > most * size * way)
            most = sqrt(squares) / (size * way);
    }
    const double faded = FADING * who->likeness;
    who->likeness = SAFETY * most > faded ? SAFETY * most : faded;
    if (who->likeness > 1.0)
        who->likeness = 1.0;
}

/* After a full pass: the inputs that are in or near, and the room of the others. */
static void select_near(const ggc_network *net, const ggc_task *task, ggc_optim *state,
                        const ggc_real *block, double lambda, const double *penalty,
                        selection *who)
{
    const size_t points = (size_t)net->panel->points;
    if (who->room >= 0)
        renew_likeness(net, task, state, who);
    who->n_some = 0;
    who->room = INFINITY;
    ggc_optim_terms(net, task, block, state);
    for (int a = 0; a < who->n_all; a++) {
        const int j = who->all[a];
        const double pull = pull_of(net, state, block, lambda, penalty, j);
        if (pull >= NEAR) {
            who->some[who->n_some++] = j;
            continue;
        }
        const double size = input_size(net, task, j);
        const double room = (1.0 - pull) * lambda * penalty[j] / (who->likeness * size);
        if (room < who->room)
            who->room = room;
    }
    memcpy(state->derivative, ggc_network_derivative(net, task),
           (size_t)net->rows * points * sizeof(ggc_real));
    memcpy(state->asked, state->gradient,
           (size_t)task->inputs * ggc_network_group(net) * sizeof(ggc_real));
}

/* Is there a column at zero that is to enter, by the gradient at hand, of all? */
static int any_enters(const ggc_network *net, const ggc_task *task, ggc_optim *state,
                      const ggc_real *block, double lambda, const double *penalty,
                      const selection *who)
{
    ggc_optim_terms(net, task, block, state);
    for (int a = 0; a < who->n_all; a++)
        if (ggc_optim_column_norm(net, block, who->all[a]) <= 0 &&
            pull_of(net, state, block, lambda, penalty, who->all[a]) >= 1.0)
            return 1;
    return 0;
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

/* Norms and pulls at the end of a lambda; whether they are numbers. A rectifier hides
 * from the loss that weights are none. */
static int record(const ggc_network *net, const ggc_task *task, ggc_optim *state,
                  const ggc_real *block, double lambda, const double *penalty, double *norms,
                  double *pull)
{
    int finite = 1;
    ggc_optim_terms(net, task, block, state);
    for (int j = 0; j < task->inputs; j++) {
        norms[j] = ggc_optim_column_norm(net, block, j);
        pull[j] = pull_of(net, state, block, lambda, penalty, j);
        finite = finite && isfinite(norms[j]) && isfinite(pull[j]);
    }
    return finite;
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

/* One penalty of the path. */
static ggc_status train_at(const ggc_network *net, const ggc_schedule *schedule, int l,
                           ggc_task *task, ggc_optim *state, ggc_real *block,
                           const double *penalty, selection *who, int *iterations)
{
    const int budget = l == 0 ? schedule->first : schedule->each;
    const double lambda = schedule->lambda[l];
    int whole = 0; /* the gradient at hand is of all columns */
    ggc_optim_turn(state);
    who->due = 0;
    for (int i = 0; i < budget;) {
        if (task->stop != NULL && task->stop(task->stop_ctx))
            return GGC_ECANCELLED;
        const int full = i >= who->due, stuck = full && who->seeks && state->stalled;
        if (full)
            who->due = who->seeks && schedule->recheck > 1 ? budget : i + schedule->recheck;
        else if (!who->seeks)
            who->n_some = nonzero_inputs(net, block, task->inputs, who->some);
        const int count = full ? who->n_all : who->n_some;
        const int *taken = full ? who->all : who->some;
        double error;
        if (full && !whole)
            state->fresh = 0;
        whole = full;
        task->skips = !full;
        int ends = at_minimum(net, schedule, task, state, block, lambda, penalty, count, taken,
                              full);
        if (stuck && !any_enters(net, task, state, block, lambda, penalty, who))
            break;
        if (!ends) {
            if (!ggc_optim_step(net, &schedule->optim, task, state, block, lambda, penalty, count,
                                taken, &error, NULL))
                return broken_off(task);
            ++*iterations;
            i++;
            ends = state->stalled; /* at a minimum, as far as this precision sees */
            if (who->seeks && full)
                select_near(net, task, state, block, lambda, penalty, who);
            else if (who->seeks && moved(net, task, state) > who->room)
                who->due = i;
        }
        if (ends && full)
            break;
        if (ends) /* now the columns left out are asked */
            who->due = i;
    }
    task->skips = 0;
    return GGC_OK;
}

ggc_status ggc_train_path(const ggc_network *net, const ggc_schedule *schedule, ggc_task *task,
                          ggc_optim *state, ggc_real *block, const double *penalty, int *work,
                          ggc_stop stop, void *stop_ctx, double *norms, double *pull,
                          double *train, double *held, double *violation, ggc_real *snapshots,
                          int *iterations)
{
    const size_t inputs = (size_t)task->inputs;
    selection who = {.all = work, .some = work + inputs, .room = -1.0, .likeness = 1.0};
    who.n_all = allowed_inputs(net, penalty, task->inputs, block, who.all);
    who.seeks = schedule->tolerance > 0 && schedule->optim.method == GGC_OPTIM_GISTA;
    *iterations = 0;
    task->stop = stop;
    task->stop_ctx = stop_ctx;
    ggc_optim_reset(net, &schedule->optim, task->inputs, state);
    for (int l = 0; l < schedule->n_lambda; l++) {
        const double lambda = schedule->lambda[l];
        const ggc_status status =
            train_at(net, schedule, l, task, state, block, penalty, &who, iterations);
        if (status != GGC_OK)
            return status;
        double smooth = ggc_network_pass(net, task, block, state->gradient, who.n_all, who.all,
                                         train + l, held + l, NULL);
        if (!isfinite(smooth))
            return broken_off(task);
        violation[l] = ggc_optim_violation(net, task, state, block, lambda, penalty, who.n_all,
                                           who.all);
        if (!record(net, task, state, block, lambda, penalty, norms + (size_t)l * inputs,
                    pull + (size_t)l * inputs))
            return broken_off(task);
        if (snapshots != NULL)
            memcpy(snapshots + (size_t)l * state->size, block, state->size * sizeof(ggc_real));
    }
    return GGC_OK;
}
