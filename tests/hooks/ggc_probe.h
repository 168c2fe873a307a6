/* ggc_probe.h - one network seen from outside, for the tests: values, gradients
 * and short training runs, in float (as used) and in double. */
#ifndef GGC_PROBE_H
#define GGC_PROBE_H

#include <stddef.h>

#include "ggc_kernels.h"
#include "ggc_loss.h"
#include "ggc_panel.h"
#include "ggc_status.h"

/* Parameters here are in PyTorch's layout, row = gate * H + unit, one after the
 * other: w_ih (rows x (genes * lags)), w_hh (rows x H), bias, b_hh (H for each gate set
 * apart, ggc_cells.h); for each further layer w_in (rows x H), w_hh, bias, b_hh; then
 * w_out (H x outputs), b_out. A perceptron has no w_hh. */
typedef struct {
    int genes;
    const double *z; /* genes x columns */
    int outputs;
    const int *target; /* outputs: rows of z */
    ggc_design design; /* fold: 0 trains, 1 is held out */
    ggc_cell cell;
    int hidden;
    const double *graph; /* H x H or NULL */
    int n_prop, layers;
    int graph_at; /* ggc_graph_at */
    ggc_loss_config loss;
    int negative;             /* row of z for the triplet of predictions */
    const double *near, *far; /* genes: rows of the loss, where it has terms */
    const double *h0;         /* H */
    double ridge;
    const double *params;
    int isa;   /* ggc_isa */
    int optim; /* ggc_optim_method, for the trace */
    double rate, lambda;
    const double *penalty; /* genes */
} ggc_probe;

/* Number of parameters. */
size_t ggc_probe_size(const ggc_probe *probe);

/* clang-format off */
#define DECLARE_PROBE(suffix)                                                                  \
    size_t ggc_probe_bytes_##suffix(const ggc_probe *probe);                                   \
    /* gradient: as params. y: window x (lanes that are not padding) x outputs. Returns the    \
     * smooth objective in *smooth and the errors in *train, *held. */                         \
    ggc_status ggc_probe_pass_##suffix(const ggc_probe *probe, void *workspace, size_t size,   \
                                       double *gradient, double *y, double *smooth,            \
                                       double *train, double *held) GGC_MUST_CHECK;            \
    /* effect, size: lags x genes, as ggc_jacobian_pass(). GGC_EINVAL unless a forecast      \
     * has so many lags. */                                                                    \
    ggc_status ggc_probe_jacobian_##suffix(const ggc_probe *probe, void *workspace,            \
                                           size_t size_of, int lags, double *effect,           \
                                           double *size) GGC_MUST_CHECK;                       \
    /* `steps` iterations; trace: the smooth objective before each; params_out as params. */   \
    ggc_status ggc_probe_trace_##suffix(const ggc_probe *probe, void *workspace, size_t size,  \
                                        int steps, double *trace, double *params_out)          \
        GGC_MUST_CHECK;
/* clang-format on */
DECLARE_PROBE(f32)
DECLARE_PROBE(f64)

#endif
