/* ggc_lsngc.c - large-scale nonlinear Granger causality: see ggc_lsngc.h.
 *
 * Distances to centres are computed once for the whole state. What a source adds to them is
 * taken off again, which is a few operations where the state may have thousands of
 * coordinates. */
#include "ggc_omp.h"

#include "ggc_lsngc.h"

#include <math.h>
#include <string.h>

#include "ggc_kmeans.h"
#include "ggc_math.h"
#include "ggc_rng.h"
#include "ggc_vector.h"
#include "ggc_watch.h"

/* A feature of which the others leave up to this share of its squared length is one of
 * them. */
#define SAME 1e-14
/* What a source leaves of a squared distance, up to this share of it, is rounding. */
#define ROUNDING 1e-12
/* No model explains a target but for less than this share of its sum of squares. */
#define LEAST_RSS 1e-12

/* A state space and its centres. */
typedef struct {
    int width;       /* coordinates of a lag: regulators, and the target's own past */
    double *point;   /* (width lags) x steps */
    double *centre;  /* (width lags) x centres, in `means` or found elsewhere */
    double *apart;   /* steps x centres: squared distances */
    double *between; /* centres x centres: the same of the centres */
    ggc_kmeans_room means;
} state;

/* One thread's memory. */
typedef struct {
    state own;              /* of a target that is no regulator */
    ggc_kmeans_room source; /* of a source's past */
    double *past;           /* lags x steps */
    ggc_kmeans_room start;  /* starts of the shared state */
    double *distance;       /* steps x most centres: squared */
    double *between;        /* most centres squared */
    double *basis;          /* steps x (both kinds of centres) */
    double *rest;           /* steps */
    ggc_meter meter;
} slot;

/* What all threads read. */
typedef struct {
    const ggc_lsngc_task *task;
    const ggc_lsngc_result *result;
    int steps;
    int *at;                   /* steps: columns of z */
    double *series;            /* samples x genes */
    double *g;                 /* steps x source_centres x regulators: features of sources */
    state shared;              /* of the targets that are regulators */
    int *together, n_together; /* targets of the shared state */
    int *alone, n_alone;       /* the others */
} job;

int ggc_lsngc_steps(const ggc_lsngc_task *task)
{
    int steps = 0;
    for (int r = 0; r < task->trajectories; r++) {
        const int length = task->first[r + 1] - task->first[r];
        steps += length > task->lags ? length - task->lags : 0;
    }
    return steps;
}

/* --- memory --- */

static int most_centres(const ggc_lsngc_task *task)
{
    return task->state_centres > task->source_centres ? task->state_centres : task->source_centres;
}

static void carve_space(const ggc_lsngc_task *task, ggc_arena *arena, int steps, int width,
                        state *s)
{
    const size_t n = (size_t)steps, k = (size_t)task->state_centres;
    s->width = width;
    s->point = ggc_arena_take(arena, n, (size_t)(width * task->lags) * sizeof(double));
    s->apart = ggc_arena_take(arena, n, k * sizeof(double));
    s->between = GGC_TAKE(arena, double, k * k);
    ggc_kmeans_carve(arena, steps, width * task->lags, task->state_centres, &s->means);
    s->centre = s->means.best;
}

static void carve_slot(const job *all, ggc_arena *arena, slot *s)
{
    const ggc_lsngc_task *task = all->task;
    const size_t n = (size_t)all->steps, most = (size_t)most_centres(task);
    const size_t both = (size_t)(task->state_centres + task->source_centres);
    memset(s, 0, sizeof *s);
    if (all->n_alone > 0)
        carve_space(task, arena, all->steps, task->regulators + 1, &s->own);
    if (all->n_together > 0)
        ggc_kmeans_carve(arena, all->steps, task->regulators * task->lags, task->state_centres,
                         &s->start);
    ggc_kmeans_carve(arena, all->steps, task->lags, task->source_centres, &s->source);
    s->past = ggc_arena_take(arena, n, (size_t)task->lags * sizeof(double));
    s->distance = ggc_arena_take(arena, n, most * sizeof(double));
    s->between = GGC_TAKE(arena, double, most * most);
    s->basis = ggc_arena_take(arena, n, both * sizeof(double));
    s->rest = GGC_TAKE(arena, double, n);
}

