/* ggc_rearrange.c - sources rearranged in time: see ggc_rearrange.h. */
#include "ggc_rearrange.h"

void ggc_shuffle(ggc_rng *rng, int *v, int from, int end)
{
    for (int i = end - 1; i > from; i--) {
        const int j = from + (int)ggc_rng_below(rng, (uint32_t)(i - from + 1)), kept = v[i];
        v[i] = v[j];
        v[j] = kept;
    }
}

/* Which trajectory stands for each. order: scratch. */
static void exchange(const ggc_trajectories *t, ggc_rng *rng, int *order, int *with)
{
    for (int from = 0, end; from < t->count; from = end) {
        for (end = from + 1; end < t->count; end++)
            if (t->kind[t->kin[end]] != t->kind[t->kin[from]])
                break;
        ggc_shuffle(rng, order, from, end);
        for (int r = from; r < end; r++)
            with[t->kin[r]] = order[r];
    }
}

void ggc_rearrange(const ggc_trajectories *t, int how, ggc_rng *rng, const int *at, int steps,
                   int *scratch, int *base)
{
    int *with = scratch, *by = with + t->count, *order = by + t->count;
    for (int r = 0; r < t->count; r++) {
        with[r] = r;
        by[r] = 0;
        order[r] = t->kin[r];
    }
    if (how & GGC_EXCHANGE)
        exchange(t, rng, order, with);
    for (int r = 0; r < t->count && how & GGC_SHIFT; r++)
        by[r] = (int)ggc_rng_below(rng, (uint32_t)(t->start[r + 1] - t->start[r]));
    for (int n = 0; n < steps; n++) {
        const int r = t->of[at[n]], size = t->start[r + 1] - t->start[r];
        const int place = at[n] - t->start[r] + by[r];
        base[n] = t->start[with[r]] + (place < size ? place : place - size);
    }
}
