/* r_single_cells.c - single cells: their kinetics, runs and counts. */
#include "r_glue.h"

#include <string.h>

#include "ggc_arena.h"
#include "ggc_counts.h"
#include "ggc_single_cells.h"
#include "r_entry.h"

static int genes_in(SEXP genes_)
{
    if (TYPEOF(genes_) != STRSXP || XLENGTH(genes_) < 1 || XLENGTH(genes_) > 46340)
        arg_broken("genes");
    return (int)XLENGTH(genes_);
}

/* The first places of so many parts of a vector of `length`: parts + 1, rising from 0. */
static const int *parts_in(SEXP list, const char *name, int parts, R_xlen_t length)
{
    const int *first = arg_ints(list_get(list, name), (R_xlen_t)parts + 1, name);
    for (int i = 0; i < parts; i++)
        if (first[i + 1] < first[i])
            arg_broken(name);
    if (first[0] != 0 || first[parts] != length)
        arg_broken(name);
    return first;
}

static ggc_cell_rules read_rules(SEXP rules_, int p)
{
    SEXP regulator_ = list_get(rules_, "regulator"), truth_ = list_get(rules_, "truth");
    ggc_cell_rules rules = {.n_genes = p,
                            .regulator = arg_numbers(rules_, "regulator", -1, p),
                            .link_first = parts_in(rules_, "link_first", p, XLENGTH(regulator_)),
                            .truth = arg_ints(truth_, -1, "truth"),
                            .twin = arg_numbers(rules_, "twin", p, p)};
    double states = 0;
    for (int i = 0; i < p; i++) {
        int links = rules.link_first[i + 1] - rules.link_first[i];
        if (links > GGC_GRN_MODULES)
            arg_broken("link_first");
        states += 1 << links;
    }
    if (states != (double)XLENGTH(truth_))
        arg_broken("truth");
    return rules;
}

static ggc_grn draw_kinetics(SEXP rules_, int p, uint64_t seed, const uint64_t *gene)
{
    const ggc_cell_rules rules = read_rules(rules_, p);
    ggc_grn grn;
    ggc_arena arena;
    ggc_arena_init(&arena, NULL, 0);
    ggc_cell_kinetics(&rules, seed, gene, &arena, &grn);
    if (arena.overflow)
        glue_check(GGC_EOVERFLOW, "ggc_cell_kinetics()");
    ggc_arena_init(&arena, glue_workspace(arena.used), arena.used);
    ggc_cell_kinetics(&rules, seed, gene, &arena, &grn);
    return grn;
}

static ggc_cell_runs read_runs(SEXP plan_, int p)
{
    SEXP first_ = list_get(plan_, "first"), time_ = list_get(plan_, "time");
    SEXP watched_ = list_get(plan_, "watched");
    if (XLENGTH(first_) < 2 || XLENGTH(first_) > INT32_MAX)
        arg_broken("first");
    int n_runs = (int)XLENGTH(first_) - 1;
    ggc_cell_runs runs = {.n_runs = n_runs,
                          .first = parts_in(plan_, "first", n_runs, XLENGTH(time_)),
                          .time = arg_doubles(time_, -1, "time"),
                          .start = arg_doubles(list_get(plan_, "start"), 2 * (R_xlen_t)p, "start"),
                          .before = arg_doubles(list_get(plan_, "before"), p, "before"),
                          .during = arg_doubles(list_get(plan_, "during"), p, "during"),
                          .burn_in = glue_get_double(plan_, "burn_in"),
                          .process = glue_get_double(plan_, "process"),
                          .n_watched = (int)XLENGTH(watched_),
                          .watched = arg_numbers(plan_, "watched", -1, p)};
    return runs;
}

static SEXP doubles(const double *from, int n)
{
    SEXP out = Rf_allocVector(REALSXP, n);
    if (n > 0)
        memcpy(REAL(out), from, (size_t)n * sizeof(double));
    return out;
}

/* .Call: runs of genes that follow rules. rules_: named list of ggc_cell_rules' values,
 * plan_: of ggc_cell_runs', genes counted from 1. Returns list(x = genes x samples, y =
 * watched x samples, mrna_decay, protein_decay, k, n, alpha), or NULL when interrupted. */
SEXP C_ggc_cells_run(SEXP genes_, SEXP seed_, SEXP rules_, SEXP plan_, SEXP threads_)
{
    const int p = genes_in(genes_), threads = glue_threads(threads_);
    const uint64_t *gene = glue_hash_names(genes_, p);
    const uint64_t seed = arg_seed(seed_, "seed");
    const ggc_grn grn = draw_kinetics(rules_, p, seed, gene);
    ggc_cell_runs runs = read_runs(plan_, p);
    runs.seed = seed;
    runs.gene = gene;
    const int samples = runs.first[runs.n_runs];
    const char *names[] = {"x", "y", "mrna_decay", "protein_decay", "k", "n", "alpha", ""};
    SEXP out = PROTECT(Rf_mkNamed(VECSXP, names));
    SET_VECTOR_ELT(out, 0, Rf_allocMatrix(REALSXP, p, samples));
    SET_VECTOR_ELT(out, 1, Rf_allocMatrix(REALSXP, runs.n_watched, samples));
    SET_VECTOR_ELT(out, 2, doubles(grn.mrna_decay, p));
    SET_VECTOR_ELT(out, 3, doubles(grn.protein_decay, p));
    SET_VECTOR_ELT(out, 4, doubles(grn.k, grn.n_links));
    SET_VECTOR_ELT(out, 5, doubles(grn.n, grn.n_links));
    SET_VECTOR_ELT(out, 6, doubles(grn.alpha, grn.n_states));
    double *x = REAL(VECTOR_ELT(out, 0)), *y = REAL(VECTOR_ELT(out, 1));
    ggc_hooks hooks = glue_hooks(R_NilValue);
    ggc_arena arena;
    ggc_arena_init(&arena, NULL, 0);
    glue_check(ggc_cells_run(&grn, &runs, threads, &arena, x, y, &hooks), "ggc_cells_run()");
    ggc_arena_init(&arena, glue_workspace(arena.used), arena.used);
    ggc_status status = ggc_cells_run(&grn, &runs, threads, &arena, x, y, &hooks);
    glue_check(status, "ggc_cells_run()");
    UNPROTECT(1);
    return status == GGC_OK ? out : R_NilValue;
}

/* .Call: counts about the matrix mean_, genes x cells. half: see ggc_counts.h. Returns an
 * integer matrix, or NULL when interrupted. */
SEXP C_ggc_counts(SEXP mean_, SEXP genes_, SEXP seed_, SEXP dispersion_, SEXP half_, SEXP threads_)
{
    int nrow, ncol;
    const double *mean = arg_matrix(mean_, &nrow, &ncol, "mean");
    if (genes_in(genes_) != nrow)
        arg_broken("genes");
    const ggc_counts_plan plan = {.n_genes = nrow,
                                  .n_cells = ncol,
                                  .mean = mean,
                                  .dispersion = arg_double(dispersion_, "dispersion"),
                                  .half = arg_double(half_, "half"),
                                  .seed = arg_seed(seed_, "seed"),
                                  .gene = glue_hash_names(genes_, nrow)};
    ggc_hooks hooks = glue_hooks(R_NilValue);
    SEXP out = PROTECT(Rf_allocMatrix(INTSXP, nrow, ncol));
    ggc_status status = ggc_counts(&plan, glue_threads(threads_), INTEGER(out), &hooks);
    glue_check(status, "ggc_counts()");
    UNPROTECT(1);
    return status == GGC_OK ? out : R_NilValue;
}
