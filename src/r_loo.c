/* r_loo.c - GGC-LOO: a named list in, a named list out. */
#include "r_glue.h"

#include "ggc_loo.h"
#include "r_entry.h"
#include "r_problem.h"

/* .Call: train and score all masks. loo_: list(graph, h0, refit, refit_rate, block,
 * blocks), block
 * from 1. NULL where it was interrupted. */
SEXP C_ggc_loo(SEXP problem_, SEXP loo_, SEXP threads_, SEXP progress_)
{
    const ggc_problem problem = glue_problem(problem_);
    const R_xlen_t masks = problem.regulators + 1, hidden = problem.hidden;
    SEXP graph = list_get(loo_, "graph"), h0 = list_get(loo_, "h0");
    const int *from_one = arg_ints(list_get(loo_, "block"), problem.columns, "block");
    int *block = (int *)R_alloc((size_t)problem.columns, sizeof(int));
    for (int i = 0; i < problem.columns; i++)
        block[i] = from_one[i] - 1;
    const ggc_loo loo = {
        .problem = &problem,
        .graph = Rf_isNull(graph) ? NULL : arg_doubles(graph, hidden * hidden * masks, "graph"),
        .h0 = Rf_isNull(h0) ? NULL : arg_doubles(h0, hidden * masks, "h0"),
        .refit = glue_get_int(loo_, "refit"),
        .refit_rate = arg_double(list_get(loo_, "refit_rate"), "refit_rate"),
        .block = block,
        .blocks = glue_get_int(loo_, "blocks")};
    for (int i = 0; i < problem.columns; i++)
        if (problem.design.fold[i] != GGC_FOLD_NONE && (block[i] < 0 || block[i] >= loo.blocks))
            Rf_error("ggc internal error: a step without a block; please report");
    int threads = glue_threads(threads_);
    if (threads > masks)
        threads = (int)masks;
    const char *names[] = {"held", "steps", "train", "iterations", "status", ""};
    const SEXPTYPE types[] = {REALSXP, REALSXP, REALSXP, INTSXP, INTSXP};
    const R_xlen_t lengths[] = {loo.blocks * problem.targets * masks, loo.blocks,
                                problem.targets * masks, masks, masks};
    SEXP out = PROTECT(Rf_mkNamed(VECSXP, names));
    for (int i = 0; i < 5; i++)
        SET_VECTOR_ELT(out, i, Rf_allocVector(types[i], lengths[i]));
    ggc_loo_result result = {.held = REAL(VECTOR_ELT(out, 0)),
                             .steps = REAL(VECTOR_ELT(out, 1)),
                             .train = REAL(VECTOR_ELT(out, 2)),
                             .iterations = INTEGER(VECTOR_ELT(out, 3)),
                             .status = INTEGER(VECTOR_ELT(out, 4))};
    SEXP call = PROTECT(glue_progress_call(progress_));
    const ggc_hooks hooks = glue_hooks(call);
    const size_t bytes = ggc_loo_workspace(&loo, threads);
    void *workspace = glue_measured(bytes, "ggc_fit()");
    ggc_status status = ggc_loo_run(&loo, threads, workspace, bytes, &hooks, &result);
    glue_check(status, "ggc_fit()");
    UNPROTECT(2);
    return status == GGC_ECANCELLED ? R_NilValue : out;
}