static int regulates(const ggc_lsngc_task *task, int gene)
{
    for (int j = 0; j < task->regulators; j++)
        if (task->regulator[j] == gene)
            return 1;
    return 0;
}

static void carve(const ggc_lsngc_task *task, ggc_arena *arena, int threads, job *all, slot **slots)
{
    const size_t n = (size_t)all->steps, sources = (size_t)task->regulators;
    all->at = GGC_TAKE(arena, int, n);
    all->together = GGC_TAKE(arena, int, task->targets);
    all->alone = GGC_TAKE(arena, int, task->targets);
    all->series =
        ggc_arena_take(arena, (size_t)task->genes, (size_t)task->samples * sizeof(double));
    all->g = ggc_arena_take(arena, sources, n * (size_t)task->source_centres * sizeof(double));
    if (all->n_together > 0)
        carve_space(task, arena, all->steps, task->regulators, &all->shared);
    *slots = GGC_TAKE(arena, slot, threads);
    for (int t = 0; t < threads; t++) {
        slot unused;
        carve_slot(all, arena, *slots == NULL ? &unused : *slots + t);
    }
}

/* How many targets have which state, for carving. */
static job job_of(const ggc_lsngc_task *task)
{
    job all;
    memset(&all, 0, sizeof all);
    all.task = task;
    all.steps = ggc_lsngc_steps(task);
    for (int i = 0; i < task->targets; i++)
        all.n_together += regulates(task, task->target[i]);
    all.n_alone = task->targets - all.n_together;
    return all;
}

size_t ggc_lsngc_workspace(const ggc_lsngc_task *task, int threads)
{
    ggc_arena arena;
    job all = job_of(task);
    slot *slots;
    ggc_arena_init(&arena, NULL, 0);
    carve(task, &arena, threads, &all, &slots);
    return arena.overflow ? 0 : arena.used + GGC_ALIGN;
}

/* --- features --- */

/* (2 s)^2 of so many centres, by the squared distances between them: 2 D^2 / k. */
static double squared_width(const double *between, int k)
{
    double most = 0;
    for (int i = 0; i < k * k; i++)
        most = between[i] > most ? between[i] : most;
    return 2 * most / k;
}

/* Features of n points by their squared distances, n x k. Where all centres are one, all
 * features are. */
static void features(const double *distance, int n, int k, double width, double *out)
{
    const size_t rows = (size_t)n;
    for (size_t t = 0; t < rows; t++) {
        double least = distance[t], sum = 0;
        for (size_t a = 1; a < (size_t)k; a++)
            least = distance[t + rows * a] < least ? distance[t + rows * a] : least;
        for (size_t a = 0; a < (size_t)k; a++) {
            const double more = distance[t + rows * a] - least;
            out[t + rows * a] = width > 0 ? ggc_exp(-more / width) : 1;
            sum += out[t + rows * a];
        }
        for (size_t a = 0; a < (size_t)k; a++)
            out[t + rows * a] /= sum;
    }
}

/* Squared distances of n points to k centres, and between these. */
static void distances(const double *point, int n, int m, const double *centre, int k, double *apart,
                      double *between)
{
    const size_t width = (size_t)m, rows = (size_t)n;
    for (size_t a = 0; a < (size_t)k; a++) {
        for (size_t t = 0; t < rows; t++)
            apart[t + rows * a] = ggc_kmeans_apart(point + width * t, centre + width * a, m);
        for (size_t b = 0; b < (size_t)k; b++)
            between[b + (size_t)k * a] =
                ggc_kmeans_apart(centre + width * b, centre + width * a, m);
    }
}

/* What of a squared distance is left without coordinate j of each lag. */
static double without(double whole, const double *x, const double *y, int j, int width, int lags)
{
    double left = whole;
    for (int l = 0; l < lags; l++) {
        const double d = x[j + width * l] - y[j + width * l];
        left -= d * d;
    }
    return left > ROUNDING * whole ? left : 0;
}

