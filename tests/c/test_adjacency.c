/* The graph of eq. 1: sums that no order of the genes changes, and scaling. */
#include "fixture.h"
#include "minunit.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "ggc_adjacency.h"
#include "ggc_arena.h"
#include "ggc_rng.h"

enum { P = 21, SAMPLES = 300 }; /* two full blocks of rows and a part; three chunks */

/* Symmetric, >= 0; gene g has its own order of magnitude. */
static void fill(double *a)
{
    ggc_rng rng;
    ggc_rng_start(&rng, 1, 2, 3);
    for (int j = 0; j < P; j++)
        for (int i = 0; i <= j; i++) {
            double scale = ((i * 7 + 3) % P < 7 ? 1e-9 : 1e3) * ((j * 5 + 1) % P < 9 ? 1e-7 : 1e2);
            a[i + P * j] = a[j + P * i] = scale * ggc_rng_uniform(&rng);
        }
}

static void permute(const double *a, const int *order, double *out)
{
    for (int j = 0; j < P; j++)
        for (int i = 0; i < P; i++)
            out[i + P * j] = a[order[i] + P * order[j]];
}

static void test_sums_do_not_depend_on_the_order(void)
{
    double a[P * P], turned[P * P], work[P * P], degree[P], other[P];
    int order[P];
    fill(a);
    memcpy(work, a, sizeof a);
    ggc_adjacency_normalise(work, P, GGC_NORMALISE_NONE, 1, degree);
    CHECK(memcmp(work, a, sizeof a) == 0);
    for (int i = 0; i < P; i++) {
        long double sum = 0;
        for (int j = 0; j < P; j++)
            sum += a[i + P * j];
        if (long_is_longer())
            CHECK_NEAR(degree[i] / (double)sum, 1.0, 2e-16);
    }
    for (int step = 1; step < P; step++) {
        if (P % 3 == 0 && step % 3 == 0)
            continue;
        if (P % 7 == 0 && step % 7 == 0)
            continue;
        for (int i = 0; i < P; i++)
            order[i] = (i * step + step) % P;
        permute(a, order, turned);
        ggc_adjacency_normalise(turned, P, GGC_NORMALISE_NONE, 1, other);
        for (int i = 0; i < P; i++)
            CHECK_NEAR(other[i], degree[order[i]], 0.0);
    }
}

static void test_each_scaling(void)
{
    double a[P * P], row[P * P], sym[P * P], max[P * P], degree[P], largest = 0;
    fill(a);
    for (int k = 0; k < P; k++)
        a[k + P * k] *= 1e9; /* what self = 0 must leave out */
    memcpy(row, a, sizeof a);
    memcpy(sym, a, sizeof a);
    memcpy(max, a, sizeof a);
    ggc_adjacency_normalise(row, P, GGC_NORMALISE_ROW, 0, degree);
    ggc_adjacency_normalise(sym, P, GGC_NORMALISE_SYM, 0, degree);
    ggc_adjacency_normalise(max, P, GGC_NORMALISE_MAX, 0, degree);
    for (int k = 0; k < P * P; k++)
        largest = k % (P + 1) != 0 && a[k] > largest ? a[k] : largest;
    for (int j = 0; j < P; j++)
        for (int i = 0; i < P; i++) {
            double entry = i == j ? 0 : a[i + P * j];
            CHECK_NEAR(row[i + P * j], entry / degree[i], 0.0);
            CHECK_NEAR(sym[i + P * j], entry / (sqrt(degree[i]) * sqrt(degree[j])), 0.0);
            CHECK_NEAR(max[i + P * j], entry / largest, 0.0);
        }
}

/* Rows without an edge, or below every unit of the rest, stay without. */
static void test_a_gene_without_edges(void)
{
    double a[9] = {2, 0, 1, 0, 0, 0, 1, 0, 4}, degree[3];
    ggc_adjacency_normalise(a, 3, GGC_NORMALISE_SYM, 1, degree);
    CHECK(degree[0] == 3 && degree[1] == 0 && degree[2] == 5);
    CHECK(a[4] == 0 && a[1] == 0 && a[3] == 0);
    CHECK_NEAR(a[2], 1 / sqrt(15.0), 1e-16);
    double tiny[4] = {0x1p-1060, 0, 0, 1};
    ggc_adjacency_normalise(tiny, 2, GGC_NORMALISE_ROW, 1, degree);
    CHECK(degree[0] == 0 && tiny[0] == 0 && tiny[3] == 1);
}

/* |Z Z'| / n in long double; a constant gene has no products, its own included. */
static void naive(const double *x, int n, ggc_graph_method method, double *out)
{
    static double z[P * SAMPLES];
    for (int g = 0; g < P; g++) {
        long double mean = 0, square = 0;
        for (int t = 0; t < n; t++)
            mean += (long double)x[g + P * t] / n;
        for (int t = 0; t < n; t++)
            square += (x[g + P * t] - mean) * (x[g + P * t] - mean) / n;
        for (int t = 0; t < n; t++)
            z[g + P * t] = method == GGC_GRAPH_GRAM_RAW ? x[g + P * t]
                           : square > 1e-30L ? (double)((x[g + P * t] - mean) / sqrtl(square))
                                             : 0;
    }
    for (int j = 0; j < P; j++)
        for (int i = 0; i < P; i++) {
            long double sum = 0;
            for (int t = 0; t < n; t++)
                sum += (long double)z[i + P * t] * z[j + P * t] / n;
            out[i + P * j] = (double)fabsl(sum);
        }
}

