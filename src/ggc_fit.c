/* ggc_fit.c - training of all component networks: see ggc_fit.h. */
#include "ggc_fit.h"

#include <math.h>
#include <string.h>

#include "ggc_target.h"
#include "ggc_watch.h"

enum { ATTEMPTS = 4 }; /* steps of rate, rate/4, rate/16, rate/64 */

/* One thread's memory. */
typedef struct {
    ggc_target target;
    ggc_optim optim;
    float *snapshots;
    double *norms, *kkt, *member_held, *train, *violation, *nonzero;
} slot;

/* What all threads take. */
typedef struct {
    int threads;
    slot *slots;
} memory;

static void carve_slot(const ggc_problem *problem, const ggc_model *model, ggc_arena *arena,
                       slot *s)
{
    const size_t inputs = (size_t)ggc_problem_inputs(problem);
    const size_t lambdas = (size_t)problem->schedule.n_lambda;
    const size_t members = (size_t)problem->members;
    ggc_target_carve(problem, model, arena, &s->target);
    ggc_optim_carve(&model->net, (int)inputs, problem->schedule.optim.method, arena, &s->optim);
    s->snapshots = GGC_TAKE(arena, float, ggc_target_parameters(problem) * lambdas * members);
    s->norms = GGC_TAKE(arena, double, inputs * lambdas * members);
    s->kkt = GGC_TAKE(arena, double, inputs * lambdas);
    s->member_held = GGC_TAKE(arena, double, lambdas * members);
    s->train = GGC_TAKE(arena, double, lambdas);
    s->violation = GGC_TAKE(arena, double, lambdas);
    s->nonzero = GGC_TAKE(arena, double, inputs);
}

/* As ggc_carving has it. */
static void carve(const ggc_problem *problem, const ggc_model *model, ggc_arena *arena, void *mine)
{
    memory *m = mine;
    slot measured;
    m->slots = GGC_TAKE(arena, slot, m->threads);
    for (int t = 0; t < m->threads; t++)
        carve_slot(problem, model, arena, m->slots != NULL ? m->slots + t : &measured);
}

static ggc_carving carving_of(const ggc_problem *problem, memory *m)
{
    return (ggc_carving){.outputs = problem->design.horizons, .carve = carve, .memory = m};
}

ggc_status ggc_fit_bytes(const ggc_problem *problem, int threads, ggc_bytes *bytes)
{
    memory m = {.threads = threads};
    const ggc_carving carving = carving_of(problem, &m);
    return ggc_workspace_measure(problem, &carving, bytes);
}

size_t ggc_fit_workspace(const ggc_problem *problem, int threads)
{
    memory m = {.threads = threads};
    const ggc_carving carving = carving_of(problem, &m);
    return ggc_workspace_size(problem, &carving);
}

/* The held-out error at a lambda, mean over the members that hold something out; NAN where
 * none does. */
static double mean_held(const ggc_problem *problem, const slot *s, int l)
{
    const int lambdas = problem->schedule.n_lambda;
    int known = 0;
    double mean = 0.0;
    for (int m = 0; m < problem->members; m++)
        known += isfinite(s->member_held[m * lambdas + l]);
    for (int m = 0; m < problem->members; m++)
        if (isfinite(s->member_held[m * lambdas + l]))
            mean += s->member_held[m * lambdas + l] / known;
    return known > 0 ? mean : NAN;
}

/* The index of lambda by held-out error, averaged over members. */
static int choose_lambda(const ggc_problem *problem, const slot *s)
{
    const int lambdas = problem->schedule.n_lambda, members = problem->members;
    int best = -1;
    double least = 0.0, limit;
    for (int l = 0; l < lambdas; l++) {
        const double mean = mean_held(problem, s, l);
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
        int known = 0;
        for (int m = 0; m < members; m++) {
            double d = s->member_held[m * lambdas + best] - least;
            if (!isfinite(d))
                continue;
            spread += d * d;
            known++;
        }
        if (known > 1)
            limit += problem->se_factor * sqrt(spread / (known - 1.0) / known);
    }
    for (int l = lambdas - 1; l > best; l--) {
        if (mean_held(problem, s, l) <= limit)
            return l;
    }
    return best;
}

