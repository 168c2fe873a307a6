/* ggc_kernels_body.h - the kernels, compiled once per instruction set.
 *
 * The including file sets the target and
 *   VLEN         elements in a vector (divides GGC_LANES)
 *   PROJECT_ROWS rows of the projection held in registers (1..8)
 *   CONTRACT     side of the square of accumulators in the contraction
 *   TABLE, NAME  of the table it defines
 * and, where the instruction set has better ones, VMIN(a, b) and VMAX(a, b), which
 * answer b where either is no number, and RECIPROCAL(x) to 2e-7.
 * Vectors are the compilers' generic ones: any target can lower them. Sums run in
 * one fixed order for each output, wherever a tile's edge falls. */
#include <string.h>

#define INLINE static inline __attribute__((always_inline))

typedef ggc_real vec __attribute__((vector_size(VLEN * sizeof(ggc_real))));
typedef ggc_real uvec
    __attribute__((vector_size(VLEN * sizeof(ggc_real)), aligned(sizeof(ggc_real)), may_alias));
#ifdef GGC_DOUBLE
typedef long long bits;
#define SHIFT 52
#define MAGIC 6755399441055744.0 /* 1.5 * 2^52: adding it rounds to an integer */
#else
typedef int bits;
#define SHIFT 23
#define MAGIC 12582912.0f /* 1.5 * 2^23 */
#endif
typedef bits ivec __attribute__((vector_size(VLEN * sizeof(ggc_real))));

/* Loops over registers: their bounds are constants once inlined, and -O2 would
 * leave them rolled, with the accumulators in memory. */
#if defined(__clang__)
#define UNROLL _Pragma("clang loop unroll(full)")
#else
#define UNROLL _Pragma("GCC unroll 16")
#endif

#define LOAD(p) (*(const uvec *)(p))
#define STORE(p, v) (*(uvec *)(p) = (v))
#define SPLAT(x) ((vec){0} + (ggc_real)(x))
#define SELECT(mask, a, b) ((vec)(((ivec)(a) & (mask)) | ((ivec)(b) & ~(mask))))

#ifndef VMIN
#define VMIN(a, b) SELECT((b) > (a), a, b)
#define VMAX(a, b) SELECT((b) < (a), a, b)
#endif
#ifndef RECIPROCAL
#define RECIPROCAL(x) ((ggc_real)1.0 / (x))
#endif

/* exp(x * scale) where |x| is clamped so that it and its reciprocal are normal
 * numbers, beside which 1 is lost: 2^n p(f) with x * scale / ln(2) = n + f, |f| <= 1/2.
 * p: in float minimax under p(0) = 1, relative error 1.1e-7; in double Taylor's. f
 * comes of one rounding: its relative error is x's, and where x is large sigmoid and
 * tanh are flat. scale / ln(2) is folded. */
#define LOG2E 1.44269504088896340736
INLINE vec vexp(vec x, const double scale)
{
#ifdef GGC_DOUBLE
    const ggc_real top = 250.0;
#else
    const ggc_real top = 30.0f;
#endif
    x = VMIN(SPLAT(top), x);
    x = VMAX(SPLAT(-top), x);
    vec t = x * (ggc_real)(scale * LOG2E) + MAGIC;
    vec n = t - MAGIC;
    vec f = x * (ggc_real)(scale * LOG2E) - n;
#ifdef GGC_DOUBLE
    f *= 6.93147180559945309417e-01;
    vec p = SPLAT(1.0 / 6227020800.0);
    p = p * f + 1.0 / 479001600.0;
    p = p * f + 1.0 / 39916800.0;
    p = p * f + 1.0 / 3628800.0;
    p = p * f + 1.0 / 362880.0;
    p = p * f + 1.0 / 40320.0;
    p = p * f + 1.0 / 5040.0;
    p = p * f + 1.0 / 720.0;
    p = p * f + 1.0 / 120.0;
    p = p * f + 1.0 / 24.0;
    p = p * f + 1.0 / 6.0;
    p = p * f + 0.5;
    p = p * f + 1.0;
#else
    vec p = SPLAT(1.326472731e-03f);
    p = p * f + 9.671512991e-03f;
    p = p * f + 5.550733581e-02f;
    p = p * f + 2.402224243e-01f;
    p = p * f + 6.931470037e-01f;
#endif
    p = p * f + (ggc_real)1.0;
    return (vec)((ivec)p + ((ivec)t << SHIFT));
}

