/* minunit.h - the smallest test frame that says where a check failed.
 *
 *     static void test_sum(void) { CHECK_NEAR(1.0 + 2.0, 3.0, 0.0); }
 *     int main(void) { RUN(test_sum); return REPORT(); }
 *
 * One source file is one program; a test passes when none of its checks fails.
 * REPORT() prints "N passed, N failed" and is the exit status. */
#ifndef MINUNIT_H
#define MINUNIT_H

#include <math.h>
#include <stdio.h>

static int mu_bad_checks, mu_passed, mu_failed;
/* What the present turn of a loop is about: set by tests, said where a check fails. */
static const char *mu_about = "";

static inline int mu_check(int ok, const char *text, const char *file, int line)
{
    if (!ok) {
        mu_bad_checks++;
        fprintf(stderr, "%s:%d: failed: %s%s%s\n", file, line, text, *mu_about ? ", " : "",
                mu_about);
    }
    return ok;
}

/* NaN is near NaN only, an infinity only itself. */
static inline int mu_near(double a, double b, double tol, const char *text, const char *file,
                          int line)
{
    int ok = isnan(b) ? isnan(a) : isinf(a) || isinf(b) ? !(a < b || a > b) && !isnan(a)
                                                       : fabs(a - b) <= tol;
    if (!ok)
        fprintf(stderr, "%.17g against %.17g, tolerance %g\n", a, b, tol);
    return mu_check(ok, text, file, line);
}

static inline void mu_run(void (*test)(void), const char *name)
{
    int before = mu_bad_checks;
    mu_about = "";
    test();
    if (mu_bad_checks == before) {
        mu_passed++;
    } else {
        mu_failed++;
        fprintf(stderr, "FAILED %s\n", name);
    }
}

static inline int mu_report(void)
{
    printf("%d passed, %d failed\n", mu_passed, mu_failed);
    return mu_failed > 0 || mu_bad_checks > 0 || mu_passed == 0;
}

/* Both are expressions, non-zero when the check held. */
#define CHECK(cond) mu_check((cond) ? 1 : 0, #cond, __FILE__, __LINE__)
#define CHECK_NEAR(a, b, tol) \
    mu_near((a), (b), (tol), #a " near " #b, __FILE__, __LINE__)
#define RUN(test) mu_run((test), #test)
#define REPORT() mu_report()

#endif
