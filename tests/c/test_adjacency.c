/* The graph of eq. 1: sums that no order of the genes changes, and scaling. */
#include "minunit.h"

#include <string.h>

#include "ggc_adjacency.h"
#include "ggc_rng.h"

enum { P = 21 }; /* two full blocks of rows and a part */

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

int main(void)
{
    RUN(test_sums_do_not_depend_on_the_order);
    RUN(test_each_scaling);
    RUN(test_a_gene_without_edges);
    return REPORT();
}
