/* The drivers against plain loops over targets, masks and members: what ggc_fit.h and
 * ggc_loo.h promise, put together from ggc_train_path() and ggc_network_pass(), which
 * have tests of their own. Here too: the parts of a model, and the hooks. */
#include "fixture.h"
#include "minunit.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "ggc_effects.h"
#include "ggc_fit.h"
#include "ggc_jacobian.h"
#include "ggc_loo.h"
#include "ggc_predict.h"
#include "ggc_omp.h"

enum { GENES = 5, SERIES = 7, LENGTH = 9, COLUMNS = SERIES * LENGTH, HIDDEN = 4 };
enum { INPUTS = 4, TARGETS = 4, MEMBERS = 3, LAMBDAS = 3, MOST = 2048, ATTEMPTS = 4 };

static const int regulators[] = {0, 2, 4}, targets[] = {2, 1, 3, 4};
static const double lambdas[LAMBDAS] = {0.01, 0.06, 0.2};

/* Gene 0 drives gene 1, genes 2 and 3 their own next values. */
typedef struct {
    double z[GENES * COLUMNS], graph[HIDDEN * HIDDEN * 4], h0[HIDDEN * TARGETS];
    double w_start[HIDDEN * GENES], near[INPUTS * TARGETS], far[INPUTS * TARGETS];
    double penalty[INPUTS * TARGETS];
    int fold[COLUMNS], length[SERIES], negative[TARGETS], block[COLUMNS];
    uint64_t key[GENES];
    ggc_problem problem;
} question;

enum { VARIANTS = 7 };

static void ask(question *q, int variant)
{
    fill_normal(q->z, GENES * COLUMNS, 1, 1.0);
    fill_normal(q->graph, HIDDEN * HIDDEN * 4, 2, 0.5);
    fill_normal(q->h0, HIDDEN * TARGETS, 3, 0.3);
    fill_normal(q->w_start, HIDDEN * GENES, 4, 0.3);
    for (int n = 0; n < COLUMNS; n++) {
        q->block[n] = (n + 5) / LENGTH / 2; /* borders within series */
        q->fold[n] = n % LENGTH == LENGTH - 1 ? GGC_FOLD_NONE : n / LENGTH % 4 + n % LENGTH / 7;
        if (n == LENGTH - 2)
            q->fold[n] = GGC_FOLD_HELD;
        for (int g = 1; g < 4 && n % LENGTH > 0; g++)
            q->z[g + GENES * n] = 0.8 * q->z[(g == 1 ? 0 : g) + GENES * (n - 1)] +
                                  0.4 * q->z[g + GENES * n];
    }
    for (int r = 0; r < SERIES; r++)
        q->length[r] = LENGTH;
    for (int i = 0; i < INPUTS * TARGETS; i++) {
        q->penalty[i] = 1.0 + 0.05 * i;
        q->near[i] = (1 + i % 3) / 7.0;
        q->far[i] = (3 - i % 3) / 7.0;
    }
    q->penalty[5] = INFINITY;
    for (int g = 0; g < GENES; g++)
        q->key[g] = (uint64_t)g * 1000003u + 17;
    for (int i = 0; i < TARGETS; i++)
        q->negative[i] = (targets[i] + 2) % GENES;
    q->problem = (ggc_problem){.genes = GENES, .columns = COLUMNS, .z = q->z, .key = q->key,
                               .design = {SERIES, q->length, q->fold, 0, 0, 0, 1, 1},
                               .regulators = INPUTS - 1, .regulator = regulators,
                               .targets = TARGETS, .target = targets, .cell = GGC_CELL_LSTM,
                               .hidden = HIDDEN, .layers = 1, .n_prop = 1, .ridge = 0.01,
                               .loss = {.kl_epsilon = 0.01}, .members = MEMBERS, .seed = 9,
                               .schedule = {{GGC_OPTIM_ADAM, 0.03}, LAMBDAS, lambdas, 40, 15, 5, 0},
                               .penalty = q->penalty, .se_factor = 1.0};
    ggc_problem *p = &q->problem;
    if (variant == 1) { /* graph, first states, horizons; the least error is chosen */
        p->graph = q->graph;
        p->h0 = q->h0;
        p->design.horizons = 3;
        p->se_factor = 0.0;
    } else if (variant == 2) { /* windows, a graph before a tanh, terms, a minimum */
        p->cell = GGC_CELL_TANH;
        p->design.window = 4;
        p->graph = q->graph;
        p->graph_at = GGC_AT_NONLINEAR;
        p->near = q->near;
        p->far = q->far;
        p->loss.kl = GGC_KL_LOG;
        p->loss.kl_weight = 0.02;
        p->loss.triplet = GGC_TRIPLET_GRANGER;
        p->loss.triplet_weight = 0.02;
        p->loss.p = 2.0;
        p->schedule.optim.method = GGC_OPTIM_GISTA;
        p->schedule.tolerance = 0.5;
        p->schedule.first = p->schedule.each = 200;
    } else if (variant == 3) { /* a perceptron, starts that are given, one member */
        p->cell = GGC_CELL_MLP;
        p->design.lags = 2;
        p->w_start = q->w_start;
        p->members = 1;
        p->loss.penalty = GGC_PENALTY_HIERARCHICAL;
    } else if (variant == 4) { /* steps too long for some members */
        p->cell = GGC_CELL_RELU;
        p->schedule.optim.method = GGC_OPTIM_ISTA;
        p->schedule.optim.rate = 3.0;
    } else if (variant == 5) { /* another gene as negative; two layers; large errors */
        p->negative = q->negative;
        p->layers = 2;
        p->loss.triplet = GGC_TRIPLET_PREDICTION;
        p->loss.triplet_weight = 0.3;
        p->loss.margin = 1.0;
        p->loss.p = 2.0;
        p->se_factor = 100.0;
    } else if (variant == 6) { /* nothing held out */
        for (int n = 0; n < COLUMNS; n++)
            q->fold[n] = q->fold[n] == GGC_FOLD_NONE ? GGC_FOLD_NONE : 0;
    }
}

