/* ggc_train.c - a path of penalties, and its screening rule: see ggc_train.h. */
#include "ggc_train.h"

#include <math.h>
#include <string.h>

/* Inputs whose weights are not all zero. */
static int nonzero_inputs(const ggc_network *net, const ggc_real *block, int inputs, int *active)
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

/* The screening rule. Where a minimum is sought, columns at zero that would enter the
 * active set must not be missed: which of them do, early on, decides among minima. So
 * after a full pass those whose KKT ratio is NEAR 1 or above are in the active set too.
 * The gradients x_j' d of the others, with d the derivatives by the projections, have
 * slack up to the penalty, and as
 *     ||x_j' d - x_j' d0|| <= ||x_j|| ||d - d0||
 * all columns are asked again once d has moved so far that the slack of one may be used
 * up. The bound is tight for an x_j along d - d0 only. How tight it was for the columns
 * from one full pass to the next is measured; SAFETY times that is reckoned with, at
 * most 1, and it is forgotten by FADING. */
static const double NEAR = 0.7, SAFETY = 2.0, FADING = 0.9;

/* The KKT ratio of a column, by a gradient of all columns: how much of what holds it at
 * zero its gradient overcomes, at most 1; 1 if it is not at zero, 0 if it never trains.
 * Uses the slopes of the terms that ggc_optim_terms() left. */
static double kkt_ratio(const ggc_learner *learner, const ggc_step *step, int j)
{
    const ggc_network *net = learner->net;
    ggc_optim *state = learner->state;
    const size_t group = ggc_network_group(net);
    const int terms = ggc_loss_has_terms(&net->loss);
    if (ggc_optim_column_norm(net, learner->block, j) > 0)
        return 1.0;
    if (!isfinite(step->penalty[j]))
        return 0.0;
    memcpy(state->column, state->gradient + (size_t)j * group, group * sizeof(ggc_real));
    return ggc_loss_kkt_ratio(&net->loss, net->rows, net->lags, state->column,
                              step->lambda * step->penalty[j], terms ? state->slope[j] : 0.0,
                              terms ? state->pole[j] : 0.0);
}

/* Who takes part in a step. */
typedef struct {
    int *all, *some; /* inputs that may; of them the active set between full passes */
    int n_all, n_some;
    int due;          /* iteration of the next full pass */
    int seeks;        /* a minimum is sought, which must be that of full passes */
    double slack;     /* then: how far the derivatives may move before the next */
    double tightness; /* and the share of the bound that is reckoned with */
} selection;

/* A step at this penalty with all inputs that may take part. */
static ggc_step full_step(const selection *who, double lambda, const double *penalty)
{
    return (ggc_step){
        .lambda = lambda, .penalty = penalty, .count = who->n_all, .active = who->all};
}

