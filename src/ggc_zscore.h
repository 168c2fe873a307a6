/* ggc_zscore.h - every gene to mean 0 and standard deviation 1 over all samples. */
#ifndef GGC_ZSCORE_H
#define GGC_ZSCORE_H

#include <stddef.h>

/* Standardise the genes from .. from + count - 1 of x into z.
 *   x     [in]  p x n, column-major, finite
 *   z     [out] z[(g - from) * gene_step + t * sample_step] for gene g, sample t:
 *               (x - mean) / sd, sd with denominator n; 0 for a constant gene.
 *               May be x itself where the steps make each value its own place.
 *   mean  [out] count means, or NULL
 *   sd    [out] count standard deviations in the units of x, 0 for a constant
 *               gene, or NULL
 * Requires p, n, count >= 1; from + count <= p.
 * Ensures: the bits of a gene depend on its own values only, not on its place,
 * on `from` or on the steps; equal values stay equal and order is kept; values
 * as large or small as doubles come neither overflow nor underflow.
 * Source: mean and sum of squares in separate passes, the mean corrected by the
 * mean residual (Chan, Golub & LeVeque 1983). */
void ggc_zscore_block(const double *x, int p, int n, int from, int count, double *z,
                      size_t gene_step, size_t sample_step, double *mean, double *sd);

/* Standardise all genes: z is p x n like x, and may be x. mean, sd: as above,
 * p values each, or NULL. */
void ggc_zscore(const double *x, int p, int n, double *z, double *mean, double *sd);

#endif
