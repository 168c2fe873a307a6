# A real series of animals' kind: T cells of 34 and of 10 arrays at each of ten
# uneven times, no array followed (CRAN longitudinal, tcell; no network of it is
# known). Does every measured time count, and how much of the ranking is one
# pairing of the arrays?
#
#     Rscript tools/tune/tcell.R [data=tcell.34] [pairings=5] > tools/tune/tcell.log
#
# One line for each time: the share of the first 50 edges, and Spearman's
# correlation of all scores, once the samples of that time are noise; then the
# same between random pairings of the arrays, each pair of pairings a line, and
# what summary() says of the fit.
suppressPackageStartupMessages(library(ggc))
source("tools/arguments.R")
source("tools/tune/log.R")

FIRST <- 50L

read_tcell <- function(name) {
    if (!requireNamespace("longitudinal", quietly = TRUE)) {
        stop("install.packages(\"longitudinal\") brings the data")
    }
    data <- new.env()
    utils::data("tcell", package = "longitudinal", envir = data)
    x <- data[[name]]
    list(x = t(unclass(x)[, ]),
        time = rep(attr(x, "time"), attr(x, "repeats")))
}

# Arrays of one time in random order: another pairing.
paired <- function(data, seed) {
    set.seed(seed)
    by_time <- split(seq_along(data$time), data$time)
    order <- unlist(lapply(by_time, function(at) at[sample.int(length(at))]))
    list(x = data$x[, order], time = data$time[order])
}

score_of <- function(data, fit = fit_of(data)) {
    score <- granger(fit)
    diag(score) <- NA
    score
}

fit_of <- function(data) {
    suppressMessages(ggc_fit(unname_columns(data$x), time = data$time,
        replicates = "match", seed = 1, threads = 2L))
}

unname_columns <- function(x) {
    colnames(x) <- NULL
    x
}

shared <- function(a, b) {
    top <- function(score) order(score, decreasing = TRUE)[seq_len(FIRST)]
    mean(top(a) %in% top(b))
}

alike <- function(a, b) {
    sprintf("%.2f\t%.2f", shared(a, b),
        stats::cor(c(a), c(b), method = "spearman", use = "complete.obs"))
}

main <- function(arguments) {
    given <- read_arguments(arguments, list(data = "tcell.34", pairings = "5"))
    data <- read_tcell(given$data)
    log_head(given$data, paste(dim(data$x), collapse = " x "))
    fit <- fit_of(data)
    whole <- score_of(data, fit)
    cat("what\tshared\tcorrelation\n")
    for (time in unique(data$time)) {
        set.seed(1)
        noisy <- data
        at <- data$time == time
        noisy$x[, at] <- stats::rnorm(sum(at) * nrow(data$x)) *
            apply(data$x, 1L, stats::sd) + rowMeans(data$x)
        cat(sprintf("noise at %g\t%s\n", time, alike(whole, score_of(noisy))))
    }
    scores <- lapply(seq_len(as.integer(given$pairings)), function(seed) {
        score_of(paired(data, seed))
    })
    pairs <- utils::combn(length(scores), 2L)
    for (k in seq_len(ncol(pairs))) {
        cat(sprintf("pairings %d and %d\t%s\n", pairs[1L, k], pairs[2L, k],
            alike(scores[[pairs[1L, k]]], scores[[pairs[2L, k]]])))
    }
    mean_shared <- mean(apply(pairs, 2L, function(at) shared(scores[[at[[1L]]]],
        scores[[at[[2L]]]])))
    cat(sprintf("pairings, mean\t%.2f\n", mean_shared))
    print(summary(fit))
}

main(commandArgs(trailingOnly = TRUE))
