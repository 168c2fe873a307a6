/* ggc_kernels_body.h - the kernels, compiled once per instruction set.
 *
 * The including file sets the target and
 *   VLEN         elements in a vector (divides GGC_LANES)
 *   PROJECT_ROWS rows of the projection held in registers (1..8)
 *   CONTRACT     side of the square of accumulators in the contraction
 *   UNITS        most hidden units whose sums are held in registers, 4 to 6
 *   TABLE, NAME  of the table it defines
 * and, where the instruction set has better ones, VMIN(a, b) and VMAX(a, b), which
 * answer b where either is no number, RECIPROCAL(x) to 2e-7, and POWERS(i): for the last
 * five bits j of each integer the bits of 2^(j / 32) less j << 18.
 * Vectors are the compilers' generic ones: any target can lower them. Sums run in
 * one fixed order for each output, wherever a tile's edge falls. */

/* Not clang-format's form: it takes UNROLL before a loop for a statement. */
/* clang-format off */
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
#ifdef POWERS
#define MAGIC 393216.0f /* 1.5 * 2^18: rounds to a multiple of 1 / 32 */
#else
#define MAGIC 12582912.0f /* 1.5 * 2^23 */
#endif
#endif
typedef bits ivec __attribute__((vector_size(VLEN * sizeof(ggc_real))));

/* Loops over registers: their bounds are constants once inlined, and -O2 would
 * leave them rolled, with the accumulators in memory. (clang's sanitized builds have it
 * empty: to check every access of every copy takes that compiler minutes.) */
#if defined(UNROLL)
#elif defined(__clang__)
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

/* x becomes 1 / (1 + exp(-x)), or that of 2 x where bit i of `twice` is set, for n
 * vectors side by side: chains of dependent products hide each other's latency.
 * Absolute error below 2e-7 (float), 1e-15 (double).
 *
 * exp(-x) = 2^m p(f) with -x / ln(2) = m + f, x clamped so that this and its reciprocal
 * are normal numbers, beside which 1 is lost. p under p(0) = 1 is Taylor's in double; in
 * float minimax, to 1.1e-7 of |f| <= 1 / 2 or, where a table has 2^(j / 32), to 5e-8 of
 * |f| <= 1 / 64. f comes of one rounding: its relative error is x's, and where x is large
 * the result is flat. */
#define LOG2E 1.44269504088896340736
#define SIDE_BY_SIDE 4
INLINE void logistics(const int n, vec *x, const int twice)
{
#ifdef GGC_DOUBLE
    const ggc_real top = 250.0;
    static const double p[] = {1.605904383682161e-10, 2.087675698786810e-09,
                               2.505210838544172e-08, 2.755731922398589e-07,
                               2.755731922398589e-06, 2.480158730158730e-05,
                               1.984126984126984e-04, 1.388888888888889e-03,
                               8.333333333333333e-03, 4.166666666666666e-02,
                               1.666666666666667e-01, 0.5, 1.0};
#elif defined(POWERS)
    const ggc_real top = 30.0f;
    static const float p[] = {2.4022649738e-01f, 6.9315732980e-01f};
#else
    const ggc_real top = 30.0f;
    static const float p[] = {1.326472731e-03f, 9.671512991e-03f, 5.550733581e-02f,
                              2.402224243e-01f, 6.931470037e-01f};
#endif
    const int degree = (int)(sizeof p / sizeof *p);
    vec t[SIDE_BY_SIDE], f[SIDE_BY_SIDE], e[SIDE_BY_SIDE];
    UNROLL
    for (int i = 0; i < n; i++) {
        const ggc_real scale = (ggc_real)((twice >> i & 1 ? -2.0 : -1.0) * LOG2E);
        x[i] = VMAX(SPLAT(-top), VMIN(SPLAT(top), x[i]));
        t[i] = x[i] * scale + MAGIC;
        f[i] = x[i] * scale - (t[i] - MAGIC);
#ifdef GGC_DOUBLE
        f[i] *= 6.93147180559945309417e-01;
#endif
        e[i] = SPLAT(p[0]);
    }
    UNROLL
    for (int k = 1; k < degree; k++)
        UNROLL
        for (int i = 0; i < n; i++)
            e[i] = e[i] * f[i] + p[k];
    UNROLL
    for (int i = 0; i < n; i++) {
#ifdef POWERS
        vec power = (vec)(POWERS((ivec)t[i]) + ((ivec)t[i] << (SHIFT - 5)));
        e[i] = (power * f[i]) * e[i] + (power + (ggc_real)1.0);
#else
        e[i] = e[i] * f[i] + (ggc_real)1.0;
        e[i] = (vec)((ivec)e[i] + ((ivec)t[i] << SHIFT)) + (ggc_real)1.0;
#endif
        x[i] = RECIPROCAL(e[i]);
    }
}

