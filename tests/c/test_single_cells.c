#include "ggc_single_cells.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

#include "ggc_counts.h"
#include "ggc_rng.h"
#include "minunit.h"

/* Gene 0 is an input, 1 and 2 exclude each other while it is on, 3 is on where 1 is or 2
 * is not, 4 follows 3 and holds itself. */
enum { P = 5, LINKS = 8, STATES = 1 + 4 + 4 + 4 + 4, R = 6, S = 8, BYTES = 1 << 16 };
static const int link_first[P + 1] = {0, 0, 2, 4, 6, 8};
static const int regulator[LINKS] = {0, 2, 0, 1, 1, 2, 3, 4};
static const int truth[STATES] = {1, 0, 1, 0, 0, 0, 1, 0, 0, 1, 1, 0, 1, 0, 1, 1, 1};
static const int twin[P] = {0, 1, 1, 3, 4};
static const uint64_t gene[P] = {11, 5, 7, 3, 2};
static const ggc_cell_rules rules = {P, link_first, regulator, truth, twin};
static const int first[R + 1] = {0, 1, 2, 5, 6, 7, 8}, watched[2] = {3, 1};
static const double when[S] = {0, 4.5, 1, 2, 2, 30, 0.1, 60};
static double start[2 * P], before[P], during[P];
static unsigned char memory[2 * BYTES + 2 * GGC_ALIGN];

static ggc_arena arena_of(size_t size, int which)
{
    ggc_arena arena;
    CHECK(size <= BYTES);
    ggc_arena_init(&arena, ggc_align_up(memory + (which ? BYTES + GGC_ALIGN : 0)), size);
    return arena;
}

static ggc_grn kinetics(void)
{
    ggc_grn grn;
    ggc_arena arena;
    ggc_arena_init(&arena, NULL, 0);
    ggc_cell_kinetics(&rules, 9, gene, &arena, &grn);
    arena = arena_of(arena.used, 0);
    ggc_cell_kinetics(&rules, 9, gene, &arena, &grn);
    CHECK(!arena.overflow);
    return grn;
}

static ggc_cell_runs runs_of(double burn_in, double process)
{
    for (int i = 0; i < P; i++) {
        start[i] = 0.1 * i;
        start[i + P] = 0.3;
        before[i] = i == 0 ? -1 : 0;
        during[i] = i == 3 ? -0.2 : 0;
    }
    ggc_cell_runs runs = {R,       first,   when, start,   before, during,
                          burn_in, process, 2,    watched, 9,      gene};
    return runs;
}

static int asked;

static int no(void *ctx)
{
    (void)ctx;
    asked++;
    return 0;
}

static int yes(void *ctx)
{
    (void)ctx;
    asked++;
    return 1;
}

static ggc_status run(const ggc_grn *grn, const ggc_cell_runs *runs, int threads,
                      int (*poll)(void *), double *x, double *y)
{
    const ggc_hooks hooks = {.poll = poll, .progress = NULL, .ctx = NULL};
    ggc_arena arena;
    ggc_arena_init(&arena, NULL, 0);
    ggc_status status = ggc_cells_run(grn, runs, threads, &arena, x, y, &hooks);
    if (status != GGC_OK)
        return status;
    arena = arena_of(arena.used, 1);
    return ggc_cells_run(grn, runs, threads, &arena, x, y, &hooks);
}

