/* Float kernels for AVX-512F: 16 lanes, 32 registers. */
#include "ggc_kernels.h"
#include "ggc_kernels_tables.h"

#ifdef GGC_X86
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
#include "ggc_kernels_body.h"

#if defined(__clang__)
#pragma clang attribute pop
#endif
#endif
