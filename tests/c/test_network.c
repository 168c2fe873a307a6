/* The panel, the network's gradients on unequal lanes, and the driver, without R:
 * this is where the sanitizers see them. */
#include "fixture.h"
#include "minunit.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "ggc_arena.h"
#include "ggc_effects.h"
#include "ggc_fit.h"
#include "ggc_predict.h"
#include "ggc_probe.h"

enum { GENES = 5, COLUMNS = 31, HIDDEN = 3 };

static const int lengths[] = {12, 7, 10, 2};

/* Fold 0, the last column of each trajectory none, every third step held out. */
static void fill_fold(int *fold)
{
    for (int r = 0, at = 0; r < 4; r++)
        for (int s = 0; s < lengths[r]; s++, at++)
            fold[at] = s == lengths[r] - 1 ? GGC_FOLD_NONE : s % 3 == 2;
}

/* Measure, allocate, plan; the caller frees *whole. */
static ggc_panel plan(const ggc_design *design, void **whole)
{
    ggc_arena arena;
    ggc_panel panel;
    ggc_arena_init(&arena, NULL, 0);
    CHECK(ggc_panel_plan(design, &arena, &panel) == GGC_OK);
    size_t bytes = arena.used + GGC_ALIGN;
    ggc_arena_init(&arena, workspace(bytes, whole), bytes);
    CHECK(ggc_panel_plan(design, &arena, &panel) == GGC_OK);
    return panel;
}

static void test_panel_of_trajectories(void)
{
    int fold[COLUMNS];
    void *whole;
    fill_fold(fold);
    ggc_design design = {.trajectories = 4, .length = lengths, .fold = fold};
    ggc_panel panel = plan(&design, &whole);
    CHECK(panel.stride == GGC_LANES && panel.steps == 11 && panel.lanes == GGC_LANES);
    /* longest first: trajectories 1, 3, 2, 4 start at columns 0, 19, 12, 29 */
    const int first[] = {0, 19, 12, 29}, reach[] = {11, 9, 6, 1};
    for (int lane = 0; lane < 4; lane++) {
        CHECK(panel.reach[lane] == reach[lane]);
        for (int s = 0; s < panel.steps; s++) {
            int n = s * panel.stride + lane;
            CHECK(panel.source[n] == (s < reach[lane] ? first[lane] + s : -1));
            CHECK(panel.fold[n] == (s < reach[lane] ? fold[first[lane] + s] : GGC_FOLD_NONE));
        }
    }
    for (int lane = 4; lane < panel.lanes; lane++)
        CHECK(panel.reach[lane] == 0);
    free(whole);
}

static void test_panel_of_segments(void)
{
    enum { LONG = 101 };
    int fold[LONG], length = LONG, seen[LONG] = {0};
    for (int i = 0; i < LONG; i++)
        fold[i] = i == LONG - 1 ? GGC_FOLD_NONE : 0;
    ggc_design design = {.trajectories = 1, .length = &length, .fold = fold, .segment = 15,
                         .burn_in = 4};
    void *whole;
    ggc_panel panel = plan(&design, &whole);
    for (int n = 0; n < panel.points; n++)
        if (panel.fold[n] != GGC_FOLD_NONE)
            seen[panel.source[n]]++;
    for (int i = 0; i < LONG - 1; i++)
        CHECK(seen[i] == 1); /* every step carries the loss once */
    free(whole);
}

/* Sizes beyond any series neither overflow nor ask for memory that it does not need. */
static void test_panel_of_absurd_segments(void)
{
    enum { LONG = 101 };
    int fold[LONG], length = LONG;
    for (int i = 0; i < LONG; i++)
        fold[i] = i == LONG - 1 ? GGC_FOLD_NONE : 0;
    for (int window = 0; window < 12; window += 6) {
        const int segments[] = {1, 15, INT_MAX};
        for (int k = 0; k < 3; k++) {
            ggc_design design = {.trajectories = 1, .length = &length, .fold = fold,
                                 .window = window, .segment = segments[k], .burn_in = INT_MAX};
            ggc_arena arena;
            ggc_panel measured;
            ggc_arena_init(&arena, NULL, 0);
            CHECK(ggc_panel_plan(&design, &arena, &measured) == GGC_OK);
            CHECK(measured.steps <= LONG - 1);
            void *whole;
            ggc_panel panel = plan(&design, &whole);
            CHECK(panel.steps <= measured.steps);
            free(whole);
        }
    }
}

