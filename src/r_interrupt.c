#include "r_glue.h"

static void look_for_interrupt(void *unused)
{
    (void)unused;
    R_CheckUserInterrupt();
}

static int poll_interrupt(void *ctx)
{
    (void)ctx;
    return R_ToplevelExec(look_for_interrupt, NULL) == FALSE;
}

typedef struct {
    SEXP call; /* progress(done, total), both integers */
    int done, total;
} report;

static void tell(void *data)
{
    report *r = data;
    INTEGER(CADR(r->call))[0] = r->done;
    INTEGER(CADDR(r->call))[0] = r->total;
    Rf_eval(r->call, R_GlobalEnv);
}

static void report_progress(void *ctx, int done, int total)
{
    report r = {.call = ctx, .done = done, .total = total};
    /* An error or a Ctrl-C inside the callback only loses that report. */
    R_ToplevelExec(tell, &r);
}

SEXP glue_progress_call(SEXP progress_)
{
    if (!Rf_isFunction(progress_))
        return R_NilValue;
    SEXP done = PROTECT(Rf_allocVector(INTSXP, 1));
    SEXP total = PROTECT(Rf_allocVector(INTSXP, 1));
    SEXP call = Rf_lang3(progress_, done, total);
    UNPROTECT(2);
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
    case GGC_EDIVERGED: return;
    case GGC_ENOMEM:
        Rf_error("ggc internal error in %s: workspace too small; please report", where);
    case GGC_EOVERFLOW:
        Rf_error("%s: the problem is too large for this machine's address space", where);
    case GGC_EINVAL:
        Rf_error("ggc internal error in %s: invalid argument; please report", where);
    }
}
