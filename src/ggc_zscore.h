/* ggc_zscore.h - every gene to mean 0 and standard deviation 1 over all samples. */
#ifndef GGC_ZSCORE_H
#define GGC_ZSCORE_H

#include <stddef.h>

/* Genes from .. from + count - 1 of x: p x n, column-major, finite. */
typedef struct {
    const double *x;
    int p, n;
    int from, count;
} ggc_zscore_genes;

/* Where they go: gene g at sample t to z[(g - from) * gene_step + t * sample_step], which
 * may be x itself where the steps make each value its own place. */
typedef struct {
    double *z;
    size_t gene_step, sample_step;
    double *mean; /* count means, or NULL */
    double *sd;   /* count standard deviations in the units of x, 0 for a constant gene,
                   * or NULL */
} ggc_zscore_place;

/* (x - mean) / sd of some genes, sd with denominator n; 0 for a constant gene.
 * Requires p, n, count >= 1; from + count <= p.
 * Ensures: the bits of a gene depend on its own values only, not on its place,
 * on `from` or on the steps; equal values stay equal and order is kept; values
 * as large or small as doubles come neither overflow nor underflow.
 * Source: mean and sum of squares in separate passes, the mean corrected by the
 * mean residual (Chan, Golub & LeVeque 1983). */
void ggc_zscore_block(const ggc_zscore_genes *genes, const ggc_zscore_place *to);

/* Standardise all genes: z is p x n like x, and may be x. mean, sd: as above,
 * p values each, or NULL. */
void ggc_zscore(const double *x, int p, int n, double *z, double *mean, double *sd);

#endif
