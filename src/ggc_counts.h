/* ggc_counts.h - counts of molecules around given means, some of them lost. */
#ifndef GGC_COUNTS_H
#define GGC_COUNTS_H

#include <stdint.h>

#include "ggc_status.h"

typedef struct {
    int n_genes, n_cells;
    const double *mean; /* n_genes x n_cells, finite, >= 0 */
    double dispersion;  /* >= 0: the variance is mean + dispersion mean^2 */
    double half;        /* >= 0: a count of mean m is lost, and 0, with chance half / (half + m) */
    uint64_t seed;
    const uint64_t *gene; /* n_genes */
} ggc_counts_plan;

/* Draw counts: Poisson about the mean times a Gamma variable of mean 1 and variance
 * `dispersion`. Poisson by inversion, of sums where the mean is large, and a rounded normal
 * from 2^14 on, where the skewness is below 0.01; Gamma by Marsaglia and Tsang (2000).
 * Whether a count is lost is drawn first, so that those left are the same for any `half`.
 * counts: [out] n_genes x n_cells. hooks: [in] not NULL; progress counts cells. The same
 * bits for any number of threads. Fails with: GGC_EINVAL, GGC_ECANCELLED. */
GGC_MUST_CHECK ggc_status ggc_counts(const ggc_counts_plan *plan, int threads, int *counts,
                                     const ggc_hooks *hooks);

#endif
