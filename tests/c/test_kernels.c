#include "ggc_kernels.h"

#include <stdlib.h>
#include <string.h>

#include "minunit.h"

/* The kernels of every instruction set that is here, in float, against sums in double
 * written down from their definitions. Sizes meet every remainder of their blocks. */

static const ggc_isa sets[] = {GGC_ISA_GENERIC, GGC_ISA_AVX2, GGC_ISA_AVX512};
enum { SETS = 3 };

static unsigned state = 1;

/* Uniform on +-width. */
static float draw(double width)
{
    state = state * 1664525u + 1013904223u;
    return (float)(width * (2.0 * (double)(state >> 8) / 16777216.0 - 1.0));
}

static float *filled(size_t n, double width)
{
    float *x = malloc((n + 1) * sizeof *x);
    for (size_t i = 0; i < n; i++)
        x[i] = draw(width);
    return x;
}

static double worst(double a, double b, double most)
{
    double d = fabs(a - b);
    return d > most || isnan(d) ? d : most;
}

/* Through a tile of one unit, whose input is what the activation is applied to. */
static void check_activation(const ggc_kernels *kernels, ggc_cell cell, double (*reference)(double))
{
    enum { STEPS = 2001 };
    static float input[STEPS * GGC_LANES], gates[STEPS * GGC_LANES],
        h[(STEPS + 1) * GGC_LANES];
    const float none[1] = {0};
    for (int i = 0; i < STEPS * GGC_LANES; i++)
        input[i] = (float)(40.0 * i / (STEPS * GGC_LANES) - 20.0);
    input[0] = -1e30f;
    input[1] = 1e30f;
    input[2] = 1e-6f;
    input[3] = 0.0f;
    ggc_tile tile = {.hidden = 1, .steps = STEPS, .lanes = GGC_LANES, .input = input,
                     .input_pitch = STEPS * GGC_LANES, .stride = GGC_LANES, .w_forward = none,
                     .h0 = none, .at_rest = 1, .gates = gates, .h = h};
    kernels->forward[cell](&tile);
    double most = 0.0;
    for (int i = 0; i < STEPS * GGC_LANES; i++)
    {
        const double want = reference((double)input[i]), size = fabs(want) > 1 ? fabs(want) : 1;
        most = worst((double)h[i + GGC_LANES] / size, want / size, most);
    }
    CHECK(most <= 2e-7 * 2); /* tanh is 2 sigmoid(2 x) - 1, of which the error is 2e-7 */
    if (cell == GGC_CELL_RELU)
        return;
    input[5] = NAN; /* training stops at it */
    kernels->forward[cell](&tile);
    CHECK(isnan(h[5 + GGC_LANES]));
}

static double relu_of(double x) { return x > 0 ? x : 0; }

static void test_activations(void)
{
    for (int i = 0; i < SETS; i++) {
        const ggc_kernels *kernels = ggc_kernels_pick(sets[i]);
        if (kernels == NULL)
            continue;
        check_activation(kernels, GGC_CELL_TANH, tanh);
        check_activation(kernels, GGC_CELL_RELU, relu_of);
    }
}

static void test_blocks_cover_all_rows(void)
{
    for (int n = 1; n <= 40; n++)
        for (int most = 1; most <= 7; most++) {
            int first = 0, least = n, largest = 0;
            for (int b = 0; first < n; b++) {
                int end = ggc_block_end(n, most, b), size = end - first;
                least = size < least ? size : least;
                largest = size > largest ? size : largest;
                first = end;
            }
            CHECK(first == n && least >= 1 && largest <= most && largest - least <= 1);
        }
}

/* d += sums over points, for every remainder of rows and columns and, with many
 * points, over more than one part of them. */
