/* Backward-in-time selection against its definition, whose models are solved by the normal
 * equations one by one. Buffers are of exact size. */
#include "minunit.h"

#include <stdlib.h>
#include <string.h>

#include "ggc_bts.h"
#include "ggc_rng.h"

enum { GENES = 5, LENGTH = 60, LAGS = 3, MOST = 15, TERMS = GENES * LAGS };

/* Gene 1 follows gene 0 by a step, gene 2 gene 1 by two, and all their own past. */
static double *series_of(const int *first, int trajectories, uint64_t name)
{
    const int samples = first[trajectories];
    double *z = malloc((size_t)(GENES * samples) * sizeof *z);
    ggc_rng rng;
    ggc_rng_start(&rng, 11, name, 0);
    for (int k = 0; k < trajectories; k++)
        for (int t = first[k]; t < first[k + 1]; t++)
            for (int g = 0; g < GENES; g++) {
                const int past = t - first[k];
                double *now = z + GENES * t, value = ggc_rng_normal(&rng);
                value += past > 0 ? 0.4 * now[g - GENES] : 0;
                value += g == 1 && past > 0 ? 0.7 * now[-GENES] : 0;
                value -= g == 2 && past > 1 ? 0.7 * now[1 - 2 * GENES] : 0;
                now[g] = value;
            }
    for (int g = 0; g < GENES; g++) {
        double mean = 0;
        for (int t = 0; t < samples; t++)
            mean += z[g + GENES * t] / samples;
        for (int t = 0; t < samples; t++)
            z[g + GENES * t] -= mean;
    }
    return z;
}

typedef struct {
    int count, gene[TERMS], lag[TERMS];
} model;

/* Residual sum of squares over the rows of largest lag m; w: the coefficients. */
static double rss_of(const ggc_bts_task *task, int target, const model *f, int m, double *w)
{
    double a[TERMS][TERMS] = {{0}}, b[TERMS] = {0}, sum = 0;
    for (int k = 0; k < task->trajectories; k++)
        for (int t = task->first[k] + m; t < task->first[k + 1]; t++)
            for (int i = 0; i < f->count; i++) {
                const double x = task->z[f->gene[i] + GENES * (t - f->lag[i])];
                b[i] += x * task->z[target + GENES * t];
                for (int j = 0; j < f->count; j++)
                    a[i][j] += x * task->z[f->gene[j] + GENES * (t - f->lag[j])];
            }
    for (int k = 0; k < f->count; k++)
        for (int i = 0; i < f->count; i++) {
            if (i == k)
                continue;
            const double factor = a[i][k] / a[k][k];
            for (int j = 0; j < f->count; j++)
                a[i][j] -= factor * a[k][j];
            b[i] -= factor * b[k];
        }
    for (int k = 0; k < f->count; k++)
        w[k] = b[k] / a[k][k];
    for (int k = 0; k < task->trajectories; k++)
        for (int t = task->first[k] + m; t < task->first[k + 1]; t++) {
            double error = task->z[target + GENES * t];
            for (int i = 0; i < f->count; i++)
                error -= w[i] * task->z[f->gene[i] + GENES * (t - f->lag[i])];
            sum += error * error;
        }
    return sum;
}

static int order_of(const model *f)
{
    int m = 0;
    for (int k = 0; k < f->count; k++)
        m = f->lag[k] > m ? f->lag[k] : m;
    return m;
}

static double bic_of(const ggc_bts_task *task, int target, const model *f)
{
    double w[TERMS];
    const int m = order_of(f), n = ggc_bts_rows(task, m);
    return n * log(rss_of(task, target, f, m, w) / n) + f->count * log(n);
}

