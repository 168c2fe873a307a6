/* Tests of ggc_layout.c: equilibria that are known by hand, what each option does,
 * discs that keep apart, and bits that depend on names alone. */
#include "../../src/ggc_layout.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../../src/ggc_arena.h"
#include "../../src/ggc_rng.h"
#include "minunit.h"

#define MOST 1100 /* enough for three threads */

static double weight[MOST * MOST], at[2 * MOST], other[2 * MOST], radius[MOST];
static uint64_t key[MOST];

static ggc_layout points(int n)
{
    for (int i = 0; i < n; i++)
        key[i] = 1000 + (uint64_t)i;
    memset(weight, 0, sizeof weight);
    ggc_layout layout = {.n = n,
                         .weight = weight,
                         .key = key,
                         .radius = NULL,
                         .seed = 1,
                         .iterations = 3000,
                         .repulsion = 1,
                         .gravity = 0,
                         .weight_influence = 1,
                         .tolerance = 1};
    return layout;
}

static void link_up(int n, int i, int j, double w)
{
    weight[i + n * j] = weight[j + n * i] = w;
}

/* Lay out in memory of exactly the measured size. */
static ggc_status lay(const ggc_layout *layout, int threads, const ggc_hooks *hooks, double *out)
{
    size_t bytes = ggc_layout_workspace(layout);
    void *block = malloc(bytes + GGC_ALIGN);
    ggc_status status =
        ggc_layout_run(layout, threads, ggc_align_up(block), bytes, hooks, out);
    free(block);
    return status;
}

static double apart(const double *places, int n, int i, int j)
{
    double dx = places[i] - places[j], dy = places[n + i] - places[n + j];
    return sqrt(dx * dx + dy * dy);
}

/* Distance of two linked nodes once they rest. */
static double pair_distance(ggc_layout layout, double w)
{
    link_up(2, 0, 1, w);
    CHECK(lay(&layout, 1, NULL, at) == GGC_OK);
    /* Their mean is the centre. */
    CHECK_NEAR(at[0] + at[1], 0, 1e-12);
    CHECK_NEAR(at[2] + at[3], 0, 1e-12);
    return apart(at, 2, 0, 1);
}

/* Where f, which increases, is 0. */
static double root(double (*f)(double, double), double w)
{
    double low = 1e-6, high = 1e6;
    for (int i = 0; i < 200; i++) {
        double middle = (low + high) / 2;
        *(f(middle, w) < 0 ? &low : &high) = middle;
    }
    return low;
}

static double linlog_balance(double d, double w)
{
    return w * log(1 + d) * d - 4;
}

/* Both nodes have deg + 1 = 2. Nodes rest once a step is below 1e-7 of the size, and
 * steps are above a tenth of the way that is left: 1e-5 is generous. */
static const double weights[] = {0.01, 0.3, 1, 7};
#define NEAR 1e-5
#define EACH_WEIGHT(k) for (size_t k = 0; k < sizeof weights / sizeof *weights; k++)

/* 4 k_r / d = w d. */
static void linear_attraction_balances_repulsion(void)
{
    EACH_WEIGHT(k)
    {
        ggc_layout layout = points(2);
        CHECK_NEAR(pair_distance(layout, weights[k]) * sqrt(weights[k]), 2, NEAR);
        layout.repulsion = 9;
        CHECK_NEAR(pair_distance(layout, weights[k]) * sqrt(weights[k]), 6, 3 * NEAR);
    }
}

/* 4 k_r / d = w log(1 + d). */
static void linlog_attraction_balances_repulsion(void)
{
    EACH_WEIGHT(k)
    {
        ggc_layout layout = points(2);
        layout.linlog = 1;
        double d = root(linlog_balance, weights[k]);
        CHECK_NEAR(pair_distance(layout, weights[k]) / d, 1, NEAR);
    }
}

/* 4 k_r / d = w^delta d. */
static void weights_count_by_their_power(void)
{
    ggc_layout layout = points(2);
    layout.weight_influence = 0;
    CHECK_NEAR(pair_distance(layout, 0.01), 2, NEAR);
    layout.weight_influence = 2;
    CHECK_NEAR(pair_distance(layout, 0.1), 20, 10 * NEAR);
    layout.weight_influence = 0.5;
    CHECK_NEAR(pair_distance(layout, 16), 1, NEAR);
}

