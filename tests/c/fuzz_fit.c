/* Training, forecasts and GGC-LOO on random sizes and controls. */
#include "fuzz.h"

#include "ggc_effects.h"
#include "ggc_fit.h"
#include "ggc_loo.h"
#include "ggc_predict.h"

enum { MOST_GENES = 6, MOST_SERIES = 5, MOST_LENGTH = 9, MOST_HIDDEN = 9, MOST_LAMBDA = 3 };
enum { MOST_COLUMNS = MOST_SERIES * MOST_LENGTH, MOST_INPUTS = MOST_GENES + 1 };

/* The arrays that a problem points to. */
typedef struct {
    double z[MOST_GENES * MOST_COLUMNS], graph[MOST_HIDDEN * MOST_HIDDEN * MOST_INPUTS];
    double h0[MOST_HIDDEN * MOST_INPUTS], w_start[MOST_HIDDEN * MOST_GENES];
    double near[MOST_INPUTS * MOST_GENES], far[MOST_INPUTS * MOST_GENES];
    double penalty[MOST_INPUTS * MOST_GENES], lambda[MOST_LAMBDA];
    int length[MOST_SERIES], fold[MOST_COLUMNS], regulator[MOST_GENES], target[MOST_GENES];
    int negative[MOST_GENES], block[MOST_COLUMNS];
    uint64_t key[MOST_GENES];
} arrays;

static void draw(fuzz_bytes *f, double (*one)(fuzz_bytes *), double *to, size_t n)
{
    for (size_t i = 0; i < n; i++)
        to[i] = one(f);
}

static double draw_penalty(fuzz_bytes *f)
{
    double value = fuzz_near(f);
    return value > 3.5 ? INFINITY : fabs(value);
}

/* Some of n genes, each once, in their order; one at least. */
static int draw_genes(fuzz_bytes *f, int n, int *to)
{
    unsigned which = fuzz_byte(f);
    int count = 0;
    for (int g = 0; g < n; g++)
        if (which >> g & 1)
            to[count++] = g;
    if (count == 0)
        to[count++] = 0;
    return count;
}

static void draw_design(fuzz_bytes *f, arrays *a, ggc_problem *p)
{
    int shortest = MOST_LENGTH;
    p->design.trajectories = fuzz_int(f, 1, MOST_SERIES);
    p->design.length = a->length;
    p->design.fold = a->fold;
    for (int r = 0; r < p->design.trajectories; r++) {
        a->length[r] = fuzz_int(f, 2, MOST_LENGTH);
        shortest = a->length[r] < shortest ? a->length[r] : shortest;
        for (int t = 0; t < a->length[r]; t++, p->columns++) {
            int fold = fuzz_int(f, -1, p->members + 1);
            a->block[p->columns] = r;
            a->fold[p->columns] = t == a->length[r] - 1 ? GGC_FOLD_NONE
                                  : fold > p->members   ? GGC_FOLD_HELD
                                                        : fold;
        }
    }
    p->design.window = ggc_cell_of(p->cell)->recurrent ? fuzz_int(f, 0, shortest - 1) : 0;
    p->design.segment = fuzz_int(f, 0, 4);
    p->design.burn_in = ggc_cell_of(p->cell)->recurrent ? fuzz_int(f, 0, 4) : 0;
    p->design.lags = ggc_cell_of(p->cell)->recurrent ? 1 : fuzz_int(f, 1, 4);
    p->design.horizons = fuzz_int(f, 1, 3);
}

/* lag penalties do not go with terms of the Granger row: R refuses that. */
static void draw_loss(fuzz_bytes *f, arrays *a, ggc_problem *p)
{
    const size_t rows = (size_t)(p->regulators + 1) * (size_t)p->targets;
    p->loss.penalty = (ggc_penalty)fuzz_int(f, 0, 3);
    p->loss.kl = (ggc_kl)fuzz_int(f, 0, 2);
    p->loss.triplet = (ggc_triplet)fuzz_int(f, 0, 2);
    p->loss.kl_weight = fuzz_share(f);
    p->loss.kl_epsilon = 1e-6 + fuzz_share(f);
    p->loss.triplet_weight = fuzz_share(f);
    p->loss.margin = fuzz_share(f);
    p->loss.p = 1.0 + fuzz_share(f);
    if (ggc_loss_has_terms(&p->loss) && p->loss.penalty != GGC_PENALTY_SQUARED)
        p->loss.penalty = GGC_PENALTY_GROUP;
    draw(f, fuzz_share, a->near, rows);
    draw(f, fuzz_share, a->far, rows);
    p->near = a->near;
    p->far = a->far;
    for (int i = 0; i < p->targets; i++)
        a->negative[i] = fuzz_int(f, 0, p->genes - 1);
    p->negative = p->loss.triplet == GGC_TRIPLET_PREDICTION ? a->negative : NULL;
}

