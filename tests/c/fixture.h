/* fixture.h - numbers and memory that several tests start from. */
#ifndef FIXTURE_H
#define FIXTURE_H

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

/* Aligned as an arena wants it; the caller frees *whole. */
static inline void *workspace(size_t bytes, void **whole)
{
    *whole = malloc(bytes + GGC_ALIGN);
    return ggc_align_up(*whole);
}

#endif