/* Dissuaded, a link between nodes of degree 1 pulls with half its weight. */
static void hubs_share_their_pull_out(void)
{
    ggc_layout layout = points(2);
    layout.dissuade_hubs = 1;
    CHECK_NEAR(pair_distance(layout, 1), sqrt(8.0), NEAR);
    /* A star of 8: masses 9 and 2; a link pulls with (1/9 + 1/2) / 2 of itself. By
     * symmetry the leaves are on a circle around the hub. A leaf is repelled by the
     * hub with 18 / r and by the others with 4 * 7 / (2 r): each pair on a circle of
     * radius r at angle a repels with 4 / (2 r sin(a/2)), of which sin(a/2) points
     * outwards. */
    for (int dissuade = 0; dissuade <= 1; dissuade++) {
        layout = points(9);
        layout.dissuade_hubs = dissuade;
        layout.iterations = 20000;
        for (int leaf = 1; leaf < 9; leaf++)
            link_up(9, 0, leaf, 1);
        CHECK(lay(&layout, 1, NULL, at) == GGC_OK);
        double mean = 0;
        for (int leaf = 1; leaf < 9; leaf++)
            mean += apart(at, 9, 0, leaf) / 8;
        double pull = dissuade ? (1 / 9.0 + 1 / 2.0) / 2 : 1;
        CHECK_NEAR(mean / sqrt((18 + 14) / pull), 1, 1e-3);
    }
}

/* Each node at d / 2 from the centre, of mass 2: 4 / d = w d + 2 k_g, strong:
 * 4 / d = w d + 2 k_g d / 2. Within sqrt(k_r) / 10 of the centre, k_g = 20 pulls
 * with 2 k_g (d / 2) / (sqrt(k_r) / 10). */
static void gravity_pulls_to_the_centre(void)
{
    ggc_layout layout = points(2);
    layout.gravity = 0.1; /* d = 12.36: 0.01 d^2 + 0.2 d - 4 = 0 */
    CHECK_NEAR(pair_distance(layout, 0.01), -10 + sqrt(500.0), 20 * NEAR);
    layout.strong_gravity = 1;
    CHECK_NEAR(pair_distance(layout, 0.01), sqrt(4 / (0.01 + 0.1)), 10 * NEAR);
    layout.strong_gravity = 0;
    layout.gravity = 1; /* d^2 + 2 d - 4 = 0 */
    CHECK_NEAR(pair_distance(layout, 1), sqrt(5.0) - 1, NEAR);
    layout.gravity = 20;
    CHECK_NEAR(pair_distance(layout, 1), sqrt(4 / 201.0), NEAR);
}

/* Parts without a link between them part for ever, but for gravity. Two points of
 * mass 1 at r from the centre: 1 / (2 r) = k_g. */
static void gravity_bounds_parts(void)
{
    ggc_layout layout = points(2);
    layout.gravity = 0.05;
    CHECK(lay(&layout, 1, NULL, at) == GGC_OK);
    CHECK_NEAR(apart(at, 2, 0, 1), 20, 1e-3);
    layout = points(40);
    layout.iterations = 2000;
    for (int i = 0; i < 40; i += 2)
        link_up(40, i, i + 1, 1);
    double largest[2];
    for (int g = 0; g < 2; g++) {
        layout.gravity = g;
        CHECK(lay(&layout, 1, NULL, at) == GGC_OK);
        largest[g] = 0;
        for (int i = 0; i < 40; i++) {
            double r = sqrt(at[i] * at[i] + at[40 + i] * at[40 + i]);
            largest[g] = r > largest[g] ? r : largest[g];
        }
    }
    /* All 40 nodes, of mass 2, on one side would push with 80 / r. */
    CHECK(largest[1] < 80);
    CHECK(largest[0] > 3 * largest[1]);
}

/* Two groups of 20 with half of all links inside, 4 between: the distance of their
 * centres over their mean radius. */
static double separation(int linlog)
{
    enum { N = 40 };
    ggc_layout layout = points(N);
    ggc_rng rng;
    ggc_rng_start(&rng, 5, 5, 5);
    for (int i = 0; i < N; i++)
        for (int j = 0; j < i; j++)
            if (ggc_rng_uniform(&rng) < 0.5 && (i < N / 2) == (j < N / 2))
                link_up(N, i, j, 1);
    for (int i = 0; i < 4; i++)
        link_up(N, i, N / 2 + i, 1);
    layout.linlog = linlog;
    CHECK(lay(&layout, 1, NULL, at) == GGC_OK);
    double centre[4] = {0}, size = 0;
    for (int i = 0; i < N; i++)
        for (int k = 0; k < 2; k++)
            centre[2 * (i >= N / 2) + k] += at[N * k + i] / (N / 2);
    for (int i = 0; i < N; i++) {
        const double *c = centre + 2 * (i >= N / 2);
        size += sqrt((at[i] - c[0]) * (at[i] - c[0]) + (at[N + i] - c[1]) * (at[N + i] - c[1]));
    }
    return sqrt((centre[0] - centre[2]) * (centre[0] - centre[2]) +
                (centre[1] - centre[3]) * (centre[1] - centre[3])) /
           (size / N);
}

