/* ggc_bts.c - backward-in-time selection: see ggc_bts.h.
 *
 * A model is an orthonormal basis of its terms over the rows of its largest lag. A
 * candidate c takes (c'r)^2 / |c - QQ'c|^2 off the residual r, which is orthogonal to Q
 * already: two products of vectors, and one for each term. Candidates differ in the rows
 * that they leave, by their lags: the basis is made for each set of rows in turn. */
#include "ggc_omp.h"

#include "ggc_bts.h"

#include <math.h>
#include <string.h>

#include "ggc_math.h"
#include "ggc_vector.h"
#include "ggc_watch.h"

/* A term of which the others leave up to this share of its squared length is one of them,
 * and no model explains more of a target than all but this share. */
#define SAME 1e-10
#define LEAST_RSS 1e-12

/* One thread's memory. */
typedef struct {
    double *basis;        /* rows x most */
    double *r;            /* most x most: terms in the basis, upper triangle */
    double *along;        /* most: the target along the basis */
    double *rest;         /* rows: what the terms leave of the target */
    double *term;         /* rows: a lagged series */
    int *reach;           /* inputs: the largest lag that is in the model */
    char *out;            /* inputs: no candidate */
    int *input, *lag;     /* most: the terms */
    int inputs, count;    /* inputs: regulators, and the own past of a target that is none */
    int self;             /* which input the target is */
    int rows;             /* of the basis */
    const double *series; /* samples x genes: one after another, for all threads */
    int target;           /* row of z */
} slot;

int ggc_bts_room(int rows)
{
    const int third = (rows + 2) / 3;
    return rows - (third > 5 ? third : 5);
}

int ggc_bts_rows(const ggc_bts_task *task, int m)
{
    int rows = 0;
    for (int k = 0; k < task->trajectories; k++) {
        const int length = task->first[k + 1] - task->first[k];
        rows += length > m ? length - m : 0;
    }
    return rows;
}

static void carve(const ggc_bts_task *task, ggc_arena *arena, slot *s)
{
    const size_t inputs = (size_t)task->regulators + 1, most = (size_t)task->most;
    const size_t samples = (size_t)task->samples;
    s->basis = ggc_arena_take(arena, samples, most * sizeof(double));
    s->r = GGC_TAKE(arena, double, most * most);
    s->along = GGC_TAKE(arena, double, most);
    s->rest = GGC_TAKE(arena, double, samples);
    s->term = GGC_TAKE(arena, double, samples);
    s->reach = GGC_TAKE(arena, int, inputs);
    s->out = GGC_TAKE(arena, char, inputs);
    s->input = GGC_TAKE(arena, int, most);
    s->lag = GGC_TAKE(arena, int, most);
}

size_t ggc_bts_workspace(const ggc_bts_task *task, int threads)
{
    ggc_arena arena;
    slot s;
    ggc_arena_init(&arena, NULL, 0);
    for (int t = 0; t < threads; t++)
        carve(task, &arena, &s);
    ggc_arena_take(&arena, (size_t)task->genes, (size_t)task->samples * sizeof(double));
    GGC_TAKE(&arena, slot, threads);
    return arena.overflow ? 0 : arena.used + GGC_ALIGN;
}

/* A series `lag` steps before the rows of largest lag m. */
static void gather(const ggc_bts_task *task, const double *series, int lag, int m, double *out)
{
    for (int k = 0; k < task->trajectories; k++) {
        const int from = task->first[k] + m, n = task->first[k + 1] - from;
        if (n <= 0)
            continue;
        memcpy(out, series + from - lag, (size_t)n * sizeof *out);
        out += n;
    }
}

static const double *series_of(const ggc_bts_task *task, const slot *s, int input)
{
    const int row = input < task->regulators ? task->regulator[input] : s->target;
    return s->series + (size_t)task->samples * (size_t)row;
}

/* Term k of the basis, made orthogonal to those before it, twice; one that these explain is
 * left at zero. */
