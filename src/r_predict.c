/* r_predict.c - what trained networks say: forecasts, and effects of the inputs. */
#include "r_glue.h"

#include "ggc_effects.h"
#include "ggc_predict.h"
#include "ggc_target.h"
#include "r_entry.h"
#include "r_problem.h"

/* Networks as C_ggc_fit() returns them, for the targets of a problem. */
static const float *networks_of(SEXP networks, const ggc_problem *problem, const char *where)
{
    const size_t one = ggc_target_parameters(problem) * sizeof(float);
    if (TYPEOF(networks) != RAWSXP ||
        (size_t)XLENGTH(networks) != one * (size_t)problem->members * (size_t)problem->targets)
        glue_check(GGC_EINVAL, where);
    return (const float *)RAW_RO(networks);
}

/* .Call: one-step predictions of the transitions of a problem, targets x columns, or NULL
 * where it was interrupted.
 * networks_: raw, as returned by C_ggc_fit for the same targets and members. */
SEXP C_ggc_predict(SEXP problem_, SEXP networks_)
{
    const ggc_problem problem = glue_problem(problem_);
    const float *networks = networks_of(networks_, &problem, "predict()");
    SEXP out = PROTECT(Rf_allocMatrix(REALSXP, problem.targets, problem.columns));
    const size_t bytes = ggc_predict_workspace(&problem);
    void *workspace = glue_measured(bytes, "predict()");
    const ggc_hooks hooks = glue_hooks(R_NilValue);
    ggc_status status = ggc_predict(&problem, networks, workspace, bytes, &hooks, REAL(out));
    glue_check(status, "predict()");
    UNPROTECT(1);
    return status == GGC_ECANCELLED ? R_NilValue : out;
}

/* .Call: effects of the inputs on the targets, inputs x targets: effect, size, lag; or
 * NULL where it was interrupted. */
SEXP C_ggc_effects(SEXP problem_, SEXP networks_, SEXP lags_, SEXP threads_)
{
    const ggc_problem problem = glue_problem(problem_);
    const float *networks = networks_of(networks_, &problem, "ggc_edges()");
    const int lags = arg_int(lags_, "lags");
    int threads = glue_threads(threads_);
    if (threads > problem.targets)
        threads = problem.targets;
    const char *names[] = {"effect", "size", "lag", ""};
    const SEXPTYPE types[] = {REALSXP, REALSXP, INTSXP};
    SEXP out = PROTECT(Rf_mkNamed(VECSXP, names));
    for (int i = 0; i < 3; i++)
        SET_VECTOR_ELT(out, i,
                       Rf_allocMatrix(types[i], ggc_problem_inputs(&problem), problem.targets));
    ggc_effects_result result = {.effect = REAL(VECTOR_ELT(out, 0)),
                                 .size = REAL(VECTOR_ELT(out, 1)),
                                 .lag = INTEGER(VECTOR_ELT(out, 2))};
    const ggc_effects_ask ask = {.networks = networks, .lags = lags, .threads = threads};
    const size_t bytes = ggc_effects_workspace(&problem, lags, threads);
    void *workspace = glue_measured(bytes, "ggc_edges()");
    const ggc_hooks hooks = glue_hooks(R_NilValue);
    const ggc_status status = ggc_effects(&problem, &ask, workspace, bytes, &hooks, &result);
    glue_check(status, "ggc_edges()");
    UNPROTECT(1);
    return status == GGC_ECANCELLED ? R_NilValue : out;
}