static void clusters_part_and_linlog_parts_them_more(void)
{
    double linear = separation(0), logarithmic = separation(1);
    CHECK(linear > 3); /* discs of that mean radius touch at 3 */
    CHECK(logarithmic > 1.5 * linear);
}

/* A random graph: a ring, and as many links again. */
static ggc_layout ring(int n)
{
    ggc_layout layout = points(n);
    ggc_rng rng;
    ggc_rng_start(&rng, 2, 2, 2);
    layout.gravity = 1;
    layout.iterations = 200;
    for (int i = 0; i < n; i++) {
        int j = (int)ggc_rng_below(&rng, (uint32_t)n);
        link_up(n, i, (i + 1) % n, 0.2 + ggc_rng_uniform(&rng));
        if (i != j)
            link_up(n, i, j, 0.2 + ggc_rng_uniform(&rng));
    }
    return layout;
}

static double least_gap(const double *places, int n)
{
    double least = INFINITY;
    for (int i = 0; i < n; i++)
        for (int j = 0; j < i; j++) {
            double gap = apart(places, n, i, j) - radius[i] - radius[j];
            least = gap < least ? gap : least;
        }
    return least;
}

static void discs_do_not_overlap(void)
{
    static const double sizes[] = {0.5, 5, 50, 500};
    for (size_t k = 0; k < 4; k++)
        for (int iterations = 1; iterations <= 300; iterations += 299) {
            ggc_layout layout = ring(80);
            layout.iterations = iterations;
            for (int i = 0; i < 80; i++)
                radius[i] = sizes[k] * (1 + i % 3) / 3;
            CHECK(lay(&layout, 1, NULL, at) == GGC_OK);
            CHECK(least_gap(at, 80) < 0 || sizes[k] < 5); /* there is something to do */
            layout.radius = radius;
            CHECK(lay(&layout, 1, NULL, at) == GGC_OK);
            CHECK(least_gap(at, 80) >= 0);
        }
}

/* Rims are what counts: 4 / gap = w gap. */
static void discs_rest_at_the_distance_of_their_rims(void)
{
    ggc_layout layout = points(2);
    radius[0] = 1;
    radius[1] = 2.5;
    layout.radius = radius;
    CHECK_NEAR(pair_distance(layout, 1), 2 + 3.5, 1e-3);
    layout.linlog = 1;
    CHECK_NEAR(pair_distance(layout, 1), root(linlog_balance, 1) + 3.5, 1e-3);
}

/* --- all of it by its description: a matrix of weights, no lists --- */

enum { FEW = 12 };

static void forces(const ggc_layout *l, const double *radii, const double *place, double *force)
{
    int n = l->n, mass[FEW];
    for (int i = 0; i < n; i++) {
        mass[i] = 1;
        for (int j = 0; j < n; j++)
            mass[i] += i != j && l->weight[i + n * j] > 0;
    }
    for (int i = 0; i < n; i++) {
        double fx = 0, fy = 0, r = hypot(place[i], place[n + i]), soft = sqrt(l->repulsion) / 10;
        for (int j = 0; j < n; j++) {
            double d = apart(place, n, i, j), w = l->weight[i + n * j];
            double gap = radii != NULL ? d - radii[i] - radii[j] : d;
            if (i == j)
                continue;
            double f = l->repulsion * mass[i] * mass[j] *
                       (gap > 0 ? 1 / gap : radii != NULL ? 100 : 1);
            if (w > 0 && gap > 0)
                f -= pow(w, l->weight_influence) * (l->linlog ? log1p(gap) : gap) *
                     (l->dissuade_hubs ? (1.0 / mass[i] + 1.0 / mass[j]) / 2 : 1);
            fx += d > 0 ? f * (place[i] - place[j]) / d : i < j ? -f : f;
            fy += d > 0 ? f * (place[n + i] - place[n + j]) / d : 0;
        }
        double fall = mass[i] * l->gravity *
                      (l->strong_gravity ? r : r < soft ? r / soft : 1);
        force[i] = fx - fall * place[i] / r;
        force[n + i] = fy - fall * place[n + i] / r;
        force[2 * n + i] = mass[i];
    }
}

