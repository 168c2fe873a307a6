/* The simulators: gene networks, single cells, sparse VAR, Lorenz-96. */
#include "fuzz.h"

#include "ggc_counts.h"
#include "ggc_grn.h"
#include "ggc_grn_network.h"
#include "ggc_simulate.h"
#include "ggc_single_cells.h"

enum { MOST_GENES = 9, MOST_TIMES = 5, MOST_SERIES = 3, MOST_COLUMNS = 3 };
enum { SAMPLES = MOST_TIMES * MOST_SERIES };
static const uint64_t gene[MOST_GENES] = {3, 1, 4, 15, 9, 2, 6, 5, 35};

/* A network drawn, or any other with up to GGC_GRN_MODULES and more links a gene. */
static void draw_network(fuzz_bytes *f, int p, uint64_t seed, int *sign)
{
    if (p < 2 || fuzz_flag(f)) {
        for (int k = 0; k < p * p; k++)
            sign[k] = k % (p + 1) == 0 ? 0 : fuzz_int(f, -1, 1);
        return;
    }
    int module[MOST_GENES];
    ggc_grn_shape shape = {.n_genes = p, .seed = seed, .gene = gene};
    shape.n_regulators = fuzz_int(f, 1, p);
    shape.n_modules = fuzz_int(f, 1, shape.n_regulators);
    shape.n_links = fuzz_int(f, 0, 255);
    shape.activators = fuzz_share(f);
    ggc_arena arena;
    ggc_arena_init(&arena, NULL, 0);
    fuzz_require(ggc_grn_network(&shape, &arena, NULL, NULL) == GGC_OK);
    arena = fuzz_arena(&arena);
    fuzz_require(ggc_grn_network(&shape, &arena, sign, module) == GGC_OK);
    free(arena.base);
    for (int k = 0; k < p * p; k++)
        fuzz_require(sign[k] >= -1 && sign[k] <= (k % (p + 1) == 0 ? 0 : 1));
}

static void draw_course(fuzz_bytes *f, int columns, double *time, int *before, int *during,
                        ggc_grn_course *course)
{
    course->n_time = fuzz_int(f, 1, MOST_TIMES);
    course->n_trajectories = fuzz_int(f, 1, MOST_SERIES);
    course->replicates = fuzz_int(f, 1, MOST_SERIES);
    for (int t = 0; t < course->n_time; t++)
        time[t] = (t > 0 ? time[t - 1] : 0.0) + 0.1 + 20 * fuzz_share(f);
    for (int r = 0; r < course->n_trajectories; r++)
        before[r] = fuzz_int(f, -1, columns - 1);
    for (int k = 0; k < course->n_time * course->n_trajectories; k++)
        during[k] = fuzz_int(f, -1, columns - 1);
    course->burn_in = 20 * fuzz_share(f);
    course->process = fuzz_flag(f) ? fuzz_share(f) : 10 * fuzz_share(f);
    course->noise = fuzz_share(f);
    course->clip = fuzz_flag(f);
}

