/* ggc_kernels_tables.h - the tables that exist in this build. */
#ifndef GGC_KERNELS_TABLES_H
#define GGC_KERNELS_TABLES_H

#include "ggc_kernels.h"

#if (defined(__x86_64__) || defined(_M_X64)) && (defined(__GNUC__) || defined(__clang__))
#define GGC_X86 1
#endif

#define ggc_kernels_generic GGC_NAME(ggc_kernels_generic)
extern const ggc_kernels ggc_kernels_generic;
#if defined(GGC_X86) && !defined(GGC_DOUBLE)
extern const ggc_kernels ggc_kernels_avx2;
extern const ggc_kernels ggc_kernels_avx512;
#endif

#endif
