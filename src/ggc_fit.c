#include "ggc_omp.h"

#include "ggc_fit.h"

#include <math.h>
#include <string.h>

#include "ggc_rng.h"

enum { PURPOSE_COLUMN = 1, PURPOSE_REST = 2 };
enum { ATTEMPTS = 4 }; /* steps of rate, rate/4, rate/16, rate/64 */

/* One thread's memory. */
typedef struct {
    ggc_task task;
    ggc_optim optim;
    int *xrow, *work;
    float *h0, *block, *snapshots;
    double *penalty, *norms, *pull, *member_held, *train, *nonzero;
} slot;

/* What all threads read. */
typedef struct {
    ggc_panel panel;
    ggc_network net;
    float *x, *graph;
    size_t parameters;
} common;

int ggc_fit_inputs(const ggc_problem *problem) { return problem->regulators + 1; }

size_t ggc_fit_parameters(const ggc_problem *problem)
{
    ggc_network net = {.hidden = problem->hidden,
                       .rows = problem->hidden * ggc_cell_gates(problem->cell)};
    return ggc_network_size(&net, ggc_fit_inputs(problem));
}

static ggc_status carve_common(const ggc_problem *problem, ggc_arena *arena, common *c)
{
    const size_t hidden = (size_t)problem->hidden;
    ggc_status status = ggc_panel_plan(&problem->design, arena, &c->panel);
    if (status != GGC_OK)
        return status;
    c->x = GGC_TAKE(arena, float, (size_t)problem->genes * (size_t)c->panel.points);
    c->graph = GGC_TAKE(arena, float, problem->graph != NULL ? hidden * hidden : 0);
    c->parameters = ggc_fit_parameters(problem);
    c->net = (ggc_network){.kernels = ggc_kernels_pick(problem->isa),
                           .cell = problem->cell,
                           .hidden = problem->hidden,
                           .rows = problem->hidden * ggc_cell_gates(problem->cell),
                           .graph = problem->graph != NULL ? c->graph : NULL,
                           .n_prop = problem->n_prop,
                           .ridge = (float)problem->ridge,
                           .panel = &c->panel,
                           .x = c->x};
    return c->net.kernels == NULL ? GGC_EINVAL : GGC_OK;
}

static void carve_slot(const ggc_problem *problem, const common *c, ggc_arena *arena, slot *s)
{
    const size_t inputs = (size_t)ggc_fit_inputs(problem);
    const size_t lambdas = (size_t)problem->schedule.n_lambda;
    const size_t members = (size_t)problem->members;
    ggc_network_carve(&c->net, (int)inputs, arena, &s->task);
    ggc_optim_carve(&c->net, (int)inputs, problem->schedule.optim.method, arena, &s->optim);
    s->xrow = GGC_TAKE(arena, int, inputs);
    s->work = GGC_TAKE(arena, int, 2 * inputs);
    s->h0 = GGC_TAKE(arena, float, problem->hidden);
    s->block = GGC_TAKE(arena, float, c->parameters);
    s->snapshots = GGC_TAKE(arena, float, c->parameters * lambdas * members);
    s->penalty = GGC_TAKE(arena, double, inputs);
    s->norms = GGC_TAKE(arena, double, inputs * lambdas * members);
    s->pull = GGC_TAKE(arena, double, inputs * lambdas);
    s->member_held = GGC_TAKE(arena, double, lambdas * members);
    s->train = GGC_TAKE(arena, double, lambdas);
    s->nonzero = GGC_TAKE(arena, double, inputs);
}

size_t ggc_fit_workspace(const ggc_problem *problem, int threads)
{
    ggc_arena arena;
    common c;
    slot s;
    ggc_arena_init(&arena, NULL, 0);
    if (carve_common(problem, &arena, &c) != GGC_OK)
        return 0;
    GGC_TAKE(&arena, slot, threads);
    for (int t = 0; t < threads; t++)
        carve_slot(problem, &c, &arena, &s);
    GGC_TAKE(&arena, float, (size_t)c.panel.lanes * (size_t)c.panel.window); /* predict */
    return arena.overflow ? 0 : arena.used + GGC_ALIGN;
}

