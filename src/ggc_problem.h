/* ggc_problem.h - a question to the networks, and the model that answers it: what
 * the drivers over targets (ggc_fit.c, ggc_predict.c, ggc_effects.c) and over masks
 * (ggc_loo.c) have in common. */
#ifndef GGC_PROBLEM_H
#define GGC_PROBLEM_H

#include <stdint.h>

#include "ggc_panel.h"
#include "ggc_status.h"
#include "ggc_train.h"

typedef struct {
    /* data */
    int genes, columns;
    const double *z;     /* genes x columns, column-major: standardised series */
    const uint64_t *key; /* genes: hash of each name, for the random streams */
    ggc_design design;   /* design.lags is the model's */
    /* question */
    int regulators;
    const int *regulator; /* rows of z */
    int targets;
    const int *target; /* rows of z */
    /* model */
    ggc_cell cell;
    int hidden, layers;
    const double *graph; /* H x H: A over the hidden nodes, or NULL */
    int n_prop;
    ggc_graph_at graph_at;
    const double *h0;      /* H x targets: first hidden state, or NULL for zero */
    const double *w_start; /* H x genes: first input weights of every gate, or NULL
                            * for random ones */
    double ridge;
    ggc_loss_config loss;
    const double *near, *far; /* inputs x targets: rows of ggc_loss_rows, or NULL */
    const int *negative;      /* targets: row of z for the triplet of predictions, or NULL */
    const int *off;           /* columns x targets: not 0 where a target's value was set by
                               * hand, so that nothing is learnt of it; or NULL */
    /* training */
    int members;
    uint64_t seed;
    ggc_schedule schedule;
    const double *penalty; /* inputs x targets: weight of each input's penalty, >= 0;
                            * infinite: an input that takes no part */
    double se_factor;      /* lambda: the largest whose held-out error is within so
                            * many standard errors (over members) of the least */
    ggc_isa isa;
} ggc_problem;

/* Inputs of a target: the regulators, in their order, and the target's own past
 * behind them where it is not among them. One number for all targets: */
static inline int ggc_problem_inputs(const ggc_problem *problem) { return problem->regulators + 1; }

/* The network with `outputs` outputs, without kernels, graph and panel: its sizes. */
ggc_network ggc_problem_network(const ggc_problem *problem, int outputs);

/* Parameters of one network with `outputs` outputs and ggc_problem_inputs() inputs. */
size_t ggc_problem_parameters(const ggc_problem *problem, int outputs);

/* What all threads read. */
typedef struct {
    ggc_panel panel;
    ggc_network net;
    float *x, *graph;
} ggc_model;

/* Carve a model with `outputs` outputs; a model that was measured is not used.
 * The model holds pointers into itself: carve it where it stays.
 * Fails as ggc_panel_plan(); GGC_EINVAL where the instruction set is missing. */
ggc_status ggc_model_carve(const ggc_problem *problem, int outputs, ggc_arena *arena,
                           ggc_model *model) GGC_MUST_CHECK;

/* Write the data and the graph (problem's, or another one of the same size). */
void ggc_model_fill(const ggc_problem *problem, ggc_model *model);

/* The next `horizons` values of gene `own`: to [out] points x horizons. */
void ggc_model_target(const ggc_problem *problem, const ggc_model *model, int own, int horizons,
                      float *to);

/* Which steps of target i train and which are held out by this member; i < 0: of any target
 * that is never off. A forecast that would reach a value that is off counts at no horizon. */
void ggc_model_fold(const ggc_problem *problem, const ggc_model *model, int i, int member,
                    ggc_task *task);

/* PyTorch's start, uniform on +-1/sqrt(H), from streams named by `name` and the
 * inputs' genes; or the first input weights given. */
void ggc_model_start(const ggc_problem *problem, const ggc_model *model, uint64_t name, int member,
                     const ggc_task *task, float *block);

#endif
