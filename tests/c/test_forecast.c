/* Ridge forecasts against the normal equations, solved by elimination; the map of
 * genes to hidden units; standardising. Buffers are of exact size. */
#include "fixture.h"
#include "minunit.h"

#include <stdlib.h>
#include <string.h>

#include "ggc_arena.h"
#include "ggc_forecast.h"
#include "ggc_hidden.h"
#include "ggc_rng.h"
#include "ggc_zscore.h"

enum { GENES = 6, COLUMNS = 40, STEPS = 36, FOLDS = 3, M = 2, MOST = 10 };

/* Features of step n: 1, own value, candidates, and their products. */
static int features_of(const ggc_forecast_task *task, int i, int n, double *x)
{
    const double *now = task->z + GENES * task->from[n];
    int d = 0;
    x[d++] = 1;
    x[d++] = now[task->target[i]];
    for (int k = 0; k < task->m; k++)
        x[d++] = now[task->best[k + task->m * i]];
    const int f = d;
    for (int a = 1; a < f && task->quadratic; a++)
        for (int b = a; b < f; b++)
            x[d++] = x[a] * x[b];
    return d;
}

/* a w = b by elimination; a is positive definite. */
static void eliminate(int d, double a[MOST][MOST], double *b)
{
    for (int k = 0; k < d; k++)
        for (int i = 0; i < d; i++) {
            if (i == k)
                continue;
            double factor = a[i][k] / a[k][k];
            for (int j = 0; j < d; j++)
                a[i][j] -= factor * a[k][j];
            b[i] -= factor * b[k];
        }
    for (int k = 0; k < d; k++)
        b[k] /= a[k][k];
}

static double next_of(const ggc_forecast_task *task, int i, int n)
{
    const double *now = task->z + GENES * task->from[n] + task->target[i];
    return task->unit ? (now[GENES] - now[0]) / task->unit[n] : now[GENES];
}

static double expected_error(const ggc_forecast_task *task, int i)
{
    double squares = 0, x[MOST];
    int held = 0;
    for (int g = 1; g <= FOLDS; g++) {
        double a[MOST][MOST] = {{0}}, w[MOST] = {0};
        int d = 0, used = 0;
        for (int n = 0; n < STEPS; n++)
            used += task->fold[n] != g;
        for (int n = 0; n < STEPS; n++) {
            if (task->fold[n] == g)
                continue;
            d = features_of(task, i, n, x);
            double next = next_of(task, i, n);
            for (int k = 0; k < d; k++) {
                for (int l = 0; l < d; l++)
                    a[k][l] += x[k] * x[l] / used;
                w[k] += x[k] * next / used;
            }
        }
        for (int k = 1; k < d; k++)
            a[k][k] += task->ridge;
        eliminate(d, a, w);
        for (int n = 0; n < STEPS; n++) {
            if (task->fold[n] != g)
                continue;
            features_of(task, i, n, x);
            double error = next_of(task, i, n);
            for (int k = 0; k < d; k++)
                error -= w[k] * x[k];
            squares += error * error;
            held++;
        }
    }
    return squares / held;
}

static void test_errors_equal_the_normal_equations(void)
{
    double z[GENES * COLUMNS], unit[STEPS];
    int from[STEPS], fold[STEPS];
    const int target[] = {4, 0, 5}, best[] = {1, 2, 5, 3, 0, 4};
    fill_normal(z, GENES * COLUMNS, 1, 1.0);
    for (int n = 0; n < STEPS; n++) {
        from[n] = n < 20 ? n : n + 2;
        fold[n] = n % 5 == 4 ? 0 : n / 4 % FOLDS + 1;
        unit[n] = 0.5 + n % 3;
    }
    for (int quadratic = 0; quadratic < 2; quadratic++)
        for (int threads = 1; threads <= 2; threads++) {
            ggc_forecast_task task = {GENES, z, STEPS, from, fold, FOLDS, 3, target, M, best,
                                      quadratic, 0.1, NULL};
            size_t bytes = ggc_forecast_workspace(&task, threads);
            void *whole = malloc(bytes + GGC_ALIGN);
            const ggc_hooks hooks = {0};
            double error[3];
            CHECK(bytes > 0);
            CHECK(ggc_forecast(&task, threads, ggc_align_up(whole), 64, &hooks, error) == GGC_ENOMEM);
            CHECK(ggc_forecast(&task, threads, ggc_align_up(whole), bytes, &hooks, error) == GGC_OK);
            for (int i = 0; i < 3; i++)
                CHECK_NEAR(error[i], expected_error(&task, i), 1e-12);
            task.unit = unit;
            CHECK(ggc_forecast(&task, threads, ggc_align_up(whole), bytes, &hooks, error) == GGC_OK);
            for (int i = 0; i < 3; i++)
                CHECK_NEAR(error[i], expected_error(&task, i), 1e-12);
            task.m = 0; /* the own past alone */
            CHECK(ggc_forecast(&task, threads, ggc_align_up(whole), bytes, &hooks, error) == GGC_OK);
            for (int i = 0; i < 3; i++)
                CHECK_NEAR(error[i], expected_error(&task, i), 1e-12);
            memset(fold, 0, sizeof fold);
            CHECK(ggc_forecast(&task, threads, ggc_align_up(whole), bytes, &hooks, error) == GGC_OK);
            CHECK(isnan(error[0]) && isnan(error[1]) && isnan(error[2]));
            for (int n = 0; n < STEPS; n++)
                fold[n] = n % 5 == 4 ? 0 : n / 4 % FOLDS + 1;
            free(whole);
        }
}

