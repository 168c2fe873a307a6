/* ggc_te.c - transfer entropy of many pairs: see ggc_te.h.
 *
 * The unit of work is the target: what does not depend on the source is made once, and all
 * its regulators, with all their rearrangements, are held against it. */
#include "ggc_te.h"

#include <string.h>

#include "ggc_arena.h"
#include "ggc_math.h"
#include "ggc_rearrange.h"
#include "ggc_rng.h"
#include "ggc_te_knn.h"
#include "ggc_watch.h"

/* Values that differ by rounding alone are equal. */
#define SAME 1e-10

/* Work of a step of an estimate, in multiply-adds, about. */
#define STEP_WORK 300.0
#define CELL_WORK 10.0

/* Cells of one target, and of one source at a time. Steps of one cell have one number. */
typedef struct {
    int *of_z, *of_yz; /* steps: number of the cell in z, in (y, z) */
    int cells_z, cells_yz;
    double fixed;          /* sums of c log c over cells of z less those of (y, z) */
    int *x;                /* width x steps: bins of the source */
    int *mine;             /* steps */
    int *table;            /* steps x bins */
    const double *c_log_c; /* steps + 1 */
} cells;

/* One thread's memory. */
typedef struct {
    ggc_knn knn;
    cells cells;
    double *row; /* columns of each candidate: the regulator's values */
    int *base;   /* steps: the column that stands for that of Y, of a rearranged source */
    int *order;  /* 3 * trajectories: scratch of ggc_rearrange() */
    ggc_rng rng;
    ggc_meter meter;
} slot;

static int depth_of(const ggc_te_task *task) { return task->past * (1 + task->conditions); }

/* --- memory --- */

static void carve_cells(const ggc_te_task *task, ggc_arena *arena, cells *c)
{
    const size_t steps = (size_t)task->steps;
    memset(c, 0, sizeof *c);
    c->of_z = GGC_TAKE(arena, int, steps);
    c->of_yz = GGC_TAKE(arena, int, steps);
    c->mine = GGC_TAKE(arena, int, steps);
    c->x = (int *)ggc_arena_take(arena, (size_t)task->width, steps * sizeof(int));
    c->table = (int *)ggc_arena_take(arena, (size_t)task->bins, steps * sizeof(int));
}

static void carve_slot(const ggc_te_task *task, ggc_arena *arena, slot *s)
{
    memset(s, 0, sizeof *s);
    if (task->estimator == GGC_TE_KSG)
        ggc_knn_carve(arena, task->steps, task->width, depth_of(task), &s->knn);
    else
        carve_cells(task, arena, &s->cells);
    s->row = (double *)ggc_arena_take(arena, (size_t)task->candidates,
                                      (size_t)task->columns * sizeof(double));
    s->base = GGC_TAKE(arena, int, task->steps);
    s->order = (int *)ggc_arena_take(arena, 3, (size_t)task->trajectories * sizeof(int));
}

/* The slots and, in *numbers, what each estimator looks up by counts. */
static slot *carve(const ggc_te_task *task, ggc_arena *arena, int threads, double **numbers)
{
    slot *slots = GGC_TAKE(arena, slot, threads), measured;
    *numbers = GGC_TAKE(arena, double, (size_t)task->steps + 1);
    for (int t = 0; t < threads; t++)
        carve_slot(task, arena, slots == NULL ? &measured : slots + t);
    return slots;
}

size_t ggc_te_workspace(const ggc_te_task *task, int threads)
{
    ggc_arena arena;
    double *numbers;
    ggc_arena_init(&arena, NULL, 0);
    carve(task, &arena, threads, &numbers);
    return arena.overflow ? 0 : arena.used + GGC_ALIGN;
}

/* --- cells --- */

/* Number cells by what number they had and by a bin; those in use follow each other. */
static int refine(cells *c, const int *had, int count, const int *bin, int bins, int steps,
                  int *out)
{
    int next = 0;
    memset(c->table, 0, (size_t)count * (size_t)bins * sizeof *c->table);
    for (int n = 0; n < steps; n++) {
        int *cell = c->table + (size_t)had[n] * (size_t)bins + bin[n];
        if (*cell == 0)
            *cell = ++next;
        out[n] = *cell - 1;
    }
    return next;
}

/* Sum of c log c over the cells that `had` and a bin make, c being their steps. */
static double sum_cells(cells *c, const int *had, int count, const int *bin, int bins, int steps)
{
    const size_t all = (size_t)count * (size_t)bins;
    double sum = 0.0;
    memset(c->table, 0, all * sizeof *c->table);
    for (int n = 0; n < steps; n++)
        c->table[(size_t)had[n] * (size_t)bins + (size_t)bin[n]]++;
    for (size_t i = 0; i < all; i++)
        sum += c->c_log_c[c->table[i]];
    return sum;
}

/* The same for all coordinates of the source. */
static double sum_with_source(cells *c, const ggc_te_task *task, const int *had, int count)
{
    const size_t steps = (size_t)task->steps;
    for (int d = 0; d + 1 < task->width; d++) {
        count = refine(c, had, count, c->x + steps * (size_t)d, task->bins, task->steps, c->mine);
        had = c->mine;
    }
    return sum_cells(c, had, count, c->x + steps * (size_t)(task->width - 1), task->bins,
                     task->steps);
}

