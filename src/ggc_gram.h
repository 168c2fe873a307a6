/* ggc_gram.h - all inner products of packed rows: the one product behind the
 * adjacency (eq. 1) and the distance correlation of short series (eq. 2).
 *
 * Rows are packed four to a panel: value k of row i is at
 * a[(i / 4) * 4 * depth + 4 * k + i % 4], rows past the last are zero. Every
 * entry, edges included, is summed in one order: over k in chunks of
 * GGC_GRAM_CHUNK, each chunk from left to right, chunks added in turn. So an
 * entry depends neither on threads nor on where its rows stand, and
 * product(i, j) = product(j, i) to the last bit. */
#ifndef GGC_GRAM_H
#define GGC_GRAM_H

#include <stddef.h>

#include "ggc_status.h"
#include "ggc_watch.h"

#define GGC_GRAM_PANEL 4
#define GGC_GRAM_CHUNK 128

/* Panels that p rows fill: p / 4, rounded up. */
size_t ggc_gram_panels(int p);

/* out[i + p * j] += sum over k of a_i[k] * b_j[k].
 *   a    [in]    p rows of `depth` values, packed, aligned to 16 bytes
 *   b    [in]    q rows alike; NULL: b is a, q = p, and only entries with
 *                i <= j are promised (others may or may not be added to)
 *   out  [inout] p x q, column-major
 * Requires p, q, depth, threads >= 1. Fails with GGC_ECANCELLED. */
ggc_status ggc_gram_add(const double *a, int p, const double *b, int q, size_t depth, double *out,
                        int threads, ggc_meter *meter) GGC_MUST_CHECK;

/* The same product to the same bits on the calling thread alone, added to `out`, and
 * without a symmetric half: for units of a parallel region, which ask a watch. */
void ggc_gram_add_here(const double *a, int p, const double *b, int q, size_t depth, double *out);

/* squares[i] += sum over k of a_i[k]^2, to the bits that ggc_gram_add() gives
 * a row's product with itself. squares: 4 * panels doubles. */
void ggc_gram_add_squares(const double *a, int p, size_t depth, double *squares, int threads);

#endif
