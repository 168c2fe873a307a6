/* ggc_workspace.h - the memory of a driver: measured by the very code that places it.
 *
 * Each driver (ggc_fit.c, ggc_predict.c, ggc_effects.c, ggc_loo.c) says how it carves
 * what it takes beside the model; so what is asked for, and what is told of it in
 * parts, cannot drift from what is used. Measuring needs sizes alone: no data, no names
 * and no folds. */
#ifndef GGC_WORKSPACE_H
#define GGC_WORKSPACE_H

#include "ggc_problem.h"

typedef struct {
    int outputs; /* of the driver's networks */
    /* Carve the driver's own struct; over a measuring arena its pointers are NULL. */
    void (*carve)(const ggc_problem *problem, const ggc_model *model, ggc_arena *arena,
                  void *memory);
    void *memory;
} ggc_carving;

/* Bytes, by what they grow with. */
typedef struct {
    size_t weights; /* networks, optimisers and results of all threads, which a series of
                     * no length would take too */
    size_t steps;   /* what they compute at the time points */
    size_t data;    /* the series as the networks read them, and the graph */
} ggc_bytes;

/* What a driver takes, in parts. Fails as ggc_model_carve(); GGC_EOVERFLOW where the sum
 * does not fit in size_t. */
ggc_status ggc_workspace_measure(const ggc_problem *problem, const ggc_carving *carving,
                                 ggc_bytes *bytes) GGC_MUST_CHECK;

/* The sum of the parts: bytes of workspace; 0 where measuring fails. */
size_t ggc_workspace_size(const ggc_problem *problem, const ggc_carving *carving);

/* Place model and memory in a workspace of `size` bytes, and fill the model.
 * Fails as ggc_model_carve(); GGC_ENOMEM where the workspace is too small. */
ggc_status ggc_workspace_place(const ggc_problem *problem, const ggc_carving *carving,
                               void *workspace, size_t size, ggc_model *model) GGC_MUST_CHECK;

#endif
