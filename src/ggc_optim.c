/* ggc_optim.c - steps of the proximal optimisers: see ggc_optim.h. */
#include "ggc_optim.h"

#include <math.h>
#include <string.h>

static const double BETA1 = 0.9, BETA2 = 0.999, EPSILON = 1e-8;

void ggc_optim_carve(const ggc_network *net, int inputs, ggc_optim_method method, ggc_arena *arena,
                     ggc_optim *state)
{
    const size_t size = ggc_network_size(net, inputs);
    const size_t adam = method == GGC_OPTIM_ADAM || method == GGC_OPTIM_ADAM_ELEMENT;
    const size_t gista = method == GGC_OPTIM_GISTA;
    state->gradient = GGC_TAKE(arena, ggc_real, size);
    state->m = GGC_TAKE(arena, ggc_real, adam * size);
    state->v = GGC_TAKE(arena, ggc_real, adam * (size + (size_t)inputs));
    state->trial = GGC_TAKE(arena, ggc_real, gista * size);
    state->trial_gradient = GGC_TAKE(arena, ggc_real, gista * size);
    state->derivative =
        GGC_TAKE(arena, ggc_real, gista * (size_t)net->rows * (size_t)net->panel->points);
    state->asked = GGC_TAKE(arena, ggc_real, gista * (size_t)inputs * ggc_network_group(net));
    const size_t terms = ggc_loss_has_terms(&net->loss) ? (size_t)inputs : 0;
    state->column = GGC_TAKE(arena, ggc_real, ggc_network_group(net));
    state->norm = GGC_TAKE(arena, double, terms);
    state->slope = GGC_TAKE(arena, double, terms);
    state->pole = GGC_TAKE(arena, double, terms);
}

void ggc_optim_turn(ggc_optim *state)
{
    state->least = INFINITY;
    state->n_past = 0;
    state->fresh = 0;
    state->stalled = 0;
}

void ggc_optim_reset(const ggc_network *net, const ggc_optim_config *config, int inputs,
                     ggc_optim *state)
{
    state->inputs = inputs;
    state->size = ggc_network_size(net, inputs);
    state->power1 = state->power2 = 1.0;
    state->step = config->rate;
    ggc_optim_turn(state);
    memset(state->gradient, 0, state->size * sizeof(ggc_real));
    if (config->method == GGC_OPTIM_ADAM || config->method == GGC_OPTIM_ADAM_ELEMENT) {
        memset(state->m, 0, state->size * sizeof(ggc_real));
        memset(state->v, 0, (state->size + (size_t)inputs) * sizeof(ggc_real));
    }
}

double ggc_optim_column_norm(const ggc_network *net, const ggc_real *block, int j)
{
    const size_t group = ggc_network_group(net);
    return ggc_loss_norm(group, block + (size_t)j * group);
}

double ggc_optim_terms(const ggc_network *net, const ggc_task *task, const ggc_real *block,
                       ggc_optim *state)
{
    if (!ggc_loss_has_terms(&net->loss))
        return 0.0;
    for (int j = 0; j < task->inputs; j++)
        state->norm[j] = ggc_optim_column_norm(net, block, j);
    return ggc_loss_terms(&net->loss, &task->rows, task->inputs, state->norm, state->slope,
                          state->pole);
}

/* The proximal map of input j's penalty and terms, on weights w. */
static void prox(const ggc_network *net, const ggc_optim *state, ggc_real *w, int j, double step,
                 double lambda)
{
    const int terms = ggc_loss_has_terms(&net->loss);
    ggc_loss_prox(&net->loss, net->rows, net->lags, w, step, lambda, terms ? state->slope[j] : 0.0,
                  terms ? state->pole[j] : 0.0);
}

/* --- Adam --- */

static void adam_elements(ggc_real *w, const ggc_real *g, ggc_real *m, ggc_real *v, size_t n,
                          double step, double root)
{
    const ggc_real b1 = (ggc_real)BETA1, b2 = (ggc_real)BETA2;
    const ggc_real rate = (ggc_real)step, scale = (ggc_real)root, eps = (ggc_real)EPSILON;
    for (size_t i = 0; i < n; i++) {
        m[i] = b1 * m[i] + ((ggc_real)1 - b1) * g[i];
        v[i] = b2 * v[i] + ((ggc_real)1 - b2) * g[i] * g[i];
        w[i] -= rate * m[i] / ((ggc_real)sqrt((double)v[i]) * scale + eps);
    }
}

