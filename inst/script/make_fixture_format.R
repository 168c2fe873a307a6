# Fits of an earlier format, which updateObject() brings up to date: run with the
# version that is to be kept readable installed (format 1: commit c31e5be), in
# tests/testthat/fixtures.
library(ggc)

x <- ggc_simulate("var", p = 4, n_time = 12, n_trajectories = 3, seed = 1)
control <- ggc_control(members = 2L, first = 20L, each = 5L, n_lambda = 3L,
    hidden = 3L)
fit <- ggc_fit(x, exclude = data.frame(regulator = "G1", target = "G2"),
    control = control, seed = 1)
# What its networks forecast, for comparison.
fit@metadata$error <- rowMeans((predict(fit) - fit@series$x)^2, na.rm = TRUE)
saveRDS(fit, "fit_format1.rds", version = 2L, compress = "xz")
loo <- ggc_fit(x, "loo", control = ggc_control(members = 2L, first = 20L,
    each = 5L, hidden = 3L, loo = "mask"), seed = 1)
saveRDS(loo, "loo_format1.rds", version = 2L, compress = "xz")
