/* ggc_forecast.c - held-out errors of ridge regressions: see ggc_forecast.h. */
#include "ggc_forecast.h"

#include <math.h>
#include <string.h>

#include "ggc_watch.h"

/* One thread's memory. d features, the intercept first. */
typedef struct {
    double *feature;         /* d x steps */
    double *next;            /* steps */
    double *gram, *rhs;      /* (folds + 1) x d x d, (folds + 1) x d: of each fold, then of all */
    double *factor, *weight; /* d x d, d */
    int *count;              /* folds + 1: steps */
} slot;

static size_t features(const ggc_forecast_task *task)
{
    const size_t f = (size_t)task->m + 1;
    return 1 + f + (task->quadratic ? f * (f + 1) / 2 : 0);
}

static void carve(const ggc_forecast_task *task, ggc_arena *arena, slot *s)
{
    const size_t d = features(task), steps = (size_t)task->steps, parts = (size_t)task->folds + 1;
    s->feature = GGC_TAKE(arena, double, d * steps);
    s->next = GGC_TAKE(arena, double, steps);
    s->gram = GGC_TAKE(arena, double, parts * d * d);
    s->rhs = GGC_TAKE(arena, double, parts * d);
    s->factor = GGC_TAKE(arena, double, d * d);
    s->weight = GGC_TAKE(arena, double, d);
    s->count = GGC_TAKE(arena, int, parts);
}

size_t ggc_forecast_workspace(const ggc_forecast_task *task, int threads)
{
    ggc_arena arena;
    slot s;
    ggc_arena_init(&arena, NULL, 0);
    for (int t = 0; t < threads; t++)
        carve(task, &arena, &s);
    GGC_TAKE(&arena, slot, threads);
    return arena.overflow ? 0 : arena.used + GGC_ALIGN;
}

/* Features and next value of every step of target i. */
static void load(const ggc_forecast_task *task, int i, slot *s)
{
    const size_t d = features(task), genes = (size_t)task->genes;
    const int f = task->m + 1, *best = task->best + (size_t)i * (size_t)task->m;
    for (int n = 0; n < task->steps; n++) {
        const double *now = task->z + genes * (size_t)task->from[n];
        double *x = s->feature + d * (size_t)n, *more = x + 1 + f;
        x[0] = 1.0;
        x[1] = now[task->target[i]];
        for (int k = 1; k < f; k++)
            x[1 + k] = now[best[k - 1]];
        for (int a = 1; a <= f && task->quadratic; a++)
            for (int b = a; b <= f; b++)
                *more++ = x[a] * x[b];
        const double next = now[genes + (size_t)task->target[i]];
        s->next[n] = task->unit ? (next - x[1]) / task->unit[n] : next;
    }
}

/* Sums of products of each fold, and of all steps behind them. */
static void sum_products(const ggc_forecast_task *task, slot *s)
{
    const size_t d = features(task), parts = (size_t)task->folds + 1;
    memset(s->gram, 0, parts * d * d * sizeof *s->gram);
    memset(s->rhs, 0, parts * d * sizeof *s->rhs);
    memset(s->count, 0, parts * sizeof *s->count);
    for (int n = 0; n < task->steps; n++) {
        const double *x = s->feature + d * (size_t)n;
        const size_t parts_of[2] = {parts - 1, (size_t)(task->fold[n] - 1)};
        for (int p = 0; p < 1 + (task->fold[n] > 0); p++) {
            const size_t part = parts_of[p];
            double *gram = s->gram + part * d * d, *rhs = s->rhs + part * d;
            for (size_t a = 0; a < d; a++) {
                for (size_t b = 0; b <= a; b++)
                    gram[a * d + b] += x[a] * x[b];
                rhs[a] += x[a] * s->next[n];
            }
            s->count[part]++;
        }
    }
}

/* Ridge regression on all steps but fold g's, by Cholesky's factor. */
static void solve(const ggc_forecast_task *task, size_t g, slot *s)
{
    const size_t d = features(task), all = (size_t)task->folds;
    const double *gram = s->gram + all * d * d, *rhs = s->rhs + all * d;
    const double *less = s->gram + g * d * d, *less_rhs = s->rhs + g * d;
    const double share = 1.0 / (s->count[all] - s->count[g]);
    double *l = s->factor, *w = s->weight;
    for (size_t a = 0; a < d; a++) {
        for (size_t b = 0; b <= a; b++) {
            double sum = (gram[a * d + b] - less[a * d + b]) * share;
            if (a == b && a > 0)
                sum += task->ridge;
            for (size_t k = 0; k < b; k++)
                sum -= l[a * d + k] * l[b * d + k];
            l[a * d + b] = a == b ? sqrt(sum) : sum / l[b * d + b];
        }
        w[a] = (rhs[a] - less_rhs[a]) * share;
        for (size_t k = 0; k < a; k++)
            w[a] -= l[a * d + k] * w[k];
        w[a] /= l[a * d + a];
    }
    for (size_t a = d; a-- > 0;) {
        for (size_t k = a + 1; k < d; k++)
            w[a] -= l[k * d + a] * w[k];
        w[a] /= l[a * d + a];
    }
}

static double held_out(const ggc_forecast_task *task, slot *s)
{
    const size_t d = features(task);
    double squares = 0.0;
    int steps = 0;
    sum_products(task, s);
    for (int g = 0; g < task->folds; g++) {
        if (s->count[g] == 0 || s->count[g] == s->count[task->folds])
            continue;
        solve(task, (size_t)g, s);
        for (int n = 0; n < task->steps; n++) {
            if (task->fold[n] != g + 1)
                continue;
            double error = s->next[n];
            for (size_t a = 0; a < d; a++)
                error -= s->weight[a] * s->feature[d * (size_t)n + a];
            squares += error * error;
            steps++;
        }
    }
    return steps > 0 ? squares / steps : NAN;
}

typedef struct {
    const ggc_forecast_task *task;
    double *error; /* targets */
} errors;

/* A unit of ggc_over_units(). */
static int run_target(const void *job, int i, void *mine, ggc_watch *watch)
{
    const errors *all = job;
    if (ggc_watch_ask(watch))
        return 0;
    load(all->task, i, mine);
    all->error[i] = held_out(all->task, mine);
    return 1;
}

ggc_status ggc_forecast(const ggc_forecast_task *task, int threads, void *workspace, size_t size,
                        const ggc_hooks *hooks, double *error)
{
    ggc_arena arena;
    ggc_arena_init(&arena, workspace, size);
    slot *slots = GGC_TAKE(&arena, slot, threads);
    for (int t = 0; t < threads && !arena.overflow; t++)
        carve(task, &arena, slots + t);
    if (arena.overflow)
        return GGC_ENOMEM;
    const errors all = {task, error};
    const ggc_units units = {.count = task->targets,
                             .chunk = 8,
                             .run = run_target,
                             .job = &all,
                             .slots = slots,
                             .slot_size = sizeof *slots};
    ggc_watch watch = ggc_watch_start(hooks, task->targets);
    return ggc_over_units(&units, threads, &watch);
}
