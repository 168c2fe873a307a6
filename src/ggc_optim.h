/* ggc_optim.h - proximal optimisers of one target's objective (eq. 4)
 *
 *   F(theta) = smooth(theta) + lambda * sum_j penalty[j] * Omega(W_j) + terms(n)
 *
 * W_j: the input weights of input j, n_j their norm. smooth: mean squared error and
 * ridge (ggc_network_pass). Omega and the terms of the Granger row n (ggc_loss.h)
 * are never differentiated by weights: each step ends in their proximal map, so
 * groups reach exact zero (Parikh & Boyd 2014; Tank et al. 2022). Of the terms, the
 * map takes the logarithm exactly and the rest by its slope at the present norms. */
#ifndef GGC_OPTIM_H
#define GGC_OPTIM_H

#include "ggc_network.h"

typedef enum {
    /* Adam (Kingma & Ba 2015) whose second moment is shared by an input's weights:
     * the metric is a multiple of the identity on each group, so the proximal map
     * stays exact and fixed points satisfy the group lasso's conditions. */
    GGC_OPTIM_ADAM = 0,
    /* Adam with one second moment per weight, the printed algorithm; the proximal
     * map of an input then uses its mean step. */
    GGC_OPTIM_ADAM_ELEMENT = 1,
    GGC_OPTIM_ISTA = 2, /* proximal gradient, fixed step */
    /* Proximal gradient with Barzilai-Borwein steps and non-monotone line search
     * (Gong et al. 2013). */
    GGC_OPTIM_GISTA = 3
} ggc_optim_method;

#define GGC_GISTA_MEMORY 10
#define GGC_GISTA_TRIES 25 /* halvings of a step in its line search */

typedef struct {
    ggc_optim_method method;
    double rate; /* step; first step of GISTA */
} ggc_optim_config;

typedef struct {
    int inputs;
    size_t size;                      /* parameters */
    ggc_real *gradient;               /* size */
    ggc_real *m, *v;                  /* size, inputs + size: Adam's moments; v leads with the
                               * columns' shared moments */
    ggc_real *trial, *trial_gradient; /* size: GISTA's candidate */
    ggc_real *derivative, *asked;     /* GISTA, when all columns were last asked: by the
                                       * projections, rows x points, and of the columns */
    double power1, power2;            /* beta^t */
    double step;                      /* GISTA: last accepted step */
    double past[GGC_GISTA_MEMORY];
    int n_past;
    double least; /* GISTA: lowest objective since ggc_optim_turn() */
    int fresh;    /* gradient, train and held belong to the current point */
    int stalled;  /* GISTA: the last line search found no descent */
    double train, held;
    ggc_real *column;            /* an input's weights: scratch */
    double *norm, *slope, *pole; /* inputs: terms of the Granger row, where it has any */
} ggc_optim;

/* A network on one target's data, and where its training stands. */
typedef struct {
    const ggc_network *net;
    ggc_task *task;
    ggc_optim *state;
    ggc_real *block; /* the parameters */
} ggc_learner;

/* The objective of a step, and its active set: the inputs that take part. */
typedef struct {
    double lambda;
    const double *penalty; /* inputs: weight of each one's penalty */
    int count;
    const int *active; /* count */
} ggc_step;

void ggc_optim_carve(const ggc_network *net, int inputs, ggc_optim_method method, ggc_arena *arena,
                     ggc_optim *state);

/* Start anew for a task with state->inputs inputs. */
void ggc_optim_reset(const ggc_network *net, const ggc_optim_config *config, int inputs,
                     ggc_optim *state);

/* The objective is another one from here on: lambda has changed. */
void ggc_optim_turn(ggc_optim *state);

/* One iteration on the active set (the weights of all others must be zero and stay
 * so). train, held [out]: errors before the step; held may be NULL. Returns 1, or 0
 * where the objective is not finite. */
int ggc_optim_step(const ggc_learner *learner, const ggc_optim_config *config, const ggc_step *step,
                   double *train, double *held);

/* Errors and gradient at the weights in block, of the active set; the next step starts
 * from them if its active set is the same. Returns 1, or 0 where the objective is not
 * finite. */
int ggc_optim_evaluate(const ggc_learner *learner, const ggc_step *step);

/* How far from a minimum the point of state->gradient is. Of the active set the
 * largest way that their weights would go in a proximal step of size 1 (to first order
 * ||g_j + lambda W_j / ||W_j|| || or, of a group at zero, what ||g_j|| exceeds lambda by),
 * over lambda; or, if that is larger, the square of the norm of the gradient of all other
 * parameters over lambda: what is still to be gained by them goes with its square, and
 * along flat valleys (gates that saturate) it hardly falls. */
double ggc_optim_violation(const ggc_learner *learner, const ggc_step *step);

/* ||W_j||_2. */
double ggc_optim_column_norm(const ggc_network *net, const ggc_real *block, int j);

/* The terms of the Granger row at the weights in block: fills state->slope and
 * state->pole and returns their value; 0 where the loss has none. */
double ggc_optim_terms(const ggc_network *net, const ggc_task *task, const ggc_real *block,
                       ggc_optim *state);

#endif