/* Absolute error below 2e-7 (float), 1e-15 (double). */
INLINE vec vsigmoid(vec x) { return RECIPROCAL((ggc_real)1.0 + vexp(x, -1.0)); }

INLINE vec vtanh(vec x)
{
    return (ggc_real)2.0 * RECIPROCAL((ggc_real)1.0 + vexp(x, -2.0)) - (ggc_real)1.0;
}

INLINE vec vrelu(vec x) { return SELECT(x > (vec){0}, x, (vec){0}); }

/* Sum of a vector's elements, pairwise halves: one order on every target. */
INLINE ggc_real vsum(vec v)
{
    ggc_real e[VLEN];
    memcpy(e, &v, sizeof e);
    for (int half = VLEN / 2; half > 0; half /= 2)
        for (int i = 0; i < half; i++)
            e[i] += e[i + half];
    return e[0];
}

/* The sums of VLEN vectors' elements, in the order of vsum(). A step adds the halves
 * of every segment of 2 * h elements: two vectors become one. */
#if VLEN == 16
#define EACH(f, h, add)                                                                            \
    f(0, h, add), f(1, h, add), f(2, h, add), f(3, h, add), f(4, h, add), f(5, h, add),            \
        f(6, h, add), f(7, h, add), f(8, h, add), f(9, h, add), f(10, h, add), f(11, h, add),      \
        f(12, h, add), f(13, h, add), f(14, h, add), f(15, h, add)
#elif VLEN == 8
#define EACH(f, h, add)                                                                            \
    f(0, h, add), f(1, h, add), f(2, h, add), f(3, h, add), f(4, h, add), f(5, h, add),            \
        f(6, h, add), f(7, h, add)
#elif VLEN == 4
#define EACH(f, h, add) f(0, h, add), f(1, h, add), f(2, h, add), f(3, h, add)
#else
#define EACH(f, h, add) f(0, h, add), f(1, h, add)
#endif
/* Where element o of the result comes from: segments of the first vector, then of
 * the second. */
#define HALF_AT(o, h, add)                                                                         \
    ((o) / (h) % (VLEN / (2 * (h))) * 2 * (h) + (o) % (h) + (add) +                                \
     ((o) / (h) < VLEN / (2 * (h)) ? 0 : VLEN))
#if defined(__clang__)
#define PICK(a, b, h, add) __builtin_shufflevector(a, b, EACH(HALF_AT, h, add))
#else
#define PICK(a, b, h, add) __builtin_shuffle(a, b, (ivec){EACH(HALF_AT, h, add)})
#endif
#define ADD_HALVES(h)                                                                              \
    UNROLL                                                                                         \
    for (int i = 0; i < (h); i++)                                                                  \
        v[i] = PICK(v[2 * i], v[2 * i + 1], h, 0) + PICK(v[2 * i], v[2 * i + 1], h, h);

INLINE vec vsums(vec v[VLEN])
{
#if VLEN >= 16
    ADD_HALVES(8)
#endif
#if VLEN >= 8
    ADD_HALVES(4)
#endif
#if VLEN >= 4
    ADD_HALVES(2)
#endif
    ADD_HALVES(1)
    return v[0];
}

/* --- projection -------------------------------------------------------- */

