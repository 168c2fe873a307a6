/* Distance correlation against its definition, pair by pair, and the sorted sums
 * that the fast algorithm is made of. Buffers are of exact size. */
#include "minunit.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "ggc_arena.h"
#include "ggc_dcor.h"
#include "ggc_dcor_sort.h"
#include "ggc_rng.h"

enum { MOST = 300 };

static double *values(size_t n, uint64_t name, int ties)
{
    double *v = malloc(n * sizeof *v);
    ggc_rng rng;
    ggc_rng_start(&rng, 3, name, 0);
    for (size_t i = 0; i < n; i++)
        v[i] = ties ? (double)ggc_rng_below(&rng, 5) - 2 : ggc_rng_normal(&rng);
    return v;
}

/* d[k + n l] = |v_k - v_l|, centred twice. */
static void centred(const double *v, int stride, int n, double *d)
{
    static double row[MOST];
    double grand = 0;
    for (int k = 0; k < n; k++) {
        row[k] = 0;
        for (int l = 0; l < n; l++)
            row[k] += fabs(v[k * stride] - v[l * stride]) / n;
        grand += row[k] / n;
    }
    for (int k = 0; k < n; k++)
        for (int l = 0; l < n; l++)
            d[k + n * l] = fabs(v[k * stride] - v[l * stride]) - row[k] - row[l] + grand;
}

static double covariance(const double *a, const double *b, int n)
{
    double sum = 0;
    for (int k = 0; k < n * n; k++)
        sum += a[k] * b[k];
    return sum / ((double)n * n);
}

static double by_definition(const double *x, int p, const double *y, int q, int n)
{
    double *a = malloc((size_t)(n * n) * sizeof *a), *b = malloc((size_t)(n * n) * sizeof *b);
    centred(x, p, n, a);
    centred(y, q, n, b);
    double own = covariance(a, a, n) * covariance(b, b, n);
    double squared = own > 0 ? covariance(a, b, n) / sqrt(own) : 0;
    free(a);
    free(b);
    return squared;
}

static void check_task(ggc_dcor_task task, const double *x, const double *y)
{
    size_t bytes;
    const int p = task.p, q = task.q > 0 ? task.q : task.p;
    CHECK(ggc_dcor_workspace(&task, &bytes) == GGC_OK);
    void *whole = malloc(bytes + GGC_ALIGN);
    double *out = malloc((size_t)(p * q) * sizeof *out);
    CHECK(ggc_dcor(&task, x, y, out, ggc_align_up(whole), bytes, NULL) == GGC_OK);
    for (int j = 0; j < q; j++)
        for (int i = 0; i < p; i++) {
            double want = by_definition(x + i, p, (y == NULL ? x : y) + j, q, task.n);
            if (!task.squared) /* the root magnifies what is left of 0 */
                want = sqrt(want > 0 ? want : 0);
            CHECK_NEAR(out[i + p * j], want, task.squared || want > 1e-3 ? 1e-11 : 1e-5);
        }
    free(out);
    free(whole);
}

static void test_all_pairs_equal_the_definition(void)
{
    const int samples[] = {2, 3, 17, 64, 131};
    for (int s = 0; s < 5; s++)
        for (int ties = 0; ties < 2; ties++) {
            const int n = samples[s];
            double *x = values((size_t)(9 * n), (uint64_t)(10 + s), ties);
            double *y = values((size_t)(5 * n), (uint64_t)(20 + s), ties);
            for (int t = 0; t < n; t++) { /* a constant gene; a copy; the mirror image */
                x[2 + 9 * t] = 1.5;
                x[4 + 9 * t] = x[9 * t];
                x[7 + 9 * t] = -3 * x[9 * t];
            }
            for (int squared = 0; squared < 2; squared++)
                for (int threads = 1; threads <= 3; threads += 2)
                    for (int algorithm = GGC_DCOR_GRAM; algorithm <= GGC_DCOR_FAST; algorithm++) {
                        ggc_dcor_task task = {9, 0, n, (ggc_dcor_algorithm)algorithm, squared,
                                              threads};
                        check_task(task, x, NULL);
                        task.q = 5;
                        check_task(task, x, y);
                    }
            free(x);
            free(y);
        }
}