static void test_panel_of_windows_in_pieces(void)
{
    enum { LONG = 201, WINDOW = 6 };
    int fold[LONG], length = LONG, starts[LONG] = {0}, ends[LONG] = {0};
    for (int i = 0; i < LONG; i++)
        fold[i] = i == LONG - 1 ? GGC_FOLD_NONE : 0;
    ggc_design design = {.trajectories = 1, .length = &length, .fold = fold, .window = WINDOW,
                         .segment = 30};
    void *whole;
    ggc_panel panel = plan(&design, &whole);
    CHECK(panel.window == WINDOW && panel.steps < LONG / 2);
    int longest[LONG] = {0};
    for (int lane = 0; lane < panel.lanes; lane++) {
        if (panel.reach[lane] == 0)
            continue;
        CHECK(panel.reach[lane] == WINDOW);
        starts[panel.source[lane]]++;
        ends[panel.source[lane + (WINDOW - 1) * panel.stride]]++;
        for (int s = 0; s < WINDOW; s++) {
            int n = lane + s * panel.stride;
            CHECK(panel.source[n] == panel.source[lane] + s && panel.age[n] == panel.source[n]);
            longest[panel.source[n]] += ggc_panel_longest_past(&panel, lane, s);
        }
    }
    for (int i = 0; i < LONG - 1; i++) { /* every window once, and every step's forecast */
        CHECK(starts[i] == (i <= LONG - 1 - WINDOW));
        CHECK(ends[i] == (i >= WINDOW - 1));
        CHECK(longest[i] == 1);
    }
    free(whole);
}

static double probe_loss(ggc_probe *probe, const double *params, double *gradient)
{
    double y[2 * 64 * 16], train, held, smooth = 0.0;
    void *whole;
    probe->params = params;
    size_t bytes = ggc_probe_bytes_f64(probe);
    void *memory = workspace(bytes, &whole);
    CHECK(ggc_probe_pass_f64(probe, memory, bytes, gradient, y, &smooth, &train, &held) ==
          GGC_OK);
    free(whole);
    return smooth;
}

enum { MOST = 1024 };

static void check_gradient(ggc_probe *probe)
{
    double params[MOST], moved[MOST], gradient[MOST], unused[MOST];
    const size_t size = ggc_probe_size(probe);
    CHECK(size <= MOST);
    fill_normal(params, size, 4, 0.5);
    probe_loss(probe, params, gradient);
    for (size_t i = 0; i < size; i++) {
        memcpy(moved, params, sizeof params);
        moved[i] = params[i] + 1e-5;
        double up = probe_loss(probe, moved, unused);
        moved[i] = params[i] - 1e-5;
        double down = probe_loss(probe, moved, unused);
        /* truncation 1e-10 of the third derivative, rounding 1e-16 / 1e-5 */
        CHECK_NEAR(gradient[i], (up - down) / 2e-5, 4e-9 * (1.0 + fabs(gradient[i])));
    }
}

/* Every cell with and without windows: plain; two layers with A in the recurrence; two
 * outputs; the triplet of predictions; three horizons; a tanh behind A; that with two
 * layers and three horizons. */
static void test_gradients(void)
{
    double z[GENES * COLUMNS], graph[HIDDEN * HIDDEN], h0[HIDDEN], penalty[GENES];
    int fold[COLUMNS];
    const int target[] = {1, 3, 1};
    fill_fold(fold);
    fill_normal(z, GENES * COLUMNS, 1, 1.0);
    fill_normal(graph, HIDDEN * HIDDEN, 2, 0.7);
    fill_normal(h0, HIDDEN, 3, 0.5);
    for (int i = 0; i < GENES; i++)
        penalty[i] = 1.0;
    for (int cell = 0; cell < GGC_CELLS; cell++)
        for (int window = 0; window <= 5; window += 5)
            for (int model = 0; model < 7; model++) {
                const int several = model == 4 || model == 6;
                const int lags = ggc_cell_of((ggc_cell)cell)->recurrent ? 1 : 2;
                ggc_probe probe = {.genes = GENES, .z = z,
                                   .outputs = model == 2 ? 2 : several ? 3 : 1,
                                   .target = target, .cell = (ggc_cell)cell,
                                   .design = {4, lengths, fold, window, 0, 0, lags,
                                              several ? 3 : 1},
                                   .hidden = HIDDEN, .layers = model == 1 || model == 6 ? 2 : 1,
                                   .graph = graph, .n_prop = 2,
                                   .graph_at = model == 1   ? GGC_AT_RECURRENCE
                                               : model >= 5 ? GGC_AT_NONLINEAR
                                                            : GGC_AT_READOUT,
                                   .h0 = h0, .ridge = 0.02, .penalty = penalty};
                if (model == 3) {
                    probe.loss = (ggc_loss_config){.triplet = GGC_TRIPLET_PREDICTION,
                                                   .triplet_weight = 0.7, .margin = 1.0, .p = 3.0};
                    probe.negative = 4;
                }
                mu_about = ggc_cell_of(probe.cell)->name;
                check_gradient(&probe);
            }
}

