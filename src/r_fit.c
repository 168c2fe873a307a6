/* r_fit.c - training and prediction: a named list in, a named list out. */
#include "r_glue.h"

#include <string.h>

#include "ggc_fit.h"
#include "ggc_hidden.h"
#include "ggc_rng.h"
#include "r_entry.h"

static int get_int(SEXP list, const char *name) { return arg_int(list_get(list, name), name); }

static double get_double(SEXP list, const char *name)
{
    return arg_double(list_get(list, name), name);
}

static const int *get_ints(SEXP list, const char *name, R_xlen_t length)
{
    return arg_ints(list_get(list, name), length, name);
}

/* A double array of the length agreed, or NULL for R's NULL. */
static const double *get_optional(SEXP list, const char *name, R_xlen_t length)
{
    SEXP x = list_get(list, name);
    return Rf_isNull(x) ? NULL : arg_doubles(x, length, name);
}

/* 1-based indices of R as 0-based ones, on R_alloc. */
static const int *zero_based(const int *index, int n)
{
    int *out = (int *)R_alloc((size_t)n + 1, sizeof(int));
    for (int i = 0; i < n; i++)
        out[i] = index[i] - 1;
    return out;
}

static const uint64_t *hash_names(SEXP names, R_xlen_t n)
{
    if (TYPEOF(names) != STRSXP || XLENGTH(names) != n)
        Rf_error("ggc internal error: `genes` must be the names of the rows; please report");
    uint64_t *key = (uint64_t *)R_alloc((size_t)n + 1, sizeof(uint64_t));
    for (R_xlen_t i = 0; i < n; i++)
        key[i] = ggc_hash(Rf_translateCharUTF8(STRING_ELT(names, i)));
    return key;
}

static ggc_problem problem_from(SEXP p)
{
    ggc_problem out;
    memset(&out, 0, sizeof out);
    out.z = arg_matrix(list_get(p, "z"), &out.genes, &out.columns, "z");
    out.key = hash_names(list_get(p, "genes"), out.genes);
    SEXP length = list_get(p, "length");
    out.design.trajectories = (int)XLENGTH(length);
    out.design.length = arg_ints(length, -1, "length");
    out.design.fold = get_ints(p, "fold", out.columns);
    out.design.window = get_int(p, "window");
    out.design.segment = get_int(p, "segment");
    out.design.burn_in = get_int(p, "burn_in");
    SEXP regulators = list_get(p, "regulators"), targets = list_get(p, "targets");
    out.regulators = (int)XLENGTH(regulators);
    out.regulator = zero_based(arg_ints(regulators, -1, "regulators"), out.regulators);
    out.targets = (int)XLENGTH(targets);
    out.target = zero_based(arg_ints(targets, -1, "targets"), out.targets);
    out.cell = (ggc_cell)get_int(p, "cell");
    out.hidden = get_int(p, "hidden");
    const R_xlen_t hidden = out.hidden;
    out.graph = get_optional(p, "graph", hidden * hidden);
    out.n_prop = get_int(p, "n_prop");
    out.h0 = get_optional(p, "h0", hidden * out.targets);
    out.w_start = get_optional(p, "w_start", hidden * out.genes);
    out.ridge = get_double(p, "ridge");
    out.members = get_int(p, "members");
    out.seed = arg_seed(list_get(p, "seed"), "seed");
    SEXP lambda = list_get(p, "lambda");
    out.schedule.n_lambda = (int)XLENGTH(lambda);
    out.schedule.lambda = arg_doubles(lambda, -1, "lambda");
    out.schedule.optim.method = (ggc_optim_method)get_int(p, "optimiser");
    out.schedule.optim.rate = get_double(p, "rate");
    out.schedule.first = get_int(p, "first");
    out.schedule.each = get_int(p, "each");
    out.schedule.recheck = get_int(p, "recheck");
    out.penalty = arg_doubles(list_get(p, "penalty"),
                              (R_xlen_t)ggc_fit_inputs(&out) * out.targets, "penalty");
    out.se_factor = get_double(p, "se_factor");
    out.isa = (ggc_isa)get_int(p, "isa");
    return out;
}

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
    const ggc_problem problem = problem_from(problem_);
    int threads = glue_threads(threads_);
    if (threads > problem.targets)
        threads = problem.targets;
    const R_xlen_t inputs = ggc_fit_inputs(&problem), lambdas = problem.schedule.n_lambda;
    const R_xlen_t targets = problem.targets;
    const char *names[] = {"path",   "norms",      "train",  "held",
                           "chosen", "iterations", "status", "networks", "pull", ""};
    const SEXPTYPE types[] = {REALSXP, REALSXP, REALSXP, REALSXP, INTSXP,
                              INTSXP,  INTSXP,  RAWSXP,  REALSXP};
    const int keep = get_int(problem_, "keep_networks");
    const R_xlen_t kept =
        keep ? (R_xlen_t)(ggc_fit_parameters(&problem) * sizeof(float)) * problem.members * targets
             : 0;
    const R_xlen_t lengths[] = {inputs * lambdas * targets, inputs * targets, lambdas * targets,
                                lambdas * targets, targets, targets, targets, kept,
                                inputs * targets};
    SEXP out = PROTECT(Rf_mkNamed(VECSXP, names));
    for (int i = 0; i < 9; i++)
        SET_VECTOR_ELT(out, i, Rf_allocVector(types[i], lengths[i]));
    ggc_fit_result result = {.path = REAL(VECTOR_ELT(out, 0)),
                             .norms = REAL(VECTOR_ELT(out, 1)),
                             .train = REAL(VECTOR_ELT(out, 2)),
                             .held = REAL(VECTOR_ELT(out, 3)),
                             .chosen = INTEGER(VECTOR_ELT(out, 4)),
                             .iterations = INTEGER(VECTOR_ELT(out, 5)),
                             .status = INTEGER(VECTOR_ELT(out, 6)),
                             .pull = REAL(VECTOR_ELT(out, 8)),
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

/* .Call: one-step predictions of the transitions of a problem, targets x columns.
 * networks_: raw, as returned by C_ggc_fit for the same targets and members. */
SEXP C_ggc_predict(SEXP problem_, SEXP networks_)
{
    const ggc_problem problem = problem_from(problem_);
    if (TYPEOF(networks_) != RAWSXP ||
        (size_t)XLENGTH(networks_) != ggc_fit_parameters(&problem) * sizeof(float) *
                                          (size_t)problem.members * (size_t)problem.targets)
        glue_check(GGC_EINVAL, "predict()");
    SEXP out = PROTECT(Rf_allocMatrix(REALSXP, problem.targets, problem.columns));
    size_t bytes;
    void *workspace = workspace_for(&problem, 1, &bytes);
    glue_check(ggc_fit_predict(&problem, (const float *)RAW_RO(networks_), workspace, bytes,
                               REAL(out)),
               "predict()");
    UNPROTECT(1);
    return out;
}

/* .Call: the map of the genes named to hidden units, hidden x genes. */
SEXP C_ggc_hidden_map(SEXP genes_, SEXP hidden_)
{
    const R_xlen_t genes = XLENGTH(genes_);
    const int hidden = arg_int(hidden_, "hidden");
    const uint64_t *key = hash_names(genes_, genes);
    SEXP out = PROTECT(Rf_allocMatrix(REALSXP, hidden, (int)genes));
    ggc_hidden_map(key, (int)genes, hidden, REAL(out));
    UNPROTECT(1);
    return out;
}

/* .Call: a b, or a b'. */
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
    ggc_hidden_product(m, k, n, a, b, transpose, REAL(out));
    UNPROTECT(1);
    return out;
}
