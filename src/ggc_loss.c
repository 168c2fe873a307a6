/* ggc_loss.c - penalties and terms of eq. 4: see ggc_loss.h. */
#include "ggc_loss.h"

#include <math.h>

#include "ggc_math.h"

double ggc_loss_norm(size_t n, const ggc_real *w)
{
    double squares = 0.0;
    for (size_t i = 0; i < n; i++)
        squares += (double)w[i] * (double)w[i];
    return sqrt(squares);
}

/* Zeros get no sign, which adding 0 takes away: what compares equal is stored as equal.
 * What is no number stays so, and what is infinite becomes none where it is to vanish. */
static void scale(size_t n, ggc_real *w, double factor)
{
    for (size_t i = 0; i < n; i++)
        w[i] = w[i] * (ggc_real)factor + (ggc_real)0;
}

/* prox of threshold * ||.||_2: shorten, or set to zero. */
static void shrink(size_t n, ggc_real *w, double threshold)
{
    double norm = ggc_loss_norm(n, w);
    scale(n, w, norm > threshold ? 1.0 - threshold / norm : 0.0);
}

double ggc_loss_penalty(const ggc_loss_config *config, int rows, int lags, const ggc_real *w,
                        double lambda)
{
    const size_t block = (size_t)rows, all = block * (size_t)lags;
    double norm = ggc_loss_norm(all, w), total = norm;
    if (config->penalty == GGC_PENALTY_SQUARED)
        total = norm * norm;
    else if (config->penalty == GGC_PENALTY_SPARSE_GROUP)
        for (size_t from = 0; from < all; from += block)
            total += ggc_loss_norm(block, w + from);
    else if (config->penalty == GGC_PENALTY_HIERARCHICAL)
        for (size_t from = block; from < all; from += block)
            total += ggc_loss_norm(all - from, w + from);
    return lambda * total;
}

/* Length n >= 0 that minimises (n - v)^2 / 2 + step (slope n - pole log(n + eps)). */
static double prox_length(double v, double step, double slope, double pole, double eps)
{
    double b = v - step * slope;
    if (pole <= 0)
        return b > 0 ? b : 0.0;
    b += eps;
    double n = (b + sqrt(b * b + 4.0 * step * pole)) / 2.0 - eps;
    return n > 0 ? n : 0.0;
}

/* The part of the proximal map that is about single lags; for nested groups the maps
 * are applied from the innermost out (Jenatton et al. 2011). Returns what is left. */
static double shrink_lags(const ggc_loss_config *config, int rows, int lags, ggc_real *w,
                          double threshold)
{
    const size_t block = (size_t)rows, all = block * (size_t)lags;
    if (config->penalty == GGC_PENALTY_SPARSE_GROUP)
        for (size_t from = 0; from < all; from += block)
            shrink(block, w + from, threshold);
    else if (config->penalty == GGC_PENALTY_HIERARCHICAL)
        for (size_t from = all - block; from > 0; from -= block)
            shrink(all - from, w + from, threshold);
    return ggc_loss_norm(all, w);
}

void ggc_loss_prox(const ggc_loss_config *config, int rows, int lags, ggc_real *w, double step,
                   double lambda, double slope, double pole)
{
    const double norm = shrink_lags(config, rows, lags, w, step * lambda);
    if (norm <= 0)
        return;
    double linear = slope, squared = 0.0;
    if (config->penalty == GGC_PENALTY_SQUARED)
        squared = 2.0 * step * lambda;
    else
        linear += lambda;
    /* (n - v)^2 / 2 + squared n^2 / 2 is a quadratic about v / (1 + squared). */
    double shorter = 1.0 + squared;
    double length = prox_length(norm / shorter, step / shorter, linear, pole, config->kl_epsilon);
    if (length < norm || length > norm)
        scale((size_t)rows * (size_t)lags, w, length / norm);
}

double ggc_loss_kkt_ratio(const ggc_loss_config *config, int rows, int lags, ggc_real *gradient,
                          double lambda, double slope, double pole)
{
    const double force = shrink_lags(config, rows, lags, gradient, lambda);
    const double threshold = (config->penalty == GGC_PENALTY_SQUARED ? 0.0 : lambda) + slope -
                             (pole > 0 ? pole / config->kl_epsilon : 0.0);
    return force >= threshold ? 1.0 : force / threshold;
}

#ifndef GGC_DOUBLE /* below: in double whatever the precision of training */

int ggc_loss_has_terms(const ggc_loss_config *config)
{
    return (config->kl != GGC_KL_NONE && config->kl_weight > 0) ||
           (config->triplet == GGC_TRIPLET_GRANGER && config->triplet_weight > 0);
}

