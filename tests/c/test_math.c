#include "ggc_math.h"

#include "minunit.h"

/* |got - exact| in units in the last place of a double near exact. */
static double ulps(double got, long double exact)
{
    int exponent;
    frexpl(exact, &exponent);
    if (exponent < -1021)
        exponent = -1021;
    return (double)(fabsl((long double)got - exact) / ldexpl(1.0L, exponent - 53));
}

/* Where long double is no wider than double (some platforms, and valgrind), the
 * reference's own error adds to the bound: up to 2.2 ulp in glibc's tanh(). */
static double slack = 2.5;

static void measure_slack(void)
{
    volatile long double one = 1.0L, wider = one + 0x1p-60L;
    if (wider > one)
        slack = 0.0;
}

typedef double (*ours)(double);
typedef long double (*reference)(long double);

static long double sigmoid_reference(long double x)
{
    return 1.0L / (1.0L + expl(-x));
}

/* Largest error over n evenly spaced points of [from, to]. */
static double worst_ulps(ours f, reference g, double from, double to, int n)
{
    double worst = 0;
    for (int i = 0; i <= n; i++) {
        double x = from + (to - from) * ((double)i / n);
        double error = ulps(f(x), g(x));
        worst = error > worst || isnan(error) ? error : worst;
    }
    return worst;
}

static void test_exp_error(void)
{
    CHECK(worst_ulps(ggc_exp, expl, -708, 709.78, 200000) <= 1 + slack);
    CHECK(worst_ulps(ggc_exp, expl, -1, 1, 200000) <= 1 + slack);
    CHECK(worst_ulps(ggc_exp, expl, -1e-8, 1e-8, 1000) <= 1 + slack);
    CHECK(worst_ulps(ggc_exp, expl, -745.1, -708.5, 20000) <= 2 + slack); /* subnormal */
}

static void test_log_error(void)
{
    CHECK(worst_ulps(ggc_log, logl, 0.5, 2, 200000) <= 1 + slack);
    CHECK(worst_ulps(ggc_log, logl, 1 - 1e-6, 1 + 1e-6, 20000) <= 1 + slack);
    CHECK(worst_ulps(ggc_log, logl, 2, 1000, 100000) <= 1 + slack);
    for (double x = 0x1p-1074; x < 1e308; x = x * 1.37 + 0x1p-1074)
        CHECK(ulps(ggc_log(x), logl(x)) <= 1 + slack);
}

static void test_tanh_and_sigmoid_error(void)
{
    CHECK(worst_ulps(ggc_tanh, tanhl, -22, 22, 200000) <= 3 + slack);
    CHECK(worst_ulps(ggc_tanh, tanhl, -0.6, 0.6, 200001) <= 3 + slack);
    CHECK(worst_ulps(ggc_sigmoid, sigmoid_reference, -700, 40, 200000) <= 3 + slack);
    CHECK(worst_ulps(ggc_sigmoid, sigmoid_reference, -5, 5, 200000) <= 3 + slack);
}

static void test_special_values(void)
{
    CHECK_NEAR(ggc_exp(0), 1, 0);
    CHECK_NEAR(ggc_exp(INFINITY), INFINITY, 0);
    CHECK_NEAR(ggc_exp(709.79), INFINITY, 0);
    CHECK_NEAR(ggc_exp(-INFINITY), 0, 0);
    CHECK_NEAR(ggc_exp(-746), 0, 0);
    CHECK_NEAR(ggc_exp(-1e300), 0, 0);
    CHECK(ggc_exp(709.782712893384) < INFINITY);
    CHECK(ggc_exp(-745.1) > 0);
    CHECK_NEAR(ggc_log(1), 0, 0);
    CHECK_NEAR(ggc_log(0), -INFINITY, 0);
    CHECK_NEAR(ggc_log(-0.0), -INFINITY, 0);
    CHECK_NEAR(ggc_log(INFINITY), INFINITY, 0);
    CHECK_NEAR(ggc_log(-1), NAN, 0);
    CHECK_NEAR(ggc_log(-INFINITY), NAN, 0);
    CHECK_NEAR(ggc_tanh(0), 0, 0);
    CHECK(signbit(ggc_tanh(-0.0)));
    CHECK_NEAR(ggc_tanh(INFINITY), 1, 0);
    CHECK_NEAR(ggc_tanh(-INFINITY), -1, 0);
    CHECK_NEAR(ggc_tanh(0x1p-1074), 0x1p-1074, 0);
    CHECK_NEAR(ggc_sigmoid(0), 0.5, 0);
    CHECK_NEAR(ggc_sigmoid(INFINITY), 1, 0);
    CHECK_NEAR(ggc_sigmoid(-INFINITY), 0, 0);
    CHECK_NEAR(ggc_exp(NAN), NAN, 0);
    CHECK_NEAR(ggc_log(NAN), NAN, 0);
    CHECK_NEAR(ggc_tanh(NAN), NAN, 0);
    CHECK_NEAR(ggc_sigmoid(NAN), NAN, 0);
}

static void test_symmetry(void)
{
    for (double x = 1e-12; x < 30; x *= 1.01) {
        CHECK_NEAR(ggc_tanh(-x), -ggc_tanh(x), 0);
        CHECK_NEAR(ggc_sigmoid(-x) + ggc_sigmoid(x), 1, 3e-16);
    }
}

int main(void)
{
    measure_slack();
    RUN(test_exp_error);
    RUN(test_log_error);
    RUN(test_tanh_and_sigmoid_error);
    RUN(test_special_values);
    RUN(test_symmetry);
    return REPORT();
}