/* The streams are named as in the core: cells of a seed stay what they are. */
static void kinetics_are_drawn_by_gene_and_link(void)
{
    ggc_grn grn = kinetics();
    CHECK(grn.n_genes == P && grn.n_links == LINKS && grn.n_states == STATES);
    for (int i = 0, s = 0; i < P; i++) {
        ggc_rng rng;
        ggc_rng_start(&rng, 9, gene[twin[i]], (uint64_t)0x43454c01 << 32);
        double mrna = 1.5 + 1.5 * ggc_rng_uniform(&rng);
        double protein = 1.5 + 1.5 * ggc_rng_uniform(&rng);
        double leak = 0.05 * ggc_rng_uniform(&rng);
        CHECK_NEAR(grn.mrna_decay[i], log(2) / mrna, 1e-15);
        CHECK_NEAR(grn.protein_decay[i], log(2) / protein, 1e-15);
        CHECK(grn.state_first[i] == s && grn.link_first[i] == link_first[i]);
        CHECK(grn.regulates[i] == 1);
        for (int k = 0; k < 1 << (link_first[i + 1] - link_first[i]); k++, s++)
            CHECK_NEAR(grn.alpha[s], truth[s] ? 1 : leak, 1e-16);
        for (int l = link_first[i]; l < link_first[i + 1]; l++) {
            uint64_t from = gene[twin[regulator[l]]];
            ggc_rng_start(&rng, 9, gene[twin[i]] ^ (from * 3), (uint64_t)0x43454c02 << 32);
            CHECK_NEAR(grn.k[l], 0.25 + 0.2 * ggc_rng_uniform(&rng), 1e-15);
            CHECK_NEAR(grn.n[l], 4 + 4 * ggc_rng_uniform(&rng), 1e-14);
            CHECK_NEAR(grn.log_k[l], log(grn.k[l]), 1e-14);
            CHECK(grn.regulator[l] == regulator[l]);
        }
    }
    CHECK_NEAR(grn.k[1], grn.k[3], 0); /* twins */
}

/* --- the equations of the headers, rule by rule --- */

static double on(const ggc_grn *grn, int l, const double *y)
{
    double term = pow(y[regulator[l]] / grn->k[l], grn->n[l]);
    return term / (1 + term);
}

static double activated(const ggc_grn *grn, int i, double by, const double *y)
{
    const int links = link_first[i + 1] - link_first[i], l = link_first[i];
    double sum = 0;
    for (int s = 0; s < 1 << links; s++) {
        double chance = 1;
        for (int b = 0; b < links; b++)
            chance *= s >> b & 1 ? on(grn, l + b, y) : 1 - on(grn, l + b, y);
        sum += chance * fmin(fmax(grn->alpha[grn->state_first[i] + s] + by, 0), 1);
    }
    return sum;
}

static void slope(const ggc_grn *grn, const double *by, const double *state, double *d)
{
    for (int i = 0; i < P; i++) {
        d[i] = grn->mrna_decay[i] * (activated(grn, i, by[i], state + P) - state[i]);
        d[i + P] = grn->protein_decay[i] * (state[i] - state[i + P]);
    }
}

static void drift(const ggc_grn *grn, const double *by, double *state, double h)
{
    double d[4][2 * P], at[2 * P];
    slope(grn, by, state, d[0]);
    for (int k = 1; k < 4; k++) {
        for (int i = 0; i < 2 * P; i++)
            at[i] = state[i] + (k < 3 ? h / 2 : h) * d[k - 1][i];
        slope(grn, by, at, d[k]);
    }
    for (int i = 0; i < 2 * P; i++)
        state[i] = fmax(0, state[i] + h / 6 * (d[0][i] + 2 * d[1][i] + 2 * d[2][i] + d[3][i]));
}

static void kick(const ggc_grn *grn, const double *by, double *state, double scale, ggc_rng *rng)
{
    double f[P], x[P];
    for (int i = 0; i < P; i++) {
        f[i] = activated(grn, i, by[i], state + P);
        x[i] = state[i];
    }
    for (int i = 0; i < P; i++) {
        double of_x = grn->mrna_decay[i] * (f[i] + x[i]);
        double of_y = grn->protein_decay[i] * (x[i] + state[i + P]);
        state[i] = fmax(0, x[i] + scale * sqrt(of_x) * ggc_rng_normal(&rng[i]));
        state[i + P] = fmax(0, state[i + P] + scale * sqrt(of_y) * ggc_rng_normal(&rng[i]));
    }
}