/* Put the members together into the columns of target i. */
static void summarise(const ggc_problem *problem, const ggc_model *model, int i, const slot *s,
                      ggc_fit_result *out)
{
    const size_t parameters = ggc_target_parameters(problem);
    const size_t inputs = (size_t)ggc_problem_inputs(problem), used = (size_t)s->target.task.inputs;
    const size_t lambdas = (size_t)problem->schedule.n_lambda, members = (size_t)problem->members;
    const size_t chosen = (size_t)choose_lambda(problem, s);
    const size_t size = ggc_network_size(&model->net, (int)used);
    double *path = out->path + (size_t)i * inputs * lambdas;
    double *norms = out->norms + (size_t)i * inputs;
    memset(path, 0, inputs * lambdas * sizeof *path);
    memset(norms, 0, inputs * sizeof *norms);
    memset(s->nonzero, 0, inputs * sizeof *s->nonzero);
    for (size_t l = 0; l < lambdas; l++)
        out->held[(size_t)i * lambdas + l] = mean_held(problem, s, (int)l);
    for (size_t m = 0; m < members; m++) {
        const double *member = s->norms + m * inputs * lambdas;
        for (size_t l = 0; l < lambdas; l++)
            for (size_t k = 0; k < used; k++)
                path[l * inputs + k] += member[l * used + k] / (double)members;
        for (size_t k = 0; k < used; k++) {
            norms[k] += member[chosen * used + k] / (double)members;
            s->nonzero[k] += member[chosen * used + k] > 0;
        }
        if (out->networks == NULL)
            continue;
        float *keep = out->networks + ((size_t)i * members + m) * parameters;
        memset(keep, 0, parameters * sizeof *keep);
        memcpy(keep, s->snapshots + m * lambdas * parameters + chosen * size, size * sizeof *keep);
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
    const size_t kept = (size_t)problem->members * ggc_target_parameters(problem);
    if (out->networks != NULL)
        memset(out->networks + (size_t)i * kept, 0, kept * sizeof(float));
    out->chosen[i] = 0;
    out->violation[i] = NAN;
    out->status[i] = GGC_EDIVERGED;
}

/* The KKT ratios of one member, averaged over the path, to the mean over members. */
static void add_kkt(const ggc_problem *problem, int i, const slot *s, ggc_fit_result *out)
{
    const size_t used = (size_t)s->target.task.inputs, lambdas = (size_t)problem->schedule.n_lambda;
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
    ggc_target *target = &s->target;
    const ggc_learner learner = {&model->net, &target->task, &s->optim, target->block};
    ggc_path path = {.norms = s->norms + member * inputs * lambdas,
                     .kkt = s->kkt,
                     .train = s->train,
                     .held = s->member_held + member * lambdas,
                     .violation = s->violation,
                     .snapshots = s->snapshots + member * lambdas * ggc_target_parameters(problem)};
    ggc_schedule schedule = problem->schedule;
    ggc_status status = GGC_EDIVERGED;
    ggc_model_fold(problem, model, i, m, &target->task);
    for (int a = 0; a < ATTEMPTS && status == GGC_EDIVERGED; a++) {
        ggc_model_start(problem, model, problem->key[problem->target[i]], m, &target->task,
                        target->block);
        status = ggc_train_path(&learner, &schedule, target->penalty, target->work, &path);
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
    ggc_target_load(problem, model, i, &s->target);
    out->iterations[i] = 0;
    out->status[i] = GGC_OK;
    out->violation[i] = 0.0;
    for (size_t l = 0; l < lambdas; l++)
        out->train[(size_t)i * lambdas + l] = 0.0;
    for (size_t k = 0; k < inputs; k++)
        out->kkt[(size_t)i * inputs + k] = 0.0;
    s->target.task.stop = ggc_watch_ask;
    s->target.task.stop_ctx = watch;
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
    ggc_model model;
    memory m = {.threads = threads};
    const ggc_carving carving = carving_of(problem, &m);
    const ggc_status status = ggc_workspace_place(problem, &carving, workspace, size, &model);
    if (status != GGC_OK)
        return status;
    const training all = {problem, &model, result};
    const ggc_units units = {.count = problem->targets,
                             .chunk = 1,
                             .run = train_target,
                             .job = &all,
                             .slots = m.slots,
                             .slot_size = sizeof *m.slots};
    ggc_watch watch = ggc_watch_start(hooks, problem->targets);
    return ggc_over_units(&units, threads, &watch);
}
