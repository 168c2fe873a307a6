/* ggc_dcor.c - distance correlations of many genes (eq. 2): see ggc_dcor.h.
 *
 * With a_kl = |x_k - x_l|, its row means r_k and grand mean m, the doubly
 * centred distances are A_kl = a_kl - r_k - r_l + m, and the squared distance
 * covariance is the mean of A_kl B_kl over all k and l (V-statistic).
 *
 * GRAM writes A_kl = a_kl - u_k - u_l, u = r - m / 2, and takes the products of
 * all genes at once. A is symmetric, so the sum over all k, l is twice that of
 * half the diagonal (A_kk = -2 u_k) and the pairs k < l.
 *
 * FAST: double centring takes out any function of x_k or of x_l alone, so that
 * a_kl - |x_k - c| - |x_l - c| does as well as a_kl. With c the median that is
 * minus k_kl = 2 min(|x_k - c|, |x_l - c|), or 0 if the two are on different
 * sides. The mean of A B is then, s_k being the row means of k_kl less their
 * mean m,
 *     sum_kl k_kl l_kl / n^2 - 2 sum_k s_k t_k / n - m_x m_y,
 * and its first sum runs over pairs in the same quadrant around the medians,
 * with nothing but positive terms. Expanding products of distances instead, as
 * published, loses a factor n to cancellation when a gene has an outlier. */
#include "ggc_omp.h"

#include "ggc_dcor.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "ggc_arena.h"
#include "ggc_dcor_sort.h"
#include "ggc_gram.h"
#include "ggc_vector.h"
#include "ggc_watch.h"
#include "ggc_zscore.h"

#define PANEL GGC_GRAM_PANEL
#define CHUNK GGC_GRAM_CHUNK

/* Values in a slab of centred distances: 2 MB, so that it stays in the cache
 * between its making and its use. */
#define SLAB ((size_t)1 << 18)

/* Costs in multiply-adds of the GRAM kernel, measured at n from 20 to 4,000: of
 * one centred distance, and of FAST per value, overall and per level. */
#define COST_DISTANCE 4.0
#define COST_VALUE 40.0
#define COST_LEVEL 12.0

typedef double pair __attribute__((vector_size(16), may_alias));
typedef int64_t pair_bits __attribute__((vector_size(16), may_alias));

/* The genes of one side, standardised. GRAM packs them into panels, value t of
 * gene g at [(g / 4) * 4 n + 4 t + g % 4]; FAST has them at [g * n + t]. */
typedef struct {
    int count;
    double *z;      /* values; FAST: less their median */
    double *means;  /* GRAM: u; FAST: s */
    double *grand;  /* FAST: m */
    double *square; /* squared distance variance; GRAM: n^2 / 2 times that */
    int *order;     /* FAST: samples, see ggc_minimum_means() */
    int *place;     /* FAST: the inverse of order */
} side;

/* What one thread needs: for sorting one gene, then for one pair of genes. */
typedef struct {
    double *values, *means;
    ggc_point *points; /* values and means again: the two uses never meet */
    int *order, *spare, *local;
} scratch;

typedef struct {
    side x, y; /* y: equal to x where the task is symmetric */
    double *slab_x, *slab_y;
    size_t depth; /* values of a row in a slab */
    unsigned char *scratch;
    size_t scratch_bytes; /* of one thread */
} layout;

/* What FAST takes for one pair of genes; sorting one gene takes less. */
static double fast_cost(int n)
{
    double levels = 0;
    for (double size = GGC_SORT_BLOCK; size < n; size *= 2)
        levels += 1;
    return n * (COST_VALUE + COST_LEVEL * levels);
}

/* Workspace -------------------------------------------------------------------- */

static void carve_side(ggc_arena *arena, int count, int n, int gram, side *s)
{
    size_t rows = PANEL * ggc_gram_panels(count), values = (size_t)n;
    memset(s, 0, sizeof *s);
    s->count = count;
    s->square = GGC_TAKE(arena, double, rows);
    if (gram) {
        s->z = (double *)ggc_arena_take(arena, rows, values * sizeof(double));
        s->means = (double *)ggc_arena_take(arena, rows, values * sizeof(double));
        return;
    }
    rows = (size_t)count;
    s->z = (double *)ggc_arena_take(arena, rows, values * sizeof(double));
    s->means = (double *)ggc_arena_take(arena, rows, values * sizeof(double));
    s->grand = GGC_TAKE(arena, double, rows);
    s->order = (int *)ggc_arena_take(arena, rows, values * sizeof(int));
    s->place = (int *)ggc_arena_take(arena, rows, values * sizeof(int));
}

