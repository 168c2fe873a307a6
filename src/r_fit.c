/* r_fit.c - training: a named list in, a named list out. */
#include "r_glue.h"

#include "ggc_fit.h"
#include "ggc_target.h"
#include "r_entry.h"
#include "r_problem.h"

/* .Call: train the targets of a problem. NULL where it was interrupted. */
SEXP C_ggc_fit(SEXP problem_, SEXP threads_, SEXP progress_)
{
    const ggc_problem problem = glue_problem(problem_);
    int threads = glue_threads(threads_);
    if (threads > problem.targets)
        threads = problem.targets;
    const R_xlen_t inputs = ggc_problem_inputs(&problem), lambdas = problem.schedule.n_lambda;
    const R_xlen_t targets = problem.targets;
    const char *names[] = {"path",   "norms",    "train",     "held",      "chosen", "iterations",
                           "status", "networks", "kkt_ratio", "violation", ""};
    const SEXPTYPE types[] = {REALSXP, REALSXP, REALSXP, REALSXP, INTSXP,
                              INTSXP,  INTSXP,  RAWSXP,  REALSXP, REALSXP};
    const int keep = glue_get_int(problem_, "keep_networks");
    const size_t network = ggc_target_parameters(&problem) * sizeof(float);
    const R_xlen_t kept = keep ? (R_xlen_t)network * problem.members * targets : 0;
    const R_xlen_t lengths[] = {inputs * lambdas * targets,
                                inputs * targets,
                                lambdas * targets,
                                lambdas * targets,
                                targets,
                                targets,
                                targets,
                                kept,
                                inputs * targets,
                                targets};
    SEXP out = PROTECT(Rf_mkNamed(VECSXP, names));
    for (int i = 0; i < 10; i++)
        SET_VECTOR_ELT(out, i, Rf_allocVector(types[i], lengths[i]));
    ggc_fit_result result = {.path = REAL(VECTOR_ELT(out, 0)),
                             .norms = REAL(VECTOR_ELT(out, 1)),
                             .train = REAL(VECTOR_ELT(out, 2)),
                             .held = REAL(VECTOR_ELT(out, 3)),
                             .chosen = INTEGER(VECTOR_ELT(out, 4)),
                             .iterations = INTEGER(VECTOR_ELT(out, 5)),
                             .status = INTEGER(VECTOR_ELT(out, 6)),
                             .kkt = REAL(VECTOR_ELT(out, 8)),
                             .violation = REAL(VECTOR_ELT(out, 9)),
                             .networks = keep ? (float *)RAW(VECTOR_ELT(out, 7)) : NULL};
    SEXP call = PROTECT(glue_progress_call(progress_));
    const ggc_hooks hooks = glue_hooks(call);
    const size_t bytes = ggc_fit_workspace(&problem, threads);
    void *workspace = glue_measured(bytes, "ggc_fit()");
    ggc_status status = ggc_fit_run(&problem, threads, workspace, bytes, &hooks, &result);
    glue_check(status, "ggc_fit()");
    UNPROTECT(2);
    return status == GGC_ECANCELLED ? R_NilValue : out;
}

/* .Call: bytes of workspace that C_ggc_fit() takes for a problem, a double. */
SEXP C_ggc_fit_bytes(SEXP problem_, SEXP threads_)
{
    const ggc_problem problem = glue_problem(problem_);
    const int threads = glue_threads(threads_);
    return Rf_ScalarReal(
        (double)ggc_fit_workspace(&problem, threads < problem.targets ? threads : problem.targets));
}
