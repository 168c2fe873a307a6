/* ggc_rearrange.h - a source rearranged in time, for tests: its values stand at other
 * times, and its memory stays. */
#ifndef GGC_REARRANGE_H
#define GGC_REARRANGE_H

#include "ggc_rng.h"

/* How: any of these, one after another, each drawn from all there are, the identity among
 * them. */
enum {
    GGC_EXCHANGE = 1, /* trajectories of a kind, whole */
    GGC_SHIFT = 2     /* each trajectory in a circle, by an amount of its own */
};

/* Trajectories lie side by side in the columns. */
typedef struct {
    int count;
    const int *start; /* count + 1: first column of each; the number of columns */
    const int *of;    /* columns: which trajectory */
    const int *kind;  /* count: those of one kind can be exchanged, and have one length */
    const int *kin;   /* count: trajectories, those of a kind beside each other */
} ggc_trajectories;

/* The column that is `lag` before another of its trajectory, which is a circle. */
static inline int ggc_column_before(const ggc_trajectories *t, int column, int lag)
{
    const int r = t->of[column], back = column - lag;
    return back < t->start[r] ? back + t->start[r + 1] - t->start[r] : back;
}

/* A random order of places from .. end - 1. */
void ggc_shuffle(ggc_rng *rng, int *v, int from, int end);

/* The columns that stand for some columns in a source that is rearranged, drawn.
 *   how      of the flags above
 *   at       [in]  steps: columns
 *   scratch  3 * trajectories
 *   base     [out] steps */
void ggc_rearrange(const ggc_trajectories *t, int how, ggc_rng *rng, const int *at, int steps,
                   int *scratch, int *base);

#endif
