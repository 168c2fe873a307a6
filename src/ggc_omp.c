/* ggc_omp.c - waiting for other threads: see ggc_omp.h. */
#if !defined(_WIN32) && !defined(_POSIX_C_SOURCE)
#define _POSIX_C_SOURCE 199309L /* nanosleep */
#endif
#include "ggc_omp.h"

#ifdef _WIN32
#include <windows.h>
void ggc_omp_pause(void) { Sleep(2); }
#else
#include <time.h>
void ggc_omp_pause(void)
{
    const struct timespec two_ms = {0, 2000000};
    nanosleep(&two_ms, 0);
}
#endif
