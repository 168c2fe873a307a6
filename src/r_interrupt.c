/* r_interrupt.c - the hooks: Ctrl-C, progress, and what a status means to R. */
#include "r_glue.h"

static void look_for_interrupt(void *unused)
{
    (void)unused;
    R_CheckUserInterrupt();
}

/* What was told last, where Ctrl-C came while R was being told: the signal is used up,
 * and the next look must find it here. */
#define INTERRUPTED NA_INTEGER

static int *told_last(SEXP call) { return INTEGER(CADR(call)); }

static int poll_interrupt(void *ctx)
{
    if (ctx != NULL && *told_last(ctx) == INTERRUPTED)
        return 1;
    return R_ToplevelExec(look_for_interrupt, NULL) == FALSE;
}

static SEXP evaluate(void *call) { return Rf_eval(call, R_GlobalEnv); }

/* An error inside the callback only loses that report. */
static SEXP forget(SEXP condition, void *unused)
{
    (void)condition;
    (void)unused;
    return R_NilValue;
}

typedef struct {
    SEXP progress;
    int done, total;
} report;

static void tell(void *data)
{
    const report *r = data;
    SEXP done = PROTECT(Rf_ScalarInteger(r->done)), total = PROTECT(Rf_ScalarInteger(r->total));
    SEXP call = PROTECT(Rf_lang3(r->progress, done, total));
    R_tryCatchError(evaluate, call, forget, NULL);
    UNPROTECT(3);
}

/* Only what is new is told. */
static void report_progress(void *ctx, int done, int total)
{
    int *last = told_last(ctx);
    if (*last == INTERRUPTED || *last == done)
        return;
    *last = done;
    report r = {.progress = CAR(ctx), .done = done, .total = total};
    if (R_ToplevelExec(tell, &r) == FALSE)
        *last = INTERRUPTED;
}

SEXP glue_progress_call(SEXP progress_)
{
    if (!Rf_isFunction(progress_))
        return R_NilValue;
    SEXP last = PROTECT(Rf_ScalarInteger(0));
    SEXP call = Rf_lang2(progress_, last);
    UNPROTECT(1);
    return call;
}

ggc_hooks glue_hooks(SEXP progress_call)
{
    ggc_hooks hooks = {.poll = poll_interrupt, .progress = NULL, .ctx = NULL};
    if (progress_call != R_NilValue) {
        hooks.progress = report_progress;
        hooks.ctx = progress_call;
    }
    return hooks;
}

void glue_check(ggc_status status, const char *where)
{
    switch (status) {
    case GGC_OK:
    case GGC_ECANCELLED:
    case GGC_EDIVERGED:
        return;
    case GGC_ENOMEM:
        Rf_error("ggc internal error in %s: workspace too small; please report", where);
    case GGC_EOVERFLOW:
        Rf_error("%s: the problem is too large for this machine's address space", where);
    case GGC_EINVAL:
        Rf_error("ggc internal error in %s: invalid argument; please report", where);
    }
}