static void adam_step(const ggc_learner *learner, const ggc_optim_config *config,
                      const ggc_step *on)
{
    const ggc_network *net = learner->net;
    ggc_optim *state = learner->state;
    ggc_real *block = learner->block;
    const size_t rows = ggc_network_group(net);
    const ggc_real b1 = (ggc_real)BETA1;
    state->power1 *= BETA1;
    state->power2 *= BETA2;
    const double step = config->rate / (1.0 - state->power1);
    const double root = 1.0 / sqrt(1.0 - state->power2); /* sqrt(v) * root: bias removed */
    ggc_real *column_v = state->v, *element_v = state->v + state->inputs;
    for (int a = 0; a < on->count; a++) {
        const int j = on->active[a];
        const size_t at = (size_t)j * rows;
        ggc_real *w = block + at, *m = state->m + at;
        const ggc_real *g = state->gradient + at;
        double denominator;
        if (config->method == GGC_OPTIM_ADAM) {
            double squares = (double)net->kernels->sum_squares((int)rows, g) / (double)rows;
            column_v[j] = (ggc_real)(BETA2 * (double)column_v[j] + (1.0 - BETA2) * squares);
            denominator = sqrt((double)column_v[j]) * root + EPSILON;
            const ggc_real along = (ggc_real)(step / denominator);
            for (size_t r = 0; r < rows; r++) {
                m[r] = b1 * m[r] + ((ggc_real)1 - b1) * g[r];
                w[r] -= along * m[r];
            }
        } else {
            adam_elements(w, g, m, element_v + at, rows, step, root);
            denominator = EPSILON;
            for (size_t r = 0; r < rows; r++)
                denominator += sqrt((double)element_v[at + r]) * root / (double)rows;
        }
        prox(net, state, w, j, config->rate / denominator, on->lambda * on->penalty[j]);
    }
    const size_t rest = (size_t)state->inputs * rows;
    adam_elements(block + rest, state->gradient + rest, state->m + rest, element_v + rest,
                  state->size - rest, step, root);
}

/* --- proximal gradient --- */

/* The weights after a step of this length from the gradient at hand; out may be the
 * block itself. */
static void proximal_gradient(const ggc_learner *learner, const ggc_step *on, double step,
                              ggc_real *out)
{
    const ggc_network *net = learner->net;
    const ggc_optim *state = learner->state;
    const ggc_real *block = learner->block;
    const size_t rows = ggc_network_group(net), rest = (size_t)state->inputs * rows;
    const ggc_real along = (ggc_real)step;
    for (int a = 0; a < on->count; a++) {
        const int j = on->active[a];
        const size_t at = (size_t)j * rows;
        for (size_t i = at; i < at + rows; i++)
            out[i] = block[i] - along * state->gradient[i];
        prox(net, state, out + at, j, step, on->lambda * on->penalty[j]);
    }
    for (size_t i = rest; i < state->size; i++)
        out[i] = block[i] - along * state->gradient[i];
}

/* The whole objective at the weights in block, where its smooth part is known; also
 * renews state's slopes of the terms. */
static double penalised(const ggc_learner *learner, const ggc_step *on, const ggc_real *block,
                        double smooth)
{
    const ggc_network *net = learner->net;
    const size_t group = ggc_network_group(net);
    double total = smooth + ggc_optim_terms(net, learner->task, block, learner->state);
    for (int a = 0; a < on->count; a++) {
        const int j = on->active[a];
        total += ggc_loss_penalty(&net->loss, net->rows, net->lags, block + (size_t)j * group,
                                  on->lambda * on->penalty[j]);
    }
    return total;
}

static double largest(const double *x, int n)
{
    double most = x[0];
    for (int i = 1; i < n; i++)
        if (x[i] > most)
            most = x[i];
    return most;
}

/* Sums over the columns in use and all other parameters. */
typedef struct {
    double ss, sy;
} differences;

static differences compare(const ggc_learner *learner, const ggc_step *on)
{
    const ggc_optim *state = learner->state;
    const ggc_real *block = learner->block;
    const size_t rows = ggc_network_group(learner->net), rest = (size_t)state->inputs * rows;
    differences d = {0.0, 0.0};
    for (int a = 0; a <= on->count; a++) {
        size_t from = a < on->count ? (size_t)on->active[a] * rows : rest;
        size_t to = a < on->count ? from + rows : state->size;
        for (size_t i = from; i < to; i++) {
            double s = (double)state->trial[i] - (double)block[i];
            d.ss += s * s;
            d.sy += s * ((double)state->trial_gradient[i] - (double)state->gradient[i]);
        }
    }
    return d;
}

static void remember(ggc_optim *state, double objective)
{
    state->past[state->n_past++ % GGC_GISTA_MEMORY] = objective;
    if (objective < state->least)
        state->least = objective;
}

/* Sufficient decrease. Where the objective differs from the least one by no more than it
 * is known to in this precision, the gradients decide: along a step the smooth part
 * exceeds its tangent by half of s'y, which is what the condition bounds (as in the
 * approximate Wolfe conditions of Hager & Zhang 2005). */