/* --- by hand --- */

typedef struct {
    ggc_model model;
    ggc_network net;
    ggc_task task;
    ggc_optim optim;
    ggc_jacobian jacobian;
    float h0[HIDDEN], graph[HIDDEN * HIDDEN], y[8 * MOST];
    int xrow[GENES], work[2 * GENES];
    void *memory;
} bench;

static void carve(const ggc_problem *p, int outputs, int lags, ggc_arena *arena, bench *b)
{
    CHECK(ggc_model_carve(p, outputs, arena, &b->model) == GGC_OK);
    ggc_network_carve(&b->model.net, GENES, arena, &b->task);
    ggc_optim_carve(&b->model.net, GENES, p->schedule.optim.method, arena, &b->optim);
    ggc_jacobian_carve(&b->model.net, GENES, lags, arena, &b->jacobian);
}

static void open_bench(const ggc_problem *p, int outputs, int lags, bench *b)
{
    ggc_arena arena;
    ggc_arena_init(&arena, NULL, 0);
    carve(p, outputs, lags, &arena, b);
    const size_t bytes = arena.used;
    b->memory = malloc(bytes + GGC_ALIGN);
    ggc_arena_init(&arena, ggc_align_up(b->memory), bytes);
    carve(p, outputs, lags, &arena, b);
    CHECK(!arena.overflow);
    ggc_model_fill(p, &b->model);
    b->net = b->model.net;
    b->task.h0 = b->h0;
    b->task.xrow = b->xrow;
    for (int u = 0; u < HIDDEN; u++)
        b->h0[u] = 0.0f;
}

/* The steps of a member, and the values that outputs of a gene forecast. */
static void load_steps(const ggc_problem *p, bench *b, int member)
{
    const ggc_panel *panel = &b->model.panel;
    for (int n = 0; n < panel->points; n++) {
        const int fold = panel->fold[n];
        const int held = fold == GGC_FOLD_HELD || fold == member + 1;
        b->task.train[n] = fold >= 0 && !held;
        b->task.held[n] = fold >= 0 && held;
    }
    ggc_network_counts(&b->net, &b->task);
    (void)p;
}

static void load_values(const ggc_problem *p, const bench *b, int gene, int horizons, float *to)
{
    const ggc_panel *panel = &b->model.panel;
    for (int h = 0; h < horizons; h++)
        for (int n = 0; n < panel->points; n++)
            to[h * panel->points + n] =
                h < panel->ahead[n] ? (float)p->z[gene + GENES * (panel->source[n] + 1 + h)]
                                    : 0.0f;
}

/* The inputs of target i, itself behind the regulators if it is none. */
static void load_target(const ggc_problem *p, bench *b, int i)
{
    int own = -1, n = 0;
    for (; n < p->regulators; n++) {
        b->xrow[n] = p->regulator[n];
        own = p->regulator[n] == p->target[i] ? n : own;
    }
    if (own < 0)
        b->xrow[own = n++] = p->target[i];
    b->task.inputs = n;
    for (int u = 0; u < HIDDEN; u++)
        b->h0[u] = p->h0 ? (float)p->h0[u + HIDDEN * i] : 0.0f;
    b->task.rows = (ggc_loss_rows){own, p->near ? p->near + INPUTS * i : NULL,
                                   p->far ? p->far + INPUTS * i : NULL};
    load_values(p, b, p->target[i], p->design.horizons, b->task.target);
    if (p->negative)
        load_values(p, b, p->negative[i], 1, b->task.negative);
}

typedef struct {
    double path[INPUTS * LAMBDAS * TARGETS], kkt[INPUTS * TARGETS], norms[INPUTS * TARGETS];
    double train[LAMBDAS * TARGETS], held[LAMBDAS * TARGETS], violation[TARGETS];
    int chosen[TARGETS], iterations[TARGETS], status[TARGETS];
    float networks[MOST * MEMBERS * TARGETS];
} answer;

/* The largest penalty whose error is within so many standard errors of the least. */
static int choose(const ggc_problem *p, double held[MEMBERS][LAMBDAS])
{
    double mean[LAMBDAS] = {0}, spread = 0.0;
    int least = 0;
    for (int l = 0; l < LAMBDAS; l++) {
        for (int m = 0; m < p->members; m++)
            mean[l] += held[m][l] / p->members;
        least = mean[l] < mean[least] ? l : least;
    }
    if (isnan(mean[0]))
        return LAMBDAS / 2;
    for (int m = 0; m < p->members; m++)
        spread += (held[m][least] - mean[least]) * (held[m][least] - mean[least]);
    const double se =
        p->members > 1 ? sqrt(spread / (p->members - 1)) / sqrt((double)p->members) : 0.0;
    for (int l = LAMBDAS - 1; l > least; l--)
        if (mean[l] <= mean[least] + p->se_factor * se)
            return l;
    return least;
}

static int attempts_made;