/* The selection, as its definition has it. out: genes that are no candidates. */
static model by_definition(const ggc_bts_task *task, int target, const int *out)
{
    model f = {.count = 0};
    int reach[GENES] = {0}, step = 1;
    double now = bic_of(task, target, &f);
    while (step <= LAGS) {
        model best = f;
        double least = now;
        for (int g = 0; g < GENES; g++) {
            if (out[g] || reach[g] + step > LAGS)
                continue;
            model more = f;
            more.gene[more.count] = g;
            more.lag[more.count++] = reach[g] + step;
            const double value = bic_of(task, target, &more);
            if (value < least) {
                least = value;
                best = more;
            }
        }
        if (best.count == f.count) {
            step++;
            continue;
        }
        f = best;
        now = least;
        reach[f.gene[f.count - 1]] = f.lag[f.count - 1];
        step = 1;
    }
    return f;
}

/* Results on memory of exact size. */
typedef struct {
    ggc_bts_result r;
    void *block, *workspace;
    size_t bytes;
} answer;

static answer room(const ggc_bts_task *task, int threads)
{
    const size_t n = (size_t)task->targets, all = n * (size_t)task->most;
    answer a = {.bytes = ggc_bts_workspace(task, threads)};
    a.r.count = malloc(n * sizeof(int));
    a.r.input = malloc(all * sizeof(int));
    a.r.lag = malloc(all * sizeof(int));
    a.r.coefficient = malloc(all * sizeof(double));
    a.r.drop = malloc(all * sizeof(double));
    a.r.rss = malloc(n * sizeof(double));
    a.r.rows = malloc(n * sizeof(int));
    a.r.order = malloc(n * sizeof(int));
    a.r.full = malloc(n * sizeof(int));
    a.block = malloc(a.bytes + GGC_ALIGN);
    a.workspace = ggc_align_up(a.block);
    return a;
}

static void forget(answer *a)
{
    free(a->r.count);
    free(a->r.input);
    free(a->r.lag);
    free(a->r.coefficient);
    free(a->r.drop);
    free(a->r.rss);
    free(a->r.rows);
    free(a->r.order);
    free(a->r.full);
    free(a->block);
}

static const int REGULATORS[] = {0, 1, 2, 3}, TARGETS[] = {4, 2, 1, 0};

static ggc_bts_task small_task(const double *z, const int *first, int trajectories)
{
    return (ggc_bts_task){.genes = GENES,
                          .samples = first[trajectories],
                          .z = z,
                          .trajectories = trajectories,
                          .first = first,
                          .regulators = 4,
                          .regulator = REGULATORS,
                          .targets = 4,
                          .target = TARGETS,
                          .lags = LAGS,
                          .most = MOST};
}

static void check_target(const ggc_bts_task *task, int i, const ggc_bts_result *r)
{
    const int target = task->target[i];
    int out[GENES] = {0};
    out[4] = target != 4; /* it is no regulator */
    for (int j = 0; j < 4 && task->exclude; j++)
        out[j] = task->exclude[j + 4 * i] && j != target;
    const model f = by_definition(task, target, out);
    double w[TERMS], unused[TERMS];
    const int m = order_of(&f);
    const double rss = rss_of(task, target, &f, m, w);
    CHECK(r->count[i] == f.count && r->order[i] == m && !r->full[i]);
    CHECK(r->rows[i] == ggc_bts_rows(task, m));
    CHECK_NEAR(r->rss[i], rss, 1e-9 * rss);
    for (int k = 0; k < f.count && k < r->count[i]; k++) {
        model less = {.count = 0};
        for (int a = 0; a < f.count; a++) {
            less.gene[less.count] = f.gene[a];
            less.lag[less.count] = f.lag[a];
            less.count += f.gene[a] != f.gene[k];
        }
        CHECK(r->input[MOST * i + k] == f.gene[k] && r->lag[MOST * i + k] == f.lag[k]);
        CHECK_NEAR(r->coefficient[MOST * i + k], w[k], 1e-9);
        CHECK_NEAR(r->drop[MOST * i + k], rss_of(task, target, &less, m, unused) - rss, 1e-8 * rss);
    }
}

