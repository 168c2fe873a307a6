/* ggc_predict.h - forecasts of networks that ggc_fit_run() has trained. */
#ifndef GGC_PREDICT_H
#define GGC_PREDICT_H

#include "ggc_workspace.h"

/* Bytes of workspace, as ggc_fit.h has them. */
ggc_status ggc_predict_bytes(const ggc_problem *problem, ggc_bytes *bytes) GGC_MUST_CHECK;
size_t ggc_predict_workspace(const ggc_problem *problem);

/* Predictions one step ahead of every transition in the design, mean over
 * members: out is targets x columns (NaN where a column has no predecessor or the
 * transition no loss). networks: as in ggc_fit_result. Fails with GGC_ENOMEM,
 * GGC_ECANCELLED. */
ggc_status ggc_predict(const ggc_problem *problem, const float *networks, void *workspace,
                       size_t size, const ggc_hooks *hooks, double *out) GGC_MUST_CHECK;

#endif
