/* ggc_hidden.h - from genes to hidden units: the fixed orthonormal map that makes
 * eq. 2 and eq. 3 well-typed where H is not the number of genes.
 *
 * Kept away from BLAS: an OpenMP BLAS hangs in a child forked after a parallel
 * region, and its bits depend on its build. */
#ifndef GGC_HIDDEN_H
#define GGC_HIDDEN_H

#include <stdint.h>

#include "ggc_status.h"

/* The map P of n genes to `hidden` units.
 *
 * key [in] n: hash of each gene's name. out [out] hidden x n, column-major: the
 * identity where hidden = n, else orthonormal rows (hidden < n) or columns, by
 * modified Gram-Schmidt, twice, on normals drawn from the streams (0, key).
 * hooks [in] NULL, or only their poll is called. Fails with GGC_ECANCELLED.
 * Requires hidden, n >= 1. */
ggc_status ggc_hidden_map(const uint64_t *key, int n, int hidden, const ggc_hooks *hooks,
                          double *out) GGC_MUST_CHECK;

/* out = a b, or a b' with `transpose`; a is m x k, b is k x n (n x k), column-major.
 * Sums run over k in order. hooks, failure: as above. */
ggc_status ggc_hidden_product(int m, int k, int n, const double *a, const double *b, int transpose,
                              const ggc_hooks *hooks, double *out) GGC_MUST_CHECK;

#endif
