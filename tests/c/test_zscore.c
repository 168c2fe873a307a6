/* Standardising against sums in long double, over the range of the doubles. */
#include "ggc_zscore.h"

#include <float.h>
#include <string.h>

#include "fixture.h"
#include "ggc_rng.h"
#include "minunit.h"

enum { P = 70, N = 41 }; /* two full blocks of genes and a part */

/* Gene g: its own size, from the least doubles to the largest, and offset. */
static void fill(double *x)
{
    static const double size[7] = {1, 0x1p-1040, 0x1p-1022, 0x1p-500, 0x1p1, 0x1p700, 0x1p1020};
    for (int g = 0; g < P; g++) {
        ggc_rng rng;
        ggc_rng_start(&rng, 1, (uint64_t)g, 3);
        for (int t = 0; t < N; t++)
            x[g + P * t] = size[g % 7] * (ggc_rng_normal(&rng) + (g % 5 == 1 ? 3 : 0));
    }
    for (int t = 0; t < N; t++) {
        x[11 + P * t] = 0;
        x[12 + P * t] = 0.1;
        x[40 + P * t] = -DBL_MAX;
        x[50 + P * t] = t % 2 ? DBL_MAX : -DBL_MAX;
        x[60 + P * t] = t == N - 1 ? 0x1p-1074 : 0;
    }
}

static int is_constant(int g)
{
    return g == 11 || g == 12 || g == 40;
}

static void naive(const double *x, int g, long double *mean, long double *sd)
{
    *mean = *sd = 0;
    for (int t = 0; t < N; t++)
        *mean += (long double)x[g + P * t] / N;
    for (int t = 0; t < N; t++)
        *sd += (x[g + P * t] - *mean) / N * (x[g + P * t] - *mean);
    *sd = sqrtl(*sd);
}

static void test_every_size_of_number(void)
{
    static double x[P * N], z[P * N], mean[P], sd[P];
    fill(x);
    ggc_zscore(x, P, N, z, mean, sd);
    for (int g = 0; g < P; g++) {
        long double m, s;
        naive(x, g, &m, &s);
        if (is_constant(g)) {
            CHECK_NEAR(mean[g], x[g], 0);
            CHECK_NEAR(sd[g], 0, 0);
            for (int t = 0; t < N; t++)
                CHECK_NEAR(z[g + P * t], 0, 0);
        } else if (long_is_longer()) {
            /* Below 2^-1022 a number has an end of its own. */
            CHECK_NEAR((double)(mean[g] - m), 0, (double)(4e-16L * (fabsl(m) + s)) + 0x1p-1074);
            CHECK_NEAR((double)(sd[g] - s), 0, (double)(1e-15L * s) + 0x1p-1074);
            for (int t = 0; t < N; t++) {
                double want = (double)((x[g + P * t] - m) / s);
                CHECK_NEAR(z[g + P * t], want, 4e-15 * (1 + fabs(want)));
            }
        }
    }
}

/* A part of the genes, any steps, without means, in place: the same bits. */
static void test_bits_are_those_of_the_values_alone(void)
{
    static double x[P * N], z[P * N], part[P * N], mean[P], sd[P], m[P], s[P];
    fill(x);
    ggc_zscore(x, P, N, z, mean, sd);
    for (int from = 0; from < P; from += 7)
        for (int count = 1; from + count <= P; count += 11) {
            const ggc_zscore_genes genes = {x, P, N, from, count};
            const ggc_zscore_place place = {part, N, 1, m, s};
            ggc_zscore_block(&genes, &place);
            CHECK(memcmp(m, mean + from, (size_t)count * sizeof *m) == 0);
            CHECK(memcmp(s, sd + from, (size_t)count * sizeof *s) == 0);
            for (int g = 0; g < count; g++)
                for (int t = 0; t < N; t++)
                    CHECK_NEAR(part[N * g + t], z[from + g + P * t], 0);
        }
    memcpy(part, x, sizeof x);
    ggc_zscore(part, P, N, part, NULL, NULL);
    CHECK(memcmp(part, z, sizeof z) == 0);
}

/* Whatever rounding makes of the mean of so many equal values. */
static void test_constant_genes_are_constant(void)
{
    double x[60], z[60], mean, sd;
    for (int n = 1; n <= 60; n++)
        for (int k = 1; k < 300; k++) {
            for (int t = 0; t < n; t++)
                x[t] = 1.0 / k;
            ggc_zscore(x, 1, n, z, &mean, &sd);
            CHECK_NEAR(mean, x[0], 0);
            CHECK_NEAR(sd, 0, 0);
            for (int t = 0; t < n; t++)
                CHECK_NEAR(z[t], 0, 0);
        }
}

/* A power of two, or a large offset that is exact, changes nothing. */
static void test_units_do_not_count(void)
{
    static double x[P * N], y[P * N], a[P * N], b[P * N];
    ggc_rng rng;
    ggc_rng_start(&rng, 1, 2, 3);
    for (int k = 0; k < P * N; k++) {
        x[k] = (double)ggc_rng_below(&rng, 1000);
        y[k] = x[k] + 0x1p40;
    }
    ggc_zscore(x, P, N, a, NULL, NULL);
    ggc_zscore(y, P, N, b, NULL, NULL);
    for (int k = 0; k < P * N; k++)
        CHECK_NEAR(b[k], a[k], 1e-14 * (1 + fabs(a[k])));
    for (int k = 0; k < P * N; k++)
        y[k] = x[k] * 0x1p-900;
    ggc_zscore(y, P, N, b, NULL, NULL);
    CHECK(memcmp(a, b, sizeof a) == 0);
}

int main(void)
{
    RUN(test_every_size_of_number);
    RUN(test_bits_are_those_of_the_values_alone);
    RUN(test_constant_genes_are_constant);
    RUN(test_units_do_not_count);
    return REPORT();
}
