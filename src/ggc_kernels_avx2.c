/* ggc_kernels_avx2.c - float kernels for AVX2 with FMA: 8 lanes, 16 registers. */
#include "ggc_kernels.h"
#include "ggc_kernels_tables.h"

#ifdef GGC_X86
#include <immintrin.h>
#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#else
#pragma GCC target("avx2,fma")
#endif

#define VLEN 8
#define PROJECT_ROWS 4
#define CONTRACT 3
#define UNITS 4
#define TABLE ggc_kernels_avx2
#define NAME "avx2"
#define VMIN(a, b) ((vec)_mm256_min_ps((__m256)(a), (__m256)(b)))
#define VMAX(a, b) ((vec)_mm256_max_ps((__m256)(a), (__m256)(b)))
#include "ggc_kernels_body.h"

#if defined(__clang__)
#pragma clang attribute pop
#endif
#endif
