#include "ggc_fit.h"

#include <math.h>
#include <string.h>

#include "ggc_jacobian.h"
#include "ggc_watch.h"

enum { ATTEMPTS = 4 }; /* steps of rate, rate/4, rate/16, rate/64 */

/* One thread's memory. */
typedef struct {
    ggc_task task;
    ggc_optim optim;
    int *xrow, *work;
    float *h0, *block, *snapshots;
    double *penalty, *norms, *kkt, *member_held, *train, *violation, *nonzero;
} slot;

/* Parameters of the network of one target: an output for each horizon. */
static size_t network_parameters(const ggc_problem *problem)
{
    return ggc_problem_parameters(problem, problem->design.horizons);
}

/* Forecasts of every lane and step. */
static size_t forecasts(const ggc_model *model)
{
    return (size_t)model->net.outputs * (size_t)model->panel.lanes * (size_t)model->panel.window;
}

static void carve_slot(const ggc_problem *problem, const ggc_model *model, ggc_arena *arena,
                       slot *s)
{
    const size_t parameters = network_parameters(problem);
    const size_t inputs = (size_t)ggc_problem_inputs(problem);
    const size_t lambdas = (size_t)problem->schedule.n_lambda;
    const size_t members = (size_t)problem->members;
    ggc_network_carve(&model->net, (int)inputs, arena, &s->task);
    ggc_optim_carve(&model->net, (int)inputs, problem->schedule.optim.method, arena, &s->optim);
    s->xrow = GGC_TAKE(arena, int, inputs);
    s->work = GGC_TAKE(arena, int, 2 * inputs);
    s->h0 = GGC_TAKE(arena, float, problem->hidden);
    s->block = GGC_TAKE(arena, float, parameters);
    s->snapshots = GGC_TAKE(arena, float, parameters * lambdas * members);
    s->penalty = GGC_TAKE(arena, double, inputs);
    s->norms = GGC_TAKE(arena, double, inputs * lambdas * members);
    s->kkt = GGC_TAKE(arena, double, inputs * lambdas);
    s->member_held = GGC_TAKE(arena, double, lambdas * members);
    s->train = GGC_TAKE(arena, double, lambdas);
    s->violation = GGC_TAKE(arena, double, lambdas);
    s->nonzero = GGC_TAKE(arena, double, inputs);
}

size_t ggc_fit_workspace(const ggc_problem *problem, int threads)
{
    ggc_arena arena;
    ggc_model model;
    slot s;
    ggc_arena_init(&arena, NULL, 0);
    if (ggc_model_carve(problem, problem->design.horizons, &arena, &model) != GGC_OK)
        return 0;
    GGC_TAKE(&arena, slot, threads);
    for (int t = 0; t < threads; t++)
        carve_slot(problem, &model, &arena, &s);
    GGC_TAKE(&arena, float, forecasts(&model)); /* predict */
    return arena.overflow ? 0 : arena.used + GGC_ALIGN;
}

/* The inputs, first state and penalties of target i (position in the list). */
static void load_target(const ggc_problem *problem, const ggc_model *model, int i, slot *s)
{
    const int own = problem->target[i];
    int inputs = 0, own_input = -1;
    for (; inputs < problem->regulators; inputs++) {
        s->xrow[inputs] = problem->regulator[inputs];
        if (problem->regulator[inputs] == own)
            own_input = inputs;
    }
    if (own_input < 0) {
        own_input = inputs;
        s->xrow[inputs++] = own;
    }
    const size_t at = (size_t)i * (size_t)ggc_problem_inputs(problem);
    const double *penalty = problem->penalty + at;
    for (int k = 0; k < inputs; k++)
        s->penalty[k] = penalty[k];
    for (int u = 0; u < problem->hidden; u++)
        s->h0[u] = problem->h0 == NULL
                       ? 0.0f
                       : (float)problem->h0[(size_t)u + (size_t)i * (size_t)problem->hidden];
    s->task.inputs = inputs;
    s->task.xrow = s->xrow;
    s->task.h0 = s->h0;
    s->task.rows = (ggc_loss_rows){.own = own_input,
                                   .near = problem->near == NULL ? NULL : problem->near + at,
                                   .far = problem->far == NULL ? NULL : problem->far + at};
    ggc_model_target(problem, model, own, problem->design.horizons, s->task.target);
    if (problem->negative != NULL)
        ggc_model_target(problem, model, problem->negative[i], 1, s->task.negative);
}

