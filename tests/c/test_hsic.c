/* Kernels, widths and models of HSIC lasso against their definitions. Buffers are of exact
 * size. */
#include "fixture.h"
#include "minunit.h"

#include <string.h>

#include "ggc_hsic.h"

enum { GENES = 5, LENGTH = 12, RUNS = 3, COLUMNS = LENGTH * RUNS, LAGS = 2, MOST = 6 };
enum { STEPS = RUNS * (LENGTH - LAGS), BLOCK = STEPS / 2 };

static double z[GENES * COLUMNS];
static int start[RUNS + 1], of[COLUMNS], at[STEPS], rows[STEPS];
static const int kind[RUNS], kin[RUNS] = {0, 1, 2}, first[] = {0, BLOCK, STEPS};
static const int regulators[] = {0, 1, 3}, targets[] = {2, 1, 4};
static const uint64_t names[GENES] = {11, 22, 33, 44, 55};

/* Gene 2 follows the square of gene 0, gene 1 gene 3 by two steps. */
static ggc_hsic_task small_task(void)
{
    int steps = 0;
    fill_normal(z, GENES * COLUMNS, 7, 1.0);
    for (int n = 0; n < COLUMNS; n++) {
        of[n] = n / LENGTH;
        double *now = z + GENES * n;
        if (n % LENGTH >= LAGS) {
            now[2] = now[-GENES] * now[-GENES] + 0.3 * now[2];
            now[1] = now[3 - 2 * GENES] + 0.3 * now[1];
            at[steps++] = n;
        }
    }
    for (int r = 0; r <= RUNS; r++)
        start[r] = r * LENGTH;
    for (int n = 0; n < STEPS; n++)
        rows[n] = n * 7 % STEPS; /* 7 and 30 share no divisor */
    return (ggc_hsic_task){.genes = GENES,
                           .columns = COLUMNS,
                           .z = z,
                           .trajectories = {RUNS, start, of, kind, kin},
                           .steps = STEPS,
                           .at = at,
                           .lags = LAGS,
                           .regulators = 3,
                           .targets = 3,
                           .regulator = regulators,
                           .target = targets,
                           .width = GGC_HSIC_MEDIAN,
                           .blocks = 2,
                           .first = first,
                           .row = rows,
                           .weight = 1,
                           .most = MOST,
                           .patience = 10,
                           .enough = 10,
                           .how = GGC_EXCHANGE,
                           .seed = 5,
                           .name = names};
}

typedef struct {
    int count[3], input[3 * MOST], lag[3 * MOST], knot[3], knots[3], full[3];
    double weight[3 * MOST], lambda[3], left[3], p[9];
} answer;

static ggc_status run(const ggc_hsic_task *task, int threads, const ggc_hooks *hooks, answer *a)
{
    const size_t bytes = ggc_hsic_workspace(task, threads);
    void *whole, *room = workspace(bytes, &whole);
    ggc_hsic_result r = {a->count, a->input, a->lag,   a->weight, a->lambda,
                         a->left,  a->knot,  a->knots, a->full,   a->p};
    memset(a, 0, sizeof *a);
    CHECK(bytes > 0 && ggc_hsic(task, threads, room, bytes / 2, NULL, &r) == GGC_ENOMEM);
    const ggc_status status = ggc_hsic(task, threads, room, bytes, hooks, &r);
    free(whole);
    return status;
}

static int by_size(const void *a, const void *b)
{
    const double u = *(const double *)a, v = *(const double *)b;
    return (u > v) - (u < v);
}

/* The width by all distances. */
static double width_by_hand(const double *v, int n)
{
    double far[STEPS * STEPS];
    int pairs = 0;
    for (int a = 0; a < n; a++)
        for (int b = 0; b < a; b++)
            far[pairs++] = fabs(v[a] - v[b]);
    qsort(far, (size_t)pairs, sizeof *far, by_size);
    const double median = (far[(pairs - 1) / 2] + far[pairs / 2]) / 2;
    for (int k = 0; k < pairs && !(median > 0); k++)
        if (far[k] > 0)
            return far[k];
    return median;
}

static void test_widths(void)
{
    double v[STEPS], sorted[STEPS];
    int order[2 * STEPS];
    for (uint64_t name = 0; name < 40; name++) {
        const int n = 2 + (int)name % (STEPS - 1);
        fill_normal(v, STEPS, name, 1.0);
        for (int k = 0; k < n && name % 3 == 0; k++)
            v[k] = v[k] > 0.8 ? 1 : 0;
        CHECK_NEAR(ggc_hsic_width_of(v, n, GGC_HSIC_MEDIAN, order, sorted), width_by_hand(v, n), 0);
    }
    v[0] = v[1] = 3;
    CHECK_NEAR(ggc_hsic_width_of(v, 2, GGC_HSIC_MEDIAN, order, sorted), 0, 0);
    CHECK_NEAR(ggc_hsic_width_of(v, 1, GGC_HSIC_SD, order, sorted), 0, 0);
    v[1] = 5;
    CHECK_NEAR(ggc_hsic_width_of(v, 2, GGC_HSIC_SD, order, sorted), 1, 1e-15);
}

