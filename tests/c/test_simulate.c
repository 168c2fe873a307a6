#include "ggc_simulate.h"

#include <stddef.h>
#include <string.h>

#include "ggc_rng.h"
#include "minunit.h"

enum { P = 8, N = 40, BYTES = 1 << 20 };
static unsigned char memory[BYTES + GGC_ALIGN];
static uint64_t genes[P], seed = 42;

static ggc_design design_of(int n_time, int n_trajectories, int burn_in, double noise)
{
    static const char *const names[P] = {"G1", "G2", "G3", "G4", "G5", "G6", "G7", "G8"};
    for (int i = 0; i < P; i++)
        genes[i] = ggc_hash(names[i]);
    ggc_design design = {P, n_time, n_trajectories, 1, burn_in, noise, seed, genes};
    return design;
}

static ggc_arena arena_of(size_t size)
{
    ggc_arena arena;
    ggc_arena_init(&arena, ggc_align_up(memory), size);
    return arena;
}

static ggc_status lorenz96(const ggc_design *design, double forcing, double dt, double *x,
                           const ggc_hooks *hooks)
{
    ggc_arena measured;
    ggc_arena_init(&measured, NULL, 0);
    CHECK(ggc_simulate_lorenz96(design, forcing, dt, 10, &measured, NULL, hooks) == GGC_OK);
    ggc_arena arena = arena_of(measured.used); /* exactly what was measured */
    return ggc_simulate_lorenz96(design, forcing, dt, 10, &arena, x, hooks);
}

/* Without forcing and near zero the products are of second order and the system
 * is dx/dt = -x. */
static void lorenz96_decays_without_forcing(void)
{
    double x[P * N];
    ggc_design design = design_of(N, 1, 0, 0);
    CHECK(lorenz96(&design, 0, 0.1, x, NULL) == GGC_OK);
    for (int t = 1; t < N; t++)
        for (int i = 0; i < P; i++)
            /* Products of values below 0.05 over at most one unit of decay. */
            CHECK_NEAR(x[i + P * t], x[i] * exp(-0.1 * t), 2 * 0.05 * 0.05);
}

/* The slope between close points is the right-hand side, index by index; the
 * ring closes at both ends. */
static void lorenz96_has_the_stated_neighbours(void)
{
    static double x[P * 3];
    ggc_design design = design_of(3, 1, 20000, 0);
    const double dt = 1e-4, forcing = 8;
    CHECK(lorenz96(&design, forcing, dt, x, NULL) == GGC_OK);
    const double *now = x + P;
    for (int i = 0; i < P; i++) {
        double slope = (x[i + 2 * P] - x[i]) / (2 * dt);
        double right = (now[(i + 1) % P] - now[(i + P - 2) % P]) * now[(i + P - 1) % P] -
                       now[i] + forcing;
        /* dt^2 / 6 times a third derivative below 1e5, and rounding / dt. */
        CHECK_NEAR(slope, right, 1e-3);
    }
    CHECK(now[0] > -40 && now[0] < 40 && !(now[0] >= 0 && now[0] < 1e-3));
}

