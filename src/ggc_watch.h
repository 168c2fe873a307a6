/* ggc_watch.h - how a long computation is cancelled and tells how far it is.
 *
 * The caller's hooks (ggc_status.h) say whether to give up. Only the thread that
 * called the core asks them, now and then. How, goes by where the computation is:
 *
 *   outside parallel regions  a meter over the hooks (ggc_meter_start()) counts work
 *                             and asks whenever enough has been done
 *   over many units           ggc_over_units() is the parallel region: each unit asks by
 *                             ggc_watch_ask(), which asks the hooks where it is thread
 *                             0's and reads its answer, a flag, in all; thread 0 goes
 *                             on asking while it waits for others
 *   within a long unit        what computes it is handed a ggc_stop with its context, as
 *                             ggc_watch_ask() with the watch, and asks it at every
 *                             iteration or by a meter over it (ggc_meter_over())
 *
 * Whoever hears that it is to give up leaves its results as they are and passes the word
 * on; the driver answers GGC_ECANCELLED. */
#ifndef GGC_WATCH_H
#define GGC_WATCH_H

#include <stddef.h>

#include "ggc_status.h"

/* Is this to be given up? Once it has said yes it says so again. */
typedef int (*ggc_stop)(void *ctx);

/* --- counted work --- */

/* Work between two looks at the poll hook, in multiply-adds a thread: 0.03 s on
 * a 2020s core, below 0.2 s on any in use. */
#define GGC_POLL_WORK 2.5e8

typedef struct {
    ggc_stop stop; /* NULL: never asks */
    void *ctx;
    double done; /* since it asked last */
    double limit;
} ggc_meter;

/* Over the poll hook (hooks may be NULL), for work that `threads` threads share: in
 * multiply-adds. For the thread that called the core, outside parallel regions. */
ggc_meter ggc_meter_start(const ggc_hooks *hooks, int threads);

/* Over any question, after `limit` units of work. */
static inline ggc_meter ggc_meter_over(ggc_stop stop, void *ctx, double limit)
{
    return (ggc_meter){.stop = stop, .ctx = ctx, .done = 0.0, .limit = limit};
}

/* Count work. */
static inline void ggc_meter_count(ggc_meter *meter, double work) { meter->done += work; }

/* Ask if enough has been done; non-zero if the computation is to be given up. */
int ggc_meter_due(ggc_meter *meter);

/* Both. */
static inline int ggc_meter_add(ggc_meter *meter, double work)
{
    ggc_meter_count(meter, work);
    return ggc_meter_due(meter);
}

/* --- a region over units --- */

/* What the threads of a driver share. */
typedef struct {
    const ggc_hooks *hooks; /* NULL: never asks and tells nothing */
    int cancelled;          /* the hooks have asked to stop */
    int done, total;        /* units, as the progress hook is told */
} ggc_watch;

static inline ggc_watch ggc_watch_start(const ggc_hooks *hooks, int total)
{
    return (ggc_watch){.hooks = hooks, .cancelled = 0, .done = 0, .total = total};
}

/* Thread 0, or a caller that is alone, tells how far it is and asks the hooks; all read
 * the flag. Answers whether to give up. A ggc_stop: `watch` is a ggc_watch. */
int ggc_watch_ask(void *watch);

/* Units that threads compute, each from start to end, in any order. */
typedef struct {
    int count; /* units 0 .. count - 1 */
    int chunk; /* handed out so many at a time, >= 1 */
    /* Compute a unit in a thread's own slot, asking the watch at its start and now and
     * then; 0 only where that said to give up. */
    int (*run)(const void *job, int unit, void *slot, ggc_watch *watch);
    const void *job;  /* what all share */
    void *slots;      /* one for each thread */
    size_t slot_size; /* bytes of a slot */
} ggc_units;

/* Run all units on `threads` threads; those that end are added to watch->done. Returns
 * when all have ended or, with GGC_ECANCELLED, been given up. */
ggc_status ggc_over_units(const ggc_units *units, int threads, ggc_watch *watch) GGC_MUST_CHECK;

#endif