/* Global speed tau * traction / swinging, from 1, half as much again at most, that of
 * a node 0.1 s / (1 + s sqrt(swinging)), no step above 10; all a tenth for discs. Until
 * no step is above 1e-7 of the mean distance to the centre. */
static void iterate(const ggc_layout *l, const double *radii, double *place)
{
    int n = l->n;
    double s = 1, tenth = radii != NULL ? 0.1 : 1, f[3 * FEW], before[3 * FEW] = {0};
    for (int step = 0; step < l->iterations; step++) {
        double swinging = 0, traction = 0, longest = 0, size = 0;
        forces(l, radii, place, f);
        for (int i = 0; i < n; i++) {
            swinging += f[2 * n + i] * hypot(f[i] - before[i], f[n + i] - before[n + i]);
            traction += f[2 * n + i] * hypot(f[i] + before[i], f[n + i] + before[n + i]) / 2;
        }
        s = fmin(l->tolerance * traction / swinging, 1.5 * s);
        for (int i = 0; i < n; i++) {
            double swing = hypot(f[i] - before[i], f[n + i] - before[n + i]);
            double v = 0.1 * s / (1 + s * sqrt(swing));
            v = tenth * fmin(v, 10 / hypot(f[i], f[n + i]));
            place[i] += v * f[i];
            place[n + i] += v * f[n + i];
            longest = fmax(longest, v * hypot(f[i], f[n + i]));
            size += hypot(place[i], place[n + i]) / n;
        }
        if (longest <= 1e-7 * size)
            return;
        memcpy(before, f, sizeof f);
    }
}

/* Pair by pair to 1 + 1e-9 of touching, about their middle, until none overlap. */
static void untangle(const ggc_layout *l, double *place)
{
    int n = l->n, found = 1;
    while (found) {
        found = 0;
        for (int i = 0; i < n; i++)
            for (int j = 0; j < i; j++) {
                double d = apart(place, n, i, j), near = l->radius[i] + l->radius[j];
                for (int k = 0; k < 2 && d < near; k++) {
                    double *a = place + n * k + i, *b = place + n * k + j;
                    double along = d > 0 ? (*a - *b) / d : 1 - k;
                    double middle = (*a + *b) / 2, half = along * near * (1 + 1e-9) / 2;
                    *a = middle + half;
                    *b = middle - half;
                    found = 1;
                }
            }
    }
}

static void by_description(const ggc_layout *l, double *place)
{
    int n = l->n;
    for (int i = 0; i < n; i++) {
        ggc_rng rng;
        ggc_rng_start(&rng, l->seed, l->key[i], 0x6c61796f); /* "layo" */
        for (int k = 0; k < 2; k++)
            place[n * k + i] = 4 * sqrt(l->repulsion * n) * (ggc_rng_uniform(&rng) - 0.5);
    }
    iterate(l, NULL, place);
    if (l->radius != NULL) {
        iterate(l, l->radius, place);
        untangle(l, place);
    }
    for (int k = 0; k < 2; k++) {
        double mean = 0;
        for (int i = 0; i < n; i++)
            mean += place[n * k + i] / n;
        for (int i = 0; i < n; i++)
            place[n * k + i] -= mean;
    }
}

/* A wheel with a spoke missing, of different weights: masses from 3 to 11. */
static ggc_layout wheel(void)
{
    ggc_layout layout = points(FEW);
    for (int i = 1; i < FEW; i++) {
        link_up(FEW, i, i % (FEW - 1) + 1, 0.3 * i);
        if (i > 1)
            link_up(FEW, 0, i, 1.0 / i);
        radius[i] = 0.2 * (1 + i % 4);
    }
    radius[0] = 1;
    layout.gravity = 0.5;
    return layout;
}

