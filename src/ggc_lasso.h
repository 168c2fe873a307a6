/* ggc_lasso.h - the non-negative lasso by the products of its variables, along the whole
 * path of its penalty:
 *     min over w >= 0 of 1/2 |y - sum of w_k x_k|^2 + lambda sum of w_k,
 * by least angle regression that lets variables go whose weight reaches zero (Efron et al.
 * 2004; Morup et al. 2008). Between knots, where a variable enters or leaves, weights are
 * linear in lambda. */
#ifndef GGC_LASSO_H
#define GGC_LASSO_H

#include "ggc_arena.h"

typedef struct {
    int count;          /* variables */
    int whole;          /* the first of them have their products in q, */
    const double *q;    /* whole x whole, both halves; */
    int aparts;         /* those of others, and of some that are exchanged, stand apart, */
    const int *apart;   /* aparts: which variables, */
    const double *rows; /* count x aparts: a column each. Two of these agree. */
    const double *b;    /* count: products with y */
    const char *out;    /* count: non-zero takes no part */
    double square;      /* of y with itself */
    double steps;       /* a knot's criterion is steps * ln(|y - ...|^2) */
    double weight;      /* + weight * variables */
    int patience;       /* the path ends after so many knots that lower it no more, */
    int most;           /* or where one more than so many variables would be in, >= 1 */
} ggc_lasso_task;

/* Scratch, for up to `count` variables of which `most` are in. */
typedef struct {
    double *c, *a;          /* count: products with what is left; with the direction */
    char *barred;           /* count */
    int *place;             /* count: among those apart, or -1 */
    double *factor;         /* most x most: Cholesky's, by rows */
    double *weights, *step; /* most */
    double *tmp;            /* most */
    int *in;                /* most: variables that are in, by entry */
} ggc_lasso_space;

/* At the knot of the least criterion, the first of equals. */
typedef struct {
    int count;           /* variables with a weight above 0 */
    int *which;          /* most */
    double *weight;      /* most */
    double lambda, left; /* the penalty there; |y - ...|^2 */
    int knot, knots;     /* which it is, from 0, where none is in; how many there are */
    int full;            /* 1: the path ended for `most`, while the criterion fell */
} ggc_lasso_result;

void ggc_lasso_carve(ggc_arena *arena, int count, int most, ggc_lasso_space *space);

/* A variable that those that are in explain does not enter. Bits depend on the task alone. */
void ggc_lasso(const ggc_lasso_task *task, ggc_lasso_space *space, ggc_lasso_result *result);

#endif
