/* r_te.c - transfer entropy: a named list in, a named list out. */
#include "r_glue.h"

#include <string.h>

#include "ggc_te.h"
#include "r_entry.h"

static void broken(const char *what)
{
    Rf_error("ggc internal error: `%s` is out of range; please report", what);
}

/* 1-based numbers up to `most` as 0-based ones on R_alloc. */
static const int *numbers(SEXP list, const char *name, R_xlen_t length, int most)
{
    SEXP x = list_get(list, name);
    const int *from = arg_ints(x, length, name);
    const R_xlen_t n = XLENGTH(x);
    int *out = (int *)R_alloc((size_t)n + 1, sizeof(int));
    for (R_xlen_t i = 0; i < n; i++) {
        if (from[i] < 1 || from[i] > most)
            broken(name);
        out[i] = from[i] - 1;
    }
    return out;
}

static int number(SEXP list, const char *name, int least, int most)
{
    const int value = glue_get_int(list, name);
    if (value < least || value > most)
        broken(name);
    return value;
}

/* First columns of the trajectories, which lie side by side, and of what follows them. */
static const int *starts(const int *trajectory, int columns, int trajectories)
{
    int *start = (int *)R_alloc((size_t)trajectories + 1, sizeof(int));
    int r = -1;
    for (int n = 0; n < columns; n++) {
        if (r >= 0 && trajectory[n] == r)
            continue;
        if (trajectory[n] != r + 1)
            broken("trajectory");
        start[++r] = n;
    }
    if (r + 1 != trajectories)
        broken("trajectory");
    start[trajectories] = columns;
    return start;
}

/* Each lag of x and z must stay in the trajectory of each step. */
static void check_lags(const ggc_te_task *task)
{
    int longest = task->past;
    for (int n = 0; n < task->width * task->candidates; n++) {
        if (task->lag[n] < 0)
            broken("lag");
        longest = task->lag[n] > longest ? task->lag[n] : longest;
    }
    for (int n = 0; n < task->steps; n++)
        if (task->at[n] - longest < task->start[task->trajectory[task->at[n]]])
            broken("at");
}

static void check_bins(const double *x, size_t n, int bins)
{
    for (size_t i = 0; i < n; i++)
        if (!(x[i] >= 0 && x[i] < bins))
            broken("bins");
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
    SEXP kind = list_get(list, "kind");
    task->trajectories = (int)XLENGTH(kind);
    task->kind = arg_ints(kind, -1, "kind");
    task->kin = numbers(list, "kin", task->trajectories, task->trajectories);
    task->trajectory = numbers(list, "trajectory", task->columns, task->trajectories);
    task->start = starts(task->trajectory, task->columns, task->trajectories);
    for (int r = 0, n; r < task->trajectories; r++) {
        for (n = 0; n < task->trajectories && task->kin[n] != r; n++)
            ;
        if (n == task->trajectories)
            broken("kin");
    }
    for (int r = 1; r < task->trajectories; r++) {
        const int a = task->kin[r - 1], b = task->kin[r];
        if (task->kind[a] == task->kind[b] &&
            task->start[a + 1] - task->start[a] != task->start[b + 1] - task->start[b])
            broken("kind");
    }
}

static void read_task(SEXP list, ggc_te_task *task)
{
    memset(task, 0, sizeof *task);
    task->estimator = number(list, "estimator", 0, 1) ? GGC_TE_BINNED : GGC_TE_KSG;
    task->bins = number(list, "bins", 1, 1 << 16);
    task->width = number(list, "width", 1, 1 << 16);
    task->candidates = number(list, "candidates", 1, 1 << 16);
    task->lag = arg_ints(list_get(list, "lag"), (R_xlen_t)task->width * task->candidates, "lag");
    read_series(list, task);
    SEXP at = list_get(list, "at");
    task->steps = (int)XLENGTH(at);
    task->at = numbers(list, "at", -1, task->columns);
    task->past = number(list, "past", task->estimator == GGC_TE_KSG, task->columns);
    check_lags(task);
    const int most =
        task->steps - 1 < GGC_TE_MOST_NEIGHBOURS ? task->steps - 1 : GGC_TE_MOST_NEIGHBOURS;
    if (task->estimator == GGC_TE_KSG)
        task->neighbours = number(list, "neighbours", 1, most);
    task->regulators = (int)XLENGTH(list_get(list, "regulator"));
    task->regulator = numbers(list, "regulator", -1, task->genes);
    task->targets = (int)XLENGTH(list_get(list, "target"));
    task->target = numbers(list, "target", -1, task->genes);
    task->skip =
        arg_ints(list_get(list, "skip"), (R_xlen_t)task->regulators * task->targets, "skip");
    task->conditions = number(list, "conditions", 0, task->genes);
    task->condition =
        numbers(list, "condition", (R_xlen_t)(task->conditions + 1) * task->targets, task->genes);
    task->permutations = number(list, "permutations", 0, INT32_MAX);
    task->enough = number(list, "enough", 1, INT32_MAX);
    task->how = number(list, "how", 0, 7);
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