/* 39,060 pairs of samples, a slab of 32,768 or, for two sides, 21,760. */
static void test_slabs_follow_each_other(void)
{
    enum { N = 280 };
    double *x = values(5 * N, 60, 0), *y = values(3 * N, 61, 0);
    ggc_dcor_task task = {5, 0, N, GGC_DCOR_GRAM, 1, 2};
    check_task(task, x, NULL);
    task.q = 3;
    check_task(task, x, y);
    free(x);
    free(y);
}

/* Half of n^2 against n (40 + 12 levels) of halves down to 16: 4 levels, 176. */
static void test_choice_is_by_the_estimates(void)
{
    ggc_dcor_task task = {9, 0, 175, GGC_DCOR_AUTO, 1, 1};
    CHECK(ggc_dcor_choose(&task) == GGC_DCOR_GRAM);
    task.n = 176;
    CHECK(ggc_dcor_choose(&task) == GGC_DCOR_FAST);
    task.algorithm = GGC_DCOR_GRAM;
    CHECK(ggc_dcor_choose(&task) == GGC_DCOR_GRAM);
}

static int asked, stop_at;
static int stop(void *ctx)
{
    (void)ctx;
    return ++asked == stop_at;
}

static ggc_status run_with(ggc_dcor_task task, const double *x, const double *y, size_t missing,
                           double *out)
{
    ggc_hooks hooks = {.poll = stop};
    size_t bytes;
    CHECK(ggc_dcor_workspace(&task, &bytes) == GGC_OK);
    void *whole = malloc(bytes + GGC_ALIGN);
    asked = 0;
    ggc_status status = ggc_dcor(&task, x, y, out, ggc_align_up(whole), bytes - missing, &hooks);
    free(whole);
    return status;
}

/* Whatever is under way when the hook says so, the computation ends there. */
static void test_hooks_are_asked_and_obeyed(void)
{
    enum { MANY = 240, N = 200 };
    double *x = values(MANY * N, 70, 0), *out = malloc(MANY * MANY * sizeof *out);
    for (int algorithm = GGC_DCOR_GRAM; algorithm <= GGC_DCOR_FAST; algorithm++)
        for (int q = 0; q <= MANY; q += MANY) {
            ggc_dcor_task task = {MANY, q, N, (ggc_dcor_algorithm)algorithm, 1, 1};
            for (stop_at = 1; stop_at <= 2; stop_at++) {
                CHECK(run_with(task, x, x, 0, out) == GGC_ECANCELLED);
                CHECK(asked == stop_at);
            }
            /* To the end: 19,900 pairs of samples, or 17,600 for sorting, times those of
             * genes, and a little more. */
            double pairs = MANY * MANY * (q > 0 ? 1.0 : 0.5);
            stop_at = -1;
            CHECK(run_with(task, x, x, 0, out) == GGC_OK);
            CHECK_NEAR(asked, pairs * (algorithm == GGC_DCOR_GRAM ? 19900 : 17600) / 2.5e8, 1);
        }
    ggc_dcor_task task = {3, 2, 5, GGC_DCOR_GRAM, 1, 1};
    CHECK(run_with(task, x, x, 64, out) == GGC_ENOMEM);
    task.algorithm = GGC_DCOR_FAST;
    CHECK(run_with(task, x, x, 64, out) == GGC_ENOMEM);
    CHECK(run_with(task, x, x, 0, out) == GGC_OK && asked == 0);
    free(x);
    free(out);
}

/* As large as an int, which is more than memory has: told, not wrapped around. */
static void test_sizes_beyond_memory_are_told(void)
{
    size_t bytes;
    ggc_dcor_task task = {INT_MAX, INT_MAX, INT_MAX, GGC_DCOR_GRAM, 1, INT_MAX};
    for (int algorithm = GGC_DCOR_GRAM; algorithm <= GGC_DCOR_FAST; algorithm++) {
        task.algorithm = (ggc_dcor_algorithm)algorithm;
        CHECK(ggc_dcor_workspace(&task, &bytes) == GGC_EOVERFLOW);
    }
}

