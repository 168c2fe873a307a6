/* The optimisers in double, step by step, against their definitions in ggc_optim.h and
 * the papers; from the network they take values and gradients, from the loss its terms
 * and proximal maps, which have tests of their own. */
#define GGC_DOUBLE
#include "fixture.h"
#include "minunit.h"

#include <stdlib.h>
#include <string.h>

#include "ggc_optim.h"

enum { GENES = 6, COLUMNS = 60, HIDDEN = 3, MOST = 512 };

/* A network of gene 1, which gene 3 drives, and all that it needs. */
typedef struct {
    double z[GENES * COLUMNS], h0[HIDDEN], near[GENES], far[GENES], penalty[GENES];
    int fold[COLUMNS], length[3], xrow[GENES];
    ggc_panel panel;
    ggc_network net;
    ggc_task task;
    ggc_optim state;
    double *x;
    void *memory;
} stage;

static void carve(stage *s, ggc_optim_method method, ggc_arena *arena)
{
    const ggc_design design = {3, s->length, s->fold, 0, 0, 0, s->net.lags, 1};
    CHECK(ggc_panel_plan(&design, arena, &s->panel) == GGC_OK);
    s->net.panel = &s->panel;
    s->x = GGC_TAKE(arena, double, GENES * s->net.lags * s->panel.points);
    s->net.x = s->x;
    ggc_network_carve(&s->net, GENES, arena, &s->task);
    ggc_optim_carve(&s->net, GENES, method, arena, &s->state);
}

static void set_up(stage *s, ggc_optim_method method, ggc_cell cell, ggc_loss_config loss)
{
    const int gates = ggc_cell_gates(cell);
    ggc_arena arena;
    fill_normal(s->z, GENES * COLUMNS, 1, 1.0);
    fill_normal(s->h0, HIDDEN, 2, 0.3);
    for (int r = 0; r < 3; r++)
        s->length[r] = COLUMNS / 3;
    for (int n = 0; n < COLUMNS; n++) {
        s->fold[n] = n % 20 == 19 ? GGC_FOLD_NONE : n % 4 == 3;
        if (n % 20 > 0)
            s->z[1 + GENES * n] = 0.9 * s->z[3 + GENES * (n - 1)] + 0.2 * s->z[1 + GENES * n];
    }
    for (int j = 0; j < GENES; j++) {
        s->xrow[j] = j;
        s->penalty[j] = 1.0 + 0.3 * j;
        s->near[j] = j == 1 ? 0.0 : 0.2;
        s->far[j] = j == 1 ? 0.0 : (j + 1) / 19.0;
    }
    s->net = (ggc_network){.kernels = ggc_kernels_pick(GGC_ISA_AUTO), .cell = cell,
                           .hidden = HIDDEN, .rows = gates * HIDDEN,
                           .lags = cell == GGC_CELL_MLP ? 3 : 1, .layers = 1, .outputs = 1,
                           .horizons = 1, .n_prop = 1, .ridge = 0.01, .loss = loss};
    ggc_arena_init(&arena, NULL, 0);
    carve(s, method, &arena);
    const size_t bytes = arena.used;
    s->memory = malloc(bytes + GGC_ALIGN);
    ggc_arena_init(&arena, ggc_align_up(s->memory), bytes);
    carve(s, method, &arena);
    CHECK(!arena.overflow);
    ggc_network_inputs(&s->panel, s->z, GENES, s->net.lags, s->x);
    for (int n = 0; n < s->panel.points; n++) {
        const int from = s->panel.source[n];
        s->task.target[n] = from < 0 ? 0.0 : s->z[1 + GENES * (from + 1)];
        s->task.train[n] = s->panel.fold[n] == 0;
        s->task.held[n] = s->panel.fold[n] > 0;
    }
    ggc_network_counts(&s->net, &s->task);
    s->task.inputs = GENES;
    s->task.xrow = s->xrow;
    s->task.h0 = s->h0;
    s->task.rows = (ggc_loss_rows){1, s->near, s->far};
}