/* The index of lambda by held-out error, averaged over members. */
static int choose_lambda(const ggc_problem *problem, const slot *s)
{
    const int lambdas = problem->schedule.n_lambda, members = problem->members;
    int best = -1;
    double least = 0.0, limit;
    for (int l = 0; l < lambdas; l++) {
        double mean = 0.0;
        for (int m = 0; m < members; m++)
            mean += s->member_held[m * lambdas + l] / members;
        if (best < 0 ? isfinite(mean) : mean < least) {
            best = l;
            least = mean;
        }
    }
    if (best < 0)
        return lambdas / 2; /* nothing was held out */
    limit = least;
    if (members > 1) {
        double spread = 0.0;
        for (int m = 0; m < members; m++) {
            double d = s->member_held[m * lambdas + best] - least;
            spread += d * d;
        }
        limit += problem->se_factor * sqrt(spread / (members - 1.0) / members);
    }
    for (int l = lambdas - 1; l > best; l--) {
        double mean = 0.0;
        for (int m = 0; m < members; m++)
            mean += s->member_held[m * lambdas + l] / members;
        if (mean <= limit)
            return l;
    }
    return best;
}

/* Put the members together into the columns of target i. */
static void summarise(const ggc_problem *problem, const ggc_model *model, int i, const slot *s,
                      ggc_fit_result *out)
{
    const size_t parameters = network_parameters(problem);
    const size_t inputs = (size_t)ggc_problem_inputs(problem), used = (size_t)s->task.inputs;
    const size_t lambdas = (size_t)problem->schedule.n_lambda, members = (size_t)problem->members;
    const size_t chosen = (size_t)choose_lambda(problem, s);
    const size_t size = ggc_network_size(&model->net, (int)used);
    double *path = out->path + (size_t)i * inputs * lambdas;
    double *norms = out->norms + (size_t)i * inputs;
    memset(path, 0, inputs * lambdas * sizeof *path);
    memset(norms, 0, inputs * sizeof *norms);
    memset(s->nonzero, 0, inputs * sizeof *s->nonzero);
    for (size_t m = 0; m < members; m++) {
        const double *member = s->norms + m * inputs * lambdas;
        for (size_t l = 0; l < lambdas; l++) {
            for (size_t k = 0; k < used; k++)
                path[l * inputs + k] += member[l * used + k] / (double)members;
            out->held[(size_t)i * lambdas + l] =
                (m == 0 ? 0.0 : out->held[(size_t)i * lambdas + l]) +
                s->member_held[m * lambdas + l] / (double)members;
        }
        for (size_t k = 0; k < used; k++) {
            norms[k] += member[chosen * used + k] / (double)members;
            s->nonzero[k] += member[chosen * used + k] > 0;
        }
        if (out->networks == NULL)
            continue;
        float *keep = out->networks + ((size_t)i * members + m) * parameters;
        memset(keep, 0, parameters * sizeof *keep);
        memcpy(keep, s->snapshots + m * lambdas * parameters + chosen * size,
               size * sizeof *keep);
    }
    for (size_t k = 0; k < used; k++)
        if (2.0 * s->nonzero[k] <= (double)members && members > 1)
            norms[k] = 0.0;
    out->chosen[i] = (int)chosen;
}