/* As the authors' script has it: the sum of squared distances of a state without source j to
 * all centres without coordinate a, each compared in its order. */
static double script_distance(const double *x, const double *centres, int k, int j, int a,
                              int width)
{
    double sum = 0;
    for (int c = 0; c < k; c++) {
        const double *y = centres + (size_t)width * (size_t)c;
        for (int r = 0; r < width - 1; r++) {
            const double d = x[r + (r >= j)] - y[r + (r >= a)];
            sum += d * d;
        }
    }
    return sum;
}

/* Features of a state without source j, into the first columns of the basis. */
static void state_features(const job *all, const state *space, int j, slot *s)
{
    const ggc_lsngc_task *task = all->task;
    const int k = task->state_centres, lags = task->lags, width = space->width;
    const size_t rows = (size_t)all->steps, m = (size_t)(width * lags);
    for (size_t a = 0; a < (size_t)k; a++) {
        const double *centre = space->centre + m * a;
        for (size_t t = 0; t < rows; t++) {
            const double *x = space->point + m * t;
            s->distance[t + rows * a] =
                task->as_script ? script_distance(x, space->centre, k, j, (int)a, width)
                                : without(space->apart[t + rows * a], x, centre, j, width, lags);
        }
        for (size_t b = 0; b < (size_t)k; b++) {
            const size_t at = b + (size_t)k * a;
            s->between[at] = task->as_script ? space->between[at]
                                             : without(space->between[at], space->centre + m * b,
                                                       centre, j, width, lags);
        }
    }
    features(s->distance, all->steps, k, squared_width(s->between, k), s->basis);
}

/* --- regression --- */

/* Make some columns of the basis orthonormal, each to those before it, twice; those that
 * are combinations of others are left out. have: columns that are there already, which
 * `from` and further ones follow. Answers how many there are. */
static int extend(double *basis, int n, int have, int from, int columns)
{
    const size_t rows = (size_t)n;
    for (int c = 0; c < columns; c++) {
        const double *column = basis + rows * (size_t)(from + c);
        double *q = basis + rows * (size_t)have;
        if (q != column)
            memcpy(q, column, rows * sizeof *q);
        const double before = ggc_dot(q, q, n);
        for (int turn = 0; turn < 2; turn++)
            for (int a = 0; a < have; a++) {
                const double *other = basis + rows * (size_t)a;
                ggc_subtract(q, ggc_dot(other, q, n), other, n);
            }
        const double after = ggc_dot(q, q, n);
        if (!(after > SAME * before))
            continue;
        const double length = sqrt(after);
        for (int t = 0; t < n; t++)
            q[t] /= length;
        have++;
    }
    return have;
}

/* Take columns `from` to `to` - 1 off the rest; what is left of its sum of squares. */
static double take_off(slot *s, int n, int from, int to)
{
    for (int a = from; a < to; a++) {
        const double *q = s->basis + (size_t)n * (size_t)a;
        ggc_subtract(s->rest, ggc_dot(q, s->rest, n), q, n);
    }
    return ggc_dot(s->rest, s->rest, n);
}

/* Source j in a state: some targets, by their number. 0 where it was told to give up. */
static int run_source(const job *all, const state *space, int j, const int *targets, int count,
                      slot *s)
{
    const ggc_lsngc_task *task = all->task;
    const ggc_lsngc_result *out = all->result;
    const int n = all->steps, f = task->state_centres, g = task->source_centres;
    const size_t size = (size_t)n * (size_t)g;
    if (ggc_meter_add(&s->meter, 2.0 * n * (f + g) * (f + g)))
        return 0;
    state_features(all, space, j, s);
    memcpy(s->basis + (size_t)n * (size_t)f, all->g + size * (size_t)j, size * sizeof(double));
    const int few = extend(s->basis, n, 0, 0, f), many = extend(s->basis, n, few, f, g);
    for (int i = 0; i < count; i++) {
        const double *y = all->series + (size_t)task->samples * (size_t)task->target[targets[i]];
        const size_t at = (size_t)j + (size_t)task->regulators * (size_t)targets[i];
        for (int t = 0; t < n; t++)
            s->rest[t] = y[all->at[t]];
        if (ggc_meter_add(&s->meter, 2.0 * n * many))
            return 0;
        const double least = LEAST_RSS * ggc_dot(s->rest, s->rest, n);
        const double restricted = take_off(s, n, 0, few), whole = take_off(s, n, few, many);
        out->restricted[at] = restricted > least ? restricted : least;
        out->whole[at] = whole > least ? whole : least;
        out->few[at] = few;
        out->many[at] = many;
    }
    return 1;
}

