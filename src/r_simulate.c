/* r_simulate.c - Lorenz-96 and sparse VAR series. */
#include "r_glue.h"

#include "ggc_simulate.h"
#include "r_entry.h"

/* What both simulators read of a named list. */
static ggc_design read_design(SEXP plan_)
{
    SEXP genes_ = list_get(plan_, "genes");
    if (TYPEOF(genes_) != STRSXP || XLENGTH(genes_) > INT32_MAX)
        Rf_error("ggc internal error: `genes` must be strings; please report");
    ggc_design design = {.n_genes = (int)XLENGTH(genes_),
                         .n_time = glue_get_int(plan_, "n_time"),
                         .n_trajectories = glue_get_int(plan_, "n_trajectories"),
                         .replicates = glue_get_int(plan_, "replicates"),
                         .burn_in = glue_get_int(plan_, "burn_in"),
                         .noise = glue_get_double(plan_, "noise"),
                         .seed = arg_seed(list_get(plan_, "seed"), "seed"),
                         .gene = glue_hash_names(genes_, XLENGTH(genes_))};
    if (design.n_time < 1 || design.n_trajectories < 1 ||
        (double)design.n_time * design.n_trajectories > INT32_MAX)
        Rf_error("ggc internal error: too many samples; please report");
    return design;
}

static ggc_arena place(const ggc_arena *measured)
{
    ggc_arena arena;
    ggc_arena_init(&arena, glue_workspace(measured->used), measured->used);
    return arena;
}

/* .Call: Lorenz-96. plan_: list(genes = names, n_time, n_trajectories, replicates, burn_in,
 * noise, seed, forcing, dt, substeps). Returns a matrix genes x samples, the string "diverged",
 * or NULL when interrupted. */
SEXP C_ggc_simulate_lorenz96(SEXP plan_)
{
    ggc_design design = read_design(plan_);
    double forcing = glue_get_double(plan_, "forcing"), dt = glue_get_double(plan_, "dt");
    int substeps = glue_get_int(plan_, "substeps");
    ggc_hooks hooks = glue_hooks(R_NilValue);
    ggc_arena measured;
    ggc_arena_init(&measured, NULL, 0);
    glue_check(ggc_simulate_lorenz96(&design, forcing, dt, substeps, &measured, NULL, &hooks),
               "ggc_simulate_lorenz96");
    ggc_arena arena = place(&measured);
    SEXP x_ =
        PROTECT(Rf_allocMatrix(REALSXP, design.n_genes, design.n_time * design.n_trajectories));
    ggc_status status =
        ggc_simulate_lorenz96(&design, forcing, dt, substeps, &arena, REAL(x_), &hooks);
    glue_check(status, "ggc_simulate_lorenz96");
    SEXP out_ = x_;
    if (status == GGC_EDIVERGED)
        out_ = Rf_mkString("diverged");
    else if (status != GGC_OK)
        out_ = R_NilValue;
    UNPROTECT(1);
    return out_;
}

static ggc_status run_var(const ggc_design *design, double self, double radius, int perturbed,
                          ggc_var *var, double *x, const ggc_hooks *hooks)
{
    ggc_arena network, series;
    ggc_arena_init(&network, NULL, 0);
    ggc_arena_init(&series, NULL, 0);
    glue_check(ggc_simulate_network(design, self, radius, &network, var, hooks),
               "ggc_simulate_network");
    glue_check(ggc_simulate_var(design, var, perturbed, &series, NULL, hooks), "ggc_simulate_var");
    network = place(&network);
    series = place(&series);
    ggc_status status = ggc_simulate_network(design, self, radius, &network, var, hooks);
    if (status == GGC_OK)
        status = ggc_simulate_var(design, var, perturbed, &series, x, hooks);
    glue_check(status, "ggc_simulate_var");
    return status;
}

/* .Call: a sparse VAR. plan_: list(genes = names, n_time, n_trajectories, replicates, burn_in,
 * noise, seed, n_links, max_lag, self, radius, perturbed); n_links: links per target, a self
 * link included. Returns list(x = genes x samples, regulator, lag, coefficient = links x
 * targets; regulator 1-based), the string "diverged", or NULL when interrupted. */
SEXP C_ggc_simulate_var(SEXP plan_)
{
    ggc_design design = read_design(plan_);
    double self = glue_get_double(plan_, "self"), radius = glue_get_double(plan_, "radius");
    int perturbed = glue_get_int(plan_, "perturbed");
    int n_links = glue_get_int(plan_, "n_links"), max_lag = glue_get_int(plan_, "max_lag");
    if (n_links < 0 || n_links > design.n_genes || max_lag < 1)
        Rf_error("ggc internal error: `n_links` or `max_lag` out of range; please report");
    const char *names[] = {"x", "regulator", "lag", "coefficient", ""};
    SEXP out_ = PROTECT(Rf_mkNamed(VECSXP, names));
    int p = design.n_genes;
    SET_VECTOR_ELT(out_, 0, Rf_allocMatrix(REALSXP, p, design.n_time * design.n_trajectories));
    SET_VECTOR_ELT(out_, 1, Rf_allocMatrix(INTSXP, n_links, p));
    SET_VECTOR_ELT(out_, 2, Rf_allocMatrix(INTSXP, n_links, p));
    SET_VECTOR_ELT(out_, 3, Rf_allocMatrix(REALSXP, n_links, p));
    int *regulator = INTEGER(VECTOR_ELT(out_, 1));
    ggc_var var = {.n_links = n_links,
                   .max_lag = max_lag,
                   .regulator = regulator,
                   .lag = INTEGER(VECTOR_ELT(out_, 2)),
                   .coefficient = REAL(VECTOR_ELT(out_, 3))};
    ggc_hooks hooks = glue_hooks(R_NilValue);
    ggc_status status =
        run_var(&design, self, radius, perturbed, &var, REAL(VECTOR_ELT(out_, 0)), &hooks);
    UNPROTECT(1);
    if (status == GGC_EDIVERGED)
        return Rf_mkString("diverged");
    if (status != GGC_OK)
        return R_NilValue;
    for (R_xlen_t k = 0; k < (R_xlen_t)n_links * p; k++)
        regulator[k]++;
    return out_;
}
