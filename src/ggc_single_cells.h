/* ggc_single_cells.h - single cells whose genes follow Boolean rules: what each of many
 * cells, every one with molecular noise of its own, holds at its time.
 *
 * A rule says for every state of a gene's regulators, on or off, whether the gene is on.
 * Kinetics are those of ggc_grn.h with a module for each link: a regulator is on with the
 * probability of its Hill term, independently of the others, and f is the rule's mean over
 * the states, which are 1 where the rule is true and the gene's leak where it is not. */
#ifndef GGC_SINGLE_CELLS_H
#define GGC_SINGLE_CELLS_H

#include <stdint.h>

#include "ggc_arena.h"
#include "ggc_grn.h"
#include "ggc_status.h"

typedef struct {
    int n_genes;
    const int *link_first; /* n_genes + 1; at most GGC_GRN_MODULES links a gene */
    const int *regulator;  /* links, by target */
    const int *truth;      /* for each gene 2^links values, 0 or 1; bit b of the state:
                            * regulator b of the gene is on */
    const int *twin;       /* n_genes: the gene whose numbers are drawn for this one too */
} ggc_cell_rules;

/* Carve a network and draw its numbers: half-lives U(1.5, 3), k U(0.25, 0.45), n U(4, 8) and
 * leaks U(0, 0.05). Genes with the same twin, of which each is its own where it has no
 * other, have the same; so have links between genes of the same twins. gene: n_genes,
 * ggc_hash() of names. grn: [out]. arena: [inout] over NULL only measures. */
void ggc_cell_kinetics(const ggc_cell_rules *rules, uint64_t seed, const uint64_t *gene,
                       ggc_arena *arena, ggc_grn *grn);

/* Runs of the network, each observed once (a cell) or at several times (a course). */
typedef struct {
    int n_runs;
    const int *first;     /* n_runs + 1: the samples of each run */
    const double *time;   /* of samples; from 0, not decreasing within a run */
    const double *start;  /* 2 * n_genes: mRNA, then protein, at time -burn_in */
    const double *before; /* n_genes: perturbation up to time 0 */
    const double *during; /* n_genes: perturbation from then on */
    double burn_in;       /* time, >= 0 */
    double process;       /* molecular noise, >= 0 */
    int n_watched;
    const int *watched; /* genes whose protein is wanted */
    uint64_t seed;
    const uint64_t *gene; /* n_genes */
} ggc_cell_runs;

/* Make all runs. x: [out] n_genes x samples, mRNA. y: [out] n_watched x samples, protein.
 * arena: [inout] scratch for so many threads; over NULL only measures.
 * hooks: [in] not NULL; progress counts runs. The same bits for any number of threads.
 * Fails with: GGC_EINVAL, GGC_ENOMEM, GGC_EOVERFLOW, GGC_ECANCELLED. */
GGC_MUST_CHECK ggc_status ggc_cells_run(const ggc_grn *grn, const ggc_cell_runs *runs, int threads,
                                        ggc_arena *arena, double *x, double *y,
                                        const ggc_hooks *hooks);

#endif
