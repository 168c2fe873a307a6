/* ggc_vector.h - sums over a vector in one order of additions, whatever the
 * compiler and however wide its registers. */
#ifndef GGC_VECTOR_H
#define GGC_VECTOR_H

/* Sum of x[t] y[t], t < n: four sums side by side. */
static inline double ggc_dot(const double *x, const double *y, int n)
{
    double a = 0, b = 0, c = 0, d = 0;
    int t = 0;
    for (; t + 4 <= n; t += 4) {
        a += x[t] * y[t];
        b += x[t + 1] * y[t + 1];
        c += x[t + 2] * y[t + 2];
        d += x[t + 3] * y[t + 3];
    }
    for (; t < n; t++)
        a += x[t] * y[t];
    return (a + b) + (c + d);
}

/* x <- x - factor y, of n values. */
static inline void ggc_subtract(double *x, double factor, const double *y, int n)
{
    for (int t = 0; t < n; t++)
        x[t] -= factor * y[t];
}

#endif
