/* r_hsic.c - HSIC lasso: a named list in, a named list out. */
#include "r_glue.h"

#include <string.h>

#include "ggc_hsic.h"
#include "r_entry.h"

/* Series, and steps with their past in their trajectory. */
static void read_series(SEXP list, ggc_hsic_task *task)
{
    task->z = arg_matrix(list_get(list, "z"), &task->genes, &task->columns, "z");
    task->trajectories = arg_trajectories(list, task->columns);
    task->lags = arg_number(list, "lags", 1, 1 << 10);
    task->steps = (int)XLENGTH(list_get(list, "at"));
    task->at = arg_numbers(list, "at", -1, task->columns);
    for (int n = 0; n < task->steps; n++)
        if (task->at[n] - task->lags < task->trajectories.start[task->trajectories.of[task->at[n]]])
            arg_broken("at");
}

/* Steps of the blocks, and how many each has. */
static void read_blocks(SEXP list, ggc_hsic_task *task)
{
    SEXP size = list_get(list, "size");
    const int *n = arg_ints(size, -1, "size");
    task->blocks = (int)XLENGTH(size);
    int *first = (int *)R_alloc((size_t)task->blocks + 1, sizeof(int));
    const R_xlen_t rows = XLENGTH(list_get(list, "row"));
    first[0] = 0;
    for (int k = 0; k < task->blocks; k++) {
        if (n[k] < 1 || n[k] > task->steps || n[k] > rows - first[k])
            arg_broken("size");
        first[k + 1] = first[k] + n[k];
    }
    if (task->blocks < 1 || first[task->blocks] != rows)
        arg_broken("size");
    task->first = first;
    task->row = arg_numbers(list, "row", -1, task->steps);
}

static void read_task(SEXP list, ggc_hsic_task *task)
{
    SEXP exclude = list_get(list, "exclude");
    memset(task, 0, sizeof *task);
    read_series(list, task);
    read_blocks(list, task);
    task->regulators = (int)XLENGTH(list_get(list, "regulator"));
    task->regulator = arg_numbers(list, "regulator", -1, task->genes);
    task->targets = (int)XLENGTH(list_get(list, "target"));
    task->target = arg_numbers(list, "target", -1, task->genes);
    if (!Rf_isNull(exclude))
        task->exclude = arg_ints(exclude, (R_xlen_t)task->regulators * task->targets, "exclude");
    if (task->regulators < 1 || task->targets < 1 ||
        (task->regulators + task->targets) > INT32_MAX / 8 / (1 + task->lags))
        arg_broken("regulator");
    task->width = arg_number(list, "width", 0, 1) ? GGC_HSIC_SD : GGC_HSIC_MEDIAN;
    task->weight = glue_get_double(list, "weight");
    task->most = arg_number(list, "most", 1, 1 << 16);
    task->patience = arg_number(list, "patience", 1, INT32_MAX);
    task->permutations = arg_number(list, "permutations", 0, INT32_MAX);
    task->enough = arg_number(list, "enough", 1, INT32_MAX);
    task->how = arg_number(list, "how", 0, 3);
    task->seed = arg_seed(list_get(list, "seed"), "seed");
    task->name = glue_hash_names(list_get(list, "name"), task->genes);
}

/* .Call: the models of a task, see ggc_hsic.h; numbers of genes, columns, steps and
 * trajectories are from 1. A named list; `input` is from 0, `p` a matrix. NULL where it was
 * interrupted. */
SEXP C_ggc_hsic(SEXP task_, SEXP threads_, SEXP progress_)
{
    ggc_hsic_task task;
    read_task(task_, &task);
    const R_xlen_t n = task.targets, all = n * task.most;
    const char *names[] = {"count", "input", "lag",   "weight", "lambda",
                           "left",  "knot",  "knots", "full",   ""};
    const SEXPTYPE types[] = {INTSXP,  INTSXP, INTSXP, REALSXP, REALSXP,
                              REALSXP, INTSXP, INTSXP, INTSXP};
    const R_xlen_t lengths[] = {n, all, all, all, n, n, n, n, n};
    SEXP found = PROTECT(Rf_mkNamed(VECSXP, names));
    for (int i = 0; i < 9; i++)
        SET_VECTOR_ELT(found, i, Rf_allocVector(types[i], lengths[i]));
    SEXP p = PROTECT(Rf_allocMatrix(REALSXP, task.regulators, task.targets));
    ggc_hsic_result result = {.count = INTEGER(VECTOR_ELT(found, 0)),
                              .input = INTEGER(VECTOR_ELT(found, 1)),
                              .lag = INTEGER(VECTOR_ELT(found, 2)),
                              .weight = REAL(VECTOR_ELT(found, 3)),
                              .lambda = REAL(VECTOR_ELT(found, 4)),
                              .left = REAL(VECTOR_ELT(found, 5)),
                              .knot = INTEGER(VECTOR_ELT(found, 6)),
                              .knots = INTEGER(VECTOR_ELT(found, 7)),
                              .full = INTEGER(VECTOR_ELT(found, 8)),
                              .p = REAL(p)};
    for (R_xlen_t i = 0; i < all; i++) {
        result.input[i] = result.lag[i] = 0;
        result.weight[i] = 0;
    }
    const int threads = glue_threads(threads_);
    SEXP call = PROTECT(glue_progress_call(progress_));
    const ggc_hooks hooks = glue_hooks(call);
    const size_t bytes = ggc_hsic_workspace(&task, threads);
    void *workspace = glue_measured(bytes, "ggc_fit()");
    const ggc_status status = ggc_hsic(&task, threads, workspace, bytes, &hooks, &result);
    glue_check(status, "ggc_fit()");
    const char *both[] = {"found", "p", ""};
    SEXP out = PROTECT(Rf_mkNamed(VECSXP, both));
    SET_VECTOR_ELT(out, 0, found);
    SET_VECTOR_ELT(out, 1, p);
    UNPROTECT(4);
    return status == GGC_ECANCELLED ? R_NilValue : out;
}
