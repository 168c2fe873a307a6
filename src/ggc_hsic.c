/* ggc_hsic.c - HSIC lasso on the past of many targets: see ggc_hsic.h.
 *
 * Kernels of the lagged regulators and their products are made once for all targets. A
 * regulator that has a weight is then rearranged in time: its kernels, and their products
 * with all others, are made anew, and each such target's path with them. So the number of
 * rearrangements counts, not that of pairs. */
#include "ggc_omp.h"

#include "ggc_hsic.h"

#include <string.h>

#include "ggc_arena.h"
#include "ggc_gram.h"
#include "ggc_hsic_kernel.h"
#include "ggc_lasso.h"
#include "ggc_math.h"
#include "ggc_rng.h"
#include "ggc_watch.h"

/* Weights that differ by rounding alone are equal. */
#define SAME 1e-10

/* Rearrangements that are made together: panels of the product are full. */
#define TOGETHER GGC_GRAM_PANEL

/* Work in multiply-adds, about: of a value of a kernel, of a lasso for each variable. */
#define VALUE_WORK 20.0
#define VARIABLE_WORK 200.0

/* What all threads read. Variables of a target: lags of each regulator, beside each other,
 * then of its own past where it is no regulator. Answers of a target: its own kernel, then
 * those lags. */
typedef struct {
    const ggc_hsic_task *task;
    size_t depth;
    int variables;  /* lags of all regulators */
    int answers;    /* of all targets */
    double *x;      /* kernels of the variables, packed */
    double *y;      /* kernels of the answers, packed */
    double *q;      /* variables x variables: products */
    double *b;      /* variables x answers: products */
    double *square; /* targets: product of its kernel with itself */
    double *own;    /* lags x (1 + lags) x targets: products of own lags with the answers */
    int *answer;    /* targets: the first of its answers */
    int *self;      /* targets: which regulator it is, or -1 */
    ggc_hsic_result *out;
} shared;

/* One thread's memory. */
typedef struct {
    ggc_hsic_space kernel;
    ggc_lasso_space lasso;
    ggc_lasso_result found;
    double *b, *rows; /* of ggc_lasso_task */
    char *out;
    int *apart;
    double *x;       /* rearranged kernels, packed: lags of the first, of the second, ... */
    double *product; /* with the variables: (TOGETHER * lags) x variables */
    double *among;   /* with each other: lags x lags x TOGETHER */
    int *base, *scratch;
    int *open;      /* targets in which the regulator has a weight: which, */
    int *strong;    /* how many rearranged ones were as strong, */
    int *tried;     /* of so many, */
    double *weight; /* and its weight */
} slot;

static size_t panels(int rows) { return ggc_gram_panels(rows); }

static int self_of(const ggc_hsic_task *task, int i)
{
    for (int j = 0; j < task->regulators; j++)
        if (task->regulator[j] == task->target[i])
            return j;
    return -1;
}

/* --- memory --- */

static double *take_rows(ggc_arena *arena, int rows, size_t depth)
{
    return (double *)ggc_arena_take(arena, depth, panels(rows) * GGC_GRAM_PANEL * sizeof(double));
}

static double *take_matrix(ggc_arena *arena, size_t rows, size_t columns)
{
    return (double *)ggc_arena_take(arena, rows, columns * sizeof(double));
}

static void carve_shared(const ggc_hsic_task *task, ggc_arena *arena, shared *all)
{
    const size_t lags = (size_t)task->lags;
    all->task = task;
    all->depth = ggc_hsic_depth(task);
    all->variables = task->regulators * task->lags;
    all->answers = 0;
    all->answer = GGC_TAKE(arena, int, task->targets);
    all->self = GGC_TAKE(arena, int, task->targets);
    for (int i = 0; i < task->targets; i++) {
        const int self = self_of(task, i);
        if (all->answer != NULL) {
            all->answer[i] = all->answers;
            all->self[i] = self;
        }
        all->answers += self < 0 ? 1 + task->lags : 1;
    }
    all->x = take_rows(arena, all->variables, all->depth);
    all->y = take_rows(arena, all->answers, all->depth);
    all->q = take_matrix(arena, (size_t)all->variables, (size_t)all->variables);
    all->b = take_matrix(arena, (size_t)all->variables, (size_t)all->answers);
    all->square = GGC_TAKE(arena, double, task->targets);
    all->own = take_matrix(arena, lags * (1 + lags), (size_t)task->targets);
}

