/* r_forecast.c - held-out errors of small regressions on the best candidates. */
#include "r_glue.h"

#include <string.h>

#include "ggc_forecast.h"
#include "r_entry.h"

/* 1-based rows of z as 0-based ones on R_alloc, each checked. */
static const int *rows_of(SEXP x, R_xlen_t length, int genes, const char *name)
{
    const int *index = arg_ints(x, length, name);
    const R_xlen_t n = XLENGTH(x);
    int *out = (int *)R_alloc((size_t)n + 1, sizeof(int));
    for (R_xlen_t i = 0; i < n; i++) {
        if (index[i] < 1 || index[i] > genes)
            glue_check(GGC_EINVAL, name);
        out[i] = index[i] - 1;
    }
    return out;
}

/* .Call: errors of the targets of a task, a named list; see ggc_forecast.h. NULL where it
 * was interrupted. */
SEXP C_ggc_forecast(SEXP task_, SEXP threads_)
{
    ggc_forecast_task task;
    int columns;
    memset(&task, 0, sizeof task);
    task.z = arg_matrix(list_get(task_, "z"), &task.genes, &columns, "z");
    SEXP from = list_get(task_, "from"), target = list_get(task_, "target");
    task.steps = (int)XLENGTH(from);
    task.from = rows_of(from, -1, columns - 1, "from");
    if (!Rf_isNull(list_get(task_, "unit")))
        task.unit = arg_doubles(list_get(task_, "unit"), task.steps, "unit");
    task.fold = arg_ints(list_get(task_, "fold"), task.steps, "fold");
    task.folds = glue_get_int(task_, "folds");
    for (int n = 0; n < task.steps; n++)
        if (task.fold[n] < 0 || task.fold[n] > task.folds)
            glue_check(GGC_EINVAL, "C_ggc_forecast");
    task.targets = (int)XLENGTH(target);
    task.target = rows_of(target, -1, task.genes, "target");
    task.m = glue_get_int(task_, "m");
    task.best =
        rows_of(list_get(task_, "best"), (R_xlen_t)task.m * task.targets, task.genes, "best");
    task.quadratic = glue_get_int(task_, "quadratic");
    task.ridge = arg_double(list_get(task_, "ridge"), "ridge");
    const int threads = glue_threads(threads_);
    const size_t bytes = ggc_forecast_workspace(&task, threads);
    void *workspace = glue_measured(bytes, "ggc_fit()");
    SEXP out = PROTECT(Rf_allocVector(REALSXP, task.targets));
    const ggc_hooks hooks = glue_hooks(R_NilValue);
    ggc_status status = ggc_forecast(&task, threads, workspace, bytes, &hooks, REAL(out));
    glue_check(status, "ggc_fit()");
    UNPROTECT(1);
    return status == GGC_ECANCELLED ? R_NilValue : out;
}
