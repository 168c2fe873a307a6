#include "ggc_grn.h"

#include <stddef.h>
#include <string.h>

#include "ggc_grn_network.h"
#include "ggc_rng.h"
#include "minunit.h"

enum { P = 30, BYTES = 1 << 22 };
static unsigned char memory[2 * BYTES + 2 * GGC_ALIGN];
static uint64_t genes[P];
static int sign[P * P], module_of[P];

static ggc_arena arena_of(size_t size, int which)
{
    ggc_arena arena;
    CHECK(size <= BYTES);
    ggc_arena_init(&arena, ggc_align_up(memory + (which ? BYTES + GGC_ALIGN : 0)), size);
    return arena;
}

static ggc_grn_shape shape_of(int regulators, int links, uint64_t seed)
{
    for (int i = 0; i < P; i++)
        genes[i] = (uint64_t)(i + 1) * 7919;
    ggc_grn_shape shape = {P, regulators, 2, links, 0.6, seed, genes};
    shape.n_modules = regulators < 2 ? 1 : 2;
    return shape;
}

static ggc_status network(const ggc_grn_shape *shape)
{
    ggc_arena measured;
    ggc_arena_init(&measured, NULL, 0);
    ggc_status status = ggc_grn_network(shape, &measured, NULL, NULL);
    if (status != GGC_OK)
        return status;
    ggc_arena arena = arena_of(measured.used, 0);
    return ggc_grn_network(shape, &arena, sign, module_of);
}

static void every_gene_is_linked_whatever_the_numbers(void)
{
    const int regulators[] = {1, 2, 5, 15, 29, 30}, links[] = {0, 20, 60, 200, 2000};
    for (int r = 0; r < 6; r++)
        for (int l = 0; l < 5; l++)
            for (uint64_t seed = 1; seed <= 5; seed++) {
                ggc_grn_shape shape = shape_of(regulators[r], links[l], seed);
                CHECK(network(&shape) == GGC_OK);
                int active = 0;
                for (int i = 0; i < P; i++) {
                    int in = 0, out = 0;
                    for (int j = 0; j < P; j++) {
                        CHECK(sign[j + P * i] >= -1 && sign[j + P * i] <= 1);
                        in += sign[j + P * i] != 0;
                        out += sign[i + P * j] != 0;
                    }
                    CHECK(sign[i + P * i] == 0);
                    CHECK(in + out > 0);
                    CHECK(module_of[i] >= 0 && module_of[i] < shape.n_modules);
                    active += out > 0;
                }
                CHECK(active == regulators[r]);
            }
}

static void network_refuses(void)
{
    ggc_grn_shape shape = shape_of(5, 60, 1);
    shape.n_regulators = 0;
    CHECK(network(&shape) == GGC_EINVAL);
    shape.n_regulators = P + 1;
    CHECK(network(&shape) == GGC_EINVAL);
    shape = shape_of(5, 60, 1);
    shape.n_modules = 6;
    CHECK(network(&shape) == GGC_EINVAL);
    shape = shape_of(5, 60, 1);
    shape.activators = NAN;
    CHECK(network(&shape) == GGC_EINVAL);
    shape = shape_of(5, 60, 1);
    ggc_arena arena = arena_of(64, 0);
    CHECK(ggc_grn_network(&shape, &arena, sign, module_of) == GGC_ENOMEM);
}

/* A network and its kinetics, in the second half of the memory. */
static ggc_grn kinetics(int regulators, int links)
{
    ggc_grn_shape shape = shape_of(regulators, links, 3);
    CHECK(network(&shape) == GGC_OK);
    ggc_grn grn;
    ggc_arena measured;
    ggc_arena_init(&measured, NULL, 0);
    ggc_grn_carve(&measured, P, sign, &grn);
    ggc_arena arena = arena_of(measured.used, 1);
    ggc_grn_carve(&arena, P, sign, &grn);
    CHECK(!arena.overflow);
    ggc_grn_kinetics(sign, 3, genes, &grn);
    return grn;
}

static void links_are_those_of_the_network(void)
{
    const int links[] = {20, 60, 400};
    for (int l = 0; l < 3; l++) {
        ggc_grn grn = kinetics(25, links[l]);
        int found[P * P] = {0};
        for (int i = 0; i < P; i++)
            for (int k = grn.link_first[i]; k < grn.link_first[i + 1]; k++) {
                int module = grn.link_module[k];
                double effect = grn.effect[module] * (grn.activator[k] ? 1 : -1);
                CHECK(module >= grn.module_first[i] && module < grn.module_first[i + 1]);
                CHECK(k >= grn.module_link[module] && k < grn.module_link[module + 1]);
                found[grn.regulator[k] + P * i] = effect > 0 ? 1 : -1;
            }
        CHECK(memcmp(found, sign, sizeof found) == 0);
        for (int i = 0; i < P; i++) {
            int modules = grn.module_first[i + 1] - grn.module_first[i];
            CHECK(modules <= GGC_GRN_MODULES);
            CHECK(grn.state_first[i + 1] - grn.state_first[i] == 1 << modules);
        }
    }
}

