/* ggc_math.c - exp, log, tanh and sigmoid of doubles: see ggc_math.h. */
#include "ggc_math.h"

#include <math.h> /* INFINITY and NAN only */
#include <stdint.h>
#include <string.h>

/* ln 2 in two parts; the first has 20 trailing zero bits, so k * LN2_HIGH is
 * exact for every |k| <= 1100 and the reduction loses nothing. */
#define LN2_HIGH 0x1.62e42fefp-1
#define LN2_LOW 0x1.473de6af278edp-34
#define LOG2_E 0x1.71547652b82fep+0

static uint64_t bits_of(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

static double from_bits(uint64_t bits)
{
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

/* 2^k for -1022 <= k <= 1023. */
static double power_of_two(int k) { return from_bits((uint64_t)(k + 1023) << 52); }

/* Write x = k ln 2 + r, |r| <= ln(2)/2, and return e^r - 1 with the rounding
 * error of r put back. Requires |x| <= 746. Remainder of the series: 7e-18. */
static double reduced_expm1(double x, int *k)
{
    *k = (int)(x * LOG2_E + (x < 0 ? -0.5 : 0.5));
    double high = x - *k * LN2_HIGH;
    double low = *k * LN2_LOW;
    double r = high - low;
    double lost = (high - r) - low;
    double q = 1.0 / 6227020800.0;
    q = q * r + 1.0 / 479001600.0;
    q = q * r + 1.0 / 39916800.0;
    q = q * r + 1.0 / 3628800.0;
    q = q * r + 1.0 / 362880.0;
    q = q * r + 1.0 / 40320.0;
    q = q * r + 1.0 / 5040.0;
    q = q * r + 1.0 / 720.0;
    q = q * r + 1.0 / 120.0;
    q = q * r + 1.0 / 24.0;
    q = q * r + 1.0 / 6.0;
    q = q * r + 0.5;
    return r + (q * (r * r) + (lost + lost * r));
}

double ggc_exp(double x)
{
    if (x != x)
        return x;
    if (x > 709.782712893384)
        return INFINITY;
    if (x < -745.133219101941108)
        return 0.0;
    int k;
    double value = 1.0 + reduced_expm1(x, &k);
    if (k >= -1021 && k <= 1023)
        return value * power_of_two(k);
    /* The ends of the range in two steps: 2^k alone is no normal number. */
    int half = k / 2;
    return value * power_of_two(half) * power_of_two(k - half);
}

double ggc_log(double x)
{
    if (x != x || x == INFINITY)
        return x;
    if (x < 0)
        return NAN;
    if (x == 0)
        return -INFINITY;
    int e = 0;
    if (x < 0x1p-1022) { /* subnormal */
        x *= 0x1p54;
        e = -54;
    }
    uint64_t bits = bits_of(x);
    e += (int)(bits >> 52) - 1023;
    double m = from_bits((bits & 0x000fffffffffffffu) | 0x3ff0000000000000u);
    if (m > 0x1.6a09e667f3bcdp+0) { /* sqrt(2) */
        m *= 0.5;
        e += 1;
    }
    /* With s = f/(2+f): log(1+f) = 2s + s R(s^2), and 2s = f - (f^2/2)(1 - s),
     * which keeps the exact f as the leading term. */
    double f = m - 1.0;
    double s = f / (2.0 + f);
    double z = s * s;
    double series = 2.0 / 23.0;
    series = series * z + 2.0 / 21.0;
    series = series * z + 2.0 / 19.0;
    series = series * z + 2.0 / 17.0;
    series = series * z + 2.0 / 15.0;
    series = series * z + 2.0 / 13.0;
    series = series * z + 2.0 / 11.0;
    series = series * z + 2.0 / 9.0;
    series = series * z + 2.0 / 7.0;
    series = series * z + 2.0 / 5.0;
    series = series * z + 2.0 / 3.0;
    double half_square = 0.5 * f * f;
    double tail = s * (half_square + z * series);
    return e * LN2_HIGH - ((half_square - (tail + e * LN2_LOW)) - f);
}

double ggc_tanh(double x)
{
    double y = 2.0 * (x < 0 ? -x : x);
    double value;
    if (x != x)
        return x;
    if (y < 0x1p-28)
        return x; /* next term is x^3 / 3: below half an ulp */
    if (y > 40.0) {
        value = 1.0;
    } else if (y > 1.0986) { /* tanh > 1/2 */
        value = 1.0 - 2.0 / (ggc_exp(y) + 1.0);
    } else {
        int k; /* 0, 1 or 2 */
        double part = reduced_expm1(y, &k);
        double scale = power_of_two(k);
        double expm1 = scale * part + (scale - 1.0);
        value = expm1 / (expm1 + 2.0);
    }
    return x < 0 ? -value : value;
}

double ggc_sigmoid(double x)
{
    if (x >= 0)
        return 1.0 / (1.0 + ggc_exp(-x));
    double e = ggc_exp(x);
    return e / (1.0 + e);
}
