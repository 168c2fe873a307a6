/* ForceAtlas2 without R: balance of two nodes, discs apart, bits, cancellation. */
#include "minunit.h"

#include <stdlib.h>
#include <string.h>

#include "ggc_arena.h"
#include "ggc_layout.h"

enum { NODES = 130 };

static double weight[NODES * NODES], radius[NODES];
static uint64_t key[NODES];

static void fill(int n)
{
    for (int i = 0; i < n; i++) {
        key[i] = 1000 + (uint64_t)i;
        radius[i] = 0.1 * (1 + i % 3);
        for (int j = 0; j < n; j++)
            weight[i + n * j] = i != j && (i + j) % 7 == 0 ? 0.5 + 0.1 * (abs(i - j) % 5) : 0.0;
    }
}

static ggc_layout layout_of(int n)
{
    ggc_layout out = {.n = n, .weight = weight, .key = key, .seed = 1, .iterations = 200,
                      .repulsion = 1.0, .gravity = 1.0, .weight_influence = 1.0,
                      .tolerance = 1.0};
    return out;
}

static ggc_status run(const ggc_layout *layout, int threads, const ggc_hooks *hooks, double *at)
{
    size_t bytes = ggc_layout_workspace(layout);
    CHECK(bytes > 0);
    void *whole = malloc(bytes + GGC_ALIGN);
    ggc_status status =
        ggc_layout_run(layout, threads, ggc_align_up(whole), bytes, hooks, at);
    free(whole);
    return status;
}

static double distance(const double *at, int n, int i, int j)
{
    double dx = at[i] - at[j], dy = at[i + n] - at[j + n];
    return sqrt(dx * dx + dy * dy);
}

static void test_two_nodes_balance(void)
{
    const ggc_hooks hooks = {0};
    double at[4];
    fill(2);
    weight[1] = weight[2] = 0.25;
    ggc_layout layout = layout_of(2);
    layout.gravity = 0.0;
    layout.iterations = 5000;
    CHECK(run(&layout, 1, &hooks, at) == GGC_OK);
    /* 0.25 d = 4 / d; the nodes swing within 1e-4 of it */
    CHECK_NEAR(distance(at, 2, 0, 1), 4.0, 1e-3);
    CHECK_NEAR(at[0] + at[1], 0.0, 1e-9);
}

static void test_discs_stay_apart(void)
{
    const ggc_hooks hooks = {0};
    static double at[2 * NODES];
    fill(NODES);
    ggc_layout layout = layout_of(NODES);
    layout.radius = radius;
    CHECK(run(&layout, 2, &hooks, at) == GGC_OK);
    for (int i = 0; i < NODES; i++)
        for (int j = 0; j < i; j++)
            CHECK(distance(at, NODES, i, j) >= radius[i] + radius[j]);
}

static void test_bits_do_not_depend_on_threads(void)
{
    const ggc_hooks hooks = {0};
    static double one[2 * NODES], four[2 * NODES];
    fill(NODES);
    for (int option = 0; option < 4; option++) {
        ggc_layout layout = layout_of(NODES);
        layout.linlog = option == 1;
        layout.strong_gravity = option == 2;
        layout.dissuade_hubs = option == 3;
        CHECK(run(&layout, 1, &hooks, one) == GGC_OK);
        CHECK(run(&layout, 4, &hooks, four) == GGC_OK);
        CHECK(memcmp(one, four, sizeof one) == 0);
    }
}

static int stop(void *ctx)
{
    (void)ctx;
    return 1;
}

static void test_cancelled(void)
{
    const ggc_hooks hooks = {.poll = stop};
    double at[2 * NODES];
    fill(NODES);
    ggc_layout layout = layout_of(NODES);
    layout.iterations = 100000; /* hooks are asked after some work, not at once */
    layout.tolerance = 1e-3;
    CHECK(run(&layout, 2, &hooks, at) == GGC_ECANCELLED);
}

int main(void)
{
    RUN(test_two_nodes_balance);
    RUN(test_discs_stay_apart);
    RUN(test_bits_do_not_depend_on_threads);
    RUN(test_cancelled);
    return REPORT();
}