static void carve_slot(const shared *all, ggc_arena *arena, slot *s)
{
    const ggc_hsic_task *task = all->task;
    const int lags = task->lags, most = all->variables + lags;
    memset(s, 0, sizeof *s);
    ggc_hsic_carve(task, arena, &s->kernel);
    ggc_lasso_carve(arena, most, task->most, &s->lasso);
    s->found.which = GGC_TAKE(arena, int, task->most);
    s->found.weight = GGC_TAKE(arena, double, task->most);
    s->b = GGC_TAKE(arena, double, most);
    s->rows = take_matrix(arena, (size_t)most, 2 * (size_t)lags);
    s->out = GGC_TAKE(arena, char, most);
    s->apart = GGC_TAKE(arena, int, 2 * (size_t)lags);
    if (task->permutations == 0)
        return;
    s->x = take_rows(arena, TOGETHER * lags, all->depth);
    s->product = take_matrix(arena, TOGETHER * (size_t)lags, (size_t)all->variables);
    s->among = take_matrix(arena, (size_t)lags * (size_t)lags, TOGETHER);
    s->base = GGC_TAKE(arena, int, task->steps);
    s->scratch = GGC_TAKE(arena, int, 3 * (size_t)task->trajectories.count);
    s->open = GGC_TAKE(arena, int, task->targets);
    s->strong = GGC_TAKE(arena, int, task->targets);
    s->tried = GGC_TAKE(arena, int, task->targets);
    s->weight = GGC_TAKE(arena, double, task->targets);
}

static slot *carve(const ggc_hsic_task *task, ggc_arena *arena, int threads, shared *all)
{
    slot *slots = GGC_TAKE(arena, slot, threads), measured;
    carve_shared(task, arena, all);
    for (int t = 0; t < threads; t++)
        carve_slot(all, arena, slots == NULL ? &measured : slots + t);
    return slots;
}

size_t ggc_hsic_workspace(const ggc_hsic_task *task, int threads)
{
    ggc_arena arena;
    shared all;
    ggc_arena_init(&arena, NULL, 0);
    carve(task, &arena, threads, &all);
    return arena.overflow ? 0 : arena.used + GGC_ALIGN;
}

/* --- kernels and their products --- */

/* s->kernel.x: a gene `lag` steps before each. */
static void gather(const ggc_hsic_task *task, slot *s, int gene, int lag)
{
    for (int n = 0; n < task->steps; n++)
        s->kernel.x[n] = task->z[(size_t)gene + (size_t)task->genes * (size_t)(task->at[n] - lag)];
}

/* A panel of kernels of the variables or, behind these, of the answers; a unit. */
static int run_panel(const void *job, int unit, void *mine, ggc_watch *watch)
{
    const shared *all = job;
    const ggc_hsic_task *task = all->task;
    const int x_panels = (int)panels(all->variables), of_x = unit < x_panels;
    const int from = (of_x ? unit : unit - x_panels) * GGC_GRAM_PANEL;
    const int rows = of_x ? all->variables : all->answers;
    double *packed = of_x ? all->x : all->y;
    int i = 0; /* target of an answer */
    if (from + GGC_GRAM_PANEL > rows)
        memset(packed + all->depth * (size_t)from, 0, all->depth * GGC_GRAM_PANEL * sizeof *packed);
    for (int r = from; r < from + GGC_GRAM_PANEL && r < rows; r++) {
        if (ggc_watch_ask(watch))
            return 0;
        if (of_x) {
            gather(task, mine, task->regulator[r / task->lags], 1 + r % task->lags);
        } else {
            while (i + 1 < task->targets && all->answer[i + 1] <= r)
                i++;
            gather(task, mine, task->target[i], r - all->answer[i]);
        }
        ggc_hsic_kernel(task, &((slot *)mine)->kernel, packed, (size_t)r);
    }
    return 1;
}