/* Rows of x against rows of y, and the other way round: the same bits, and both
 * are those of the symmetric half. */
static void test_bits_depend_on_the_two_rows(void)
{
    enum { G = 7, N = 50 };
    double *x = values(G * N, 80, 0), *turned = malloc(G * N * sizeof *turned);
    double whole[G * G], part[G * G];
    for (int t = 0; t < N; t++)
        for (int g = 0; g < G; g++)
            turned[g + G * t] = x[(3 * g + 2) % G + G * t];
    for (int algorithm = GGC_DCOR_GRAM; algorithm <= GGC_DCOR_FAST; algorithm++) {
        ggc_dcor_task task = {G, 0, N, (ggc_dcor_algorithm)algorithm, 0, 1};
        CHECK(run_with(task, x, NULL, 0, whole) == GGC_OK);
        task.q = G;
        CHECK(run_with(task, turned, x, 0, part) == GGC_OK);
        for (int j = 0; j < G; j++)
            for (int i = 0; i < G; i++)
                CHECK_NEAR(part[i + G * j], whole[(3 * i + 2) % G + G * j], 0);
        for (int i = 0; i < G; i++)
            CHECK_NEAR(whole[i + G * i], 1, 0);
    }
    free(x);
    free(turned);
}

/* Long series are sorted 72 at a time, and a look follows. The last genes of 80 are
 * what they are alone. */
static void test_long_series_are_prepared_in_batches(void)
{
    enum { MANY = 80, LAST = 5, LONG = 20000 };
    double *x = values(MANY * LONG, 90, 0), *part = malloc(LAST * LONG * sizeof *part);
    double whole[MANY], alone[LAST];
    for (int t = 0; t < LONG; t++)
        for (int g = 0; g < LAST; g++)
            part[g + LAST * t] = x[MANY - LAST + g + MANY * t];
    ggc_dcor_task task = {MANY, 1, LONG, GGC_DCOR_AUTO, 1, 1};
    stop_at = 1;
    CHECK(run_with(task, x, x, 0, whole) == GGC_ECANCELLED);
    CHECK(asked == 1);
    stop_at = -1;
    CHECK(run_with(task, x, x, 0, whole) == GGC_OK);
    CHECK(asked == 2);
    task.p = LAST;
    CHECK(run_with(task, part, x, 0, alone) == GGC_OK);
    for (int g = 0; g < LAST; g++)
        CHECK_NEAR(whole[MANY - LAST + g], alone[g], 0);
    free(x);
    free(part);
}

/* As documented, but for the gaps: the 64 bytes of alignment and those of the arena. */
static void test_workspaces_are_as_documented(void)
{
    const int sizes[][4] = {{4, 0, 50, 1}, {40, 8, 300, 2}, {1200, 2000, 30, 4}, {8, 8, 5000, 3}};
    for (int k = 0; k < 4; k++)
        for (int algorithm = GGC_DCOR_GRAM; algorithm <= GGC_DCOR_FAST; algorithm++) {
            const int *s = sizes[k], gram = algorithm == GGC_DCOR_GRAM;
            ggc_dcor_task task = {s[0], s[1], s[2], (ggc_dcor_algorithm)algorithm, 1, s[3]};
            double rows = s[0] + s[1], n = s[2];
            double pairs = 128 * floor(n * (n - 1) / 2 / 128 + 1);
            double slab = fmin(8 * pairs * rows, fmax(1 << 21, 1024 * rows));
            double want = (gram ? 16 : 24) * n * rows + (gram ? slab : 0) + 28 * n * s[3];
            size_t bytes;
            CHECK(ggc_dcor_workspace(&task, &bytes) == GGC_OK);
            CHECK((double)bytes >= want * (gram ? 0.9 : 1));
            CHECK((double)bytes <= want + 16 * rows + 128 * (20 + 5 * s[3]));
        }
}

