/* ggc_target.h - the networks of one target and a thread's memory for them: what the
 * drivers over targets (ggc_fit.c, ggc_predict.c, ggc_effects.c) have in common. */
#ifndef GGC_TARGET_H
#define GGC_TARGET_H

#include "ggc_problem.h"

typedef struct {
    ggc_task task;
    int *xrow;       /* inputs: genes */
    int *work;       /* 2 * inputs: scratch, as ggc_train_path() takes it */
    float *h0;       /* hidden */
    float *block;    /* parameters of the network in hand */
    double *penalty; /* inputs */
} ggc_target;

/* Parameters of the network of one target: an output for each horizon. */
size_t ggc_target_parameters(const ggc_problem *problem);

void ggc_target_carve(const ggc_problem *problem, const ggc_model *model, ggc_arena *arena,
                      ggc_target *target);

/* The inputs, first state, penalties and values of target i (position in the list). */
void ggc_target_load(const ggc_problem *problem, const ggc_model *model, int i, ggc_target *target);

/* Network of member m of target i into the block; networks: as ggc_fit_result's. */
void ggc_target_network(const ggc_problem *problem, const float *networks, int i, int m,
                        ggc_target *target);

#endif
