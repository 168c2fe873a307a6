/* ggc_panel.h - the training data: every trajectory, or every window, a lane.
 *
 * Points are ordered by (local time, trajectory): point t * stride + r is the
 * state of trajectory r after t steps. So step s of the lane that starts at
 * point l is point l + s * stride: all lanes advance by one contiguous shifted
 * load, windows overlap without a copy, and the projection of the inputs is
 * computed once for a point however many windows hold it.
 *
 * A long series gives one lane, which wastes the SIMD width: it is cut into pieces,
 * each led by a burn-in that carries no loss; with windows, whose starts are dealt to
 * the pieces, the windows stay the same. */
#ifndef GGC_PANEL_H
#define GGC_PANEL_H

#include "ggc_arena.h"
#include "ggc_kernels.h"
#include "ggc_status.h"

#define GGC_FOLD_NONE (-1)  /* no loss here: padding, burn-in */
#define GGC_FOLD_TRAIN 0    /* trains every member */
                            /* m >= 1: held out by member m */
#define GGC_FOLD_HELD 32767 /* held out by every member */

typedef struct {
    int trajectories;
    const int *length; /* columns of each trajectory, >= 2; they follow each other */
    const int *fold;   /* per column: fold of the step to the next column */
    int window;        /* K steps in a window; 0: whole trajectories */
    int segment;       /* least steps (window starts) in a piece of a long series; 0:
                        * never cut */
    int burn_in;       /* steps before a piece that carry no loss; none with windows */
    int lags;          /* points of the past that a step needs; fewer: no loss */
    int horizons;      /* steps ahead that a forecast reaches, >= 1 */
} ggc_design;

typedef struct {
    int lanes;    /* lanes of one tile row: windows or trajectories, padded */
    int stride;   /* points of one local time, multiple of GGC_LANES */
    int steps;    /* S: local times that have a successor, the longest trajectory's */
    int window;   /* K: steps of a lane */
    int points;   /* steps * stride */
    int *source;  /* points: column whose value is the input; -1: padding */
    int *fold;    /* points: as in the design */
    int *age;     /* points: columns before it in its trajectory */
    int *ahead;   /* points: of the next `horizons` columns, those in its trajectory whose
                   * steps have its fold; 0: no loss */
    int *reach;   /* lanes: steps before the lane meets padding */
    int *longest; /* tiles: the largest reach of their lanes */
} ggc_panel;

/* Plan the panel of a design: sizes, and where each point comes from. Run over a
 * measuring arena first. Returns GGC_EINVAL for a trajectory of fewer than two
 * columns, GGC_EOVERFLOW where the points do not fit in an int. */
ggc_status ggc_panel_plan(const ggc_design *design, ggc_arena *arena,
                          ggc_panel *panel) GGC_MUST_CHECK;

/* Of the lanes that reach a point, is this the one that has seen most of its past? */
int ggc_panel_longest_past(const ggc_panel *panel, int lane, int step);

#endif