static void move(const ggc_grn *grn, const double *by, double *state, double time, double process,
                 ggc_rng *rng)
{
    double fastest = 0;
    for (int i = 0; i < P; i++)
        fastest = fmax(fastest, fmax(grn->mrna_decay[i], grn->protein_decay[i]));
    int n = 1 + (int)floor(time * fastest / 0.4);
    double h = time / n;
    if (process > 0)
        drift(grn, by, state, h / 2);
    for (int k = 0; k < n; k++) {
        if (process > 0)
            kick(grn, by, state, process * sqrt(h), rng);
        drift(grn, by, state, process > 0 && k == n - 1 ? h / 2 : h);
    }
}

static void runs_are_those_of_the_equations(void)
{
    static double x[P * S], y[2 * S];
    ggc_grn grn = kinetics();
    for (int kind = 0; kind < 4; kind++) {
        const ggc_cell_runs runs = runs_of(kind % 2 ? 3 : 0, kind < 2 ? 0 : 0.1);
        CHECK(run(&grn, &runs, 1, no, x, y) == GGC_OK);
        for (int r = 0; r < R; r++) {
            double state[2 * P], now = 0;
            ggc_rng rng[P];
            memcpy(state, start, sizeof state);
            for (int i = 0; i < P; i++)
                ggc_rng_start(&rng[i], 9, gene[i], ((uint64_t)0x43454c03 << 32) + (uint64_t)r);
            if (runs.burn_in > 0)
                move(&grn, before, state, runs.burn_in, runs.process, rng);
            for (int s = first[r]; s < first[r + 1]; s++) {
                if (when[s] > now)
                    move(&grn, during, state, when[s] - now, runs.process, rng);
                now = when[s];
                for (int i = 0; i < P; i++)
                    CHECK_NEAR(x[i + P * s], state[i], 1e-9);
                for (int w = 0; w < 2; w++)
                    CHECK_NEAR(y[w + 2 * s], state[P + watched[w]], 1e-9);
            }
        }
    }
}

static void threads_give_the_same_bits(void)
{
    static double one[P * S], four[P * S], y[2 * S];
    ggc_grn grn = kinetics();
    const ggc_cell_runs runs = runs_of(3, 0.1);
    CHECK(run(&grn, &runs, 1, no, one, y) == GGC_OK);
    CHECK(run(&grn, &runs, 4, no, four, y) == GGC_OK);
    CHECK(memcmp(one, four, sizeof one) == 0);
}

static void runs_are_given_up(void)
{
    static double x[P * S], y[2 * S];
    ggc_grn grn = kinetics();
    ggc_cell_runs runs = runs_of(1e12, 0.1); /* more steps than an int counts */
    for (int threads = 1; threads <= 3; threads++) {
        asked = 0;
        CHECK(run(&grn, &runs, threads, yes, x, y) == GGC_ECANCELLED);
        CHECK(asked > 0);
    }
}

static void runs_refuse(void)
{
    static double x[P * S], y[2 * S];
    ggc_grn grn = kinetics();
    const ggc_hooks hooks = {.poll = no, .progress = NULL, .ctx = NULL};
    for (int what = 0; what < 7; what++) {
        ggc_grn none = grn;
        ggc_cell_runs runs = runs_of(3, 0.1);
        none.n_genes = what == 0 ? 0 : P;
        runs.n_runs = what == 1 ? 0 : R;
        runs.n_watched = what == 2 ? -1 : 2;
        runs.burn_in = what == 3 ? NAN : 3;
        runs.process = what == 4 ? -1 : 0.1;
        runs.gene = what == 5 ? NULL : gene;
        ggc_arena arena = arena_of(64, 1);
        CHECK(ggc_cells_run(&none, &runs, 1, &arena, x, y, &hooks) ==
              (what < 6 ? GGC_EINVAL : GGC_ENOMEM));
        CHECK(ggc_cells_run(&grn, &runs, 0, &arena, x, y, &hooks) == GGC_EINVAL);
        CHECK(ggc_cells_run(&grn, &runs, 1, &arena, x, y, NULL) == GGC_EINVAL);
    }
}