INLINE void project_block(const int nr, const int nv, int rows, int count, const int *column,
                          const int *xrow, const ggc_real *w, const ggc_real *x, size_t pitch,
                          const ggc_real *bias, ggc_real *out, size_t out_pitch)
{
    vec acc[PROJECT_ROWS][3];
    UNROLL
    for (int r = 0; r < nr; r++)
        UNROLL
        for (int v = 0; v < nv; v++)
            acc[r][v] = SPLAT(bias[r]);
    for (int k = 0; k < count; k++) {
        const ggc_real *xk = x + (size_t)xrow[k] * pitch;
        const ggc_real *wk = w + (size_t)column[k] * (size_t)rows;
        vec xv[3];
        UNROLL
        for (int v = 0; v < nv; v++)
            xv[v] = LOAD(xk + v * VLEN);
        UNROLL
        for (int r = 0; r < nr; r++)
            UNROLL
            for (int v = 0; v < nv; v++)
                acc[r][v] += wk[r] * xv[v];
    }
    UNROLL
    for (int r = 0; r < nr; r++)
        UNROLL
        for (int v = 0; v < nv; v++)
            STORE(out + (size_t)r * out_pitch + v * VLEN, acc[r][v]);
}

INLINE void project_points(const int nv, int rows, int count, const int *column, const int *xrow,
                           const ggc_real *w, const ggc_real *x, size_t pitch,
                           const ggc_real *bias, ggc_real *out, size_t out_pitch)
{
    int r = 0;
    for (; r + PROJECT_ROWS <= rows; r += PROJECT_ROWS)
        project_block(PROJECT_ROWS, nv, rows, count, column, xrow, w + r, x, pitch, bias + r,
                      out + (size_t)r * out_pitch, out_pitch);
    for (; r + 2 <= rows; r += 2)
        project_block(2, nv, rows, count, column, xrow, w + r, x, pitch, bias + r,
                      out + (size_t)r * out_pitch, out_pitch);
    for (; r < rows; r++)
        project_block(1, nv, rows, count, column, xrow, w + r, x, pitch, bias + r,
                      out + (size_t)r * out_pitch, out_pitch);
}

static void project(int rows, int points, int count, const int *column, const int *xrow,
                    const ggc_real *w, const ggc_real *x, size_t pitch, const ggc_real *bias,
                    ggc_real *out, size_t out_pitch)
{
    int n = 0;
    for (; n + 3 * VLEN <= points; n += 3 * VLEN)
        project_points(3, rows, count, column, xrow, w, x + n, pitch, bias, out + n, out_pitch);
    for (; n < points; n += VLEN)
        project_points(1, rows, count, column, xrow, w, x + n, pitch, bias, out + n, out_pitch);
}

/* --- contraction ------------------------------------------------------- */

INLINE void contract_block(const int nk, const int nr, int points, const ggc_real *const *x,
                           const ggc_real *g, size_t g_pitch,
                           ggc_real *const *d)
{
    vec acc[CONTRACT][CONTRACT];
    UNROLL
    for (int k = 0; k < nk; k++)
        UNROLL
        for (int r = 0; r < nr; r++)
            acc[k][r] = (vec){0};
    for (int n = 0; n < points; n += VLEN) {
        vec gv[CONTRACT];
        UNROLL
        for (int r = 0; r < nr; r++)
            gv[r] = LOAD(g + (size_t)r * g_pitch + n);
        UNROLL
        for (int k = 0; k < nk; k++) {
            vec xv = LOAD(x[k] + n);
            UNROLL
            for (int r = 0; r < nr; r++)
                acc[k][r] += xv * gv[r];
        }
    }
    /* nk * nr sums, as many at once as fit in a vector */
    ggc_real sums[CONTRACT * CONTRACT + VLEN];
    UNROLL
    for (int i = 0; i < nk * nr; i += VLEN) {
        vec some[VLEN];
        UNROLL
        for (int j = 0; j < VLEN; j++)
            some[j] = i + j < nk * nr ? acc[(i + j) / nr][(i + j) % nr] : (vec){0};
        STORE(sums + i, vsums(some));
    }
    for (int k = 0; k < nk; k++)
        for (int r = 0; r < nr; r++)
            d[k][r] += sums[k * nr + r];
}

