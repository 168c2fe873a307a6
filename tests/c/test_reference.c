/* The network against its definition: one lane, one step, one unit after the other in
 * double, written down from the headers. Values of every cell, option and shape of the
 * panel; gradients along random directions against differences of these values; every
 * instruction set in float against double. */
#include "fixture.h"
#include "minunit.h"

#include <stdlib.h>
#include <string.h>

#include "ggc_arena.h"
#include "ggc_gconv.h"
#include "ggc_probe.h"

enum { GENES = 4, MOST_UNITS = 11, MOST_LAGS = 3, MOST = 4096 };

/* --- the definition --- */

static double sigmoid(double x) { return 1.0 / (1.0 + exp(-x)); }

/* v <- A^n v */
static void propagate(const ggc_probe *probe, double *v)
{
    for (int step = 0; probe->graph != NULL && step < probe->n_prop; step++) {
        double was[MOST_UNITS];
        memcpy(was, v, sizeof was);
        for (int i = 0; i < probe->hidden; i++) {
            v[i] = 0.0;
            for (int j = 0; j < probe->hidden; j++)
                v[i] += probe->graph[i + probe->hidden * j] * was[j];
        }
    }
}

/* The next state of a unit, by the definition of its cell. sum, past: of its gates, `units`
 * apart, what comes from the inputs (with the bias) and from the states; b_hh: of those
 * with a bias of their own in past; before: its state; c: [inout] its memory. */
static double unit_of(ggc_cell cell, int units, const double *sum, const double *past,
                      const double *b_hh, double before, double *c)
{
    double gate[4] = {0};
    for (int g = 0; g < ggc_cell_gates(cell); g++)
        gate[g] = sum[g * units] + past[g * units];
    switch (cell) {
    case GGC_CELL_LSTM:
        *c = sigmoid(gate[1]) * *c + sigmoid(gate[0]) * tanh(gate[2]);
        return sigmoid(gate[3]) * tanh(*c);
    case GGC_CELL_TANH:
        return tanh(gate[0]);
    case GGC_CELL_RELU:
    case GGC_CELL_MLP:
        return gate[0] > 0 ? gate[0] : 0.0;
    case GGC_CELL_GRU: {
        const double new = tanh(sum[2 * units] + sigmoid(gate[0]) * (past[2 * units] + b_hh[0]));
        return (1.0 - sigmoid(gate[1])) * new + sigmoid(gate[1]) * before;
    }
    case GGC_CELLS:
        break;
    }
    fprintf(stderr, "no definition of the cell %s\n", ggc_cell_of(cell)->name);
    return NAN;
}

/* The state of one layer: its next one from `count` inputs and its parameters, which are
 * passed by. */
static const double *next_state(const ggc_probe *probe, const double *params, int count,
                                const double *input, double *h, double *c)
{
    const int units = probe->hidden, gates = ggc_cell_gates(probe->cell), rows = gates * units;
    const double *w = params, *w_hh = w + rows * count, *bias = w_hh;
    double before[MOST_UNITS], sum[4 * MOST_UNITS], past[4 * MOST_UNITS];
    memcpy(before, h, (size_t)units * sizeof *h);
    if (probe->graph_at == GGC_AT_RECURRENCE)
        propagate(probe, before);
    if (probe->cell != GGC_CELL_MLP)
        bias += rows * units;
    const double *b_hh = bias + rows;
    for (int r = 0; r < rows; r++) {
        sum[r] = bias[r];
        past[r] = 0.0;
        for (int j = 0; j < count; j++)
            sum[r] += w[r + rows * j] * input[j];
        for (int k = 0; k < units && probe->cell != GGC_CELL_MLP; k++)
            past[r] += w_hh[r + rows * k] * before[k];
    }
    for (int u = 0; u < units; u++)
        h[u] = unit_of(probe->cell, units, sum + u, past + u, b_hh + u, before[u], &c[u]);
    return b_hh + ggc_cell_of(probe->cell)->apart * units;
}

/* Forecasts of a lane that starts at a column, whose trajectory starts at `birth`:
 * outputs x steps. */
