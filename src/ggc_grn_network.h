/* ggc_grn_network.h - drawing the topology of a gene regulatory network.
 *
 * What is drawn, in this order:
 *   1. n_regulators genes at random, in a random rank: a hierarchy. Regulator
 *      j has attractiveness (1 / u - 1)^(1 / 1.2): a few hubs, many regulators of
 *      few genes; the out-degrees end in a power law of exponent 2.2, cut by the
 *      number of genes (u is at least 0.5 / n_regulators).
 *   2. A module for every gene, so that every module has a regulator.
 *   3. The number of regulators of each gene: none for the first of the ranks
 *      and a quarter of the other regulators, one or more for every other gene;
 *      what is above one is dealt out in proportion to exponential weights, so
 *      that in-degrees fall off about geometrically, as in bacteria and yeast.
 *   4. The regulators: of lower rank than the gene (in three links of a hundred
 *      between regulators, of any rank: feedback), in proportion to
 *      attractiveness, a tenth of it outside the module. Every second further
 *      link takes a regulator of a regulator that the gene has: a feed-forward
 *      loop.
 *   5. A regulator that got no target takes one over from a gene's busiest.
 *   6. Signs: each regulator is an activator or a repressor, in turn so that links
 *      have the wanted share; half of its links take its sign, the others are
 *      drawn one by one. */
#ifndef GGC_GRN_NETWORK_H
#define GGC_GRN_NETWORK_H

#include <stdint.h>

#include "ggc_arena.h"
#include "ggc_status.h"

typedef struct {
    int n_genes;
    int n_regulators;  /* 1 .. n_genes */
    int n_modules;     /* 1 .. n_regulators */
    int n_links;       /* wanted; drawn: as near as 3. and the caps allow */
    double activators; /* chance of a positive sign, 0 .. 1 */
    uint64_t seed;
    const uint64_t *gene; /* n_genes; ggc_hash() of the genes' names */
} ggc_grn_shape;

/* Draw a network. sign: [out] n_genes x n_genes, regulator + n_genes * target,
 * -1, 0 or 1; no self links, every gene has a link. module: [out] n_genes, 0-based.
 * arena: [inout] scratch; over NULL only measures.
 * Fails with: GGC_EINVAL, GGC_ENOMEM, GGC_EOVERFLOW. */
GGC_MUST_CHECK ggc_status ggc_grn_network(const ggc_grn_shape *shape, ggc_arena *arena, int *sign,
                                          int *module);

#endif
