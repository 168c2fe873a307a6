/* ggc_cells.h - the list of the cells that a layer can be made of.
 *
 * A cell is one row of this list and one file of kernels, ggc_cell_<name>.h, included at
 * the end of this one. The row makes its code (the enum), the sizes of its parameters and
 * buffers, the order of its packed weights, its place in the kernels' tables, and what R
 * knows of it. Codes are the order of the rows: a new one comes last.
 *
 *   NAME, name  in the enum; of its kernels, <name>_forward and <name>_backward, and in R
 *   gates       rows of weights of a unit, 1 to 4
 *   recurrent   1, or 0 for a layer that has no past: it has no recurrent weights
 *   memories    states of a unit beside h that go from step to step; 0 before the first
 *   traces      values of a unit that each step leaves for the way back
 *   apart       how many of a unit's gates, its last ones, take the recurrent sum W_hh h
 *               otherwise than added to the input's: they have a bias on that side too,
 *               b_hh, and another gradient there than on the input's
 *   passes      1 where h goes on to the next step beside the recurrent weights too */
#ifndef GGC_CELLS_H
#define GGC_CELLS_H

/* clang-format off */
#define GGC_CELL_LIST(CELL)                                                                    \
    /*   NAME  name  gates recurrent memories traces apart passes */                           \
    CELL(LSTM, lstm, 4,    1,        1,       1,     0,    0)                                  \
    CELL(TANH, tanh, 1,    1,        0,       0,     0,    0)                                  \
    CELL(RELU, relu, 1,    1,        0,       0,     0,    0)                                  \
    CELL(MLP,  mlp,  1,    0,        0,       0,     0,    0)                                  \
    CELL(GRU,  gru,  3,    1,        0,       2,     1,    1)
/* clang-format on */

#define GGC_CELL_CODE(NAME, name, gates, recurrent, memories, traces, apart, passes)               \
    GGC_CELL_##NAME,
typedef enum { GGC_CELL_LIST(GGC_CELL_CODE) GGC_CELLS } ggc_cell;

/* A row of the list. */
typedef struct {
    const char *name;
    int gates, recurrent, memories, traces, apart, passes;
} ggc_cell_shape;

static inline const ggc_cell_shape *ggc_cell_of(ggc_cell cell)
{
#define GGC_CELL_ROW(NAME, name, gates, recurrent, memories, traces, apart, passes)                \
    {#name, gates, recurrent, memories, traces, apart, passes},
    static const ggc_cell_shape shapes[] = {GGC_CELL_LIST(GGC_CELL_ROW)};
    return shapes + cell;
}

/* Rows of weights of a unit. */
static inline int ggc_cell_gates(ggc_cell cell) { return ggc_cell_of(cell)->gates; }

/* Rows of H x L that the way back carries from step to step: of each memory one; of h,
 * where it passes, two, for even and odd steps, since a graph between the steps wants
 * those of all units at once. */
static inline int ggc_cell_carries(ggc_cell cell)
{
    return ggc_cell_of(cell)->memories + 2 * ggc_cell_of(cell)->passes;
}

/* Rows in a block of packed recurrent weights, where the kernels hold the sums of so many
 * units: the gates of one unit, or one row of several. */
static inline int ggc_cell_block(ggc_cell cell, int units)
{
    return ggc_cell_gates(cell) > 1 ? ggc_cell_gates(cell) : units;
}

#endif

/* The kernels, once for each instruction set (ggc_kernels_body.h). */
#ifdef GGC_CELL_KERNELS
#include "ggc_cell_gru.h"
#include "ggc_cell_lstm.h"
#include "ggc_cell_mlp.h"
#include "ggc_cell_rnn.h"
#endif