static void forecast(const ggc_probe *probe, const double *params, int birth, int start, int steps,
                     double *y)
{
    double h[8][MOST_UNITS], c[8][MOST_UNITS], x[GENES * MOST_LAGS];
    const int units = probe->hidden, lags = probe->design.lags;
    for (int l = 0; l < probe->layers; l++)
        for (int u = 0; u < units; u++) {
            h[l][u] = probe->h0[u];
            c[l][u] = 0.0;
        }
    for (int s = 0; s < steps; s++) {
        const double *at = params;
        for (int g = 0; g < GENES; g++)
            for (int k = 0; k < lags; k++)
                x[g * lags + k] =
                    start + s - k < birth ? 0.0 : probe->z[g + GENES * (start + s - k)];
        at = next_state(probe, at, GENES * lags, x, h[0], c[0]);
        for (int l = 1; l < probe->layers; l++)
            at = next_state(probe, at, units, h[l - 1], h[l], c[l]);
        double seen[MOST_UNITS];
        memcpy(seen, h[probe->layers - 1], sizeof seen);
        propagate(probe, seen);
        for (int o = 0; o < probe->outputs; o++) {
            double sum = at[units * probe->outputs + o];
            for (int u = 0; u < units; u++)
                sum += at[u + units * o] * (probe->graph_at == GGC_AT_NONLINEAR && probe->graph
                                                ? tanh(seen[u]) : seen[u]);
            y[o * steps + s] = sum;
        }
    }
}

static double distance(int n, const double *a, const double *b, double p)
{
    double sum = 0.0;
    for (int i = 0; i < n; i++)
        sum += pow(fabs(a[i] - b[i] + 1e-6), p);
    return pow(sum, 1.0 / p);
}

static double ridge_of(const ggc_probe *probe, const double *params)
{
    const int units = probe->hidden, rows = ggc_cell_gates(probe->cell) * units;
    const double *at = params;
    double squares = 0.0;
    for (int l = 0; l < probe->layers; l++) {
        const int inputs = rows * (l == 0 ? GENES * probe->design.lags : units);
        const int inner = ggc_cell_of(probe->cell)->recurrent * rows * units;
        for (int i = l == 0 ? inputs : 0; i < inputs + inner; i++)
            squares += at[i] * at[i];
        at += inputs + inner + rows + ggc_cell_of(probe->cell)->apart * units;
    }
    for (int i = 0; i < units * probe->outputs; i++)
        squares += at[i] * at[i];
    return probe->ridge * squares;
}

typedef struct {
    double smooth, train, held;
    double y[65536];
    size_t n_y;
} outcome;

/* What the lanes of a panel, as test_panel.c finds them right, amount to. */
static void define(const ggc_probe *probe, const ggc_panel *panel, const double *params,
                   outcome *out)
{
    const ggc_design *design = &probe->design;
    double y[8 * 256], squares[2] = {0, 0}, count[2] = {0, 0}, triplets = 0.0;
    int lanes = 0, kept = 0, lane_at = 0;
    for (int lane = 0; lane < panel->lanes; lane++)
        kept += panel->reach[lane] > 0;
    out->n_y = (size_t)(panel->window * kept * probe->outputs);
    for (int lane = 0; lane < panel->lanes; lane++) {
        const int reach = panel->reach[lane];
        double anchor[256], near[256], far[256];
        int n = 0;
        if (reach == 0)
            continue;
        const int start = panel->source[lane], birth = start - panel->age[lane];
        int end = 0; /* of the trajectory */
        for (int r = 0; end <= birth; r++)
            end += design->length[r];
        forecast(probe, params, birth, start, reach, y);
        for (int s = 0; s < reach; s++) {
            const int column = start + s, fold = panel->fold[lane + s * panel->stride];
            if (fold == GGC_FOLD_NONE)
                continue;
            for (int o = 0; o < probe->outputs; o++) {
                const int ahead = o % design->horizons;
                int within = column + 1 + ahead < end;
                for (int k = 0; k <= ahead && within; k++)
                    within = design->fold[column + k] == fold;
                if (!within)
                    continue;
                const double e = y[o * reach + s] -
                                 probe->z[probe->target[o] + GENES * (column + 1 + ahead)];
                squares[fold > 0] += e * e;
                count[fold > 0]++;
            }
            if (fold == 0 && probe->loss.triplet == GGC_TRIPLET_PREDICTION) {
                anchor[n] = y[s];
                near[n] = probe->z[probe->target[0] + GENES * (column + 1)];
                far[n++] = probe->z[probe->negative + GENES * (column + 1)];
            } else if (fold == 0) {
                n++;
            }
        }
        lanes += n > 0;
        if (n > 0 && probe->loss.triplet == GGC_TRIPLET_PREDICTION) {
            const double value = distance(n, anchor, near, probe->loss.p) -
                                 distance(n, anchor, far, probe->loss.p) + probe->loss.margin;
            triplets += value > 0 ? value : 0.0;
        }
        for (int o = 0; o < probe->outputs; o++)
            for (int s = 0; s < panel->window; s++)
                out->y[s + panel->window * (lane_at + kept * o)] =
                    s < reach ? y[o * reach + s] : NAN;
        lane_at++;
    }
    out->train = squares[0] / count[0];
    out->held = count[1] > 0 ? squares[1] / count[1] : NAN;
    out->smooth = out->train + ridge_of(probe, params);
    if (probe->loss.triplet == GGC_TRIPLET_PREDICTION)
        out->smooth += probe->loss.triplet_weight * triplets / lanes;
}

