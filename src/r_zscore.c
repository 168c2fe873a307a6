/* r_zscore.c - standard scores. */
#include "r_glue.h"

#include "ggc_zscore.h"
#include "r_entry.h"

/* .Call: list(z, center, scale): z-scores p x N, means and standard deviations
 * (denominator N; 0 for a constant gene) of the p genes.
 * x_: double matrix p x N, finite. */
SEXP C_ggc_zscore(SEXP x_)
{
    int p, n;
    const double *x = arg_matrix(x_, &p, &n, "x");
    if (p < 1 || n < 1)
        Rf_error("ggc internal error: `x` must not be empty; please report");
    const char *names[] = {"z", "center", "scale", ""};
    SEXP out = PROTECT(Rf_mkNamed(VECSXP, names));
    SET_VECTOR_ELT(out, 0, Rf_allocMatrix(REALSXP, p, n));
    SET_VECTOR_ELT(out, 1, Rf_allocVector(REALSXP, p));
    SET_VECTOR_ELT(out, 2, Rf_allocVector(REALSXP, p));
    ggc_zscore(x, p, n, REAL(VECTOR_ELT(out, 0)), REAL(VECTOR_ELT(out, 1)),
               REAL(VECTOR_ELT(out, 2)));
    UNPROTECT(1);
    return out;
}