static void fit_target(const ggc_problem *p, bench *b, int i, answer *out)
{
    static float block[MOST], kept[MEMBERS][MOST * LAMBDAS];
    double norms[MEMBERS][INPUTS * LAMBDAS], held[MEMBERS][LAMBDAS], kkt[INPUTS * LAMBDAS];
    double train[LAMBDAS], violation[LAMBDAS];
    const size_t all = ggc_problem_parameters(p, p->design.horizons);
    load_target(p, b, i);
    const int used = b->task.inputs;
    for (int m = 0; m < p->members; m++) {
        ggc_schedule schedule = p->schedule;
        ggc_status status = GGC_EDIVERGED;
        const ggc_learner learner = {&b->net, &b->task, &b->optim, block};
        ggc_path path = {norms[m], kkt, train, held[m], violation, kept[m], 0};
        load_steps(p, b, m);
        for (int a = 0; a < ATTEMPTS && status == GGC_EDIVERGED; a++) {
            schedule.optim.rate = p->schedule.optim.rate / pow(4.0, a);
            ggc_model_start(p, &b->model, p->key[p->target[i]], m, &b->task, block);
            status = ggc_train_path(&learner, &schedule, p->penalty + INPUTS * i, b->work, &path);
            out->iterations[i] += path.iterations;
            attempts_made++;
        }
        CHECK(status == GGC_OK);
        for (int l = 0; l < LAMBDAS; l++) {
            out->train[l + LAMBDAS * i] += train[l] / p->members;
            out->held[l + LAMBDAS * i] += held[m][l] / p->members;
            if (violation[l] > out->violation[i])
                out->violation[i] = violation[l];
            for (int k = 0; k < used; k++) {
                out->path[k + INPUTS * (l + LAMBDAS * i)] += norms[m][k + used * l] / p->members;
                out->kkt[k + INPUTS * i] += kkt[k + used * l] / LAMBDAS / p->members;
            }
        }
    }
    const int chosen = out->chosen[i] = choose(p, held);
    for (int k = 0; k < used; k++) {
        int in = 0;
        for (int m = 0; m < p->members; m++) {
            in += norms[m][k + used * chosen] > 0;
            out->norms[k + INPUTS * i] += norms[m][k + used * chosen] / p->members;
        }
        if (p->members > 1 && 2 * in <= p->members)
            out->norms[k + INPUTS * i] = 0.0;
    }
    for (int m = 0; m < p->members; m++)
        memcpy(out->networks + all * (size_t)(m + p->members * i),
               kept[m] + b->optim.size * (size_t)chosen, b->optim.size * sizeof(float));
}

static void fit_by_hand(const ggc_problem *p, answer *out)
{
    static bench b;
    memset(out, 0, sizeof *out);
    open_bench(p, p->design.horizons, 1, &b);
    for (int i = 0; i < TARGETS; i++)
        fit_target(p, &b, i, out);
    free(b.memory);
}

/* What the hooks were told. */
typedef struct { int first, last, total, falls, calls, stop_after; } told;

static void listen(void *ctx, int done, int total)
{
    told *t = ctx;
    if (t->calls++ == 0)
        t->first = done;
    t->falls += done < t->last;
    t->last = done;
    t->total = total;
}

static int stop_late(void *ctx)
{
    const told *t = ctx;
    return t->calls > t->stop_after;
}

static void fit(const ggc_problem *p, int threads, const ggc_hooks *hooks, answer *out)
{
    ggc_fit_result result = {out->path, out->kkt, out->norms, out->train, out->held,
                             out->violation, out->chosen, out->iterations, out->status,
                             out->networks};
    const size_t bytes = ggc_fit_workspace(p, threads);
    void *memory = malloc(bytes + GGC_ALIGN);
    memset(out, 0x55, sizeof *out); /* everything is written */
    memset(out->networks, 0, sizeof out->networks);
    CHECK(ggc_fit_run(p, threads, ggc_align_up(memory), bytes / 2, hooks, &result) == GGC_ENOMEM);
    CHECK(ggc_fit_run(p, threads, ggc_align_up(memory), bytes, hooks, &result) == GGC_OK);
    free(memory);
}

static void check_near(const double *a, const double *b, size_t n)
{
    for (size_t i = 0; i < n; i++)
        CHECK_NEAR(a[i], b[i], 1e-14 * (1.0 + fabs(b[i])));
}

static const ggc_hooks silent = {0};

/* Member by member, and the same on two threads. */
static void test_fits_are_plain_loops(void)
{
    static answer got, wanted;
    static question q;
    int choices[LAMBDAS] = {0}, zeros = 0, near_minimum = 0;
    for (int variant = 0; variant < VARIANTS; variant++) {
        ask(&q, variant);
        attempts_made = 0;
        fit_by_hand(&q.problem, &wanted);
        if (variant == 4)
            CHECK(attempts_made > TARGETS * MEMBERS);
        for (int i = 0; i < TARGETS; i++)
            near_minimum += wanted.violation[i] <= 0.5;
        for (int threads = 1; threads <= 2; threads++) {
            fit(&q.problem, threads, &silent, &got);
            check_near(got.path, wanted.path, INPUTS * LAMBDAS * TARGETS);
            check_near(got.kkt, wanted.kkt, INPUTS * TARGETS);
            check_near(got.norms, wanted.norms, INPUTS * TARGETS);
            check_near(got.train, wanted.train, LAMBDAS * TARGETS);
            check_near(got.held, wanted.held, LAMBDAS * TARGETS);
            CHECK(memcmp(got.violation, wanted.violation, sizeof got.violation) == 0);
            CHECK(memcmp(got.chosen, wanted.chosen, sizeof got.chosen) == 0);
            CHECK(memcmp(got.iterations, wanted.iterations, sizeof got.iterations) == 0);
            CHECK(memcmp(got.status, wanted.status, sizeof got.status) == 0);
            CHECK(memcmp(got.networks, wanted.networks, sizeof got.networks) == 0);
        }
        for (int i = 0; i < TARGETS; i++)
            choices[got.chosen[i]]++;
        for (int i = 0; i < INPUTS * TARGETS; i++)
            zeros += got.norms[i] == 0;
    }
    CHECK(choices[0] > 0 && choices[1] > 0 && choices[2] > 0 && zeros > 0);
    CHECK(near_minimum > 0);
}

