/* r_probe.c - test hooks: one network's values, gradients and training trace. */
#include "r_glue.h"

#include <string.h>

#include "ggc_probe.h"
#include "r_entry.h"

static ggc_probe probe_from(SEXP p)
{
    ggc_probe out;
    int columns;
    memset(&out, 0, sizeof out);
    out.z = arg_matrix(list_get(p, "x"), &out.genes, &columns, "x");
    out.target = arg_int(list_get(p, "target"), "target") - 1;
    SEXP length = list_get(p, "length"), graph = list_get(p, "graph");
    out.design.trajectories = (int)XLENGTH(length);
    out.design.length = arg_ints(length, -1, "length");
    out.design.fold = arg_ints(list_get(p, "fold"), columns, "fold");
    out.design.window = arg_int(list_get(p, "window"), "window");
    out.design.segment = arg_int(list_get(p, "segment"), "segment");
    out.design.burn_in = arg_int(list_get(p, "burn_in"), "burn_in");
    out.cell = (ggc_cell)arg_int(list_get(p, "cell"), "cell");
    out.hidden = arg_int(list_get(p, "hidden"), "hidden");
    const R_xlen_t hidden = out.hidden, rows = hidden * ggc_cell_gates(out.cell);
    out.graph = Rf_isNull(graph) ? NULL : arg_doubles(graph, hidden * hidden, "graph");
    out.n_prop = arg_int(list_get(p, "n_prop"), "n_prop");
    out.h0 = arg_doubles(list_get(p, "h0"), hidden, "h0");
    out.ridge = arg_double(list_get(p, "ridge"), "ridge");
    out.params = arg_doubles(list_get(p, "params"),
                             (out.genes + hidden + 1) * rows + hidden + 1, "params");
    out.isa = arg_int(list_get(p, "isa"), "isa");
    out.optim = arg_int(list_get(p, "optim"), "optim");
    out.rate = arg_double(list_get(p, "rate"), "rate");
    out.lambda = arg_double(list_get(p, "lambda"), "lambda");
    out.penalty = arg_doubles(list_get(p, "penalty"), out.genes, "penalty");
    return out;
}

/* .Call: value and gradient; lanes_, window_ give the shape of the predictions. */
SEXP C_ggc_probe_pass(SEXP probe_, SEXP double_, SEXP lanes_, SEXP window_)
{
    const ggc_probe probe = probe_from(probe_);
    const int use_double = arg_int(double_, "double");
    const char *names[] = {"pred", "gradient", "smooth", "train", "held", ""};
    SEXP out = PROTECT(Rf_mkNamed(VECSXP, names));
    SET_VECTOR_ELT(out, 0, Rf_allocMatrix(REALSXP, arg_int(window_, "window"),
                                          arg_int(lanes_, "lanes")));
    SET_VECTOR_ELT(out, 1, Rf_allocVector(REALSXP, XLENGTH(list_get(probe_, "params"))));
    for (int i = 2; i < 5; i++)
        SET_VECTOR_ELT(out, i, Rf_allocVector(REALSXP, 1));
    size_t bytes = use_double ? ggc_probe_bytes_f64(&probe) : ggc_probe_bytes_f32(&probe);
    void *workspace = glue_workspace(bytes);
    glue_check((use_double ? ggc_probe_pass_f64 : ggc_probe_pass_f32)(
                   &probe, workspace, bytes, REAL(VECTOR_ELT(out, 1)), REAL(VECTOR_ELT(out, 0)),
                   REAL(VECTOR_ELT(out, 2)), REAL(VECTOR_ELT(out, 3)), REAL(VECTOR_ELT(out, 4))),
               "probe");
    UNPROTECT(1);
    return out;
}

SEXP C_ggc_probe_trace(SEXP probe_, SEXP double_, SEXP steps_)
{
    const ggc_probe probe = probe_from(probe_);
    const int use_double = arg_int(double_, "double"), steps = arg_int(steps_, "steps");
    const char *names[] = {"trace", "params", ""};
    SEXP out = PROTECT(Rf_mkNamed(VECSXP, names));
    SET_VECTOR_ELT(out, 0, Rf_allocVector(REALSXP, steps));
    SET_VECTOR_ELT(out, 1, Rf_allocVector(REALSXP, XLENGTH(list_get(probe_, "params"))));
    size_t bytes = use_double ? ggc_probe_bytes_f64(&probe) : ggc_probe_bytes_f32(&probe);
    void *workspace = glue_workspace(bytes);
    glue_check((use_double ? ggc_probe_trace_f64 : ggc_probe_trace_f32)(
                   &probe, workspace, bytes, steps, REAL(VECTOR_ELT(out, 0)),
                   REAL(VECTOR_ELT(out, 1))),
               "probe");
    UNPROTECT(1);
    return out;
}

/* .Call: the instruction sets whose kernels this machine can run. */
SEXP C_ggc_isa_available(void)
{
    const char *names[] = {"generic", "avx2", "avx512", ""};
    const ggc_isa isa[] = {GGC_ISA_GENERIC, GGC_ISA_AVX2, GGC_ISA_AVX512};
    SEXP out = PROTECT(Rf_mkNamed(LGLSXP, names));
    for (int i = 0; i < 3; i++)
        LOGICAL(out)[i] = ggc_kernels_pick(isa[i]) != NULL;
    UNPROTECT(1);
    return out;
}
