/* r_init.c - the table of entry points. */
#include "r_glue.h"

#include <R_ext/Rdynload.h>
#include <R_ext/Visibility.h>

#include "r_entry.h"

/* clang-format off */
/* By way of void (*)(void), which compilers let become any function type. */
#define CALLDEF(name, n) {#name, (DL_FUNC)(void (*)(void))&name, n}

static const R_CallMethodDef call_methods[] = {
    CALLDEF(C_ggc_thread_limits, 0),
    CALLDEF(C_ggc_zscore, 1),
    CALLDEF(C_ggc_adjacency, 3),
    CALLDEF(C_ggc_adjacency_normalise, 3),
    CALLDEF(C_ggc_dcor, 5),
    CALLDEF(C_ggc_ranking, 2),
    CALLDEF(C_ggc_curve, 3),
    CALLDEF(C_ggc_confusion, 2),
    CALLDEF(C_ggc_fit, 3),
    CALLDEF(C_ggc_fit_bytes, 2),
    CALLDEF(C_ggc_sizes, 2),
    CALLDEF(C_ggc_predict, 2),
    CALLDEF(C_ggc_effects, 4),
    CALLDEF(C_ggc_hidden_map, 2),
    CALLDEF(C_ggc_hidden_product, 3),
    CALLDEF(C_ggc_uniform, 3),
    CALLDEF(C_ggc_cells, 0),
    CALLDEF(C_ggc_digest, 1),
    CALLDEF(C_ggc_write_whole, 3),
    CALLDEF(C_ggc_forecast, 2),
    CALLDEF(C_ggc_loo, 4),
    CALLDEF(C_ggc_var_whole, 5),
    CALLDEF(C_ggc_var_each, 4),
    CALLDEF(C_ggc_bts, 3),
    CALLDEF(C_ggc_lsngc, 3),
    CALLDEF(C_ggc_te, 3),
    CALLDEF(C_ggc_hsic, 3),
    CALLDEF(C_ggc_layout, 4),
    CALLDEF(C_ggc_isa_available, 0),
    CALLDEF(C_ggc_simulate_lorenz96, 1),
    CALLDEF(C_ggc_simulate_var, 1),
    CALLDEF(C_ggc_grn_network, 3),
    CALLDEF(C_ggc_grn_simulate, 5),
    CALLDEF(C_ggc_cells_run, 5),
    CALLDEF(C_ggc_counts, 6),
    {NULL, NULL, 0}
};
/* clang-format on */

attribute_visible void R_init_ggc(DllInfo *dll)
{
    R_registerRoutines(dll, NULL, call_methods, NULL, NULL);
    R_useDynamicSymbols(dll, FALSE);
    R_forceSymbols(dll, TRUE);
    glue_threads_init();
}