/* The products of all kernels but those of targets' own lags among themselves. */
static ggc_status multiply(const shared *all, int threads, const ggc_hooks *hooks)
{
    const size_t v = (size_t)all->variables;
    ggc_meter meter = ggc_meter_start(hooks, threads);
    memset(all->q, 0, v * v * sizeof(double));
    memset(all->b, 0, v * (size_t)all->answers * sizeof(double));
    ggc_status status =
        ggc_gram_add(all->x, all->variables, NULL, 0, all->depth, all->q, threads, &meter);
    if (status != GGC_OK)
        return status;
    for (size_t l = 0; l < v; l++)
        for (size_t k = l + 1; k < v; k++)
            all->q[k + v * l] = all->q[l + v * k];
    return ggc_gram_add(all->x, all->variables, all->y, all->answers, all->depth, all->b, threads,
                        &meter);
}

/* --- a target --- */

/* Variables of a target. */
static int count_of(const shared *all, int i)
{
    return all->variables + (all->self[i] < 0 ? all->task->lags : 0);
}

static int is_out(const ggc_hsic_task *task, int j, int i, int self)
{
    return task->exclude != NULL && j != self &&
           task->exclude[(size_t)j + (size_t)task->regulators * (size_t)i] != 0;
}

/* The lasso of a target, as the series are. */
static ggc_lasso_task load(const shared *all, int i, slot *s)
{
    const ggc_hsic_task *task = all->task;
    const int lags = task->lags, v = all->variables, self = all->self[i];
    const int count = count_of(all, i), y = all->answer[i];
    int in = count - v;
    memcpy(s->b, all->b + (size_t)v * (size_t)y, (size_t)v * sizeof(double));
    memset(s->out, 0, (size_t)count);
    for (int j = 0; j < task->regulators; j++) {
        const int out = is_out(task, j, i, self);
        memset(s->out + j * lags, out, (size_t)lags);
        in += out ? 0 : lags;
    }
    for (int l = 0; v + l < count; l++) {
        const double *own =
            all->own + (size_t)(lags * (1 + lags)) * (size_t)i + (size_t)l * (size_t)(1 + lags);
        double *row = s->rows + (size_t)count * (size_t)l;
        s->apart[l] = v + l;
        s->b[v + l] = own[0];
        memcpy(row, all->b + (size_t)v * (size_t)(y + 1 + l), (size_t)v * sizeof(double));
        memcpy(row + v, own + 1, (size_t)lags * sizeof(double));
    }
    return (ggc_lasso_task){.count = count,
                            .whole = v,
                            .q = all->q,
                            .aparts = count - v,
                            .apart = s->apart,
                            .rows = s->rows,
                            .b = s->b,
                            .out = s->out,
                            .square = all->square[i],
                            .steps = task->steps,
                            .weight = task->weight * ggc_log(in > 2 ? in : 2),
                            .patience = task->patience,
                            .most = task->most};
}

/* Sum of the weights of a regulator's lags. */
static double weight_of(const ggc_hsic_task *task, const ggc_lasso_result *found, int j)
{
    double sum = 0;
    for (int k = 0; k < found->count; k++)
        if (found->which[k] / task->lags == j)
            sum += found->weight[k];
    return sum;
}

/* A unit: the path of a target. */
static int run_target(const void *job, int i, void *mine, ggc_watch *watch)
{
    const shared *all = job;
    const ggc_hsic_task *task = all->task;
    const int lags = task->lags, y = all->answer[i];
    const size_t at = (size_t)task->most * (size_t)i;
    slot *s = mine;
    if (ggc_watch_ask(watch))
        return 0;
    for (int l = 0; l < lags && all->self[i] < 0; l++)
        for (int k = 0; k <= lags; k++)
            all->own[(size_t)(lags * (1 + lags)) * (size_t)i + (size_t)(l * (1 + lags) + k)] =
                ggc_hsic_product(all->y, (size_t)(y + 1 + l), all->y, (size_t)(y + k), all->depth);
    all->square[i] = ggc_hsic_product(all->y, (size_t)y, all->y, (size_t)y, all->depth);
    const ggc_lasso_task lasso = load(all, i, s);
    ggc_lasso(&lasso, &s->lasso, &s->found);
    all->out->count[i] = s->found.count;
    all->out->lambda[i] = s->found.lambda;
    all->out->left[i] = s->found.left;
    all->out->knot[i] = s->found.knot;
    all->out->knots[i] = s->found.knots;
    all->out->full[i] = s->found.full;
    for (int k = 0; k < s->found.count; k++) {
        all->out->input[at + (size_t)k] = s->found.which[k] / lags;
        all->out->lag[at + (size_t)k] = 1 + s->found.which[k] % lags;
        all->out->weight[at + (size_t)k] = s->found.weight[k];
    }
    return 1;
}

