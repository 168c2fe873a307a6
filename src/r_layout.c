/* r_layout.c - ForceAtlas2. */
#include "r_glue.h"

#include "ggc_layout.h"
#include "r_entry.h"

/* .Call: places of the nodes of a weight matrix with named rows. settings_: named list
 * of ggc_layout's values. NULL where it was interrupted. */
SEXP C_ggc_layout(SEXP weight_, SEXP names_, SEXP settings_, SEXP threads_)
{
    ggc_layout layout = {0};
    int columns;
    layout.weight = arg_matrix(weight_, &layout.n, &columns, "weight");
    if (columns != layout.n)
        glue_check(GGC_EINVAL, "ggc_layout()");
    layout.key = glue_hash_names(names_, layout.n);
    SEXP radius = list_get(settings_, "radius");
    layout.radius = Rf_isNull(radius) ? NULL : arg_doubles(radius, layout.n, "radius");
    layout.seed = arg_seed(list_get(settings_, "seed"), "seed");
    layout.iterations = glue_get_int(settings_, "iterations");
    layout.repulsion = arg_double(list_get(settings_, "repulsion"), "repulsion");
    layout.gravity = arg_double(list_get(settings_, "gravity"), "gravity");
    layout.weight_influence =
        arg_double(list_get(settings_, "weight_influence"), "weight_influence");
    layout.tolerance = arg_double(list_get(settings_, "tolerance"), "tolerance");
    layout.linlog = glue_get_int(settings_, "linlog");
    layout.strong_gravity = glue_get_int(settings_, "strong_gravity");
    layout.dissuade_hubs = glue_get_int(settings_, "dissuade_hubs");
    const int threads = glue_threads(threads_);
    SEXP out = PROTECT(Rf_allocMatrix(REALSXP, layout.n, 2));
    const ggc_hooks hooks = glue_hooks(R_NilValue);
    const size_t bytes = ggc_layout_workspace(&layout);
    void *workspace = glue_measured(bytes, "ggc_layout()");
    ggc_status status = ggc_layout_run(&layout, threads, workspace, bytes, &hooks, REAL(out));
    glue_check(status, "ggc_layout()");
    UNPROTECT(1);
    return status == GGC_ECANCELLED ? R_NilValue : out;
}