static void test_models_equal_the_definition(void)
{
    const int one[] = {0, LENGTH}, three[] = {0, 25, 28, 2 * LENGTH};
    const int exclude[16] = {0, 1, 0, 0, 0, 1, 0, 1, 1, 0, 0, 0, 1, 1, 1, 1};
    int terms = 0;
    for (uint64_t turn = 0; turn < 6; turn++) {
        const int trajectories = turn % 2 ? 3 : 1, *first = turn % 2 ? three : one;
        double *z = series_of(first, trajectories, turn);
        ggc_bts_task task = small_task(z, first, trajectories);
        task.exclude = turn > 3 ? exclude : NULL;
        const int threads = 1 + (int)turn % 2;
        answer a = room(&task, threads);
        CHECK(ggc_bts(&task, threads, a.workspace, a.bytes, NULL, &a.r) == GGC_OK);
        for (int i = 0; i < task.targets; i++) {
            check_target(&task, i, &a.r);
            terms += a.r.count[i];
        }
        forget(&a);
        free(z);
    }
    CHECK(terms > 30);
}

static void test_limits(void)
{
    /* Two series that are one: the first enters, the other is a combination. A target that
     * its past determines has the least residual that there is, not none. */
    const int first[] = {0, LENGTH};
    double *z = series_of(first, 1, 9);
    for (int t = 0; t < LENGTH; t++) {
        z[1 + GENES * t] = z[GENES * t];
        z[4 + GENES * t] = t % 2 ? 1 : -1;
    }
    ggc_bts_task task = small_task(z, first, 1);
    answer a = room(&task, 1);
    CHECK(ggc_bts(&task, 1, a.workspace, a.bytes, NULL, &a.r) == GGC_OK);
    CHECK(a.r.count[0] == 1 && a.r.input[0] == 4 && a.r.lag[0] == 1);
    CHECK_NEAR(a.r.coefficient[0], -1, 1e-12);
    for (int k = 0; k < a.r.count[2]; k++)
        CHECK(a.r.input[2 * MOST + k] != 1);
    /* Too little memory is said. */
    CHECK(ggc_bts(&task, 1, a.workspace, a.bytes / 2, NULL, &a.r) == GGC_ENOMEM);
    forget(&a);
    /* Room for one term is filled and said to be full; so are rows. */
    task.most = 1;
    a = room(&task, 1);
    CHECK(ggc_bts(&task, 1, a.workspace, a.bytes, NULL, &a.r) == GGC_OK);
    CHECK(a.r.count[1] == 1 && a.r.full[1]);
    forget(&a);
    const int few[] = {0, 4, 8};
    task = small_task(z, few, 2);
    a = room(&task, 1);
    CHECK(ggc_bts(&task, 1, a.workspace, a.bytes, NULL, &a.r) == GGC_OK);
    for (int i = 0; i < 4; i++)
        CHECK(a.r.count[i] <= ggc_bts_room(6));
    CHECK(ggc_bts_room(6) == 1 && ggc_bts_room(60) == 40 && ggc_bts_rows(&task, 3) == 2);
    forget(&a);
    free(z);
}

static int refuse(void *asked)
{
    ++*(int *)asked;
    return 1;
}

static void test_hooks_cancel(void)
{
    const int first[] = {0, LENGTH};
    double *z = series_of(first, 1, 3);
    ggc_bts_task task = small_task(z, first, 1);
    answer a = room(&task, 2);
    int asked = 0;
    const ggc_hooks hooks = {.poll = refuse, .progress = NULL, .ctx = &asked};
    CHECK(ggc_bts(&task, 2, a.workspace, a.bytes, &hooks, &a.r) == GGC_ECANCELLED && asked > 0);
    forget(&a);
    free(z);
}

int main(void)
{
    RUN(test_models_equal_the_definition);
    RUN(test_limits);
    RUN(test_hooks_cancel);
    return REPORT();
}
