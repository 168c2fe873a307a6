/* r_adjacency.c - graphs of genes and their normalisation. */
#include "r_glue.h"

#include "ggc_adjacency.h"
#include "r_entry.h"

/* .Call: graph of eq. 1 before normalisation, p x p, or NULL when interrupted.
 * x_: double matrix p x N, finite; method_: integer, ggc_graph_method. */
SEXP C_ggc_adjacency(SEXP x_, SEXP method_, SEXP threads_)
{
    ggc_graph_task task;
    const double *x = arg_matrix(x_, &task.p, &task.n, "x");
    int method = arg_int(method_, "method");
    if (task.p < 1 || task.n < 1 || method < GGC_GRAPH_GRAM || method > GGC_GRAPH_ABSCOR)
        Rf_error("ggc internal error: no such graph; please report");
    task.method = (ggc_graph_method)method;
    task.threads = glue_threads(threads_);
    size_t bytes;
    glue_check(ggc_adjacency_workspace(&task, &bytes), "ggc_adjacency");
    SEXP out = PROTECT(Rf_allocMatrix(REALSXP, task.p, task.p));
    ggc_hooks hooks = glue_hooks(R_NilValue);
    ggc_status status = ggc_adjacency(&task, x, REAL(out), glue_workspace(bytes), bytes, &hooks);
    glue_check(status, "ggc_adjacency");
    UNPROTECT(1);
    return status == GGC_OK ? out : R_NilValue;
}

/* .Call: a_ normalised, as a new p x p matrix without dimnames.
 * a_: double matrix p x p, >= 0, finite; how_: integer, ggc_normalisation;
 * self_: integer, 0 clears the diagonal first. */
SEXP C_ggc_adjacency_normalise(SEXP a_, SEXP how_, SEXP self_)
{
    int p, q;
    const double *a = arg_matrix(a_, &p, &q, "a");
    int how = arg_int(how_, "how"), self = arg_int(self_, "self");
    if (p < 1 || q != p || how < GGC_NORMALISE_NONE || how > GGC_NORMALISE_MAX)
        Rf_error("ggc internal error: no such normalisation; please report");
    SEXP out = PROTECT(Rf_allocMatrix(REALSXP, p, p));
    double *value = REAL(out);
    for (R_xlen_t k = 0; k < XLENGTH(out); k++)
        value[k] = a[k];
    double *degree = (double *)R_alloc((size_t)p, sizeof *degree);
    ggc_adjacency_normalise(value, p, (ggc_normalisation)how, self, degree);
    UNPROTECT(1);
    return out;
}