/* --- against it --- */

static outcome wanted, moved, got;

static void check_float(ggc_probe *probe, const double *exact, size_t size)
{
    static double gradient[MOST];
    double most = 0.0;
    for (size_t i = 0; i < size; i++)
        most = fabs(exact[i]) > most ? fabs(exact[i]) : most;
    for (int isa = GGC_ISA_GENERIC; isa <= GGC_ISA_AVX512; isa++) {
        void *whole;
        if (ggc_kernels_pick((ggc_isa)isa) == NULL)
            continue;
        probe->isa = isa;
        const size_t bytes = ggc_probe_bytes_f32(probe);
        void *memory = workspace(bytes, &whole);
        CHECK(ggc_probe_pass_f32(probe, memory, bytes, gradient, got.y, &got.smooth, &got.train,
                                 &got.held) == GGC_OK);
        free(whole);
        /* float: 6e-8 an operation; through ten steps and sums of a thousand */
        CHECK_NEAR(got.smooth, wanted.smooth, 2e-5 * wanted.smooth);
        CHECK_NEAR(got.train, wanted.train, 2e-5 * wanted.train);
        CHECK_NEAR(got.held, wanted.held, 2e-5 * wanted.held);
        for (size_t i = 0; i < wanted.n_y; i++)
            CHECK_NEAR(got.y[i], wanted.y[i], 2e-5);
        for (size_t i = 0; i < size; i++)
            CHECK_NEAR(gradient[i], exact[i], 2e-5 * most);
    }
    probe->isa = GGC_ISA_AUTO;
}

static void check(ggc_probe *probe)
{
    static double params[MOST], other[MOST], gradient[MOST], way[MOST];
    const size_t size = ggc_probe_size(probe);
    void *whole, *planned;
    ggc_panel panel;
    ggc_arena arena;
    CHECK(size <= MOST);
    fill_normal(params, size, 4, 0.4);
    probe->params = params;
    ggc_arena_init(&arena, NULL, 0);
    CHECK(ggc_panel_plan(&probe->design, &arena, &panel) == GGC_OK);
    size_t bytes = arena.used;
    ggc_arena_init(&arena, workspace(bytes, &planned), bytes);
    CHECK(ggc_panel_plan(&probe->design, &arena, &panel) == GGC_OK);
    define(probe, &panel, params, &wanted);
    bytes = ggc_probe_bytes_f64(probe);
    void *memory = workspace(bytes, &whole);
    CHECK(ggc_probe_pass_f64(probe, memory, bytes, gradient, got.y, &got.smooth, &got.train,
                             &got.held) == GGC_OK);
    CHECK(ggc_probe_pass_f64(probe, memory, bytes / 2, gradient, got.y, &got.smooth, &got.train,
                             &got.held) == GGC_ENOMEM);
    free(whole);
    /* double: the logistic function to 1e-15, sums of some thousand terms */
    CHECK_NEAR(got.smooth, wanted.smooth, 1e-12 * wanted.smooth);
    CHECK_NEAR(got.train, wanted.train, 1e-12 * wanted.train);
    CHECK_NEAR(got.held, wanted.held, 1e-12 * wanted.held);
    for (size_t i = 0; i < wanted.n_y; i++)
        CHECK_NEAR(got.y[i], wanted.y[i], 1e-12);
    for (uint64_t trial = 0; trial < 3; trial++) {
        double slope = 0.0;
        fill_normal(way, size, 10 + trial, 1.0);
        for (size_t i = 0; i < size; i++)
            slope += gradient[i] * way[i];
        for (size_t i = 0; i < size; i++)
            other[i] = params[i] + 1e-7 * way[i];
        define(probe, &panel, other, &moved);
        const double up = moved.smooth;
        for (size_t i = 0; i < size; i++)
            other[i] = params[i] - 1e-7 * way[i];
        define(probe, &panel, other, &moved);
        /* rounding 1e-16 / 1e-7; a longer way would meet the corners of rectifiers */
        CHECK_NEAR(slope, (up - moved.smooth) / 2e-7, 1e-7 * (1.0 + fabs(slope)));
    }
    check_float(probe, gradient, size);
    free(planned);
}