/* All rows of nk columns. */
INLINE void contract_columns(const int nk, int rows, int points, const ggc_real *const *x,
                             const ggc_real *g, size_t g_pitch, ggc_real *d[CONTRACT])
{
    int r = 0;
    for (; r + CONTRACT <= rows; r += CONTRACT) {
        contract_block(nk, CONTRACT, points, x, g + (size_t)r * g_pitch, g_pitch, d);
        for (int k = 0; k < nk; k++)
            d[k] += CONTRACT;
    }
    for (; r < rows; r++) {
        contract_block(nk, 1, points, x, g + (size_t)r * g_pitch, g_pitch, d);
        for (int k = 0; k < nk; k++)
            d[k]++;
    }
}

static void contract(int rows, int points, int count, const int *column, const int *xrow,
                     const ggc_real *g, size_t g_pitch, const ggc_real *x, size_t x_pitch,
                     ggc_real *d)
{
    for (int k = 0; k < count; k += CONTRACT) {
        int nk = count - k < CONTRACT ? count - k : CONTRACT;
        const ggc_real *xk[CONTRACT];
        ggc_real *dk[CONTRACT];
        for (int i = 0; i < nk; i++) {
            xk[i] = x + (size_t)(xrow ? xrow[k + i] : k + i) * x_pitch;
            dk[i] = d + (size_t)(column ? column[k + i] : k + i) * (size_t)rows;
        }
        /* a constant count of accumulators each */
        switch (nk) {
        case 1: contract_columns(1, rows, points, xk, g, g_pitch, dk); break;
        case 2: contract_columns(2, rows, points, xk, g, g_pitch, dk); break;
#if CONTRACT > 3
        case 3: contract_columns(3, rows, points, xk, g, g_pitch, dk); break;
        case 4: contract_columns(4, rows, points, xk, g, g_pitch, dk); break;
#endif
        default: contract_columns(CONTRACT, rows, points, xk, g, g_pitch, dk);
        }
    }
}

/* --- recurrent unroll ---------------------------------------------------- */

/* acc[g][v] += sum_k w[k][g] * h[k][v], the gates of one unit. */
INLINE void recur(const int ng, const int nv, int hidden, const ggc_real *w, const ggc_real *h,
                  size_t h_pitch, vec acc[4][3])
{
    for (int k = 0; k < hidden; k++, w += ng, h += h_pitch) {
        vec hv[3];
        UNROLL
        for (int v = 0; v < nv; v++)
            hv[v] = LOAD(h + v * VLEN);
        UNROLL
        for (int g = 0; g < ng; g++)
            UNROLL
            for (int v = 0; v < nv; v++)
                acc[g][v] += w[g] * hv[v];
    }
}

INLINE void start_hidden(const int nv, const ggc_tile *t, int offset, size_t h_pitch)
{
    for (int k = 0; k < t->hidden; k++)
        UNROLL
        for (int v = 0; v < nv; v++)
            STORE(t->h + (size_t)k * h_pitch + offset + v * VLEN, SPLAT(t->h0[k]));
}