/* A target that diverges at every step is marked; the others are as without it. */
static void test_a_target_that_diverges(void)
{
    static answer got, calm;
    static question q;
    ask(&q, 0);
    fit(&q.problem, 1, &silent, &calm);
    for (int u = 0; u < HIDDEN; u++)
        q.h0[HIDDEN + u] = NAN;
    for (int i = 0; i < TARGETS; i++)
        for (int u = 0; u < HIDDEN && i != 1; u++)
            q.h0[u + HIDDEN * i] = 0.0;
    q.problem.h0 = q.h0;
    fit(&q.problem, 1, &silent, &got);
    const size_t all = ggc_problem_parameters(&q.problem, 1) * MEMBERS;
    for (int i = 0; i < TARGETS; i++) {
        CHECK(got.status[i] == (i == 1 ? GGC_EDIVERGED : GGC_OK));
        for (int k = 0; k < INPUTS; k++)
            CHECK_NEAR(got.norms[k + INPUTS * i], i == 1 ? NAN : calm.norms[k + INPUTS * i], 0);
        for (int k = 0; k < INPUTS; k++)
            CHECK_NEAR(got.kkt[k + INPUTS * i], i == 1 ? NAN : calm.kkt[k + INPUTS * i], 0);
        for (int k = 0; k < INPUTS * LAMBDAS; k++)
            CHECK_NEAR(got.path[k + INPUTS * LAMBDAS * i],
                       i == 1 ? NAN : calm.path[k + INPUTS * LAMBDAS * i], 0);
        for (int l = 0; l < LAMBDAS; l++) {
            CHECK_NEAR(got.train[l + LAMBDAS * i], i == 1 ? NAN : calm.train[l + LAMBDAS * i], 0);
            CHECK_NEAR(got.held[l + LAMBDAS * i], i == 1 ? NAN : calm.held[l + LAMBDAS * i], 0);
        }
        CHECK_NEAR(got.violation[i], i == 1 ? NAN : calm.violation[i], 0);
        CHECK(got.chosen[i] == (i == 1 ? 0 : calm.chosen[i]));
        for (size_t n = 0; n < all; n++)
            CHECK(got.networks[all * (size_t)i + n] ==
                  (i == 1 ? 0.0f : calm.networks[all * (size_t)i + n]));
    }
    CHECK(got.iterations[1] == 0);
}

/* Mean forecasts of all members, in the lane that has seen most. */
static void test_predictions(void)
{
    static answer a;
    static question q;
    static bench b;
    static float block[MOST];
    for (int variant = 0; variant < VARIANTS; variant++) {
        double got[TARGETS * COLUMNS], wanted[TARGETS * COLUMNS];
        ask(&q, variant);
        const ggc_problem *p = &q.problem;
        fit(p, 1, &silent, &a);
        const size_t all = ggc_problem_parameters(p, p->design.horizons);
        const size_t bytes = ggc_predict_workspace(p);
        void *memory = malloc(bytes + GGC_ALIGN);
        CHECK(ggc_predict(p, a.networks, ggc_align_up(memory), bytes / 2, &silent, got) ==
              GGC_ENOMEM);
        CHECK(ggc_predict(p, a.networks, ggc_align_up(memory), bytes, &silent, got) == GGC_OK);
        free(memory);
        open_bench(p, p->design.horizons, 1, &b);
        const ggc_panel *panel = &b.model.panel;
        for (int n = 0; n < TARGETS * COLUMNS; n++)
            wanted[n] = NAN;
        for (int i = 0; i < TARGETS; i++)
            for (int m = 0; m < p->members; m++) {
                double unused;
                load_target(p, &b, i);
                load_steps(p, &b, 99);
                for (int k = 0; k < b.task.inputs; k++)
                    b.work[k] = k;
                memcpy(block, a.networks + all * (size_t)(m + p->members * i), all * sizeof *block);
                ggc_network_pass(&b.net, &b.task, block, NULL,
                                 &(ggc_active){b.task.inputs, b.work}, &unused, NULL, b.y);
                for (int lane = 0; lane < panel->lanes; lane++)
                    for (int s = 0; s < panel->reach[lane]; s++) {
                        const int n = lane + s * panel->stride, from = panel->source[n];
                        const int last = panel->age[n] < panel->window - 1 ? panel->age[n]
                                                                           : panel->window - 1;
                        if (panel->fold[n] == GGC_FOLD_NONE || s != last)
                            continue;
                        double *to = wanted + i + TARGETS * (from + 1);
                        *to = (isnan(*to) ? 0.0 : *to) +
                              (double)b.y[s * panel->lanes + lane] / p->members;
                    }
            }
        check_near(got, wanted, TARGETS * COLUMNS);
        int none = 0;
        for (int n = 0; n < TARGETS * COLUMNS; n++)
            none += isnan(got[n]);
        CHECK(none == TARGETS * SERIES * p->design.lags);
        free(b.memory);
    }
}

