/* r_lsngc.c - large-scale nonlinear Granger causality: a named list in, a named list out. */
#include "r_glue.h"

#include <string.h>

#include "ggc_lsngc.h"
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

static const double *given(SEXP task_, const char *name, R_xlen_t length)
{
    SEXP x = list_get(task_, name);
    return Rf_isNull(x) ? NULL : arg_doubles(x, length, name);
}

static ggc_lsngc_task task_of(SEXP task_)
{
    ggc_lsngc_task task;
    memset(&task, 0, sizeof task);
    task.z = arg_matrix(list_get(task_, "z"), &task.genes, &task.samples, "z");
    SEXP length = list_get(task_, "length");
    task.trajectories = (int)XLENGTH(length);
    task.first = starts_of(length, task.samples);
    task.regulators = (int)XLENGTH(list_get(task_, "regulators"));
    task.regulator = rows_of(list_get(task_, "regulators"), task.genes, "regulators");
    task.targets = (int)XLENGTH(list_get(task_, "targets"));
    task.target = rows_of(list_get(task_, "targets"), task.genes, "targets");
    task.lags = glue_get_int(task_, "lags");
    task.state_centres = glue_get_int(task_, "state_centres");
    task.source_centres = glue_get_int(task_, "source_centres");
    task.as_script = glue_get_int(task_, "as_script");
    task.seed = arg_seed(list_get(task_, "seed"), "seed");
    task.name = glue_hash_names(list_get(task_, "name"), task.genes);
    if (task.lags < 1 || task.state_centres < 1 || task.source_centres < 1 ||
        ggc_lsngc_steps(&task) < 1)
        glue_check(GGC_EINVAL, "C_ggc_lsngc");
    if (task.as_script && (task.lags > 1 || task.state_centres > task.regulators))
        glue_check(GGC_EINVAL, "as_script");
    const R_xlen_t past = (R_xlen_t)task.lags * task.regulators;
    task.given_state = given(task_, "given_state", past * task.state_centres);
    task.given_source = given(task_, "given_source", past * task.source_centres);
    return task;
}

/* .Call: residual sums of squares and ranks of all sources and targets of a task, a named
 * list; see ggc_lsngc.h. NULL where it was interrupted. */
SEXP C_ggc_lsngc(SEXP task_, SEXP threads_, SEXP progress_)
{
    const ggc_lsngc_task task = task_of(task_);
    const char *names[] = {"restricted", "whole", "few", "many", "inertia", ""};
    SEXP out = PROTECT(Rf_mkNamed(VECSXP, names));
    for (int i = 0; i < 4; i++)
        SET_VECTOR_ELT(out, i,
                       Rf_allocMatrix(i < 2 ? REALSXP : INTSXP, task.regulators, task.targets));
    SET_VECTOR_ELT(out, 4, Rf_allocVector(REALSXP, 1));
    ggc_lsngc_result result = {.restricted = REAL(VECTOR_ELT(out, 0)),
                               .whole = REAL(VECTOR_ELT(out, 1)),
                               .few = INTEGER(VECTOR_ELT(out, 2)),
                               .many = INTEGER(VECTOR_ELT(out, 3)),
                               .inertia = REAL(VECTOR_ELT(out, 4))};
    const int threads = glue_threads(threads_);
    SEXP call = PROTECT(glue_progress_call(progress_));
    const ggc_hooks hooks = glue_hooks(call);
    const size_t bytes = ggc_lsngc_workspace(&task, threads);
    void *workspace = glue_measured(bytes, "ggc_fit()");
    const ggc_status status = ggc_lsngc(&task, threads, workspace, bytes, &hooks, &result);
    glue_check(status, "ggc_fit()");
    UNPROTECT(2);
    return status == GGC_ECANCELLED ? R_NilValue : out;
}
