/* ggc_grn.h - expression of a gene regulatory network: kinetics, steady states,
 * and courses in time with molecular and measurement noise.
 *
 * Of gene i, mRNA x and protein y, per minute:
 *   dx = d (f(y) - x) dt + process * (sqrt(d f) dW1 + sqrt(d x) dW2)
 *   dy = e (x - y) dt    + process * (sqrt(e x) dW3 + sqrt(e y) dW4)
 * The maximal rates equal the decay rates, so that steady states are in [0, 1].
 * The regulators of a gene bind in modules; module b is bound with probability
 *   complex:     1 / (1 + 1 / A + D),  A = prod (y_j / k)^n over its activators,
 *                D = the same over its deactivators, 0 if there are none
 *   independent: prod A_j / (1 + A_j) * prod 1 / (1 + D_j)
 * and f = sum over the states s of the modules of alpha_s P(s), modules being
 * independent. A perturbation adds a number to all alpha of a gene, within
 * [0, 1]. Source: the GeneNetWeaver papers, Marbach et al. (2009), Schaffter,
 * Marbach & Floreano (2011). */
#ifndef GGC_GRN_H
#define GGC_GRN_H

#include <stdint.h>

#include "ggc_arena.h"
#include "ggc_status.h"

#define GGC_GRN_MODULES 8 /* of a gene, at most */

/* Links are ordered by target, module and regulator; modules by target. */
typedef struct {
    int n_genes, n_links, n_modules, n_states; /* carved: the last two at most */
    double *mrna_decay, *protein_decay;        /* n_genes, per minute */
    int *link_first;                           /* n_genes + 1 */
    int *regulator;                            /* n_links */
    int *link_module;                          /* n_links; among all modules */
    int *activator;                            /* n_links; 0: deactivates its module */
    double *k, *n;                             /* n_links; half saturation, Hill */
    double *log_k;                             /* n_links */
    int *module_first;                         /* n_genes + 1 */
    int *module_link;                          /* n_modules + 1; its first link */
    int *is_complex;                           /* n_modules */
    double *effect;                            /* n_modules; on alpha */
    int *state_first;                          /* n_genes + 1 */
    double *alpha;                             /* n_states; bit b of the state: module b is bound */
    int *regulates;                            /* n_genes */
} ggc_grn;

/* Carve arrays for the network sign (n_genes x n_genes, regulator +
 * n_genes * target; -1, 0, 1; zero diagonal). */
void ggc_grn_carve(ggc_arena *arena, int n_genes, const int *sign, ggc_grn *grn);

/* Draw the kinetics. Half-lives U(5, 50) minutes; k U(0.01, 1); n normal(2, 2)
 * within 1 .. 10. Each further regulator of a gene joins one of its modules or
 * founds a new one, alike likely. A module acts as its first member does, which
 * activates it; it is a complex or independent, alike likely. Basal activation
 * (no module bound): U(0, 0.25) with only enhancing modules, U(0.75, 1) with only
 * repressing ones, U(0.25, 0.75) otherwise. Effects U(0.25, 1), stretched so that
 * all enhancers together reach 1 and all repressors at least a basal activation
 * drawn from U(0, 0.25).
 * grn: [inout] carved for this network. */
void ggc_grn_kinetics(const int *sign, uint64_t seed, const uint64_t *gene, ggc_grn *grn);

/* How perturbations are drawn. */
typedef struct {
    int n_genes, n_columns;
    uint64_t seed;
    const uint64_t *gene; /* n_genes: keys */
    const double *key;    /* n_columns: names of the columns */
    int normal;           /* 1: each gene N(0, strength sd); 0: each with chance `perturbed`
                           * (one at least) U(-strength, strength), the others 0 */
    double perturbed, strength;
} ggc_grn_draw;

/* Draw perturbations. shift: [out] n_genes x n_columns. */
void ggc_grn_shifts(const ggc_grn_draw *draw, double *shift);

typedef struct {
    int n_time, n_trajectories;
    int replicates;      /* trajectories, one after the other, that share a scatter; >= 1 */
    const double *time;  /* n_time, minutes, increasing */
    const double *shift; /* n_genes x columns */
    /* Column of shift, or -1 for none: before the first point, n_trajectories, and
     * from each point to the next, n_time x n_trajectories. */
    const int *before, *during;
    /* Gene whose activation is multiplied all the time, or -1, and by what, >= 0;
     * n_trajectories each, or NULL for none. */
    const int *held;
    const double *factor;
    double burn_in; /* minutes in the state before, where process > 0 */
    double process, noise;
    double scatter; /* sd of the first mRNA around the steady state, or 0 */
    int clip;       /* observations to >= 0 */
    int first;      /* >= 0: trajectories have the random numbers of this one on */
    uint64_t seed;
    const uint64_t *gene;
} ggc_grn_course;

/* Observe the mRNA of every trajectory. Each starts from the steady state under
 * its perturbation before the first point; with scatter > 0 its mRNA is normal
 * around that, drawn again until within [0, 1] (not that of the gene held), and there
 * is no burn-in. Integration:
 * Strang splitting of the drift (classical Runge-Kutta) and the noise
 * (Euler-Maruyama, Ito), the two noises of a species being drawn as one of their
 * joint variance; concentrations are cut at 0; step at most 0.2 / the fastest decay
 * rate.
 * wild: [out] n_genes; the steady state without perturbation.
 * residual: [out] the largest |f - x| there.
 * x: [out] n_genes x (n_time * n_trajectories), time fastest among columns.
 * arena: [inout] scratch for so many threads; over NULL only measures.
 * hooks: [in] not NULL; progress counts trajectories. The same bits for any
 *   number of threads.
 * Fails with: GGC_EINVAL, GGC_ENOMEM, GGC_EOVERFLOW, GGC_ECANCELLED. */
GGC_MUST_CHECK ggc_status ggc_grn_simulate(const ggc_grn *grn, const ggc_grn_course *course,
                                           int threads, ggc_arena *arena, double *wild,
                                           double *residual, double *x, const ggc_hooks *hooks);

#endif