static void test_effects_are_sums_over_lags(void)
{
    enum { LAGS = 3 };
    static answer a;
    static question q;
    static bench b;
    static float block[MOST];
    for (int variant = 0; variant < VARIANTS; variant++) {
        double effect[INPUTS * TARGETS], size[INPUTS * TARGETS];
        int lag[INPUTS * TARGETS];
        ask(&q, variant);
        const ggc_problem *p = &q.problem;
        const int lags = ggc_cell_of(p->cell)->recurrent ? LAGS : p->design.lags;
        fit(p, 1, &silent, &a);
        const size_t all = ggc_problem_parameters(p, p->design.horizons);
        const size_t bytes = ggc_effects_workspace(p, LAGS, 2);
        void *memory = malloc(bytes + GGC_ALIGN);
        ggc_effects_result out = {effect, size, lag};
        const ggc_effects_ask ask_of = {a.networks, LAGS, 2};
        CHECK(ggc_effects(p, &ask_of, ggc_align_up(memory), bytes, &silent, &out) ==
              GGC_OK);
        free(memory);
        open_bench(p, p->design.horizons, LAGS, &b);
        for (int i = 0; i < TARGETS; i++) {
            double mean[INPUTS * LAGS] = {0}, mean_size[INPUTS * LAGS] = {0};
            load_target(p, &b, i);
            load_steps(p, &b, 99);
            for (int k = 0; k < b.task.inputs; k++)
                b.work[k] = k;
            for (int m = 0; m < p->members; m++) {
                double one[INPUTS * LAGS], one_size[INPUTS * LAGS];
                memcpy(block, a.networks + all * (size_t)(m + p->members * i), all * sizeof *block);
                ggc_jacobian_pass(&b.net, &b.task, &b.jacobian, block,
                                  &(ggc_active){b.task.inputs, b.work}, lags, one, one_size);
                for (int n = 0; n < lags * b.task.inputs; n++) {
                    mean[n] += one[n] / p->members;
                    mean_size[n] += one_size[n] / p->members;
                }
            }
            for (int j = 0; j < INPUTS; j++) {
                double sum = 0.0, sum_size = 0.0, most = 0.0;
                int peak = 0;
                for (int k = 0; k < lags; k++) {
                    sum += mean[k + lags * j];
                    sum_size += mean_size[k + lags * j];
                    if (mean_size[k + lags * j] > most) {
                        most = mean_size[k + lags * j];
                        peak = k + 1;
                    }
                }
                /* float: sums over inputs in another order, were they all there */
                CHECK_NEAR(effect[j + INPUTS * i], sum, 1e-6);
                CHECK_NEAR(size[j + INPUTS * i], sum_size, 1e-6);
                CHECK(lag[j + INPUTS * i] == peak);
            }
        }
        free(b.memory);
    }
}

/* Starts: uniform to 1 / sqrt(H), one stream for each input's gene, member and name. */
static void test_starts(void)
{
    static question q;
    static bench b;
    float first[MOST], other[MOST];
    ask(&q, 0);
    open_bench(&q.problem, 1, 1, &b);
    load_target(&q.problem, &b, 0);
    const size_t group = ggc_network_group(&b.net), size = ggc_network_size(&b.net, INPUTS - 1);
    ggc_model_start(&q.problem, &b.model, 5, 0, &b.task, first);
    double sum = 0.0, squares = 0.0;
    for (size_t i = 0; i < size; i++) {
        CHECK(fabs((double)first[i]) <= 0.5); /* 1 / sqrt(4) */
        sum += (double)first[i];
        squares += (double)first[i] * (double)first[i];
    }
    const double n = (double)size, variance = 0.25 / 3.0; /* of n draws: five errors */
    CHECK(fabs(sum / n) < 5.0 * sqrt(variance / n));
    CHECK(fabs(squares / n - variance) < 5.0 * variance / sqrt(n));
    b.xrow[0] = 3; /* another gene at the same place: its column alone is another */
    ggc_model_start(&q.problem, &b.model, 5, 0, &b.task, other);
    CHECK(memcmp(first + group, other + group, (size - group) * sizeof *first) == 0);
    for (size_t i = 0; i < group; i++)
        CHECK(first[i] < other[i] || first[i] > other[i]);
    b.xrow[0] = regulators[0];
    for (int way = 0; way < 2; way++) { /* another name; another member: all is another */
        ggc_model_start(&q.problem, &b.model, way ? 5 : 6, way, &b.task, other);
        for (size_t i = 0; i < size; i++)
            CHECK(first[i] < other[i] || first[i] > other[i]);
    }
    for (int seed = -2; seed <= 2; seed++) /* neighbouring seeds share no member */
        for (int member = 0; member < 5; member++) {
            if (seed == 0 && member == 0)
                continue;
            q.problem.seed += (uint64_t)seed;
            ggc_model_start(&q.problem, &b.model, 5, member, &b.task, other);
            q.problem.seed -= (uint64_t)seed;
            for (size_t i = 0; i < size; i++)
                CHECK(first[i] < other[i] || first[i] > other[i]);
        }
    q.problem.w_start = q.w_start;
    ggc_model_start(&q.problem, &b.model, 5, 0, &b.task, other);
    for (int k = 0; k < INPUTS - 1; k++)
        for (size_t r = 0; r < group; r++)
            CHECK(other[(size_t)k * group + r] ==
                  (float)q.w_start[(int)r / 4 + HIDDEN * regulators[k]]);
    CHECK(memcmp(first + (INPUTS - 1) * group, other + (INPUTS - 1) * group,
                 (size - (INPUTS - 1) * group) * sizeof *first) == 0);
    free(b.memory);
}

/* With one thread all that is done is told, from nothing to everything; with more it does
 * not fall, and thread 0 listens until the others have ended. */
