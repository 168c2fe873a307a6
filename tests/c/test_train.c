/* A path of penalties against a plain loop over ggc_optim_step(), and what training
 * promises of active sets: the bits of full passes, and columns at zero that are asked. */
#include "fixture.h"
#include "minunit.h"

#include <stdlib.h>
#include <string.h>

#include "ggc_rng.h"
#include "ggc_train.h"

enum { COLUMNS = 160, LENGTH = 16, HIDDEN = 3, MOST_GENES = 60, MOST = 4096, LAMBDAS = 4 };

static const double lambdas[LAMBDAS] = {0.02, 0.05, 0.1, 0.4};

/* Gene 1, which genes 3, 4 and 5 drive, and all that its network needs. */
typedef struct {
    int genes;
    double z[MOST_GENES * COLUMNS], near[MOST_GENES], penalty[MOST_GENES];
    float h0[HIDDEN], *x, start[MOST];
    int fold[COLUMNS], length[COLUMNS / LENGTH], xrow[MOST_GENES], work[2 * MOST_GENES];
    ggc_panel panel;
    ggc_network net;
    ggc_task task;
    ggc_optim state;
    void *memory;
} stage;

static void carve(stage *s, ggc_optim_method method, ggc_arena *arena)
{
    const ggc_design design = {COLUMNS / LENGTH, s->length, s->fold, 0, 0, 0, s->net.lags, 1};
    CHECK(ggc_panel_plan(&design, arena, &s->panel) == GGC_OK);
    s->net.panel = &s->panel;
    s->x = GGC_TAKE(arena, float, s->genes * s->net.lags * s->panel.points);
    s->net.x = s->x;
    ggc_network_carve(&s->net, s->genes, arena, &s->task);
    ggc_optim_carve(&s->net, s->genes, method, arena, &s->state);
}

static void set_up(stage *s, int genes, ggc_optim_method method, ggc_cell cell,
                   ggc_loss_config loss)
{
    ggc_arena arena;
    s->genes = genes;
    fill_normal(s->z, (size_t)(genes * COLUMNS), 1, 1.0);
    for (int u = 0; u < HIDDEN; u++)
        s->h0[u] = 0.1f;
    for (int n = 0; n < COLUMNS; n++) {
        const double *before = s->z + genes * (n > 0 ? n - 1 : 0);
        s->length[n / LENGTH] = LENGTH;
        s->fold[n] = n % LENGTH == LENGTH - 1 ? GGC_FOLD_NONE : n / LENGTH % 3 == 2;
        if (n % LENGTH > 0)
            s->z[1 + genes * n] = 0.7 * before[3] + 0.5 * before[4] - 0.3 * before[5] +
                                  0.3 * s->z[1 + genes * n];
    }
    for (int j = 0; j < genes; j++) {
        s->xrow[j] = j;
        s->penalty[j] = 1.0 + 0.01 * j;
        s->near[j] = j == 1 ? 0.0 : 1.0 / (genes - 1);
    }
    s->penalty[2] = INFINITY;
    s->net = (ggc_network){.kernels = ggc_kernels_pick(GGC_ISA_GENERIC), .cell = cell,
                           .hidden = HIDDEN, .rows = HIDDEN * ggc_cell_gates(cell),
                           .lags = ggc_cell_of(cell)->recurrent ? 1 : 2, .layers = 1, .outputs = 1,
                           .horizons = 1, .n_prop = 1, .ridge = 0.05f, .loss = loss};
    ggc_arena_init(&arena, NULL, 0);
    carve(s, method, &arena);
    const size_t bytes = arena.used;
    s->memory = malloc(bytes + GGC_ALIGN);
    ggc_arena_init(&arena, ggc_align_up(s->memory), bytes);
    carve(s, method, &arena);
    ggc_network_inputs(&s->panel, s->z, genes, s->net.lags, s->x);
    for (int n = 0; n < s->panel.points; n++) {
        const int from = s->panel.source[n];
        s->task.target[n] = from < 0 ? 0.0f : (float)s->z[1 + genes * (from + 1)];
        s->task.train[n] = s->panel.fold[n] == 0;
        s->task.held[n] = s->panel.fold[n] > 0;
    }
    ggc_network_counts(&s->net, &s->task);
    s->task.inputs = genes;
    s->task.xrow = s->xrow;
    s->task.h0 = s->h0;
    s->task.rows = (ggc_loss_rows){1, s->near, NULL};
    ggc_rng rng;
    ggc_rng_start(&rng, 9, 2, 0);
    CHECK(ggc_network_size(&s->net, genes) <= MOST);
    for (size_t i = 0; i < ggc_network_size(&s->net, genes); i++)
        s->start[i] = (float)(0.4 * ggc_rng_normal(&rng));
}

