/* r_fit.c - training and prediction: a named list in, a named list out. */
#include "r_glue.h"

#include <string.h>

#include "ggc_fit.h"
#include "ggc_hidden.h"
#include "ggc_rng.h"
#include "r_entry.h"
#include "r_problem.h"

static void *workspace_for(const ggc_problem *problem, int threads, size_t *bytes)
{
    *bytes = ggc_fit_workspace(problem, threads);
    if (*bytes == 0)
        glue_check(GGC_EOVERFLOW, "ggc_fit()");
    return glue_workspace(*bytes);
}

/* .Call: train the targets of a problem. NULL where it was interrupted. */
SEXP C_ggc_fit(SEXP problem_, SEXP threads_, SEXP progress_)
{
    const ggc_problem problem = glue_problem(problem_);
    int threads = glue_threads(threads_);
    if (threads > problem.targets)
        threads = problem.targets;
    const R_xlen_t inputs = ggc_problem_inputs(&problem), lambdas = problem.schedule.n_lambda;
    const R_xlen_t targets = problem.targets;
    const char *names[] = {"path",   "norms",      "train",  "held",
                           "chosen", "iterations", "status", "networks", "pull",
                           "violation", ""};
    const SEXPTYPE types[] = {REALSXP, REALSXP, REALSXP, REALSXP, INTSXP,
                              INTSXP,  INTSXP,  RAWSXP,  REALSXP, REALSXP};
    const int keep = glue_get_int(problem_, "keep_networks");
    const R_xlen_t kept =
        keep ? (R_xlen_t)(ggc_problem_parameters(&problem, problem.design.horizons) * sizeof(float)) * problem.members * targets
             : 0;
    const R_xlen_t lengths[] = {inputs * lambdas * targets, inputs * targets, lambdas * targets,
                                lambdas * targets, targets, targets, targets, kept,
                                inputs * targets, targets};
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
    size_t bytes;
    void *workspace = workspace_for(&problem, threads, &bytes);
    ggc_status status = ggc_fit_run(&problem, threads, workspace, bytes, &hooks, &result);
    glue_check(status, "ggc_fit()");
    UNPROTECT(2);
    return status == GGC_ECANCELLED ? R_NilValue : out;
}

/* Networks as C_ggc_fit() returns them, for the targets of a problem. */
static const float *networks_of(SEXP networks, const ggc_problem *problem, const char *where)
{
    const size_t one = ggc_problem_parameters(problem, problem->design.horizons) * sizeof(float);
    if (TYPEOF(networks) != RAWSXP ||
        (size_t)XLENGTH(networks) != one * (size_t)problem->members * (size_t)problem->targets)
        glue_check(GGC_EINVAL, where);
    return (const float *)RAW_RO(networks);
}

/* .Call: bytes of workspace that C_ggc_fit() takes for a problem, a double. */
SEXP C_ggc_fit_bytes(SEXP problem_, SEXP threads_)
{
    const ggc_problem problem = glue_problem(problem_);
    const int threads = glue_threads(threads_);
    return Rf_ScalarReal((double)ggc_fit_workspace(
        &problem, threads < problem.targets ? threads : problem.targets));
}

/* .Call: one-step predictions of the transitions of a problem, targets x columns, or NULL
 * where it was interrupted.
 * networks_: raw, as returned by C_ggc_fit for the same targets and members. */
SEXP C_ggc_predict(SEXP problem_, SEXP networks_)
{
    const ggc_problem problem = glue_problem(problem_);
    const float *networks = networks_of(networks_, &problem, "predict()");
    SEXP out = PROTECT(Rf_allocMatrix(REALSXP, problem.targets, problem.columns));
    size_t bytes;
    void *workspace = workspace_for(&problem, 1, &bytes);
    const ggc_hooks hooks = glue_hooks(R_NilValue);
    ggc_status status = ggc_fit_predict(&problem, networks, workspace, bytes, &hooks,
                                        REAL(out));
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
        SET_VECTOR_ELT(out, i, Rf_allocMatrix(types[i], ggc_problem_inputs(&problem),
                                              problem.targets));
    ggc_fit_effect result = {.effect = REAL(VECTOR_ELT(out, 0)),
                             .size = REAL(VECTOR_ELT(out, 1)),
                             .lag = INTEGER(VECTOR_ELT(out, 2))};
    const size_t bytes = ggc_fit_effects_workspace(&problem, lags, threads);
    if (bytes == 0)
        glue_check(GGC_EOVERFLOW, "ggc_edges()");
    void *workspace = glue_workspace(bytes);
    const ggc_hooks hooks = glue_hooks(R_NilValue);
    const ggc_status status =
        ggc_fit_effects(&problem, networks, lags, threads, workspace, bytes, &hooks, &result);
    glue_check(status, "ggc_edges()");
    UNPROTECT(1);
    return status == GGC_ECANCELLED ? R_NilValue : out;
}

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

/* .Call: n uniform numbers from the stream (seed, name). */
SEXP C_ggc_uniform(SEXP n_, SEXP seed_, SEXP name_)
{
    const int n = arg_int(n_, "n");
    ggc_rng rng;
    ggc_rng_start(&rng, arg_seed(seed_, "seed"), ggc_hash(arg_string(name_, "name")),
                  GGC_STREAM_UNIFORM);
    SEXP out = PROTECT(Rf_allocVector(REALSXP, n));
    for (int i = 0; i < n; i++)
        REAL(out)[i] = ggc_rng_uniform(&rng);
    UNPROTECT(1);
    return out;
}