static void test_hooks(void)
{
    static answer got;
    static question q;
    ask(&q, 0);
    for (int threads = 1; threads <= 3; threads++) {
        told t = {.last = 0, .stop_after = 1 << 30};
        const ggc_hooks hooks = {stop_late, listen, &t};
        fit(&q.problem, threads, &hooks, &got);
        CHECK(t.total == TARGETS && t.falls == 0);
        CHECK(threads > 1 || (t.first == 0 && t.last == TARGETS));
        CHECK(t.calls > 0);
    }
    /* it is asked before each target and each iteration, and at the end */
    const int path = 40 + 15 * (LAMBDAS - 1);
    for (int stop = 1; stop <= 3; stop++) {
        told t = {.stop_after = stop * path};
        const ggc_hooks hooks = {stop_late, listen, &t};
        ggc_fit_result result = {got.path, got.kkt, got.norms, got.train, got.held,
                                 got.violation, got.chosen, got.iterations, got.status, NULL};
        const size_t bytes = ggc_fit_workspace(&q.problem, 1);
        void *memory = malloc(bytes + GGC_ALIGN);
        CHECK(ggc_fit_run(&q.problem, 1, ggc_align_up(memory), bytes, &hooks, &result) ==
              GGC_ECANCELLED);
        free(memory);
        CHECK(t.last == 0 || stop * path >= MEMBERS * path);
    }
    told t = {.stop_after = 2};
    const ggc_hooks hooks = {stop_late, listen, &t};
    double forecasts[TARGETS * COLUMNS];
    const size_t bytes = ggc_predict_workspace(&q.problem);
    void *memory = malloc(bytes + GGC_ALIGN);
    CHECK(ggc_predict(&q.problem, got.networks, ggc_align_up(memory), bytes, &hooks,
                      forecasts) == GGC_ECANCELLED);
    free(memory);
    double effect[INPUTS * TARGETS], size[INPUTS * TARGETS];
    int lag[INPUTS * TARGETS];
    ggc_effects_result effects = {effect, size, lag};
    told again = {.stop_after = 2};
    const ggc_hooks soon = {stop_late, listen, &again};
    const size_t wanted = ggc_effects_workspace(&q.problem, 2, 1);
    memory = malloc(wanted + GGC_ALIGN);
    const ggc_effects_ask ask_of = {got.networks, 2, 1};
    CHECK(ggc_effects(&q.problem, &ask_of, ggc_align_up(memory), wanted, &soon,
                          &effects) == GGC_ECANCELLED);
    free(memory);
}

static void test_pauses_are_short_rests(void)
{
    double least = 1e9;
    for (int k = 0; k < 5; k++) {
        struct timespec from, to;
        clock_gettime(CLOCK_MONOTONIC, &from);
        ggc_omp_pause();
        clock_gettime(CLOCK_MONOTONIC, &to);
        const double taken =
            (double)(to.tv_sec - from.tv_sec) + 1e-9 * (double)(to.tv_nsec - from.tv_nsec);
        least = taken < least ? taken : least;
    }
    CHECK(least > 1e-3 && least < 0.5);
}

/* --- GGC-LOO --- */

enum { MASKS = INPUTS, ALL_INPUTS = GENES, BLOCKS = (SERIES + 1) / 2 };

typedef struct {
    double held[BLOCKS * TARGETS * MASKS], steps[BLOCKS], train[TARGETS * MASKS];
    int iterations[MASKS], status[MASKS];
} verdict;

/* The regulators and, behind them, targets that are none: genes 0, 2, 4, then 1, 3. */
static const int every_input[] = {0, 2, 4, 1, 3};

static void load_mask(const ggc_loo *loo, bench *b, int mask)
{
    const ggc_problem *p = loo->problem;
    b->task.inputs = 0;
    for (int k = 0; k < ALL_INPUTS; k++)
        if (k != mask - 1)
            b->xrow[b->task.inputs++] = every_input[k];
    for (int u = 0; u < HIDDEN; u++)
        b->h0[u] = loo->h0 ? (float)loo->h0[u + HIDDEN * mask] : 0.0f;
    b->net = b->model.net;
    for (int i = 0; i < HIDDEN * HIDDEN && loo->graph; i++)
        b->graph[i] = (float)loo->graph[i + HIDDEN * HIDDEN * mask];
    b->net.graph = loo->graph ? b->graph : NULL;
    for (int i = 0; i < TARGETS; i++)
        load_values(p, b, targets[i], 1, b->task.target + i * b->model.panel.points);
}

/* Trains what is in block at a share of the rate; iterations. */
static int train_block(const ggc_loo *loo, bench *b, int first, double share, const float *start,
                       float *block)
{
    const size_t size = ggc_network_size(&b->net, b->task.inputs);
    double norms[GENES], kkt[GENES], train, held, violation;
    ggc_status status = GGC_EDIVERGED;
    int total = 0;
    for (int a = 0; a < ATTEMPTS && status == GGC_EDIVERGED; a++) {
        ggc_schedule schedule = loo->problem->schedule;
        const ggc_learner learner = {&b->net, &b->task, &b->optim, block};
        ggc_path path = {norms, kkt, &train, &held, &violation, NULL, 0};
        schedule.first = first;
        schedule.optim.rate *= share / pow(4.0, a);
        memcpy(block, start, size * sizeof *block);
        status = ggc_train_path(&learner, &schedule, loo->problem->penalty, b->work, &path);
        total += path.iterations;
    }
    CHECK(status == GGC_OK);
    return total;
}