static void places_are_those_of_the_description(void)
{
    double want[2 * FEW];
    for (int kind = 0; kind < 12; kind++)
        /* Where forces are huge, rounding grows too fast for more; where points that
         * overlap begin at one place, from 1e-11 to 1e-8 between 16 and 32. */
        for (int iterations = 1; iterations <= (kind == 4 ? 4 : kind == 11 ? 16 : 32);
             iterations *= 2) {
            ggc_layout layout = wheel();
            layout.iterations = iterations;
            layout.linlog = kind == 1 || kind == 8;
            layout.dissuade_hubs = kind == 2;
            layout.strong_gravity = kind == 3 || kind == 4;
            layout.gravity = kind == 4 ? 500 : 0.5; /* steps above 10 */
            layout.weight_influence = kind == 5 ? 0.5 : 1;
            layout.repulsion = kind == 6 ? 30 : 1;
            layout.tolerance = kind == 6 ? 0.1 : 1;
            layout.radius = kind >= 7 && kind != 10 ? radius : NULL;
            for (int i = 0; i < FEW && kind == 9; i++)
                radius[i] *= 5; /* overlap is left */
            for (int i = 0; i < FEW && kind > 9; i++)
                key[i] = 5 + (uint64_t)i / 4; /* four at a place */
            CHECK(lay(&layout, 1, NULL, at) == GGC_OK);
            by_description(&layout, want);
            for (int i = 0; i < 2 * FEW; i++)
                CHECK_NEAR(at[i], want[i], 1e-8 * (1 + fabs(want[i])));
        }
}

static void nodes_at_one_place_part(void)
{
    ggc_layout layout = points(2);
    key[1] = key[0]; /* and so the same start */
    CHECK_NEAR(pair_distance(layout, 1), 2, NEAR);
    layout = points(6);
    for (int i = 0; i < 6; i++) {
        key[i] = 7;
        radius[i] = 3;
    }
    layout.radius = radius;
    layout.gravity = 1;
    layout.iterations = 1;
    CHECK(lay(&layout, 1, NULL, at) == GGC_OK);
    CHECK(least_gap(at, 6) >= 0);
}

/* A step more would be a difference of about 1e-8. */
static void nodes_rest_once_steps_are_small(void)
{
    double want[4];
    EACH_WEIGHT(k)
    {
        ggc_layout layout = points(2);
        link_up(2, 0, 1, weights[k]);
        for (int discs = 0; discs < 2; discs++) {
            radius[0] = radius[1] = 1;
            layout.radius = discs ? radius : NULL;
            CHECK(lay(&layout, 1, NULL, at) == GGC_OK);
            by_description(&layout, want);
            for (int i = 0; i < 4; i++)
                CHECK_NEAR(at[i], want[i], 1e-11 * fabs(want[i]));
        }
    }
    /* No step is above 10, and so it is small in a picture this large. */
    ggc_layout layout = points(2);
    layout.repulsion = 1e22;
    layout.iterations = 1;
    CHECK(lay(&layout, 1, NULL, other) == GGC_OK);
    layout.iterations = 9;
    CHECK(lay(&layout, 1, NULL, at) == GGC_OK);
    CHECK(memcmp(at, other, 4 * sizeof *at) == 0);
}

/* On a line pushing pairs apart takes passes by the square of the number; then the
 * whole is stretched, and by no more than the closest pair needs. */
static void what_pushing_does_not_end_is_stretched(void)
{
    enum { N = 150 };
    ggc_layout layout = points(N);
    for (int i = 0; i < N; i++) {
        key[i] = 7;
        radius[i] = 1000 + i % 7;
    }
    layout.radius = radius;
    layout.iterations = 1;
    CHECK(lay(&layout, 1, NULL, at) == GGC_OK);
    double least = INFINITY;
    for (int i = 0; i < N; i++)
        for (int j = 0; j < i; j++)
            least = fmin(least, apart(at, N, i, j) / (radius[i] + radius[j]));
    CHECK(least >= 1);
    CHECK_NEAR(least, 1, 2e-9);
}

static void bits_do_not_depend_on_threads(void)
{
    ggc_layout layout = ring(MOST);
    layout.iterations = 4;
    for (int i = 0; i < MOST; i++)
        radius[i] = 0.1;
    for (int option = 0; option < 5; option++) {
        layout.radius = option == 1 ? radius : NULL;
        layout.linlog = option == 2;
        layout.strong_gravity = option == 3;
        layout.dissuade_hubs = option == 4;
        CHECK(lay(&layout, 1, NULL, at) == GGC_OK);
        for (int threads = 2; threads <= 8; threads *= 2) {
            CHECK(lay(&layout, threads, NULL, other) == GGC_OK);
            CHECK(memcmp(at, other, sizeof at) == 0);
        }
    }
}

