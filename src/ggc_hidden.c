#include "ggc_hidden.h"

#include <math.h>
#include <stddef.h>

#include "ggc_rng.h"

/* Make `count` vectors of `length` orthonormal. Element e of vector v is at
 * x[v * step + e * stride]. */
static void orthonormalise(double *x, size_t count, size_t length, size_t step, size_t stride)
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
    }
}

void ggc_hidden_map(const uint64_t *key, int n, int hidden, double *out)
{
    const size_t genes = (size_t)n, units = (size_t)hidden;
    for (size_t j = 0; j < genes; j++) {
        ggc_rng rng;
        ggc_rng_start(&rng, 0, key[j], 0);
        for (size_t i = 0; i < units; i++)
            out[i + units * j] = n == hidden ? (double)(i == j) : ggc_rng_normal(&rng);
    }
    if (hidden < n)
        orthonormalise(out, units, genes, 1, units);
    else if (hidden > n)
        orthonormalise(out, genes, units, units, 1);
}

void ggc_hidden_product(int m, int k, int n, const double *a, const double *b, int transpose,
                        double *out)
{
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
    }
}
