/* r_threads.c - the thread count has one owner: every parallel region of the
 * core gets its number from here, and omp_set_*() is never called. */
#include "r_glue.h"

#include "r_entry.h"

#if defined(_OPENMP) && !defined(_WIN32)
#include <pthread.h>
#define GGC_FORK_GUARD 1
#endif

/* libgomp hangs in a child forked after a parallel region (mclapply), so a
 * child computes serially. The one mutable static of the glue. */
static int in_forked_child = 0;

#ifdef GGC_FORK_GUARD
static void entered_child(void) { in_forked_child = 1; }
#endif

void glue_threads_init(void)
{
#ifdef GGC_FORK_GUARD
    pthread_atfork(NULL, NULL, entered_child);
#endif
}

int glue_threads(SEXP threads_)
{
    int threads = arg_int(threads_, "threads");
    if (threads < 1 || in_forked_child)
        return 1;
    return threads;
}

/* .Call: what the default thread count is capped by, as a named integer vector. */
SEXP C_ggc_thread_limits(void)
{
    const char *names[] = {"openmp", "procs", "limit", "max", "forked", ""};
    SEXP out = PROTECT(Rf_mkNamed(INTSXP, names));
#ifdef _OPENMP
    INTEGER(out)[0] = 1;
#else
    INTEGER(out)[0] = 0;
#endif
    INTEGER(out)[1] = omp_get_num_procs();
    INTEGER(out)[2] = omp_get_thread_limit();
    INTEGER(out)[3] = omp_get_max_threads();
    INTEGER(out)[4] = in_forked_child;
    UNPROTECT(1);
    return out;
}