static void trajectories_are_independent_and_start_as_alone(void)
{
    static double one[P * N], two[P * N * 2];
    ggc_design design = design_of(N, 1, 5, 0.1);
    CHECK(lorenz96(&design, 10, 0.1, one, NULL) == GGC_OK);
    design.n_trajectories = 2;
    CHECK(lorenz96(&design, 10, 0.1, two, NULL) == GGC_OK);
    CHECK(memcmp(one, two, sizeof one) == 0);
    CHECK(memcmp(two, two + P * N, sizeof one) != 0);
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

static void report(void *ctx, int done, int total)
{
    int *last = (int *)ctx + 1;
    CHECK(done > *last && done <= total);
    *last = done;
}

static void hooks_are_asked_and_obeyed(void)
{
    /* 4 * 8 * 10 updates a point: 400,000 points are beyond one look. */
    static double x[P * N];
    ggc_design design = design_of(N, 1, 400000, 0);
    int seen[2] = {0, 0};
    ggc_hooks hooks = {.poll = yes, .progress = NULL, .ctx = seen};
    CHECK(lorenz96(&design, 8, 0.001, x, &hooks) == GGC_ECANCELLED);
    CHECK(seen[0] == 1);
    seen[0] = 0;
    hooks.poll = no;
    hooks.progress = report;
    CHECK(lorenz96(&design, 8, 0.001, x, &hooks) == GGC_OK);
    CHECK(seen[0] >= 1 && seen[1] > 0);
}

static void lorenz96_refuses(void)
{
    static double x[P * N];
    ggc_design design = design_of(N, 1, 0, 0);
    ggc_arena arena = arena_of(64);
    CHECK(ggc_simulate_lorenz96(&design, 8, 0.1, 10, &arena, x, NULL) == GGC_ENOMEM);
    arena = arena_of(BYTES);
    CHECK(ggc_simulate_lorenz96(&design, 8, 0.1, 0, &arena, x, NULL) == GGC_EINVAL);
    CHECK(ggc_simulate_lorenz96(&design, 8, 0, 1, &arena, x, NULL) == GGC_EINVAL);
    design.n_genes = 3;
    CHECK(ggc_simulate_lorenz96(&design, 8, 0.1, 1, &arena, x, NULL) == GGC_EINVAL);
    design.n_genes = P;
    design.n_trajectories = 1 << 30;
    CHECK(ggc_simulate_lorenz96(&design, 8, 0.1, 1, &arena, x, NULL) == GGC_EINVAL);
    design.n_trajectories = 1;
    design.noise = NAN;
    CHECK(ggc_simulate_lorenz96(&design, 8, 0.1, 1, &arena, x, NULL) == GGC_EINVAL);
    design.noise = 0;
    /* One Runge-Kutta step of length 100 leaves the finite numbers. */
    arena = arena_of(BYTES);
    CHECK(ggc_simulate_lorenz96(&design, 1000, 100, 1, &arena, x, NULL) == GGC_EDIVERGED);
}

static int regulator[P * P], lag[P * P];
static double coefficient[P * P];

static ggc_status network(int n_links, int max_lag, double self, double radius, ggc_var *var)
{
    ggc_var v = {n_links, max_lag, regulator, lag, coefficient};
    ggc_design design = design_of(1, 1, 0, 0);
    ggc_arena measured;
    *var = v;
    ggc_arena_init(&measured, NULL, 0);
    ggc_status status = ggc_simulate_network(&design, self, radius, &measured, var, NULL);
    if (status != GGC_OK)
        return status;
    ggc_arena arena = arena_of(measured.used);
    return ggc_simulate_network(&design, self, radius, &arena, var, NULL);
}

static void links_are_distinct_and_in_range(void)
{
    for (int n_self = 0; n_self < 2; n_self++) {
        for (int n_links = n_self; n_links <= P - 1 + n_self; n_links++) {
            ggc_var var;
            CHECK(network(n_links, 3, n_self, 0.8, &var) == GGC_OK);
            for (int i = 0; i < P; i++) {
                int seen[P] = {0};
                for (int k = i * n_links; k < (i + 1) * n_links; k++) {
                    CHECK(regulator[k] >= 0 && regulator[k] < P);
                    CHECK(lag[k] >= 1 && lag[k] <= 3);
                    CHECK(coefficient[k] > 0 || coefficient[k] < 0);
                    seen[regulator[k]]++;
                }
                for (int j = 0; j < P; j++)
                    CHECK(seen[j] <= 1);
                CHECK(seen[i] == n_self);
            }
        }
    }
}

static void self_links_alone_get_the_radius(void)
{
    ggc_var var;
    CHECK(network(1, 1, 2.5, 0.7, &var) == GGC_OK);
    for (int i = 0; i < P; i++)
        CHECK_NEAR(coefficient[i], 0.7, 1e-12);
}

/* Spectral radius of the companion matrix: M^(2^k) by squaring, scaled to norm 1. */
static double companion_radius(const ggc_var *var)
{
    enum { MOST = 3 * P };
    static double m[MOST * MOST], square[MOST * MOST];
    const int size = P * var->max_lag;
    double log_norm = 0, power = 1;
    memset(m, 0, sizeof m);
    for (int i = 0; i < P; i++)
        for (int k = i * var->n_links; k < (i + 1) * var->n_links; k++)
            m[i * size + var->regulator[k] + P * (var->lag[k] - 1)] += var->coefficient[k];
    for (int i = P; i < size; i++)
        m[i * size + i - P] = 1;
    for (int step = 0; step < 50; step++) {
        double norm = 0;
        for (int i = 0; i < size; i++)
            for (int j = 0; j < size; j++) {
                square[i * size + j] = 0;
                for (int k = 0; k < size; k++)
                    square[i * size + j] += m[i * size + k] * m[k * size + j];
                norm += square[i * size + j] * square[i * size + j];
            }
        norm = sqrt(norm);
        if (!(norm > 0))
            return 0;
        power *= 2;
        log_norm = 2 * log_norm + log(norm);
        for (int k = 0; k < size * size; k++)
            m[k] = square[k] / norm;
    }
    return exp(log_norm / power);
}

/* Real, complex and repeated largest eigenvalues, as they come. */
static void networks_get_the_radius_whatever_their_cycles(void)
{
    int without_cycles = 0;
    for (int n_self = 0; n_self < 2; n_self++)
        for (int n_links = 1; n_links <= 4; n_links++)
            for (int max_lag = 1; max_lag <= 3; max_lag++)
                for (seed = 1; seed <= 4; seed++) {
                    ggc_var var;
                    CHECK(network(n_links, max_lag, 0.9 * n_self, 0.8, &var) == GGC_OK);
                    double radius = companion_radius(&var);
                    without_cycles += radius == 0;
                    if (radius > 0)
                        CHECK_NEAR(radius, 0.8, 1e-9);
                }
    seed = 42;
    CHECK(without_cycles == 0); /* each gene has a regulator: there are cycles */
}

/* By the header: U(0.5, 1) of either sign and any lag, before s^lag scales them; the
 * self link comes first, of lag 1. */
static void coefficients_are_drawn_evenly(void)
{
    int at_lag[4] = {0}, positive = 0, below = 0, count = 0;
    for (seed = 1; seed <= 60; seed++) {
        ggc_var var;
        CHECK(network(3, 3, 0.7, 0.8, &var) == GGC_OK);
        for (int i = 0; i < P; i++) {
            double s = coefficient[3 * i] / 0.7;
            CHECK(regulator[3 * i] == i && lag[3 * i] == 1);
            for (int k = 3 * i + 1; k < 3 * i + 3; k++, count++) {
                double drawn = coefficient[k] / pow(s, lag[k]);
                CHECK(fabs(drawn) >= 0.5 - 1e-12 && fabs(drawn) <= 1 + 1e-12);
                positive += drawn > 0;
                below += fabs(drawn) < 0.6;
                at_lag[lag[k]]++;
            }
        }
    }
    seed = 42;
    CHECK_NEAR((double)positive / count, 0.5, 4 * sqrt(0.25 / count)); /* standard errors */
    CHECK_NEAR((double)below / count, 0.2, 4 * sqrt(0.16 / count));
    for (int l = 1; l <= 3; l++)
        CHECK_NEAR((double)at_lag[l] / count, 1.0 / 3, 4 * sqrt(2.0 / 9 / count));
}

static void network_refuses(void)
{
    ggc_var var;
    CHECK(network(P, 1, 0, 0.9, &var) == GGC_EINVAL);
    CHECK(network(0, 1, 1, 0.9, &var) == GGC_EINVAL);
    CHECK(network(1, 0, 1, 0.9, &var) == GGC_EINVAL);
    CHECK(network(1, 1, 1, 1.0, &var) == GGC_EINVAL);
    CHECK(network(1, 1, 1, 0.0, &var) == GGC_EINVAL);
    CHECK(network(0, 1, 0, 0.9, &var) == GGC_OK);
}

/* 20,000 steps of 300 x 20 links and 3 x 900 values are two looks; a hook that says so
 * ends them. */
static void network_obeys_hooks(void)
{
    enum { MANY = 300, LINKS = 20 };
    static uint64_t names[MANY];
    static int from[MANY * LINKS], delay[MANY * LINKS];
    static double weight[MANY * LINKS];
    for (int i = 0; i < MANY; i++)
        names[i] = (uint64_t)i;
    ggc_design design = {MANY, 1, 1, 1, 0, 0, 42, names};
    ggc_var var = {LINKS, 3, from, delay, weight};
    int seen[2] = {0, 0};
    ggc_hooks hooks = {.poll = no, .progress = report, .ctx = seen};
    ggc_arena arena = arena_of(64);
    CHECK(ggc_simulate_network(&design, 0, 0.8, &arena, &var, &hooks) == GGC_ENOMEM);
    arena = arena_of(BYTES);
    CHECK(ggc_simulate_network(&design, 0, 0.8, &arena, &var, &hooks) == GGC_OK);
    CHECK(seen[0] == 2 && seen[1] > 15000);
    hooks = (ggc_hooks){.poll = yes, .progress = NULL, .ctx = seen};
    arena = arena_of(BYTES);
    CHECK(ggc_simulate_network(&design, 0, 0.8, &arena, &var, &hooks) == GGC_ECANCELLED);
    CHECK(seen[0] == 3);
}

static ggc_status series(const ggc_design *design, const ggc_var *var, int perturbed,
                         double *x, const ggc_hooks *hooks)
{
    ggc_arena measured;
    ggc_arena_init(&measured, NULL, 0);
    CHECK(ggc_simulate_var(design, var, perturbed, &measured, NULL, hooks) == GGC_OK);
    ggc_arena arena = arena_of(measured.used);
    return ggc_simulate_var(design, var, perturbed, &arena, x, hooks);
}

/* A ring by hand: gene i gets 0.5 of gene i - 1 from lag steps ago. Without
 * noise a perturbation travels round it and halves at each gene. */
static void a_ring_passes_its_values_on(void)
{
    static double x[P * N];
    for (int ring_lag = 1; ring_lag <= 3; ring_lag++) {
        ggc_var var = {1, 3, regulator, lag, coefficient};
        for (int i = 0; i < P; i++) {
            regulator[i] = (i + P - 1) % P;
            lag[i] = ring_lag;
            coefficient[i] = 0.5;
        }
        ggc_design design = design_of(N, 1, 0, 0);
        CHECK(series(&design, &var, 1, x, NULL) == GGC_OK);
        for (int t = 1; t < N; t++) {
            for (int i = 0; i < P; i++) {
                double before = t >= ring_lag ? x[(i + P - 1) % P + P * (t - ring_lag)] : 0;
                CHECK_NEAR(x[i + P * t], 0.5 * before, 0); /* a power of two: exact */
            }
        }
        CHECK(x[0] > 0 || x[0] < 0);
    }
}

/* The sum of the header from the series itself, trajectory by trajectory, however the
 * past is kept; a shorter burn-in is the same series cut elsewhere. */
static void series_follow_their_links(void)
{
    enum { LINKS = 3, LAG = 4, MORE = 7 };
    static double x[P * N * 2], quiet[P * N * 2], shorter[P * N * 2];
    ggc_var var = {LINKS, LAG, regulator, lag, coefficient};
    ggc_rng rng;
    ggc_rng_start(&rng, 9, 9, 9);
    for (int k = 0; k < P * LINKS; k++) {
        regulator[k] = (int)ggc_rng_below(&rng, P);
        lag[k] = 1 + (int)ggc_rng_below(&rng, LAG);
        coefficient[k] = 0.6 * ggc_rng_uniform(&rng) - 0.3;
    }
    for (int perturbed = 0; perturbed < 2; perturbed++) {
        ggc_design design = design_of(N, 2, MORE, 0.5);
        CHECK(series(&design, &var, perturbed, x, NULL) == GGC_OK);
        design.noise = 0;
        CHECK(series(&design, &var, perturbed, quiet, NULL) == GGC_OK);
        for (int r = 0; r < 2; r++)
            for (int i = 0; i < P; i++) {
                ggc_rng noise, start;
                ggc_rng_start(&noise, 42, genes[i], ((uint64_t)0x53494d02 << 32) + (uint64_t)r);
                ggc_rng_start(&start, 42, genes[i], ((uint64_t)0x53494d01 << 32) + (uint64_t)r);
                for (int t = 0; t < (perturbed ? 0 : MORE); t++)
                    (void)ggc_rng_normal(&noise);
                for (int t = 0; t < N; t++) {
                    double sum = 0;
                    const double *own = x + P * N * r;
                    if (t == 0 && perturbed) {
                        CHECK_NEAR(own[i], ggc_rng_normal(&start), 0);
                        continue;
                    }
                    double innovation = ggc_rng_normal(&noise);
                    for (int k = LINKS * i; k < LINKS * (i + 1); k++)
                        sum += t < lag[k] ? 0
                                          : coefficient[k] * own[regulator[k] + P * (t - lag[k])];
                    if (t >= LAG || perturbed)
                        CHECK_NEAR(own[i + P * t], sum + 0.5 * innovation, 1e-15);
                    if (!perturbed)
                        CHECK_NEAR(quiet[i + P * t + P * N * r], 0, 0);
                }
            }
    }
    ggc_design design = design_of(N, 2, MORE, 0.5);
    CHECK(series(&design, &var, 0, x, NULL) == GGC_OK);
    design = design_of(N, 2, MORE - 2, 0.5);
    CHECK(series(&design, &var, 0, shorter, NULL) == GGC_OK);
    for (int r = 0; r < 2; r++)
        CHECK(memcmp(x + P * N * r, shorter + P * (N * r + 2), P * (N - 2) * sizeof *x) == 0);
}

/* Without links the series is its innovations, gene by gene and trajectory by
 * trajectory their own. */
static void innovations_have_the_stated_size(void)
{
    enum { LONG = 20000 };
    static double x[P * LONG * 2];
    ggc_var var = {0, 1, regulator, lag, coefficient};
    ggc_design design = design_of(LONG, 2, 3, 0.5);
    CHECK(series(&design, &var, 0, x, NULL) == GGC_OK);
    for (int i = 0; i < P; i++) {
        double square = 0, lagged = 0, next = 0, between = 0;
        for (int t = 0; t < LONG; t++) {
            double now = x[i + P * t];
            square += now * now / LONG;
            lagged += t > 0 ? now * x[i + P * (t - 1)] / LONG : 0;
            next += now * x[(i + 1) % P + P * t] / LONG;
            between += now * x[i + P * (t + LONG)] / LONG;
        }
        CHECK_NEAR(square, 0.25, 5 * 0.25 * sqrt(2.0 / LONG)); /* five standard errors */
        CHECK_NEAR(lagged, 0, 5 * 0.25 / sqrt(LONG));
        CHECK_NEAR(next, 0, 5 * 0.25 / sqrt(LONG));
        CHECK_NEAR(between, 0, 5 * 0.25 / sqrt(LONG));
    }
    /* An unstable network is noticed, not returned. */
    var.n_links = 1;
    for (int i = 0; i < P; i++) {
        regulator[i] = i;
        lag[i] = 1;
        coefficient[i] = 2;
    }
    CHECK(series(&design, &var, 0, x, NULL) == GGC_EDIVERGED);
}

static void var_obeys_hooks_and_refuses(void)
{
    static double x[P * N];
    ggc_var var = {0, 1, regulator, lag, coefficient};
    ggc_design design = design_of(N, 1, 2000000, 1);
    int seen[2] = {0, 0};
    ggc_hooks hooks = {.poll = yes, .progress = report, .ctx = seen};
    CHECK(series(&design, &var, 0, x, &hooks) == GGC_ECANCELLED);
    CHECK(seen[0] == 1);
    ggc_arena arena = arena_of(64);
    CHECK(ggc_simulate_var(&design, &var, 0, &arena, x, NULL) == GGC_ENOMEM);
    arena = arena_of(BYTES);
    var.max_lag = 0;
    CHECK(ggc_simulate_var(&design, &var, 0, &arena, x, NULL) == GGC_EINVAL);
}

/* Measured only, so that any size will do. */
static void designs_out_of_range_are_refused(void)
{
    ggc_var var = {0, 1, regulator, lag, coefficient};
    for (int what = 0; what < 10; what++) {
        ggc_design design = design_of(INT32_MAX - 5, 1, 5, 0);
        design.n_time -= what == 1 ? -1 : 0;
        design.burn_in = what == 2 ? -1 : 5;
        design.n_time = what == 3 ? 0 : design.n_time;
        design.n_trajectories = what == 4 ? 0 : what == 5 ? 2 : 1;
        design.noise = what == 6 ? -0.1 : what == 7 ? NAN : 0;
        design.gene = what == 8 ? NULL : genes;
        design.n_genes = what == 9 ? 0 : P;
        ggc_status want = what == 0 ? GGC_OK : GGC_EINVAL;
        ggc_arena arena;
        ggc_arena_init(&arena, NULL, 0);
        CHECK(ggc_simulate_lorenz96(&design, 8, 0.1, 1, &arena, NULL, NULL) == want);
        CHECK(ggc_simulate_var(&design, &var, 0, &arena, NULL, NULL) == want);
        CHECK(ggc_simulate_network(&design, 0, 0.9, &arena, &var, NULL) == want);
    }
    ggc_design design = design_of(1, 1, 0, 0);
    ggc_arena arena;
    ggc_arena_init(&arena, NULL, 0);
    design.n_genes = 4;
    CHECK(ggc_simulate_lorenz96(&design, 8, 0.1, 1, &arena, NULL, NULL) == GGC_OK);
    var.n_links = -1;
    CHECK(ggc_simulate_var(&design, &var, 0, &arena, NULL, NULL) == GGC_EINVAL);
}

int main(void)
{
    RUN(lorenz96_decays_without_forcing);
    RUN(lorenz96_has_the_stated_neighbours);
    RUN(trajectories_are_independent_and_start_as_alone);
    RUN(hooks_are_asked_and_obeyed);
    RUN(lorenz96_refuses);
    RUN(links_are_distinct_and_in_range);
    RUN(self_links_alone_get_the_radius);
    RUN(networks_get_the_radius_whatever_their_cycles);
    RUN(coefficients_are_drawn_evenly);
    RUN(network_obeys_hooks);
    RUN(network_refuses);
    RUN(a_ring_passes_its_values_on);
    RUN(series_follow_their_links);
    RUN(innovations_have_the_stated_size);
    RUN(var_obeys_hooks_and_refuses);
    RUN(designs_out_of_range_are_refused);
    return REPORT();
}
