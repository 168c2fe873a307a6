/* ggc_dcor_sort.c - the parts of the distance covariance that come from sorted values. */
#include "ggc_dcor_sort.h"

#include <limits.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#define BLOCK GGC_SORT_BLOCK

/* Values sorted by insertion before merging. */
#define RUN 16

typedef double pair __attribute__((vector_size(16), may_alias));
typedef int64_t pair_bits __attribute__((vector_size(16), may_alias));

static void sort_run(const double *v, int *order, int from, int to)
{
    for (int i = from + 1; i < to; i++) {
        int moved = order[i], k = i;
        for (; k > from && v[order[k - 1]] > v[moved]; k--)
            order[k] = order[k - 1];
        order[k] = moved;
    }
}

static void merge_runs(const double *v, const int *in, int from, int middle, int to, int *out)
{
    int i = from, j = middle;
    for (int k = from; k < to; k++)
        out[k] = j >= to || (i < middle && v[in[i]] <= v[in[j]]) ? in[i++] : in[j++];
}

void ggc_sort_order(const double *v, int n, int *order, int *spare)
{
    for (int i = 0; i < n; i++)
        order[i] = i;
    for (int from = 0; from < n; from += RUN)
        sort_run(v, order, from, n - from < RUN ? n : from + RUN);
    int *in = order, *out = spare;
    for (int width = RUN; width < n; width = (width > INT_MAX / 2) ? INT_MAX : 2 * width) {
        for (int from = 0; from < n;) {
            int middle = n - from <= width ? n : from + width;
            int to = n - middle <= width ? n : middle + width;
            merge_runs(v, in, from, middle, to, out);
            from = to;
        }
        int *swap = in;
        in = out;
        out = swap;
    }
    if (in != order)
        memcpy(order, in, (size_t)n * sizeof *order);
}

double ggc_row_means(const double *v, const int *order, int n, double *means)
{
    double total = 0, before = 0, grand = 0;
    for (int t = 0; t < n; t++)
        total += v[order[t]];
    for (int t = 0; t < n; t++) {
        double value = v[order[t]];
        means[order[t]] = (value * (2.0 * t - n) + (total - 2 * before)) / n;
        before += value;
    }
    for (int t = 0; t < n; t++)
        grand += means[t];
    return grand / n;
}

double ggc_distance_variance(const double *v, const int *order, int n)
{
    double total = 0, below = 0; /* below: sum of gap * F^2 over lower gaps */
    for (int t = 1; t < n; t++) {
        double gap = v[order[t]] - v[order[t - 1]];
        double left = (double)t / n, right = (double)(n - t) / n;
        double here = gap * left * left;
        total += gap * right * right * (2 * below + here);
        below += here;
    }
    return 4 * total;
}

double ggc_minimum_means(const double *w, const int *order, int n, double *means)
{
    double grand = 0;
    int middle = n / 2;
    for (int side = 0; side < 2; side++) {
        int to = side == 0 ? middle : n;
        double before = 0;
        for (int t = side == 0 ? 0 : middle; t < to; t++) {
            double size = fabs(w[order[t]]);
            before += size;
            means[order[t]] = 2 * (before + size * (to - 1 - t)) / n;
        }
    }
    for (int t = 0; t < n; t++)
        grand += means[t];
    return grand / n;
}

/* Pairs between the lower half of a node by x (places first .. first + half - 1)
 * and its upper half. seq holds the node's places by increasing y. A lower point
 * has the smaller x; it has the smaller y of the upper points that follow it,
 * and those before it have the smaller y themselves. Leaves seq split into the
 * halves, each still by increasing y. Without branches: which half comes next
 * is a coin toss. */
static double node_products(const ggc_point *points, int *seq, int *upper, size_t size, int shift)
{
    static const double is_lower[2] = {1, 0}, is_upper[2] = {0, 1};
    double total = 0, sum_y = 0, sum_xy = 0; /* y of upper, x y of lower points so far */
    size_t lowers = 0, uppers = 0;
    for (size_t t = 0; t < size; t++) {
        int place = seq[t];
        unsigned half = ((unsigned)place >> shift) & 1u;
        double x = points[place].x * is_lower[half], y = points[place].y;
        total += x * sum_y + is_upper[half] * sum_xy;
        sum_xy += x * y;
        sum_y += is_upper[half] * y;
        seq[lowers] = place; /* lowers <= t: never ahead of what is read */
        upper[uppers] = place;
        lowers += 1u - half;
        uppers += half;
    }
    memcpy(seq + lowers, upper, uppers * sizeof *upper);
    return total;
}

/* All pairs of at most BLOCK points, two at a time. */
static double block_products(const ggc_point *points, size_t size)
{
    pair x[BLOCK / 2], y[BLOCK / 2], sum = {0, 0};
    for (size_t k = 0; k < BLOCK / 2; k++) {
        ggc_point first = points[2 * k < size ? 2 * k : 0];
        ggc_point second = points[2 * k + 1 < size ? 2 * k + 1 : 0];
        x[k] = (pair){first.x, second.x};
        y[k] = (pair){first.y, second.y};
    }
    double rest = 0;
    for (size_t l = 1; l < size; l++) {
        double last = points[l].y;
        pair yl = {last, last};
        for (size_t k = 0; k < l / 2; k++) {
            pair_bits less = y[k] < yl;
            sum += x[k] * (pair)(((pair_bits)y[k] & less) | ((pair_bits)yl & ~less));
        }
        if (l % 2 == 1) {
            ggc_point before = points[l - 1];
            rest += before.x * (before.y < last ? before.y : last);
        }
    }
    return (sum[0] + sum[1]) + rest;
}

double ggc_minimum_products(const ggc_point *points, int *seq, int *spare, size_t n)
{
    double total = 0;
    int shift = GGC_SORT_BITS;
    while (((size_t)2 << shift) < n)
        shift++;
    for (; shift >= GGC_SORT_BITS; shift--) {
        size_t half = (size_t)1 << shift;
        for (size_t first = 0; first + half < n; first += 2 * half) {
            size_t size = n - first < 2 * half ? n - first : 2 * half;
            total += node_products(points, seq + first, spare, size, shift);
        }
    }
    for (size_t first = 0; first < n; first += BLOCK)
        total += block_products(points + first, n - first < BLOCK ? n - first : BLOCK);
    return total;
}