enum { LAMBDAS = 3, MEMBERS = 2 };

/* A problem of all genes as targets and the first three as regulators. */
typedef struct {
    double z[GENES * COLUMNS], penalty[(GENES + 1) * GENES], h0[HIDDEN * GENES];
    int fold[COLUMNS], index[GENES];
    uint64_t key[GENES];
    ggc_problem problem;
} question;

static const double lambdas[LAMBDAS] = {0.01, 0.05, 0.2};

static void fill_question(question *q, ggc_optim_method method)
{
    fill_fold(q->fold);
    for (int i = 0; i < COLUMNS; i++)
        q->fold[i] = q->fold[i] == 1 ? 1 + i % 2 : q->fold[i];
    fill_normal(q->z, GENES * COLUMNS, 1, 1.0);
    fill_normal(q->h0, HIDDEN * GENES, 2, 0.3);
    for (int i = 0; i < (GENES + 1) * GENES; i++)
        q->penalty[i] = 1.0;
    for (int i = 0; i < GENES; i++) {
        q->index[i] = i;
        q->key[i] = (uint64_t)i * 77 + 5;
    }
    q->problem = (ggc_problem){.genes = GENES, .columns = COLUMNS, .z = q->z, .key = q->key,
                               .design = {4, lengths, q->fold, 0, 0, 0, 1, 2},
                               .regulators = GENES - 2, .regulator = q->index, .targets = GENES,
                               .target = q->index, .cell = GGC_CELL_LSTM, .hidden = HIDDEN,
                               .layers = 1, .n_prop = 1, .h0 = q->h0, .ridge = 0.01,
                               .members = MEMBERS, .seed = 9,
                               .schedule = {{method, 0.02}, LAMBDAS, lambdas, 20, 10, 5, 0.0},
                               .penalty = q->penalty, .se_factor = 1.0};
}

/* Train, check and forecast; networks may be NULL. */
static void run_fit(const ggc_problem *problem, int threads, double *path, double *kkt,
                    float *networks)
{
    double norms[(GENES + 1) * GENES], train[LAMBDAS * GENES], held[LAMBDAS * GENES];
    double violation[GENES];
    int chosen[GENES], iterations[GENES], status[GENES];
    void *whole;
    ggc_fit_result result = {path, kkt, norms, train, held, violation, chosen, iterations, status,
                             networks};
    const ggc_hooks hooks = {0};
    size_t bytes = ggc_fit_workspace(problem, threads);
    CHECK(bytes > 0);
    void *memory = workspace(bytes, &whole);
    CHECK(ggc_fit_run(problem, threads, memory, bytes, &hooks, &result) == GGC_OK);
    for (int i = 0; i < problem->targets; i++) {
        CHECK(status[i] == GGC_OK && iterations[i] == MEMBERS * 40);
        CHECK(chosen[i] >= 0 && chosen[i] < LAMBDAS);
        CHECK(train[i * LAMBDAS] > 0 && held[i * LAMBDAS] > 0);
    }
    double forecast[GENES * COLUMNS];
    if (networks != NULL) {
        CHECK(ggc_predict(problem, networks, memory, bytes, &hooks, forecast) == GGC_OK);
        for (int i = 0; i < problem->targets; i++) {
            CHECK(isnan(forecast[i]));          /* a first column has no past */
            CHECK(isfinite(forecast[i + problem->targets])); /* a second has */
        }
    }
    free(whole);
}

static void test_fit_bits_do_not_depend_on_threads(void)
{
    enum { PATH = (GENES - 1) * LAMBDAS * GENES, NETWORK = 8192 };
    const ggc_optim_method methods[] = {GGC_OPTIM_ADAM, GGC_OPTIM_GISTA};
    for (int m = 0; m < 2; m++) {
        double one[PATH], four[PATH], kkt[(GENES + 1) * GENES];
        float *networks = calloc(NETWORK, sizeof *networks);
        question q;
        fill_question(&q, methods[m]);
        run_fit(&q.problem, 1, one, kkt, networks);
        run_fit(&q.problem, 4, four, kkt, networks);
        CHECK(memcmp(one, four, sizeof one) == 0);
        /* A place for the own past of targets that are no regulators, for those alone. */
        for (int i = 0; i < GENES; i++) {
            const double *own = one + i * LAMBDAS * (GENES - 1) + GENES - 2;
            CHECK(i < GENES - 2 ? own[0] == 0.0 : own[0] > 0.0);
        }
        free(networks);
    }
}

