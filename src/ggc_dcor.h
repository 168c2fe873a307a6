/* ggc_dcor.h - distance correlation of all pairs of genes (paper eq. 2). */
#ifndef GGC_DCOR_H
#define GGC_DCOR_H

#include <stddef.h>

#include "ggc_status.h"

typedef enum {
    GGC_DCOR_AUTO = 0, /* whichever is estimated to take less time */
    GGC_DCOR_GRAM,     /* product of centred distance matrices: n^2 a pair, vectorised */
    GGC_DCOR_FAST      /* by sorting: n log n a pair */
} ggc_dcor_algorithm;

typedef struct {
    int p; /* rows of x */
    int q; /* rows of y; 0: x against itself, the symmetric half is computed */
    int n; /* samples */
    ggc_dcor_algorithm algorithm;
    int squared; /* non-zero: the square of the distance correlation */
    int threads; /* >= 1 */
} ggc_dcor_task;

/* The algorithm that the task will use: its own, or the choice of AUTO, which
 * depends on n alone, so that a part of the genes gets the bits of the whole. */
ggc_dcor_algorithm ggc_dcor_choose(const ggc_dcor_task *task);

/* Bytes of workspace: 16 n (p + q) for GRAM plus a slab of at most 2 MB or
 * 1 kB (p + q), whichever is more; 24 n (p + q) for FAST; 28 n a thread.
 * Fails with GGC_EOVERFLOW. */
ggc_status ggc_dcor_workspace(const ggc_dcor_task *task, size_t *bytes) GGC_MUST_CHECK;

/* Distance correlation of the rows of x with the rows of y.
 *   x     [in]  p x n, column-major, finite
 *   y     [in]  q x n, alike; not read where q is 0
 *   out   [out] p x q (p x p where q is 0), column-major: out[i + p j] is the
 *               distance correlation, or its square, of x_i and y_j, in [0, 1];
 *               0 where either is constant
 *   workspace   `bytes` bytes aligned to 64, as ggc_dcor_workspace() asks
 *   hooks [in]  or NULL; only poll is called
 * Requires p, n >= 1, q >= 0.
 * Ensures: an entry's bits depend on its two rows and on the algorithm only:
 * not on the threads, nor on the place of the rows, nor on which is x.
 * Fails with GGC_ECANCELLED (out is then undefined), GGC_ENOMEM, GGC_EOVERFLOW.
 * Source: paper eq. 2 and the square root below it; V-statistic of Szekely,
 * Rizzo & Bakirov (2007). FAST: Huo & Szekely (2016), Chaudhuri & Hu (2019). */
ggc_status ggc_dcor(const ggc_dcor_task *task, const double *x, const double *y, double *out,
                    void *workspace, size_t bytes, const ggc_hooks *hooks) GGC_MUST_CHECK;

#endif