/* Trajectories of 12, 11, .. 3 columns and again. Every third step is held out. */
typedef struct {
    double z[GENES * 720], graph[MOST_UNITS * MOST_UNITS], h0[MOST_UNITS], penalty[GENES];
    int length[60], fold[720];
} series;

static void fill_series(series *s, int trajectories)
{
    fill_normal(s->z, GENES * 720, 1, 1.0);
    fill_normal(s->graph, MOST_UNITS * MOST_UNITS, 2, 0.4);
    fill_normal(s->h0, MOST_UNITS, 3, 0.5);
    for (int i = 0; i < GENES; i++)
        s->penalty[i] = 1.0;
    for (int r = 0, at = 0; r < trajectories; r++) {
        s->length[r] = 12 - r % 10;
        for (int k = 0; k < s->length[r]; k++, at++)
            s->fold[at] = k == s->length[r] - 1 ? GGC_FOLD_NONE : k % 3 == 2;
    }
}

static ggc_probe probe_of(series *s, int trajectories, int window)
{
    static const int target[] = {1, 1, 1, 3, 3, 3};
    return (ggc_probe){.genes = GENES, .z = s->z, .outputs = 1, .target = target,
                       .design = {trajectories, s->length, s->fold, window, 0, 0, 1, 1},
                       .hidden = 3, .n_prop = 2, .layers = 1, .h0 = s->h0, .ridge = 0.02,
                       .penalty = s->penalty};
}

static void test_options_of_the_model(void)
{
    static series s;
    for (int cell = 0; cell < GGC_CELLS; cell++)
        for (int window = 0; window <= 5; window += 5)
            for (int option = 0; option < 9; option++) {
                fill_series(&s, 7);
                ggc_probe probe = probe_of(&s, 7, window);
                probe.cell = (ggc_cell)cell;
                mu_about = ggc_cell_of(probe.cell)->name;
                probe.design.lags = ggc_cell_of((ggc_cell)cell)->recurrent ? 1 : 3;
                probe.layers = option % 3 + 1;
                if (option > 0)
                    probe.graph = s.graph;
                if (option >= 2 && option <= 4)
                    probe.graph_at = option % 2 ? GGC_AT_RECURRENCE : GGC_AT_NONLINEAR;
                if (option >= 4 && option <= 6)
                    probe.design.horizons = probe.outputs = 3;
                if (option == 6)
                    probe.outputs = 6;
                if (option >= 7) {
                    probe.loss = (ggc_loss_config){.triplet = GGC_TRIPLET_PREDICTION,
                                                   .triplet_weight = 0.7, .margin = 0.1 * option,
                                                   .p = option == 7 ? 3.0 : 2.0};
                    probe.negative = 2;
                }
                if (option == 5)
                    memset(s.h0, 0, sizeof s.h0);
                for (int u = 0; u < MOST_UNITS && option == 6; u++)
                    s.h0[u] = 1.0; /* as equal, and not at rest */
                if (option == 8)
                    for (int i = 0; i < 720; i++)
                        s.fold[i] = s.fold[i] > 0 ? 0 : s.fold[i]; /* none held out */
                check(&probe);
            }
}

/* Tiles of 16, 32, 48 and 64 lanes (two tiles), blocks of units of every size. */
static void test_sizes(void)
{
    static const int trajectories[] = {5, 20, 40, 60};
    static series s;
    for (int t = 0; t < 4; t++)
        for (int hidden = 1; hidden <= MOST_UNITS; hidden += t == 0 ? 1 : 3)
            for (int cell = 0; cell < GGC_CELLS; cell++) {
                fill_series(&s, trajectories[t]);
                ggc_probe probe = probe_of(&s, trajectories[t], 0);
                probe.cell = (ggc_cell)cell;
                mu_about = ggc_cell_of(probe.cell)->name;
                probe.hidden = hidden;
                check(&probe);
            }
}

