/* ggc_adjacency.h - the gene graph of the paper's eq. 1: A = N'N over time
 * points, and its normalisations. */
#ifndef GGC_ADJACENCY_H
#define GGC_ADJACENCY_H

#include <stddef.h>

#include "ggc_status.h"

typedef enum {
    GGC_GRAPH_GRAM = 0, /* |Z Z'| / n of z-scored genes */
    GGC_GRAPH_GRAM_RAW, /* |X X'| / n of the values as they are */
    GGC_GRAPH_ABSCOR    /* absolute correlation: GRAM kept within [0, 1], diagonal 1 */
} ggc_graph_method;

typedef enum {
    GGC_NORMALISE_NONE = 0,
    GGC_NORMALISE_SYM, /* D^-1/2 A D^-1/2, D = row sums */
    GGC_NORMALISE_ROW, /* D^-1 A */
    GGC_NORMALISE_MAX  /* A / max(A) */
} ggc_normalisation;

typedef struct {
    int p, n; /* genes, samples */
    ggc_graph_method method;
    int threads; /* >= 1 */
} ggc_graph_task;

/* Bytes of workspace: 8 n p. Fails with GGC_EOVERFLOW. */
ggc_status ggc_adjacency_workspace(const ggc_graph_task *task, size_t *bytes) GGC_MUST_CHECK;

/* The graph before normalisation.
 *   x         [in]  p x n, column-major, finite
 *   out       [out] p x p, symmetric, >= 0; constant genes: zero row and column,
 *                   diagonal too, unless GRAM_RAW
 *   workspace       `bytes` bytes aligned to 64
 *   hooks     [in]  or NULL; only poll is called
 * Requires p, n >= 1. Ensures: bits depend neither on threads nor on the order
 * of the genes. Fails with GGC_ECANCELLED, GGC_ENOMEM, GGC_EOVERFLOW.
 * Source: paper eq. 1. The paper prints raw products; these are dominated by
 * mean level, hence GRAM. Products are made positive, as an edge is a weight. */
ggc_status ggc_adjacency(const ggc_graph_task *task, const double *x, double *out, void *workspace,
                         size_t bytes, const ggc_hooks *hooks) GGC_MUST_CHECK;

/* Normalise a graph in place.
 *   a      [inout] p x p, column-major, >= 0
 *   self           zero: the diagonal is set to 0 first
 *   degree [out]   p row sums of A before normalisation, summed to more than
 *                  double precision and rounded once
 * Rows without weight (no entry above 2^-800) become zero. Requires p >= 1,
 * entries finite and below 2^1000. Ensures: bits
 * do not depend on the order of the genes; SYM keeps a symmetric A symmetric.
 * Source: paper, below eq. 1: "normalized", a "weighted Laplacian adjacency
 * matrix"; SYM is that of Kipf & Welling (2017). */
void ggc_adjacency_normalise(double *a, int p, ggc_normalisation how, int self, double *degree);

#endif
