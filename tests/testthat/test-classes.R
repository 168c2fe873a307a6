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
    expect_error(ggc_igraph(diag(2)), class = "ggc_error_argument")
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
    path <- fit@path
    broken("path", replace(path, "lambda", list(rev(path$lambda))), "increas")
    broken("path", replace(path, "error", list(path$error[-1, ])), "error must")
    broken("path", replace(path, "norms", list(path$norms[, , 1])), "lambdas")
    broken("path", list(), "must hold")
    broken("dcor", diag(3), "'dcor' must be named by genes")
    broken("method", "tcn", "method of ggc_fit")
    broken("graph", NA, "TRUE or FALSE")
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
