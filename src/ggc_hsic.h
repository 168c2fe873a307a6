/* ggc_hsic.h - HSIC lasso on the past (Yamada et al. 2014; Ren, Li & Han 2020): the kernel
 * of a target is a sum, with weights >= 0, of the kernels of lagged regulators and of its
 * own past, under a penalty on the weights.
 *
 * A kernel is k(a, b) = exp(-(x_a - x_b)^2 / (2 width^2)) over pairs of steps of a block,
 * centred (HKH), of Frobenius norm 1, over all blocks divided by the root of their number.
 * It is kept as its upper triangle, what is off the diagonal times the root of 2, so that
 * products of kernels are products of vectors. One of a variable that is constant in a
 * block is 0 there. */
#ifndef GGC_HSIC_H
#define GGC_HSIC_H

#include <stdint.h>

#include "ggc_rearrange.h"
#include "ggc_status.h"

typedef enum {
    GGC_HSIC_MEDIAN = 0, /* median distance of two steps, or the next where that is 0 */
    GGC_HSIC_SD          /* standard deviation over the steps */
} ggc_hsic_width;

typedef struct {
    int genes, columns;
    const double *z; /* genes x columns, column-major */
    ggc_trajectories trajectories;
    int steps;
    const int *at; /* steps: columns with `lags` columns of their trajectory before them */
    int lags;      /* >= 1 */
    int regulators, targets;
    const int *regulator, *target; /* rows of z; a target's own past is always a candidate */
    const int *exclude; /* regulators x targets: non-zero ones are no candidates; or NULL */
    ggc_hsic_width width;
    int blocks;
    const int *first; /* blocks + 1: where each starts in */
    const int *row;   /* the steps of the blocks, one after another */
    double weight;    /* the criterion has weight * ln(kernels) for each one that is in */
    int most, patience;
    int permutations; /* of each regulator that has a weight in some target */
    int enough;       /* at least as strong after which none follows */
    int how;          /* of ggc_rearrange.h */
    uint64_t seed;
    const uint64_t *name; /* genes: hashes */
} ggc_hsic_task;

/* Kernels of target i stand at [most * i] and so on, in the order in which they entered. */
typedef struct {
    int *count;            /* targets */
    int *input, *lag;      /* most x targets: regulator from 0; `regulators`: own past of a
                            * target that is none */
    double *weight;        /* most x targets: > 0 */
    double *lambda, *left; /* targets: the penalty; squared length of what is left */
    int *knot, *knots;     /* targets: see ggc_lasso.h */
    int *full;             /* targets */
    double *p;             /* regulators x targets: as of ggc_te.h; 1 without a weight */
} ggc_hsic_result;

/* Width of the kernel of n values. spare: 2 n ints and n doubles. */
double ggc_hsic_width_of(const double *x, int n, ggc_hsic_width width, int *order, double *sorted);

/* Values that a kernel is kept as: b (b + 1) / 2 of a block of b steps. */
size_t ggc_hsic_depth(const ggc_hsic_task *task);

/* Bytes of workspace for so many threads; 0 where they do not fit in size_t. */
size_t ggc_hsic_workspace(const ggc_hsic_task *task, int threads);

/* Ensures: the bits of a target do not depend on threads or on the other targets.
 * Progress is told of the targets or, with permutations, of the regulators.
 * Fails with GGC_ENOMEM, GGC_ECANCELLED. */
ggc_status ggc_hsic(const ggc_hsic_task *task, int threads, void *workspace, size_t size,
                    const ggc_hooks *hooks, ggc_hsic_result *result) GGC_MUST_CHECK;

#endif