INLINE void lstm_forward_lanes(const int nv, const ggc_tile *t, int offset)
{
    const size_t lanes = (size_t)t->lanes, hidden = (size_t)t->hidden;
    const size_t h_pitch = (size_t)(t->steps + 1) * lanes, g_pitch = (size_t)t->steps * lanes;
    start_hidden(nv, t, offset, h_pitch);
    for (size_t u = 0; u < hidden; u++)
        UNROLL
        for (int v = 0; v < nv; v++)
            STORE(t->cell + u * h_pitch + offset + v * VLEN, (vec){0});
    for (size_t s = 0; s < (size_t)t->steps; s++) {
        const size_t at = s * lanes + (size_t)offset;
        for (size_t u = 0; u < hidden; u++) {
            vec acc[4][3];
            UNROLL
            for (int g = 0; g < 4; g++)
                UNROLL
                for (int v = 0; v < nv; v++)
                    acc[g][v] = LOAD(t->input + (4 * u + (size_t)g) * t->input_pitch +
                                     s * t->stride + offset + v * VLEN);
            if (s > 0 || !t->at_rest)
                recur(4, nv, t->hidden, t->w_forward + u * hidden * 4, t->h + at, h_pitch, acc);
            ggc_real *gates = t->gates + 4 * u * g_pitch + at;
            UNROLL
            for (int v = 0; v < nv; v++) {
                vec i = vsigmoid(acc[0][v]), f = vsigmoid(acc[1][v]);
                vec g = vtanh(acc[2][v]), o = vsigmoid(acc[3][v]);
                ggc_real *c = t->cell + u * h_pitch + at + v * VLEN;
                vec now = f * LOAD(c) + i * g;
                vec tc = vtanh(now);
                STORE(gates + v * VLEN, i);
                STORE(gates + g_pitch + v * VLEN, f);
                STORE(gates + 2 * g_pitch + v * VLEN, g);
                STORE(gates + 3 * g_pitch + v * VLEN, o);
                STORE(c + lanes, now);
                STORE(t->tanh_c + u * g_pitch + at + v * VLEN, tc);
                STORE(t->h + u * h_pitch + at + lanes + v * VLEN, o * tc);
            }
        }
    }
}

INLINE void rnn_forward_lanes(const int relu, const int recurrent, const int nv,
                              const ggc_tile *t, int offset)
{
    const size_t lanes = (size_t)t->lanes, hidden = (size_t)t->hidden;
    const size_t h_pitch = (size_t)(t->steps + 1) * lanes, g_pitch = (size_t)t->steps * lanes;
    start_hidden(nv, t, offset, h_pitch);
    for (size_t s = 0; s < (size_t)t->steps; s++) {
        const size_t at = s * lanes + (size_t)offset;
        for (size_t u = 0; u < hidden; u++) {
            vec acc[4][3];
            UNROLL
            for (int v = 0; v < nv; v++)
                acc[0][v] =
                    LOAD(t->input + u * t->input_pitch + s * t->stride + offset + v * VLEN);
            if (recurrent && (s > 0 || !t->at_rest))
                recur(1, nv, t->hidden, t->w_forward + u * hidden, t->h + at, h_pitch, acc);
            UNROLL
            for (int v = 0; v < nv; v++) {
                vec h = relu ? vrelu(acc[0][v]) : vtanh(acc[0][v]);
                STORE(t->gates + u * g_pitch + at + v * VLEN, h);
                STORE(t->h + u * h_pitch + at + lanes + v * VLEN, h);
            }
        }
    }
}

/* dh[b][v] of units 4*block + b at step s: from above and, with `rows` rows of
 * recurrence, unless it is the last step, from the gates of step s + 1. */
INLINE void hidden_gradient(const int nv, const ggc_tile *t, int rows, size_t block, size_t s,
                            int offset, vec dh[4][3])
{
    const size_t lanes = (size_t)t->lanes, g_pitch = (size_t)t->steps * lanes;
    const size_t at = s * lanes + (size_t)offset;
    UNROLL
    for (int b = 0; b < 4; b++) {
        size_t unit = 4 * block + (size_t)b;
        if (unit >= (size_t)t->hidden)
            unit = (size_t)t->hidden - 1; /* not stored */
        UNROLL
        for (int v = 0; v < nv; v++)
            if (t->dh != NULL)
                dh[b][v] = LOAD(t->dh + unit * g_pitch + at + v * VLEN);
            else
                dh[b][v] = t->readout[unit] * LOAD(t->dy + at + v * VLEN);
    }
    if (rows > 0 && s + 1 < (size_t)t->steps)
        recur(4, nv, rows, t->w_backward + block * (size_t)rows * 4, t->gates + at + lanes, g_pitch,
              dh);
}

