/* ggc_te_knn.h - the nearest-neighbour estimate of a conditional mutual information for
 * many sources of one target. Internal to ggc_te. */
#ifndef GGC_TE_KNN_H
#define GGC_TE_KNN_H

#include "ggc_arena.h"

/* One target, and one source at a time. n steps; a coordinate is n values side by side. */
typedef struct {
    int n, k;
    int width, depth;  /* coordinates of x and z */
    int near;          /* neighbours that are listed of each step */
    double *y, *z, *x; /* once prepared in the order of the first coordinate of z */
    int *order;        /* which step stands at each place of it */
    double *distance;  /* near x n: of the nearest steps in (y, z), increasing */
    int *who;          /* near x n: the places where they are */
    double *spare;     /* n */
    const double *psi; /* psi[m] = digamma(m + 1), m < n */
} ggc_knn;

/* Carve all but psi. depth >= 1. */
void ggc_knn_carve(ggc_arena *arena, int n, int width, int depth, ggc_knn *knn);

/* psi[0 .. n - 1]. */
void ggc_knn_digamma(int n, double *psi);

/* After y and z were filled: brings them in order, with what does not depend on the
 * source. */
void ggc_knn_prepare(ggc_knn *knn);

/* After x was filled, in order: the estimate, in nats. */
double ggc_knn_estimate(const ggc_knn *knn);

#endif