static void run_effects(const ggc_problem *problem, const float *networks, int threads,
                        ggc_effects_result *out)
{
    void *whole;
    const ggc_hooks hooks = {0};
    const size_t bytes = ggc_effects_workspace(problem, 3, threads);
    CHECK(bytes > 0);
    void *memory = workspace(bytes, &whole);
    CHECK(ggc_effects(problem, &(ggc_effects_ask){networks, 3, threads}, memory, bytes, &hooks, out) == GGC_OK);
    CHECK(ggc_effects(problem, &(ggc_effects_ask){networks, 3, threads}, memory, bytes / 2, &hooks, out) ==
          GGC_ENOMEM);
    free(whole);
}

/* Inputs without weights have no effect, the others one at a lag; windows too. */
static void test_effects(void)
{
    enum { ALL = (GENES - 1) * GENES, PATH = ALL * LAMBDAS, NETWORK = 8192 };
    static const int windows[] = {0, 4};
    for (int w = 0; w < 2; w++) {
        double path[PATH], kkt[(GENES + 1) * GENES], effect[2][ALL], size[2][ALL];
        int lag[2][ALL], seen = 0, none = 0;
        float *networks = calloc(NETWORK, sizeof *networks);
        question q;
        fill_question(&q, GGC_OPTIM_ADAM);
        q.problem.design.window = windows[w];
        run_fit(&q.problem, 2, path, kkt, networks);
        for (int t = 0; t < 2; t++) {
            ggc_effects_result out = {effect[t], size[t], lag[t]};
            run_effects(&q.problem, networks, 1 + 3 * t, &out);
        }
        CHECK(memcmp(effect[0], effect[1], sizeof effect[0]) == 0);
        CHECK(memcmp(size[0], size[1], sizeof size[0]) == 0);
        CHECK(memcmp(lag[0], lag[1], sizeof lag[0]) == 0);
        for (int i = 0; i < ALL; i++) {
            CHECK(size[0][i] >= fabs(effect[0][i]));
            CHECK((size[0][i] > 0) == (lag[0][i] > 0) && lag[0][i] <= 3);
            seen += lag[0][i] > 0;
            none += lag[0][i] == 0;
        }
        CHECK(seen > 0 && none > 0);
        free(networks);
    }
}

/* A regulator of infinite penalty is as one that is not there, to the last bit. */
static void test_excluded_inputs_take_no_part(void)
{
    enum { THREE = 4, TWO = 3 }; /* inputs: the regulators, and a target that is none */
    static const int few[] = {0, 2};
    const ggc_optim_method methods[] = {GGC_OPTIM_ADAM, GGC_OPTIM_ADAM_ELEMENT, GGC_OPTIM_ISTA,
                                        GGC_OPTIM_GISTA};
    for (int m = 0; m < 4; m++) {
        double excluded[THREE * LAMBDAS * 2], absent[TWO * LAMBDAS * 2];
        double kkt[2][(GENES + 1) * GENES];
        question q;
        fill_question(&q, methods[m]);
        q.problem.targets = 2;
        q.problem.target = few;
        for (int i = 0; i < 2; i++)
            q.penalty[i * THREE + 1] = INFINITY;
        run_fit(&q.problem, 1, excluded, kkt[0], NULL);
        for (int i = 0; i < 2; i++)
            q.penalty[i * THREE + 1] = 1.0;
        q.problem.regulators = 2;
        q.problem.regulator = few;
        run_fit(&q.problem, 1, absent, kkt[1], NULL);
        for (int i = 0; i < 2; i++) {
            CHECK(kkt[0][i * THREE + 1] == 0);
            CHECK(kkt[0][i * THREE + 2] == kkt[1][i * TWO + 1]);
            for (int l = 0; l < LAMBDAS; l++) {
                const double *with = excluded + (i * LAMBDAS + l) * THREE;
                const double *without = absent + (i * LAMBDAS + l) * TWO;
                CHECK(with[1] == 0 && with[0] == without[0] && with[2] == without[1]);
            }
        }
    }
}