enum { T = 11, R = 7 };
static double shift[P * R], when[T];
static int before[R], during[T * R];

static ggc_grn_course course_of(double process, double noise)
{
    double key[R];
    for (int r = 0; r < R; r++) {
        key[r] = r;
        before[r] = r;
    }
    for (int t = 0; t < T; t++)
        when[t] = 10 * t;
    for (int k = 0; k < T * R; k++)
        during[k] = -1;
    ggc_grn_shifts(P, 3, genes, R, key, 0, 0.3, 1, shift);
    ggc_grn_course course = {T, R, when, shift, before, during, 50, process, noise, 0,
                             1, 3, genes};
    return course;
}

static int no(void *ctx)
{
    (*(int *)ctx)++;
    return 0;
}

static int yes(void *ctx)
{
    (*(int *)ctx)++;
    return 1;
}

static int asked;

static ggc_status simulate(const ggc_grn *grn, const ggc_grn_course *course, int threads,
                           int (*poll)(void *), double *wild, double *x)
{
    ggc_hooks hooks = {.poll = poll, .progress = NULL, .ctx = &asked};
    ggc_arena measured;
    double residual;
    ggc_arena_init(&measured, NULL, 0);
    CHECK(ggc_grn_simulate(grn, course, threads, &measured, wild, &residual, x, &hooks) ==
          GGC_OK);
    ggc_arena arena = arena_of(measured.used, 0);
    return ggc_grn_simulate(grn, course, threads, &arena, wild, &residual, x, &hooks);
}

/* Back at the wild type after long, from a distance. */
static void perturbations_fade(void)
{
    static double x[P * T * R], wild[P];
    ggc_grn grn = kinetics(10, 60);
    ggc_grn_course course = course_of(0, 0);
    for (int t = 0; t < T; t++)
        when[t] = 1000 * t;
    CHECK(simulate(&grn, &course, 1, no, wild, x) == GGC_OK);
    double start = 0, end = 0;
    for (int r = 0; r < R; r++)
        for (int i = 0; i < P; i++) {
            start += fabs(x[i + P * T * r] - wild[i]);
            end += fabs(x[i + P * (T - 1 + T * r)] - wild[i]);
        }
    CHECK(start > 1);
    CHECK_NEAR(end, 0, 1e-9);
}

static void threads_give_the_same_bits(void)
{
    static double one[P * T * R], four[P * T * R], wild[P];
    ggc_grn grn = kinetics(10, 60);
    ggc_grn_course course = course_of(0.05, 0.05);
    CHECK(simulate(&grn, &course, 1, no, wild, one) == GGC_OK);
    CHECK(simulate(&grn, &course, 4, no, wild, four) == GGC_OK);
    CHECK(memcmp(one, four, sizeof one) == 0);
    for (int k = 0; k < P * T * R; k++)
        CHECK(one[k] >= 0 && one[k] < 2);
}

static void hooks_are_asked_and_obeyed(void)
{
    static double x[P * T * R], wild[P];
    ggc_grn grn = kinetics(10, 60);
    ggc_grn_course course = course_of(0.05, 0.05);
    for (int t = 0; t < T; t++)
        when[t] = 1e8 * t;
    for (int threads = 1; threads <= 2; threads++) {
        asked = 0;
        CHECK(simulate(&grn, &course, threads, yes, wild, x) == GGC_ECANCELLED);
        CHECK(asked > 0);
    }
}

static void simulate_refuses(void)
{
    static double x[P * T * R], wild[P];
    double residual;
    ggc_grn grn = kinetics(10, 60);
    ggc_grn_course course = course_of(0.05, 0.05);
    ggc_hooks hooks = {.poll = no, .progress = NULL, .ctx = &asked};
    ggc_arena arena = arena_of(64, 0);
    CHECK(ggc_grn_simulate(&grn, &course, 1, &arena, wild, &residual, x, &hooks) ==
          GGC_ENOMEM);
    CHECK(ggc_grn_simulate(&grn, &course, 0, &arena, wild, &residual, x, &hooks) ==
          GGC_EINVAL);
    course.process = NAN;
    CHECK(ggc_grn_simulate(&grn, &course, 1, &arena, wild, &residual, x, &hooks) ==
          GGC_EINVAL);
    course = course_of(0.05, -1);
    CHECK(ggc_grn_simulate(&grn, &course, 1, &arena, wild, &residual, x, &hooks) ==
          GGC_EINVAL);
}

int main(void)
{
    RUN(every_gene_is_linked_whatever_the_numbers);
    RUN(network_refuses);
    RUN(links_are_those_of_the_network);
    RUN(perturbations_fade);
    RUN(threads_give_the_same_bits);
    RUN(hooks_are_asked_and_obeyed);
    RUN(simulate_refuses);
    return REPORT();
}