typedef struct {
    double norms[MOST_GENES * LAMBDAS], kkt[MOST_GENES * LAMBDAS];
    double train[LAMBDAS], held[LAMBDAS], violation[LAMBDAS];
    float snapshots[MOST * LAMBDAS];
    int iterations;
    ggc_status status;
} outcome;

static int asked, stop_at;
static int count_questions(void *unused)
{
    (void)unused;
    return ++asked > stop_at;
}

static void run(stage *s, const ggc_schedule *schedule, outcome *out)
{
    float block[MOST];
    memset(out, 0, sizeof *out);
    memcpy(block, s->start, sizeof block);
    asked = 0;
    s->task.stop = count_questions;
    const ggc_learner learner = {&s->net, &s->task, &s->state, block};
    ggc_path path = {out->norms,     out->kkt,       out->train, out->held,
                     out->violation, out->snapshots, 0};
    out->status = ggc_train_path(&learner, schedule, s->penalty, s->work, &path);
    out->iterations = path.iterations;
}

/* --- the plain loop --- */

static double size_of(const stage *s, const float *w)
{
    double squares = 0.0;
    for (size_t r = 0; r < ggc_network_group(&s->net); r++)
        squares += (double)w[r] * (double)w[r];
    return sqrt(squares);
}

/* Gradient over what holds a column of a plain group lasso, with its terms, at zero. */
static double kkt_by_hand(stage *s, const float *block, const float *gradient, double lambda,
                           int j)
{
    const size_t group = ggc_network_group(&s->net);
    double norms[MOST_GENES], slope[MOST_GENES] = {0}, pole[MOST_GENES] = {0};
    for (int k = 0; k < s->genes; k++)
        norms[k] = size_of(s, block + (size_t)k * group);
    if (norms[j] > 0)
        return 1.0;
    if (isinf(s->penalty[j]))
        return 0.0;
    if (s->net.loss.kl != GGC_KL_NONE)
        ggc_loss_terms(&s->net.loss, &s->task.rows, s->genes, norms, slope, pole);
    const double hold =
        lambda * s->penalty[j] + slope[j] - pole[j] / s->net.loss.kl_epsilon;
    const double force = size_of(s, gradient + (size_t)j * group);
    return force < hold ? force / hold : 1.0;
}

/* recheck: as in the schedule, where no minimum is sought; else 1. */
static void plain_loop(stage *s, const ggc_schedule *schedule, outcome *out)
{
    static float block[MOST];
    const size_t group = ggc_network_group(&s->net);
    int all[MOST_GENES], some[MOST_GENES], n_all = 0;
    ggc_optim *state = &s->state;
    memset(out, 0, sizeof *out);
    memcpy(block, s->start, sizeof block);
    for (int j = 0; j < s->genes; j++)
        if (isinf(s->penalty[j]))
            memset(block + (size_t)j * group, 0, group * sizeof *block);
        else
            all[n_all++] = j;
    ggc_optim_reset(&s->net, &schedule->optim, s->genes, state);
    const ggc_learner learner = {&s->net, &s->task, state, block};
    for (int l = 0; l < schedule->n_lambda; l++) {
        const double lambda = schedule->lambda[l];
        const ggc_step whole_step = {lambda, s->penalty, n_all, all};
        int since = schedule->recheck, whole = 0;
        ggc_optim_turn(state);
        for (int i = 0; i < (l == 0 ? schedule->first : schedule->each); i++) {
            const int full = since >= schedule->recheck;
            int n_some = 0;
            double train;
            since = full ? 1 : since + 1;
            for (int j = 0; j < s->genes; j++)
                if (size_of(s, block + (size_t)j * group) > 0)
                    some[n_some++] = j;
            if (full && !whole)
                state->fresh = 0;
            whole = full;
            if (schedule->tolerance > 0 && full) {
                if (!state->fresh)
                    CHECK(ggc_optim_evaluate(&learner, &whole_step));
                if (ggc_optim_violation(&learner, &whole_step) <= schedule->tolerance)
                    break;
            }
            const ggc_step part = {lambda, s->penalty, n_some, some};
            CHECK(ggc_optim_step(&learner, &schedule->optim, full ? &whole_step : &part, &train,
                                 NULL));
            out->iterations++;
            if (state->stalled && full)
                break;
            if (state->stalled)
                since = schedule->recheck;
        }
        ggc_network_pass(&s->net, &s->task, block, state->gradient, &(ggc_active){n_all, all},
                         out->train + l, out->held + l, NULL);
        out->violation[l] = ggc_optim_violation(&learner, &whole_step);
        for (int j = 0; j < s->genes; j++) {
            out->norms[j + s->genes * l] = size_of(s, block + (size_t)j * group);
            out->kkt[j + s->genes * l] = kkt_by_hand(s, block, state->gradient, lambda, j);
        }
        memcpy(out->snapshots + (size_t)l * state->size, block, state->size * sizeof *block);
    }
}