static double power(double x, double p)
{
    if (x <= 0)
        return 0.0;
    return p == 2.0 ? x * x : p == 1.0 ? x : ggc_exp(p * ggc_log(x));
}

double ggc_loss_distance(int n, const double *a, const double *b, double p, double *gradient)
{
    double sum = 0.0;
    for (int i = 0; i < n; i++)
        sum += power(fabs(a[i] - b[i] + 1e-6), p);
    double d = p == 2.0 ? sqrt(sum) : power(sum, 1.0 / p);
    for (int i = 0; i < n && gradient != NULL; i++) {
        double u = a[i] - b[i] + 1e-6;
        double slope = p == 1.0 ? 1.0 : d > 0 ? power(fabs(u) / d, p - 1.0) : 0.0;
        gradient[i] = u > 0 ? slope : u < 0 ? -slope : 0.0;
    }
    return d;
}

static double kl_term(const ggc_loss_config *config, const ggc_loss_rows *rows, int inputs,
                      const double *norms, double sum, double *slope, double *pole)
{
    const double weight = config->kl_weight, eps = config->kl_epsilon;
    double value = 0.0, mean = 0.0;
    const int log_form = config->kl == GGC_KL_LOG;
    if (log_form)
        for (int j = 0; j < inputs; j++)
            sum += j == rows->own ? 0.0 : eps;
    for (int j = 0; j < inputs; j++) {
        const double y = rows->near[j];
        if (j == rows->own || y <= 0)
            continue;
        double x = sum > 0 ? norms[j] / sum : 0.0;
        mean += y * x;
        value += y * (ggc_log(y) - (log_form ? ggc_log((norms[j] + eps) / sum) : x));
    }
    for (int j = 0; j < inputs && sum > 0; j++) {
        if (j == rows->own)
            continue;
        if (log_form) {
            slope[j] += weight / sum; /* y sums to 1 */
            pole[j] += weight * rows->near[j];
        } else {
            slope[j] += weight * (mean - rows->near[j]) / sum;
        }
    }
    return weight * value;
}

/* The derivative through x = n / sum is taken with two passes over the inputs, so
 * that no memory is needed: g_j = d value / d x_j twice. */
static double triplet_slope(const ggc_loss_config *config, const ggc_loss_rows *rows, int j,
                            double x, const double *distance)
{
    double slope[2];
    for (int side = 0; side < 2; side++) {
        const double *row = side == 0 ? rows->near : rows->far;
        double u = x - row[j] + 1e-6, d = distance[side];
        double size = config->p == 1.0 ? 1.0 : d > 0 ? power(fabs(u) / d, config->p - 1.0) : 0.0;
        slope[side] = u > 0 ? size : u < 0 ? -size : 0.0;
    }
    return slope[0] - slope[1];
}

static double triplet_term(const ggc_loss_config *config, const ggc_loss_rows *rows, int inputs,
                           const double *norms, double sum, double *slope)
{
    double distance[2] = {0.0, 0.0}, mean = 0.0;
    for (int j = 0; j < inputs; j++) {
        double x = sum > 0 ? norms[j] / sum : 0.0;
        if (j == rows->own)
            continue;
        distance[0] += power(fabs(x - rows->near[j] + 1e-6), config->p);
        distance[1] += power(fabs(x - rows->far[j] + 1e-6), config->p);
    }
    for (int side = 0; side < 2; side++)
        distance[side] =
            config->p == 2.0 ? sqrt(distance[side]) : power(distance[side], 1.0 / config->p);
    double value = distance[0] - distance[1] + config->margin;
    if (value <= 0)
        return 0.0;
    if (sum <= 0)
        return config->triplet_weight * value;
    for (int j = 0; j < inputs; j++)
        if (j != rows->own)
            mean += triplet_slope(config, rows, j, norms[j] / sum, distance) * norms[j] / sum;
    for (int j = 0; j < inputs; j++)
        if (j != rows->own)
            slope[j] += config->triplet_weight *
                        (triplet_slope(config, rows, j, norms[j] / sum, distance) - mean) / sum;
    return config->triplet_weight * value;
}

double ggc_loss_terms(const ggc_loss_config *config, const ggc_loss_rows *rows, int inputs,
                      const double *norms, double *slope, double *pole)
{
    double sum = 0.0, value = 0.0;
    for (int j = 0; j < inputs; j++) {
        slope[j] = pole[j] = 0.0;
        sum += j == rows->own ? 0.0 : norms[j];
    }
    if (config->kl != GGC_KL_NONE && config->kl_weight > 0)
        value += kl_term(config, rows, inputs, norms, sum, slope, pole);
    if (config->triplet == GGC_TRIPLET_GRANGER && config->triplet_weight > 0)
        value += triplet_term(config, rows, inputs, norms, sum, slope);
    return value;
}

#endif
