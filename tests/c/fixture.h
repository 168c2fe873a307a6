/* fixture.h - numbers and memory that several tests start from. */
#ifndef FIXTURE_H
#define FIXTURE_H

#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "ggc_arena.h"
#include "ggc_rng.h"

/* n normals of standard deviation `scale`; the same for the same name. */
static inline void fill_normal(double *x, size_t n, uint64_t name, double scale)
{
    ggc_rng rng;
    ggc_rng_start(&rng, 1, name, 0);
    for (size_t i = 0; i < n; i++)
        x[i] = scale * ggc_rng_normal(&rng);
}

/* Can long double be the reference of double? Not where it is no longer, as under
 * valgrind, whatever the compiler holds of it. */
static inline int long_is_longer(void)
{
    volatile long double one = 1, small = 0x1p-60L, most = DBL_MAX;
    return one + small > one && isfinite(most * most);
}

/* Aligned as an arena wants it; the caller frees *whole. */
static inline void *workspace(size_t bytes, void **whole)
{
    *whole = malloc(bytes + GGC_ALIGN);
    return ggc_align_up(*whole);
}

#endif