/* Values of a row in a slab: whole chunks, as many as a slab holds of all rows
 * (at least one), no more than there are pairs of samples. */
static size_t slab_depth(const ggc_dcor_task *task)
{
    size_t panels = ggc_gram_panels(task->p) + ggc_gram_panels(task->q);
    size_t most = (size_t)task->n * ((size_t)task->n - 1) / 2 / CHUNK + 1;
    size_t chunks = SLAB / (PANEL * CHUNK * panels);
    return CHUNK * (chunks < 1 ? 1 : (chunks > most ? most : chunks));
}

static scratch carve_scratch(ggc_arena *arena, int n)
{
    scratch s = {0};
    s.points = GGC_TAKE(arena, ggc_point, n);
    s.values = (double *)s.points;
    s.means = s.values == NULL ? NULL : s.values + n;
    s.order = GGC_TAKE(arena, int, n);
    s.spare = GGC_TAKE(arena, int, n);
    s.local = GGC_TAKE(arena, int, n);
    return s;
}

static void carve(ggc_arena *arena, const ggc_dcor_task *task, layout *l)
{
    int gram = ggc_dcor_choose(task) == GGC_DCOR_GRAM;
    memset(l, 0, sizeof *l);
    carve_side(arena, task->p, task->n, gram, &l->x);
    l->y = l->x;
    if (task->q > 0)
        carve_side(arena, task->q, task->n, gram, &l->y);
    if (gram) {
        l->depth = slab_depth(task);
        size_t row = l->depth * sizeof(double);
        l->slab_x = (double *)ggc_arena_take(arena, PANEL * ggc_gram_panels(task->p), row);
        if (task->q > 0)
            l->slab_y = (double *)ggc_arena_take(arena, PANEL * ggc_gram_panels(task->q), row);
    }
    ggc_arena one;
    ggc_arena_init(&one, NULL, 0);
    carve_scratch(&one, task->n);
    l->scratch_bytes = one.used;
    l->scratch = ggc_arena_take(arena, (size_t)task->threads, one.used);
    arena->overflow |= one.overflow;
}

ggc_status ggc_dcor_workspace(const ggc_dcor_task *task, size_t *bytes)
{
    ggc_arena arena;
    ggc_arena_init(&arena, NULL, 0);
    layout l;
    carve(&arena, task, &l);
    *bytes = arena.used;
    return arena.overflow ? GGC_EOVERFLOW : GGC_OK;
}

static scratch thread_scratch(const layout *l, int n)
{
    ggc_arena arena;
    size_t offset = l->scratch_bytes * (size_t)omp_get_thread_num();
    ggc_arena_init(&arena, l->scratch + offset, l->scratch_bytes);
    return carve_scratch(&arena, n);
}

/* Preparation ------------------------------------------------------------------- */

static void prepare_packed(side *s, size_t panel, int width, int n, scratch *w)
{
    double *z = s->z + PANEL * (size_t)n * panel, *u = s->means + PANEL * (size_t)n * panel;
    for (int g = 0; g < PANEL; g++) {
        if (g >= width) {
            for (size_t t = 0; t < (size_t)n; t++)
                z[PANEL * t + (size_t)g] = u[PANEL * t + (size_t)g] = 0;
            continue;
        }
        for (int t = 0; t < n; t++)
            w->values[t] = z[PANEL * (size_t)t + (size_t)g];
        ggc_sort_order(w->values, n, w->order, w->spare);
        double grand = ggc_row_means(w->values, w->order, n, w->means);
        for (int t = 0; t < n; t++)
            u[PANEL * (size_t)t + (size_t)g] = w->means[t] - grand / 2;
    }
}

static void prepare_sorted(side *s, int g, int n, scratch *w)
{
    size_t at = (size_t)n * (size_t)g;
    double *z = s->z + at, *means = s->means + at;
    int *order = s->order + at, *place = s->place + at, middle = n / 2;
    ggc_sort_order(z, n, order, w->spare);
    s->square[g] = ggc_distance_variance(z, order, n);
    double median = z[order[middle]];
    for (int t = 0; t < n; t++)
        z[t] -= median;
    for (int t = 0; t < middle / 2; t++) {
        int swap = order[t];
        order[t] = order[middle - 1 - t];
        order[middle - 1 - t] = swap;
    }
    s->grand[g] = ggc_minimum_means(z, order, n, means);
    for (int t = 0; t < n; t++) {
        means[t] -= s->grand[g];
        place[order[t]] = t;
    }
}

