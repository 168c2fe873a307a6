/* Transfer entropy against definitions that count all pairs of steps and all cells, and
 * p-values of rearranged sources. Buffers are of exact size. */
#include "fixture.h"
#include "minunit.h"

#include <stdlib.h>
#include <string.h>

#include "ggc_arena.h"
#include "ggc_te.h"

enum { GENES = 5, LENGTH = 12, RUNS = 6, COLUMNS = LENGTH * RUNS, MOST = 8 };

static double series[GENES * COLUMNS];
static int start[RUNS + 1], trajectory[COLUMNS], kind[RUNS], kin[RUNS], at[COLUMNS];
static const int genes[GENES] = {0, 1, 2, 3, 4};
static int skip[GENES * GENES], condition[3 * GENES];
static const uint64_t names[GENES] = {11, 22, 33, 44, 55};

/* A task over all pairs: x at `lag`, `past` own values. */
static ggc_te_task task_of(ggc_te_estimator estimator, int past, int width, const int *lag)
{
    int steps = 0, longest = past;
    fill_normal(series, GENES * COLUMNS, 3, 1.0);
    for (int r = 0; r <= RUNS; r++)
        start[r] = r * LENGTH;
    for (int r = 0; r < RUNS; r++) {
        kin[r] = r;
        kind[r] = 1;
    }
    for (int d = 0; d < width; d++)
        longest = lag[d] > longest ? lag[d] : longest;
    for (int n = 0; n < COLUMNS; n++) {
        trajectory[n] = n / LENGTH;
        if (n % LENGTH >= longest)
            at[steps++] = n;
    }
    for (int n = 0; n < COLUMNS && estimator == GGC_TE_KSG; n++)
        for (int g = 1; g < GENES; g++)
            if (n % LENGTH > 0) /* each drives the next */
                series[g + GENES * n] += series[g - 1 + GENES * (n - 1)];
    for (int n = 0; n < GENES * COLUMNS && estimator == GGC_TE_BINNED; n++)
        series[n] = series[n] < -0.5 ? 0 : series[n] < 0.5 ? 1 : 2;
    for (int i = 0; i < GENES; i++)
        for (int j = 0; j < GENES; j++)
            skip[j + GENES * i] = i == j;
    return (ggc_te_task){.estimator = estimator, .neighbours = 4, .bins = 3, .genes = GENES,
                         .columns = COLUMNS, .z = series, .source = series,
                         .trajectories = RUNS, .start = start, .trajectory = trajectory,
                         .kind = kind, .kin = kin, .steps = steps, .at = at, .past = past,
                         .candidates = 1, .width = width, .lag = lag, .regulators = GENES,
                         .targets = GENES, .regulator = genes, .target = genes, .skip = skip,
                         .condition = condition, .enough = 1 << 20, .seed = 7, .name = names};
}

static ggc_status run(const ggc_te_task *task, int threads, double *value, double *p, int *best)
{
    size_t bytes = ggc_te_workspace(task, threads);
    void *whole = malloc(bytes + GGC_ALIGN);
    ggc_te_result result = {value, p, best};
    CHECK(bytes > 0);
    CHECK(ggc_te(task, threads, ggc_align_up(whole), 64, NULL, &result) == GGC_ENOMEM);
    ggc_status status = ggc_te(task, threads, ggc_align_up(whole), bytes, NULL, &result);
    free(whole);
    return status;
}

static double digamma_of(int n)
{
    double out = -0.577215664901532860606512;
    for (int m = 1; m < n; m++)
        out += 1.0 / m;
    return out;
}

/* Coordinates of a step: y, then z (past of the target and of a condition, -1: none), then
 * x. */
static int coordinates(const ggc_te_task *task, int j, int i, int extra, int n, double *v)
{
    const double *now = series + GENES * task->at[n];
    int d = 0;
    v[d++] = now[i];
    for (int l = 1; l <= task->past; l++)
        v[d++] = now[i - GENES * l];
    for (int l = 1; l <= task->past && extra >= 0; l++)
        v[d++] = now[extra - GENES * l];
    for (int l = 0; l < task->width; l++)
        v[d++] = now[j - GENES * task->lag[l]];
    return d;
}

/* Largest difference over coordinates from .. end - 1. */
static double apart(const double *a, const double *b, int from, int end)
{
    double most = 0;
    for (int d = from; d < end; d++)
        most = fabs(a[d] - b[d]) > most ? fabs(a[d] - b[d]) : most;
    return most;
}