/* --- the definitions --- */

typedef struct {
    double w[MOST], g[MOST], m[MOST], v[MOST], shared[GENES], slope[GENES], pole[GENES];
    double train, held, smooth, step, past[MOST], least;
    int t, n_past, fresh, stalled;
} model;

static void terms_at(stage *s, const double *w, double *value, double *slope, double *pole)
{
    const size_t group = ggc_network_group(&s->net);
    double norms[GENES];
    for (int j = 0; j < GENES; j++) {
        double squares = 0.0;
        for (size_t r = 0; r < group; r++)
            squares += w[(size_t)j * group + r] * w[(size_t)j * group + r];
        norms[j] = sqrt(squares);
        slope[j] = pole[j] = 0.0;
    }
    *value = 0.0;
    if (s->net.loss.kl != GGC_KL_NONE || s->net.loss.triplet != GGC_TRIPLET_NONE)
        *value = ggc_loss_terms(&s->net.loss, &s->task.rows, GENES, norms, slope, pole);
}

static void evaluate(stage *s, model *o, double *w, double *g, int count, const int *active)
{
    memset(g, 0, sizeof o->g);
    o->smooth =
        ggc_network_pass(&s->net, &s->task, w, g, &(ggc_active){count, active}, &o->train,
                         &o->held, NULL);
}

static double objective(stage *s, model *o, const double *w, double smooth, double lambda,
                        int count, const int *active)
{
    const size_t group = ggc_network_group(&s->net);
    double total;
    terms_at(s, w, &total, o->slope, o->pole);
    total += smooth;
    for (int a = 0; a < count; a++)
        total += ggc_loss_penalty(&s->net.loss, s->net.rows, s->net.lags,
                                  w + (size_t)active[a] * group, lambda * s->penalty[active[a]]);
    return total;
}

static void prox(stage *s, const model *o, double *w, int j, double step, double lambda)
{
    ggc_loss_prox(&s->net.loss, s->net.rows, s->net.lags, w, step, lambda * s->penalty[j],
                  o->slope[j], o->pole[j]);
}

static void fixed_step(stage *s, model *o, double step, double lambda, int count,
                       const int *active, const double *from, double *to)
{
    const size_t group = ggc_network_group(&s->net), rest = GENES * group;
    double unused;
    terms_at(s, from, &unused, o->slope, o->pole);
    for (int a = 0; a < count; a++) {
        const size_t at = (size_t)active[a] * group;
        for (size_t r = at; r < at + group; r++)
            to[r] = from[r] - step * o->g[r];
        prox(s, o, to + at, active[a], step, lambda);
    }
    for (size_t r = rest; r < s->state.size; r++)
        to[r] = from[r] - step * o->g[r];
}

/* Adam's own step of element r; its denominator. */
static double adam_of(model *o, size_t r, double rate)
{
    o->m[r] = 0.9 * o->m[r] + 0.1 * o->g[r];
    o->v[r] = 0.999 * o->v[r] + 0.001 * o->g[r] * o->g[r];
    const double denominator = sqrt(o->v[r] / (1.0 - pow(0.999, o->t))) + 1e-8;
    o->w[r] -= rate * o->m[r] / (1.0 - pow(0.9, o->t)) / denominator;
    return denominator;
}

static void adam(stage *s, model *o, double rate, int shared, double lambda, int count,
                 const int *active)
{
    const size_t group = ggc_network_group(&s->net);
    double unused;
    terms_at(s, o->w, &unused, o->slope, o->pole);
    o->t++;
    for (int a = 0; a < count; a++) {
        const int j = active[a];
        const size_t at = (size_t)j * group;
        double denominator = 0.0, squares = 0.0;
        for (size_t r = at; r < at + group; r++)
            squares += o->g[r] * o->g[r] / (double)group;
        if (shared) {
            o->shared[j] = 0.999 * o->shared[j] + 0.001 * squares;
            denominator = sqrt(o->shared[j] / (1.0 - pow(0.999, o->t))) + 1e-8;
        }
        for (size_t r = at; r < at + group; r++)
            if (shared) {
                o->m[r] = 0.9 * o->m[r] + 0.1 * o->g[r];
                o->w[r] -= rate * o->m[r] / (1.0 - pow(0.9, o->t)) / denominator;
            } else {
                denominator += adam_of(o, r, rate) / (double)group;
            }
        prox(s, o, o->w + at, j, rate / denominator, lambda);
    }
    for (size_t r = GENES * group; r < s->state.size; r++)
        adam_of(o, r, rate);
}