static void grn(fuzz_bytes *f)
{
    double shift[MOST_GENES * MOST_COLUMNS], time[MOST_TIMES], wild[MOST_GENES], residual;
    double x[MOST_GENES * SAMPLES] = {0}, key[MOST_COLUMNS] = {1, 2, 3};
    int sign[MOST_GENES * MOST_GENES], before[MOST_SERIES], during[SAMPLES];
    const ggc_hooks hooks = {0};
    const int p = fuzz_int(f, 1, MOST_GENES), columns = fuzz_int(f, 1, MOST_COLUMNS);
    const uint64_t seed = fuzz_byte(f);
    draw_network(f, p, seed, sign);
    ggc_grn net;
    ggc_arena arena, scratch;
    ggc_arena_init(&arena, NULL, 0);
    ggc_grn_carve(&arena, p, sign, &net);
    arena = fuzz_arena(&arena);
    ggc_grn_carve(&arena, p, sign, &net);
    ggc_grn_kinetics(sign, seed, gene, &net);
    const int normal = fuzz_flag(f);
    const double perturbed = fuzz_share(f), strength = 10 * fuzz_share(f);
    const ggc_grn_draw draw = {p, columns, seed, gene, key, normal, perturbed, strength};
    ggc_grn_shifts(&draw, shift);
    ggc_grn_course course = {.time = time, .shift = shift, .before = before, .during = during,
                             .seed = seed, .gene = gene};
    draw_course(f, columns, time, before, during, &course);
    const int threads = 1 + fuzz_rarely(f);
    ggc_arena_init(&scratch, NULL, 0);
    fuzz_require(ggc_grn_simulate(&net, &course, threads, &scratch, wild, &residual, x, &hooks) ==
                 GGC_OK);
    scratch = fuzz_arena(&scratch);
    fuzz_require(ggc_grn_simulate(&net, &course, threads, &scratch, wild, &residual, x, &hooks) ==
                 GGC_OK);
    for (int k = 0; k < p * course.n_time * course.n_trajectories; k++)
        fuzz_require(isfinite(x[k]) && (x[k] >= 0 || !course.clip));
    free(scratch.base);
    free(arena.base);
}

/* Any rules of up to three regulators; cells, and counts about what they hold. */
static void cells(fuzz_bytes *f)
{
    enum { MOST_LINKS = 3 * MOST_GENES };
    int first[MOST_GENES + 1] = {0}, regulator[MOST_LINKS], truth[8 * MOST_GENES], states = 0;
    int twin[MOST_GENES], runs[MOST_SERIES + 1] = {0}, watched[2], counts[MOST_GENES * SAMPLES];
    double x[MOST_GENES * SAMPLES], y[2 * SAMPLES], time[SAMPLES], shift[2 * MOST_GENES];
    double start[2 * MOST_GENES];
    const ggc_hooks hooks = {0};
    const int p = fuzz_int(f, 1, MOST_GENES), n = fuzz_int(f, 1, MOST_SERIES);
    for (int i = 0; i < p; i++) {
        first[i + 1] = first[i] + fuzz_int(f, 0, 3);
        for (int l = first[i]; l < first[i + 1]; l++)
            regulator[l] = fuzz_int(f, 0, p - 1);
        for (int end = states + (1 << (first[i + 1] - first[i])); states < end; states++)
            truth[states] = fuzz_flag(f);
        twin[i] = fuzz_int(f, 0, p - 1);
        start[i] = fuzz_share(f);
        start[i + p] = fuzz_share(f);
        shift[i] = 2 * fuzz_share(f) - 1;
        shift[i + p] = 2 * fuzz_share(f) - 1;
    }
    for (int r = 0; r < n; r++) {
        runs[r + 1] = runs[r] + fuzz_int(f, 0, MOST_TIMES);
        for (int s = runs[r]; s < runs[r + 1]; s++)
            time[s] = (s > runs[r] ? time[s - 1] : 0.0) + 20 * fuzz_share(f);
    }
    watched[0] = fuzz_int(f, 0, p - 1);
    watched[1] = fuzz_int(f, 0, p - 1);
    const ggc_cell_rules rules = {p, first, regulator, truth, twin};
    const ggc_cell_runs plan = {n,     runs,      time,          start,
                                shift, shift + p, 20 * fuzz_share(f), 10 * fuzz_share(f),
                                2,     watched,   fuzz_byte(f),  gene};
    ggc_grn net;
    ggc_arena arena, scratch;
    ggc_arena_init(&arena, NULL, 0);
    ggc_cell_kinetics(&rules, plan.seed, gene, &arena, &net);
    arena = fuzz_arena(&arena);
    ggc_cell_kinetics(&rules, plan.seed, gene, &arena, &net);
    ggc_arena_init(&scratch, NULL, 0);
    fuzz_require(ggc_cells_run(&net, &plan, 1, &scratch, x, y, &hooks) == GGC_OK);
    scratch = fuzz_arena(&scratch);
    fuzz_require(ggc_cells_run(&net, &plan, 1, &scratch, x, y, &hooks) == GGC_OK);
    for (int k = 0; k < p * runs[n]; k++)
        fuzz_require(isfinite(x[k]) && x[k] >= 0);
    const ggc_counts_plan sheet = {p,   runs[n],         x, 10 * fuzz_share(f), fuzz_share(f),
                                   plan.seed, gene};
    fuzz_require(ggc_counts(&sheet, 1, counts, &hooks) == (runs[n] > 0 ? GGC_OK : GGC_EINVAL));
    for (int k = 0; k < p * runs[n]; k++)
        fuzz_require(counts[k] >= 0);
    free(scratch.base);
    free(arena.base);
}