static int asked;
static int stop(void *ctx)
{
    (void)ctx;
    asked++;
    return 1;
}

static int go_on(void *ctx)
{
    (void)ctx;
    asked++;
    return 0;
}

static void test_each_graph_is_its_products(void)
{
    static double x[P * SAMPLES], got[P * P], want[P * P];
    static unsigned char memory[8 * SAMPLES * (P + 3) + 4 * GGC_ALIGN];
    const int samples[] = {1, 2, 17, SAMPLES};
    for (int s = 0; s < 4; s++)
        for (int method = GGC_GRAPH_GRAM; method <= GGC_GRAPH_ABSCOR; method++)
            for (int threads = 1; threads <= 3; threads += 2) {
                ggc_graph_task task = {P, samples[s], (ggc_graph_method)method, threads};
                ggc_rng rng;
                size_t bytes;
                ggc_rng_start(&rng, 4, 5, 6);
                for (int k = 0; k < P * task.n; k++)
                    x[k] = ggc_rng_normal(&rng) + 2;
                for (int t = 0; t < task.n; t++) { /* a constant gene; proportional ones */
                    x[3 + P * t] = 7;
                    x[5 + P * t] = -x[8 + P * t] / 3;
                    x[6 + P * t] = x[8 + P * t] * 7;
                }
                CHECK(ggc_adjacency_workspace(&task, &bytes) == GGC_OK);
                CHECK(bytes <= sizeof memory - GGC_ALIGN);
                CHECK(ggc_adjacency(&task, x, got, ggc_align_up(memory), bytes - 1, NULL) ==
                      GGC_ENOMEM);
                CHECK(ggc_adjacency(&task, x, got, ggc_align_up(memory), bytes, NULL) == GGC_OK);
                naive(x, task.n, task.method, want);
                for (int j = 0; j < P; j++)
                    for (int i = 0; i < P; i++) {
                        if (long_is_longer())
                            CHECK_NEAR(got[i + P * j], want[i + P * j], 1e-13);
                        CHECK_NEAR(got[i + P * j], got[j + P * i], 0);
                        if (method == GGC_GRAPH_ABSCOR)
                            CHECK(got[i + P * j] <= 1);
                    }
                for (int i = 0; i < P && method == GGC_GRAPH_ABSCOR && task.n > 1; i++)
                    CHECK(i == 3 ? got[i + P * i] == 0 : got[i + P * i] == 1);
            }
}

/* 1,000 genes over 600 points are 3e8 products, more than between two looks. */
static void test_hooks_are_asked_and_obeyed(void)
{
    enum { GENES = 1000, POINTS = 600 };
    ggc_graph_task task = {GENES, POINTS, GGC_GRAPH_GRAM_RAW, 1};
    ggc_hooks hooks = {.poll = stop};
    size_t bytes;
    CHECK(ggc_adjacency_workspace(&task, &bytes) == GGC_OK);
    double *x = calloc(GENES * POINTS, sizeof *x), *out = malloc(GENES * GENES * sizeof *out);
    void *memory = malloc(bytes + GGC_ALIGN);
    asked = 0;
    CHECK(ggc_adjacency(&task, x, out, ggc_align_up(memory), bytes, &hooks) == GGC_ECANCELLED);
    CHECK(asked == 1);
    /* To the end: in two batches of columns, of which the last come first. */
    ggc_rng rng;
    ggc_rng_start(&rng, 7, 8, 9);
    for (int k = 0; k < GENES * POINTS; k++)
        x[k] = (double)ggc_rng_below(&rng, 9) - 4;
    hooks.poll = go_on;
    asked = 0;
    CHECK(ggc_adjacency(&task, x, out, ggc_align_up(memory), bytes, &hooks) == GGC_OK);
    CHECK(asked == 1);
    for (int j = 0; j < GENES; j += 3)
        for (int i = j % 7; i <= j; i += 13) {
            double sum = 0; /* of whole numbers: exact */
            for (int t = 0; t < POINTS; t++)
                sum += x[i + GENES * t] * x[j + GENES * t];
            CHECK_NEAR(out[i + GENES * j], fabs(sum) / POINTS, 0);
            CHECK_NEAR(out[j + GENES * i], fabs(sum) / POINTS, 0);
        }
    free(x);
    free(out);
    free(memory);
    task.p = task.n = INT_MAX;
    CHECK(ggc_adjacency_workspace(&task, &bytes) == GGC_EOVERFLOW);
}

int main(void)
{
    RUN(test_sums_do_not_depend_on_the_order);
    RUN(test_each_scaling);
    RUN(test_a_gene_without_edges);
    RUN(test_each_graph_is_its_products);
    RUN(test_hooks_are_asked_and_obeyed);
    return REPORT();
}