static void remember(model *o, double value)
{
    o->past[o->n_past++] = value;
    if (value < o->least)
        o->least = value;
}

/* Barzilai-Borwein steps, accepted where the objective falls below the largest of the
 * last ten by a quarter of the squared way over the step. */
static void gista(stage *s, model *o, double rate, double lambda, int count, const int *active)
{
    static double trial[MOST], gradient[MOST];
    const size_t group = ggc_network_group(&s->net);
    if (!o->fresh) {
        evaluate(s, o, o->w, o->g, count, active);
        if (o->n_past == 0)
            remember(o, objective(s, o, o->w, o->smooth, lambda, count, active));
        o->fresh = 1;
    }
    double step = o->step, highest = -INFINITY;
    for (int k = o->n_past > 10 ? o->n_past - 10 : 0; k < o->n_past; k++)
        highest = o->past[k] > highest ? o->past[k] : highest;
    for (int tries = 0; tries < 25; tries++, step /= 2.0) {
        double ss = 0.0, sy = 0.0;
        model new = *o;
        memcpy(trial, o->w, sizeof trial);
        fixed_step(s, o, step, lambda, count, active, o->w, trial);
        evaluate(s, &new, trial, gradient, count, active);
        const double value = objective(s, o, trial, new.smooth, lambda, count, active);
        for (size_t r = 0; r < s->state.size; r++) {
            int takes_part = r >= GENES * group;
            for (int a = 0; a < count; a++)
                takes_part |= r / group == (size_t)active[a];
            ss += takes_part ? (trial[r] - o->w[r]) * (trial[r] - o->w[r]) : 0.0;
            sy += takes_part ? (trial[r] - o->w[r]) * (gradient[r] - o->g[r]) : 0.0;
        }
        if (value > highest - 0.25 / step * ss + 1e-12 &&
            !(value <= o->least + 1e-6 * fabs(o->least) && sy <= 0.5 / step * ss))
            continue;
        double next = sy > 1e-12 * ss && ss > 0 ? ss / sy : 2.0 * step;
        o->step = next < 1e-6 ? 1e-6 : next > 1e3 ? 1e3 : next;
        memcpy(o->w, trial, sizeof trial);
        memcpy(o->g, gradient, sizeof gradient);
        o->train = new.train;
        o->held = new.held;
        remember(o, value);
        o->stalled = 0;
        return;
    }
    o->step = rate;
    o->fresh = o->n_past = 0;
    o->stalled = 1;
}

/* --- step by step --- */

static double worst(size_t n, const double *a, const double *b)
{
    double most = 0.0;
    for (size_t i = 0; i < n; i++) {
        const double d = fabs(a[i] - b[i]) / (1.0 + fabs(b[i]));
        most = d > most || isnan(d) ? d : most;
    }
    return most;
}

/* The violation as ggc_optim.h has it. */
static double violation_of(stage *s, model *o, double lambda, int count, const int *active)
{
    const size_t group = ggc_network_group(&s->net);
    double most = 0.0, others = 0.0, unused, column[MOST];
    terms_at(s, o->w, &unused, o->slope, o->pole);
    for (int a = 0; a < count; a++) {
        const size_t at = (size_t)active[a] * group;
        double way = 0.0;
        for (size_t r = 0; r < group; r++)
            column[r] = o->w[at + r] - o->g[at + r];
        prox(s, o, column, active[a], 1.0, lambda);
        for (size_t r = 0; r < group; r++)
            way += (column[r] - o->w[at + r]) * (column[r] - o->w[at + r]);
        most = sqrt(way) / lambda > most ? sqrt(way) / lambda : most;
    }
    for (size_t r = GENES * group; r < s->state.size; r++)
        others += o->g[r] * o->g[r] / lambda / lambda;
    return most > others ? most : others;
}

