/* ggc_workspace.c - the memory of a driver: see ggc_workspace.h. */
#include "ggc_workspace.h"

/* Bytes that carving takes behind a model; 0 where they do not fit. */
static size_t carved(const ggc_problem *problem, const ggc_carving *carving, const ggc_model *model)
{
    ggc_arena arena;
    ggc_arena_init(&arena, NULL, 0);
    carving->carve(problem, model, &arena, carving->memory);
    return arena.overflow ? 0 : arena.used;
}

ggc_status ggc_workspace_measure(const ggc_problem *problem, const ggc_carving *carving,
                                 ggc_bytes *bytes)
{
    ggc_arena arena;
    ggc_model model;
    ggc_arena_init(&arena, NULL, 0);
    const ggc_status status = ggc_model_carve(problem, carving->outputs, &arena, &model);
    if (status != GGC_OK)
        return status;
    /* The same on a series of no length. */
    ggc_problem no_columns = *problem;
    ggc_model no_points = model;
    no_columns.columns = 0;
    no_points.panel = (ggc_panel){.lanes = 0};
    no_points.net.panel = &no_points.panel;
    const size_t all = carved(problem, carving, &model);
    bytes->weights = carved(&no_columns, carving, &no_points);
    bytes->steps = all - bytes->weights;
    bytes->data = arena.used + GGC_ALIGN;
    const int fits = !arena.overflow && all > 0 && all + bytes->data > all;
    return fits ? GGC_OK : GGC_EOVERFLOW;
}

size_t ggc_workspace_size(const ggc_problem *problem, const ggc_carving *carving)
{
    ggc_bytes bytes;
    if (ggc_workspace_measure(problem, carving, &bytes) != GGC_OK)
        return 0;
    return bytes.weights + bytes.steps + bytes.data;
}

ggc_status ggc_workspace_place(const ggc_problem *problem, const ggc_carving *carving,
                               void *workspace, size_t size, ggc_model *model)
{
    ggc_arena arena;
    ggc_arena_init(&arena, workspace, size);
    const ggc_status status = ggc_model_carve(problem, carving->outputs, &arena, model);
    if (status != GGC_OK)
        return status;
    carving->carve(problem, model, &arena, carving->memory);
    if (arena.overflow)
        return GGC_ENOMEM;
    ggc_model_fill(problem, model);
    return GGC_OK;
}
