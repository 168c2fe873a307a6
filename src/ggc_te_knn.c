/* ggc_te_knn.c - nearest neighbours for one target and many sources: see ggc_te_knn.h.
 *
 * The k-th neighbour in (x, y, z) is looked for among the neighbours in (y, z), nearest
 * first, which are listed once for a target: none behind the k-th distance found so far
 * can be nearer. So of a source, or a rearranged one, a few dozen steps are looked at. */
#include "ggc_te_knn.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "ggc_dcor_sort.h"
#include "ggc_te.h"

/* Listed neighbours: enough but for rare steps, which are measured one by one. */
#define LISTED 256

#define EULER 0.577215664901532860606512

typedef double pair __attribute__((vector_size(16), may_alias));
typedef int64_t pair_bits __attribute__((vector_size(16), may_alias));

void ggc_knn_carve(ggc_arena *arena, int n, int width, int depth, ggc_knn *knn)
{
    const size_t steps = (size_t)n;
    memset(knn, 0, sizeof *knn);
    knn->n = n;
    knn->width = width;
    knn->depth = depth;
    knn->near = n - 1 < LISTED ? n - 1 : LISTED;
    knn->y = GGC_TAKE(arena, double, steps);
    knn->z = (double *)ggc_arena_take(arena, (size_t)depth, steps * sizeof(double));
    knn->x = (double *)ggc_arena_take(arena, (size_t)width, steps * sizeof(double));
    knn->order = GGC_TAKE(arena, int, steps);
    knn->spare = GGC_TAKE(arena, double, steps);
    knn->distance = (double *)ggc_arena_take(arena, (size_t)knn->near, steps * sizeof(double));
    knn->who = (int *)ggc_arena_take(arena, (size_t)knn->near, steps * sizeof(int));
}

void ggc_knn_digamma(int n, double *psi)
{
    double value = -EULER;
    for (int m = 0; m < n; m++) {
        psi[m] = value;
        value += 1.0 / (m + 1.0);
    }
}

/* Of two steps, in some coordinates. */
static double farthest(const double *v, int coordinates, int n, int a, int b)
{
    double most = 0.0;
    for (int d = 0; d < coordinates; d++) {
        const double *c = v + (size_t)d * (size_t)n;
        const double far = fabs(c[b] - c[a]);
        if (far > most)
            most = far;
    }
    return most;
}

static double distance_yz(const ggc_knn *knn, int a, int b)
{
    const double y = fabs(knn->y[b] - knn->y[a]);
    const double z = farthest(knn->z, knn->depth, knn->n, a, b);
    return y > z ? y : z;
}

/* Let the distance at place i of a heap of `count`, the largest on top, sink. */
static void sink(double *d, int *who, int i, int count)
{
    const double value = d[i];
    const int w = who[i];
    for (int child = 2 * i + 1; child < count; child = 2 * i + 1) {
        if (child + 1 < count && d[child + 1] > d[child])
            child++;
        if (!(d[child] > value))
            break;
        d[i] = d[child];
        who[i] = who[child];
        i = child;
    }
    d[i] = value;
    who[i] = w;
}

/* The nearest steps of step a in (y, z), by increasing distance. */
static void list_neighbours(ggc_knn *knn, int a)
{
    const int near = knn->near;
    double *d = knn->distance + (size_t)near * (size_t)a;
    int *who = knn->who + (size_t)near * (size_t)a, filled = 0;
    for (int b = 0; b < knn->n; b++) {
        if (b == a)
            continue;
        const double far = distance_yz(knn, a, b);
        if (filled < near) {
            d[filled] = far;
            who[filled++] = b;
            for (int i = near / 2 - 1; i >= 0 && filled == near; i--)
                sink(d, who, i, near);
        } else if (far < d[0]) {
            d[0] = far;
            who[0] = b;
            sink(d, who, 0, near);
        }
    }
    for (int last = near - 1; last > 0; last--) {
        const double far = d[0];
        const int b = who[0];
        d[0] = d[last];
        who[0] = who[last];
        d[last] = far;
        who[last] = b;
        sink(d, who, 0, last);
    }
}

/* A coordinate in the order of the first of z, in place. */
static void sort_coordinate(const ggc_knn *knn, double *v)
{
    for (int r = 0; r < knn->n; r++)
        knn->spare[r] = v[knn->order[r]];
    memcpy(v, knn->spare, (size_t)knn->n * sizeof *v);
}

void ggc_knn_prepare(ggc_knn *knn)
{
    ggc_sort_order(knn->z, knn->n, knn->order, knn->who);
    sort_coordinate(knn, knn->y);
    for (int d = 0; d < knn->depth; d++)
        sort_coordinate(knn, knn->z + (size_t)d * (size_t)knn->n);
    for (int a = 0; a < knn->n; a++)
        list_neighbours(knn, a);
}

/* Keep the k smallest distances in order. */
static inline void keep(double *best, int k, double far)
{
    int i = k - 1;
    for (; i > 0 && best[i - 1] > far; i--)
        best[i] = best[i - 1];
    best[i] = far;
}

/* Distance of step a to its k-th neighbour in (x, y, z), and how many others are nearer in
 * (y, z); all steps measured. */