static double expected_ksg(const ggc_te_task *task, int j, int i, int extra)
{
    static double v[COLUMNS][MOST], far[COLUMNS];
    const int n = task->steps, x = 1 + task->past * (1 + (extra >= 0));
    int d = 0;
    double sum = 0;
    for (int a = 0; a < n; a++)
        d = coordinates(task, j, i, extra, a, v[a]);
    for (int a = 0; a < n; a++) {
        int z = 0, xz = 0, yz = 0;
        int ranked = 0;
        for (int b = 0; b < n; b++) { /* a sorted list of all distances */
            int to = ranked;
            const double here = apart(v[a], v[b], 0, d);
            if (b == a)
                continue;
            for (; to > 0 && far[to - 1] > here; to--)
                far[to] = far[to - 1];
            far[to] = here;
            ranked++;
        }
        const double e = far[task->neighbours - 1];
        for (int b = 0; b < n; b++) {
            if (b == a)
                continue;
            z += apart(v[a], v[b], 1, x) < e;
            yz += apart(v[a], v[b], 0, x) < e;
            xz += apart(v[a], v[b], 1, d) < e;
        }
        sum += digamma_of(z + 1) - digamma_of(xz + 1) - digamma_of(yz + 1);
    }
    return digamma_of(task->neighbours) + sum / n;
}

/* Mean of the logarithm of a cell's share of steps alike in coordinates from .. end - 1. */
static double mean_log(const ggc_te_task *task, int j, int i, int from, int end)
{
    double sum = 0, a[MOST], b[MOST];
    for (int n = 0; n < task->steps; n++) {
        int same = 0;
        coordinates(task, j, i, -1, n, a);
        for (int m = 0; m < task->steps; m++) {
            coordinates(task, j, i, -1, m, b);
            same += apart(a, b, from, end) < 0.5;
        }
        sum += log((double)same / task->steps);
    }
    return sum / task->steps;
}

static void test_values_equal_the_definition(void)
{
    const int lags[] = {1, 2};
    double value[GENES * GENES], p[GENES * GENES], again[GENES * GENES];
    int best[GENES * GENES];
    for (int past = 1; past <= 2; past++)
        for (int width = 1; width <= 2; width++) {
            ggc_te_task task = task_of(GGC_TE_KSG, past, width, lags);
            for (int k = 3; k <= 5; k++) {
                task.neighbours = k;
                CHECK(run(&task, 1, value, p, best) == GGC_OK);
                for (int i = 0; i < GENES; i++)
                    for (int j = 0; j < GENES; j++)
                        CHECK_NEAR(value[j + GENES * i],
                                   i == j ? 0.0 : expected_ksg(&task, j, i, -1), 1e-12);
            }
            CHECK(run(&task, 2, again, p, best) == GGC_OK);
            CHECK(memcmp(value, again, sizeof value) == 0);
            task = task_of(GGC_TE_BINNED, past - 1, width, lags);
            CHECK(run(&task, 2, value, p, best) == GGC_OK);
            const int x = past, d = past + width;
            for (int i = 0; i < GENES; i++)
                for (int j = 0; j < GENES; j++)
                    if (i != j)
                        CHECK_NEAR(value[j + GENES * i],
                                   mean_log(&task, j, i, 0, d) - mean_log(&task, j, i, 1, d) -
                                       mean_log(&task, j, i, 0, x) +
                                       (x > 1 ? mean_log(&task, j, i, 1, x) : 0.0),
                                   1e-12);
        }
}

/* One condition, and what stands in where it is the regulator. */
static void test_conditions(void)
{
    const int lag = 1;
    double value[GENES * GENES], p[GENES * GENES];
    int best[GENES * GENES];
    ggc_te_task task = task_of(GGC_TE_KSG, 1, 1, &lag);
    task.conditions = 1;
    for (int i = 0; i < GENES; i++) {
        condition[2 * i] = (i + 1) % GENES;
        condition[2 * i + 1] = (i + 2) % GENES;
    }
    CHECK(run(&task, 1, value, p, best) == GGC_OK);
    for (int i = 0; i < GENES; i++)
        for (int j = 0; j < GENES; j++)
            if (i != j)
                CHECK_NEAR(value[j + GENES * i],
                           expected_ksg(&task, j, i, (i + 1 + (j == (i + 1) % GENES)) % GENES),
                           1e-12);
}

/* More steps than neighbours are listed, and one that is far from all. */
static void test_long_series(void)
{
    enum { LONG = 700 };
    double *z = malloc(2 * LONG * sizeof *z), value[4], p[4];
    int where[LONG], of[LONG], best[4], first[2] = {0, LONG}, pair[2] = {0, 1};
    const int none[4] = {1, 0, 0, 1}, lag = 1, zero = 0;
    fill_normal(z, 2 * LONG, 5, 1.0);
    z[2 * 300] = 50.0;
    for (int n = 0; n < LONG; n++) {
        where[n] = n + 1;
        of[n] = 0;
    }
    ggc_te_task task = task_of(GGC_TE_KSG, 1, 1, &lag);
    task.genes = task.regulators = task.targets = 2;
    task.columns = LONG;
    task.z = task.source = z;
    task.trajectories = 1;
    task.start = first;
    task.trajectory = of;
    task.kind = task.kin = &zero;
    task.steps = LONG - 1;
    task.at = where;
    task.regulator = task.target = pair;
    task.skip = none;
    CHECK(run(&task, 1, value, p, best) == GGC_OK);
    double sum = 0;
    for (int a = 1; a < LONG; a++) {
        double near[5] = {INFINITY, INFINITY, INFINITY, INFINITY, INFINITY};
        int nz = 0, nxz = 0, nyz = 0;
        for (int pass = 0; pass < 2; pass++)
            for (int b = 1; b < LONG; b++) {
                if (a == b)
                    continue;
                const double y = fabs(z[1 + 2 * a] - z[1 + 2 * b]);
                const double o = fabs(z[2 * a - 1] - z[2 * b - 1]);
                const double x = fabs(z[2 * a - 2] - z[2 * b - 2]);
                const double yz = y > o ? y : o, xz = x > o ? x : o, all = yz > x ? yz : x;
                int i = 4;
                for (; pass == 0 && i > 0 && near[i - 1] > all; i--)
                    near[i] = near[i - 1];
                if (pass == 0) {
                    near[i] = all;
                    continue;
                }
                nz += o < near[3];
                nxz += xz < near[3];
                nyz += yz < near[3];
            }
        sum += digamma_of(nz + 1) - digamma_of(nxz + 1) - digamma_of(nyz + 1);
    }
    CHECK_NEAR(value[2], digamma_of(4) + sum / (LONG - 1), 1e-12);
    free(z);
}