static void fill_common(const ggc_problem *problem, common *c)
{
    const size_t genes = (size_t)problem->genes, points = (size_t)c->panel.points;
    for (size_t g = 0; g < genes; g++)
        for (size_t n = 0; n < points; n++) {
            int from = c->panel.source[n];
            c->x[g * points + n] = from < 0 ? 0.0f : (float)problem->z[g + genes * (size_t)from];
        }
    if (problem->graph != NULL)
        for (size_t i = 0; i < (size_t)problem->hidden * (size_t)problem->hidden; i++)
            c->graph[i] = (float)problem->graph[i];
}

/* The inputs, first state and penalties of target i (position in the list). */
static void load_target(const ggc_problem *problem, const common *c, int i, slot *s)
{
    const size_t genes = (size_t)problem->genes;
    const int own = problem->target[i];
    int inputs = 0, has_own = 0;
    for (int k = 0; k < problem->regulators; k++) {
        s->xrow[inputs++] = problem->regulator[k];
        has_own |= problem->regulator[k] == own;
    }
    if (!has_own)
        s->xrow[inputs++] = own;
    const double *penalty = problem->penalty + (size_t)i * (size_t)ggc_fit_inputs(problem);
    for (int k = 0; k < inputs; k++)
        s->penalty[k] = penalty[k];
    for (int u = 0; u < problem->hidden; u++)
        s->h0[u] = problem->h0 == NULL
                       ? 0.0f
                       : (float)problem->h0[(size_t)u + (size_t)i * (size_t)problem->hidden];
    s->task.inputs = inputs;
    s->task.xrow = s->xrow;
    s->task.h0 = s->h0;
    for (int n = 0; n < c->panel.points; n++) {
        int from = c->panel.source[n];
        s->task.target[n] =
            from < 0 ? 0.0f : (float)problem->z[(size_t)own + genes * (size_t)(from + 1)];
    }
}

/* Which steps train and which are held out by this member. */
static void load_fold(const common *c, int member, slot *s)
{
    const ggc_panel *panel = &c->panel;
    for (int n = 0; n < panel->points; n++) {
        int fold = panel->fold[n];
        int held = fold == member + 1 || fold == GGC_FOLD_HELD;
        s->task.held[n] = held ? 1.0f : 0.0f;
        s->task.train[n] = fold != GGC_FOLD_NONE && !held ? 1.0f : 0.0f;
    }
    s->task.n_train = s->task.n_held = 0.0;
    for (int lane = 0; lane < panel->lanes; lane++)
        for (int step = 0; step < panel->reach[lane]; step++) {
            size_t n = (size_t)lane + (size_t)step * (size_t)panel->stride;
            s->task.n_train += (double)s->task.train[n];
            s->task.n_held += (double)s->task.held[n];
        }
}

/* PyTorch's start, uniform on +-1/sqrt(H), from streams named by target and
 * regulator; or the input weights given, in every gate. */
static void start_block(const ggc_problem *problem, const common *c, int i, int member, slot *s)
{
    const int rows = c->net.rows, gates = rows / problem->hidden;
    const double width = 1.0 / sqrt((double)problem->hidden);
    const uint64_t target = problem->key[problem->target[i]];
    ggc_rng rng;
    for (int k = 0; k < s->task.inputs; k++) {
        float *w = s->block + (size_t)k * (size_t)rows;
        const size_t gene = (size_t)s->xrow[k];
        ggc_rng_start(&rng, problem->seed + (uint64_t)member, target ^ (problem->key[gene] * 3),
                      PURPOSE_COLUMN);
        for (int r = 0; r < rows; r++)
            w[r] = problem->w_start == NULL
                       ? (float)((2.0 * ggc_rng_uniform(&rng) - 1.0) * width)
                       : (float)problem->w_start[gene * (size_t)problem->hidden +
                                                 (size_t)(r / gates)];
    }
    ggc_rng_start(&rng, problem->seed + (uint64_t)member, target, PURPOSE_REST);
    size_t size = ggc_network_size(&c->net, s->task.inputs);
    for (size_t n = (size_t)s->task.inputs * (size_t)rows; n < size; n++)
        s->block[n] = (float)((2.0 * ggc_rng_uniform(&rng) - 1.0) * width);
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
static void summarise(const ggc_problem *problem, const common *c, int i, const slot *s,
                      ggc_fit_result *out)
{
    const size_t inputs = (size_t)ggc_fit_inputs(problem), used = (size_t)s->task.inputs;
    const size_t lambdas = (size_t)problem->schedule.n_lambda, members = (size_t)problem->members;
    const size_t chosen = (size_t)choose_lambda(problem, s);
    const size_t size = ggc_network_size(&c->net, (int)used);
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
        float *keep = out->networks + ((size_t)i * members + m) * c->parameters;
        memset(keep, 0, c->parameters * sizeof *keep);
        memcpy(keep, s->snapshots + m * lambdas * c->parameters + chosen * size,
               size * sizeof *keep);
    }
    for (size_t k = 0; k < used; k++)
        if (2.0 * s->nonzero[k] <= (double)members && members > 1)
            norms[k] = 0.0;
    out->chosen[i] = (int)chosen;
}