static int same_bits(const double *a, const double *b, size_t n)
{
    return memcmp(a, b, n * sizeof *a) == 0;
}

static void check_same(const stage *s, const outcome *a, const outcome *b)
{
    const size_t n = (size_t)s->genes * LAMBDAS;
    CHECK(a->iterations == b->iterations);
    CHECK(memcmp(a->snapshots, b->snapshots, s->state.size * LAMBDAS * sizeof(float)) == 0);
    CHECK(same_bits(a->train, b->train, LAMBDAS) && same_bits(a->held, b->held, LAMBDAS));
    CHECK(same_bits(a->violation, b->violation, LAMBDAS));
    for (size_t i = 0; i < n; i++) {
        CHECK_NEAR(a->norms[i], b->norms[i], 1e-15);
        CHECK_NEAR(a->kkt[i], b->kkt[i], 1e-12);
    }
}

static const ggc_loss_config plain = {.kl_epsilon = 0.01};
static const ggc_loss_config with_kl = {.kl = GGC_KL_LOG, .kl_weight = 0.02, .kl_epsilon = 0.05};

static void test_paths_are_plain_loops(void)
{
    static stage s;
    static outcome got, wanted;
    stop_at = 1 << 30;
    for (int method = 0; method <= GGC_OPTIM_GISTA; method++)
        for (int cell = 0; cell < GGC_CELLS; cell++)
            for (int way = 0; way < 6; way++) {
                const int recheck = way % 3 == 0 ? 1 : way % 3 == 1 ? 4 : 100;
                const ggc_schedule schedule = {
                    {(ggc_optim_method)method, 0.03}, LAMBDAS, lambdas, 25, 15, recheck,
                    way < 3 ? 0.0 : method == GGC_OPTIM_GISTA ? 0.02 : 0.3};
                if (way > 3 && method == GGC_OPTIM_GISTA)
                    continue; /* below */
                set_up(&s, 7, (ggc_optim_method)method, (ggc_cell)cell,
                       way % 2 ? with_kl : plain);
                run(&s, &schedule, &got);
                plain_loop(&s, &schedule, &wanted);
                CHECK(got.status == GGC_OK);
                check_same(&s, &got, &wanted);
                if (way < 3 && method != GGC_OPTIM_GISTA)
                    CHECK(got.iterations == 25 + 3 * 15);
                for (int l = 0; l < LAMBDAS; l++)
                    CHECK(got.norms[2 + 7 * l] == 0 && got.kkt[2 + 7 * l] == 0);
                free(s.memory);
            }
}

/* Many columns of which few matter: full passes now and then are enough for the bits of
 * full passes, and a path that ends does so at a minimum. */
static void test_active_sets_end_where_full_passes_do(void)
{
    static stage s;
    static outcome full, active;
    stop_at = 1 << 30;
    static const int budgets[] = {20, 100, 600};
    for (int cell = 0; cell < GGC_CELLS; cell++)
        for (int b = 0; b < (cell == GGC_CELL_TANH ? 3 : 2); b++) {
            const int budget = budgets[b];
            ggc_schedule schedule = {{GGC_OPTIM_GISTA, 0.03}, LAMBDAS, lambdas, budget, budget, 1,
                                     1e-3};
            set_up(&s, MOST_GENES, GGC_OPTIM_GISTA, (ggc_cell)cell, b == 0 ? with_kl : plain);
            run(&s, &schedule, &full);
            plain_loop(&s, &schedule, &active);
            check_same(&s, &full, &active);
            for (int recheck = 2; recheck <= 50; recheck += 48) {
                schedule.recheck = recheck;
                run(&s, &schedule, &active);
                CHECK(active.status == GGC_OK);
                check_same(&s, &active, &full);
            }
            int least = MOST_GENES;
            for (int l = 0; l < LAMBDAS; l++) {
                int in = 0;
                for (int j = 0; j < MOST_GENES; j++)
                    in += active.norms[j + MOST_GENES * l] > 0;
                least = in < least ? in : least;
                CHECK(active.violation[l] > 0);
                if (budget == 600)
                    CHECK(active.violation[l] <= 1e-3);
            }
            CHECK(least < MOST_GENES / 2);
            free(s.memory);
        }
}

