/* ggc_simulate.h - time series of networks that are known.
 *
 * Every random number belongs to a stream (seed, gene, purpose), so the start
 * and the noise of a gene do not depend on how many genes or trajectories there
 * are, and a longer series begins with the shorter one. */
#ifndef GGC_SIMULATE_H
#define GGC_SIMULATE_H

#include <stdint.h>

#include "ggc_arena.h"
#include "ggc_status.h"

/* What both models share. (burn_in + n_time) * n_trajectories fits in an int. */
typedef struct {
    int n_genes, n_time, n_trajectories;
    int replicates; /* trajectories, one after the other, that share a start; >= 1 */
    int burn_in;    /* points computed and dropped before the first */
    double noise;   /* standard deviation, >= 0 */
    uint64_t seed;
    const uint64_t *gene; /* n_genes; ggc_hash() of the genes' names */
} ggc_design;

/* A sparse vector autoregression:
 * x_i(t) = sum over links k of i: coefficient[k] x_regulator[k](t - lag[k]) + noise.
 * Links of target i are k = i * n_links .. (i + 1) * n_links - 1. */
typedef struct {
    int n_links; /* per target, a self link included */
    int max_lag;
    int *regulator;      /* n_links x n_genes, 0-based */
    int *lag;            /* same shape, 1 .. max_lag */
    double *coefficient; /* same shape */
} ggc_var;

/* Lorenz-96: dx_i/dt = (x_{i+1} - x_{i-2}) x_{i-1} - x_i + forcing, indices
 * modulo n_genes, by the classical Runge-Kutta scheme of order 4.
 * design: [in] n_genes >= 4; noise is added to what is observed, not to the
 *   state. Each start is N(0, 0.01 sd) in every gene.
 * dt: time between points; substeps: Runge-Kutta steps between points, >= 1.
 * arena: [inout] scratch; over NULL only measures and returns GGC_OK.
 * x: [out] n_genes x (n_time * n_trajectories), time fastest among columns.
 * hooks: [in] progress counts points, those of the burn-in included.
 * Fails with: GGC_EINVAL, GGC_ENOMEM, GGC_EOVERFLOW, GGC_ECANCELLED,
 *   GGC_EDIVERGED (a state that is not finite).
 * Scratch: 4 n_genes doubles and n_genes generators.
 * Source: Lorenz (1996); sampling as in Neural-GC (Tank et al. 2022). */
GGC_MUST_CHECK ggc_status ggc_simulate_lorenz96(const ggc_design *design, double forcing, double dt,
                                                int substeps, ggc_arena *arena, double *x,
                                                const ggc_hooks *hooks);

/* Draw the network of a stable sparse VAR: for each target n_links different
 * regulators other than itself (one fewer with a self link, which has lag 1 and
 * comes first), one lag each from 1 .. max_lag, coefficient +-U(0.5, 1), signs
 * alike likely; then coefficients at lag l are multiplied by s^l so that the
 * companion matrix gets the spectral radius `radius`. A network without cycles
 * has radius 0 and is left as it was drawn.
 * design: [in] n_genes, seed and gene are used.
 * self: coefficient of the self link before the scaling; 0 for none.
 * radius: in (0, 1). arena: [inout] scratch; over NULL only measures.
 * var: [inout] n_links and max_lag in, the arrays filled.
 * Fails with: GGC_EINVAL, GGC_ENOMEM, GGC_EOVERFLOW, GGC_ECANCELLED.
 * Scratch: (2 max_lag + 1) n_genes doubles, n_genes ints.
 * Source: spectral radius as the mean growth rate of the noise-free system,
 *   weighted with a bump function (Das, Saiki, Sander & Yorke 2017). */
GGC_MUST_CHECK ggc_status ggc_simulate_network(const ggc_design *design, double self, double radius,
                                               ggc_arena *arena, ggc_var *var,
                                               const ggc_hooks *hooks);

/* Series of a sparse VAR with innovations N(0, noise sd).
 * perturbed: 0 starts at rest and drops burn_in points; 1 starts every gene of
 *   every start at N(0, 1) after rest, that point being the first of the
 *   series (burn_in is not used).
 * var: [in] as ggc_simulate_network() leaves it, or any other.
 * arena, x, hooks, failures: as ggc_simulate_lorenz96().
 * Scratch: (max_lag + 1) n_genes doubles and n_genes generators. */
GGC_MUST_CHECK ggc_status ggc_simulate_var(const ggc_design *design, const ggc_var *var,
                                           int perturbed, ggc_arena *arena, double *x,
                                           const ggc_hooks *hooks);

#endif
