/* ggc_status.h - what a core function can answer, and the two hooks through
 * which a long computation talks to its caller. */
#ifndef GGC_STATUS_H
#define GGC_STATUS_H

typedef enum {
    GGC_OK = 0,
    GGC_ECANCELLED, /* the poll hook asked to stop */
    GGC_EDIVERGED,  /* training left the finite numbers */
    GGC_ENOMEM,     /* the workspace handed in is too small */
    GGC_EOVERFLOW,  /* a size does not fit in size_t */
    GGC_EINVAL      /* an argument the glue should have refused */
} ggc_status;

#if defined(__GNUC__) || defined(__clang__)
#define GGC_MUST_CHECK __attribute__((warn_unused_result))
#else
#define GGC_MUST_CHECK
#endif

/* Hooks are called by thread 0 only (R's main thread), never more often than
 * every 50 ms. `poll` returns non-zero to cancel; either may be NULL. */
typedef struct {
    int (*poll)(void *ctx);
    void (*progress)(void *ctx, int done, int total);
    void *ctx;
} ggc_hooks;

#endif