/* Standardise, sort and centre the genes of one panel. */
static void prepare_panel(const double *x, int n, int gram, size_t panel, side *s, scratch *w)
{
    int from = (int)(PANEL * panel);
    int width = s->count - from < PANEL ? s->count - from : PANEL;
    double *z = s->z + PANEL * (size_t)n * panel;
    const ggc_zscore_genes genes = {x, s->count, n, from, width};
    const ggc_zscore_place packed = {z, 1, PANEL, NULL, NULL}, rows = {z, (size_t)n, 1, NULL, NULL};
    ggc_zscore_block(&genes, gram ? &packed : &rows);
    if (gram) {
        prepare_packed(s, panel, width, n, w);
        return;
    }
    for (int g = from; g < from + width; g++)
        prepare_sorted(s, g, n, w);
}

/* All genes of one side. */
static ggc_status prepare(const ggc_dcor_task *task, const layout *l, const double *x, side *s,
                          ggc_meter *meter)
{
    int n = task->n, gram = ggc_dcor_choose(task) == GGC_DCOR_GRAM;
    size_t panels = ggc_gram_panels(s->count);
    double work = PANEL * fast_cost(n);
    size_t step = (size_t)(meter->limit / work) + 1;
    for (size_t first = 0; first < panels; first += step) {
        size_t count = panels - first < step ? panels - first : step;
#pragma omp parallel num_threads(task->threads)
        {
            scratch w = thread_scratch(l, n);
#pragma omp for schedule(dynamic, 4)
            for (size_t k = 0; k < count; k++)
                prepare_panel(x, n, gram, first + k, s, &w);
        }
        if (ggc_meter_add(meter, work * (double)count))
            return GGC_ECANCELLED;
    }
    return GGC_OK;
}

/* The ratio of eq. 2; rounding can take it out of [0, 1]. */
static double correlation(double covariance, double square_x, double square_y, int squared)
{
    if (!(square_x > 0 && square_y > 0) || !(covariance > 0))
        return 0;
    double ratio = covariance / sqrt(square_x * square_y);
    if (ratio > 1)
        ratio = 1;
    return squared ? ratio : sqrt(ratio);
}

/* GRAM ------------------------------------------------------------------------- */

/* Centred distances of the four genes of a panel, for the pairs (k, l), k < l,
 * in row order from (k, l) on. z, u: packed values and means. */
static void fill_panel(const double *z, const double *u, int n, int k, int l, size_t count,
                       double *restrict out)
{
    const pair_bits mask = {INT64_MAX, INT64_MAX}; /* all but the sign */
    while (count > 0) {
        size_t run = (size_t)(n - l) < count ? (size_t)(n - l) : count;
        const pair *zk = (const pair *)(z + PANEL * (size_t)k);
        const pair *uk = (const pair *)(u + PANEL * (size_t)k);
        const pair *zl = (const pair *)(z + PANEL * (size_t)l);
        const pair *ul = (const pair *)(u + PANEL * (size_t)l);
        pair z0 = zk[0], z1 = zk[1], u0 = uk[0], u1 = uk[1];
        pair *to = (pair *)out;
        for (size_t i = 0; i < 2 * run; i += 2) {
            pair d0 = zl[i] - z0, d1 = zl[i + 1] - z1;
            to[i] = (pair)((pair_bits)d0 & mask) - u0 - ul[i];
            to[i + 1] = (pair)((pair_bits)d1 & mask) - u1 - ul[i + 1];
        }
        out += PANEL * run;
        count -= run;
        k++;
        l = k + 1;
    }
}

static void fill_slab(const side *s, int n, int k, int l, size_t count, int threads, double *slab)
{
    size_t panels = ggc_gram_panels(s->count), values = PANEL * (size_t)n;
#pragma omp parallel for num_threads(threads) schedule(static)
    for (size_t i = 0; i < panels; i++)
        fill_panel(s->z + values * i, s->means + values * i, n, k, l, count,
                   slab + PANEL * count * i);
}

/* Move (k, l) on by `count` pairs in row order. */
static void advance(int n, size_t count, int *k, int *l)
{
    while (count >= (size_t)(n - *l)) {
        count -= (size_t)(n - *l);
        ++*k;
        *l = *k + 1;
        if (*l >= n)
            return;
    }
    *l += (int)count;
}

/* Add the products of `depth` packed values to out, and where the two sides
 * differ, to their squares. */