static void loo_by_hand(const ggc_loo *loo, verdict *out)
{
    static bench b;
    static float start[MOST], global[MEMBERS][MOST], block[MOST];
    const ggc_problem *p = loo->problem;
    memset(out, 0, sizeof *out);
    open_bench(p, TARGETS, 1, &b);
    const ggc_panel *panel = &b.model.panel;
    load_mask(loo, &b, 0);
    const size_t group = ggc_network_group(&b.net), size = ggc_network_size(&b.net, ALL_INPUTS);
    for (int m = 0; m < p->members; m++) {
        load_steps(p, &b, m);
        ggc_model_start(p, &b.model, 0, m, &b.task, start);
        out->iterations[0] += train_block(loo, &b, p->schedule.first, 1.0, start, global[m]);
    }
    for (int mask = 0; mask < MASKS; mask++) {
        double sum[TARGETS * COLUMNS] = {0}, trained = 0.0;
        int count[COLUMNS] = {0};
        load_mask(loo, &b, mask);
        for (int m = 0; m < p->members; m++) {
            double unused;
            size_t n = 0;
            load_steps(p, &b, m);
            for (size_t i = 0; i < size; i++) /* without the masked column */
                if (mask == 0 || i / group != (size_t)(mask - 1))
                    start[n++] = global[m][i];
            memcpy(block, start, n * sizeof *block);
            if (loo->refit > 0)
                out->iterations[mask] +=
                    train_block(loo, &b, loo->refit, loo->refit_rate, start, block);
            for (int k = 0; k < b.task.inputs; k++)
                b.work[k] = k;
            ggc_network_pass(&b.net, &b.task, block, NULL, &(ggc_active){b.task.inputs, b.work},
                             &unused, NULL, b.y);
            for (int lane = 0; lane < panel->lanes; lane++)
                for (int s = 0; s < panel->reach[lane]; s++) {
                    const int point = lane + s * panel->stride, from = panel->source[point];
                    const int last = panel->age[point] < panel->window - 1 ? panel->age[point]
                                                                           : panel->window - 1;
                    const int fold = p->design.fold[from];
                    if (s != last || panel->fold[point] == GGC_FOLD_NONE)
                        continue;
                    const int is_held = fold == GGC_FOLD_HELD || fold == m + 1;
                    count[from] += is_held;
                    trained += !is_held;
                    for (int i = 0; i < TARGETS; i++) {
                        const double y =
                            (double)b.y[(i * panel->window + s) * panel->lanes + lane];
                        const double e =
                            y - (double)(float)p->z[targets[i] + GENES * (from + 1)];
                        if (is_held)
                            sum[i + TARGETS * from] += y;
                        else
                            out->train[i + TARGETS * mask] += e * e;
                    }
                }
        }
        for (int i = 0; i < TARGETS; i++)
            out->train[i + TARGETS * mask] /= trained;
        for (int from = 0; from < COLUMNS; from++) {
            const int at = loo->block[from];
            if (count[from] == 0)
                continue;
            out->steps[at] += mask == 0;
            for (int i = 0; i < TARGETS; i++) {
                const double e = sum[i + TARGETS * from] / count[from] -
                                 p->z[targets[i] + GENES * (from + 1)];
                out->held[at + BLOCKS * (i + TARGETS * mask)] += e * e;
            }
        }
    }
    free(b.memory);
}

static ggc_status run_loo(const ggc_loo *loo, int threads, const ggc_hooks *hooks, verdict *out)
{
    ggc_loo_result result = {out->held, out->steps, out->train, out->iterations, out->status};
    const size_t bytes = ggc_loo_workspace(loo, threads);
    void *memory = malloc(bytes + GGC_ALIGN);
    memset(out, 0x55, sizeof *out);
    CHECK(ggc_loo_run(loo, threads, ggc_align_up(memory), bytes / 2, hooks, &result) ==
          GGC_ENOMEM);
    const ggc_status status = ggc_loo_run(loo, threads, ggc_align_up(memory), bytes, hooks, &result);
    free(memory);
    return status;
}

static ggc_loo ask_loo(question *q, int variant)
{
    ask(q, 0);
    for (int i = 0; i < INPUTS * TARGETS; i++)
        q->penalty[i] = 1.0 + 0.05 * i;
    q->problem.schedule.n_lambda = 1;
    ggc_loo loo = {.problem = &q->problem, .block = q->block, .blocks = BLOCKS, .refit = 7,
                   .refit_rate = 0.3};
    if (variant == 1) {
        loo.graph = q->graph;
        loo.h0 = q->h0;
        q->problem.graph = q->graph; /* says that there is one */
        loo.refit = 0;
    } else if (variant == 2) {
        q->problem.design.window = 4;
        q->problem.cell = GGC_CELL_TANH;
        q->problem.schedule.optim.method = GGC_OPTIM_GISTA;
    } else if (variant == 3) {
        q->problem.cell = GGC_CELL_RELU;
        q->problem.schedule.optim.method = GGC_OPTIM_ISTA;
        q->problem.schedule.optim.rate = 3.0;
        loo.refit_rate = 2.0;
    }
    return loo;
}

static void test_loo_is_a_plain_loop(void)
{
    static question q;
    verdict got, wanted;
    for (int variant = 0; variant < 4; variant++)
        for (int threads = 1; threads <= 2; threads++) {
            const ggc_loo loo = ask_loo(&q, variant);
            loo_by_hand(&loo, &wanted);
            CHECK(run_loo(&loo, threads, &silent, &got) == GGC_OK);
            check_near(got.held, wanted.held, BLOCKS * TARGETS * MASKS);
            check_near(got.steps, wanted.steps, BLOCKS);
            check_near(got.train, wanted.train, TARGETS * MASKS);
            CHECK(memcmp(got.iterations, wanted.iterations, sizeof got.iterations) == 0);
            CHECK(memcmp(got.status, wanted.status, sizeof got.status) == 0);
        }
}

/* A mask whose first state is none fails alone; the global one, and all is lost. */
static void test_loo_that_diverges(void)
{
    static question q;
    verdict got, calm;
    ggc_loo loo = ask_loo(&q, 1);
    loo.refit = 7;
    CHECK(run_loo(&loo, 1, &silent, &calm) == GGC_OK);
    for (int lost = 2; lost >= 0; lost -= 2) {
        fill_normal(q.h0, HIDDEN * TARGETS, 3, 0.3);
        q.h0[HIDDEN * lost] = NAN;
        CHECK(run_loo(&loo, 1, &silent, &got) == GGC_OK);
        for (int mask = 0; mask < MASKS; mask++) {
            const int gone = lost == 0 || mask == lost;
            CHECK(got.status[mask] == (gone ? GGC_EDIVERGED : GGC_OK));
            for (int i = 0; i < TARGETS; i++) {
                CHECK_NEAR(got.train[i + TARGETS * mask],
                           gone ? NAN : calm.train[i + TARGETS * mask], 0);
                for (int k = 0; k < BLOCKS; k++) {
                    const int at = k + BLOCKS * (i + TARGETS * mask);
                    CHECK_NEAR(got.held[at], gone ? NAN : calm.held[at], 0);
                }
            }
        }
    }
}