static void test_contraction(void)
{
    static const int points[] = {16, 48, 656, 1312};
    for (int i = 0; i < SETS; i++)
        for (int p = 0; p < 4; p++)
            for (int rows = 1; rows <= 13; rows++)
                for (int count = 1; count <= 13; count += p < 2 ? 1 : 3) {
                    const ggc_kernels *kernels = ggc_kernels_pick(sets[i]);
                    const size_t n = (size_t)points[p];
                    if (kernels == NULL)
                        continue;
                    float *g = filled((size_t)rows * n, 1.0), *x = filled(13 * n, 1.0);
                    float *d = filled((size_t)rows * 13, 1.0), *was = malloc(13 * 13 * sizeof *was);
                    int column[13], xrow[13];
                    for (int k = 0; k < count; k++) {
                        column[k] = count - 1 - k;
                        xrow[k] = (k * 5 + 1) % 13;
                    }
                    memcpy(was, d, (size_t)rows * 13 * sizeof *was);
                    kernels->contract(&(ggc_contraction){.rows = rows, .points = points[p],
                                                         .count = count, .column = column,
                                                         .xrow = xrow, .g = g, .g_pitch = n,
                                                         .x = x, .x_pitch = n, .d = d});
                    double most = 0.0;
                    for (int k = 0; k < count; k++)
                        for (int r = 0; r < rows; r++) {
                            const size_t at = (size_t)(column[k] * rows + r);
                            double sum = (double)was[at];
                            for (size_t t = 0; t < n; t++)
                                sum += (double)g[(size_t)r * n + t] *
                                       (double)x[(size_t)xrow[k] * n + t];
                            most = worst((double)d[at], sum, most);
                        }
                    CHECK(most <= 1e-6 * sqrt((double)n));
                    free(g);
                    free(x);
                    free(d);
                    free(was);
                }
}

/* residual() and sum() against their definitions. */
static void test_vectors(void)
{
    enum { STEPS = 5, LANES = 48, STRIDE = 64, N = STEPS * LANES, M = STEPS * STRIDE };
    for (int i = 0; i < SETS; i++) {
        const ggc_kernels *kernels = ggc_kernels_pick(sets[i]);
        if (kernels == NULL)
            continue;
        float *y = filled(N, 1.0), *target = filled(M, 1.0), *weight = filled(M, 1.0);
        float *in_use = filled(LANES, 1.0), error[N];
        for (int lane = 0; lane < LANES; lane++)
            in_use[lane] = (float)(lane % 3 > 0);
        double sum = 0.0, most = 0.0;
        ggc_residual residual = {.steps = STEPS, .lanes = LANES, .y = y, .target = target,
                                 .weight = weight, .stride = STRIDE, .in_use = in_use,
                                 .scale = 0.25f, .error = error};
        const double got = kernels->residual(&residual);
        residual.error = NULL;
        CHECK_NEAR(kernels->residual(&residual), got, 0);
        for (int s = 0; s < STEPS; s++)
            for (int lane = 0; lane < LANES; lane++) {
                const int at = s * STRIDE + lane;
                const double e = (double)y[s * LANES + lane] - (double)target[at];
                const double w = (double)weight[at] * (double)in_use[lane];
                sum += w * e * e;
                most = worst((double)error[s * LANES + lane], 0.25 * w * e, most);
            }
        CHECK_NEAR(got, sum, 1e-5);
        CHECK(most <= 1e-6);
        for (int n = 0; n <= 200; n += 7) {
            double total = 0.0, squares = 0.0;
            for (int k = 0; k < n; k++) {
                total += (double)y[k];
                squares += (double)y[k] * (double)y[k];
            }
            CHECK_NEAR((double)kernels->sum(n, y), total, 1e-5);
            CHECK_NEAR((double)kernels->sum_squares(n, y), squares, 1e-5);
        }
        free(y);
        free(target);
        free(weight);
        free(in_use);
    }
}