/* --- units --- */

static ggc_meter meter_of(ggc_watch *watch)
{
    return ggc_meter_over(ggc_watch_ask, watch, GGC_POLL_WORK);
}

/* Points of the regulators' past and, where gene `own` is none, its own. */
static void put_points(const job *all, int own, state *s)
{
    const ggc_lsngc_task *task = all->task;
    const size_t m = (size_t)(s->width * task->lags), genes = (size_t)task->genes;
    for (size_t t = 0; t < (size_t)all->steps; t++)
        for (int l = 0; l < task->lags; l++) {
            const double *z = task->z + genes * (size_t)(all->at[t] - 1 - l);
            double *to = s->point + m * t + (size_t)(s->width * l);
            for (int j = 0; j < task->regulators; j++)
                to[j] = z[task->regulator[j]];
            if (own >= 0)
                to[task->regulators] = z[own];
        }
}

static ggc_kmeans_task means_of(const job *all, const state *s, uint64_t name)
{
    return (ggc_kmeans_task){.n = all->steps,
                             .m = s->width * all->task->lags,
                             .point = s->point,
                             .k = all->task->state_centres,
                             .seed = all->task->seed,
                             .name = name,
                             .purpose = GGC_STREAM_LSNGC_STATE};
}

static void measure(const job *all, state *s)
{
    distances(s->point, all->steps, s->width * all->task->lags, s->centre, all->task->state_centres,
              s->apart, s->between);
}

/* A unit: features of a source's past. */
static int prepare_source(const void *what, int j, void *mine, ggc_watch *watch)
{
    const job *all = what;
    const ggc_lsngc_task *task = all->task;
    const int n = all->steps, d = task->lags, k = task->source_centres;
    slot *s = mine;
    s->meter = meter_of(watch);
    if (ggc_watch_ask(watch))
        return 0;
    const double *x = all->series + (size_t)task->samples * (size_t)task->regulator[j];
    for (int t = 0; t < n; t++)
        for (int l = 0; l < d; l++)
            s->past[(size_t)l + (size_t)d * (size_t)t] = x[all->at[t] - 1 - l];
    const ggc_kmeans_task means = {.n = n,
                                   .m = d,
                                   .point = s->past,
                                   .k = k,
                                   .seed = task->seed,
                                   .name = task->name[task->regulator[j]],
                                   .purpose = GGC_STREAM_LSNGC_SOURCE};
    const double *centre = s->source.best;
    if (task->given_source != NULL)
        centre = task->given_source + (size_t)(d * k) * (size_t)j;
    else if (!ggc_kmeans(&means, &s->source, &s->meter))
        return 0;
    distances(s->past, n, d, centre, k, s->distance, s->between);
    features(s->distance, n, k, squared_width(s->between, k),
             all->g + (size_t)n * (size_t)k * (size_t)j);
    return 1;
}

/* A unit: a start of the shared state's centres. */
static int start_state(const void *what, int start, void *mine, ggc_watch *watch)
{
    const job *all = what;
    slot *s = mine;
    s->meter = meter_of(watch);
    if (ggc_watch_ask(watch))
        return 0;
    const ggc_kmeans_task means = means_of(all, &all->shared, 0);
    return ggc_kmeans_start(&means, start, &s->start, &s->meter);
}

