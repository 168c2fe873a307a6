/* ggc_loss.h - the terms of eq. 4 behind the squared error: penalties on the input
 * weights, and what compares a target's Granger row with its distance correlation.
 *
 * The Granger row of a target are the group norms n_j of its inputs. Terms of it
 * are differentiated by n_j; the optimisers take them into the proximal step of
 * column j, so that exact zeros stay possible. Everything here is in double. */
#ifndef GGC_LOSS_H
#define GGC_LOSS_H

#include <stddef.h>

#include "ggc_real.h"

/* Omega of lambda1 * sum_j weight[j] * Omega(W_j); W_j holds one block of rows for
 * each lag, the newest first. */
typedef enum {
    GGC_PENALTY_GROUP = 0,        /* ||W_j||_2: the group lasso that eq. 4 means */
    GGC_PENALTY_SPARSE_GROUP = 1, /* and ||W_jk||_2 of each lag k */
    /* sum_k ||W_j,k..oldest||_2, nested: a lag goes only after all older ones
     * (Tank et al. 2022) */
    GGC_PENALTY_HIERARCHICAL = 2,
    GGC_PENALTY_SQUARED = 3 /* ||W_j||_2^2 as eq. 4 is printed: no zeros */
} ggc_penalty;

typedef enum {
    GGC_KL_NONE = 0,
    GGC_KL_LOG = 1,    /* sum_j y_j (log y_j - log x_j), x_j = (n_j + eps) / sum */
    GGC_KL_PRINTED = 2 /* sum_j y_j (log y_j - x_j), x_j = n_j / sum */
} ggc_kl;

typedef enum {
    GGC_TRIPLET_NONE = 0,
    GGC_TRIPLET_GRANGER = 1,   /* rows: anchor n / sum, positive near, negative far */
    GGC_TRIPLET_PREDICTION = 2 /* windows: see ggc_network.h */
} ggc_triplet;

typedef struct {
    ggc_penalty penalty;
    ggc_kl kl;
    double kl_weight;  /* lambda2 */
    double kl_epsilon; /* > 0: keeps the logarithm finite at zero norms */
    ggc_triplet triplet;
    double triplet_weight, margin;
    double p; /* >= 1: norm of the triplet's distances */
} ggc_loss_config;

/* The rows of one target that its Granger row is compared with. */
typedef struct {
    int own;            /* input that is the target itself and takes no part; or -1 */
    const double *near; /* inputs: distance correlation, sums to 1; 0 at own */
    const double *far;  /* inputs: that of a time-permuted surrogate; or NULL */
} ggc_loss_rows;

/* 1 where the config has a term of the Granger row. */
int ggc_loss_has_terms(const ggc_loss_config *config);

/* Value of lambda2 * KL + lambda3 * triplet, and its derivative by each norm,
 *   slope[j] - pole[j] / (norms[j] + kl_epsilon).
 *
 * norms [in] inputs. slope, pole [out] inputs; 0 at own. Where all norms are zero
 * the normalised row is taken as 0 and has no derivative.
 * Source: eq. 4, terms 3 and 4; KLDivLoss and TripletMarginLoss of PyTorch. */
double ggc_loss_terms(const ggc_loss_config *config, const ggc_loss_rows *rows, int inputs,
                      const double *norms, double *slope, double *pole);

/* ||a - b + 1e-6||_p, PyTorch's distance of a triplet, and its gradient by a
 * (0 where the distance is 0); gradient may be NULL. */
double ggc_loss_distance(int n, const double *a, const double *b, double p, double *gradient);

/* lambda * Omega(W) of one group of lags * rows weights; weight multiplies lambda. */
double ggc_loss_penalty(const ggc_loss_config *config, int rows, int lags, const ggc_real *w,
                        double lambda);

/* The proximal map of step * (lambda * Omega(W) + slope * ||W|| - pole * log(||W|| +
 * kl_epsilon)) on one group, in place. slope and pole need GGC_PENALTY_GROUP or
 * _SQUARED. A group that is zero stays zero. */
void ggc_loss_prox(const ggc_loss_config *config, int rows, int lags, ggc_real *w, double step,
                   double lambda, double slope, double pole);

/* The KKT ratio of a group that is zero, how close it is to leaving zero: the norm of
 * its gradient over what holds it there, at most 1. Overwrites the gradient. */
double ggc_loss_kkt_ratio(const ggc_loss_config *config, int rows, int lags, ggc_real *gradient,
                          double lambda, double slope, double pole);

/* ||w||_2, summed in double. */
double ggc_loss_norm(size_t n, const ggc_real *w);

#endif
