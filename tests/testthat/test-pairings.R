# How much of a ranking is one pairing of samples that no animal links.

animals <- function(error = 0, n = 4L, seed = 1) {
    ggc_simulate("var", p = 12, n_trajectories = n, replicates = n,
        destructive = TRUE, times = 0:9, start = "perturbed", noise = 0.3,
        error = error, seed = seed)
}

short <- ggc_control(members = 1, first = 10, each = 2)

fit_quietly <- function(x, ...) {
    suppressWarnings(suppressMessages(ggc_fit(x, ..., seed = 1, threads = 1,
        control = short)))
}

test_that("a fit says how much of the ranking is the pairing", {
    se <- animals()
    expect_message(suppressWarnings(ggc_fit(se, replicates = "match", seed = 1,
        control = short)), "first 14 edges by conditional dependence")
    fit <- fit_quietly(se, replicates = "match")
    pairing <- fit@details$pairing
    expect_identical(pairing$edges, 14)
    expect_lt(pairing$share, 0.5)
    expect_match(paste(capture.output(print(fit)), collapse = " "),
        sprintf("paired anew, %.0f %% of the first 14 edges stay",
            100 * pairing$share), fixed = TRUE)
    # Of samples that are all alike it does not matter which go together.
    first <- SummarizedExperiment::assay(se)[, match(se$time, se$time)]
    same <- fit_quietly(unname_samples(first), time = se$time,
        replicates = "match")
    expect_identical(same@details$pairing$share, 1)
    expect_no_match(paste(capture_messages(suppressWarnings(ggc_fit(
        unname_samples(first), time = se$time, replicates = "match", seed = 1,
        control = short))), collapse = " "), "paired anew")
})

test_that("the share is what other orders of the samples give", {
    se <- animals(seed = 2)
    x <- unname_samples(SummarizedExperiment::assay(se))
    ranked <- function(x, time = se$time) {
        fit <- fit_quietly(x, time = time, replicates = "match")
        score <- granger(fit, "conditional")
        diag(score) <- -1
        list(first = order(score, decreasing = TRUE)[1:14],
            share = fit@details$pairing$share)
    }
    here <- ranked(x)
    shares <- vapply(1:10, function(seed) {
        set.seed(seed)
        order <- unlist(lapply(split(seq_along(se$time), se$time), sample))
        mean(ranked(x[, order], se$time[order])$first %in% here$first)
    }, 0)
    # A mean of 3 x 14 edges beside one of 10 x 14: a standard error of .08.
    expect_lt(abs(here$share - mean(shares)), 0.16)
    # Nor do the order of the genes or the seed matter.
    expect_identical(ranked(x[12:1, ])$share, here$share)
})

test_that("nothing is said where nothing was paired", {
    sim <- ggc_simulate("var", p = 6, n_time = 8, n_trajectories = 3, seed = 1)
    expect_null(fit_quietly(sim)@details$pairing)
    se <- animals()
    expect_null(fit_quietly(se, replicates = "mean")@details$pairing)
    all <- matrix(TRUE, 12L, 12L, dimnames = list(rownames(se), rownames(se)))
    expect_null(fit_quietly(se, replicates = "match",
        exclude = all)@details$pairing)
    # Four targets have no conditional dependence to compare.
    few <- fit_quietly(se, replicates = "match", targets = 1:4)
    expect_null(few@details$pairing)
})

test_that("samples are paired anew within their trajectory and time alone", {
    s <- list(z = matrix(1:12, 1L), series = list(
        trajectory = rep(1:4, each = 3L), time = rep(c(0, 2, 5), 4),
        pairing = c(1L, 1L, 1L, 2L)))
    drawn <- lapply(1:8, function(i) matrix(.paired_anew(s, i)$z, 3L))
    for (z in drawn) {
        expect_identical(z[, 4L], 10:12) # a trajectory of its own
        expect_identical(apply(z[, 1:3], 1L, sort), matrix(1:9, 3L,
            byrow = TRUE))
    }
    expect_gt(length(unique(drawn)), 4L)
})