/* A unit: a target with a state of its own, or a source of all others. */
static int run_unit(const void *what, int unit, void *mine, ggc_watch *watch)
{
    const job *all = what;
    const ggc_lsngc_task *task = all->task;
    slot *s = mine;
    s->meter = meter_of(watch);
    if (ggc_watch_ask(watch))
        return 0;
    if (unit >= all->n_alone)
        return run_source(all, &all->shared, unit - all->n_alone, all->together, all->n_together,
                          s);
    const int gene = task->target[all->alone[unit]];
    put_points(all, gene, &s->own);
    const ggc_kmeans_task means = means_of(all, &s->own, task->name[gene]);
    if (!ggc_kmeans(&means, &s->own.means, &s->meter))
        return 0;
    measure(all, &s->own);
    for (int j = 0; j < task->regulators; j++)
        if (!run_source(all, &s->own, j, all->alone + unit, 1, s))
            return 0;
    return 1;
}

/* --- the driver --- */

static void load(job *all)
{
    const ggc_lsngc_task *task = all->task;
    const size_t genes = (size_t)task->genes, samples = (size_t)task->samples;
    for (size_t g = 0; g < genes; g++)
        for (size_t t = 0; t < samples; t++)
            all->series[t + samples * g] = task->z[g + genes * t];
    int step = 0, together = 0, alone = 0;
    for (int r = 0; r < task->trajectories; r++)
        for (int t = task->first[r] + task->lags; t < task->first[r + 1]; t++)
            all->at[step++] = t;
    for (int i = 0; i < task->targets; i++)
        if (regulates(task, task->target[i]))
            all->together[together++] = i;
        else
            all->alone[alone++] = i;
}

/* The centres of the shared state, from the best of all starts. */
static ggc_status find_shared(job *all, ggc_units *units, int threads, ggc_watch *watch)
{
    const ggc_lsngc_task *task = all->task;
    const size_t size = (size_t)(task->regulators * task->lags) * (size_t)task->state_centres;
    slot *slots = units->slots;
    ggc_kmeans_room *best = &all->shared.means;
    put_points(all, -1, &all->shared);
    if (task->given_state != NULL) {
        memcpy(best->best, task->given_state, size * sizeof(double));
    } else {
        units->count = GGC_KMEANS_STARTS;
        units->run = start_state;
        const ggc_status status = ggc_over_units(units, threads, watch);
        if (status != GGC_OK)
            return status;
        for (int t = 0; t < threads; t++) {
            const ggc_kmeans_room *room = &slots[t].start;
            if (room->start < 0 || !ggc_kmeans_better(room->inertia, room->start, best))
                continue;
            memcpy(best->best, room->best, size * sizeof(double));
            best->inertia = room->inertia;
            best->start = room->start;
        }
    }
    if (task->given_state == NULL)
        *all->result->inertia = best->inertia;
    measure(all, &all->shared);
    return GGC_OK;
}

ggc_status ggc_lsngc(const ggc_lsngc_task *task, int threads, void *workspace, size_t size,
                     const ggc_hooks *hooks, ggc_lsngc_result *result)
{
    ggc_arena arena;
    job all = job_of(task);
    slot *slots;
    ggc_arena_init(&arena, workspace, size);
    carve(task, &arena, threads, &all, &slots);
    if (arena.overflow)
        return GGC_ENOMEM;
    all.result = result;
    *result->inertia = NAN;
    load(&all);
    const int last = all.n_alone + (all.n_together > 0 ? task->regulators : 0);
    const int starts = all.n_together > 0 && task->given_state == NULL ? GGC_KMEANS_STARTS : 0;
    ggc_watch watch = ggc_watch_start(hooks, task->regulators + starts + last);
    ggc_units units = {.count = task->regulators,
                       .chunk = 1,
                       .run = prepare_source,
                       .job = &all,
                       .slots = slots,
                       .slot_size = sizeof *slots};
    ggc_status status = ggc_over_units(&units, threads, &watch);
    if (status == GGC_OK && all.n_together > 0)
        status = find_shared(&all, &units, threads, &watch);
    if (status != GGC_OK)
        return status;
    units.count = last;
    units.run = run_unit;
    return ggc_over_units(&units, threads, &watch);
}