static void test_hooks_of_loo(void)
{
    static question q;
    verdict got;
    const ggc_loo loo = ask_loo(&q, 0);
    for (int threads = 1; threads <= 2; threads++) {
        told t = {.stop_after = 1 << 30};
        const ggc_hooks hooks = {stop_late, listen, &t};
        CHECK(run_loo(&loo, threads, &hooks, &got) == GGC_OK);
        CHECK(t.total == MEMBERS + MASKS && t.falls == 0);
        CHECK(threads > 1 || (t.first == 0 && t.last == MEMBERS + MASKS));
    }
    for (int stop = 0; stop <= 150; stop += 50) { /* in the global networks, in the masks */
        told t = {.stop_after = stop};
        const ggc_hooks hooks = {stop_late, listen, &t};
        CHECK(run_loo(&loo, 1, &hooks, &got) == GGC_ECANCELLED);
    }
}

/* A trajectory of one column, or instructions that are not here: no workspace, no run. */
static void test_what_is_refused(void)
{
    static question q;
    static answer a;
    static verdict v;
    double forecasts[TARGETS * COLUMNS];
    int lag[INPUTS * TARGETS];
    void *memory = malloc(4096 + GGC_ALIGN), *at = ggc_align_up(memory);
    for (int way = 0; way < 2; way++) {
        ggc_loo loo = ask_loo(&q, 0);
        ggc_problem *p = &q.problem;
        if (way == 0)
            q.length[1] = 1;
        else if (ggc_kernels_pick(GGC_ISA_AVX512) == NULL)
            p->isa = GGC_ISA_AVX512;
        else
            continue;
        ggc_fit_result fits = {a.path, a.kkt, a.norms, a.train, a.held, a.violation, a.chosen,
                               a.iterations, a.status, NULL};
        ggc_effects_result effects = {a.norms, a.kkt, lag};
        ggc_loo_result loos = {v.held, v.steps, v.train, v.iterations, v.status};
        CHECK(ggc_fit_workspace(p, 1) == 0 && ggc_loo_workspace(&loo, 1) == 0);
        CHECK(ggc_effects_workspace(p, 2, 1) == 0 && ggc_predict_workspace(p) == 0);
        CHECK(ggc_fit_run(p, 1, at, 4096, &silent, &fits) != GGC_OK);
        CHECK(ggc_predict(p, a.networks, at, 4096, &silent, forecasts) != GGC_OK);
        CHECK(ggc_effects(p, &(ggc_effects_ask){a.networks, 2, 1}, at, 4096, &silent, &effects) !=
              GGC_OK);
        CHECK(ggc_loo_run(&loo, 1, at, 4096, &silent, &loos) != GGC_OK);
    }
    /* more than memory can be: no workspace either */
    ggc_loo loo = ask_loo(&q, 0);
    q.problem.members = 1 << 30;
    q.problem.hidden = 1 << 15;
    CHECK(ggc_fit_workspace(&q.problem, 1 << 20) == 0);
    CHECK(ggc_loo_workspace(&loo, 1 << 20) == 0);
    free(memory);
}

/* The parts are the workspace, and need neither data nor names nor folds. */
static void parts_add_up_without_data(void)
{
    static question q;
    for (int variant = 0; variant < VARIANTS; variant++)
        for (int threads = 1; threads <= 3; threads += 2) {
            ask(&q, variant);
            ggc_problem p = q.problem;
            ggc_bytes fit, predict, effects, loo;
            ggc_loo all = ask_loo(&q, variant % 2);
            const size_t of_loo = ggc_loo_workspace(&all, threads);
            const ggc_problem of_all = *all.problem;
            int others = 0;
            for (int i = 0; i < of_all.targets; i++) {
                int known = 0;
                for (int k = 0; k < of_all.regulators; k++)
                    known |= of_all.regulator[k] == of_all.target[i];
                others += !known;
            }
            ask(&q, variant);
            const size_t wanted[3] = {ggc_fit_workspace(&p, threads), ggc_predict_workspace(&p),
                                      ggc_effects_workspace(&p, 2, threads)};
            ggc_problem bare[2] = {p, of_all};
            for (int i = 0; i < 2; i++) {
                bare[i].z = bare[i].h0 = bare[i].w_start = bare[i].near = bare[i].far = NULL;
                bare[i].penalty = bare[i].schedule.lambda = NULL;
                bare[i].key = NULL;
                bare[i].regulator = bare[i].target = bare[i].negative = NULL;
                bare[i].design.fold = NULL;
            }
            all.problem = bare + 1;
            all.h0 = NULL;
            all.block = NULL;
            CHECK(ggc_fit_bytes(bare, threads, &fit) == GGC_OK);
            CHECK(ggc_predict_bytes(bare, &predict) == GGC_OK);
            CHECK(ggc_effects_bytes(bare, 2, threads, &effects) == GGC_OK);
            CHECK(ggc_loo_bytes(&all, of_all.regulators + others, threads, &loo) == GGC_OK);
            CHECK(fit.weights + fit.steps + fit.data == wanted[0]);
            CHECK(predict.weights + predict.steps + predict.data == wanted[1]);
            CHECK(effects.weights + effects.steps + effects.data == wanted[2]);
            CHECK(loo.weights + loo.steps + loo.data == of_loo);
            CHECK(fit.weights > 0 && fit.steps > 0 && fit.data > 0);
            CHECK(fit.weights > predict.weights && loo.steps > 0);
        }
}

int main(void)
{
    RUN(test_fits_are_plain_loops);
    RUN(test_a_target_that_diverges);
    RUN(test_predictions);
    RUN(test_effects_are_sums_over_lags);
    RUN(test_starts);
    RUN(test_hooks);
    RUN(test_pauses_are_short_rests);
    RUN(test_loo_is_a_plain_loop);
    RUN(test_loo_that_diverges);
    RUN(test_hooks_of_loo);
    RUN(test_what_is_refused);
    RUN(parts_add_up_without_data);
    return REPORT();
}