static void mark_failed(const ggc_problem *problem, int i, ggc_fit_result *out)
{
    const size_t inputs = (size_t)ggc_fit_inputs(problem);
    const size_t lambdas = (size_t)problem->schedule.n_lambda;
    for (size_t n = 0; n < inputs * lambdas; n++)
        out->path[(size_t)i * inputs * lambdas + n] = NAN;
    for (size_t n = 0; n < inputs; n++)
        out->norms[(size_t)i * inputs + n] = out->pull[(size_t)i * inputs + n] = NAN;
    for (size_t n = 0; n < lambdas; n++)
        out->train[(size_t)i * lambdas + n] = out->held[(size_t)i * lambdas + n] = NAN;
    if (out->networks != NULL)
        memset(out->networks + (size_t)i * (size_t)problem->members *
                                   ggc_fit_parameters(problem),
               0, (size_t)problem->members * ggc_fit_parameters(problem) * sizeof(float));
    out->chosen[i] = 0;
    out->status[i] = GGC_EDIVERGED;
}

/* The pull of one member, averaged over the path, to the mean over members. */
static void add_pull(const ggc_problem *problem, int i, const slot *s, ggc_fit_result *out)
{
    const size_t used = (size_t)s->task.inputs, lambdas = (size_t)problem->schedule.n_lambda;
    double *pull = out->pull + (size_t)i * (size_t)ggc_fit_inputs(problem);
    for (size_t k = 0; k < used; k++)
        for (size_t l = 0; l < lambdas; l++)
            pull[k] += s->pull[l * used + k] / (double)(lambdas * (size_t)problem->members);
}

static ggc_status train_target(const ggc_problem *problem, const common *c, int i, slot *s,
                               ggc_stop stop, void *stop_ctx, ggc_fit_result *out)
{
    const size_t lambdas = (size_t)problem->schedule.n_lambda;
    const size_t inputs = (size_t)ggc_fit_inputs(problem);
    load_target(problem, c, i, s);
    out->iterations[i] = 0;
    out->status[i] = GGC_OK;
    for (size_t l = 0; l < lambdas; l++)
        out->train[(size_t)i * lambdas + l] = 0.0;
    for (size_t k = 0; k < inputs; k++)
        out->pull[(size_t)i * inputs + k] = 0.0;
    for (int m = 0; m < problem->members; m++) {
        ggc_schedule schedule = problem->schedule;
        ggc_status status = GGC_EDIVERGED;
        int iterations = 0;
        load_fold(c, m, s);
        for (int a = 0; a < ATTEMPTS && status == GGC_EDIVERGED; a++) {
            start_block(problem, c, i, m, s);
            status = ggc_train_path(&c->net, &schedule, &s->task, &s->optim, s->block, s->penalty,
                                    s->work, stop, stop_ctx,
                                    s->norms + (size_t)m * inputs * lambdas, s->pull, s->train,
                                    s->member_held + (size_t)m * lambdas,
                                    s->snapshots + (size_t)m * lambdas * c->parameters,
                                    &iterations);
            out->iterations[i] += iterations;
            schedule.optim.rate /= 4.0;
        }
        if (status == GGC_EDIVERGED) {
            mark_failed(problem, i, out);
            return GGC_OK;
        }
        if (status != GGC_OK)
            return status;
        for (size_t l = 0; l < lambdas; l++)
            out->train[(size_t)i * lambdas + l] += s->train[l] / problem->members;
        add_pull(problem, i, s, out);
    }
    summarise(problem, c, i, s, out);
    return GGC_OK;
}

