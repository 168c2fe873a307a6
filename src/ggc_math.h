/* ggc_math.h - scalar double exp, log, tanh and sigmoid without libm, so that
 * results do not depend on the platform's mathematical library.
 *
 * Bounds are in units in the last place (ulp) of the exact result, for results
 * in the normal range and round-to-nearest; a subnormal result adds one ulp.
 * NaN in gives NaN out. No errno, no floating-point traps asked for. */
#ifndef GGC_MATH_H
#define GGC_MATH_H

/* e^x. Error <= 1 ulp. Infinity above 709.782712893384, 0 below
 * -745.133219101941. Source: Cody & Waite (1980), reduction by two-part ln 2;
 * Taylor polynomial of degree 13 on |r| <= ln(2) / 2. */
double ggc_exp(double x);

/* Natural logarithm. Error <= 1 ulp. x = 0 gives -Infinity, x < 0 NaN.
 * Source: x = 2^e m, sqrt(1/2) <= m < sqrt(2); log m = 2 atanh((m-1)/(m+1)). */
double ggc_log(double x);

/* Hyperbolic tangent. Error <= 3 ulp; odd; |x| > 20 gives +-1. */
double ggc_tanh(double x);

/* Logistic function 1 / (1 + e^-x). Error <= 3 ulp; 0 below -745.2. */
double ggc_sigmoid(double x);

#endif