/* Long series in pieces, led by steps that carry no loss. */
static void test_segments(void)
{
    static series s;
    for (int window = 0; window <= 6; window += 6)
        for (int cell = 0; cell < GGC_CELLS; cell++) {
            if (!ggc_cell_of((ggc_cell)cell)->recurrent)
                continue;
            fill_series(&s, 2);
            s.length[0] = 101;
            s.length[1] = 60;
            for (int i = 0; i < 161; i++)
                s.fold[i] = i == 100 || i == 160 ? GGC_FOLD_NONE : i % 4 == 3;
            ggc_probe probe = probe_of(&s, 2, window);
            probe.cell = (ggc_cell)cell;
            mu_about = ggc_cell_of(probe.cell)->name;
            probe.design.segment = 15;
            probe.design.burn_in = 4;
            check(&probe);
        }
}

/* Mean derivatives of the forecasts one step ahead by what the lane saw k steps before,
 * and of their sizes, from differences of the definition. */
static void define_jacobian(ggc_probe *probe, const ggc_panel *panel, int lags, double *effect,
                            double *size)
{
    static double z[GENES * 720], up[8 * 256], down[8 * 256];
    double points[16] = {0};
    const double *given = probe->z;
    memset(effect, 0, (size_t)(lags * GENES) * sizeof *effect);
    memset(size, 0, (size_t)(lags * GENES) * sizeof *size);
    for (int lane = 0; lane < panel->lanes; lane++)
        for (int s = 0; s < panel->reach[lane]; s++) {
            const int start = panel->source[lane], birth = start - panel->age[lane];
            const int age = panel->age[lane + s * panel->stride];
            if (panel->fold[lane + s * panel->stride] == GGC_FOLD_NONE ||
                (panel->window < panel->steps && s != (age < panel->window ? age : panel->window - 1)))
                continue;
            const int seen = s + 1 < lags ? s + 1 : lags;
            const int past = ggc_cell_of(probe->cell)->recurrent ? seen : lags;
            for (int k = 0; k < past; k++) {
                points[k]++;
                for (int j = 0; j < GENES; j++) {
                    const int at = j + GENES * (start + s - k);
                    memcpy(z, given, sizeof z);
                    probe->z = z;
                    z[at] = given[at] + 1e-6;
                    forecast(probe, probe->params, birth, start, s + 1, up);
                    z[at] = given[at] - 1e-6;
                    forecast(probe, probe->params, birth, start, s + 1, down);
                    const double d = (up[s] - down[s]) / 2e-6;
                    effect[k + lags * j] += d;
                    size[k + lags * j] += fabs(d);
                }
            }
        }
    probe->z = given;
    for (int i = 0; i < lags * GENES; i++) {
        effect[i] = points[i % lags] > 0 ? effect[i] / points[i % lags] : 0.0;
        size[i] = points[i % lags] > 0 ? size[i] / points[i % lags] : 0.0;
    }
}

static void check_jacobian(ggc_probe *probe, int lags)
{
    static double params[MOST], effect[16 * GENES], size[16 * GENES];
    double want_effect[16 * GENES], want_size[16 * GENES];
    void *whole, *planned;
    ggc_panel panel;
    ggc_arena arena;
    fill_normal(params, ggc_probe_size(probe), 4, 0.4);
    probe->params = params;
    ggc_arena_init(&arena, NULL, 0);
    CHECK(ggc_panel_plan(&probe->design, &arena, &panel) == GGC_OK);
    size_t bytes = arena.used;
    ggc_arena_init(&arena, workspace(bytes, &planned), bytes);
    CHECK(ggc_panel_plan(&probe->design, &arena, &panel) == GGC_OK);
    define_jacobian(probe, &panel, lags, want_effect, want_size);
    bytes = ggc_probe_bytes_f64(probe);
    void *memory = workspace(bytes, &whole);
    CHECK(ggc_probe_jacobian_f64(probe, memory, bytes, lags, effect, size) == GGC_OK);
    for (int i = 0; i < lags * GENES; i++) {
        CHECK_NEAR(effect[i], want_effect[i], 1e-7); /* rounding 1e-16 / 1e-6 */
        CHECK_NEAR(size[i], want_size[i], 1e-7);
    }
    CHECK(ggc_probe_jacobian_f64(probe, memory, bytes, 0, effect, size) == GGC_EINVAL);
    CHECK(ggc_probe_jacobian_f64(probe, memory, bytes, 200, effect, size) == GGC_EINVAL);
    CHECK(ggc_probe_jacobian_f64(probe, memory, bytes / 2, lags, effect, size) == GGC_ENOMEM);
    free(whole);
    free(planned);
}