/* x becomes tanh(x), n vectors side by side. */
INLINE void hyperbolic_tangents(const int n, vec *x)
{
    logistics(n, x, (1 << n) - 1);
    UNROLL
    for (int i = 0; i < n; i++)
        x[i] = (ggc_real)2.0 * x[i] - (ggc_real)1.0;
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

/* --- projection --- */

/* nr rows from `row` and nv vectors of points from `point` on. */
INLINE void project_block(const int nr, const int nv, const ggc_projection *p, int row, int point)
{
    const ggc_real *w = p->w + row, *x = p->x + point, *bias = p->bias + row;
    ggc_real *out = p->out + (size_t)row * p->out_pitch + point;
    vec acc[PROJECT_ROWS][3];
    UNROLL
    for (int r = 0; r < nr; r++)
        UNROLL
        for (int v = 0; v < nv; v++)
            acc[r][v] = SPLAT(bias[r]);
    for (int k = 0; k < p->count; k++) {
        const ggc_real *xk = x + (size_t)p->xrow[k] * p->x_pitch;
        const ggc_real *wk = w + (size_t)p->column[k] * (size_t)p->rows;
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
            STORE(out + (size_t)r * p->out_pitch + v * VLEN, acc[r][v]);
}

INLINE void project_points(const int nv, const ggc_projection *p, int point)
{
    int r = 0;
    for (; r + PROJECT_ROWS <= p->rows; r += PROJECT_ROWS)
        project_block(PROJECT_ROWS, nv, p, r, point);
    for (; r + 2 <= p->rows; r += 2)
        project_block(2, nv, p, r, point);
    for (; r < p->rows; r++)
        project_block(1, nv, p, r, point);
}

/* Of a copy of its description the compiler knows that no store changes it. */
static void project(const ggc_projection *given)
{
    const ggc_projection copy = *given, *const p = &copy;
    int n = 0;
    for (; n + 3 * VLEN <= p->points; n += 3 * VLEN)
        project_points(3, p, n);
    for (; n < p->points; n += VLEN)
        project_points(1, p, n);
}

/* --- contraction --- */

INLINE void contract_block(const int nk, const int nr, int row, int points,
                           const ggc_real *const *x, const ggc_real *g, size_t g_pitch,
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
            d[k][row + r] += sums[k * nr + r];
}

/* A block of nk columns and some rows: each a constant count of accumulators. */
INLINE void contract_rows(const int nk, int nr, int row, int points, const ggc_real *const *x,
                          const ggc_real *g, size_t g_pitch, ggc_real *const *d)
{
    switch (nr) {
    case 1: contract_block(nk, 1, row, points, x, g, g_pitch, d); break;
    case 2: contract_block(nk, 2, row, points, x, g, g_pitch, d); break;
#if CONTRACT > 3
    case 3: contract_block(nk, 3, row, points, x, g, g_pitch, d); break;
    case 4: contract_block(nk, 4, row, points, x, g, g_pitch, d); break;
#endif
    default: contract_block(nk, CONTRACT, row, points, x, g, g_pitch, d);
    }
}

static void contract_columns(int nk, int nr, int row, int points, const ggc_real *const *x,
                             const ggc_real *g, size_t g_pitch, ggc_real *const *d)
{
    switch (nk) {
    case 1: contract_rows(1, nr, row, points, x, g, g_pitch, d); break;
    case 2: contract_rows(2, nr, row, points, x, g, g_pitch, d); break;
#if CONTRACT > 3
    case 3: contract_rows(3, nr, row, points, x, g, g_pitch, d); break;
    case 4: contract_rows(4, nr, row, points, x, g, g_pitch, d); break;
#endif
    default: contract_rows(CONTRACT, nr, row, points, x, g, g_pitch, d);
    }
}

static void contract_panel(int width, int rows, int points, const ggc_real *const *x,
                           const ggc_real *g, size_t g_pitch, ggc_real *const *d)
{
    for (int b = 0, r = 0, next_r; r < rows; r = next_r) {
        next_r = ggc_block_end(rows, CONTRACT, b++);
        for (int c = 0, k = 0, next_k; k < width; k = next_k) {
            next_k = ggc_block_end(width, CONTRACT, c++);
            contract_columns(next_k - k, next_r - r, r, points, x + k, g + (size_t)r * g_pitch,
                             g_pitch, d + k);
        }
    }
}

/* So many columns, and so many points, that all of it stays in the first cache while
 * the rows of g pass by. */
#define PANEL (2 * CONTRACT)
#define PANEL_POINTS (40 * GGC_LANES)

static void contract(const ggc_contraction *given)
{
    const ggc_contraction copy = *given, *const c = &copy;
    const int parts_of = PANEL_POINTS / GGC_LANES;
    for (int part = 0, n = 0, next_n; n < c->points; n = next_n) {
        next_n = ggc_block_end(c->points / GGC_LANES, parts_of, part++) * GGC_LANES;
        for (int b = 0, k = 0, next_k; k < c->count; k = next_k) {
            const ggc_real *xk[PANEL];
            ggc_real *dk[PANEL];
            next_k = ggc_block_end(c->count, PANEL, b++);
            for (int i = k; i < next_k; i++) {
                xk[i - k] = c->x + (size_t)(c->xrow ? c->xrow[i] : i) * c->x_pitch + n;
                dk[i - k] = c->d + (size_t)(c->column ? c->column[i] : i) * (size_t)c->rows;
            }
            contract_panel(next_k - k, c->rows, next_n - n, xk, c->g + n, c->g_pitch, dk);
        }
    }
}

/* --- recurrent unroll: what the cells' kernels are made of --- */

/* acc[i][v] += sum_k w[k][i] * h[k][v], i < nb: the gates of one unit, or one sum of
 * several units. */
INLINE void recur(const int nb, const int nv, int count, const ggc_real *w, const ggc_real *h,
                  size_t h_pitch, vec acc[UNITS][3])
{
    for (int k = 0; k < count; k++, w += nb, h += h_pitch) {
        vec hv[3];
        UNROLL
        for (int v = 0; v < nv; v++)
            hv[v] = LOAD(h + v * VLEN);
        UNROLL
        for (int i = 0; i < nb; i++)
            UNROLL
            for (int v = 0; v < nv; v++)
                acc[i][v] += w[i] * hv[v];
    }
}

/* All units in blocks: `call` has a constant count of accumulators. */
#define OVER_UNITS(call)                                                                           \
    for (int block = 0, first = 0, next; first < t->hidden; first = next) {                        \
        next = ggc_block_end(t->hidden, UNITS, block++);                                           \
        switch (next - first) {                                                                    \
        case 1: call(1); break;                                                                    \
        case 2: call(2); break;                                                                    \
        case 3: call(3); break;                                                                    \
        case 4: call(4); break;                                                                    \
        OVER_UNITS_MORE(call)                                                                      \
        }                                                                                          \
    }
#if UNITS == 6
#define OVER_UNITS_MORE(call)                                                                      \
    case 5: call(5); break;                                                                        \
    default: call(6);
#elif UNITS == 5
#define OVER_UNITS_MORE(call) default: call(5);
#else
#define OVER_UNITS_MORE(call)
#endif

INLINE void start_hidden(const int nv, const ggc_tile *t, int offset, size_t h_pitch)
{
    for (int k = 0; k < t->hidden; k++)
        UNROLL
        for (int v = 0; v < nv; v++)
            STORE(t->h + (size_t)k * h_pitch + offset + v * VLEN, SPLAT(t->h0[k]));
}

/* A gate's gradient, kept and added to that of its input. */
INLINE void store_gradient(const ggc_tile *t, size_t row, size_t s, size_t lane, ggc_real *gate,
                           vec value)
{
    STORE(gate, value);
    if (t->d_input != NULL) {
        ggc_real *into = t->d_input + row * t->input_pitch + s * t->stride + lane;
        STORE(into, LOAD(into) + value);
    }
}

/* dh[b][v] of units first + b at step s: from above and, unless it is the last step,
 * from what the recurrent sums, `rows` of them, were at step s + 1. */
INLINE void hidden_gradient(const int nb, const int nv, const ggc_tile *t, int rows, size_t first,
                            size_t s, int offset, vec dh[UNITS][3])
{
    const size_t lanes = (size_t)t->lanes, g_pitch = (size_t)t->steps * lanes;
    const size_t at = s * lanes + (size_t)offset;
    UNROLL
    for (int b = 0; b < nb; b++)
        UNROLL
        for (int v = 0; v < nv; v++)
            if (t->dh != NULL)
                dh[b][v] = LOAD(t->dh + (first + (size_t)b) * g_pitch + at + v * VLEN);
            else
                dh[b][v] = t->readout[first + (size_t)b] * LOAD(t->dy + at + v * VLEN);
    if (rows > 0 && s + 1 < (size_t)t->steps)
        recur(nb, nv, rows, t->w_backward + first * (size_t)rows, t->d_recurrent + at + lanes,
              g_pitch, dh);
}

/* A tile in blocks of at most three vectors: its lanes are independent. */
#define OVER_LANES(name, call)                                                                     \
    static void name(const ggc_tile *given)                                                        \
    {                                                                                              \
        const ggc_tile copy = *given, *const tile = &copy;                                         \
        int offset = 0;                                                                            \
        for (; offset + 3 * VLEN <= tile->lanes; offset += 3 * VLEN)                               \
            call(3);                                                                               \
        for (; offset + 2 * VLEN <= tile->lanes; offset += 2 * VLEN)                               \
            call(2);                                                                               \
        for (; offset < tile->lanes; offset += VLEN)                                               \
            call(1);                                                                               \
    }

#define GGC_CELL_KERNELS
#include "ggc_cells.h"

/* --- vectors --- */

static double residual(const ggc_residual *given)
{
    const ggc_residual copy = *given, *const r = &copy;
    double total = 0.0;
    for (int lane = 0; lane < r->lanes; lane += VLEN) {
        const vec use = LOAD(r->in_use + lane);
        vec squares = {0};
        size_t at = (size_t)lane, point = (size_t)lane;
        for (int s = 0; s < r->steps; s++, at += (size_t)r->lanes, point += r->stride) {
            vec e = LOAD(r->y + at) - LOAD(r->target + point);
            vec we = e * (use * LOAD(r->weight + point));
            if (r->error != NULL)
                STORE(r->error + at, we * r->scale);
            squares += we * e;
        }
        total += (double)vsum(squares);
    }
    return total;
}

/* Sums of 4 * VLEN columns side by side, in one order for each n. */
static ggc_real sum(int n, const ggc_real *x)
{
    vec acc[4] = {{0}, {0}, {0}, {0}};
    int at = 0;
    for (; at + 4 * VLEN <= n; at += 4 * VLEN)
        UNROLL
        for (int i = 0; i < 4; i++)
            acc[i] += LOAD(x + at + i * VLEN);
    for (; at + VLEN <= n; at += VLEN)
        acc[0] += LOAD(x + at);
    ggc_real total = vsum((acc[0] + acc[1]) + (acc[2] + acc[3]));
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

static void squash(int n, ggc_real *x)
{
    for (int at = 0; at < n; at += VLEN) {
        vec v[1] = {LOAD(x + at)};
        hyperbolic_tangents(1, v);
        STORE(x + at, v[0]);
    }
}

static void unsquash(int n, const ggc_real *y, ggc_real *d)
{
    for (int at = 0; at < n; at += VLEN) {
        vec v = LOAD(y + at);
        STORE(d + at, LOAD(d + at) * ((ggc_real)1.0 - v * v));
    }
}

#define FORWARD(NAME, name, gates, recurrent, memories, traces, apart, passes) name##_forward,
#define BACKWARD(NAME, name, gates, recurrent, memories, traces, apart, passes) name##_backward,
const ggc_kernels TABLE = {
    .name = NAME,
    .units = UNITS,
    .project = project,
    .contract = contract,
    .forward = {GGC_CELL_LIST(FORWARD)},
    .backward = {GGC_CELL_LIST(BACKWARD)},
    .residual = residual,
    .sum = sum,
    .sum_squares = sum_squares,
    .squash = squash,
    .unsquash = unsquash,
};