/* Cancellation: thread 0 asks the hook, all read the flag. */
typedef struct {
    const ggc_hooks *hooks;
    int *cancelled, *done;
    int total;
} watch;

static int follow(void *ctx)
{
    watch *w = ctx;
    int flag;
    if (omp_get_thread_num() == 0) {
        int done;
#pragma omp atomic read
        done = *w->done;
        if (w->hooks->progress != NULL)
            w->hooks->progress(w->hooks->ctx, done, w->total);
        if (w->hooks->poll != NULL && w->hooks->poll(w->hooks->ctx)) {
#pragma omp atomic write
            *w->cancelled = 1;
        }
    }
#pragma omp atomic read
    flag = *w->cancelled;
    return flag;
}

ggc_status ggc_fit_run(const ggc_problem *problem, int threads, void *workspace, size_t size,
                       const ggc_hooks *hooks, ggc_fit_result *result)
{
    ggc_arena arena;
    common c;
    int cancelled = 0, done = 0;
    ggc_arena_init(&arena, workspace, size);
    ggc_status status = carve_common(problem, &arena, &c);
    if (status != GGC_OK)
        return status;
    slot *slots = GGC_TAKE(&arena, slot, threads);
    for (int t = 0; t < threads && !arena.overflow; t++)
        carve_slot(problem, &c, &arena, slots + t);
    if (arena.overflow)
        return GGC_ENOMEM;
    fill_common(problem, &c);

#pragma omp parallel num_threads(threads)
    {
        slot *s = slots + omp_get_thread_num();
        watch w = {hooks, &cancelled, &done, problem->targets};
#pragma omp for schedule(dynamic, 1) nowait
        for (int i = 0; i < problem->targets; i++) {
            if (follow(&w))
                continue;
            if (train_target(problem, &c, i, s, follow, &w, result) != GGC_OK)
                continue;
#pragma omp atomic
            done++;
        }
        /* Thread 0 goes on listening while others finish. */
        int left = omp_get_thread_num() == 0;
        while (left && !follow(&w)) {
            int now;
#pragma omp atomic read
            now = done;
            left = now < problem->targets;
            if (left)
                ggc_omp_pause();
        }
    }
    return cancelled ? GGC_ECANCELLED : GGC_OK;
}

ggc_status ggc_fit_predict(const ggc_problem *problem, const float *networks, void *workspace,
                           size_t size, double *out)
{
    ggc_arena arena;
    common c;
    slot s;
    ggc_arena_init(&arena, workspace, size);
    ggc_status status = carve_common(problem, &arena, &c);
    if (status != GGC_OK)
        return status;
    carve_slot(problem, &c, &arena, &s);
    float *y = GGC_TAKE(&arena, float, (size_t)c.panel.lanes * (size_t)c.panel.window);
    if (arena.overflow)
        return GGC_ENOMEM;
    fill_common(problem, &c);
    const size_t targets = (size_t)problem->targets;
    for (size_t n = 0; n < targets * (size_t)problem->columns; n++)
        out[n] = NAN;
    for (int i = 0; i < problem->targets; i++) {
        load_target(problem, &c, i, &s);
        load_fold(&c, problem->members, &s);
        for (int k = 0; k < s.task.inputs; k++)
            s.work[k] = k;
        for (int m = 0; m < problem->members; m++) {
            double unused;
            memcpy(s.block,
                   networks + ((size_t)i * (size_t)problem->members + (size_t)m) * c.parameters,
                   c.parameters * sizeof *s.block);
            ggc_network_pass(&c.net, &s.task, s.block, NULL, s.task.inputs, s.work, &unused, NULL,
                             y);
            /* Of the lanes that reach a point, the one with the longest past. */
            for (int lane = c.panel.lanes; lane-- > 0;)
                for (int step = 0; step < c.panel.reach[lane]; step++) {
                    int n = lane + step * c.panel.stride, from = c.panel.source[n];
                    int shorter = step < c.panel.window - 1 && lane >= c.panel.stride;
                    if (c.panel.fold[n] == GGC_FOLD_NONE || shorter)
                        continue;
                    double *at = out + (size_t)i + targets * (size_t)(from + 1);
                    double value = (double)y[(size_t)step * (size_t)c.panel.lanes + (size_t)lane];
                    *at = (m == 0 ? 0.0 : *at) + value / problem->members;
                }
        }
    }
    return GGC_OK;
}
