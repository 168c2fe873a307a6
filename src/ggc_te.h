/* ggc_te.h - transfer entropy of all pairs of genes, with p-values by rearranging the
 * source in time.
 *
 * Of a regulator j and a target i it is the conditional mutual information
 *     I(X; Y | Z),  Y = the target's value at t,  Z = its own past (and that of others),
 *     X = the regulator's past,
 * over steps t that no trajectory straddles. X may have several candidates (delays), of
 * which the largest value counts, also in the rearranged sources. */
#ifndef GGC_TE_H
#define GGC_TE_H

#include <stddef.h>
#include <stdint.h>

#include "ggc_rearrange.h"
#include "ggc_status.h"

#define GGC_TE_MOST_NEIGHBOURS 64

typedef enum {
    /* Nearest neighbours, max norm (Frenzel & Pompe 2007; Kraskov et al. 2004): with e_t
     * the distance of step t to its k-th neighbour in (X, Y, Z),
     *     psi(k) + mean over t of psi(n_z + 1) - psi(n_xz + 1) - psi(n_yz + 1),
     * n_. counting the other steps that are strictly nearer than e_t in a subspace. */
    GGC_TE_KSG = 0,
    /* Shares of cells put into the definition; values are numbers of bins. */
    GGC_TE_BINNED
} ggc_te_estimator;

/* How a source is rearranged: as ggc_rearrange.h has it, or */
enum {
    GGC_TE_EXCHANGE = GGC_EXCHANGE,
    GGC_TE_SHIFT = GGC_SHIFT,
    GGC_TE_POINTS = 4 /* the steps, one by one; not with the other two */
};

typedef struct {
    ggc_te_estimator estimator;
    int neighbours; /* KSG: k, 1 .. GGC_TE_MOST_NEIGHBOURS, below the number of steps */
    int bins;       /* BINNED: values are 0 .. bins - 1 */
    int genes, columns;
    const double *z;      /* genes x columns, column-major: targets, pasts, conditions */
    const double *source; /* genes x columns of each candidate: regulators */
    size_t source_step;   /* from one candidate's to the next; 0: one for all */
    int trajectories;
    const int *start;      /* trajectories + 1: first column of each; they lie side by side */
    const int *trajectory; /* columns */
    const int *kind;       /* trajectories: those of one kind can be exchanged */
    const int *kin;        /* trajectories, those of a kind beside each other */
    int steps;
    const int *at; /* steps: column of Y */
    int past;      /* lags 1 .. past of Z; KSG: >= 1 */
    int candidates, width;
    const int *lag; /* width x candidates: lags of X, within the trajectory at each step */
    int regulators, targets;
    const int *regulator, *target; /* rows of z and source */
    const int *skip;               /* regulators x targets: 1, no candidate */
    int conditions;
    const int *condition; /* (conditions + 1) x targets: rows of z, whose lags 1 .. past are in
                           * Z; the last one stands in where the regulator is another */
    int permutations;     /* >= 0 */
    int enough;           /* rearranged sources at least as strong after which none follows */
    int how;              /* of the flags above */
    uint64_t seed;
    const uint64_t *name; /* genes: hashes */
} ggc_te_task;

/* All regulators x targets; of those that are skipped 0, 1, 0. */
typedef struct {
    double *value; /* in nats */
    double *p;     /* (1 + at least as strong) / (1 + permutations), or where enough were at
                    * least as strong, their number / permutations so far (Besag & Clifford
                    * 1991); 1 without permutations */
    int *best;     /* candidate of the largest value, the first of equals */
} ggc_te_result;

/* Bytes of workspace for so many threads; 0 where they do not fit in size_t. */
size_t ggc_te_workspace(const ggc_te_task *task, int threads);

/* Ensures: the bits of a pair depend on its series, names, the seed and its conditions
 * only: not on the threads, nor on the other pairs.
 * Fails with GGC_ENOMEM, GGC_ECANCELLED. */
ggc_status ggc_te(const ggc_te_task *task, int threads, void *workspace, size_t size,
                  const ggc_hooks *hooks, ggc_te_result *result) GGC_MUST_CHECK;

#endif
