/* ggc_zscore.c - standard scores: see ggc_zscore.h. */
#include "ggc_zscore.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

/* Genes that sweep over the columns together: one column's share of a block is
 * contiguous, and the sums of all its genes stay in the first-level cache. */
#define BLOCK 32

/* The power of two that brings `size` (finite, >= 0) to below 4, so that the
 * scaling is exact and sums of squares stay in range. */
static double inverse_power(double size)
{
    uint64_t bits;
    memcpy(&bits, &size, sizeof bits);
    uint64_t exponent = (bits >> 52) & 0x7ffu;
    uint64_t inverse = exponent > 2045 ? 1 : (exponent < 1 ? 2045 : 2046 - exponent);
    bits = inverse << 52;
    double power;
    memcpy(&power, &bits, sizeof power);
    return power;
}

/* The scale of each gene; 0 for a constant one. */
static void find_scales(const double *x, size_t p, int n, int count, double *scale)
{
    int varies[BLOCK] = {0};
    for (int g = 0; g < count; g++)
        scale[g] = 0;
    for (int t = 0; t < n; t++) {
        const double *column = x + p * (size_t)t;
        for (int g = 0; g < count; g++) {
            double size = fabs(column[g]);
            scale[g] = size > scale[g] ? size : scale[g];
            varies[g] |= column[g] != x[g];
        }
    }
    for (int g = 0; g < count; g++)
        scale[g] = varies[g] ? inverse_power(scale[g]) : 0;
}

/* The mean of the scaled values, and what rounding left out of it. */
static void find_means(const double *x, size_t p, int n, int count, const double *scale,
                       double *mean, double *rest)
{
    for (int g = 0; g < count; g++)
        mean[g] = rest[g] = 0;
    for (int t = 0; t < n; t++)
        for (int g = 0; g < count; g++)
            mean[g] += x[p * (size_t)t + (size_t)g] * scale[g];
    for (int g = 0; g < count; g++)
        mean[g] /= n;
    for (int t = 0; t < n; t++)
        for (int g = 0; g < count; g++)
            rest[g] += x[p * (size_t)t + (size_t)g] * scale[g] - mean[g];
    for (int g = 0; g < count; g++)
        rest[g] /= n;
}

static void find_deviations(const double *x, size_t p, int n, int count, const double *scale,
                            const double *mean, const double *rest, double *sd)
{
    for (int g = 0; g < count; g++)
        sd[g] = 0;
    for (int t = 0; t < n; t++)
        for (int g = 0; g < count; g++) {
            double d = (x[p * (size_t)t + (size_t)g] * scale[g] - mean[g]) - rest[g];
            sd[g] += d * d;
        }
    for (int g = 0; g < count; g++)
        sd[g] = sqrt(sd[g] / n);
}

void ggc_zscore_block(const ggc_zscore_genes *genes, const ggc_zscore_place *to)
{
    const size_t rows = (size_t)genes->p;
    const int n = genes->n;
    for (int done = 0; done < genes->count; done += BLOCK) {
        int width = genes->count - done < BLOCK ? genes->count - done : BLOCK;
        const double *in = genes->x + genes->from + done;
        double *out = to->z + (size_t)done * to->gene_step;
        double scale[BLOCK], mean[BLOCK], rest[BLOCK], sd[BLOCK];
        find_scales(in, rows, n, width, scale);
        find_means(in, rows, n, width, scale, mean, rest);
        find_deviations(in, rows, n, width, scale, mean, rest, sd);
        for (int g = 0; g < width; g++) {
            int constant = !(sd[g] > 0);
            if (to->mean != NULL)
                to->mean[done + g] = scale[g] > 0 ? (mean[g] + rest[g]) / scale[g] : in[g];
            if (to->sd != NULL)
                to->sd[done + g] = constant ? 0 : sd[g] / scale[g];
            if (constant)
                scale[g] = mean[g] = rest[g] = 0;
            if (constant)
                sd[g] = 1;
        }
        for (int t = 0; t < n; t++)
            for (int g = 0; g < width; g++) {
                double d = (in[rows * (size_t)t + (size_t)g] * scale[g] - mean[g]) - rest[g];
                out[(size_t)g * to->gene_step + (size_t)t * to->sample_step] = d / sd[g];
            }
    }
}

void ggc_zscore(const double *x, int p, int n, double *z, double *mean, double *sd)
{
    const ggc_zscore_genes all = {x, p, n, 0, p};
    const ggc_zscore_place to = {z, 1, (size_t)p, mean, sd};
    ggc_zscore_block(&all, &to);
}