/* --- rearranged regulators --- */

/* s->open: targets in which regulator j has a weight, but itself. How many. */
static int open_targets(const shared *all, int j, slot *s)
{
    const ggc_hsic_task *task = all->task;
    int open = 0;
    for (int i = 0; i < task->targets; i++) {
        double sum = 0;
        for (int k = 0; k < all->out->count[i]; k++) {
            const size_t at = (size_t)task->most * (size_t)i + (size_t)k;
            if (all->out->input[at] == j)
                sum += all->out->weight[at];
        }
        if (j == all->self[i] || !(sum > 0))
            continue;
        s->open[open] = i;
        s->strong[open] = s->tried[open] = 0;
        s->weight[open++] = sum;
    }
    return open;
}

/* The next TOGETHER rearrangements of regulator j, and their products. */
static void rearrange(const shared *all, int j, ggc_rng *rng, slot *s)
{
    const ggc_hsic_task *task = all->task;
    const int lags = task->lags, gene = task->regulator[j];
    for (int m = 0; m < TOGETHER; m++) {
        ggc_rearrange(&task->trajectories, task->how, rng, task->at, task->steps, s->scratch,
                      s->base);
        for (int l = 0; l < lags; l++) {
            for (int n = 0; n < task->steps; n++) {
                const int column = ggc_column_before(&task->trajectories, s->base[n], 1 + l);
                s->kernel.x[n] = task->z[(size_t)gene + (size_t)task->genes * (size_t)column];
            }
            ggc_hsic_kernel(task, &s->kernel, s->x, (size_t)(m * lags + l));
        }
        for (int l = 0; l < lags; l++)
            for (int k = 0; k < lags; k++)
                s->among[(m * lags + l) * lags + k] = ggc_hsic_product(
                    s->x, (size_t)(m * lags + l), s->x, (size_t)(m * lags + k), all->depth);
    }
    memset(s->product, 0, (size_t)(TOGETHER * lags) * (size_t)all->variables * sizeof(double));
    ggc_gram_add_here(s->x, TOGETHER * lags, all->x, all->variables, all->depth, s->product);
}

/* The weight of regulator j in target i, rearranged as number m of those at hand. */
static double weight_rearranged(const shared *all, int j, int i, int m, slot *s)
{
    const int lags = all->task->lags, v = all->variables, y = all->answer[i];
    ggc_lasso_task lasso = load(all, i, s);
    const int own = lasso.aparts;
    for (int l = 0; l < lags; l++) {
        const int r = m * lags + l, k = j * lags + l;
        double *row = s->rows + (size_t)lasso.count * (size_t)(own + l);
        for (int n = 0; n < v; n++)
            row[n] = s->product[(size_t)r + (size_t)(TOGETHER * lags) * (size_t)n];
        memcpy(row + j * lags, s->among + (size_t)r * (size_t)lags, (size_t)lags * sizeof(double));
        for (int n = 0; n < own; n++)
            row[v + n] = s->rows[(size_t)lasso.count * (size_t)n + (size_t)k] =
                ggc_hsic_product(s->x, (size_t)r, all->y, (size_t)(y + 1 + n), all->depth);
        s->b[k] = ggc_hsic_product(s->x, (size_t)r, all->y, (size_t)y, all->depth);
        s->apart[own + l] = k;
    }
    lasso.aparts += lags;
    ggc_lasso(&lasso, &s->lasso, &s->found);
    return weight_of(all->task, &s->found, j);
}