static void test_map_is_orthonormal(void)
{
    const int sizes[][2] = {{5, 9}, {9, 5}, {1, 4}, {4, 1}, {6, 6}};
    for (int s = 0; s < 5; s++) {
        const int hidden = sizes[s][0], n = sizes[s][1], few = hidden < n ? hidden : n;
        uint64_t key[9];
        double *map = malloc((size_t)(hidden * n) * sizeof *map);
        double *product = malloc((size_t)(few * few) * sizeof *product);
        double *turned = malloc((size_t)(hidden * n) * sizeof *turned);
        for (int j = 0; j < n; j++)
            key[j] = (uint64_t)j * 31 + 7;
        CHECK(ggc_hidden_map(key, n, hidden, NULL, map) == GGC_OK);
        for (int j = 0; j < n; j++)
            for (int i = 0; i < hidden; i++)
                turned[j + n * i] = map[i + hidden * j];
        if (hidden <= n) /* P P' = 1 */
            CHECK(ggc_hidden_product(hidden, n, hidden, map, map, 1, NULL, product) == GGC_OK);
        else /* P' P = 1 */
            CHECK(ggc_hidden_product(n, hidden, n, turned, map, 0, NULL, product) == GGC_OK);
        for (int j = 0; j < few; j++)
            for (int i = 0; i < few; i++)
                CHECK_NEAR(product[i + few * j], i == j, 1e-14);
        for (int j = 0; hidden == n && j < n * n; j++)
            CHECK(map[j] == (j % (n + 1) == 0));
        free(map);
        free(product);
        free(turned);
    }
}

/* The map is what Gram and Schmidt make of the genes' normals; a gene's own do not depend
 * on the others. */
static void test_map_is_gram_schmidt(void)
{
    const int sizes[][2] = {{5, 9}, {9, 5}, {1, 4}, {4, 1}};
    for (int s = 0; s < 4; s++) {
        const int hidden = sizes[s][0], n = sizes[s][1];
        uint64_t key[9];
        double map[81];
        long double x[9][9]; /* vectors: units, or genes where these are fewer */
        for (int j = 0; j < n; j++) {
            ggc_rng rng;
            key[j] = (uint64_t)j * 31 + 7;
            ggc_rng_start(&rng, 0, key[j], 0);
            for (int i = 0; i < hidden; i++)
                x[hidden < n ? i : j][hidden < n ? j : i] = ggc_rng_normal(&rng);
        }
        const int count = hidden < n ? hidden : n, length = hidden < n ? n : hidden;
        for (int v = 0; v < count; v++)
            for (int u = 0; u <= v; u++) {
                long double dot = 0.0L;
                for (int e = 0; e < length; e++)
                    dot += x[v][e] * x[u][e];
                for (int e = 0; e < length; e++)
                    x[v][e] = u < v ? x[v][e] - dot * x[u][e] : x[v][e] / sqrtl(dot);
            }
        CHECK(ggc_hidden_map(key, n, hidden, NULL, map) == GGC_OK);
        for (int j = 0; j < n; j++)
            for (int i = 0; i < hidden; i++)
                CHECK_NEAR(map[i + hidden * j],
                           (double)(hidden < n ? x[i][j] : x[j][i]), 1e-12);
    }
}

static void test_products(void)
{
    enum { ROWS = 3, INNER = 4, WIDTH = 5 };
    double a[ROWS * INNER], b[INNER * WIDTH], turned[INNER * WIDTH], out[ROWS * WIDTH];
    fill_normal(a, ROWS * INNER, 3, 1.0);
    fill_normal(b, INNER * WIDTH, 4, 1.0);
    for (int k = 0; k < INNER; k++)
        for (int j = 0; j < WIDTH; j++)
            turned[j + WIDTH * k] = b[k + INNER * j];
    for (int transpose = 0; transpose < 2; transpose++) {
        CHECK(ggc_hidden_product(ROWS, INNER, WIDTH, a, transpose ? turned : b, transpose, NULL,
                                 out) == GGC_OK);
        for (int i = 0; i < ROWS; i++)
            for (int j = 0; j < WIDTH; j++) {
                double sum = 0.0;
                for (int k = 0; k < INNER; k++)
                    sum += a[i + ROWS * k] * b[k + INNER * j];
                CHECK_NEAR(out[i + ROWS * j], sum, 1e-15);
            }
    }
}

