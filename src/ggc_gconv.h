/* ggc_gconv.h - the graph convolution over hidden nodes, paper eq. 3. */
#ifndef GGC_GCONV_H
#define GGC_GCONV_H

#include "ggc_real.h"

/* Where A acts: on the state that the read-out sees; also on the one that the next
 * step starts from; or before a tanh that the read-out sees. */
typedef enum { GGC_AT_READOUT = 0, GGC_AT_RECURRENCE = 1, GGC_AT_NONLINEAR = 2 } ggc_graph_at;

/* out = A^times v, or (A')^times v with `transpose`.
 *
 * hidden [in] H. a [in] H x H column-major, or NULL for the identity.
 * times [in] propagation steps >= 1. v [in] H. out [out] H, not v.
 * scratch: H.
 *
 * Source: eq. 3, h <- A h after the cell. Where the read-out that follows is linear,
 * w'(A^n h) = ((A')^n w)'h, so the network applies the transpose to w once instead
 * of A to every hidden state: the same function and the same gradients, at no
 * cost per step. With a nonlinearity between, it needs A^n itself: */
void ggc_gconv_apply(int hidden, const ggc_real *a, int times, int transpose, const ggc_real *v,
                     ggc_real *out, ggc_real *scratch);

/* out = A^times, column-major, and its transpose to `turned`, each H x H. scratch: 3 H.
 * Arguments else as above. */
void ggc_gconv_power(int hidden, const ggc_real *a, int times, ggc_real *out, ggc_real *turned,
                     ggc_real *scratch);

#endif
