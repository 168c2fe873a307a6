/* ggc_watch.c - cancellation: see ggc_watch.h. */
#include "ggc_omp.h"

#include "ggc_watch.h"

ggc_meter ggc_meter_start(const ggc_hooks *hooks, int threads)
{
    if (hooks == NULL)
        return ggc_meter_over(NULL, NULL, GGC_POLL_WORK * threads);
    return ggc_meter_over(hooks->poll, hooks->ctx, GGC_POLL_WORK * threads);
}

int ggc_meter_due(ggc_meter *meter)
{
    if (meter->done < meter->limit)
        return 0;
    meter->done = 0;
    return meter->stop != NULL && meter->stop(meter->ctx);
}

static int cancelled(const ggc_watch *watch)
{
    int flag;
#pragma omp atomic read
    flag = watch->cancelled;
    return flag;
}

int ggc_watch_ask(void *watch)
{
    ggc_watch *w = watch;
    if (w->hooks != NULL && omp_get_thread_num() == 0) {
        int done;
#pragma omp atomic read
        done = w->done;
        if (w->hooks->progress != NULL)
            w->hooks->progress(w->hooks->ctx, done, w->total);
        if (w->hooks->poll != NULL && w->hooks->poll(w->hooks->ctx)) {
#pragma omp atomic write
            w->cancelled = 1;
        }
    }
    return cancelled(w);
}

/* Thread 0 goes on listening until so many units are done. */
static void drain(ggc_watch *watch, int units)
{
    int left = omp_get_thread_num() == 0;
    while (left && !ggc_watch_ask(watch)) {
        int now;
#pragma omp atomic read
        now = watch->done;
        left = now < units;
        if (left)
            ggc_omp_pause();
    }
}

ggc_status ggc_over_units(const ggc_units *units, int threads, ggc_watch *watch)
{
    const int all = watch->done + units->count;
#pragma omp parallel num_threads(threads)
    {
        unsigned char *slots = units->slots;
        void *slot = slots + units->slot_size * (size_t)omp_get_thread_num();
#pragma omp for schedule(dynamic, units->chunk) nowait
        for (int i = 0; i < units->count; i++) {
            if (cancelled(watch) || !units->run(units->job, i, slot, watch))
                continue;
#pragma omp atomic
            watch->done++;
        }
        drain(watch, all);
    }
    return watch->cancelled ? GGC_ECANCELLED : GGC_OK;
}