static int decreases(const ggc_optim *state, double objective, double step, differences d)
{
    const double sufficient = 0.5, noise = 1e-6;
    const double reference =
        largest(state->past, state->n_past < GGC_GISTA_MEMORY ? state->n_past : GGC_GISTA_MEMORY);
    if (objective <= reference - sufficient / (2.0 * step) * d.ss + 1e-12)
        return 1;
    return objective <= state->least + noise * fabs(state->least) &&
           d.sy <= (1.0 - sufficient) / step * d.ss;
}

/* Line search from the current point, whose gradient is at hand; on success the
 * trial becomes the current point. */
static int gista_step(const ggc_learner *learner, const ggc_optim_config *config,
                      const ggc_step *on)
{
    const ggc_network *net = learner->net;
    ggc_task *task = learner->task;
    ggc_optim *state = learner->state;
    ggc_real *block = learner->block;
    const double shrink_by = 0.5;
    double step = state->step;
    state->stalled = 0;
    for (int tries = 0; tries < GGC_GISTA_TRIES; tries++, step *= shrink_by) {
        double train, held = 0.0;
        memcpy(state->trial, block, state->size * sizeof(ggc_real));
        ggc_optim_terms(net, task, block, state);
        proximal_gradient(learner, on, step, state->trial);
        double smooth = ggc_network_pass(net, task, state->trial, state->trial_gradient,
                                         &(ggc_active){on->count, on->active}, &train, &held, NULL);
        double objective = penalised(learner, on, state->trial, smooth);
        differences d = compare(learner, on);
        if (!decreases(state, objective, step, d))
            continue;
        /* Barzilai-Borwein: the next step's inverse curvature along this one. */
        double next = d.sy > 1e-12 * d.ss && d.ss > 0 ? d.ss / d.sy : 2.0 * step;
        state->step = next < 1e-6 ? 1e-6 : next > 1e3 ? 1e3 : next;
        ggc_real *swap = state->gradient;
        state->gradient = state->trial_gradient;
        state->trial_gradient = swap;
        memcpy(block, state->trial, state->size * sizeof(ggc_real));
        remember(state, objective);
        state->train = train;
        state->held = held;
        return 1;
    }
    state->step = config->rate; /* no descent at this precision: stay */
    state->fresh = state->n_past = 0;
    state->stalled = 1;
    return 1;
}

int ggc_optim_evaluate(const ggc_learner *learner, const ggc_step *step)
{
    ggc_optim *state = learner->state;
    double smooth = ggc_network_pass(learner->net, learner->task, learner->block, state->gradient,
                                     &(ggc_active){step->count, step->active}, &state->train,
                                     &state->held, NULL);
    if (!isfinite(smooth))
        return 0;
    if (state->n_past == 0)
        remember(state, penalised(learner, step, learner->block, smooth));
    state->fresh = 1;
    return 1;
}

double ggc_optim_violation(const ggc_learner *learner, const ggc_step *step)
{
    const ggc_network *net = learner->net;
    ggc_optim *state = learner->state;
    const double lambda = step->lambda;
    const size_t group = ggc_network_group(net), rest = (size_t)state->inputs * group;
    const double others = ggc_loss_norm(state->size - rest, state->gradient + rest) / lambda;
    double most = 0.0;
    ggc_optim_terms(net, learner->task, learner->block, state);
    for (int a = 0; a < step->count; a++) {
        const int j = step->active[a];
        const ggc_real *w = learner->block + (size_t)j * group;
        const ggc_real *g = state->gradient + (size_t)j * group;
        for (size_t i = 0; i < group; i++)
            state->column[i] = w[i] - g[i];
        prox(net, state, state->column, j, 1.0, lambda * step->penalty[j]);
        for (size_t i = 0; i < group; i++)
            state->column[i] -= w[i];
        double moved = ggc_loss_norm(group, state->column);
        if (!(moved <= most))
            most = moved;
    }
    return most / lambda > others * others ? most / lambda : others * others;
}

int ggc_optim_step(const ggc_learner *learner, const ggc_optim_config *config, const ggc_step *step,
                   double *train, double *held)
{
    ggc_optim *state = learner->state;
    if (config->method == GGC_OPTIM_GISTA) {
        if (!state->fresh && /* first step, or the objective or the columns changed */
            !ggc_optim_evaluate(learner, step))
            return 0;
        *train = state->train;
        if (held != NULL)
            *held = state->held;
        return gista_step(learner, config, step);
    }
    if (state->fresh) {
        *train = state->train;
        if (held != NULL)
            *held = state->held;
    } else {
        double smooth =
            ggc_network_pass(learner->net, learner->task, learner->block, state->gradient,
                             &(ggc_active){step->count, step->active}, train, held, NULL);
        if (!isfinite(smooth))
            return 0;
    }
    state->fresh = 0;
    ggc_optim_terms(learner->net, learner->task, learner->block, state);
    if (config->method == GGC_OPTIM_ISTA)
        proximal_gradient(learner, step, config->rate, learner->block);
    else
        adam_step(learner, config, step);
    return 1;
}
