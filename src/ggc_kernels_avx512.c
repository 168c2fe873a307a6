/* Float kernels for AVX-512F: 16 lanes, 32 registers. */
#include "ggc_kernels.h"
#include "ggc_kernels_tables.h"

#ifdef GGC_X86
#include <immintrin.h>
#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx512f,avx2,fma"))), apply_to = function)
#else
#pragma GCC target("avx512f,avx2,fma")
#endif

#define VLEN 16
#define PROJECT_ROWS 8
#define CONTRACT 5
#define TABLE ggc_kernels_avx512
#define NAME "avx512"
#define VMIN(a, b) ((vec)_mm512_min_ps((__m512)(a), (__m512)(b)))
#define VMAX(a, b) ((vec)_mm512_max_ps((__m512)(a), (__m512)(b)))
#define RECIPROCAL(x) vreciprocal(x)
/* A division costs ten times a product: the table's 14 bits and one Newton step. */
typedef float reciprocal_vec __attribute__((vector_size(64)));
static inline __attribute__((always_inline)) reciprocal_vec vreciprocal(reciprocal_vec x)
{
    reciprocal_vec r = (reciprocal_vec)_mm512_rcp14_ps((__m512)x);
    return r + r * (1.0f - x * r);
}
#include "ggc_kernels_body.h"

#if defined(__clang__)
#pragma clang attribute pop
#endif
#endif