static double p_of(const ggc_hsic_task *task, int strong, int tried)
{
    return strong >= task->enough ? (double)strong / tried : (1.0 + strong) / (1.0 + tried);
}

/* Rearrangement m of regulator j, in all of `open` targets that are undecided. Answers how
 * many still are. */
static int try_targets(const shared *all, int j, int open, int m, slot *s)
{
    int left = 0;
    for (int o = 0; o < open; o++) {
        if (s->strong[o] >= all->task->enough || s->tried[o] >= all->task->permutations)
            continue;
        s->strong[o] += weight_rearranged(all, j, s->open[o], m, s) >= s->weight[o] - SAME;
        s->tried[o]++;
        left += s->strong[o] < all->task->enough && s->tried[o] < all->task->permutations;
    }
    return left;
}

/* A unit: all p-values of a regulator. */
static int run_regulator(const void *job, int j, void *mine, ggc_watch *watch)
{
    const shared *all = job;
    const ggc_hsic_task *task = all->task;
    const double work = (double)all->depth * TOGETHER * task->lags;
    slot *s = mine;
    ggc_rng rng;
    if (ggc_watch_ask(watch))
        return 0;
    ggc_meter meter = ggc_meter_over(ggc_watch_ask, watch, GGC_POLL_WORK);
    const int open = open_targets(all, j, s);
    ggc_rng_start(&rng, task->seed, task->name[task->regulator[j]], GGC_STREAM_HSIC);
    for (int left = open; left > 0;) {
        rearrange(all, j, &rng, s);
        if (ggc_meter_add(&meter, work * (VALUE_WORK + all->variables)))
            return 0;
        for (int m = 0; m < TOGETHER && left > 0; m++) {
            ggc_meter_count(&meter, left * VARIABLE_WORK * all->variables);
            left = try_targets(all, j, open, m, s);
            if (ggc_meter_due(&meter))
                return 0;
        }
    }
    for (int o = 0; o < open; o++)
        all->out->p[(size_t)j + (size_t)task->regulators * (size_t)s->open[o]] =
            p_of(task, s->strong[o], s->tried[o]);
    return 1;
}

/* --- the driver --- */

/* So many units of one kind. told: progress is. */
static ggc_status over(const shared *all, slot *slots, int threads, const ggc_hooks *hooks,
                       int told, int count, int (*run)(const void *, int, void *, ggc_watch *))
{
    ggc_hooks quiet = {.poll = NULL, .progress = NULL, .ctx = NULL};
    if (hooks != NULL)
        quiet = *hooks;
    if (!told)
        quiet.progress = NULL;
    const ggc_units units = {.count = count,
                             .chunk = 1,
                             .run = run,
                             .job = all,
                             .slots = slots,
                             .slot_size = sizeof *slots};
    ggc_watch watch = ggc_watch_start(hooks == NULL ? NULL : &quiet, count);
    return ggc_over_units(&units, threads, &watch);
}

ggc_status ggc_hsic(const ggc_hsic_task *task, int threads, void *workspace, size_t size,
                    const ggc_hooks *hooks, ggc_hsic_result *result)
{
    ggc_arena arena;
    shared all;
    ggc_arena_init(&arena, workspace, size);
    slot *slots = carve(task, &arena, threads, &all);
    if (arena.overflow)
        return GGC_ENOMEM;
    all.out = result;
    for (size_t n = 0; n < (size_t)task->regulators * (size_t)task->targets; n++)
        result->p[n] = 1.0;
    const int kernels = (int)(panels(all.variables) + panels(all.answers));
    ggc_status status = over(&all, slots, threads, hooks, 0, kernels, run_panel);
    if (status == GGC_OK)
        status = multiply(&all, threads, hooks);
    if (status == GGC_OK)
        status =
            over(&all, slots, threads, hooks, task->permutations == 0, task->targets, run_target);
    if (status == GGC_OK && task->permutations > 0)
        status = over(&all, slots, threads, hooks, 1, task->regulators, run_regulator);
    return status;
}