static void test_delays(void)
{
    const int lags[] = {3, 1, 2};
    double value[GENES * GENES], p[GENES * GENES];
    int best[GENES * GENES];
    ggc_te_task task = task_of(GGC_TE_KSG, 1, 1, lags);
    task.steps = 0;
    for (int n = 0; n < COLUMNS; n++)
        if (n % LENGTH >= 3)
            at[task.steps++] = n;
    task.candidates = 3;
    CHECK(run(&task, 1, value, p, best) == GGC_OK);
    for (int i = 0; i < GENES; i++)
        for (int j = 0; j < GENES; j++) {
            double most = -INFINITY;
            int which = 0;
            for (int c = 0; c < 3 && i != j; c++) {
                ggc_te_task one = task;
                one.lag = lags + c;
                const double here = expected_ksg(&one, j, i, -1);
                if (here > most) {
                    most = here;
                    which = c;
                }
            }
            if (i != j)
                CHECK_NEAR(value[j + GENES * i], most, 1e-12);
            CHECK(best[j + GENES * i] == which);
        }
    CHECK(best[0 + GENES] == 1); /* the link 0 to 1 is at lag 1 */
}

static void test_p_values(void)
{
    const int lag = 1, ways[] = {GGC_TE_EXCHANGE, GGC_TE_SHIFT, GGC_TE_EXCHANGE | GGC_TE_SHIFT,
                                 GGC_TE_POINTS};
    double value[GENES * GENES], p[GENES * GENES], again[GENES * GENES];
    int best[GENES * GENES];
    ggc_te_task task = task_of(GGC_TE_KSG, 1, 1, &lag);
    for (int w = 0; w < 4; w++) {
        task.how = ways[w];
        task.permutations = 99;
        task.enough = 1000;
        CHECK(run(&task, 1, value, p, best) == GGC_OK);
        CHECK(run(&task, 3, value, again, best) == GGC_OK);
        CHECK(memcmp(p, again, sizeof p) == 0);
        for (int g = 1; g < GENES; g++)
            CHECK(p[g - 1 + GENES * g] < 0.05);
        CHECK(p[0] >= 1.0 && p[4 + GENES * 0] > 0.05);
        /* Enough that are stronger end it; few permutations are the first of many. */
        task.enough = 5;
        CHECK(run(&task, 1, value, again, best) == GGC_OK);
        for (int n = 0; n < GENES * GENES; n++)
            if (p[n] * 100 < 5.5)
                CHECK_NEAR(again[n], p[n], 0);
            else
                CHECK(again[n] >= 5.0 / 99 - 1e-12 && again[n] <= 1.0);
    }
    /* No two of a kind and no shifts: all rearrangements are the source itself. */
    for (int r = 0; r < RUNS; r++)
        kind[r] = r;
    task.how = GGC_TE_EXCHANGE;
    task.enough = 1000;
    CHECK(run(&task, 1, value, p, best) == GGC_OK);
    for (int n = 0; n < GENES * GENES; n++)
        CHECK(p[n] >= 1.0);
}

static int yes(void *ctx)
{
    ++*(int *)ctx;
    return 1;
}

static void test_cancelling(void)
{
    const int lag = 1;
    int asked = 0, best[GENES * GENES];
    double value[GENES * GENES], p[GENES * GENES];
    const ggc_hooks hooks = {.poll = yes, .ctx = &asked};
    ggc_te_task task = task_of(GGC_TE_KSG, 1, 1, &lag);
    ggc_te_result result = {value, p, best};
    size_t bytes = ggc_te_workspace(&task, 1);
    void *whole = malloc(bytes + GGC_ALIGN);
    CHECK(ggc_te(&task, 1, ggc_align_up(whole), bytes, &hooks, &result) == GGC_ECANCELLED);
    CHECK(asked > 0);
    free(whole);
}

int main(void)
{
    RUN(test_values_equal_the_definition);
    RUN(test_conditions);
    RUN(test_long_series);
    RUN(test_delays);
    RUN(test_p_values);
    RUN(test_cancelling);
    return REPORT();
}
