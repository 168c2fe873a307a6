/* r_entry.h - every .Call entry point of the package, by file. */
#ifndef R_ENTRY_H
#define R_ENTRY_H

#include "r_glue.h"

/* r_threads.c */
SEXP C_ggc_thread_limits(void);

/* r_zscore.c */
SEXP C_ggc_zscore(SEXP x_);

/* r_adjacency.c */
SEXP C_ggc_adjacency(SEXP x_, SEXP method_, SEXP threads_);
SEXP C_ggc_adjacency_normalise(SEXP a_, SEXP how_, SEXP self_);

/* r_dcor.c */
SEXP C_ggc_dcor(SEXP x_, SEXP y_, SEXP algorithm_, SEXP squared_, SEXP threads_);

/* r_metrics.c */
SEXP C_ggc_ranking(SEXP score_, SEXP label_);
SEXP C_ggc_curve(SEXP score_, SEXP label_, SEXP resolution_);
SEXP C_ggc_confusion(SEXP predicted_, SEXP label_);

/* r_fit.c */
SEXP C_ggc_fit(SEXP problem_, SEXP threads_, SEXP progress_);
SEXP C_ggc_fit_bytes(SEXP problem_, SEXP threads_);

/* r_sizes.c */
SEXP C_ggc_sizes(SEXP shape_, SEXP threads_);

/* r_predict.c */
SEXP C_ggc_predict(SEXP problem_, SEXP networks_);
SEXP C_ggc_effects(SEXP problem_, SEXP networks_, SEXP lags_, SEXP threads_);

/* r_hidden.c */
SEXP C_ggc_hidden_map(SEXP genes_, SEXP hidden_);
SEXP C_ggc_hidden_product(SEXP a_, SEXP b_, SEXP transpose_);

/* r_rng.c */
SEXP C_ggc_uniform(SEXP n_, SEXP seed_, SEXP name_);

/* r_cells.c */
SEXP C_ggc_cells(void);
SEXP C_ggc_isa_available(void);

/* r_checkpoint.c */
SEXP C_ggc_digest(SEXP bytes_);
SEXP C_ggc_write_whole(SEXP path_, SEXP temporary_, SEXP bytes_);

/* r_forecast.c */
SEXP C_ggc_forecast(SEXP task_, SEXP threads_);

/* r_loo.c */
SEXP C_ggc_loo(SEXP problem_, SEXP loo_, SEXP threads_, SEXP progress_);

/* r_var.c */
SEXP C_ggc_var_whole(SEXP x_, SEXP y_, SEXP own_, SEXP which_, SEXP lags_);
SEXP C_ggc_var_each(SEXP base_, SEXP x_, SEXP y_, SEXP lags_);

/* r_bts.c */
SEXP C_ggc_bts(SEXP task_, SEXP threads_, SEXP progress_);

/* r_lsngc.c */
SEXP C_ggc_lsngc(SEXP task_, SEXP threads_, SEXP progress_);

/* r_te.c */
SEXP C_ggc_te(SEXP task_, SEXP threads_, SEXP progress_);

/* r_hsic.c */
SEXP C_ggc_hsic(SEXP task_, SEXP threads_, SEXP progress_);

/* r_layout.c */
SEXP C_ggc_layout(SEXP weight_, SEXP names_, SEXP settings_, SEXP threads_);

/* r_simulate.c */
SEXP C_ggc_simulate_lorenz96(SEXP plan_);
SEXP C_ggc_simulate_var(SEXP plan_);

/* r_grn.c */
SEXP C_ggc_grn_network(SEXP genes_, SEXP seed_, SEXP shape_);
SEXP C_ggc_grn_simulate(SEXP genes_, SEXP seed_, SEXP sign_, SEXP plan_, SEXP threads_);

/* r_single_cells.c */
SEXP C_ggc_cells_run(SEXP genes_, SEXP seed_, SEXP rules_, SEXP plan_, SEXP threads_);
SEXP C_ggc_counts(SEXP mean_, SEXP genes_, SEXP seed_, SEXP dispersion_, SEXP half_, SEXP threads_);

#endif