static void test_order_is_stable(void)
{
    for (int n = 1; n <= MOST; n += n < 40 ? 1 : 37) {
        double *v = values((size_t)n, 30, 1);
        int *order = malloc((size_t)n * sizeof *order), *spare = malloc((size_t)n * sizeof *spare);
        int seen[MOST] = {0};
        ggc_sort_order(v, n, order, spare);
        for (int t = 0; t < n; t++) {
            CHECK(order[t] >= 0 && order[t] < n && !seen[order[t]]++);
            if (t > 0)
                CHECK(v[order[t - 1]] < v[order[t]] ||
                      (!(v[order[t]] < v[order[t - 1]]) && order[t - 1] < order[t]));
        }
        free(v);
        free(order);
        free(spare);
    }
}

static void test_sums_of_sorted_values(void)
{
    for (int n = 1; n <= MOST; n += n < 12 ? 1 : 48) {
        double *v = values((size_t)n, 40, 0), mean = 0, grand = 0, square = 0;
        int *order = malloc((size_t)n * sizeof *order), *spare = malloc((size_t)n * sizeof *spare);
        double *means = malloc((size_t)n * sizeof *means);
        double *d = malloc((size_t)(n * n) * sizeof *d);
        for (int k = 0; k < n; k++)
            mean += v[k] / n;
        for (int k = 0; k < n; k++)
            v[k] -= mean;
        ggc_sort_order(v, n, order, spare);
        double got = ggc_row_means(v, order, n, means);
        for (int k = 0; k < n; k++) {
            double row = 0;
            for (int l = 0; l < n; l++)
                row += fabs(v[k] - v[l]) / n;
            CHECK_NEAR(means[k], row, 1e-13);
            grand += row / n;
        }
        CHECK_NEAR(got, grand, 1e-13);
        centred(v, 1, n, d);
        square = covariance(d, d, n);
        CHECK_NEAR(ggc_distance_variance(v, order, n), square, 1e-13);
        free(v);
        free(order);
        free(spare);
        free(means);
        free(d);
    }
}

static void test_products_of_minima(void)
{
    for (int n = 1; n <= MOST; n += n < 70 ? 1 : 23) {
        double *x = values((size_t)n, 50, 0), *y = values((size_t)n, 51, 0), want = 0;
        int *order = malloc((size_t)n * sizeof *order), *spare = malloc((size_t)n * sizeof *spare);
        ggc_point *points = malloc((size_t)n * sizeof *points);
        for (int k = 0; k < n; k++) {
            x[k] = fabs(x[k]);
            y[k] = fabs(y[k]);
        }
        ggc_sort_order(x, n, order, spare);
        for (int k = 0; k < n; k++)
            points[k] = (ggc_point){x[order[k]], y[order[k]]};
        for (int k = 0; k < n; k++)
            y[k] = points[k].y;
        ggc_sort_order(y, n, order, spare);
        for (int k = 0; k < n; k++)
            for (int l = 0; l < k; l++)
                want += points[l].x * (y[k] < y[l] ? y[k] : y[l]);
        CHECK_NEAR(ggc_minimum_products(points, order, spare, (size_t)n), want, 1e-12 * (1 + want));
        free(x);
        free(y);
        free(order);
        free(spare);
        free(points);
    }
}

int main(void)
{
    RUN(test_all_pairs_equal_the_definition);
    RUN(test_slabs_follow_each_other);
    RUN(test_choice_is_by_the_estimates);
    RUN(test_hooks_are_asked_and_obeyed);
    RUN(test_sizes_beyond_memory_are_told);
    RUN(test_bits_depend_on_the_two_rows);
    RUN(test_long_series_are_prepared_in_batches);
    RUN(test_workspaces_are_as_documented);
    RUN(test_order_is_stable);
    RUN(test_sums_of_sorted_values);
    RUN(test_products_of_minima);
    return REPORT();
}