/* An input without penalty stays where the others are removed. */
static void test_inputs_without_penalty_stay(void)
{
    double path[(GENES - 1) * LAMBDAS * GENES], kkt[(GENES + 1) * GENES];
    static const double strong[LAMBDAS] = {0.1, 5.0, 50.0};
    question q;
    fill_question(&q, GGC_OPTIM_ADAM);
    q.problem.schedule.lambda = strong;
    for (int i = 0; i < GENES; i++)
        q.penalty[i * (GENES - 1) + 1] = 0.0;
    run_fit(&q.problem, 2, path, kkt, NULL);
    for (int i = 0; i < GENES; i++)
        for (int j = 0; j < GENES - 2; j++) {
            CHECK((path[(i * LAMBDAS + LAMBDAS - 1) * (GENES - 1) + j] > 0) == (j == 1));
            CHECK(j != 1 || kkt[i * (GENES - 1) + j] > 1.0 - 1e-12);
        }
}

/* The triplet of predictions needs one value of the other gene for a step, however far
 * ahead the forecasts reach: more would not fit (the sanitizers see that). */
static void test_triplet_of_predictions_at_several_horizons(void)
{
    double with[(GENES - 1) * LAMBDAS * GENES], without[(GENES - 1) * LAMBDAS * GENES];
    double kkt[(GENES + 1) * GENES];
    int negative[GENES];
    question q;
    fill_question(&q, GGC_OPTIM_ADAM);
    CHECK(q.problem.design.horizons > 1);
    run_fit(&q.problem, 1, without, kkt, NULL);
    for (int i = 0; i < GENES; i++)
        negative[i] = (i + 1) % GENES;
    q.problem.negative = negative;
    q.problem.loss.triplet = GGC_TRIPLET_PREDICTION;
    q.problem.loss.triplet_weight = q.problem.loss.margin = 1.0;
    q.problem.loss.p = 2.0;
    run_fit(&q.problem, 1, with, kkt, NULL);
    CHECK(memcmp(with, without, sizeof with) != 0);
}

/* Says yes when it is asked for the third time. */
static int asked_twice(void *count) { return ++*(int *)count > 2; }

static void test_a_long_pass_can_be_stopped(void)
{
    enum { WIDE = 200, LONG = 1600, INPUTS = 1 };
    static double z[LONG], penalty[INPUTS + 1];
    static int fold[LONG];
    const int length = LONG, index = 0;
    const uint64_t key = 1;
    double path[INPUTS + 1], norms[INPUTS + 1], kkt[INPUTS + 1], train, held, violation;
    int chosen, iterations, status, asked = 0;
    fill_normal(z, LONG, 3, 1.0);
    fold[LONG - 1] = GGC_FOLD_NONE;
    penalty[0] = penalty[1] = 1.0;
    const ggc_problem problem = {.genes = 1, .columns = LONG, .z = z, .key = &key,
                                 .design = {1, &length, fold, 10, 5, 0, 1, 1},
                                 .regulators = INPUTS, .regulator = &index, .targets = 1,
                                 .target = &index, .cell = GGC_CELL_TANH, .hidden = WIDE,
                                 .layers = 1, .n_prop = 1, .members = 1,
                                 .schedule = {{GGC_OPTIM_GISTA, 0.02}, 1, lambdas, 9, 1, 1, 0.0},
                                 .penalty = penalty};
    ggc_fit_result result = {path,       kkt,    norms,       &train,  &held,
                             &violation, &chosen, &iterations, &status, NULL};
    const ggc_hooks hooks = {.poll = asked_twice, .ctx = &asked};
    void *whole;
    size_t bytes = ggc_fit_workspace(&problem, 1);
    void *memory = workspace(bytes, &whole);
    CHECK(ggc_fit_run(&problem, 1, memory, bytes, &hooks, &result) == GGC_ECANCELLED);
    /* Before the target, before its first iteration, and in that one. */
    CHECK(iterations == 0);
    free(whole);
}

int main(void)
{
    RUN(test_panel_of_trajectories);
    RUN(test_panel_of_segments);
    RUN(test_panel_of_absurd_segments);
    RUN(test_panel_of_windows_in_pieces);
    RUN(test_gradients);
    RUN(test_fit_bits_do_not_depend_on_threads);
    RUN(test_effects);
    RUN(test_excluded_inputs_take_no_part);
    RUN(test_inputs_without_penalty_stay);
    RUN(test_triplet_of_predictions_at_several_horizons);
    RUN(test_a_long_pass_can_be_stopped);
    return REPORT();
}