static void starts_depend_on_seed_and_name_alone(void)
{
    ggc_layout layout = points(3);
    layout.iterations = 1;
    CHECK(lay(&layout, 1, NULL, at) == GGC_OK);
    CHECK(lay(&layout, 1, NULL, other) == GGC_OK);
    CHECK(memcmp(at, other, 6 * sizeof *at) == 0);
    layout.seed = 2;
    CHECK(lay(&layout, 1, NULL, other) == GGC_OK);
    CHECK(memcmp(at, other, 6 * sizeof *at) != 0);
    layout.seed = 1;
    key[2] = 5;
    CHECK(lay(&layout, 1, NULL, other) == GGC_OK);
    CHECK(memcmp(at, other, 6 * sizeof *at) != 0);
    /* In another order the sums of three nodes differ by rounding at most. */
    layout = points(3);
    layout.iterations = 1;
    key[0] = 1002;
    key[2] = 1000;
    CHECK(lay(&layout, 1, NULL, other) == GGC_OK);
    for (int i = 0; i < 3; i++)
        CHECK_NEAR(other[2 - i], at[i], 1e-12);
}

static void the_diagonal_and_one_node_are_harmless(void)
{
    ggc_layout layout = ring(20);
    CHECK(lay(&layout, 1, NULL, at) == GGC_OK);
    for (int i = 0; i < 20; i++)
        weight[21 * i] = 1 + i;
    CHECK(lay(&layout, 1, NULL, other) == GGC_OK);
    CHECK(memcmp(at, other, 40 * sizeof *at) == 0);
    layout = points(1);
    radius[0] = 3;
    layout.radius = radius;
    CHECK(lay(&layout, 4, NULL, at) == GGC_OK);
    CHECK_NEAR(at[0], 0, 0);
    CHECK_NEAR(at[1], 0, 0);
}

static int asked;
static int stop(void *ctx)
{
    (void)ctx;
    asked++;
    return 1;
}

static void failures_are_reported(void)
{
    ggc_layout layout = ring(MOST);
    ggc_hooks hooks = {stop, NULL, NULL};
    layout.iterations = 1000000;
    asked = 0;
    CHECK(lay(&layout, 2, &hooks, at) == GGC_ECANCELLED);
    CHECK(asked == 1);
    /* An iteration takes a tenth of what is between two looks: the first look comes
     * when discs are pushed apart. */
    layout = points(MOST);
    for (int i = 0; i < MOST; i++) {
        key[i] = 7;
        radius[i] = 1000;
    }
    layout.radius = radius;
    layout.iterations = 1;
    CHECK(lay(&layout, 1, &hooks, at) == GGC_ECANCELLED);
    CHECK(asked == 2);
    layout = points(MOST);
    for (int i = 0; i < MOST; i++)
        radius[i] = 1e-6;
    layout.radius = radius;
    layout.iterations = 1;
    CHECK(lay(&layout, 1, &hooks, at) == GGC_OK); /* none overlap: one pass, no look */
    CHECK(asked == 2);
    layout = ring(10);
    size_t bytes = ggc_layout_workspace(&layout);
    void *block = malloc(bytes + GGC_ALIGN);
    CHECK(ggc_layout_run(&layout, 1, ggc_align_up(block), bytes - 1, NULL, at) == GGC_ENOMEM);
    free(block);
    layout.n = 46340; /* twice the edges are still an int, then not; only measured */
    CHECK(ggc_layout_workspace(&layout) > 0);
    layout.n = 46341;
    CHECK(ggc_layout_workspace(&layout) == 0);
    layout = ring(10);
    layout.repulsion = 1e308;
    CHECK(lay(&layout, 1, NULL, at) == GGC_EDIVERGED);
}

int main(void)
{
    RUN(linear_attraction_balances_repulsion);
    RUN(linlog_attraction_balances_repulsion);
    RUN(weights_count_by_their_power);
    RUN(hubs_share_their_pull_out);
    RUN(gravity_pulls_to_the_centre);
    RUN(gravity_bounds_parts);
    RUN(clusters_part_and_linlog_parts_them_more);
    RUN(discs_do_not_overlap);
    RUN(discs_rest_at_the_distance_of_their_rims);
    RUN(places_are_those_of_the_description);
    RUN(nodes_at_one_place_part);
    RUN(nodes_rest_once_steps_are_small);
    RUN(what_pushing_does_not_end_is_stretched);
    RUN(bits_do_not_depend_on_threads);
    RUN(starts_depend_on_seed_and_name_alone);
    RUN(the_diagonal_and_one_node_are_harmless);
    RUN(failures_are_reported);
    return REPORT();
}
