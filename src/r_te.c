/* r_te.c - transfer entropy: a named list in, a named list out. */
#include "r_glue.h"

#include <string.h>

#include "ggc_te.h"
#include "r_entry.h"

/* Each lag of x and z must stay in the trajectory of each step. */
static void check_lags(const ggc_te_task *task)
{
    int longest = task->past;
    for (int n = 0; n < task->width * task->candidates; n++) {
        if (task->lag[n] < 0)
            arg_broken("lag");
        longest = task->lag[n] > longest ? task->lag[n] : longest;
    }
    for (int n = 0; n < task->steps; n++)
        if (task->at[n] - longest < task->start[task->trajectory[task->at[n]]])
            arg_broken("at");
}

static void check_bins(const double *x, size_t n, int bins)
{
    for (size_t i = 0; i < n; i++)
        if (!(x[i] >= 0 && x[i] < bins))
            arg_broken("bins");
}

/* Values, as they are or by bins, and trajectories. */
static void read_series(SEXP list, ggc_te_task *task)
{
    task->z = arg_matrix(list_get(list, "z"), &task->genes, &task->columns, "z");
    const R_xlen_t values = (R_xlen_t)task->genes * task->columns;
    SEXP source = list_get(list, "source");
    const int apart = XLENGTH(source) != values;
    task->source = arg_doubles(source, apart ? values * task->candidates : values, "source");
    task->source_step = apart ? (size_t)values : 0;
    if (task->estimator == GGC_TE_BINNED) {
        check_bins(task->z, (size_t)values, task->bins);
        check_bins(task->source, (size_t)XLENGTH(source), task->bins);
    }
    const ggc_trajectories t = arg_trajectories(list, task->columns);
    task->trajectories = t.count;
    task->start = t.start;
    task->trajectory = t.of;
    task->kind = t.kind;
    task->kin = t.kin;
}

static void read_task(SEXP list, ggc_te_task *task)
{
    memset(task, 0, sizeof *task);
    task->estimator = arg_number(list, "estimator", 0, 1) ? GGC_TE_BINNED : GGC_TE_KSG;
    task->bins = arg_number(list, "bins", 1, 1 << 16);
    task->width = arg_number(list, "width", 1, 1 << 16);
    task->candidates = arg_number(list, "candidates", 1, 1 << 16);
    task->lag = arg_ints(list_get(list, "lag"), (R_xlen_t)task->width * task->candidates, "lag");
    read_series(list, task);
    SEXP at = list_get(list, "at");
    task->steps = (int)XLENGTH(at);
    task->at = arg_numbers(list, "at", -1, task->columns);
    task->past = arg_number(list, "past", task->estimator == GGC_TE_KSG, task->columns);
    check_lags(task);
    const int most =
        task->steps - 1 < GGC_TE_MOST_NEIGHBOURS ? task->steps - 1 : GGC_TE_MOST_NEIGHBOURS;
    if (task->estimator == GGC_TE_KSG)
        task->neighbours = arg_number(list, "neighbours", 1, most);
    task->regulators = (int)XLENGTH(list_get(list, "regulator"));
    task->regulator = arg_numbers(list, "regulator", -1, task->genes);
    task->targets = (int)XLENGTH(list_get(list, "target"));
    task->target = arg_numbers(list, "target", -1, task->genes);
    task->skip =
        arg_ints(list_get(list, "skip"), (R_xlen_t)task->regulators * task->targets, "skip");
    task->conditions = arg_number(list, "conditions", 0, task->genes);
    task->condition = arg_numbers(list, "condition",
                                  (R_xlen_t)(task->conditions + 1) * task->targets, task->genes);
    task->permutations = arg_number(list, "permutations", 0, INT32_MAX);
    task->enough = arg_number(list, "enough", 1, INT32_MAX);
    task->how = arg_number(list, "how", 0, 7);
    task->seed = arg_seed(list_get(list, "seed"), "seed");
    task->name = glue_hash_names(list_get(list, "name"), task->genes);
}

/* .Call: all pairs of a task, see ggc_te.h; numbers of genes, columns and trajectories
 * are from 1. list(value, p, best), best from 1; NULL
 * where it was interrupted. */
SEXP C_ggc_te(SEXP task_, SEXP threads_, SEXP progress_)
{
    ggc_te_task task;
    read_task(task_, &task);
    int threads = glue_threads(threads_);
    if (threads > task.targets)
        threads = task.targets > 0 ? task.targets : 1;
    const char *names[] = {"value", "p", "best", ""};
    SEXP out = PROTECT(Rf_mkNamed(VECSXP, names));
    for (int i = 0; i < 3; i++)
        SET_VECTOR_ELT(out, i,
                       Rf_allocMatrix(i < 2 ? REALSXP : INTSXP, task.regulators, task.targets));
    ggc_te_result result = {.value = REAL(VECTOR_ELT(out, 0)),
                            .p = REAL(VECTOR_ELT(out, 1)),
                            .best = INTEGER(VECTOR_ELT(out, 2))};
    SEXP call = PROTECT(glue_progress_call(progress_));
    const ggc_hooks hooks = glue_hooks(call);
    const size_t bytes = ggc_te_workspace(&task, threads);
    void *workspace = glue_measured(bytes, "ggc_fit()");
    const ggc_status status = ggc_te(&task, threads, workspace, bytes, &hooks, &result);
    glue_check(status, "ggc_fit()");
    for (R_xlen_t n = 0; n < (R_xlen_t)task.regulators * task.targets; n++)
        result.best[n]++;
    UNPROTECT(2);
    return status == GGC_ECANCELLED ? R_NilValue : out;
}