static void draw_schedule(fuzz_bytes *f, arrays *a, ggc_problem *p)
{
    p->schedule.optim.method = (ggc_optim_method)fuzz_int(f, 0, 3);
    p->schedule.optim.rate = fuzz_flag(f) ? 0.03 : fabs(fuzz_any(f)) + 1e-300;
    p->schedule.n_lambda = fuzz_int(f, 1, MOST_LAMBDA);
    p->schedule.lambda = a->lambda;
    p->schedule.first = fuzz_int(f, 1, 6);
    p->schedule.each = fuzz_int(f, 1, 3);
    p->schedule.recheck = fuzz_int(f, 1, 4);
    p->schedule.tolerance = fuzz_flag(f) ? fuzz_share(f) : 0.0;
    for (int l = 0; l < p->schedule.n_lambda; l++)
        a->lambda[l] = (l > 0 ? a->lambda[l - 1] : 1e-300) + fuzz_share(f) / 16;
}

static ggc_problem draw_problem(fuzz_bytes *f, arrays *a)
{
    static const ggc_isa isa[] = {GGC_ISA_AUTO, GGC_ISA_GENERIC};
    ggc_problem p = {.z = a->z, .key = a->key, .regulator = a->regulator, .target = a->target};
    p.genes = fuzz_int(f, 1, MOST_GENES);
    p.members = fuzz_int(f, 1, 3);
    p.cell = (ggc_cell)fuzz_int(f, 0, GGC_CELLS - 1);
    draw_design(f, a, &p);
    p.regulators = draw_genes(f, p.genes, a->regulator);
    p.targets = draw_genes(f, p.genes, a->target);
    p.hidden = fuzz_int(f, 1, MOST_HIDDEN);
    p.layers = fuzz_int(f, 1, 3);
    p.n_prop = fuzz_int(f, 1, 3);
    p.graph = fuzz_flag(f) ? a->graph : NULL;
    p.graph_at = (ggc_graph_at)(p.graph != NULL ? fuzz_int(f, 0, 2) : 0);
    p.h0 = fuzz_flag(f) ? a->h0 : NULL;
    p.w_start = fuzz_flag(f) ? a->w_start : NULL;
    p.ridge = fuzz_flag(f) ? fuzz_share(f) : 0.0;
    p.seed = fuzz_byte(f);
    p.se_factor = fuzz_share(f);
    p.isa = isa[fuzz_flag(f)];
    p.penalty = a->penalty;
    draw_loss(f, a, &p);
    draw_schedule(f, a, &p);
    for (int g = 0; g < p.genes; g++)
        a->key[g] = 1 + (uint64_t)g;
    draw(f, draw_penalty, a->penalty, (size_t)(p.regulators + 1) * (size_t)p.targets);
    draw(f, fuzz_near, a->graph, sizeof a->graph / sizeof *a->graph);
    draw(f, fuzz_near, a->h0, sizeof a->h0 / sizeof *a->h0);
    draw(f, fuzz_near, a->w_start, sizeof a->w_start / sizeof *a->w_start);
    draw(f, fuzz_flag(f) ? fuzz_near : fuzz_any, a->z, (size_t)p.genes * (size_t)p.columns);
    return p;
}

/* Everything that ggc_fit_run() writes, with a byte that tells what it did not. */
typedef struct {
    double path[MOST_INPUTS * MOST_LAMBDA * MOST_GENES], kkt[MOST_INPUTS * MOST_GENES];
    double norms[MOST_INPUTS * MOST_GENES], train[MOST_LAMBDA * MOST_GENES];
    double held[MOST_LAMBDA * MOST_GENES], violation[MOST_GENES];
    int chosen[MOST_GENES], iterations[MOST_GENES], status[MOST_GENES];
} outcome;

static void fit(const ggc_problem *p, int threads, outcome *out, float *networks)
{
    const ggc_hooks hooks = {0};
    ggc_fit_result result = {out->path,      out->kkt,   out->norms,      out->train, out->held,
                             out->violation, out->chosen, out->iterations, out->status, networks};
    memset(out, 0, sizeof *out);
    size_t bytes = ggc_fit_workspace(p, threads);
    fuzz_require(bytes > 0);
    void *memory = fuzz_memory(bytes);
    fuzz_require(ggc_fit_run(p, threads, memory, bytes, &hooks, &result) == GGC_OK);
    free(memory);
}