/* How far the derivatives have moved since a full pass. */
static double moved(const ggc_learner *learner)
{
    const ggc_network *net = learner->net;
    const size_t n = (size_t)net->rows * (size_t)net->panel->points;
    const ggc_real *now = ggc_network_derivative(net, learner->task);
    const ggc_real *then = learner->state->derivative;
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
static void renew_tightness(const ggc_learner *learner, selection *who)
{
    const ggc_optim *state = learner->state;
    const size_t group = ggc_network_group(learner->net);
    const double way = moved(learner);
    double most = 0.0;
    for (int a = 0; a < who->n_all && way > 0; a++) {
        const size_t at = (size_t)who->all[a] * group;
        const double size = input_size(learner->net, learner->task, who->all[a]);
        double squares = 0.0;
        for (size_t i = at; i < at + group; i++) {
            double d = (double)state->gradient[i] - (double)state->asked[i];
            squares += d * d;
        }
        if (size > 0 && sqrt(squares) > most * size * way)
            most = sqrt(squares) / (size * way);
    }
    const double faded = FADING * who->tightness;
    who->tightness = SAFETY * most > faded ? SAFETY * most : faded;
    if (who->tightness > 1.0)
        who->tightness = 1.0;
}

/* After a full pass: the active set, of inputs that are in or near, and the slack of the
 * others. */
static void screen(const ggc_learner *learner, const ggc_step *full, selection *who)
{
    const ggc_network *net = learner->net;
    const ggc_task *task = learner->task;
    ggc_optim *state = learner->state;
    if (who->slack >= 0)
        renew_tightness(learner, who);
    who->n_some = 0;
    who->slack = INFINITY;
    ggc_optim_terms(net, task, learner->block, state);
    for (int a = 0; a < full->count; a++) {
        const int j = full->active[a];
        const double kkt = kkt_ratio(learner, full, j);
        if (kkt >= NEAR) {
            who->some[who->n_some++] = j;
            continue;
        }
        const double size = input_size(net, task, j);
        const double slack =
            (1.0 - kkt) * full->lambda * full->penalty[j] / (who->tightness * size);
        if (slack < who->slack)
            who->slack = slack;
    }
    memcpy(state->derivative, ggc_network_derivative(net, task),
           (size_t)net->rows * (size_t)net->panel->points * sizeof(ggc_real));
    memcpy(state->asked, state->gradient,
           (size_t)task->inputs * ggc_network_group(net) * sizeof(ggc_real));
}

/* Is there a column at zero that is to enter, by the gradient at hand, of all? */
static int any_enters(const ggc_learner *learner, const ggc_step *full)
{
    ggc_optim_terms(learner->net, learner->task, learner->block, learner->state);
    for (int a = 0; a < full->count; a++)
        if (ggc_optim_column_norm(learner->net, learner->block, full->active[a]) <= 0 &&
            kkt_ratio(learner, full, full->active[a]) >= 1.0)
            return 1;
    return 0;
}

/* Inputs that take part; the weights of the others are set to zero. */
static int allowed_inputs(const ggc_learner *learner, const double *penalty, int *allowed)
{
    const size_t group = ggc_network_group(learner->net);
    int count = 0;
    for (int j = 0; j < learner->task->inputs; j++)
        if (isfinite(penalty[j]))
            allowed[count++] = j;
        else
            memset(learner->block + (size_t)j * group, 0, group * sizeof(ggc_real));
    return count;
}

/* Norms and KKT ratios at the end of a lambda; whether they are numbers. A rectifier
 * hides from the loss that weights are none. */
static int record(const ggc_learner *learner, const ggc_step *full, double *norms, double *kkt)
{
    int finite = 1;
    ggc_optim_terms(learner->net, learner->task, learner->block, learner->state);
    for (int j = 0; j < learner->task->inputs; j++) {
        norms[j] = ggc_optim_column_norm(learner->net, learner->block, j);
        kkt[j] = kkt_ratio(learner, full, j);
        finite = finite && isfinite(norms[j]) && isfinite(kkt[j]);
    }
    return finite;
}

static int stopped(const ggc_task *task)
{
    return task->stop != NULL && task->stop(task->stop_ctx);
}

/* What a pass without a finite value means. */
static ggc_status broken_off(const ggc_task *task)
{
    return stopped(task) ? GGC_ECANCELLED : GGC_EDIVERGED;
}

/* Is the active set of a step, if need be after a pass over it, at a minimum within the
 * tolerance? */
static int at_minimum(const ggc_learner *learner, double tolerance, const ggc_step *step, int pass)
{
    if (tolerance <= 0 || !(learner->state->fresh || pass))
        return 0;
    if (!learner->state->fresh && !ggc_optim_evaluate(learner, step))
        return 0;
    return ggc_optim_violation(learner, step) <= tolerance;
}

/* One penalty of the path, for so many iterations at most. */
static ggc_status train_at(const ggc_learner *learner, const ggc_schedule *schedule, int budget,
                           const ggc_step *all, selection *who, int *iterations)
{
    ggc_task *task = learner->task;
    ggc_optim *state = learner->state;
    int whole = 0; /* the gradient at hand is of all columns */
    ggc_optim_turn(state);
    who->due = 0;
    for (int i = 0; i < budget;) {
        if (stopped(task))
            return GGC_ECANCELLED;
        const int full = i >= who->due, stuck = full && who->seeks && state->stalled;
        if (full)
            who->due = who->seeks && schedule->recheck > 1 ? budget : i + schedule->recheck;
        else if (!who->seeks)
            who->n_some = nonzero_inputs(learner->net, learner->block, task->inputs, who->some);
        ggc_step step = *all;
        if (!full) {
            step.count = who->n_some;
            step.active = who->some;
        }
        double error;
        if (full && !whole)
            state->fresh = 0;
        whole = full;
        task->skips = !full;
        int ends = at_minimum(learner, schedule->tolerance, &step, full);
        if (stuck && !any_enters(learner, all))
            break;
        if (!ends) {
            if (!ggc_optim_step(learner, &schedule->optim, &step, &error, NULL))
                return broken_off(task);
            ++*iterations;
            i++;
            ends = state->stalled; /* at a minimum, as far as this precision sees */
            if (who->seeks && full)
                screen(learner, all, who);
            else if (who->seeks && moved(learner) > who->slack)
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

ggc_status ggc_train_path(const ggc_learner *learner, const ggc_schedule *schedule,
                          const double *penalty, int *work, ggc_path *path)
{
    ggc_task *task = learner->task;
    ggc_optim *state = learner->state;
    const size_t inputs = (size_t)task->inputs;
    selection who = {.all = work, .some = work + inputs, .slack = -1.0, .tightness = 1.0};
    who.n_all = allowed_inputs(learner, penalty, who.all);
    who.seeks = schedule->tolerance > 0 && schedule->optim.method == GGC_OPTIM_GISTA;
    path->iterations = 0;
    ggc_optim_reset(learner->net, &schedule->optim, task->inputs, state);
    for (int l = 0; l < schedule->n_lambda; l++) {
        const ggc_step all = full_step(&who, schedule->lambda[l], penalty);
        const ggc_status status =
            train_at(learner, schedule, l == 0 ? schedule->first : schedule->each, &all, &who,
                     &path->iterations);
        if (status != GGC_OK)
            return status;
        double smooth = ggc_network_pass(learner->net, task, learner->block, state->gradient,
                                         &(ggc_active){all.count, all.active}, path->train + l,
                                         path->held + l, NULL);
        if (!isfinite(smooth))
            return broken_off(task);
        path->violation[l] = ggc_optim_violation(learner, &all);
        if (!record(learner, &all, path->norms + (size_t)l * inputs,
                    path->kkt + (size_t)l * inputs))
            return broken_off(task);
        if (path->snapshots != NULL)
            memcpy(path->snapshots + (size_t)l * state->size, learner->block,
                   state->size * sizeof(ggc_real));
    }
    return GGC_OK;
}
