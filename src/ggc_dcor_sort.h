/* ggc_dcor_sort.h - the parts of the distance covariance that come from sorted
 * values. Internal to ggc_dcor. */
#ifndef GGC_DCOR_SORT_H
#define GGC_DCOR_SORT_H

#include <stddef.h>

/* Points whose pairs are summed directly: 2^4. */
#define GGC_SORT_BITS 4
#define GGC_SORT_BLOCK (1 << GGC_SORT_BITS)

typedef struct {
    double x, y;
} ggc_point;

/* Order of n >= 1 values by increasing size; ties stay in place.
 *   v     [in]  n values, no NaN
 *   order [out] n: v[order[0]] <= v[order[1]] <= ...
 *   spare       n ints of scratch */
void ggc_sort_order(const double *v, int n, int *order, int *spare);

/* means[k] = mean over l of |v_k - v_l|, from prefix sums in sorted order.
 *   v     [in]  n values, 0 in the mean, so that nothing is lost in differences
 *   order [in]  as ggc_sort_order() gives it
 *   means [out] n. Returns the mean of means. */
double ggc_row_means(const double *v, const int *order, int n, double *means);

/* Squared distance variance (V-statistic) of n values, as a sum without
 * differences: 4 times the integral over s and t of (F(min(s, t)) - F(s) F(t))^2,
 * F the distribution function. v, order: as for ggc_row_means(). */
double ggc_distance_variance(const double *v, const int *order, int n);

/* means[k] = mean over l of 2 min(|w_k|, |w_l|), where k and l are on the same
 * side of the median, 0 where not.
 *   w     [in]  n values less their median
 *   order [in]  the lower n / 2 by increasing |w|, then the upper ones likewise
 *   means [out] n. Returns the mean of means. */
double ggc_minimum_means(const double *w, const int *order, int n, double *means);

/* Sum over all pairs of points of min(x_i, x_j) min(y_i, y_j), in n log n
 * operations.
 *   points [in]    n points by increasing x, x and y >= 0
 *   seq    [inout] the n places in `points` by increasing y; changed
 *   spare          n ints of scratch
 * Source: the divide and conquer of Chaudhuri & Hu (2019), from the top down:
 * places are split by half, so that no comparison is left to do. */
double ggc_minimum_products(const ggc_point *points, int *seq, int *spare, size_t n);

#endif