static void mark_failed(const ggc_problem *problem, int i, ggc_fit_result *out)
{
    const size_t inputs = (size_t)ggc_problem_inputs(problem);
    const size_t lambdas = (size_t)problem->schedule.n_lambda;
    for (size_t n = 0; n < inputs * lambdas; n++)
        out->path[(size_t)i * inputs * lambdas + n] = NAN;
    for (size_t n = 0; n < inputs; n++)
        out->norms[(size_t)i * inputs + n] = out->kkt[(size_t)i * inputs + n] = NAN;
    for (size_t n = 0; n < lambdas; n++)
        out->train[(size_t)i * lambdas + n] = out->held[(size_t)i * lambdas + n] = NAN;
    const size_t kept = (size_t)problem->members * network_parameters(problem);
    if (out->networks != NULL)
        memset(out->networks + (size_t)i * kept, 0, kept * sizeof(float));
    out->chosen[i] = 0;
    out->violation[i] = NAN;
    out->status[i] = GGC_EDIVERGED;
}

/* The KKT ratios of one member, averaged over the path, to the mean over members. */
static void add_kkt(const ggc_problem *problem, int i, const slot *s, ggc_fit_result *out)
{
    const size_t used = (size_t)s->task.inputs, lambdas = (size_t)problem->schedule.n_lambda;
    double *kkt = out->kkt + (size_t)i * (size_t)ggc_problem_inputs(problem);
    for (size_t k = 0; k < used; k++)
        for (size_t l = 0; l < lambdas; l++)
            kkt[k] += s->kkt[l * used + k] / (double)(lambdas * (size_t)problem->members);
}

/* Member m of the target that is loaded, from its random start; with smaller steps where
 * it diverges. */
static ggc_status train_member(const ggc_problem *problem, const ggc_model *model, int i, int m,
                               slot *s, int *iterations)
{
    const size_t lambdas = (size_t)problem->schedule.n_lambda, member = (size_t)m;
    const size_t inputs = (size_t)ggc_problem_inputs(problem);
    const ggc_learner learner = {&model->net, &s->task, &s->optim, s->block};
    ggc_path path = {.norms = s->norms + member * inputs * lambdas,
                     .kkt = s->kkt,
                     .train = s->train,
                     .held = s->member_held + member * lambdas,
                     .violation = s->violation,
                     .snapshots = s->snapshots + member * lambdas * network_parameters(problem)};
    ggc_schedule schedule = problem->schedule;
    ggc_status status = GGC_EDIVERGED;
    ggc_model_fold(model, m, &s->task);
    for (int a = 0; a < ATTEMPTS && status == GGC_EDIVERGED; a++) {
        ggc_model_start(problem, model, problem->key[problem->target[i]], m, &s->task, s->block);
        status = ggc_train_path(&learner, &schedule, s->penalty, s->work, &path);
        *iterations += path.iterations;
        schedule.optim.rate /= 4.0;
    }
    return status;
}

typedef struct {
    const ggc_problem *problem;
    const ggc_model *model;
    ggc_fit_result *out;
} training;

/* A unit of ggc_over_units(). */
static int train_target(const void *job, int i, void *mine, ggc_watch *watch)
{
    const training *all = job;
    const ggc_problem *problem = all->problem;
    const ggc_model *model = all->model;
    ggc_fit_result *out = all->out;
    slot *s = mine;
    const size_t lambdas = (size_t)problem->schedule.n_lambda;
    const size_t inputs = (size_t)ggc_problem_inputs(problem);
    load_target(problem, model, i, s);
    out->iterations[i] = 0;
    out->status[i] = GGC_OK;
    out->violation[i] = 0.0;
    for (size_t l = 0; l < lambdas; l++)
        out->train[(size_t)i * lambdas + l] = 0.0;
    for (size_t k = 0; k < inputs; k++)
        out->kkt[(size_t)i * inputs + k] = 0.0;
    s->task.stop = ggc_watch_ask;
    s->task.stop_ctx = watch;
    for (int m = 0; m < problem->members; m++) {
        const ggc_status status = train_member(problem, model, i, m, s, out->iterations + i);
        if (status == GGC_EDIVERGED) {
            mark_failed(problem, i, out);
            return 1;
        }
        if (status != GGC_OK)
            return 0;
        for (size_t l = 0; l < lambdas; l++)
            out->train[(size_t)i * lambdas + l] += s->train[l] / problem->members;
        for (size_t l = 0; l < lambdas; l++)
            if (s->violation[l] > out->violation[i])
                out->violation[i] = s->violation[l];
        add_kkt(problem, i, s, out);
    }
    summarise(problem, model, i, s, out);
    return 1;
}

