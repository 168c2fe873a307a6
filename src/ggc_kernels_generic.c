/* ggc_kernels_generic.c - for any machine: 4 lanes of float, or 2 of double for the gradient
 * checks, in whatever the compiler makes of them; and the choice of a table. */
#include "ggc_kernels.h"
#include "ggc_kernels_tables.h"

#ifdef GGC_DOUBLE
#define VLEN 2
#else
#define VLEN 4
#endif
#define PROJECT_ROWS 4
#define CONTRACT 3
#define UNITS 4
#define TABLE ggc_kernels_generic
#define NAME "generic"
#include "ggc_kernels_body.h"

const ggc_kernels *ggc_kernels_pick(ggc_isa isa)
{
#if defined(GGC_X86) && !defined(GGC_DOUBLE)
    int avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    int avx512 = avx2 && __builtin_cpu_supports("avx512f");
    if (isa == GGC_ISA_AUTO)
        isa = avx512 ? GGC_ISA_AVX512 : avx2 ? GGC_ISA_AVX2 : GGC_ISA_GENERIC;
    if (isa == GGC_ISA_AVX512)
        return avx512 ? &ggc_kernels_avx512 : NULL;
    if (isa == GGC_ISA_AVX2)
        return avx2 ? &ggc_kernels_avx2 : NULL;
#else
    if (isa == GGC_ISA_AVX512 || isa == GGC_ISA_AVX2)
        return NULL;
#endif
    return &ggc_kernels_generic;
}