/* One and several layers and tiles, with and without windows, lags and steps held out. */
static void test_derivatives(void)
{
    static series s;
    for (int cell = 0; cell < GGC_CELLS; cell++)
        for (int window = 0; window <= 5; window += 5)
            for (int option = 0; option < 7; option++) {
                const int many = option == 4 ? 55 : 7;
                const int mlp = !ggc_cell_of((ggc_cell)cell)->recurrent;
                fill_series(&s, many);
                ggc_probe probe = probe_of(&s, many, window);
                probe.cell = (ggc_cell)cell;
                mu_about = ggc_cell_of(probe.cell)->name;
                probe.design.lags = mlp ? 3 : 1;
                probe.layers = option == 4 ? 1 : option % 3 + 1;
                probe.graph = option > 0 ? s.graph : NULL;
                probe.graph_at = option == 2   ? GGC_AT_RECURRENCE
                                 : option >= 5 ? GGC_AT_NONLINEAR
                                               : GGC_AT_READOUT;
                if (option == 3)
                    probe.design.horizons = probe.outputs = 3;
                check_jacobian(&probe, mlp ? 3 : option == 0 ? 1 : option == 1 ? 5 : 3);
            }
}

static void test_no_steps_have_no_derivatives(void)
{
    static series s;
    fill_series(&s, 7);
    ggc_probe probe = probe_of(&s, 7, 0);
    probe.cell = GGC_CELL_TANH;
    for (int n = 0; n < 720; n++)
        s.fold[n] = GGC_FOLD_NONE;
    check_jacobian(&probe, 2);
}

/* Powers of a matrix that is not symmetric, and of its transpose. */
static void test_graph_convolution(void)
{
    enum { N = 3 };
    const float a[N * N] = {1, 2, 0, -1, 3, 1, 2, 0, 1}, v[N] = {1, -2, 3};
    float out[N], scratch[3 * N], power[N * N], turned[N * N];
    for (int times = 1; times <= 3; times++) {
        double want[2][N], all[N * N] = {1, 0, 0, 0, 1, 0, 0, 0, 1};
        for (int step = 0; step < times; step++) {
            double was[N * N];
            memcpy(was, all, sizeof was);
            for (int i = 0; i < N; i++)
                for (int j = 0; j < N; j++) {
                    all[i + N * j] = 0.0;
                    for (int k = 0; k < N; k++)
                        all[i + N * j] += (double)a[i + N * k] * was[k + N * j];
                }
        }
        for (int i = 0; i < N; i++) {
            want[0][i] = want[1][i] = 0.0;
            for (int j = 0; j < N; j++) {
                want[0][i] += all[i + N * j] * (double)v[j];
                want[1][i] += all[j + N * i] * (double)v[j];
            }
        }
        for (int transpose = 0; transpose < 2; transpose++) {
            ggc_gconv_apply_f32(N, a, times, transpose, v, out, scratch);
            for (int i = 0; i < N; i++)
                CHECK_NEAR((double)out[i], want[transpose][i], 0); /* small integers */
        }
        ggc_gconv_power_f32(N, a, times, power, turned, scratch);
        for (int i = 0; i < N; i++)
            for (int j = 0; j < N; j++) {
                CHECK_NEAR((double)power[i + N * j], all[i + N * j], 0);
                CHECK_NEAR((double)turned[j + N * i], all[i + N * j], 0);
            }
    }
    ggc_gconv_apply_f32(N, NULL, 2, 0, v, out, scratch);
    CHECK(memcmp(out, v, sizeof v) == 0);
}

int main(void)
{
    RUN(test_options_of_the_model);
    RUN(test_sizes);
    RUN(test_segments);
    RUN(test_derivatives);
    RUN(test_no_steps_have_no_derivatives);
    RUN(test_graph_convolution);
    return REPORT();
}