static ggc_status add_products(const ggc_dcor_task *task, layout *l, const double *x,
                               const double *y, size_t depth, double *out, ggc_meter *meter)
{
    if (task->q == 0)
        return ggc_gram_add(x, task->p, NULL, 0, depth, out, task->threads, meter);
    ggc_gram_add_squares(x, task->p, depth, l->x.square, task->threads);
    ggc_gram_add_squares(y, task->q, depth, l->y.square, task->threads);
    return ggc_gram_add(x, task->p, y, task->q, depth, out, task->threads, meter);
}

static void scale(double *v, size_t count, double factor)
{
    for (size_t i = 0; i < count; i++)
        v[i] *= factor;
}

/* Products to correlations: the symmetric half is mirrored. */
static void finish(const ggc_dcor_task *task, layout *l, double *out)
{
    size_t p = (size_t)task->p, q = task->q > 0 ? (size_t)task->q : p;
    int symmetric = task->q == 0;
    if (symmetric)
        for (size_t i = 0; i < p; i++)
            l->x.square[i] = out[i + p * i];
    const double *square_y = symmetric ? l->x.square : l->y.square;
    for (size_t j = 0; j < q; j++)
        for (size_t i = 0; i < (symmetric ? j + 1 : p); i++) {
            double r = correlation(out[i + p * j], l->x.square[i], square_y[j], task->squared);
            out[i + p * j] = r;
            if (symmetric)
                out[j + p * i] = r;
        }
}

static ggc_status dcor_gram(const ggc_dcor_task *task, layout *l, double *out, ggc_meter *meter)
{
    int n = task->n, symmetric = task->q == 0;
    size_t entries = (size_t)task->p * (size_t)(symmetric ? task->p : task->q);
    size_t rows_x = PANEL * ggc_gram_panels(task->p), rows_y = PANEL * ggc_gram_panels(task->q);
    memset(out, 0, entries * sizeof *out);
    memset(l->x.square, 0, rows_x * sizeof(double));
    if (!symmetric)
        memset(l->y.square, 0, rows_y * sizeof(double));

    /* Half the diagonal: 4 u v / 2. Doubling is exact. */
    ggc_status status = add_products(task, l, l->x.means, l->y.means, (size_t)n, out, meter);
    if (status != GGC_OK)
        return status;
    scale(out, entries, 2);
    scale(l->x.square, rows_x, 2);
    if (!symmetric)
        scale(l->y.square, rows_y, 2);

    size_t left = (size_t)n * ((size_t)n - 1) / 2;
    for (int k = 0, m = 1; left > 0;) {
        size_t depth = left < l->depth ? left : l->depth;
        fill_slab(&l->x, n, k, m, depth, task->threads, l->slab_x);
        if (!symmetric)
            fill_slab(&l->y, n, k, m, depth, task->threads, l->slab_y);
        status = add_products(task, l, l->slab_x, l->slab_y, depth, out, meter);
        if (status != GGC_OK)
            return status;
        if (ggc_meter_add(meter, COST_DISTANCE * (double)depth * (double)(rows_x + rows_y)))
            return GGC_ECANCELLED;
        advance(n, depth, &k, &m);
        left -= depth;
    }
    finish(task, l, out);
    return GGC_OK;
}

/* FAST ------------------------------------------------------------------------- */

/* Sum over all k, l of k_kl l_kl / 4. The samples are dealt to the quadrants,
 * which are lower (0) or upper (2) in x plus lower (0) or upper (1) in y, first
 * by increasing distance from the median of x, then of y. */
static double quadrant_products(const double *x, const int *order_x, const int *place_x,
                                const double *y, const int *order_y, const int *place_y, int n,
                                scratch *w)
{
    int middle = n / 2, both = 0;
    for (int t = 0; t < middle; t++)
        both += place_y[order_x[t]] < middle;
    const int start[5] = {0, both, middle, 2 * middle - both, n};
    int next[4] = {start[0], start[1], start[2], start[3]};
    double diagonal = 0, pairs = 0;
    for (int t = 0; t < n; t++) {
        int sample = order_x[t];
        int quadrant = 2 * (t >= middle) + (place_y[sample] >= middle);
        int k = next[quadrant]++;
        w->points[k].x = fabs(x[sample]);
        w->points[k].y = fabs(y[sample]);
        w->local[sample] = k - start[quadrant];
        diagonal += w->points[k].x * w->points[k].y;
    }
    memcpy(next, start, sizeof next);
    for (int t = 0; t < n; t++) {
        int sample = order_y[t];
        int quadrant = 2 * (place_x[sample] >= middle) + (t >= middle);
        w->order[next[quadrant]++] = w->local[sample];
    }
    for (int i = 0; i < 4; i++)
        pairs += ggc_minimum_products(w->points + start[i], w->order + start[i], w->spare,
                                      (size_t)(start[i + 1] - start[i]));
    return diagonal + 2 * pairs;
}

