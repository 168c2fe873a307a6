/* ggc_kernels_avx512.c - float kernels for AVX-512F: 16 lanes, 32 registers. */
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
#ifndef UNITS
#define UNITS 5
#endif
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
#define POWERS(i) ((ivec)vpowers((integers)(i)))
typedef int integers __attribute__((vector_size(64)));
static inline __attribute__((always_inline)) integers vpowers(integers i)
{
    static const integers low = {0x3f800000, 0x3f7ecd87, 0x3f7daac3, 0x3f7c980f,
                                 0x3f7b95c2, 0x3f7aa43a, 0x3f79c3d3, 0x3f78f4f0,
                                 0x3f7837f0, 0x3f778d3a, 0x3f76f532, 0x3f767043,
                                 0x3f75fed7, 0x3f75a15b, 0x3f75583f, 0x3f7523f6},
                          high = {0x3f7504f3, 0x3f74fbaf, 0x3f7508a4, 0x3f752c4d,
                                  0x3f75672a, 0x3f75b9be, 0x3f76248c, 0x3f76a81e,
                                  0x3f7744fd, 0x3f77fbb8, 0x3f78ccdf, 0x3f79b907,
                                  0x3f7ac0c7, 0x3f7be4ba, 0x3f7d257d, 0x3f7e83b3};
    return (integers)_mm512_permutex2var_epi32((__m512i)low, (__m512i)i, (__m512i)high);
}
#include "ggc_kernels_body.h"

#if defined(__clang__)
#pragma clang attribute pop
#endif
#endif
