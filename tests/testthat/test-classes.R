test_that("a well-formed fit is valid and answers its accessors", {
    fit <- fake_fit(regulators = c("G1", "G2"), targets = c("G2", "G3", "G4"))
    expect_true(methods::validObject(fit))
    expect_identical(dimnames(granger(fit)),
        list(c("G1", "G2"), c("G2", "G3", "G4")))
    expect_identical(granger(fit), granger(fit, type = "score"))
    expect_identical(granger(fit, "norm"), fit@norms)
    expect_identical(rownames(ggc_training(fit)), c("G2", "G3", "G4"))
    expect_identical(S4Vectors::metadata(fit)$seed, 42)
    expect_s4_class(fit, "Annotated")
})

test_that("accessors refuse what they do not know", {
    expect_error(granger(fake_fit(), "weights"), "\"score\", \"norm\"",
        class = "ggc_error_argument")
    expect_error(ggc_training(1), "must be a GGCFit, not 1",
        class = "ggc_error_argument")
    skip_if_not_installed("igraph")
    expect_error(ggc_igraph("a"), class = "ggc_error_argument")
})

test_that("a broken fit is refused, each slot by its own check", {
    fit <- fake_fit()
    broken <- function(slot, value, message) {
        methods::slot(fit, slot, check = FALSE) <- value
        expect_error(methods::validObject(fit), message)
    }
    score <- fit@score
    broken("score", unname(score), "row \\(regulator\\) and column names")
    broken("score", score[1:5, ], "same dim and dimnames")
    broken("norms", -fit@norms, "not negative")
    broken("norms", matrix(1L, 6, 6), "double matrices")
    broken("score", replace(score, 3, Inf), "must be finite")
    broken("score", replace(score, 3, NA), "NA for untrained targets")
    twice <- score
    rownames(twice)[[2L]] <- "G1"
    broken("score", twice, "unique")
    broken("training", fit@training[-1, ], "one row per target")
    broken("training", fit@training[, -2], "lacks lambda")
    status <- fit@training
    status$status[[2L]] <- "fine"
    broken("training", status, "unknown status fine")
    path <- fit@details$path
    part <- function(name, value, message) {
        broken("details", replace(fit@details, name, list(value)), message)
    }
    part("path", replace(path, "lambda", list(rev(path$lambda))), "increas")
    part("path", replace(path, "error", list(path$error[-1, ])), "error must")
    part("path", replace(path, "norms", list(path$norms[, , 1])), "lambdas")
    part("path", list(), "must hold")
    part("dcor", diag(3), "dcor must be named by genes")
    part("graph", NA, "TRUE or FALSE")
    part("test", list(p_value = score[-1, ]), "p_value must be probabilities")
    part("test", list(stability = score + 2), "stability must be prob")
    part("test", list(regulators = c(G1 = 0.5)), "named by the regulators")
    broken("method", character(), "method of ggc_fit")
    broken("format", 1L, "'format' must be 2")
    broken("sign", matrix(2L, 6, 6, dimnames = dimnames(score)), "-1, 0 or 1")
    broken("lag", matrix(2L, 5, 6), "same dim and dimnames")
    series <- fit@series
    rownames(series$x)[[4L]] <- "other"
    broken("series", series, "not genes of 'series': G4")
})

test_that("a diverged target is a whole column of NA", {
    status <- c("ok", "diverged", "constant", "ok", "ok", "ok")
    fit <- fake_fit(status = status)
    expect_true(all(is.na(granger(fit)[, 2])))
    expect_true(all(granger(fit)[, 3] == 0))
    expect_false(anyNA(granger(fit)[, -2]))
})

test_that("a fit of a method that is not known says so", {
    fit <- fake_fit()
    fit@method <- "tcn"
    expect_error(print(fit), "method \"tcn\", which this version",
        class = "ggc_error_fit")
})

test_that("a fit of an earlier format is refused, and brought up to date", {
    # Made by inst/script/make_fixture_format.R with a version of format 1.
    old <- readRDS(test_path("fixtures", "fit_format1.rds"))
    for (use in list(granger, ggc_edges, summary, predict, plot, ggc_training)) {
        expect_error(use(old), "updateObject", class = "ggc_error_fit")
    }
    fit <- updateObject(old)
    expect_true(methods::validObject(fit))
    expect_identical(granger(fit), attr(old, "score"))
    expect_identical(granger(fit, "network"), attr(old, "ranking")$network)
    expect_identical(fit@known$exclude, attr(old, "question")$exclude)
    expect_identical(nrow(ggc_edges(fit)), 11L)
    forecast <- predict(fit)
    expect_identical(dim(forecast), c(4L, 36L))
    # Another compiler than the fixture's rounds the forecasts, in single precision,
    # elsewhere: gcc 16 in the 7th digit.
    expect_equal(rowMeans((forecast - fit@series$x)^2, na.rm = TRUE),
        attr(old, "metadata")$error, tolerance = 1e-6)
    expect_output(print(fit), "GGCFit: Granger causality by LSTM networks")
    expect_identical(updateObject(fit), fit)
    expect_identical(fit@control$window, "trajectory")
    expect_null(fit@control$prior_weight)
    expect_s4_class(update(fit, seed = 2), "GGCFit")
    loo <- updateObject(readRDS(test_path("fixtures", "loo_format1.rds")))
    expect_output(print(loo), "leave one out")
    expect_error(predict(loo), "keeps none", class = "ggc_error_argument")
    later <- fit
    later@format <- 9L
    expect_error(updateObject(later), "newer ggc", class = "ggc_error_fit")
})