/* out = bias + w x for every remainder of rows and points; nothing else is written. */
static void test_projection(void)
{
    enum { COUNT = 5, MOST_ROWS = 19, PITCH = 160, COLUMNS = 7 };
    for (int i = 0; i < SETS; i++)
        for (int points = 16; points <= PITCH - 16; points += 16)
            for (int rows = 1; rows <= MOST_ROWS; rows++) {
                const ggc_kernels *kernels = ggc_kernels_pick(sets[i]);
                if (kernels == NULL)
                    continue;
                static const int column[COUNT] = {6, 0, 3, 2, 5}, xrow[COUNT] = {1, 4, 0, 6, 2};
                float *w = filled((size_t)(rows * COLUMNS), 1.0), *x = filled(COLUMNS * PITCH, 1.0);
                float *bias = filled((size_t)rows, 1.0);
                float *out = malloc(sizeof *out * MOST_ROWS * PITCH);
                for (int n = 0; n < MOST_ROWS * PITCH; n++)
                    out[n] = 77.0f;
                kernels->project(&(ggc_projection){.rows = rows, .points = points,
                                                   .count = COUNT, .column = column,
                                                   .xrow = xrow, .w = w, .x = x,
                                                   .x_pitch = PITCH, .bias = bias, .out = out,
                                                   .out_pitch = PITCH});
                double most = 0.0;
                for (int r = 0; r < MOST_ROWS; r++)
                    for (int n = 0; n < PITCH; n++) {
                        double sum = r < rows && n < points ? (double)bias[r] : 77.0;
                        for (int k = 0; k < COUNT && r < rows && n < points; k++)
                            sum += (double)w[column[k] * rows + r] * (double)x[xrow[k] * PITCH + n];
                        most = worst((double)out[r * PITCH + n], sum, most);
                    }
                CHECK(most <= 1e-6);
                free(w);
                free(x);
                free(bias);
                free(out);
            }
}

/* tanh in place, and the way back. */
static void test_squashing(void)
{
    enum { N = 96 };
    for (int i = 0; i < SETS; i++) {
        const ggc_kernels *kernels = ggc_kernels_pick(sets[i]);
        if (kernels == NULL)
            continue;
        for (int n = 16; n <= N; n += 16) {
            float *x = filled(N, 3.0), *y = malloc(N * sizeof *y), *d = filled(N, 1.0);
            float *was = malloc(N * sizeof *was);
            double most = 0.0;
            memcpy(y, x, N * sizeof *y);
            memcpy(was, d, N * sizeof *was);
            kernels->squash(n, y);
            kernels->unsquash(n, y, d);
            for (int k = 0; k < N; k++) {
                const double t = tanh((double)x[k]);
                most = worst((double)y[k], k < n ? t : (double)x[k], most);
                most = worst((double)d[k], (double)was[k] * (k < n ? 1.0 - t * t : 1.0), most);
            }
            CHECK(most <= 2e-6);
            free(x);
            free(y);
            free(d);
            free(was);
        }
    }
}

/* The one that is best here is taken unasked; each is what it says. */
static void test_choice(void)
{
    static const char *const names[] = {"generic", "avx2", "avx512"};
    const ggc_kernels *best = NULL;
    for (int i = 0; i < SETS; i++) {
        const ggc_kernels *kernels = ggc_kernels_pick(sets[i]);
        CHECK(i > 0 || kernels != NULL);
        CHECK(kernels == NULL || strcmp(kernels->name, names[i]) == 0);
        best = kernels != NULL ? kernels : best;
    }
    CHECK(ggc_kernels_pick(GGC_ISA_AUTO) == best);
#if defined(__x86_64__) && defined(__GNUC__)
    CHECK((ggc_kernels_pick(GGC_ISA_AVX2) != NULL) ==
          (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")));
    CHECK((ggc_kernels_pick(GGC_ISA_AVX512) != NULL) ==
          (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx2") &&
           __builtin_cpu_supports("fma")));
#endif
}

int main(void)
{
    RUN(test_activations);
    RUN(test_blocks_cover_all_rows);
    RUN(test_contraction);
    RUN(test_projection);
    RUN(test_squashing);
    RUN(test_choice);
    RUN(test_vectors);
    return REPORT();
}