/* No step but one too long to be halved often enough: each penalty tries, and ends. */
static void test_a_stalled_penalty_ends_itself_only(void)
{
    static stage s;
    static outcome got;
    stop_at = 1 << 30;
    for (int way = 0; way < 4; way++) {
        const ggc_schedule schedule = {{GGC_OPTIM_GISTA, 1e14}, LAMBDAS, lambdas, 9, 9,
                                       way % 2 ? 1 : 5, way < 2 ? 0.0 : 1e-9};
        set_up(&s, 7, GGC_OPTIM_GISTA, GGC_CELL_TANH, plain);
        run(&s, &schedule, &got);
        CHECK(got.status == GGC_OK && got.iterations == LAMBDAS);
        for (int l = 0; l < LAMBDAS; l++)
            CHECK(got.violation[l] > 1e-9);
        free(s.memory);
    }
}

/* Asked before every iteration, of which there is none once it has said yes. */
static void test_stops(void)
{
    static stage s;
    static outcome got;
    const ggc_schedule schedule = {{GGC_OPTIM_ADAM, 0.03}, LAMBDAS, lambdas, 10, 5, 3, 0.0};
    for (stop_at = 0; stop_at < 30; stop_at += 7) {
        set_up(&s, 7, GGC_OPTIM_ADAM, GGC_CELL_LSTM, plain);
        run(&s, &schedule, &got);
        CHECK(got.status == (stop_at < 25 ? GGC_ECANCELLED : GGC_OK));
        CHECK(got.iterations == (stop_at < 25 ? stop_at : 25));
        free(s.memory);
    }
}

static void test_divergence_is_told(void)
{
    static stage s;
    static outcome got;
    stop_at = 1 << 30;
    for (int method = 0; method <= GGC_OPTIM_GISTA; method++) {
        const ggc_schedule schedule = {{(ggc_optim_method)method, 0.03}, LAMBDAS, lambdas, 10, 5,
                                       3, method % 2 ? 0.1 : 0.0};
        set_up(&s, 7, (ggc_optim_method)method, GGC_CELL_TANH, plain);
        s.start[0] = NAN;
        run(&s, &schedule, &got);
        CHECK(got.status == GGC_EDIVERGED && got.iterations == 0);
        free(s.memory);
    }
}

/* An input is at zero where all of its weights are, not where the first one is. */
static void test_only_inputs_at_zero_are_left_out(void)
{
    static stage s;
    float block[MOST];
    int all[] = {0, 1, 2, 3, 4, 5, 6};
    double loss[2], train;
    set_up(&s, 7, GGC_OPTIM_ADAM, GGC_CELL_LSTM, plain);
    const size_t group = ggc_network_group(&s.net);
    memcpy(block, s.start, sizeof block);
    block[3 * group] = 0.0f;
    memset(block + 4 * group, 0, group * sizeof *block);
    for (int skips = 0; skips < 2; skips++) {
        s.task.skips = skips;
        loss[skips] = ggc_network_pass(&s.net, &s.task, block, NULL,
                                       &(ggc_active){.count = 7, .input = all}, &train, NULL, NULL);
    }
    CHECK(loss[0] == loss[1] && isfinite(loss[0]));
    free(s.memory);
}

/* Whatever was in the memory before. */
static void test_a_carved_task_is_whole(void)
{
    static stage s;
    set_up(&s, 7, GGC_OPTIM_ADAM, GGC_CELL_LSTM, plain);
    ggc_arena arena;
    ggc_arena_init(&arena, NULL, 0);
    memset(&s.task, 0xff, sizeof s.task);
    ggc_network_carve(&s.net, s.genes, &arena, &s.task);
    CHECK(s.task.skips == 0 && s.task.stop == NULL && s.task.unasked == 0.0);
    free(s.memory);
}

/* A rectifier whose sum is no number gives 0: the loss stays finite, and the norms tell. */
static void test_a_rectifier_hides_no_divergence(void)
{
    static stage s;
    static outcome got;
    stop_at = 1 << 30;
    const ggc_schedule schedule = {{GGC_OPTIM_ADAM, 0.03}, LAMBDAS, lambdas, 0, 0, 3, 0.0};
    set_up(&s, 7, GGC_OPTIM_ADAM, GGC_CELL_MLP, plain);
    s.start[0] = NAN;
    run(&s, &schedule, &got);
    CHECK(isfinite(got.train[0]) && isfinite(got.held[0]));
    CHECK(got.status == GGC_EDIVERGED && got.iterations == 0);
    free(s.memory);
}

int main(void)
{
    RUN(test_paths_are_plain_loops);
    RUN(test_active_sets_end_where_full_passes_do);
    RUN(test_a_stalled_penalty_ends_itself_only);
    RUN(test_stops);
    RUN(test_divergence_is_told);
    RUN(test_only_inputs_at_zero_are_left_out);
    RUN(test_a_carved_task_is_whole);
    RUN(test_a_rectifier_hides_no_divergence);
    return REPORT();
}