static const int all[] = {0, 1, 2, 3, 4, 5}, some[] = {1, 3, 4};

/* All inputs for five steps, some for five, and again; lambda doubles half way. */
static void check_method(ggc_optim_method method, ggc_cell cell, ggc_loss_config loss, double rate,
                         int steps)
{
    static stage s;
    static model o;
    static double block[MOST];
    set_up(&s, method, cell, loss);
    const ggc_optim_config config = {method, rate};
    memset(&o, 0, sizeof o);
    ggc_optim_reset(&s.net, &config, GENES, &s.state);
    CHECK(s.state.inputs == GENES && s.state.size == ggc_network_size(&s.net, GENES));
    CHECK(s.state.size <= MOST);
    fill_normal(o.w, s.state.size, 3, 0.4);
    memcpy(block, o.w, sizeof block);
    o.step = rate;
    o.least = INFINITY;
    double lambda = 0.02;
    const size_t group = ggc_network_group(&s.net);
    for (int k = 0; k < steps; k++) {
        const int part = k / 5 % 2, count = part ? 3 : GENES;
        const int *active = part ? some : all;
        double train = NAN, held = NAN;
        if (k == steps / 2) {
            lambda = 0.04;
            ggc_optim_turn(&s.state);
            o.least = INFINITY;
            o.n_past = o.fresh = o.stalled = 0;
        }
        if (k % 5 == 0) { /* others are in use: those that are not are zero */
            s.state.fresh = o.fresh = 0;
            for (int j = 0; j < GENES && part; j++)
                if (j != 1 && j != 3 && j != 4)
                    for (size_t r = 0; r < group; r++)
                        block[(size_t)j * group + r] = o.w[(size_t)j * group + r] = 0.0;
        }
        if (method != GGC_OPTIM_GISTA)
            evaluate(&s, &o, o.w, o.g, count, active);
        if (method == GGC_OPTIM_GISTA && !o.fresh)
            evaluate(&s, &o, o.w, o.g, count, active);
        const double train_before = o.train, held_before = o.held;
        const ggc_learner learner = {&s.net, &s.task, &s.state, block};
        const ggc_step step = {lambda, s.penalty, count, active};
        CHECK(ggc_optim_step(&learner, &config, &step, &train, k % 3 ? &held : NULL) == 1);
        CHECK_NEAR(train, train_before, 1e-8 * train_before);
        if (k % 3)
            CHECK_NEAR(held, held_before, 1e-8 * held_before);
        if (method == GGC_OPTIM_GISTA)
            gista(&s, &o, rate, lambda, count, active);
        else if (method == GGC_OPTIM_ISTA)
            fixed_step(&s, &o, rate, lambda, count, active, o.w, o.w);
        else
            adam(&s, &o, rate, method == GGC_OPTIM_ADAM, lambda, count, active);
        /* 1e-16 an operation, which steps multiply where the line search is at its limit */
        CHECK(worst(s.state.size, block, o.w) <= 1e-8);
        CHECK(s.state.stalled == o.stalled);
        if (k % 5 == 4) {
            evaluate(&s, &o, o.w, o.g, count, active);
            CHECK(ggc_optim_evaluate(&learner, &step) == 1);
            CHECK(s.state.fresh == 1);
            CHECK_NEAR(s.state.train, o.train, 1e-8 * o.train);
            CHECK_NEAR(s.state.held, o.held, 1e-8 * o.held);
            const double violation = violation_of(&s, &o, lambda, count, active);
            CHECK_NEAR(ggc_optim_violation(&learner, &step), violation,
                       1e-6 * (1.0 + violation));
        }
    }
    free(s.memory);
}

