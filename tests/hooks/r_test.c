/* r_test.c - kernels of the core as testthat sees them; nothing here serves a
 * user. */
#include "r_glue.h"

#include <string.h>

#include "ggc_math.h"
#include "ggc_rng.h"

static uint32_t word(double value)
{
    if (!(value >= 0 && value <= 4294967295.0))
        Rf_error("ggc internal error: a 32-bit word is out of range; please report");
    return (uint32_t)value;
}

/* .Call: one Philox4x32-10 block; words travel as doubles, which hold them
 * exactly. counter_: 4, key_: 2; returns 4. */
SEXP C_ggc_test_philox(SEXP counter_, SEXP key_)
{
    const double *counter = arg_doubles(counter_, 4, "counter");
    const double *key = arg_doubles(key_, 2, "key");
    uint32_t c[4], k[2], out[4];
    for (int i = 0; i < 4; i++)
        c[i] = word(counter[i]);
    for (int i = 0; i < 2; i++)
        k[i] = word(key[i]);
    ggc_philox(c, k, out);
    SEXP out_ = PROTECT(Rf_allocVector(REALSXP, 4));
    for (int i = 0; i < 4; i++)
        REAL(out_)[i] = out[i];
    UNPROTECT(1);
    return out_;
}

/* .Call: a scalar function over a vector; which_: "exp", "log", "tanh",
 * "sigmoid" or "normal_quantile". */
SEXP C_ggc_test_math(SEXP which_, SEXP x_)
{
    static const struct {
        const char *name;
        double (*function)(double);
    } table[] = {{"exp", ggc_exp},
                 {"log", ggc_log},
                 {"tanh", ggc_tanh},
                 {"sigmoid", ggc_sigmoid},
                 {"normal_quantile", ggc_normal_quantile}};
    const char *which = arg_string(which_, "which");
    const double *x = arg_doubles(x_, -1, "x");
    size_t found = 0;
    while (found < sizeof table / sizeof *table && strcmp(table[found].name, which) != 0)
        found++;
    if (found == sizeof table / sizeof *table)
        Rf_error("ggc internal error: no scalar function `%s`; please report", which);
    SEXP out_ = PROTECT(Rf_allocVector(REALSXP, XLENGTH(x_)));
    double *out = REAL(out_);
    for (R_xlen_t i = 0; i < XLENGTH(x_); i++)
        out[i] = table[found].function(x[i]);
    UNPROTECT(1);
    return out_;
}

/* .Call: the first n_ draws of the stream (seed_, name_, purpose_).
 * kind_: "word", "uniform", "normal" or "below"; below_: bound of "below". */
SEXP C_ggc_test_draws(SEXP kind_, SEXP n_, SEXP seed_, SEXP name_, SEXP purpose_, SEXP below_)
{
    const char *kind = arg_string(kind_, "kind");
    int n = arg_int(n_, "n");
    int below = arg_int(below_, "below");
    ggc_rng rng;
    ggc_rng_start(&rng, arg_seed(seed_, "seed"), ggc_hash(arg_string(name_, "name")),
                  arg_seed(purpose_, "purpose"));
    if (n < 0 || below < 1)
        Rf_error("ggc internal error: `n` or `below` out of range; please report");
    SEXP out_ = PROTECT(Rf_allocVector(REALSXP, n));
    double *out = REAL(out_);
    for (int i = 0; i < n; i++) {
        if (strcmp(kind, "word") == 0)
            out[i] = ggc_rng_u32(&rng);
        else if (strcmp(kind, "uniform") == 0)
            out[i] = ggc_rng_uniform(&rng);
        else if (strcmp(kind, "normal") == 0)
            out[i] = ggc_rng_normal(&rng);
        else
            out[i] = ggc_rng_below(&rng, (uint32_t)below);
    }
    UNPROTECT(1);
    return out_;
}
