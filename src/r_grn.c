/* r_grn.c - gene regulatory networks: topology, kinetics, expression. */
#include "r_glue.h"

#include <string.h>

#include "ggc_arena.h"
#include "ggc_grn.h"
#include "ggc_grn_network.h"
#include "r_entry.h"

static int count_of(SEXP genes_)
{
    if (TYPEOF(genes_) != STRSXP || XLENGTH(genes_) < 1 || XLENGTH(genes_) > 46340)
        Rf_error("ggc internal error: `genes` must be strings; please report");
    return (int)XLENGTH(genes_);
}

static ggc_arena place(const ggc_arena *measured)
{
    ggc_arena arena;
    ggc_arena_init(&arena, glue_workspace(measured->used), measured->used);
    return arena;
}

/* .Call: a drawn network. shape_: named list of ggc_grn_shape's values. Returns
 * list(sign = integer matrix, regulators x targets, of -1, 0 and 1, module = of
 * each gene, from 1). */
SEXP C_ggc_grn_network(SEXP genes_, SEXP seed_, SEXP shape_)
{
    const int p = count_of(genes_);
    ggc_grn_shape shape = {.n_genes = p,
                           .n_regulators = glue_get_int(shape_, "regulators"),
                           .n_modules = glue_get_int(shape_, "modules"),
                           .n_links = glue_get_int(shape_, "links"),
                           .activators = arg_double(list_get(shape_, "activators"), "activators"),
                           .seed = arg_seed(seed_, "seed"),
                           .gene = glue_hash_names(genes_, p)};
    ggc_arena measured;
    ggc_arena_init(&measured, NULL, 0);
    glue_check(ggc_grn_network(&shape, &measured, NULL, NULL), "ggc_grn_network()");
    ggc_arena arena = place(&measured);
    const char *names[] = {"sign", "module", ""};
    SEXP out = PROTECT(Rf_mkNamed(VECSXP, names));
    SET_VECTOR_ELT(out, 0, Rf_allocMatrix(INTSXP, p, p));
    SET_VECTOR_ELT(out, 1, Rf_allocVector(INTSXP, p));
    int *module = INTEGER(VECTOR_ELT(out, 1));
    glue_check(ggc_grn_network(&shape, &arena, INTEGER(VECTOR_ELT(out, 0)), module),
               "ggc_grn_network()");
    for (int i = 0; i < p; i++)
        module[i]++;
    UNPROTECT(1);
    return out;
}

static SEXP ints(const int *from, int n, int add)
{
    SEXP out = Rf_allocVector(INTSXP, n);
    for (int i = 0; i < n; i++)
        INTEGER(out)[i] = from[i] + add;
    return out;
}

static SEXP doubles(const double *from, int n)
{
    SEXP out = Rf_allocVector(REALSXP, n);
    if (n > 0)
        memcpy(REAL(out), from, (size_t)n * sizeof(double));
    return out;
}

/* The kinetics as a named list of vectors; indices from 1. */
static SEXP kinetics_list(const ggc_grn *grn)
{
    const char *names[] = {
        "mrna_decay", "protein_decay", "link_first", "regulator", "link_module", "activator", "k",
        "n",          "module_first",  "complex",    "effect",    "state_first", "alpha",     ""};
    const int p = grn->n_genes;
    SEXP out = PROTECT(Rf_mkNamed(VECSXP, names));
    SET_VECTOR_ELT(out, 0, doubles(grn->mrna_decay, p));
    SET_VECTOR_ELT(out, 1, doubles(grn->protein_decay, p));
    SET_VECTOR_ELT(out, 2, ints(grn->link_first, p + 1, 0));
    SET_VECTOR_ELT(out, 3, ints(grn->regulator, grn->n_links, 1));
    SET_VECTOR_ELT(out, 4, ints(grn->link_module, grn->n_links, 1));
    SET_VECTOR_ELT(out, 5, ints(grn->activator, grn->n_links, 0));
    SET_VECTOR_ELT(out, 6, doubles(grn->k, grn->n_links));
    SET_VECTOR_ELT(out, 7, doubles(grn->n, grn->n_links));
    SET_VECTOR_ELT(out, 8, ints(grn->module_first, p + 1, 0));
    SET_VECTOR_ELT(out, 9, ints(grn->is_complex, grn->n_modules, 0));
    SET_VECTOR_ELT(out, 10, doubles(grn->effect, grn->n_modules));
    SET_VECTOR_ELT(out, 11, ints(grn->state_first, p + 1, 0));
    SET_VECTOR_ELT(out, 12, doubles(grn->alpha, grn->n_states));
    UNPROTECT(1);
    return out;
}

/* Columns named in x exist: -1 .. columns - 1. */
static const int *columns_in(SEXP x, R_xlen_t n, int columns, const char *what)
{
    const int *value = arg_ints(x, n, what);
    for (R_xlen_t i = 0; i < n; i++)
        if (value[i] < -1 || value[i] >= columns)
            Rf_error("ggc internal error: `%s` out of range; please report", what);
    return value;
}

/* Of each column: 0, as drawn; 1, with the treatment (p shifts) besides; 2, the treatment
 * alone. */
static void add_treatment(SEXP plan_, int p, int columns, double *shift)
{
    const int *treated = arg_ints(list_get(plan_, "treated"), columns, "treated");
    const double *by = arg_doubles(list_get(plan_, "treatment"), p, "treatment");
    for (int c = 0; c < columns; c++, shift += p)
        for (int i = 0; i < p && treated[c] > 0; i++)
            shift[i] = by[i] + (treated[c] == 1 ? shift[i] : 0.0);
}