static double estimate_cells(cells *c, const ggc_te_task *task)
{
    const double with_yz = sum_with_source(c, task, c->of_yz, c->cells_yz);
    const double with_z = sum_with_source(c, task, c->of_z, c->cells_z);
    return (with_yz - with_z + c->fixed) / task->steps;
}

/* --- the target --- */

static double value_at(const ggc_te_task *task, int gene, int step, int lag)
{
    return task->z[(size_t)gene + (size_t)task->genes * (size_t)(task->at[step] - lag)];
}

/* Which condition is number c of a target, but for regulator `left` (a row, or -1). */
static int condition_of(const ggc_te_task *task, int i, int c, int left)
{
    const int *rows = task->condition + (size_t)i * (size_t)(task->conditions + 1);
    for (int k = 0; k <= c; k++)
        if (rows[k] == left)
            return rows[c + 1];
    return rows[c];
}

/* Coordinate d of z at a step: the target's past, then that of each condition. */
static double coordinate(const ggc_te_task *task, int i, int d, int step, int left)
{
    const int c = d / task->past - 1;
    const int gene = c < 0 ? task->target[i] : condition_of(task, i, c, left);
    return value_at(task, gene, step, 1 + d % task->past);
}

static void load_knn(const ggc_te_task *task, int i, int left, ggc_knn *knn)
{
    for (int n = 0; n < task->steps; n++)
        knn->y[n] = value_at(task, task->target[i], n, 0);
    for (int d = 0; d < knn->depth; d++)
        for (int n = 0; n < task->steps; n++)
            knn->z[(size_t)d * (size_t)task->steps + (size_t)n] = coordinate(task, i, d, n, left);
    ggc_knn_prepare(knn);
}

static void load_cells(const ggc_te_task *task, int i, int left, cells *c)
{
    const int steps = task->steps, bins = task->bins;
    memset(c->of_z, 0, (size_t)steps * sizeof *c->of_z);
    c->cells_z = 1;
    for (int d = 0; d < depth_of(task); d++) {
        for (int n = 0; n < steps; n++)
            c->mine[n] = (int)coordinate(task, i, d, n, left);
        c->cells_z = refine(c, c->of_z, c->cells_z, c->mine, bins, steps, c->of_z);
    }
    for (int n = 0; n < steps; n++)
        c->mine[n] = (int)value_at(task, task->target[i], n, 0);
    c->cells_yz = refine(c, c->of_z, c->cells_z, c->mine, bins, steps, c->of_yz);
    memset(c->mine, 0, (size_t)steps * sizeof *c->mine);
    c->fixed = sum_cells(c, c->of_z, c->cells_z, c->mine, 1, steps) -
               sum_cells(c, c->of_yz, c->cells_yz, c->mine, 1, steps);
}

/* All but the source. left: the regulator that is no condition, or -1: that of all. */
static void load_target(const ggc_te_task *task, int i, int left, slot *s)
{
    if (task->estimator == GGC_TE_KSG)
        load_knn(task, i, left, &s->knn);
    else
        load_cells(task, i, left, &s->cells);
}

/* --- the source --- */

static ggc_trajectories trajectories_of(const ggc_te_task *task)
{
    return (ggc_trajectories){.count = task->trajectories,
                              .start = task->start,
                              .of = task->trajectory,
                              .kind = task->kind,
                              .kin = task->kin};
}

/* The value of a candidate, of the source as s->base has it. */
static double evaluate(const ggc_te_task *task, int candidate, slot *s)
{
    const size_t steps = (size_t)task->steps;
    const ggc_trajectories t = trajectories_of(task);
    const double *row =
        s->row + (task->source_step > 0 ? (size_t)task->columns * (size_t)candidate : 0);
    const int *lag = task->lag + (size_t)task->width * (size_t)candidate;
    for (int d = 0; d < task->width; d++) {
        const size_t from = steps * (size_t)d;
        if (task->estimator == GGC_TE_KSG)
            for (size_t n = 0; n < steps; n++)
                s->knn.x[from + n] = row[ggc_column_before(&t, s->base[s->knn.order[n]], lag[d])];
        else
            for (size_t n = 0; n < steps; n++)
                s->cells.x[from + n] = (int)row[ggc_column_before(&t, s->base[n], lag[d])];
    }
    if (task->estimator == GGC_TE_KSG) {
        ggc_meter_count(&s->meter, STEP_WORK * (double)steps);
        return ggc_knn_estimate(&s->knn);
    }
    ggc_meter_count(&s->meter, CELL_WORK * (double)(steps + (size_t)s->cells.cells_yz));
    return estimate_cells(&s->cells, task);
}

/* The largest value of all candidates, and which it is. */
static double largest(const ggc_te_task *task, slot *s, int *best)
{
    double most = evaluate(task, 0, s);
    *best = 0;
    for (int c = 1; c < task->candidates; c++) {
        const double value = evaluate(task, c, s);
        if (value > most + SAME) {
            most = value;
            *best = c;
        }
    }
    return most;
}

