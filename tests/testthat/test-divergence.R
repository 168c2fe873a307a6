# Training that leaves the finite numbers: shorter steps first, then NA for that
# target, one warning, and the rest as if it had not been there.

# Twenty genes that go together. Gene g01 may have all as inputs, the others only
# their own past: its loss is some twenty times as steep as theirs, so that there
# are steps that are too long for it at every attempt, and not for them.
steep <- local({
    p <- 20L
    set.seed(3)
    x <- rep(rnorm(48), each = p) + rnorm(48 * p, sd = 0.3)
    matrix(x, p, dimnames = list(sprintf("g%02d", seq_len(p)), NULL))
})
genes <- rownames(steep)
series_of <- rep(1:4, each = 12L)
never <- expand.grid(regulator = genes, target = genes[-1L])

wild_control <- function(rate, ...) {
    ggc_control(members = 1L, first = 30L, each = 5L, n_lambda = 2L,
        hidden = 5L, optimiser = "ista", rate = rate, relu = TRUE,
        lambda_min = 1e-4, lambda_max = 1e-3, ...)
}
alone <- function(...) wild_control(..., dependence = "none", hubs = 0)

fit_steep <- function(control, ..., exclude = never) {
    warnings <- list()
    fit <- withCallingHandlers(
        tryCatch(ggc_fit(steep, "crnn", trajectory = series_of,
            exclude = exclude, control = control, seed = 1, ...),
        ggc_error_convergence = identity),
        warning = function(w) {
            warnings <<- c(warnings, list(w))
            invokeRestart("muffleWarning")
        }
    )
    list(fit = fit, warnings = warnings)
}

# Fits at growing rates, until all targets diverge.
ladder <- lapply(stats::setNames(nm = 2^(0:10)), function(rate) {
    fit_steep(alone(rate))
})
trained <- vapply(ladder, function(one) is(one$fit, "GGCFit"), NA)
diverged <- lapply(ladder[trained], function(one) {
    genes[ggc_training(one$fit)$status == "diverged"]
})

test_that("a target that diverges is NA, with one warning; the rest stands", {
    some <- which(lengths(diverged) > 0L & lengths(diverged) < 20L)
    expect_gt(length(some), 0L)
    for (i in names(some)) {
        bad <- diverged[[i]]
        fit <- ladder[[i]]$fit
        expect_length(ladder[[i]]$warnings, 1L)
        warning <- ladder[[i]]$warnings[[1L]]
        expect_s3_class(warning, "ggc_warning_convergence")
        expect_match(conditionMessage(warning), sprintf(
            "diverged for %d of 20 targets.*%s", length(bad), bad[[1L]]))
        expect_true(all(is.na(granger(fit)[, bad])))
        expect_true(all(is.na(granger(fit, "norm")[, bad])))
        good <- setdiff(genes, bad)
        expect_true(all(is.finite(granger(fit)[, good])))
        expect_true(all(is.finite(granger(fit, "norm")[, good])))
        expect_true(all(is.na(predict(fit)[bad, ]) |
            is.finite(predict(fit)[bad, ])))
        rest <- fit_steep(alone(as.numeric(i)), targets = good,
            exclude = never[never$target %in% good, ])
        expect_length(rest$warnings, 0L)
        expect_identical(granger(rest$fit), granger(fit)[, good])
        expect_identical(granger(rest$fit, "norm"),
            granger(fit, "norm")[, good])
        expect_identical(rest$fit@details$path$error,
            fit@details$path$error[, match(good, genes)])
        two <- fit_steep(alone(as.numeric(i)), threads = 2L)
        expect_same_fit(two$fit, fit)
    }
    expect_true("g01" %in% unlist(diverged[some]))
})

test_that("the whole ranking is finite beside a target that diverged", {
    rate <- as.numeric(names(which(lengths(diverged) > 0L))[[1L]])
    got <- fit_steep(wild_control(rate))
    bad <- ggc_training(got$fit)$status == "diverged"
    expect_true(any(bad) && !all(bad))
    expect_true(all(is.finite(granger(got$fit)[, !bad])))
    expect_identical(is.na(ggc_edges(got$fit)$score),
        ggc_edges(got$fit)$target %in% genes[bad])
})

test_that("a restart is at a quarter of the step, from the same start", {
    rates <- as.numeric(names(ladder))
    restarted <- 0L
    for (i in which(trained & rates >= 64^0.5)) {
        fit <- ladder[[i]]$fit
        training <- ggc_training(fit)
        for (target in genes[training$status == "ok"]) {
            path <- fit@details$path$norms[, target, ]
            calm <- vapply(0:3, function(k) {
                at <- match(rates[[i]] / 4^k, rates)
                !is.na(at) && identical(ladder[[at]]$fit@details$path$norms[, target, ],
                    path) && ggc_training(ladder[[at]]$fit)[target,
                    "iterations"] == 35L
            }, NA)
            first <- training[target, "iterations"] == 35L
            if (first) {
                expect_true(calm[[1L]])
            } else if (any(calm)) {
                expect_gt(which(calm)[[1L]], 1L)
                restarted <- restarted + 1L
            }
        }
    }
    expect_gt(restarted, 10L)
})

test_that("an error where every target diverges, and for the network of all", {
    lost <- which(!trained)
    expect_gt(length(lost), 0L)
    error <- ladder[[lost[[1L]]]]$fit
    expect_s3_class(error, "ggc_error_convergence")
    expect_match(conditionMessage(error), "every target.*Lower `rate`")
    expect_error(
        ggc_fit(steep, "loo", trajectory = series_of, seed = 1,
            control = ggc_control(optimiser = "ista", rate = 1e30, members = 1L,
                first = 10L, each = 2L)),
        "global network diverged", class = "ggc_error_convergence"
    )
})

test_that("scoring takes NA as the lowest, with a warning", {
    some <- which(lengths(diverged) > 0L)[1L]
    fit <- ladder[[names(some)]]$fit
    truth <- matrix(0L, 20L, 20L, dimnames = list(genes, genes))
    truth["g02", "g01"] <- truth["g01", "g02"] <- 1L
    expect_warning(got <- ggc_metrics(fit, truth), "missing scores",
        class = "ggc_warning_missing_scores")
    score <- granger(fit)
    score[is.na(score)] <- 0
    norms <- granger(fit, "norm")
    norms[is.na(norms)] <- 0
    expect_identical(got, ggc_metrics(score, truth, network = norms))
})