static double kth_of_all(const ggc_knn *knn, int a, double *best, int *nearer)
{
    const int k = knn->k;
    for (int i = 0; i < k; i++)
        best[i] = INFINITY;
    for (int b = 0; b < knn->n; b++) {
        if (b == a)
            continue;
        const double yz = distance_yz(knn, a, b);
        const double x = farthest(knn->x, knn->width, knn->n, a, b), far = x > yz ? x : yz;
        if (far < best[k - 1])
            keep(best, k, far);
    }
    *nearer = 0;
    for (int b = 0; b < knn->n; b++)
        *nearer += b != a && distance_yz(knn, a, b) < best[k - 1];
    return best[k - 1];
}

static inline double smaller(double a, double b) { return a < b ? a : b; }
static inline double larger(double a, double b) { return a < b ? b : a; }

/* How many of the listed neighbours are as far as decides which is the k-th, whose
 * distance comes first in best[k - 1]. */
static int search(const ggc_knn *knn, const double *d, const int *who, int a, double *best)
{
    const int near = knn->near, k = knn->k;
    int v = 0;
    for (int i = 0; i < k; i++)
        best[i] = INFINITY;
    for (; v < near && d[v] < best[k - 1]; v++) {
        const double far = larger(farthest(knn->x, knn->width, knn->n, a, who[v]), d[v]);
        if (far < best[k - 1])
            keep(best, k, far);
    }
    return v;
}

/* The same for k = 4 and one coordinate, without branches that no processor foresees. */
static int search_four(const ggc_knn *knn, const double *d, const int *who, int a, double *best)
{
    const int near = knn->near;
    const double *x = knn->x, at = x[a];
    double b0 = INFINITY, b1 = b0, b2 = b0, b3 = b0;
    int v = 0;
    for (; v < near && d[v] < b3; v++) {
        const double f0 = larger(fabs(x[who[v]] - at), d[v]);
        const double f1 = larger(b0, f0), f2 = larger(b1, f1), f3 = larger(b2, f2);
        b0 = smaller(b0, f0);
        b1 = smaller(b1, f1);
        b2 = smaller(b2, f2);
        b3 = smaller(b3, f3);
    }
    best[3] = b3;
    return v;
}

/* The same as kth_of_all(), among those listed as far as these do. */
static double kth(const ggc_knn *knn, int a, int *nearer)
{
    const int near = knn->near, k = knn->k;
    const double *d = knn->distance + (size_t)near * (size_t)a;
    const int *who = knn->who + (size_t)near * (size_t)a;
    double best[GGC_TE_MOST_NEIGHBOURS];
    int v = k == 4 && knn->width == 1 ? search_four(knn, d, who, a, best)
                                      : search(knn, d, who, a, best);
    if (near < knn->n - 1 && !(best[k - 1] <= d[near - 1]))
        return kth_of_all(knn, a, best, nearer);
    while (v > 0 && !(d[v - 1] < best[k - 1]))
        v--;
    *nearer = v;
    return best[k - 1];
}

/* How many of n values are strictly nearer than e to `at`. */
static int count_near(const double *v, int n, double at, double e)
{
    const pair_bits mask = {INT64_MAX, INT64_MAX}; /* all but the sign */
    const pair centre = {at, at}, far = {e, e};
    pair_bits sum0 = {0, 0}, sum1 = {0, 0};
    int i = 0;
    for (; i + 3 < n; i += 4) {
        pair a, b;
        memcpy(&a, v + i, sizeof a);
        memcpy(&b, v + i + 2, sizeof b);
        a -= centre;
        b -= centre;
        sum0 -= (pair_bits)((pair)((pair_bits)a & mask) < far);
        sum1 -= (pair_bits)((pair)((pair_bits)b & mask) < far);
    }
    int count = (int)(sum0[0] + sum0[1] + sum1[0] + sum1[1]);
    for (; i < n; i++)
        count += fabs(v[i] - at) < e;
    return count;
}

/* Of n values in the order of their distance to `at`, how many come first that are, or
 * where `out` is 1 are not, strictly nearer than e. */
static int first_of(const double *v, int n, double at, double e, int out)
{
    const double *from = v;
    if (n == 0)
        return 0;
    while (n > 1) { /* no branch within */
        const int half = n / 2;
        from += (fabs(from[half - 1] - at) < e) != out ? half : 0;
        n -= half;
    }
    return (int)(from - v) + ((fabs(*from - at) < e) != out);
}

/* Other steps strictly nearer than e to step r, in z and in (x, z). */
static void count_z(const ggc_knn *knn, int r, double e, int *in_z, int *in_xz)
{
    const int n = knn->n;
    const double *z = knn->z;
    *in_z = *in_xz = 0;
    if (!(e > 0.0)) /* so many at one place */
        return;
    const int low = first_of(z, r, z[r], e, 1);
    const int high = r + 1 + first_of(z + r + 1, n - r - 1, z[r], e, 0);
    if (knn->depth == 1 && knn->width == 1) {
        *in_z = high - low - 1;
        *in_xz = count_near(knn->x + low, high - low, knn->x[r], e) - 1;
        return;
    }
    for (int s = low; s < high; s++) {
        if (s == r || !(farthest(z, knn->depth, n, r, s) < e))
            continue;
        ++*in_z;
        *in_xz += farthest(knn->x, knn->width, n, r, s) < e;
    }
}

double ggc_knn_estimate(const ggc_knn *knn)
{
    const double *psi = knn->psi;
    double sum = 0.0;
    for (int r = 0; r < knn->n; r++) {
        int in_yz, in_z, in_xz;
        const double e = kth(knn, r, &in_yz);
        count_z(knn, r, e, &in_z, &in_xz);
        sum += psi[in_z] - psi[in_xz] - psi[in_yz];
    }
    return psi[knn->k - 1] + sum / knn->n;
}