static const ggc_loss_config losses[] = {
    {.kl_epsilon = 0.01},
    {.kl = GGC_KL_LOG, .kl_weight = 0.1, .kl_epsilon = 0.01},
    {.kl = GGC_KL_PRINTED, .kl_weight = 0.2, .kl_epsilon = 0.01},
    {.triplet = GGC_TRIPLET_GRANGER, .triplet_weight = 0.3, .margin = 1.0, .p = 2.0,
     .kl_epsilon = 0.01},
    {.penalty = GGC_PENALTY_SQUARED, .kl_epsilon = 0.01},
    {.penalty = GGC_PENALTY_SPARSE_GROUP, .kl_epsilon = 0.01},
    {.penalty = GGC_PENALTY_HIERARCHICAL, .kl_epsilon = 0.01},
};

static void test_steps(void)
{
    static const struct { ggc_optim_method method; double rate; int steps; } ways[] = {
        {GGC_OPTIM_ADAM, 0.02, 60},
        {GGC_OPTIM_ADAM_ELEMENT, 0.02, 60},
        {GGC_OPTIM_ISTA, 0.05, 60},
        {GGC_OPTIM_GISTA, 0.1, 80},
    };
    for (int m = 0; m < 4; m++)
        for (int l = 0; l < 7; l++) {
            check_method(ways[m].method, l < 5 ? GGC_CELL_TANH : GGC_CELL_MLP, losses[l],
                         ways[m].rate, ways[m].steps);
            check_method(ways[m].method, GGC_CELL_LSTM, losses[l < 5 ? l : 0], ways[m].rate,
                         ways[m].steps);
        }
}

/* A first step far too long is halved; one with no descent in 25 halvings stays. */
static void test_line_search(void)
{
    check_method(GGC_OPTIM_GISTA, GGC_CELL_TANH, losses[0], 1000.0, 20);
    check_method(GGC_OPTIM_GISTA, GGC_CELL_TANH, losses[0], 1e-9, 10);
    check_method(GGC_OPTIM_GISTA, GGC_CELL_TANH, losses[0], 1e12, 4);
}

static void test_what_is_not_finite_ends(void)
{
    static stage s;
    double block[MOST], train;
    for (int m = 0; m < 4; m++) {
        const ggc_optim_config config = {(ggc_optim_method)m, 0.1};
        set_up(&s, config.method, GGC_CELL_TANH, losses[0]);
        ggc_optim_reset(&s.net, &config, GENES, &s.state);
        fill_normal(block, s.state.size, 3, 0.4);
        block[s.state.size - 1] = NAN;
        const ggc_learner learner = {&s.net, &s.task, &s.state, block};
        const ggc_step step = {0.1, s.penalty, GENES, all};
        CHECK(ggc_optim_step(&learner, &config, &step, &train, NULL) == 0);
        CHECK(ggc_optim_evaluate(&learner, &step) == 0);
        free(s.memory);
    }
}

/* Near the minimum in double: the violation falls to the tolerance and below. */
static void test_gista_arrives(void)
{
    static stage s;
    double block[MOST], train, held;
    const ggc_optim_config config = {GGC_OPTIM_GISTA, 0.1};
    set_up(&s, config.method, GGC_CELL_TANH, losses[0]);
    s.net.ridge = 0.2;
    ggc_optim_reset(&s.net, &config, GENES, &s.state);
    fill_normal(block, s.state.size, 3, 0.4);
    double violation = 1.0;
    const ggc_learner learner = {&s.net, &s.task, &s.state, block};
    const ggc_step step = {0.05, s.penalty, GENES, all};
    for (int k = 0; k < 3000 && violation > 1e-6; k++) {
        CHECK(ggc_optim_step(&learner, &config, &step, &train, &held) == 1);
        violation = ggc_optim_violation(&learner, &step);
    }
    CHECK(violation <= 1e-6);
    free(s.memory);
}

int main(void)
{
    RUN(test_steps);
    RUN(test_line_search);
    RUN(test_what_is_not_finite_ends);
    RUN(test_gista_arrives);
    return REPORT();
}