INLINE void lstm_backward_lanes(const int nv, const ggc_tile *t, int offset)
{
    const size_t lanes = (size_t)t->lanes, hidden = (size_t)t->hidden;
    const size_t h_pitch = (size_t)(t->steps + 1) * lanes, g_pitch = (size_t)t->steps * lanes;
    for (size_t u = 0; u < hidden; u++)
        UNROLL
        for (int v = 0; v < nv; v++)
            STORE(t->carry + u * lanes + offset + v * VLEN, (vec){0});
    for (size_t s = (size_t)t->steps; s-- > 0;) {
        const size_t at = s * lanes + (size_t)offset;
        for (size_t block = 0; 4 * block < hidden; block++) {
            vec dh[4][3];
            hidden_gradient(nv, t, 4 * t->hidden, block, s, offset, dh);
            for (size_t b = 0; b < 4 && 4 * block + b < hidden; b++) {
                const size_t u = 4 * block + b;
                ggc_real *gates = t->gates + 4 * u * g_pitch + at;
                UNROLL
                for (int v = 0; v < nv; v++) {
                    ggc_real *pi = gates + v * VLEN, *pf = pi + g_pitch, *pg = pf + g_pitch,
                             *po = pg + g_pitch;
                    ggc_real *carry = t->carry + u * lanes + offset + v * VLEN;
                    vec i = LOAD(pi), f = LOAD(pf), g = LOAD(pg), o = LOAD(po);
                    vec tc = LOAD(t->tanh_c + u * g_pitch + at + v * VLEN);
                    vec before = LOAD(t->cell + u * h_pitch + at + v * VLEN);
                    vec d = dh[b][v];
                    vec dc = LOAD(carry) + d * o * ((ggc_real)1.0 - tc * tc);
                    STORE(pi, dc * g * i * ((ggc_real)1.0 - i));
                    STORE(pf, dc * before * f * ((ggc_real)1.0 - f));
                    STORE(pg, dc * i * ((ggc_real)1.0 - g * g));
                    STORE(po, d * tc * o * ((ggc_real)1.0 - o));
                    STORE(carry, dc * f);
                }
            }
        }
    }
}

INLINE void rnn_backward_lanes(const int relu, const int recurrent, const int nv,
                               const ggc_tile *t, int offset)
{
    const size_t lanes = (size_t)t->lanes, hidden = (size_t)t->hidden;
    const size_t g_pitch = (size_t)t->steps * lanes;
    for (size_t s = (size_t)t->steps; s-- > 0;) {
        const size_t at = s * lanes + (size_t)offset;
        for (size_t block = 0; 4 * block < hidden; block++) {
            vec dh[4][3];
            hidden_gradient(nv, t, recurrent ? t->hidden : 0, block, s, offset, dh);
            for (size_t b = 0; b < 4 && 4 * block + b < hidden; b++)
                UNROLL
                for (int v = 0; v < nv; v++) {
                    ggc_real *gate = t->gates + (4 * block + b) * g_pitch + at + v * VLEN;
                    vec h = LOAD(gate), d = dh[b][v];
                    STORE(gate, relu ? SELECT(h > (vec){0}, d, (vec){0})
                                     : d * ((ggc_real)1.0 - h * h));
                }
        }
    }
}

/* A tile in blocks of at most three vectors: its lanes are independent. */
#define OVER_LANES(name, call)                                                                     \
    static void name(const ggc_tile *tile)                                                         \
    {                                                                                              \
        int offset = 0;                                                                            \
        for (; offset + 3 * VLEN <= tile->lanes; offset += 3 * VLEN)                               \
            call(3);                                                                               \
        for (; offset + 2 * VLEN <= tile->lanes; offset += 2 * VLEN)                               \
            call(2);                                                                               \
        for (; offset < tile->lanes; offset += VLEN)                                               \
            call(1);                                                                               \
    }