/* HKH of norm 1 / sqrt(2) of each of the two blocks. */
static void kernel_by_hand(int gene, int lag, double *out)
{
    double v[STEPS], mean[BLOCK];
    for (int n = 0; n < STEPS; n++)
        v[n] = z[gene + GENES * (at[n] - lag)];
    const double width = width_by_hand(v, STEPS);
    for (int k = 0; k < 2; k++, out += BLOCK * BLOCK) {
        const int *row = rows + BLOCK * k;
        double all = 0, square = 0;
        for (int a = 0; a < BLOCK; a++) {
            mean[a] = 0;
            for (int b = 0; b < BLOCK; b++) {
                const double far = (v[row[a]] - v[row[b]]) / width;
                out[a + BLOCK * b] = exp(-far * far / 2);
                mean[a] += out[a + BLOCK * b] / BLOCK;
            }
            all += mean[a] / BLOCK;
        }
        for (int a = 0; a < BLOCK; a++)
            for (int b = 0; b < BLOCK; b++) {
                out[a + BLOCK * b] += all - mean[a] - mean[b];
                square += out[a + BLOCK * b] * out[a + BLOCK * b];
            }
        for (int a = 0; a < BLOCK * BLOCK; a++)
            out[a] /= sqrt(2 * square);
    }
}

/* At the weights found, no kernel has more in common with what is left than the penalty,
 * and those with a weight have as much. */
static void check_target(const ggc_hsic_task *task, int i, const answer *a)
{
    enum { VALUES = 2 * BLOCK * BLOCK };
    static double left[VALUES], kernel[VALUES];
    double w[4][LAGS + 1] = {{0}}, square = 0;
    const int self = i == 1 ? 1 : 3; /* gene 1 is regulator 1 */
    kernel_by_hand(targets[i], 0, left);
    for (int k = 0; k < a->count[i]; k++) {
        const int j = a->input[MOST * i + k], lag = a->lag[MOST * i + k];
        w[j][lag] = a->weight[MOST * i + k];
        CHECK(w[j][lag] > 0);
        kernel_by_hand(j < 3 ? regulators[j] : targets[i], lag, kernel);
        for (int v = 0; v < VALUES; v++)
            left[v] -= w[j][lag] * kernel[v];
    }
    for (int v = 0; v < VALUES; v++)
        square += left[v] * left[v];
    CHECK_NEAR(a->left[i], square, 1e-10);
    for (int j = 0; j < 4; j++)
        for (int lag = 1; lag <= LAGS; lag++) {
            const int out =
                j == 3 ? self != 3 : task->exclude && task->exclude[j + 3 * i] && j != self;
            double common = 0;
            kernel_by_hand(j < 3 ? regulators[j] : targets[i], lag, kernel);
            for (int v = 0; v < VALUES; v++)
                common += left[v] * kernel[v];
            if (w[j][lag] > 0)
                CHECK_NEAR(common, a->lambda[i], 1e-9);
            CHECK(out ? !(w[j][lag] > 0) : common < a->lambda[i] + 1e-9);
        }
}

static void test_models_are_optimal(void)
{
    const int exclude[9] = {1, 0, 0, 0, 1, 1, 0, 0, 0};
    for (int turn = 0; turn < 4; turn++) {
        ggc_hsic_task task = small_task();
        answer a;
        task.exclude = turn % 2 ? exclude : NULL;
        task.weight = turn < 2 ? 1 : 0;
        CHECK(run(&task, 1 + turn % 2, NULL, &a) == GGC_OK);
        for (int i = 0; i < 3; i++)
            check_target(&task, i, &a);
        CHECK(a.count[0] + a.count[1] + a.count[2] > 0);
        for (int n = 0; n < 9; n++)
            CHECK_NEAR(a.p[n], 1, 0);
    }
}

static void test_p_values(void)
{
    ggc_hsic_task task = small_task();
    answer a, b;
    task.weight = 0.3;
    task.permutations = 60;
    task.how = GGC_SHIFT;
    CHECK(run(&task, 1, NULL, &a) == GGC_OK);
    int tried = 0;
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++) {
            double sum = 0;
            for (int k = 0; k < a.count[i]; k++)
                sum += a.input[MOST * i + k] == j ? a.weight[MOST * i + k] : 0;
            CHECK(sum > 0 && regulators[j] != targets[i] ? a.p[j + 3 * i] < 1.01
                                                         : !(a.p[j + 3 * i] < 1));
            tried += a.p[j + 3 * i] < 0.1;
        }
    CHECK(tried >= 2);
    CHECK_NEAR(a.p[0], 1 / 61.0, 1e-12);
    /* The same by two threads; nothing moves: all are as strong. */
    CHECK(run(&task, 2, NULL, &b) == GGC_OK && memcmp(&a, &b, sizeof a) == 0);
    task.how = 0;
    CHECK(run(&task, 1, NULL, &a) == GGC_OK);
    for (int n = 0; n < 9; n++)
        CHECK_NEAR(a.p[n], 1, 0);
}

static int refuse(void *asked)
{
    ++*(int *)asked;
    return 1;
}

static void test_hooks_cancel(void)
{
    ggc_hsic_task task = small_task();
    answer a;
    int asked = 0;
    const ggc_hooks hooks = {.poll = refuse, .progress = NULL, .ctx = &asked};
    CHECK(run(&task, 2, &hooks, &a) == GGC_ECANCELLED && asked > 0);
}

int main(void)
{
    RUN(test_widths);
    RUN(test_models_are_optimal);
    RUN(test_p_values);
    RUN(test_hooks_cancel);
    return REPORT();
}
