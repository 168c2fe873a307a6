/* r_rng.c - uniform numbers for R, from a stream of their own. */
#include "r_glue.h"

#include "ggc_rng.h"
#include "r_entry.h"

/* .Call: n uniform numbers from the stream (seed, name). */
SEXP C_ggc_uniform(SEXP n_, SEXP seed_, SEXP name_)
{
    const int n = arg_int(n_, "n");
    ggc_rng rng;
    ggc_rng_start(&rng, arg_seed(seed_, "seed"), ggc_hash(arg_string(name_, "name")),
                  GGC_STREAM_UNIFORM);
    SEXP out = PROTECT(Rf_allocVector(REALSXP, n));
    for (int i = 0; i < n; i++)
        REAL(out)[i] = ggc_rng_uniform(&rng);
    UNPROTECT(1);
    return out;
}