static void put_in_basis(const ggc_bts_task *task, slot *s, int k, int m)
{
    double *q = s->basis + (size_t)s->rows * (size_t)k, *r = s->r + (size_t)task->most * (size_t)k;
    gather(task, series_of(task, s, s->input[k]), s->lag[k], m, q);
    const double before = ggc_dot(q, q, s->rows);
    memset(r, 0, (size_t)task->most * sizeof *r);
    for (int turn = 0; turn < 2; turn++)
        for (int a = 0; a < k; a++) {
            const double *other = s->basis + (size_t)s->rows * (size_t)a;
            const double along = ggc_dot(other, q, s->rows);
            r[a] += along;
            ggc_subtract(q, along, other, s->rows);
        }
    const double after = ggc_dot(q, q, s->rows), length = sqrt(after);
    s->along[k] = 0;
    if (!(after > SAME * before)) {
        memset(q, 0, (size_t)s->rows * sizeof *q);
        return;
    }
    r[k] = length;
    for (int t = 0; t < s->rows; t++)
        q[t] /= length;
    s->along[k] = ggc_dot(q, s->rest, s->rows);
    ggc_subtract(s->rest, s->along[k], q, s->rows);
}

/* The basis of all terms but those of the input `without` (-1: all), over the rows of
 * largest lag m, and what it leaves. Answers the residual sum of squares. */
static double make_basis(const ggc_bts_task *task, slot *s, int m, int without)
{
    s->rows = ggc_bts_rows(task, m);
    gather(task, series_of(task, s, s->self), 0, m, s->rest);
    for (int k = 0; k < s->count; k++) {
        if (s->input[k] == without) {
            memset(s->basis + (size_t)s->rows * (size_t)k, 0, (size_t)s->rows * sizeof(double));
            continue;
        }
        put_in_basis(task, s, k, m);
    }
    return ggc_dot(s->rest, s->rest, s->rows);
}

static double criterion(double rss, int rows, int terms)
{
    return rows * ggc_log(rss / rows) + terms * ggc_log(rows);
}

/* What a candidate leaves of a residual sum of squares; NaN where it is a combination of
 * the terms that are there. */
static double with_candidate(const ggc_bts_task *task, slot *s, int input, int lag, int m,
                             double rss, double least)
{
    gather(task, series_of(task, s, input), lag, m, s->term);
    const double length = ggc_dot(s->term, s->term, s->rows);
    double left = length;
    for (int k = 0; k < s->count; k++) {
        const double along = ggc_dot(s->basis + (size_t)s->rows * (size_t)k, s->term, s->rows);
        left -= along * along;
    }
    if (!(left > SAME * length))
        return NAN;
    const double along = ggc_dot(s->term, s->rest, s->rows), out = rss - along * along / left;
    return out > least ? out : least;
}

/* The largest lag of a model that has this one too. */
static int largest(int m, int lag) { return m > lag ? m : lag; }

typedef struct {
    int input, lag;
    double criterion;
} choice;

/* The candidate of the least criterion, the first of equals; none (input -1) where there
 * are none. m: largest lag of the model; *full: set where rows are lacking. */
static choice best_candidate(const ggc_bts_task *task, slot *s, int m, int step, int *full)
{
    choice best = {.input = -1, .lag = 0, .criterion = NAN};
    const int from = largest(m, 1);
    for (int rows_of = from; rows_of <= task->lags; rows_of++) {
        int made = 0;
        double rss = 0, least = 0;
        for (int j = 0; j < s->inputs; j++) {
            const int lag = s->reach[j] + step;
            if (s->out[j] || lag > task->lags || largest(from, lag) != rows_of)
                continue;
            if (s->count >= task->most || s->count >= ggc_bts_room(ggc_bts_rows(task, rows_of))) {
                *full = 1;
                break;
            }
            if (!made) {
                rss = make_basis(task, s, rows_of, -1);
                gather(task, series_of(task, s, s->self), 0, rows_of, s->term);
                least = LEAST_RSS * ggc_dot(s->term, s->term, s->rows);
                made = 1;
            }
            const double left = with_candidate(task, s, j, lag, rows_of, rss, least);
            if (!(left > 0))
                continue;
            const double value = criterion(left, s->rows, s->count + 1);
            if (best.input < 0 || value < best.criterion)
                best = (choice){j, lag, value};
        }
    }
    return best;
}

/* How far the candidate that is furthest behind still has to go. */
static int furthest(const ggc_bts_task *task, const slot *s)
{
    int out = 0;
    for (int j = 0; j < s->inputs; j++)
        if (!s->out[j] && task->lags - s->reach[j] > out)
            out = task->lags - s->reach[j];
    return out;
}

/* Terms enter as long as the criterion falls. Answers the largest lag, or -1 where it was
 * told to give up. */