#define LSTM_FORWARD(nv) lstm_forward_lanes(nv, tile, offset)
#define TANH_FORWARD(nv) rnn_forward_lanes(0, 1, nv, tile, offset)
#define RELU_FORWARD(nv) rnn_forward_lanes(1, 1, nv, tile, offset)
#define MLP_FORWARD(nv) rnn_forward_lanes(1, 0, nv, tile, offset)
#define LSTM_BACKWARD(nv) lstm_backward_lanes(nv, tile, offset)
#define TANH_BACKWARD(nv) rnn_backward_lanes(0, 1, nv, tile, offset)
#define RELU_BACKWARD(nv) rnn_backward_lanes(1, 1, nv, tile, offset)
#define MLP_BACKWARD(nv) rnn_backward_lanes(1, 0, nv, tile, offset)
OVER_LANES(lstm_forward, LSTM_FORWARD)
OVER_LANES(tanh_forward, TANH_FORWARD)
OVER_LANES(relu_forward, RELU_FORWARD)
OVER_LANES(mlp_forward, MLP_FORWARD)
OVER_LANES(lstm_backward, LSTM_BACKWARD)
OVER_LANES(tanh_backward, TANH_BACKWARD)
OVER_LANES(relu_backward, RELU_BACKWARD)
OVER_LANES(mlp_backward, MLP_BACKWARD)

/* --- vectors ------------------------------------------------------------- */

static double residual(int n, const ggc_real *y, const ggc_real *target, const ggc_real *weight,
                       ggc_real scale, ggc_real *error)
{
    double total = 0.0;
    for (int at = 0; at < n; at += VLEN) {
        vec e = LOAD(y + at) - LOAD(target + at);
        vec we = e * LOAD(weight + at);
        STORE(error + at, we * scale);
        total += (double)vsum(we * e);
    }
    return total;
}

static ggc_real sum(int n, const ggc_real *x)
{
    vec acc = {0};
    int at = 0;
    for (; at + VLEN <= n; at += VLEN)
        acc += LOAD(x + at);
    ggc_real total = vsum(acc);
    for (; at < n; at++)
        total += x[at];
    return total;
}

static ggc_real sum_squares(int n, const ggc_real *x)
{
    vec acc = {0};
    int at = 0;
    for (; at + VLEN <= n; at += VLEN)
        acc += LOAD(x + at) * LOAD(x + at);
    ggc_real total = vsum(acc);
    for (; at < n; at++)
        total += x[at] * x[at];
    return total;
}

static void add(int n, const ggc_real *x, ggc_real *into)
{
    int at = 0;
    for (; at + VLEN <= n; at += VLEN)
        STORE(into + at, LOAD(into + at) + LOAD(x + at));
    for (; at < n; at++)
        into[at] += x[at];
}

static void squash(int n, ggc_real *x)
{
    for (int at = 0; at < n; at += VLEN)
        STORE(x + at, vtanh(LOAD(x + at)));
}

static void unsquash(int n, const ggc_real *y, ggc_real *d)
{
    for (int at = 0; at < n; at += VLEN) {
        vec v = LOAD(y + at);
        STORE(d + at, LOAD(d + at) * ((ggc_real)1.0 - v * v));
    }
}

const ggc_kernels TABLE = {
    .name = NAME,
    .project = project,
    .contract = contract,
    .forward = {lstm_forward, tanh_forward, relu_forward, mlp_forward},
    .backward = {lstm_backward, tanh_backward, relu_backward, mlp_backward},
    .residual = residual,
    .sum = sum,
    .sum_squares = sum_squares,
    .add = add,
    .squash = squash,
    .unsquash = unsquash,
};
