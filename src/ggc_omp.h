/* ggc_omp.h - OpenMP, or its serial meaning where the compiler has none.
 * First include of every file that opens a parallel region: R's headers
 * define macros that break <omp.h> on some compilers. */
#ifndef GGC_OMP_H
#define GGC_OMP_H

#ifdef _OPENMP
#include <omp.h>
#else
static inline int omp_get_thread_num(void) { return 0; }
static inline int omp_get_num_procs(void) { return 1; }
static inline int omp_get_thread_limit(void) { return 1; }
static inline int omp_get_max_threads(void) { return 1; }
#endif

/* Let others run while waiting for the last threads. */
void ggc_omp_pause(void);

#endif
