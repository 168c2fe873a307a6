/* ggc_grn_flow.h - how a gene network moves in time: the equations of ggc_grn.h, their
 * steady state and their integration, for whatever drives them. */
#ifndef GGC_GRN_FLOW_H
#define GGC_GRN_FLOW_H

#include "ggc_arena.h"
#include "ggc_grn.h"
#include "ggc_rng.h"
#include "ggc_watch.h"

/* Work between two looks at the hooks, in nanoseconds, which is what a flow counts. */
#define GGC_GRN_LOOK 5e7

/* One network in motion; a thread's own. */
typedef struct {
    const ggc_grn *grn;
    double *alpha;                     /* n_states, perturbed */
    double *log_y, *f;                 /* n_genes */
    double *now, *sum, *probe, *slope; /* mRNA, then protein */
    ggc_rng *process;                  /* n_genes; the caller starts them */
    ggc_meter meter;                   /* over the watch; the caller's */
} ggc_grn_flow;

/* Carve all but the meter. */
void ggc_grn_flow_carve(ggc_arena *arena, const ggc_grn *grn, ggc_grn_flow *flow);

/* From now on with another perturbation. shift: n_genes, added to all alpha of a gene
 * within [0, 1]; NULL for none. */
void ggc_grn_perturb(ggc_grn_flow *flow, const double *shift);

/* One gene besides, after ggc_grn_perturb(): all its alpha times factor >= 0, at most 1.
 * 0 knocks it out. */
void ggc_grn_hold(ggc_grn_flow *flow, int gene, double factor);

/* Steady state, where mRNA = protein = activation, by damped sweeps over the
 * genes: undamped ones end after as many sweeps as the hierarchy is deep unless
 * there is feedback. z: [inout] n_genes, start and result. Returns the largest
 * |f - z|. Ends early when it is to give up. */
double ggc_grn_steady(ggc_grn_flow *flow, double *z);

/* The largest of all decay rates. */
double ggc_grn_fastest(const ggc_grn *grn);

/* Move `now` on by time > 0, in steps of at most `step` / fastest: Strang splitting of the
 * drift (classical Runge-Kutta) and, where process > 0, the molecular noise
 * (Euler-Maruyama). Non-zero where it is to give up. */
int ggc_grn_advance(ggc_grn_flow *flow, double time, double process, double fastest, double step);

#endif