ggc_status ggc_fit_run(const ggc_problem *problem, int threads, void *workspace, size_t size,
                       const ggc_hooks *hooks, ggc_fit_result *result)
{
    ggc_arena arena;
    ggc_model model;
    ggc_arena_init(&arena, workspace, size);
    ggc_status status = ggc_model_carve(problem, problem->design.horizons, &arena, &model);
    if (status != GGC_OK)
        return status;
    slot *slots = GGC_TAKE(&arena, slot, threads);
    for (int t = 0; t < threads && !arena.overflow; t++)
        carve_slot(problem, &model, &arena, slots + t);
    if (arena.overflow)
        return GGC_ENOMEM;
    ggc_model_fill(problem, &model);
    const training all = {problem, &model, result};
    const ggc_units units = {.count = problem->targets,
                             .chunk = 1,
                             .run = train_target,
                             .job = &all,
                             .slots = slots,
                             .slot_size = sizeof *slots};
    ggc_watch watch = ggc_watch_start(hooks, problem->targets);
    return ggc_over_units(&units, threads, &watch);
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

ggc_status ggc_fit_predict(const ggc_problem *problem, const float *networks, void *workspace,
                           size_t size, const ggc_hooks *hooks, double *out)
{
    const size_t parameters = network_parameters(problem), members = (size_t)problem->members;
    ggc_arena arena;
    ggc_model model;
    slot s;
    ggc_watch watch = ggc_watch_start(hooks, problem->targets);
    ggc_arena_init(&arena, workspace, size);
    ggc_status status = ggc_model_carve(problem, problem->design.horizons, &arena, &model);
    if (status != GGC_OK)
        return status;
    carve_slot(problem, &model, &arena, &s);
    float *y = GGC_TAKE(&arena, float, forecasts(&model));
    if (arena.overflow)
        return GGC_ENOMEM;
    ggc_model_fill(problem, &model);
    s.task.stop = ggc_watch_ask;
    s.task.stop_ctx = &watch;
    for (size_t n = 0; n < (size_t)problem->targets * (size_t)problem->columns; n++)
        out[n] = NAN;
    for (int i = 0; i < problem->targets; i++, watch.done++) {
        load_target(problem, &model, i, &s);
        ggc_model_fold(&model, problem->members, &s.task);
        for (int k = 0; k < s.task.inputs; k++)
            s.work[k] = k;
        for (size_t m = 0; m < members; m++) {
            double unused;
            memcpy(s.block, networks + ((size_t)i * members + m) * parameters,
                   parameters * sizeof *s.block);
            ggc_network_pass(&model.net, &s.task, s.block, NULL, s.task.inputs, s.work, &unused,
                             NULL, y);
            if (ggc_watch_ask(&watch))
                return GGC_ECANCELLED;
            add_forecasts(problem, &model, i, (int)m, y, out);
        }
    }
    return GGC_OK;
}

/* --- effects ------------------------------------------------------------- */

/* One thread's memory beside its slot. */
typedef struct {
    slot base;
    ggc_jacobian jacobian;
    double *effect, *size;           /* lags x inputs, of one member */
    double *mean_effect, *mean_size; /* of all */
} effect_slot;

static void carve_effect_slot(const ggc_problem *problem, const ggc_model *model, int lags,
                              ggc_arena *arena, effect_slot *s)
{
    const size_t inputs = (size_t)ggc_problem_inputs(problem), all = (size_t)lags * inputs;
    carve_slot(problem, model, arena, &s->base);
    ggc_jacobian_carve(&model->net, (int)inputs, lags, arena, &s->jacobian);
    s->effect = GGC_TAKE(arena, double, all);
    s->size = GGC_TAKE(arena, double, all);
    s->mean_effect = GGC_TAKE(arena, double, all);
    s->mean_size = GGC_TAKE(arena, double, all);
}

size_t ggc_fit_effects_workspace(const ggc_problem *problem, int lags, int threads)
{
    ggc_arena arena;
    ggc_model model;
    effect_slot s;
    ggc_arena_init(&arena, NULL, 0);
    if (ggc_model_carve(problem, problem->design.horizons, &arena, &model) != GGC_OK)
        return 0;
    GGC_TAKE(&arena, effect_slot, threads);
    for (int t = 0; t < threads; t++)
        carve_effect_slot(problem, &model, ggc_jacobian_lags(&model.net, lags), &arena, &s);
    return arena.overflow ? 0 : arena.used + GGC_ALIGN;
}

/* Sums over lags, and the lag of the largest size, of target i. */
static void summarise_effects(const ggc_problem *problem, int i, int lags, const effect_slot *s,
                              ggc_fit_effect *out)
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

typedef struct {
    const ggc_problem *problem;
    const ggc_model *model;
    const float *networks;
    int lags;
    ggc_fit_effect *out;
} reading;

/* A unit of ggc_over_units(). */
static int target_effects(const void *job, int i, void *mine, ggc_watch *watch)
{
    const reading *all_targets = job;
    const ggc_problem *problem = all_targets->problem;
    const ggc_model *model = all_targets->model;
    const int lags = all_targets->lags;
    effect_slot *s = mine;
    const size_t parameters = network_parameters(problem), members = (size_t)problem->members;
    const size_t all = (size_t)lags * (size_t)ggc_problem_inputs(problem);
    slot *base = &s->base;
    load_target(problem, model, i, base);
    memset(s->mean_effect, 0, all * sizeof(double));
    memset(s->mean_size, 0, all * sizeof(double));
    for (size_t m = 0; m < members; m++) {
        int count = 0;
        if (ggc_watch_ask(watch))
            return 0;
        memcpy(base->block, all_targets->networks + ((size_t)i * members + m) * parameters,
               parameters * sizeof *base->block);
        for (int j = 0; j < base->task.inputs; j++)
            if (ggc_optim_column_norm(&model->net, base->block, j) > 0)
                base->work[count++] = j;
        ggc_jacobian_pass(&model->net, &base->task, &s->jacobian, base->block, count, base->work,
                          lags, s->effect, s->size);
        const size_t used = (size_t)lags * (size_t)base->task.inputs;
        for (size_t n = 0; n < used; n++) {
            s->mean_effect[n] += s->effect[n] / (double)members;
            s->mean_size[n] += s->size[n] / (double)members;
        }
    }
    summarise_effects(problem, i, lags, s, all_targets->out);
    return 1;
}

ggc_status ggc_fit_effects(const ggc_problem *problem, const float *networks, int lags,
                           int threads, void *workspace, size_t size, const ggc_hooks *hooks,
                           ggc_fit_effect *result)
{
    ggc_arena arena;
    ggc_model model;
    ggc_arena_init(&arena, workspace, size);
    ggc_status status = ggc_model_carve(problem, problem->design.horizons, &arena, &model);
    if (status != GGC_OK)
        return status;
    lags = ggc_jacobian_lags(&model.net, lags);
    effect_slot *slots = GGC_TAKE(&arena, effect_slot, threads);
    for (int t = 0; t < threads && !arena.overflow; t++)
        carve_effect_slot(problem, &model, lags, &arena, slots + t);
    if (arena.overflow)
        return GGC_ENOMEM;
    ggc_model_fill(problem, &model);
    const reading all = {problem, &model, networks, lags, result};
    const ggc_units units = {.count = problem->targets,
                             .chunk = 1,
                             .run = target_effects,
                             .job = &all,
                             .slots = slots,
                             .slot_size = sizeof *slots};
    ggc_watch watch = ggc_watch_start(hooks, problem->targets);
    return ggc_over_units(&units, threads, &watch);
}
