/* ggc_layout.h - ForceAtlas2: places of the nodes of a weighted undirected graph
 * in the plane (Jacomy, Venturini, Heymann & Bastian 2014, PLoS ONE 9(6):e98679).
 * Nodes repel each other, edges pull, gravity keeps parts together. */
#ifndef GGC_LAYOUT_H
#define GGC_LAYOUT_H

#include <stddef.h>
#include <stdint.h>

#include "ggc_status.h"

typedef struct {
    int n;                /* nodes */
    const double *weight; /* n x n, symmetric, finite, >= 0; 0: no edge; the
                                diagonal is not read */
    const uint64_t *key;  /* n; ggc_hash() of the nodes' names */
    const double *radius; /* n, >= 0: nodes shall not overlap; NULL: points */
    uint64_t seed;
    int iterations;          /* at most, >= 1; with radii, twice as many */
    double repulsion;        /* k_r > 0 */
    double gravity;          /* k_g >= 0 */
    double weight_influence; /* delta >= 0: an edge of weight w pulls with w^delta */
    double tolerance;        /* tau > 0: how much swinging is tolerated */
    int linlog;              /* edges pull with log(1 + d), not d */
    int strong_gravity;      /* gravity grows with the distance */
    int dissuade_hubs;       /* the pull of a hub is shared out among its edges */
} ggc_layout;

/* Bytes of workspace: n^2 + 7 n doubles, n^2 + n ints. 0 where that does not fit
 * in size_t or the edges in an int. */
size_t ggc_layout_workspace(const ggc_layout *layout);

/* Lay the graph out.
 *   threads     >= 1
 *   workspace   `bytes` bytes aligned to 64, as ggc_layout_workspace() asks
 *   hooks [in]  or NULL; poll is called between iterations
 *   at    [out] n x 2, column-major; the mean of the places is 0
 * Requires n >= 1.
 * Ensures: bits do not depend on the threads, and a node's start on its name and
 * the seed only: callers that sort their nodes get the same places in any order
 * of theirs. With radii, no two nodes overlap.
 * Fails with GGC_ECANCELLED, GGC_ENOMEM, GGC_EDIVERGED (a place that is not
 * finite, from settings near the ends of the doubles).
 * Source: Jacomy et al. (2014). Repulsion k_r (deg + 1)(deg + 1) / d, with deg the
 * number of edges, is summed over all pairs, n^2 of them in an iteration, which
 * serves some thousands of nodes; the paper's Barnes-Hut approximation would put
 * the order of the sums at the mercy of the tree. What the paper leaves open:
 *   - Dissuade hubs divides by deg + 1 of "the" hub; an undirected edge is taken
 *     as one in each direction: the factor is the mean of both ends'.
 *   - Overlap is prevented in a second run that starts from the places of the
 *     first, at a tenth of the speed; what then still overlaps is pushed apart
 *     pair by pair, and if that does not end, by stretching the whole.
 *   - Gravity has no direction at the centre: within sqrt(k_r) / 10 of it, it
 *     falls to 0 in proportion to the distance.
 *   - Nodes at the same place part along the first axis. */
ggc_status ggc_layout_run(const ggc_layout *layout, int threads, void *workspace, size_t bytes,
                          const ggc_hooks *hooks, double *at) GGC_MUST_CHECK;

#endif