/* Says yes when it has heard of so many targets. */
static int targets_heard;
static void hear(void *least, int done, int total)
{
    (void)least;
    (void)total;
    targets_heard = done;
}
static int stop_there(void *least) { return targets_heard >= *(int *)least; }

/* What is told of a forecast, and where it ends when asked to. */
static void test_hooks_of_forecasts(void)
{
    double z[GENES * COLUMNS], error[12];
    int from[STEPS], fold[STEPS], target[12], least = 99;
    fill_normal(z, GENES * COLUMNS, 1, 1.0);
    for (int n = 0; n < STEPS; n++) {
        from[n] = n;
        fold[n] = n % FOLDS + 1;
    }
    for (int i = 0; i < 12; i++)
        target[i] = i % GENES;
    const ggc_forecast_task task = {GENES, z, STEPS, from, fold, FOLDS, 12, target, 0, target, 0,
                                    0.1, NULL};
    const ggc_hooks hooks = {stop_there, hear, &least};
    size_t bytes = ggc_forecast_workspace(&task, 1);
    void *whole = malloc(bytes + GGC_ALIGN);
    CHECK(ggc_forecast(&task, 1, ggc_align_up(whole), bytes, &hooks, error) == GGC_OK);
    CHECK(targets_heard == 12);
    for (int i = 0; i < 6; i++)
        CHECK_NEAR(error[i + 6], error[i], 0);
    least = 4;
    for (int i = 0; i < 12; i++)
        error[i] = -1.0;
    targets_heard = 0;
    CHECK(ggc_forecast(&task, 1, ggc_align_up(whole), bytes, &hooks, error) == GGC_ECANCELLED);
    for (int i = 0; i < 12; i++)
        CHECK((error[i] < 0.0) == (i >= 4));
    free(whole);
}

static void test_standardised_values(void)
{
    enum { P = 37, N = 11 };
    const double size[] = {1, 1e-300, 1e300, 3e5};
    double *x = malloc(P * N * sizeof *x), *z = malloc(P * N * sizeof *z), mean[P], sd[P];
    fill_normal(x, P * N, 9, 1.0);
    for (int t = 0; t < N; t++)
        for (int g = 0; g < P; g++)
            x[g + P * t] = g == 33 ? 0.1 : (x[g + P * t] + g % 3) * size[g % 4];
    ggc_zscore(x, P, N, z, mean, sd);
    for (int g = 0; g < P; g++) {
        long double sum = 0, squares = 0;
        const double unit = size[g % 4];
        for (int t = 0; t < N; t++)
            sum += x[g + P * t] / unit / N;
        for (int t = 0; t < N; t++)
            squares += (x[g + P * t] / unit - sum) * (x[g + P * t] / unit - sum) / N;
        if (g == 33) {
            CHECK(mean[g] == 0.1 && sd[g] == 0);
            for (int t = 0; t < N; t++)
                CHECK(z[g + P * t] == 0);
            continue;
        }
        CHECK_NEAR(mean[g] / unit, (double)sum, 1e-15);
        CHECK_NEAR(sd[g] / unit, sqrt((double)squares), 1e-15 * (1 + fabs((double)sum)));
        for (int t = 0; t < N; t++)
            CHECK_NEAR(z[g + P * t], ((double)(x[g + P * t] / unit - sum)) / sqrt((double)squares),
                       1e-14);
    }
    /* genes 30 .. 36 alone, sample by sample in another order */
    double *part = malloc(7 * N * sizeof *part);
    const ggc_zscore_genes genes = {x, P, N, 30, 7};
    const ggc_zscore_place place = {part, N, 1, NULL, NULL};
    ggc_zscore_block(&genes, &place);
    for (int g = 0; g < 7; g++)
        for (int t = 0; t < N; t++)
            CHECK(!(part[g * N + t] < z[30 + g + P * t]) && !(part[g * N + t] > z[30 + g + P * t]));
    free(part);
    free(x);
    free(z);
}

int main(void)
{
    RUN(test_errors_equal_the_normal_equations);
    RUN(test_map_is_orthonormal);
    RUN(test_map_is_gram_schmidt);
    RUN(test_products);
    RUN(test_hooks_of_forecasts);
    RUN(test_standardised_values);
    return REPORT();
}
