# The verbs of R on a fit.

sim <- ggc_simulate("var", p = 5, n_time = 12, n_trajectories = 4, seed = 1)
fit <- ggc_fit(sim, seed = 1, control = ggc_control(members = 2L, first = 20L,
    each = 5L, n_lambda = 3L))

test_that("indices, matrices and first rows are those of granger() and edges", {
    expect_identical(fit["G1", ], granger(fit)["G1", ])
    expect_identical(fit[c("G1", "G3"), 2:3], granger(fit)[c(1, 3), 2:3])
    expect_identical(fit["G1", , drop = FALSE],
        granger(fit)["G1", , drop = FALSE])
    expect_identical(fit[-1, ], granger(fit)[-1, ])
    expect_error(fit["nope", ], "not nope", class = "ggc_error_argument")
    for (wrong in expression(fit[9, ], fit[, NA], fit[c(-1, 2), ], fit["G1"],
        fit[1, drop = FALSE], fit[1, , typo = 2], fit[fit])) {
        expect_error(eval(wrong), class = "ggc_error_argument",
            label = deparse(wrong))
    }
    expect_identical(fit[, ], granger(fit))
    expect_identical(fit[, "G2"], granger(fit)[, "G2"])
    expect_identical(as.matrix(fit), granger(fit))
    expect_identical(as.matrix(fit, "norm"), granger(fit, "norm"))
    expect_identical(coef(fit), granger(fit, "effect"))
    edges <- as.data.frame(ggc_edges(fit))
    expect_identical(head(fit), head(edges))
    expect_identical(tail(fit, 3), tail(edges, 3))
    expect_identical(as.data.frame(fit, stringsAsFactors = FALSE), edges)
    expect_s3_class(as.data.frame(fit, stringsAsFactors = TRUE)$regulator,
        "factor")
    skip_if_not_installed("tibble")
    expect_identical(as.data.frame(tibble::as_tibble(fit)), edges)
})

test_that("fitted values and residuals add up to the data", {
    x <- SummarizedExperiment::assay(sim)
    expect_identical(fitted(fit), predict(fit))
    expect_equal(fitted(fit) + residuals(fit), replace(x, is.na(fitted(fit)),
        NA), ignore_attr = TRUE)
    skip_if_not_installed("generics")
    expect_identical(generics::tidy(fit, n = 4),
        as.data.frame(ggc_edges(fit, n = 4)))
    one <- generics::glance(fit)
    expect_identical(dim(one), c(1L, 8L))
    expect_identical(c(one$genes, one$samples, one$trajectories),
        c(5L, 48L, 4L))
    all <- generics::augment(fit)
    expect_identical(nrow(all), 5L * 48L)
    told <- !is.na(all$.fitted)
    expect_identical(unique(all$time[!told]), 0)
    expect_equal(all$.observed[told], (all$.fitted + all$.resid)[told])
    first <- all[all$target == "G2" & all$trajectory == "1", ]
    expect_identical(first$.observed, unname(x["G2", sim$trajectory == 1]))
})