/* --- counts --- */

enum { CELLS = 4000 };
static double mean[P * CELLS];
static int counts[2][P * CELLS];

static ggc_counts_plan plan_of(double of, double dispersion, double half)
{
    for (int k = 0; k < P * CELLS; k++)
        mean[k] = of;
    ggc_counts_plan plan = {P, CELLS, mean, dispersion, half, 9, gene};
    return plan;
}

/* Mean and variance within five standard errors, of a normal variable's. */
static void counts_have_their_moments(void)
{
    const double of[] = {0.2, 3, 64, 65, 1000, 16383, 16385, 1e6};
    const double dispersion[] = {0, 0.1, 2};
    const ggc_hooks hooks = {0};
    for (int m = 0; m < 8; m++)
        for (int d = 0; d < 3; d++) {
            const ggc_counts_plan plan = plan_of(of[m], dispersion[d], 0);
            CHECK(ggc_counts(&plan, 1, counts[0], &hooks) == GGC_OK);
            double sum = 0, squares = 0, n = P * CELLS;
            for (int k = 0; k < P * CELLS; k++) {
                sum += counts[0][k];
                squares += (counts[0][k] - of[m]) * (counts[0][k] - of[m]);
            }
            double want = of[m] + dispersion[d] * of[m] * of[m];
            CHECK_NEAR(sum / n, of[m], 5 * sqrt(want / n));
            CHECK_NEAR(squares / n / want, 1, d == 2 ? 0.15 : 0.08);
        }
}

static void counts_are_lost_and_otherwise_the_same(void)
{
    const ggc_hooks hooks = {0};
    ggc_counts_plan plan = plan_of(30, 0.1, 0);
    CHECK(ggc_counts(&plan, 1, counts[0], &hooks) == GGC_OK);
    plan.half = 10;
    CHECK(ggc_counts(&plan, 3, counts[1], &hooks) == GGC_OK);
    int lost = 0;
    for (int k = 0; k < P * CELLS; k++) {
        CHECK(counts[1][k] == counts[0][k] || counts[1][k] == 0);
        lost += counts[1][k] == 0;
    }
    CHECK_NEAR(lost / (double)(P * CELLS), 0.25, 0.016);
    plan = plan_of(0, 0.1, 0);
    CHECK(ggc_counts(&plan, 1, counts[0], &hooks) == GGC_OK);
    for (int k = 0; k < P * CELLS; k++)
        CHECK(counts[0][k] == 0);
}

static void counts_refuse(void)
{
    const ggc_hooks hooks = {.poll = yes, .progress = NULL, .ctx = NULL};
    for (int what = 0; what < 8; what++) {
        ggc_counts_plan plan = plan_of(3, what == 0 ? -1 : 0, what == 1 ? NAN : 0);
        plan.n_genes = what == 2 ? 0 : P;
        plan.n_cells = what == 3 ? 0 : CELLS;
        plan.mean = what == 4 ? NULL : mean;
        plan.gene = what == 5 ? NULL : gene;
        CHECK(ggc_counts(&plan, what == 6 ? 0 : 1, counts[0], &hooks) ==
              (what < 7 ? GGC_EINVAL : GGC_ECANCELLED));
        CHECK(ggc_counts(&plan, 1, counts[0], NULL) == GGC_EINVAL);
    }
}

int main(void)
{
    RUN(kinetics_are_drawn_by_gene_and_link);
    RUN(runs_are_those_of_the_equations);
    RUN(threads_give_the_same_bits);
    RUN(runs_are_given_up);
    RUN(runs_refuse);
    RUN(counts_have_their_moments);
    RUN(counts_are_lost_and_otherwise_the_same);
    RUN(counts_refuse);
    return REPORT();
}