static int select_terms(const ggc_bts_task *task, slot *s, int *full, ggc_watch *watch)
{
    int m = 0, step = 1;
    const double alone = make_basis(task, s, 0, -1);
    double now = criterion(alone, s->rows, 0);
    while (step <= furthest(task, s)) {
        if (ggc_watch_ask(watch))
            return -1;
        int lacking = 0;
        const choice best = best_candidate(task, s, m, step, &lacking);
        if (best.input < 0 || !(best.criterion < now)) {
            *full |= lacking;
            step++;
            continue;
        }
        s->input[s->count] = best.input;
        s->lag[s->count] = best.lag;
        s->reach[best.input] = best.lag;
        s->count++;
        m = largest(m, best.lag);
        now = best.criterion;
        step = 1;
    }
    return m;
}

static void load(const ggc_bts_task *task, int i, slot *s)
{
    s->target = task->target[i];
    s->self = task->regulators;
    for (int j = 0; j < task->regulators; j++)
        if (task->regulator[j] == s->target)
            s->self = j;
    s->inputs = task->regulators + (s->self == task->regulators);
    s->count = 0;
    for (int j = 0; j < s->inputs; j++) {
        s->reach[j] = 0;
        s->out[j] = j < task->regulators && j != s->self && task->exclude != NULL &&
                    task->exclude[(size_t)j + (size_t)task->regulators * (size_t)i] != 0;
    }
}

/* Coefficients of the terms, backwards through R. */
static void coefficients(const ggc_bts_task *task, const slot *s, double *b)
{
    for (int k = s->count; k-- > 0;) {
        const double own = s->r[(size_t)k + (size_t)task->most * (size_t)k];
        double sum = s->along[k];
        for (int a = k + 1; a < s->count; a++)
            sum -= s->r[(size_t)k + (size_t)task->most * (size_t)a] * b[a];
        b[k] = own > 0 ? sum / own : 0;
    }
}

typedef struct {
    const ggc_bts_task *task;
    const ggc_bts_result *result;
} job;

/* A unit of ggc_over_units(). */
static int run_target(const void *what, int i, void *mine, ggc_watch *watch)
{
    const ggc_bts_task *task = ((const job *)what)->task;
    const ggc_bts_result *out = ((const job *)what)->result;
    const size_t at = (size_t)task->most * (size_t)i;
    slot *s = mine;
    load(task, i, s);
    out->full[i] = 0;
    const int m = select_terms(task, s, &out->full[i], watch);
    if (m < 0)
        return 0;
    out->count[i] = s->count;
    out->order[i] = m;
    out->rss[i] = make_basis(task, s, m, -1);
    out->rows[i] = s->rows;
    coefficients(task, s, out->coefficient + at);
    for (int k = 0; k < s->count; k++) {
        out->input[at + (size_t)k] = s->input[k];
        out->lag[at + (size_t)k] = s->lag[k];
        out->drop[at + (size_t)k] = NAN;
    }
    for (int k = 0; k < s->count; k++) {
        if (!isnan(out->drop[at + (size_t)k]))
            continue; /* another term of the same gene came before */
        if (ggc_watch_ask(watch))
            return 0;
        const double rise = make_basis(task, s, m, s->input[k]) - out->rss[i];
        for (int a = k; a < s->count; a++)
            if (s->input[a] == s->input[k])
                out->drop[at + (size_t)a] = rise > 0 ? rise : 0;
    }
    return 1;
}

ggc_status ggc_bts(const ggc_bts_task *task, int threads, void *workspace, size_t size,
                   const ggc_hooks *hooks, ggc_bts_result *result)
{
    ggc_arena arena;
    ggc_arena_init(&arena, workspace, size);
    const size_t genes = (size_t)task->genes, samples = (size_t)task->samples;
    slot *slots = GGC_TAKE(&arena, slot, threads);
    double *series = ggc_arena_take(&arena, genes, samples * sizeof(double));
    for (int t = 0; t < threads && !arena.overflow; t++) {
        carve(task, &arena, slots + t);
        slots[t].series = series;
    }
    if (arena.overflow)
        return GGC_ENOMEM;
    for (size_t g = 0; g < genes; g++)
        for (size_t t = 0; t < samples; t++)
            series[t + samples * g] = task->z[g + genes * t];
    const job all = {task, result};
    const ggc_units units = {.count = task->targets,
                             .chunk = 1,
                             .run = run_target,
                             .job = &all,
                             .slots = slots,
                             .slot_size = sizeof *slots};
    ggc_watch watch = ggc_watch_start(hooks, task->targets);
    return ggc_over_units(&units, threads, &watch);
}
