/* r_hidden.c - the map of genes to hidden units, and small products. */
#include "r_glue.h"

#include "ggc_hidden.h"
#include "r_entry.h"

/* .Call: the map of the genes named to hidden units, hidden x genes, or NULL where it was
 * interrupted. */
SEXP C_ggc_hidden_map(SEXP genes_, SEXP hidden_)
{
    const R_xlen_t genes = XLENGTH(genes_);
    const int hidden = arg_int(hidden_, "hidden");
    const uint64_t *key = glue_hash_names(genes_, genes);
    SEXP out = PROTECT(Rf_allocMatrix(REALSXP, hidden, (int)genes));
    const ggc_hooks hooks = glue_hooks(R_NilValue);
    ggc_status status = ggc_hidden_map(key, (int)genes, hidden, &hooks, REAL(out));
    UNPROTECT(1);
    return status == GGC_ECANCELLED ? R_NilValue : out;
}

/* .Call: a b, or a b'; NULL where it was interrupted. */
SEXP C_ggc_hidden_product(SEXP a_, SEXP b_, SEXP transpose_)
{
    int m, k, rows, columns;
    const double *a = arg_matrix(a_, &m, &k, "a");
    const double *b = arg_matrix(b_, &rows, &columns, "b");
    const int transpose = arg_int(transpose_, "transpose");
    const int n = transpose ? rows : columns;
    if ((transpose ? columns : rows) != k)
        glue_check(GGC_EINVAL, "C_ggc_hidden_product");
    SEXP out = PROTECT(Rf_allocMatrix(REALSXP, m, n));
    const ggc_hooks hooks = glue_hooks(R_NilValue);
    ggc_status status = ggc_hidden_product(m, k, n, a, b, transpose, &hooks, REAL(out));
    UNPROTECT(1);
    return status == GGC_ECANCELLED ? R_NilValue : out;
}
