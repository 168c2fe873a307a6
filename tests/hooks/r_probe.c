/* r_probe.c - one network's values, gradients and training trace. */
#include "r_glue.h"

#include <string.h>

#include "ggc_probe.h"
#include "r_problem.h"

static ggc_probe probe_from(SEXP p)
{
    ggc_probe out;
    int columns;
    memset(&out, 0, sizeof out);
    out.z = arg_matrix(list_get(p, "x"), &out.genes, &columns, "x");
    SEXP target = list_get(p, "target");
    out.outputs = (int)XLENGTH(target);
    int *zero_based = (int *)R_alloc((size_t)out.outputs + 1, sizeof(int));
    for (int o = 0; o < out.outputs; o++)
        zero_based[o] = arg_ints(target, -1, "target")[o] - 1;
    out.target = zero_based;
    SEXP length = list_get(p, "length"), graph = list_get(p, "graph");
    out.design.trajectories = (int)XLENGTH(length);
    out.design.length = arg_ints(length, -1, "length");
    out.design.fold = arg_ints(list_get(p, "fold"), columns, "fold");
    out.design.window = glue_get_int(p, "window");
    out.design.segment = glue_get_int(p, "segment");
    out.design.burn_in = glue_get_int(p, "burn_in");
    out.design.lags = glue_get_int(p, "lags");
    out.design.horizons = glue_get_int(p, "horizons");
    out.cell = (ggc_cell)glue_get_int(p, "cell");
    out.hidden = glue_get_int(p, "hidden");
    out.layers = glue_get_int(p, "layers");
    const R_xlen_t hidden = out.hidden;
    out.graph = Rf_isNull(graph) ? NULL : arg_doubles(graph, hidden * hidden, "graph");
    out.n_prop = glue_get_int(p, "n_prop");
    out.graph_at = glue_get_int(p, "graph_at");
    out.loss = glue_loss(p);
    out.negative = glue_get_int(p, "negative") - 1;
    out.h0 = arg_doubles(list_get(p, "h0"), hidden, "h0");
    out.ridge = arg_double(list_get(p, "ridge"), "ridge");
    out.params = arg_doubles(list_get(p, "params"), (R_xlen_t)ggc_probe_size(&out), "params");
    out.isa = glue_get_int(p, "isa");
    out.optim = glue_get_int(p, "optim");
    out.rate = arg_double(list_get(p, "rate"), "rate");
    out.lambda = arg_double(list_get(p, "lambda"), "lambda");
    out.penalty = arg_doubles(list_get(p, "penalty"), out.genes, "penalty");
    if (ggc_loss_has_terms(&out.loss)) {
        out.near = arg_doubles(list_get(p, "near"), out.genes, "near");
        out.far = arg_doubles(list_get(p, "far"), out.genes, "far");
    }
    return out;
}

/* .Call: value and gradient; lanes_, window_ give the shape of the predictions,
 * window x (lanes * outputs). */
SEXP C_ggc_probe_pass(SEXP probe_, SEXP double_, SEXP lanes_, SEXP window_)
{
    const ggc_probe probe = probe_from(probe_);
    const int use_double = arg_int(double_, "double");
    const char *names[] = {"pred", "gradient", "smooth", "train", "held", ""};
    SEXP out = PROTECT(Rf_mkNamed(VECSXP, names));
    SET_VECTOR_ELT(out, 0,
                   Rf_allocMatrix(REALSXP, arg_int(window_, "window"),
                                  arg_int(lanes_, "lanes") * probe.outputs));
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

/* .Call: derivatives of the first output by the inputs: effect and size, lags x genes. */
SEXP C_ggc_probe_jacobian(SEXP probe_, SEXP double_, SEXP lags_)
{
    const ggc_probe probe = probe_from(probe_);
    const int use_double = arg_int(double_, "double"), lags = arg_int(lags_, "lags");
    const char *names[] = {"effect", "size", ""};
    SEXP out = PROTECT(Rf_mkNamed(VECSXP, names));
    for (int i = 0; i < 2; i++)
        SET_VECTOR_ELT(out, i, Rf_allocMatrix(REALSXP, lags, probe.genes));
    size_t bytes = use_double ? ggc_probe_bytes_f64(&probe) : ggc_probe_bytes_f32(&probe);
    void *workspace = glue_workspace(bytes);
    glue_check(
        (use_double ? ggc_probe_jacobian_f64 : ggc_probe_jacobian_f32)(
            &probe, workspace, bytes, lags, REAL(VECTOR_ELT(out, 0)), REAL(VECTOR_ELT(out, 1))),
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
    glue_check(
        (use_double ? ggc_probe_trace_f64 : ggc_probe_trace_f32)(
            &probe, workspace, bytes, steps, REAL(VECTOR_ELT(out, 0)), REAL(VECTOR_ELT(out, 1))),
        "probe");
    UNPROTECT(1);
    return out;
}

/* .Call: value of the terms of the Granger row and its gradient by the norms; own from
 * 1, 0 for none. */
SEXP C_ggc_probe_terms(SEXP terms_)
{
    const ggc_loss_config config = glue_loss(terms_);
    SEXP norms = list_get(terms_, "norms");
    const int inputs = (int)XLENGTH(norms);
    const double *norm = arg_doubles(norms, -1, "norms");
    const ggc_loss_rows rows = {.own = glue_get_int(terms_, "own") - 1,
                                .near = arg_doubles(list_get(terms_, "near"), inputs, "near"),
                                .far = arg_doubles(list_get(terms_, "far"), inputs, "far")};
    const char *names[] = {"value", "slope", ""};
    SEXP out = PROTECT(Rf_mkNamed(VECSXP, names));
    SET_VECTOR_ELT(out, 0, Rf_allocVector(REALSXP, 1));
    SET_VECTOR_ELT(out, 1, Rf_allocVector(REALSXP, inputs));
    double *slope = REAL(VECTOR_ELT(out, 1));
    double *pole = (double *)R_alloc((size_t)inputs + 1, sizeof(double));
    REAL(VECTOR_ELT(out, 0))[0] = ggc_loss_terms(&config, &rows, inputs, norm, slope, pole);
    for (int j = 0; j < inputs; j++)
        slope[j] -= pole[j] / (norm[j] + config.kl_epsilon);
    UNPROTECT(1);
    return out;
}