static ggc_grn_course read_course(SEXP plan_, int p, const double *shift, int columns)
{
    SEXP time_ = list_get(plan_, "time"), before_ = list_get(plan_, "before");
    if (XLENGTH(time_) < 1 || XLENGTH(before_) < 1 ||
        (double)XLENGTH(time_) * (double)XLENGTH(before_) > INT32_MAX)
        Rf_error("ggc internal error: too many samples; please report");
    int n_time = (int)XLENGTH(time_), n_trajectories = (int)XLENGTH(before_);
    SEXP held_ = list_get(plan_, "held");
    ggc_grn_course course = {.n_time = n_time,
                             .n_trajectories = n_trajectories,
                             .replicates = glue_get_int(plan_, "replicates"),
                             .time = arg_doubles(time_, -1, "time"),
                             .shift = shift,
                             .before = columns_in(before_, n_trajectories, columns, "before"),
                             .during =
                                 columns_in(list_get(plan_, "during"),
                                            (R_xlen_t)n_time * n_trajectories, columns, "during"),
                             .burn_in = arg_double(list_get(plan_, "burn_in"), "burn_in"),
                             .process = arg_double(list_get(plan_, "process"), "process"),
                             .noise = arg_double(list_get(plan_, "noise"), "noise"),
                             .scatter = arg_double(list_get(plan_, "scatter"), "scatter"),
                             .clip = glue_get_int(plan_, "clip"),
                             .first = glue_get_int(plan_, "first")};
    if (!Rf_isNull(held_)) {
        course.held = columns_in(held_, n_trajectories, p, "held");
        course.factor = arg_doubles(list_get(plan_, "factor"), n_trajectories, "factor");
    }
    return course;
}

static void read_grn(SEXP sign_, int p, uint64_t seed, const uint64_t *gene, ggc_grn *grn)
{
    const int *sign = arg_ints(sign_, (R_xlen_t)p * p, "sign");
    ggc_arena measured;
    ggc_arena_init(&measured, NULL, 0);
    ggc_grn_carve(&measured, p, sign, grn);
    if (measured.overflow)
        glue_check(GGC_EOVERFLOW, "ggc_grn_carve()");
    ggc_arena arena = place(&measured);
    ggc_grn_carve(&arena, p, sign, grn);
    ggc_grn_kinetics(sign, seed, gene, grn);
}

/* .Call: expression of the network sign_. plan_: named list of the perturbations
 * (key, normal, perturbed, strength, treated, treatment) and of ggc_grn_course's values. Returns
 * list(x = genes x samples, wild, residual, shift = genes x perturbations,
 * kinetics), or NULL when interrupted. */
SEXP C_ggc_grn_simulate(SEXP genes_, SEXP seed_, SEXP sign_, SEXP plan_, SEXP threads_)
{
    const int p = count_of(genes_), threads = glue_threads(threads_);
    const uint64_t *gene = glue_hash_names(genes_, p);
    const uint64_t seed = arg_seed(seed_, "seed");
    SEXP key_ = list_get(plan_, "key");
    const double *key = arg_doubles(key_, -1, "key");
    const int columns = (int)XLENGTH(key_);
    ggc_grn grn;
    read_grn(sign_, p, seed, gene, &grn);
    const char *names[] = {"x", "wild", "residual", "shift", "kinetics", ""};
    SEXP out = PROTECT(Rf_mkNamed(VECSXP, names));
    SET_VECTOR_ELT(out, 3, Rf_allocMatrix(REALSXP, p, columns));
    double *shift = REAL(VECTOR_ELT(out, 3));
    const ggc_grn_draw draw = {.n_genes = p,
                               .n_columns = columns,
                               .seed = seed,
                               .gene = gene,
                               .key = key,
                               .normal = glue_get_int(plan_, "normal"),
                               .perturbed = arg_double(list_get(plan_, "perturbed"), "perturbed"),
                               .strength = arg_double(list_get(plan_, "strength"), "strength")};
    ggc_grn_shifts(&draw, shift);
    add_treatment(plan_, p, columns, shift);
    ggc_grn_course course = read_course(plan_, p, shift, columns);
    course.seed = seed;
    course.gene = gene;
    SET_VECTOR_ELT(out, 0, Rf_allocMatrix(REALSXP, p, course.n_time * course.n_trajectories));
    SET_VECTOR_ELT(out, 1, Rf_allocVector(REALSXP, p));
    SET_VECTOR_ELT(out, 2, Rf_allocVector(REALSXP, 1));
    SET_VECTOR_ELT(out, 4, kinetics_list(&grn));
    double *x = REAL(VECTOR_ELT(out, 0)), *wild = REAL(VECTOR_ELT(out, 1));
    double *residual = REAL(VECTOR_ELT(out, 2));
    ggc_hooks hooks = glue_hooks(R_NilValue);
    ggc_arena measured;
    ggc_arena_init(&measured, NULL, 0);
    glue_check(ggc_grn_simulate(&grn, &course, threads, &measured, wild, residual, x, &hooks),
               "ggc_grn_simulate()");
    ggc_arena arena = place(&measured);
    ggc_status status = ggc_grn_simulate(&grn, &course, threads, &arena, wild, residual, x, &hooks);
    glue_check(status, "ggc_grn_simulate()");
    UNPROTECT(1);
    return status == GGC_OK ? out : R_NilValue;
}
