/* ggc_kernels.h - the inner loops of training, one table per instruction set.
 *
 * Everything that costs time is here: the projection of the inputs, the
 * recurrent unroll forward and backward, and the contraction of gradients with
 * activations. SIMD lanes are lanes of the panel (trajectories or windows), so
 * one tile holds `lanes` sequences and runs their whole unroll in cache.
 *
 * Arrays are rows of contiguous lanes; a row's pitch is given in elements. Every
 * count of lanes or points is a multiple of GGC_LANES. */
#ifndef GGC_KERNELS_H
#define GGC_KERNELS_H

#include <stddef.h>

#include "ggc_cells.h"
#include "ggc_real.h"

#define GGC_LANES 16 /* lanes are padded to this; the widest vector of floats */
#define GGC_TILE 48  /* most lanes in a tile: three such vectors */

/* n rows in as few blocks of at most `most` as hold them, of sizes that differ by one at
 * most: where block number b ends. */
static inline int ggc_block_end(int n, int most, int b)
{
    return (int)((long long)n * (b + 1) / ((n + most - 1) / most));
}

/* One tile of lanes through all its steps. S steps, L lanes, H units, G gates;
 * row r = G * unit + gate (the gates of a unit are neighbours). What a cell has of what
 * is said to be so many a unit, the list in ggc_cells.h tells. */
typedef struct {
    int hidden;            /* H */
    int steps;             /* S */
    int lanes;             /* L, multiple of GGC_LANES, at most GGC_TILE */
    const ggc_real *input; /* G*H rows: W_ih x + b; at r * input_pitch + s * stride */
    size_t input_pitch, stride;
    /* Recurrent weights in blocks (ggc_block_end()) one after the other. Forward, blocks
     * of ggc_cell_block() rows: [unit from][row in the block]. Backward, blocks of `units`
     * units at most: [row][unit in the block]. */
    const ggc_real *w_forward, *w_backward;
    const ggc_real *b_hh; /* `apart` a unit: bias of the recurrent sums set apart */
    /* Where h passes by the weights and a graph stands between the steps, that: H x H,
     * forward [unit][unit from], backward in blocks as w_backward; else NULL. */
    const ggc_real *mix_forward, *mix_backward;
    const ggc_real *h0; /* H, the same for every lane */
    int at_rest;        /* h0 is all zero: step 0 needs no recurrence */
    ggc_real *gates;    /* G*H x S x L: activations; after backward the gradients by their
                           * sums on the input's side. May be `input` itself where the
                           * pitches agree. */
    ggc_real *memory;   /* `memories` * H x (S+1) x L, [0] = 0 */
    ggc_real *trace;    /* `traces` * H x S x L */
    ggc_real *h;        /* H x (S+1) x L: hidden state, [0] = h0 */
    /* Gradient of the loss by h: dh (H x S x L), or where that is NULL the outer
     * product of readout (H) and dy (S x L). */
    const ggc_real *dh, *readout, *dy;
    ggc_real *d_input;     /* NULL, or as input: what backward adds the gates' gradients to */
    ggc_real *d_recurrent; /* G*H x S x L: gradients by the recurrent sums. `gates` itself,
                            * unless the cell has gates set apart */
    ggc_real *carry;       /* ggc_cell_carries() * H x L: what goes back beside the weights */
} ggc_tile;

/* out[r, n] = bias[r] + sum_k w[column[k] * rows + r] * x[xrow[k] * x_pitch + n]
 * for r < rows, n < points, k < count. */
typedef struct {
    int rows, points, count;
    const int *column, *xrow;
    const ggc_real *w, *x;
    size_t x_pitch;
    const ggc_real *bias;
    ggc_real *out;
    size_t out_pitch;
} ggc_projection;

/* d[column[k] * rows + r] += sum_n x[xrow[k] * x_pitch + n] * g[r * g_pitch + n],
 * r < rows, n < points, k < count. xrow and column may be NULL: then k itself. */
typedef struct {
    int rows, points, count;
    const int *column, *xrow;
    const ggc_real *g;
    size_t g_pitch;
    const ggc_real *x;
    size_t x_pitch;
    ggc_real *d;
} ggc_contraction;

/* With e = y - target and w = weight * in_use: error = scale * w * e, unless it is NULL.
 * y and error are steps x lanes; lane i of step s of target and weight is at
 * s * stride + i. in_use: lanes. */
typedef struct {
    int steps, lanes;
    const ggc_real *y, *target, *weight;
    size_t stride;
    const ggc_real *in_use;
    ggc_real scale;
    ggc_real *error;
} ggc_residual;

typedef struct {
    const char *name;
    int units; /* most units in a block of recurrent weights */

    void (*project)(const ggc_projection *projection);
    void (*contract)(const ggc_contraction *contraction);

    /* Unroll a tile; fills gates, memory, trace and h. */
    void (*forward[GGC_CELLS])(const ggc_tile *tile);
    /* Through time backwards: overwrites gates, and fills d_recurrent. */
    void (*backward[GGC_CELLS])(const ggc_tile *tile);

    /* Fills error and returns the sum of w * e^2. */
    double (*residual)(const ggc_residual *residual);

    /* sum_n x[n], and sum_n x[n]^2. */
    ggc_real (*sum)(int n, const ggc_real *x);
    ggc_real (*sum_squares)(int n, const ggc_real *x);

    /* x[n] = tanh(x[n]); and the way back: d[n] *= 1 - y[n]^2, y being the tanh. n is a
     * multiple of GGC_LANES. */
    void (*squash)(int n, ggc_real *x);
    void (*unsquash)(int n, const ggc_real *y, ggc_real *d);
} ggc_kernels;

typedef enum {
    GGC_ISA_AUTO = 0,
    GGC_ISA_GENERIC = 1,
    GGC_ISA_AVX2 = 2,
    GGC_ISA_AVX512 = 3
} ggc_isa;

/* The table for an instruction set: the best one here for GGC_ISA_AUTO, NULL
 * where this machine or build has not the one asked for. */
const ggc_kernels *ggc_kernels_pick(ggc_isa isa);

#endif
