/* ggc_gconv.c - powers of the graph, applied to a vector or as a matrix. */
#include "ggc_gconv.h"

#include <stddef.h>

void ggc_gconv_apply(int hidden, const ggc_real *a, int times, int transpose, const ggc_real *v,
                     ggc_real *out, ggc_real *scratch)
{
    const size_t n = (size_t)hidden;
    for (size_t i = 0; i < n; i++)
        out[i] = v[i];
    if (a == NULL)
        return;
    for (int step = 0; step < times; step++) {
        for (size_t i = 0; i < n; i++)
            scratch[i] = out[i];
        for (size_t i = 0; i < n; i++) {
            double sum = 0.0;
            for (size_t j = 0; j < n; j++)
                sum += (double)(transpose ? a[j + i * n] : a[i + j * n]) * (double)scratch[j];
            out[i] = (ggc_real)sum;
        }
    }
}

void ggc_gconv_power(int hidden, const ggc_real *a, int times, ggc_real *out, ggc_real *turned,
                     ggc_real *scratch)
{
    const size_t n = (size_t)hidden;
    ggc_real *unit = scratch, *column = scratch + n;
    for (size_t k = 0; k < n; k++) {
        for (size_t i = 0; i < n; i++)
            unit[i] = (ggc_real)(i == k);
        ggc_gconv_apply(hidden, a, times, 0, unit, column, scratch + 2 * n);
        for (size_t i = 0; i < n; i++)
            out[i + k * n] = turned[k + i * n] = column[i];
    }
}