/* s->base of the next rearrangement. */
static void rearrange(const ggc_te_task *task, slot *s)
{
    const ggc_trajectories t = trajectories_of(task);
    if (!(task->how & GGC_TE_POINTS)) {
        ggc_rearrange(&t, task->how, &s->rng, task->at, task->steps, s->order, s->base);
        return;
    }
    memcpy(s->base, task->at, (size_t)task->steps * sizeof *s->base);
    ggc_shuffle(&s->rng, s->base, 0, task->steps);
}

/* --- pairs --- */

static void load_source(const ggc_te_task *task, int gene, slot *s)
{
    const int sources = task->source_step > 0 ? task->candidates : 1;
    for (int c = 0; c < sources; c++) {
        const double *from = task->source + task->source_step * (size_t)c + (size_t)gene;
        double *to = s->row + (size_t)task->columns * (size_t)c;
        for (size_t n = 0; n < (size_t)task->columns; n++)
            to[n] = from[(size_t)task->genes * n];
    }
    for (int n = 0; n < task->steps; n++)
        s->base[n] = task->at[n];
}

/* Regulator j of target i, whose slot is loaded. 0 where it is to be given up. */
static int run_pair(const ggc_te_task *task, int j, int i, slot *s, ggc_te_result *out)
{
    const size_t at = (size_t)j + (size_t)task->regulators * (size_t)i;
    const int gene = task->regulator[j];
    int strong = 0, tried = 0, unused;
    load_source(task, gene, s);
    const double value = largest(task, s, out->best + at);
    out->value[at] = value;
    ggc_rng_start(&s->rng, task->seed, task->name[task->target[i]] ^ (task->name[gene] * 3),
                  GGC_STREAM_TE);
    while (tried < task->permutations && strong < task->enough) {
        rearrange(task, s);
        strong += largest(task, s, &unused) >= value - SAME;
        tried++;
        if (ggc_meter_due(&s->meter))
            return 0;
    }
    out->p[at] = strong >= task->enough && tried > 0 ? (double)strong / tried
                                                     : (1.0 + strong) / (1.0 + tried);
    return 1;
}

/* Is a gene among the conditions that all regulators of a target have? */
static int is_condition(const ggc_te_task *task, int i, int gene)
{
    for (int c = 0; c < task->conditions; c++)
        if (task->condition[(size_t)i * (size_t)(task->conditions + 1) + (size_t)c] == gene)
            return 1;
    return 0;
}

typedef struct {
    const ggc_te_task *task;
    ggc_te_result *out;
} work;

/* All regulators of a target; a unit of ggc_over_units(). */
static int run_target(const void *job, int i, void *mine, ggc_watch *watch)
{
    const work *all = job;
    const ggc_te_task *task = all->task;
    const int *skip = task->skip + (size_t)task->regulators * (size_t)i;
    slot *s = mine;
    if (ggc_watch_ask(watch))
        return 0;
    s->meter = ggc_meter_over(ggc_watch_ask, watch, GGC_POLL_WORK);
    load_target(task, i, -1, s);
    for (int own = 0; own < 2; own++) /* those that are conditions come last */
        for (int j = 0; j < task->regulators; j++) {
            const int condition = is_condition(task, i, task->regulator[j]);
            if (skip[j] || condition != own)
                continue;
            if (condition)
                load_target(task, i, task->regulator[j], s);
            if (!run_pair(task, j, i, s, all->out) || ggc_meter_due(&s->meter))
                return 0;
        }
    return 1;
}

static void clear(const ggc_te_task *task, ggc_te_result *out)
{
    const size_t pairs = (size_t)task->regulators * (size_t)task->targets;
    for (size_t n = 0; n < pairs; n++) {
        out->value[n] = 0.0;
        out->p[n] = 1.0;
        out->best[n] = 0;
    }
}

ggc_status ggc_te(const ggc_te_task *task, int threads, void *workspace, size_t size,
                  const ggc_hooks *hooks, ggc_te_result *result)
{
    ggc_arena arena;
    double *numbers;
    ggc_arena_init(&arena, workspace, size);
    slot *slots = carve(task, &arena, threads, &numbers);
    if (arena.overflow)
        return GGC_ENOMEM;
    if (task->estimator == GGC_TE_KSG)
        ggc_knn_digamma(task->steps, numbers);
    else
        for (int c = 0; c <= task->steps; c++)
            numbers[c] = c > 0 ? c * ggc_log(c) : 0.0;
    for (int t = 0; t < threads; t++) {
        slots[t].knn.k = task->neighbours;
        slots[t].knn.psi = slots[t].cells.c_log_c = numbers;
    }
    clear(task, result);
    const work all = {task, result};
    const ggc_units units = {.count = task->targets,
                             .chunk = 1,
                             .run = run_target,
                             .job = &all,
                             .slots = slots,
                             .slot_size = sizeof *slots};
    ggc_watch watch = ggc_watch_start(hooks, task->targets);
    return ggc_over_units(&units, threads, &watch);
}
