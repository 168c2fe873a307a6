/* r_bts.c - backward-in-time selection: a named list in, a named list out. */
#include "r_glue.h"

#include <string.h>

#include "ggc_bts.h"
#include "r_entry.h"

/* 1-based rows of z as 0-based ones on R_alloc, each checked. */
static const int *rows_of(SEXP x, int genes, const char *name)
{
    const int *index = arg_ints(x, -1, name);
    const R_xlen_t n = XLENGTH(x);
    int *out = (int *)R_alloc((size_t)n + 1, sizeof(int));
    for (R_xlen_t i = 0; i < n; i++) {
        if (index[i] < 1 || index[i] > genes)
            glue_check(GGC_EINVAL, name);
        out[i] = index[i] - 1;
    }
    return out;
}

/* Where trajectories start, from their lengths. */
static const int *starts_of(SEXP length, int samples)
{
    const int *n = arg_ints(length, -1, "length");
    const R_xlen_t trajectories = XLENGTH(length);
    int *out = (int *)R_alloc((size_t)trajectories + 1, sizeof(int));
    out[0] = 0;
    for (R_xlen_t k = 0; k < trajectories; k++) {
        if (n[k] < 1 || n[k] > samples - out[k])
            glue_check(GGC_EINVAL, "length");
        out[k + 1] = out[k] + n[k];
    }
    if (out[trajectories] != samples)
        glue_check(GGC_EINVAL, "length");
    return out;
}

static ggc_bts_task task_of(SEXP task_)
{
    ggc_bts_task task;
    memset(&task, 0, sizeof task);
    task.z = arg_matrix(list_get(task_, "z"), &task.genes, &task.samples, "z");
    SEXP length = list_get(task_, "length"), exclude = list_get(task_, "exclude");
    task.trajectories = (int)XLENGTH(length);
    task.first = starts_of(length, task.samples);
    task.regulators = (int)XLENGTH(list_get(task_, "regulators"));
    task.regulator = rows_of(list_get(task_, "regulators"), task.genes, "regulators");
    task.targets = (int)XLENGTH(list_get(task_, "targets"));
    task.target = rows_of(list_get(task_, "targets"), task.genes, "targets");
    if (!Rf_isNull(exclude))
        task.exclude = arg_ints(exclude, (R_xlen_t)task.regulators * task.targets, "exclude");
    task.lags = glue_get_int(task_, "lags");
    task.most = glue_get_int(task_, "most");
    if (task.lags < 1 || task.most < 1)
        glue_check(GGC_EINVAL, "C_ggc_bts");
    return task;
}

/* .Call: the models of the targets of a task, a named list; see ggc_bts.h. NULL where it
 * was interrupted. */
SEXP C_ggc_bts(SEXP task_, SEXP threads_, SEXP progress_)
{
    const ggc_bts_task task = task_of(task_);
    const R_xlen_t n = task.targets, all = n * task.most;
    const char *names[] = {"count", "input", "lag",   "coefficient", "drop",
                           "rss",   "rows",  "order", "full",        ""};
    const SEXPTYPE types[] = {INTSXP,  INTSXP, INTSXP, REALSXP, REALSXP,
                              REALSXP, INTSXP, INTSXP, INTSXP};
    const R_xlen_t lengths[] = {n, all, all, all, all, n, n, n, n};
    SEXP out = PROTECT(Rf_mkNamed(VECSXP, names));
    for (int i = 0; i < 9; i++)
        SET_VECTOR_ELT(out, i, Rf_allocVector(types[i], lengths[i]));
    ggc_bts_result result = {.count = INTEGER(VECTOR_ELT(out, 0)),
                             .input = INTEGER(VECTOR_ELT(out, 1)),
                             .lag = INTEGER(VECTOR_ELT(out, 2)),
                             .coefficient = REAL(VECTOR_ELT(out, 3)),
                             .drop = REAL(VECTOR_ELT(out, 4)),
                             .rss = REAL(VECTOR_ELT(out, 5)),
                             .rows = INTEGER(VECTOR_ELT(out, 6)),
                             .order = INTEGER(VECTOR_ELT(out, 7)),
                             .full = INTEGER(VECTOR_ELT(out, 8))};
    for (R_xlen_t i = 0; i < all; i++) {
        result.input[i] = result.lag[i] = 0;
        result.coefficient[i] = result.drop[i] = 0;
    }
    int threads = glue_threads(threads_);
    if (threads > task.targets)
        threads = task.targets > 0 ? task.targets : 1;
    SEXP call = PROTECT(glue_progress_call(progress_));
    const ggc_hooks hooks = glue_hooks(call);
    const size_t bytes = ggc_bts_workspace(&task, threads);
    void *workspace = glue_measured(bytes, "ggc_fit()");
    ggc_status status = ggc_bts(&task, threads, workspace, bytes, &hooks, &result);
    glue_check(status, "ggc_fit()");
    UNPROTECT(2);
    return status == GGC_ECANCELLED ? R_NilValue : out;
}
