/* ggc_hidden.c - the map of genes to hidden units: see ggc_hidden.h. */
#include "ggc_hidden.h"

#include <math.h>
#include <stddef.h>

#include "ggc_rng.h"
#include "ggc_watch.h"

/* Unordered steps through memory: a value takes as long as so many multiply-adds. */
#define STRIDE_WORK 10.0

/* Make `count` vectors of `length` orthonormal. Element e of vector v is at
 * x[v * step + e * stride]. */
static ggc_status orthonormalise(double *x, size_t count, size_t length, size_t step, size_t stride,
                                 ggc_meter *meter)
{
    for (size_t v = 0; v < count; v++) {
        double *mine = x + v * step;
        for (int twice = 0; twice < 2; twice++)
            for (size_t u = 0; u < v; u++) {
                const double *other = x + u * step;
                double dot = 0.0;
                for (size_t e = 0; e < length; e++)
                    dot += mine[e * stride] * other[e * stride];
                for (size_t e = 0; e < length; e++)
                    mine[e * stride] -= dot * other[e * stride];
            }
        double squares = 0.0;
        for (size_t e = 0; e < length; e++)
            squares += mine[e * stride] * mine[e * stride];
        const double norm = sqrt(squares);
        for (size_t e = 0; e < length; e++)
            mine[e * stride] /= norm;
        if (ggc_meter_add(meter, STRIDE_WORK * 4.0 * (double)(v + 1) * (double)length))
            return GGC_ECANCELLED;
    }
    return GGC_OK;
}

ggc_status ggc_hidden_map(const uint64_t *key, int n, int hidden, const ggc_hooks *hooks,
                          double *out)
{
    ggc_meter meter = ggc_meter_start(hooks, 1);
    const size_t genes = (size_t)n, units = (size_t)hidden;
    for (size_t j = 0; j < genes; j++) {
        ggc_rng rng;
        ggc_rng_start(&rng, 0, key[j], GGC_STREAM_HIDDEN_MAP);
        for (size_t i = 0; i < units; i++)
            out[i + units * j] = n == hidden ? (double)(i == j) : ggc_rng_normal(&rng);
    }
    if (hidden < n)
        return orthonormalise(out, units, genes, 1, units, &meter);
    if (hidden > n)
        return orthonormalise(out, genes, units, units, 1, &meter);
    return GGC_OK;
}

ggc_status ggc_hidden_product(int m, int k, int n, const double *a, const double *b, int transpose,
                              const ggc_hooks *hooks, double *out)
{
    ggc_meter meter = ggc_meter_start(hooks, 1);
    const size_t rows = (size_t)m, inner = (size_t)k, columns = (size_t)n;
    for (size_t j = 0; j < columns; j++) {
        double *to = out + rows * j;
        for (size_t i = 0; i < rows; i++)
            to[i] = 0.0;
        for (size_t s = 0; s < inner; s++) {
            const double factor = transpose ? b[j + columns * s] : b[s + inner * j];
            for (size_t i = 0; i < rows; i++)
                to[i] += a[i + rows * s] * factor;
        }
        if (ggc_meter_add(&meter, (double)rows * (double)inner))
            return GGC_ECANCELLED;
    }
    return GGC_OK;
}