/* Sparse VAR or Lorenz-96: finite, or diverged and said so. */
static void series(fuzz_bytes *f, int lorenz)
{
    int regulator[MOST_GENES * MOST_GENES], lag[MOST_GENES * MOST_GENES];
    double coefficient[MOST_GENES * MOST_GENES], x[MOST_GENES * SAMPLES];
    ggc_design design = {.n_genes = fuzz_int(f, lorenz ? 4 : 2, MOST_GENES),
                         .n_time = fuzz_int(f, 1, MOST_TIMES),
                         .n_trajectories = fuzz_int(f, 1, MOST_SERIES),
                         .replicates = fuzz_int(f, 1, MOST_SERIES),
                         .burn_in = fuzz_int(f, 0, 20),
                         .noise = fabs(fuzz_any(f)),
                         .seed = fuzz_byte(f),
                         .gene = gene};
    ggc_var var = {fuzz_int(f, 1, design.n_genes), fuzz_int(f, 1, 7), regulator, lag,
                   coefficient};
    /* R has it that a self link counts, and that one other gene at least regulates. */
    const double self = fuzz_flag(f) ? fuzz_share(f) + 0.01 : 0.0;
    if (self <= 0 && var.n_links > design.n_genes - 1)
        var.n_links = design.n_genes - 1;
    const double radius = 0.01 + 0.98 * fuzz_share(f), forcing = 1000 * fuzz_near(f) / 4;
    const double dt = 1e-3 + 10 * fuzz_share(f);
    const int perturbed = fuzz_flag(f), substeps = fuzz_int(f, 1, 9);
    ggc_arena network, arena;
    ggc_arena_init(&network, NULL, 0);
    if (!lorenz) {
        fuzz_require(ggc_simulate_network(&design, self, radius, &network, &var, NULL) == GGC_OK);
        network = fuzz_arena(&network);
        fuzz_require(ggc_simulate_network(&design, self, radius, &network, &var, NULL) == GGC_OK);
        free(network.base);
    }
    ggc_status status = GGC_OK;
    ggc_arena_init(&arena, NULL, 0);
    for (int i = 0; i < 2 && status == GGC_OK; i++) {
        if (i == 1)
            arena = fuzz_arena(&arena);
        status = lorenz ? ggc_simulate_lorenz96(&design, forcing, dt, substeps, &arena, x, NULL)
                        : ggc_simulate_var(&design, &var, perturbed, &arena, x, NULL);
    }
    fuzz_require(status == GGC_OK || status == GGC_EDIVERGED);
    for (int k = 0; k < design.n_genes * design.n_time * design.n_trajectories; k++)
        fuzz_require(status != GGC_OK || isfinite(x[k]) || design.noise > 1e150);
    free(arena.base);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_bytes f = {data, size};
    switch (fuzz_int(&f, 0, 4)) {
    case 0: series(&f, 0); break;
    case 1: series(&f, 1); break;
    case 2: cells(&f); break;
    default: grn(&f);
    }
    return 0;
}