/* Squared distance covariance of gene i of one side and gene j of another. The
 * two are ordered by their values, so that the bits are those of (j, i), and
 * equal genes get the covariance that makes their correlation exactly 1. */
static double pair_covariance(const side *a, int i, const side *b, int j, int n, scratch *w)
{
    size_t at_a = (size_t)n * (size_t)i, at_b = (size_t)n * (size_t)j;
    const double *x = a->z + at_a, *y = b->z + at_b;
    int t = 0;
    while (t < n && x[t] == y[t])
        t++;
    if (t == n)
        return sqrt(a->square[i] * b->square[j]);
    if (x[t] > y[t])
        return pair_covariance(b, j, a, i, n, w);
    double products = quadrant_products(x, a->order + at_a, a->place + at_a, y, b->order + at_b,
                                        b->place + at_b, n, w);
    double means = ggc_dot(a->means + at_a, b->means + at_b, n);
    return 2 * (2 * products / n - means) / n - a->grand[i] * b->grand[j];
}

/* Rows from .. to - 1 of column j. */
static void column_part(const ggc_dcor_task *task, const layout *l, int j, int from, int to,
                        double *out, scratch *w)
{
    int symmetric = task->q == 0;
    size_t p = (size_t)task->p;
    if (symmetric && to > j + 1)
        to = j + 1;
    for (int i = from; i < to; i++) {
        double square_x = l->x.square[i], square_y = l->y.square[j], covariance = 0;
        if (square_x > 0 && square_y > 0)
            covariance = pair_covariance(&l->x, i, &l->y, j, task->n, w);
        double r = correlation(covariance, square_x, square_y, task->squared);
        out[(size_t)i + p * (size_t)j] = r;
        if (symmetric)
            out[(size_t)j + p * (size_t)i] = r;
    }
}

/* Tasks are runs of rows in a column, about 1/16 of the work between two looks
 * at the hook, so that no thread waits long for another. */
static ggc_status dcor_fast(const ggc_dcor_task *task, layout *l, double *out, ggc_meter *meter)
{
    int n = task->n, p = task->p, q = task->q > 0 ? task->q : p;
    double rows = GGC_POLL_WORK / 16 / fast_cost(n);
    int run = rows < 1 ? 1 : (rows > p ? p : (int)rows);
    int runs = (p - 1) / run + 1;
    size_t tasks = (size_t)q * (size_t)runs;
    double work = fast_cost(n) * run * (task->q > 0 ? 1 : 0.5);
    size_t step = (size_t)(meter->limit / work) + 1;
    for (size_t first = 0; first < tasks; first += step) {
        size_t count = tasks - first < step ? tasks - first : step;
#pragma omp parallel num_threads(task->threads)
        {
            scratch w = thread_scratch(l, n);
#pragma omp for schedule(dynamic, 1)
            for (size_t k = 0; k < count; k++) {
                size_t id = first + k;
                int j = (int)(id / (size_t)runs), from = run * (int)(id % (size_t)runs);
                column_part(task, l, j, from, p - from < run ? p : from + run, out, &w);
            }
        }
        if (ggc_meter_add(meter, work * (double)count))
            return GGC_ECANCELLED;
    }
    return GGC_OK;
}

/* Entry ------------------------------------------------------------------------ */

ggc_dcor_algorithm ggc_dcor_choose(const ggc_dcor_task *task)
{
    if (task->algorithm != GGC_DCOR_AUTO)
        return task->algorithm;
    return 0.5 * task->n * task->n < fast_cost(task->n) ? GGC_DCOR_GRAM : GGC_DCOR_FAST;
}

ggc_status ggc_dcor(const ggc_dcor_task *task, const double *x, const double *y, double *out,
                    void *workspace, size_t bytes, const ggc_hooks *hooks)
{
    ggc_arena arena;
    ggc_arena_init(&arena, workspace, bytes);
    layout l;
    carve(&arena, task, &l);
    if (arena.overflow)
        return GGC_ENOMEM;
    int gram = ggc_dcor_choose(task) == GGC_DCOR_GRAM;
    ggc_meter meter = ggc_meter_start(hooks, task->threads);
    ggc_status status = prepare(task, &l, x, &l.x, &meter);
    if (status == GGC_OK && task->q > 0)
        status = prepare(task, &l, y, &l.y, &meter);
    if (status != GGC_OK)
        return status;
    return gram ? dcor_gram(task, &l, out, &meter) : dcor_fast(task, &l, out, &meter);
}