/* A target is finite, or says that it diverged; the chosen network can forecast. */
static void check(const ggc_problem *p, const outcome *out, const float *networks)
{
    const int inputs = ggc_problem_inputs(p);
    for (int i = 0; i < p->targets; i++) {
        const int ok = out->status[i] == GGC_OK;
        fuzz_require(ok || out->status[i] == GGC_EDIVERGED);
        fuzz_require(out->chosen[i] >= 0 && out->chosen[i] < p->schedule.n_lambda);
        for (int k = 0; k < inputs; k++) {
            double norm = out->norms[k + inputs * i], kkt = out->kkt[k + inputs * i];
            fuzz_require(ok ? norm >= 0 && isfinite(norm) && kkt >= 0 && kkt <= 1 + 1e-12
                            : isnan(norm) && isnan(kkt));
        }
    }
    double *forecast = fuzz_memory((size_t)p->targets * (size_t)p->columns * sizeof(double));
    size_t bytes = ggc_predict_workspace(p);
    void *memory = fuzz_memory(bytes);
    const ggc_hooks hooks = {0};
    fuzz_require(ggc_predict(p, networks, memory, bytes, &hooks, forecast) == GGC_OK);
    free(memory);
    free(forecast);
}

/* An input without weights has no lag, another one has one of those looked at. */
static void effects(const ggc_problem *p, const outcome *out, const float *networks, int lags)
{
    const ggc_hooks hooks = {0};
    double effect[MOST_INPUTS * MOST_GENES], size[MOST_INPUTS * MOST_GENES];
    int lag[MOST_INPUTS * MOST_GENES];
    ggc_effects_result result = {effect, size, lag};
    size_t bytes = ggc_effects_workspace(p, lags, 1);
    fuzz_require(bytes > 0);
    void *memory = fuzz_memory(bytes);
    fuzz_require(ggc_effects(p, &(ggc_effects_ask){networks, lags, 1}, memory, bytes, &hooks, &result) == GGC_OK);
    const int inputs = ggc_problem_inputs(p);
    const int most = ggc_cell_of(p->cell)->recurrent ? lags : p->design.lags;
    for (int n = 0; n < inputs * p->targets; n++)
        if (out->status[n / inputs] == GGC_OK && isfinite(size[n]))
            fuzz_require(lag[n] >= 0 && lag[n] <= most && (lag[n] > 0) == (size[n] > 0) &&
                         fabs(effect[n]) <= size[n] * (1 + 1e-9));
    free(memory);
}

static void leave_one_out(const ggc_problem *problem, const arrays *a, int refit)
{
    const ggc_hooks hooks = {0};
    ggc_problem p = *problem;
    p.design.horizons = 1;
    p.loss.kl = GGC_KL_NONE;
    p.loss.triplet = GGC_TRIPLET_NONE;
    p.near = p.far = NULL;
    p.negative = NULL;
    p.schedule.n_lambda = 1;
    const ggc_loo loo = {&p, p.graph != NULL ? a->graph : NULL, p.h0 != NULL ? a->h0 : NULL,
                         0.1, refit, a->block, p.design.trajectories};
    const size_t masks = (size_t)p.regulators + 1, blocks = (size_t)loo.blocks;
    double held[MOST_SERIES * MOST_GENES * MOST_INPUTS], steps[MOST_SERIES];
    double train[MOST_GENES * MOST_INPUTS];
    int iterations[MOST_INPUTS], status[MOST_INPUTS];
    ggc_loo_result result = {held, steps, train, iterations, status};
    size_t bytes = ggc_loo_workspace(&loo, 1);
    fuzz_require(bytes > 0 && masks <= MOST_INPUTS && blocks <= MOST_SERIES);
    void *memory = fuzz_memory(bytes);
    fuzz_require(ggc_loo_run(&loo, 1, memory, bytes, &hooks, &result) == GGC_OK);
    for (size_t m = 0; m < masks; m++)
        fuzz_require(status[m] == GGC_OK || status[m] == GGC_EDIVERGED);
    free(memory);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_bytes f = {data, size};
    const int what = fuzz_int(&f, 0, 3), twice = fuzz_rarely(&f), refit = fuzz_int(&f, 0, 2);
    arrays *a = calloc(1, sizeof *a);
    outcome *one = malloc(sizeof *one), *two = malloc(sizeof *two);
    fuzz_require(a != NULL && one != NULL && two != NULL);
    const ggc_problem p = draw_problem(&f, a);
    const size_t kept = ggc_problem_parameters(&p, p.design.horizons) * (size_t)p.members *
                        (size_t)p.targets;
    float *networks = fuzz_memory(kept * sizeof *networks);
    if (what == 0) {
        leave_one_out(&p, a, refit);
    } else {
        fit(&p, 1, one, networks);
        check(&p, one, networks);
        effects(&p, one, networks, 1 + refit);
    }
    if (what > 0 && twice) {
        fit(&p, 2, two, NULL);
        fuzz_require(memcmp(one, two, sizeof *one) == 0);
    }
    free(networks);
    free(two);
    free(one);
    free(a);
    return 0;
}
