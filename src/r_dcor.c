/* r_dcor.c - distance correlations. */
#include "r_glue.h"

#include "ggc_dcor.h"
#include "r_entry.h"

/* .Call: distance correlations of the rows of x_ with those of y_ (NULL: with
 * each other), rows of x_ by rows of y_, or NULL when interrupted.
 * x_, y_: double matrices p x n and q x n, finite; algorithm_: integer,
 * ggc_dcor_algorithm; squared_: integer, 0 takes the square root. */
SEXP C_ggc_dcor(SEXP x_, SEXP y_, SEXP algorithm_, SEXP squared_, SEXP threads_)
{
    ggc_dcor_task task = {.q = 0};
    const double *x = arg_matrix(x_, &task.p, &task.n, "x"), *y = NULL;
    int n = task.n, algorithm = arg_int(algorithm_, "algorithm");
    if (y_ != R_NilValue)
        y = arg_matrix(y_, &task.q, &n, "y");
    if (task.p < 1 || task.n < 1 || n != task.n || (y != NULL && task.q < 1) ||
        algorithm < GGC_DCOR_AUTO || algorithm > GGC_DCOR_FAST)
        Rf_error("ggc internal error: no such distance correlation; please report");
    task.algorithm = (ggc_dcor_algorithm)algorithm;
    task.squared = arg_int(squared_, "squared");
    task.threads = glue_threads(threads_);
    size_t bytes;
    glue_check(ggc_dcor_workspace(&task, &bytes), "ggc_dcor");
    SEXP out = PROTECT(Rf_allocMatrix(REALSXP, task.p, y == NULL ? task.p : task.q));
    ggc_hooks hooks = glue_hooks(R_NilValue);
    ggc_status status = ggc_dcor(&task, x, y, REAL(out), glue_workspace(bytes), bytes, &hooks);
    glue_check(status, "ggc_dcor");
    UNPROTECT(1);
    return status == GGC_OK ? out : R_NilValue;
}
